"""Vague attribution: appeals to evidence, authority or experience that name nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from plumbline.citations.hits import NOT_COUNTED, Hit
from plumbline.citations.resources import CitationResources
from plumbline.guards import Place
from plumbline.lexicons import Entry
from plumbline.text.document import Document
from plumbline.text.patterns import PatternMatch

_ANAPHORIC = frozenset(["this", "that", "these", "those", "the", "same"])
_OWN = frozenset(["our", "my"])
_COUNTABLE = frozenset(["study", "studies", "trial", "trials", "findings", "experiment", "paper"])
EVIDENCE_FORMS = frozenset(["bare_evidence", "growing_body"])
_FORMS_TO_TRACE = frozenset(["bare_evidence", "passive", "growing_body", "authority"])
_HEADS = ("people", "women", "men", "adults", "patients", "children")
_FEWEST = 10  # "2 out of 3 people" describes no study
_LONGEST, _MOST = 2_000, 20  # characters of a sentence, quantities: a search takes no more
_DASH = "-\u2010\u2011\u2012\u2013\u2014"
_QUANTITY = re.compile(
    rf"(?<![\w.,])(\d{{1,6}}(?:[.,]\d{{1,3}}){{0,2}}(?:\s?(?:[{_DASH}]|to|and)\s?\d{{1,6}}(?:[.,]\d{{1,3}}){{0,2}})?)"
    r"[\s-]?(%|[^\W\d_]{1,12})(?:\s([^\W\d_]{1,20}))?(?:\s([^\W\d_]{1,30}))?"
)


def find_vague(document: Document, index: int, resources: CitationResources) -> list[Hit]:
    """Return the vague attributions in one sentence; the kind is the form."""
    tokens = document.tokens
    begin, _ = tokens.ranges[index]
    found = []

    def accept(match: PatternMatch[Entry]) -> bool:
        judged = _judge(document, match, resources)
        if judged is not None:
            found.append(judged)
        return judged is not None

    hits = []
    matches = resources.vague.find(tokens, index, accept)
    for match, kind in zip(matches, found, strict=True):
        first = _extend_left(tokens.words, match.first, begin, resources)
        span = tokens.starts[first], tokens.ends[match.last - 1]
        tier = NOT_COUNTED if kind == "negated" else "vague"
        hits.append(Hit(*span, tier, kind, match.payload.rule))
    return hits


def _judge(
    document: Document, match: PatternMatch[Entry], resources: CitationResources
) -> str | None:
    tokens = document.tokens
    begin, end = tokens.ranges[match.sentence]
    place = Place(tokens.words, match.first, match.last, begin, end, document.text, tokens.starts)
    judged = resources.guards.judge(match.payload, place)
    return judged[1] if judged else None


def _extend_left(words: list[str], first: int, begin: int, resources: CitationResources) -> int:
    """Take in the words before an evidence noun that belong to it (``many recent``)."""
    classes = resources.classes
    modifiers = classes["evidence_modifier"]
    if words[first] not in modifiers | classes["evidence_plural"] | classes["evidence_singular"]:
        return first
    while first > begin:
        if words[first - 1] in modifiers:
            first -= 1
        elif words[first - 1] == "-" and first - 1 > begin and words[first - 2] in modifiers:
            first -= 2
        else:
            break
    return first


def is_anaphoric(text: str, hit: Hit) -> bool:
    """Say whether a phrase (``the study found``) points back to a study named before."""
    words = re.findall(r"[^\W\d_]+", text[hit.start : hit.end].lower())[:5]
    return any(
        word in _ANAPHORIC and not _COUNTABLE.isdisjoint(words[i + 1 : i + 3])
        for i, word in enumerate(words)
    )


def is_own_work(text: str, hit: Hit) -> bool:
    """Say whether the authors speak of their own study (``our findings suggest``)."""
    before = text[max(0, hit.start - 12) : hit.start].split()
    return bool(before) and before[-1].lower() in _OWN


def _read_quantities(sentence: str, units: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for match in _QUANTITY.finditer(sentence):
        number = re.sub(rf"\s?(?:[{_DASH}]|to|and)\s?", "-", match[1])
        unit = units.get(match[2].lower())
        following = [w for w in (match[3], match[4]) if w]
        if unit is None and match[3] and units.get(match[3].lower()) == "participants":
            unit, following = f"{match[2]} {match[3]}".lower(), []
        if unit is not None:
            if unit == "participants":
                unit = match[2].lower()
            if unit.endswith(_HEADS) and number.isdigit() and int(number) < _FEWEST:
                continue
            of = following[1] if len(following) == 2 and following[0].lower() == "of" else ""
            yield number, unit, of.lower()


def make_search_string(
    document: Document, index: int, kind: str, units: Mapping[str, str], stand_in: Callable[[], str]
) -> str:
    """Return words to search for the study behind a quantified vague attribution, or ''.

    Substance, then the quantities of the sentence: ``magnesium 320-500 mg 7-8 weeks``. Where the
    sentence does not say of what, `stand_in` does: the most frequent long word of the source.
    """
    if kind not in _FORMS_TO_TRACE:
        return ""
    sentence = document.sentences[index]
    text = document.text[sentence.start : min(sentence.end, sentence.start + _LONGEST)]
    found = list(islice(_read_quantities(text, units), _MOST))
    if not found:
        return ""
    substance = next((of for _, _, of in found if of), "") or stand_in()
    return " ".join([substance, *(f"{number} {unit}" for number, unit, _ in found)]).strip()


def frequent_word(document: Document) -> str:
    """Return the most frequent word of more than six letters, "" where there is none."""
    counts: dict[str, int] = {}
    for word in document.tokens.words:
        if len(word) > 6 and word.isalpha():
            counts[word] = counts.get(word, 0) + 1
    return min(counts, key=lambda w: (-counts[w], w)) if counts else ""
