"""Tier C, people: a named researcher with an institution, or researchers of a named institution."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plumbline.citations.hits import Hit

UPPER = "".join(c for c in map(chr, range(0x41, 0x590)) if c.isupper())
NAME = rf"[{UPPER}][\w'\u2019&-]{{1,30}}"
_PERSON = rf"{NAME}(?:\s(?:[{UPPER}]\.|van|von|de|der|la)){{0,2}}(?:\s{NAME}){{1,2}}"
_LINK = r"(?:of|and|the|for|in)"


@dataclass(frozen=True)
class PeoplePatterns:
    """Patterns by rule, and words of which every match holds at least one."""

    named: Mapping[str, re.Pattern]
    unnamed: tuple[re.Pattern, re.Pattern]
    signs: frozenset[str]


def compile_people(classes: Mapping[str, Iterable[str]]) -> PeoplePatterns:
    """Compile the patterns from the word classes ``research_place``, ``research_role`` etc."""
    place, known = _any(classes["research_place"]), _any(classes["research_place_name"])
    of_name = rf"\s(?:of|for|in|at)(?:\sthe)?\s{NAME}(?:\s(?:and\s)?{NAME}){{0,3}}"
    institution = (
        rf"(?:the\s)?(?:(?:{NAME}\s(?:{_LINK}\s){{0,2}}){{1,6}}{place}\b(?:\sCollege)?(?:{of_name})?"
        rf"|{place}{of_name}|{known}(?:\s{NAME}){{0,3}})"
    )
    at_place = rf"\b(?:of|at|from|with)\s{institution}"
    degree = _any(classes["academic_degree"])
    groups = _any([*classes["authority"], *classes["research_group"]])
    between = r"[^.;:!?()]"
    titled = rf"{NAME}(?:\s(?:[{UPPER}]\.\s)?{NAME}){{0,3}}(?:,?\s{degree})?"
    return PeoplePatterns(
        named={
            "named.titled": re.compile(
                rf"\b{_any(classes['academic_title'])}\b\.?\s{titled}{between}{{0,80}}?{at_place}"
            ),
            "named.degreed": re.compile(
                rf"\b{_PERSON},\s{degree}(?!\w){between}{{0,80}}?{at_place}"
            ),
            "named.with_role": re.compile(
                rf"\b{_PERSON},\s(?:an?|the|lead|senior|associate|assistant|who\sis)\s"
                rf"{between}{{0,60}}?\b{_any(classes['research_role'])}\b{between}{{0,40}}?{at_place}"
            ),
        },
        unnamed=(
            re.compile(rf"\b(?i:{groups})\s{at_place}"),
            re.compile(rf"\b{institution}\s{groups}\b"),
        ),
        signs=frozenset(
            word.split()[0].lower()
            for name in ("research_place", "research_place_name")
            for word in classes[name]
        ),
    )


def find_people(text: str, start: int, end: int, patterns: PeoplePatterns) -> Iterator[Hit]:
    """Yield researchers with their institution in one sentence, ``text[start:end]``."""
    for rule, pattern in patterns.named.items():
        for match in pattern.finditer(text, start, end):
            yield Hit(*match.span(), "C", "named_researcher", rule)
    for pattern in patterns.unnamed:
        for match in pattern.finditer(text, start, end):
            yield Hit(*match.span(), "C", "named_institution", "named.institution")


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s") for w in longest_first) + ")"
