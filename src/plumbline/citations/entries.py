"""Entries of the reference list, and what the marks in the text point to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.citations.author_year import AUTHORS, YEAR
from plumbline.citations.hits import Hit, Paragraph
from plumbline.citations.identifiers import find_identifiers
from plumbline.citations.links import find_addresses
from plumbline.citations.resources import CitationResources, IdentifierRule

# 2019;12(3):45-50, as in the Vancouver style (ICMJE)
VANCOUVER = re.compile(
    r"(?:1[89]|20)\d\d(?:\s[A-Z][a-z]{2,8}(?:\s\d{1,2})?)?\s?;\s?\d{1,4}(?:\s?\([^()]{1,20}\))?\s?"
    r"(?::\s?[A-Za-z]{0,2}\d{1,7}(?:[-\u2013][A-Za-z]?\d{1,7})?)"
)
# , 12(3), 45-50 as in the APA style
_APA_PAGES = re.compile(r",\s\d{1,4}\s?\(\d{1,4}(?:[-\u2013]\d{1,3})?\),\s?[Ee]?\d{1,7}")
_APA_YEAR = re.compile(r"\((?:1[89]|20)\d\d[a-z]?(?:,\s[^()]{3,20})?\)\.?\s")
_NUMBER = re.compile(r"\s{0,3}(?:\[(\d{1,4})\]|\(?(\d{1,4})[.)]|(\d{1,4})\s)")
_SURNAME = r"\s{0,3}(?:[\[(]?\d{1,4}[\])]?\.?\s{1,3}(?:\|\s)?)?[^\W\d_][\w'\u2019-]{1,40}"
_INITIALLED = re.compile(rf"{_SURNAME},?\s(?:[A-Z]\.?[\s-]?){{1,4}}(?:,|\.|&|and\b|\()")
_INVERTED = re.compile(rf"{_SURNAME},\s(?:[A-Z]\.[\s-]?){{1,4}}(?:,|&|and\b|\()")
_SHORTEST = 15  # characters of an entry
_AUTHORS_END = 250  # characters within which the year follows the authors in the APA style


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the reference list; ``number`` counts from 1 where the list has none."""

    number: int
    surname: str
    years: frozenset[str]
    identifier: str


def read_entries(
    text: str,
    paragraphs: Iterable[Paragraph],
    own_host: str,
    resources: CitationResources,
    rules: Iterable[IdentifierRule],
) -> tuple[list[Hit], list[Entry]]:
    """Return the reference entries as hits, one for each, and what is known of them.

    An entry is a paragraph of the reference list, or one in running text that has the form of
    an entry (Vancouver or APA). It counts once: tier A with its identifier, else tier B. `rules`
    are the `possible_rules` of the text.
    """
    hits: list[Hit] = []
    entries: list[Entry] = []
    for paragraph in paragraphs:
        start, end = paragraph.start, paragraph.end
        if paragraph.kind != "reference" and not looks_like_entry(text, start, end):
            continue
        found = list(find_identifiers(text, start, end, resources, rules))
        good = next((h for h in found if h.tier == "A"), None)
        link = next(find_addresses(text, start, end, own_host, resources), None)
        if good is None and link is None and not _is_entry(text, start, end):
            hits.extend(found)
            continue
        identifier = good.identifier if good else ""
        if good is None and found:  # a bad identifier is reported beside the entry, not within it
            hits.extend(found)
            end = found[0].start
        rule = good.rule if good else "reference.entry"
        target = identifier or (link.identifier if link else "")
        if end - start >= _SHORTEST:
            tier = "A" if good else "B"
            hits.append(Hit(start, end, tier, "reference_entry", rule, target))
        entries.append(_describe(text, start, end, len(entries) + 1, identifier))
    return hits, entries


def looks_like_entry(text: str, start: int, end: int) -> bool:
    """Say whether a paragraph of running text has the form of a reference entry."""
    if end - start > 800 or YEAR.search(text, start, end) is None:
        return False
    if _INITIALLED.match(text, start, end) is None:
        return False
    return bool(
        VANCOUVER.search(text, start, end)
        or _APA_PAGES.search(text, start, end)
        or (
            _INVERTED.match(text, start, end)
            and _APA_YEAR.search(text, start, min(end, start + _AUTHORS_END))
        )
    )


def _is_entry(text: str, start: int, end: int) -> bool:
    return end - start >= _SHORTEST and YEAR.search(text, start, end) is not None


def _describe(text: str, start: int, end: int, position: int, identifier: str) -> Entry:
    number = _NUMBER.match(text, start, end)
    authors = AUTHORS.search(text, start, min(end, start + 120))
    surname = authors["first"].split(",")[0].split()[0].lower() if authors else ""
    written = next((g for g in number.groups() if g), "") if number else ""
    return Entry(
        number=int(written) if written and int(written) < 1000 else position,
        surname=surname,
        years=frozenset(m[0] for m in YEAR.finditer(text, start, end)),
        identifier=identifier,
    )


def point_to_entries(text: str, hits: Iterable[Hit], entries: list[Entry]) -> list[Hit]:
    """Fill in the identifiers of the entries that marks and author-year citations point to.

    A mark whose entry has an identifier can be checked as easily as the identifier itself, so it
    belongs to tier A.
    """
    by_number = {e.number: e.identifier for e in reversed(entries) if e.identifier}
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.identifier and entry.surname:
            by_name.setdefault(entry.surname, []).append(entry)
    if not by_number:
        return list(hits)
    pointed = []
    for hit in hits:
        found: list[str] = []
        if hit.kind == "numbered":
            found = [by_number[n] for n in hit.numbers if n in by_number]
        elif hit.kind == "author_year":
            found = _named_in(text[hit.start : hit.end], by_name)
        pointed.append(hit._replace(tier="A", identifier="; ".join(found)) if found else hit)
    return pointed


def _named_in(citation: str, by_name: dict[str, list[Entry]]) -> list[str]:
    years = {m[0] for m in YEAR.finditer(citation)}
    return [
        entry.identifier
        for name in dict.fromkeys(re.findall(r"[^\W\d_][\w'\u2019-]+", citation.lower()))
        for entry in by_name.get(name, ())
        if years & entry.years
    ]


def find_journal_references(text: str, start: int, end: int) -> list[Hit]:
    """Return the year;volume:page references that stand inside running text."""
    return [
        Hit(*m.span(), "B", "journal_reference", "reference.vancouver")
        for m in VANCOUVER.finditer(text, start, end)
    ]
