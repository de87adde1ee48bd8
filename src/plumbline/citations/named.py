"""Tier C: sources findable by name: dated studies, Cochrane reviews, bodies, people, trials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.citations.hits import Hit
from plumbline.citations.people import NAME, UPPER, find_people
from plumbline.citations.resources import PUBLISHING_WORDS, TRIAL_WORDS, CitationResources
from plumbline.citations.studies import find_dated_studies
from plumbline.guards import Place
from plumbline.lexicons import Entry
from plumbline.text.document import Document
from plumbline.text.patterns import PatternMatch

_TITLE = rf"{NAME}(?:\s(?:of|the|and|for|in|&|on)(?:\s(?:the))?\s{NAME}|\s{NAME}){{0,9}}+"
PUBLISHED_IN = re.compile(
    r"\b(?:published|appear(?:ed|ing|s)|reported|printed|featured)\s(?:online\s)?in\s(?:the\s)?"
    rf"(?:[a-z-]{{2,15}}\s){{0,3}}?(?P<journal>journal\s)?[\"\u201c'\u2018]?(?P<title>{_TITLE})"
)
YEAR = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?![\d%]|[.,]\d)")
_STUDY_NOUN = re.compile(
    r"\b(?:study|studies|trial|trials|review|meta-analysis|research|paper|article|analysis|"
    r"findings|results)\b",
    re.IGNORECASE,
)
TRIAL = re.compile(
    rf"\b[Tt]he\s(?P<name>[{UPPER}][{UPPER}0-9-]{{3,15}})\s(?:trials?|study|cohort)\b"
)
_APART = 60  # characters between the journal and its year


def find_named_sources(
    document: Document, index: int, signs: frozenset[str], resources: CitationResources
) -> Iterator[Hit]:
    """Yield the sources named in one sentence that a reader could find by their name.

    ``signs`` are the words of the sentence that ``resources.signs["any"]`` holds.
    """
    sentence = document.sentences[index]
    text, start, end = document.text, sentence.start, sentence.end
    if not signs.isdisjoint(resources.signs["named"]):
        yield from _find_listed(document, index, resources)
    if not signs.isdisjoint(PUBLISHING_WORDS):
        yield from _find_published(text, start, end, resources)
    if not signs.isdisjoint(TRIAL_WORDS):
        for match in TRIAL.finditer(text, start, end):
            if match["name"] not in resources.classes["not_a_trial"]:
                yield Hit(*match.span(), "C", "named_trial", "named.trial")
    if not signs.isdisjoint(resources.classes["study_design"]):
        yield from find_dated_studies(text, start, end, resources.dated_study)
    if not signs.isdisjoint(resources.people.signs):
        yield from find_people(text, start, end, resources.people)


def _find_listed(document: Document, index: int, resources: CitationResources) -> Iterator[Hit]:
    tokens = document.tokens
    begin, end = tokens.ranges[index]
    for match in resources.named.find(tokens, index, lambda m: _accept(document, m, resources)):
        entry = match.payload
        start, stop = tokens.starts[match.first], tokens.ends[match.last - 1]
        if entry.category == "study":
            yield Hit(start, stop, "C", entry.subcategory, entry.rule)
        elif entry.category == "body":
            stated = _statement(tokens.words, match.first, match.last, begin, end, resources)
            if stated is not None:
                first, last = stated
                span = tokens.starts[first], tokens.ends[last - 1]
                yield Hit(*span, "C", "named_body", entry.rule)


def _accept(document: Document, match: PatternMatch[Entry], resources: CitationResources) -> bool:
    tokens, entry = document.tokens, match.payload
    words = tokens.words[match.first : match.last]
    if entry.guard == "year":
        return any(len(w) == 4 and w.isdigit() and 1900 <= int(w) <= 2100 for w in words)
    if entry.category == "journal":
        return False  # journals count only after "published in"
    guard = resources.guards.by_name.get(entry.guard)
    begin, end = tokens.ranges[match.sentence]
    place = Place(tokens.words, match.first, match.last, begin, end, document.text, tokens.starts)
    return guard is None or guard.accepts(place)


def _statement(
    words: list[str], first: int, last: int, begin: int, end: int, resources: CitationResources
) -> tuple[int, int] | None:
    """Return the tokens of a body with the statement it makes, or None where it makes none."""
    verbs, nouns = resources.classes["statement_verb"], resources.classes["statement_noun"]
    after = last
    # "the EFSA (European Food Safety Authority) panel says": pass over a bracket and a noun
    if after < end and words[after] == "(":
        close = next((i for i in range(after, min(after + 10, end)) if words[i] == ")"), after)
        after = close + 1
    if after < end and words[after] in nouns:
        return first, after + 1
    for skipped in range(3):
        i = after + skipped
        if i >= end or not words[i][0].isalpha():
            break
        if i + 1 < end and " ".join(words[i : i + 2]) in verbs:
            return first, i + 2
        if words[i] in verbs:
            return first, i + 1
    before = words[max(begin, first - 5) : first]
    lead = " ".join(w for w in before if w not in ("the", "u", ".", "s", "us", "uk", "an"))
    if lead.endswith(("according to", "recommended by", "set by", "published by", "issued by")):
        return first, last
    if lead.endswith((" from", " by", " of")) and set(before) & nouns:
        return first, last
    return None


def _find_published(text: str, start: int, end: int, resources: CitationResources) -> Iterator[Hit]:
    year = YEAR.search(text, start, end)
    if year is None:
        return
    for match in PUBLISHED_IN.finditer(text, start, end):
        title = match["title"].lower()
        known = match["journal"] or "journal" in title or _is_journal(title, resources)
        if not known and not _STUDY_NOUN.search(text, start, match.start()):
            continue
        follows = YEAR.search(text, match.end(), min(end, match.end() + _APART))
        stop = follows.end() if follows else match.end()
        yield Hit(match.start(), stop, "C", "published_in", "named.published_in")


def _is_journal(title: str, resources: CitationResources) -> bool:
    words = title.split()
    return any(
        last == len(words)
        for last, entry in resources.named.candidates(words, 0, len(words))
        if entry.category == "journal"
    )
