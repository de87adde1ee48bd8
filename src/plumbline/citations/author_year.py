"""Tier B, author and year: (Smith & Lee 2019), Smith et al. (2019), see Smith 2019."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.citations.hits import Hit
from plumbline.citations.people import NAME, UPPER
from plumbline.citations.resources import CitationResources

_COMBINING = "\u0300-\u036f"
_JOIN = "'\u2019\u2018\u02bc\u2010\u2011-"
_PARTICLE = (
    r"(?:van|von|der|den|de|del|della|di|da|dos|das|du|la|le|el|al|bin|ibn|ben|ter|ten|te|zu|zur|"
    r"af|av|st\.|d|Van|Von|De|Der|Den|La|Le|El|Al|St\.)"
)
_NAME = rf"[{UPPER}](?:[^\W\d_]|[{_COMBINING}]|[{_JOIN}](?=[^\W\d_])){{1,40}}+"
_INITIALS = rf"(?:[{UPPER}]\.[\s-]?){{1,4}}+"
_AUTHOR = (
    rf"(?>{_INITIALS}\s?)?+(?>{_PARTICLE}[\s{_JOIN}]){{0,3}}+{_NAME}"
    rf"(?>,?\s(?>[{UPPER}]\.?-?){{1,3}}(?![^\W_]))?+"
)
_AND = r",?\s?(?:and|&|und|et|y)\s"
AUTHORS = re.compile(
    rf"(?<![^\W_])(?P<first>{_AUTHOR})(?P<more>(?>,\s{_AUTHOR}){{0,9}}+)"
    rf"(?P<pair>(?>{_AND}{_AUTHOR})?+)"
    r"(?P<others>(?>,?\s?(?:\bet\s?\.?al\b\.?|(?:and|&)\s(?:colleagues|co-?workers|associates|"
    r"collaborators|others|team))(?:['\u2019]s)?)?+)"
)
_YEAR = (
    r"(?:1[6-9]\d\d|20\d\d)(?:[a-z](?:\s?[,\u2013-]\s?[a-z]){0,3})?(?![\w])"
    r"|in\spress|n\.\s?d\.|forthcoming"
)
_YEARS = rf"(?:{_YEAR})(?:\s?[,/&\u2013-]\s?(?:{_YEAR}|\d\d(?!\d)|[a-z](?!\w))){{0,5}}"
YEAR = re.compile(r"(?:1[6-9]|20)\d\d(?!\d)")
_UNDATED = ("in press", "n.d.", "n. d.", "forthcoming")
AFTER_IN_PARENTHESES = re.compile(rf",?\s{{0,2}}(?P<open>[(\[])\s?(?P<year>{_YEARS})")
AFTER = re.compile(rf"[,:.]?\s{{0,2}}(?P<year>{_YEARS})")
AFTER_OTHERS = re.compile(rf",?\s(?:in|from)\s(?P<year>{_YEARS})")
_LEAD = re.compile(
    r"(?:\b(?:see|also|cf|e\.?g|i\.?e|after|by|from|in|per|following|ref|source|sources|reviewed|"
    r"adapted|data|according|to|and)\b[.,:]{0,2}\s?|[(\[;,]\s{0,2})$",
    re.IGNORECASE,
)
# (National Institutes of Health, 2022): capitalised words between the bracket and the last one
_ORGANISATION = re.compile(
    rf"[(\[;]\s?(?:(?:see|e\.g\.,?|source:)\s)?(?:{NAME}\s(?:(?:of|for|and|the|on|in|&)\s){{0,2}}){{1,6}}$"
)
_SEE = re.compile(r"\b(?:see|cf\.?|see also|reviewed (?:in|by)|e\.g\.,?)\s$", re.IGNORECASE)
_TAIL = re.compile(r"\s{0,2}(?:[)\];,:]|$|p{1,2}\.|and\b|&)")
_VERB = re.compile(
    r"['\u2019s]{0,2}\s?(?:found|show(?:s|ed)|report(?:s|ed)|argue[sd]?|conclude[sd]?|suggest(?:s|ed)|"
    r"demonstrate[sd]?|observe[sd]?|note[sd]?|propose[sd]?|describe[sd]?|review(?:s|ed)|studied|"
    r"examine[sd]?|investigate[sd]?|estimate[sd]?|compare[sd]?|has|have)\b"
)
_BRACKETS = re.compile(r"[()\[\]]")
_WORD = re.compile(r"[^\W\d_]+")
_DEPTH = 40  # brackets looked back through for the one around a citation


@dataclass(frozen=True, slots=True)
class Candidate:
    """Authors with a year; ``strong`` ones stand alone, weak ones need others beside them."""

    hit: Hit
    strong: bool


def find_author_year(
    text: str, start: int, end: int, resources: CitationResources
) -> Iterator[Candidate]:
    """Yield author-year citations of ``text[start:end]``; one bracket is one citation."""
    if YEAR.search(text, start, end) is None:
        piece = text[start:end]
        if not any(word in piece for word in _UNDATED):
            return
    pairs = find_pairs(text, start, end)
    for match in AUTHORS.finditer(text, start, end):
        candidate = _narrative(text, end, match, resources) or _parenthetical(
            text, start, end, match, pairs, resources
        )
        if candidate is None:
            continue
        if match["others"] or _last_author(match) not in resources.classes["not_an_author"]:
            yield candidate


def _narrative(
    text: str, end: int, match: re.Match, resources: CitationResources
) -> Candidate | None:
    """``Smith et al. (2019)``: strong with et al.; else a verb must follow, or others be near."""
    year = AFTER_IN_PARENTHESES.match(text, match.end(), end)
    if year is None or _last_author(match) in resources.classes["journal_word"]:
        return None
    close = text[year.end() : year.end() + 1]
    stop = year.end() + (close in (")", "]"))
    strong = bool(match["others"] or "&" in match["pair"] or _VERB.match(text, stop, end))
    hit = Hit(match.start(), stop, "B", "author_year", "author_year.narrative")
    return Candidate(hit, strong)


def _parenthetical(
    text: str,
    start: int,
    end: int,
    match: re.Match,
    pairs: list[tuple[int, int]],
    resources: CitationResources,
) -> Candidate | None:
    """``(Smith, 2019; Lee 2020)`` gives the whole bracket; outside brackets ``see Smith 2019``."""
    year = AFTER.match(text, match.end(), end)
    if year is None and match["others"]:
        year = AFTER_OTHERS.match(text, match.end(), end)
    if year is None:
        return None
    several = bool(match["others"] or match["pair"])
    inside = _enclosing(pairs, match.start(), year.end())
    if inside is None or inside[1] - inside[0] > resources.limits.max_span:
        seen = bool(_SEE.search(text, max(start, match.start() - 20), match.start()))
        if not (several or seen or _stands_apart(text, start, end, match, year)):
            return None
        strong = bool(match["others"]) or seen
        hit = Hit(match.start(), year.end(), "B", "author_year", "author_year.running")
        return Candidate(hit, strong)
    apart = _stands_apart(text, start, end, match, year)
    strong = several or (text[match.end()] == "," and apart)
    return Candidate(Hit(*inside, "B", "author_year", "author_year.parenthesis"), strong)


def _stands_apart(text: str, start: int, end: int, match: re.Match, year: re.Match) -> bool:
    """Say whether name and year fill their place (``; Lee 2020)``) rather than a phrase."""
    before = _LEAD.search(text, max(start, match.start() - 12), match.start())
    if before is None:
        before = _ORGANISATION.search(text, max(start, match.start() - 100), match.start())
    return before is not None and _TAIL.match(text, year.end(), end) is not None


def _last_author(match: re.Match) -> str:
    """Return the capitalised word that stands next to the year (``September and December``)."""
    words = _WORD.findall(match[0])
    return words[-1] if words else ""


def find_pairs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of matching brackets, outer ones first, in the order of their starts."""
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for match in _BRACKETS.finditer(text, start, end):
        if match[0] in "([":
            stack.append(match.start())
        elif stack:
            pairs.append((stack.pop(), match.end()))
    return sorted(pairs)


def _enclosing(pairs: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Return the innermost pair around a span; brackets nest at most `_DEPTH` deep in prose."""
    i = bisect.bisect_left(pairs, (start, 0))
    for pair in reversed(pairs[max(0, i - _DEPTH) : i]):
        if pair[1] >= end:
            return pair
    return None
