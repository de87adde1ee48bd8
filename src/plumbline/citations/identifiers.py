"""Tier A: identifiers (DOI, PMID, trial numbers, ...) in normal form; malformed ones apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plumbline.citations.hits import NOT_COUNTED, Hit, Paragraph
from plumbline.citations.resources import CitationResources, IdentifierRule, Limits

_TRAILING = ".,;:!?'\"\u2019\u201d\u2026*\u2020"
_PAIRS = {")": "(", "]": "[", "}": "{", "\u00bb": "\u00ab"}
_LAST_PART = re.compile(r"[^./_()\-]*$")
_ASCENDING = "12345678901234567890"


def possible_rules(
    text: str, paragraphs: Iterable[Paragraph], resources: CitationResources
) -> list[IdentifierRule]:
    """Return the rules of the identifiers that may stand somewhere in these paragraphs."""
    lowered = "\n".join([text[p.start : p.end] for p in paragraphs]).lower()
    return [rule for rule in resources.identifiers if _may_hold(lowered, rule)]


def _may_hold(lowered: str, rule: IdentifierRule) -> bool:
    """Say whether a text in lower case holds the words without which `rule` finds nothing."""
    if rule.near and not any(word in lowered for word in rule.near):
        return False
    return any(cue in lowered for cue in rule.cues)


def find_identifiers(
    text: str,
    start: int,
    end: int,
    resources: CitationResources,
    rules: Iterable[IdentifierRule] | None = None,
) -> Iterator[Hit]:
    """Yield the identifiers in ``text[start:end]``, with any prefix (``doi:``, an address).

    `rules` are those worth trying, from `possible_rules`; all of them if None.
    """
    lowered = text[start:end].lower()
    for rule in resources.identifiers if rules is None else rules:
        if not _may_hold(lowered, rule):
            continue
        for match in rule.candidate.finditer(text, start, end):
            raw = trim_trailing(match["value"])
            if raw:
                stop = match.start("value") + len(raw)
                yield judge_identifier(rule, raw, match.start(), stop, resources.limits)


def judge_identifier(rule: IdentifierRule, raw: str, start: int, end: int, limits: Limits) -> Hit:
    """Return a hit of tier A, or one that is not counted: malformed, or a placeholder."""
    value = raw.translate({ord(c): None for c in rule.strip}) if rule.strip else raw
    value = {"lower": value.lower(), "upper": value.upper()}.get(rule.case, value)
    name = f"identifier.{rule.kind}"
    if is_placeholder(value, limits):
        return Hit(start, end, NOT_COUNTED, "placeholder_identifier", name, rule.form.format(value))
    if not rule.valid.fullmatch(value) or not _CHECKS[rule.check](value):
        return Hit(start, end, NOT_COUNTED, "malformed_identifier", name, rule.form.format(value))
    return Hit(start, end, "A", rule.kind, name, rule.form.format(value))


def trim_trailing(value: str) -> str:
    """Cut sentence punctuation, and closing brackets that were opened before the value."""
    while value:
        last = value[-1]
        if last in _TRAILING or (last in _PAIRS and value.count(last) > value.count(_PAIRS[last])):
            value = value[:-1]
        else:
            break
    return value


def is_placeholder(value: str, limits: Limits) -> bool:
    """Say whether an identifier was never filled in: 123456, 00000, xxxxx as its last part."""
    lowered = value.lower()
    last = _LAST_PART.search(lowered)[0]
    if any(word in (last, lowered) or lowered.startswith(word + "/") for word in limits.words):
        return True
    # NCT01234567 pads with a zero; a DOI that ends in 0123456 may be real
    digits = last.lstrip("0") or last if last == lowered else last
    if not digits.isdigit():
        return len(last) >= limits.repeated and set(last) == {"x"}
    if len(last) >= limits.repeated and len(set(last)) == 1:
        return True
    return len(digits) >= limits.run and _ASCENDING.startswith((digits, digits[::-1]))


def check_isbn(value: str) -> bool:
    """Say whether the check digit of an ISBN-10 or ISBN-13 is right (ISO 2108)."""
    if len(value) == 10:
        digits = [10 if c == "X" else int(c) for c in value]
        return sum(d * w for d, w in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0
    return sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(value)) % 10 == 0


def check_arxiv_month(value: str) -> bool:
    """Say whether the year and month that begin an arXiv number can be right."""
    number = value.rsplit("/", 1)[-1]
    return 1 <= int(number[2:4]) <= 12


_CHECKS = {"": lambda value: True, "isbn": check_isbn, "arxiv_month": check_arxiv_month}
