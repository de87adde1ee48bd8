"""The neighbourhood of a match, and the conditions that can be put on it.

A match stands at a `Place`; a `Condition` is a set of tests on the words, marks and capitals around
it. docs/lexicons.md shows the tests one by one; `plumbline.guards` reads them from their file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plumbline.text.patterns import PatternIndex, parse_pattern

CASES = ("capitalised", "initial", "upper", "lower")
KINDS = ("start", "end", "mark", "number", "word")
MARKS_WITHIN_CLAUSE = frozenset("-'\"%/&*+")
LONGEST_LEFT = 12  # tokens of the longest phrase to the left of a match
REACH = 60  # tokens that a condition looks to either side, so that time stays linear in the text


@dataclass(slots=True)
class Place:
    """A match and where it stands: tokens ``first`` to ``last`` of the sentence ``begin:end``."""

    words: list[str]
    first: int
    last: int
    begin: int
    end: int
    text: str
    starts: list[int]

    def opens_sentence(self, i: int) -> bool:
        """Say whether a capital at token `i` is due to its place: first, or after : " ( or -."""
        while i > self.begin and self.words[i - 1] in ('"', "'", "(", "["):
            i -= 1
        return i == self.begin or self.words[i - 1] in (":", "-", ".", "!", "?", "*", "\u2022")


class Phrases:
    """A set of patterns, ready to be held against the tokens on either side of a match."""

    def __init__(self, patterns: Iterable[str], classes: Mapping[str, Iterable[str]]) -> None:
        self.rightward: PatternIndex[None] = PatternIndex()
        self.leftward: PatternIndex[None] = PatternIndex()
        for pattern in patterns:
            for sequence in parse_pattern(pattern, classes):
                self.rightward.add(sequence, None)
                self.leftward.add(sequence[::-1], None)

    def begin_at(self, words: list[str], i: int, end: int) -> bool:
        """Say whether one of the patterns matches from token `i` on."""
        return i < end and self.rightward.fits(words, i, end)

    def end_at(self, words: list[str], i: int, begin: int) -> bool:
        """Say whether one of the patterns matches up to (not including) token `i`."""
        if i <= begin or not self.leftward.may_begin(words[i - 1]):
            return False
        window = words[max(begin, i - LONGEST_LEFT) : i][::-1]
        return self.leftward.fits(window, 0, len(window))

    def within(self, words: list[str], begin: int, end: int) -> bool:
        """Say whether one of the patterns matches anywhere in the tokens ``begin:end``."""
        index = self.rightward
        return any(index.fits(words, i, end) for i in index.starts(words, begin, end))


@dataclass(frozen=True)
class Clauses:
    """Where clauses end and what negates within one."""

    ends: frozenset[str]
    negators: Phrases
    exempt: Phrases

    def begin_of(self, place: Place) -> int:
        """Return the first token of the clause that the match stands in."""
        words, i = place.words, place.first
        first = max(place.begin, i - REACH)
        while i > first and not self._ends(words[i - 1]):
            i -= 1
        return i

    def end_of(self, place: Place) -> int:
        """Return the token after the last one of the clause that the match stands in."""
        words, i = place.words, place.last
        last = min(place.end, i + REACH)
        while i < last and not self._ends(words[i]):
            i += 1
        return i

    def _ends(self, word: str) -> bool:
        if word[0].isalnum():
            return word in self.ends
        return word not in MARKS_WITHIN_CLAUSE

    def negated(self, place: Place) -> bool:
        """Say whether a negator stands before the match in its clause."""
        words, i = place.words, place.first - 1
        first = max(place.begin, place.first - REACH)
        if self.negators.rightward.branches.isdisjoint(words[first : place.first]):
            return False
        while i >= first and not self._ends(words[i]):
            if self.negators.begin_at(words, i, place.first) and not self.exempt.begin_at(
                words, i, place.end
            ):
                return True
            i -= 1
        return False


Test = Callable[[Place, Any], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """Tests, each with its argument; the condition holds when all hold and no exception does."""

    tests: tuple[tuple[Test, Any], ...]
    exceptions: AnyOf | None = None

    def holds(self, place: Place) -> bool:
        """Say whether this condition holds at `place`."""
        for test, argument in self.tests:
            if not test(place, argument):
                return False
        return self.exceptions is None or not self.exceptions.holds(place)

    def neighbours(self) -> tuple[str, Iterable[str]]:
        """Return the side on which this condition asks for one of certain words, and the words."""
        for test, argument in self.tests:
            if test is _test_left or test is _test_right:
                phrases, within = argument
                side = "left" if test is _test_left else "right"
                index = phrases.leftward if side == "left" else phrases.rightward
                if not within and not index.begins_with_digits:
                    return side, index.branches
        return "", ()


class AnyOf:
    """Conditions of which one is enough, sorted by the neighbouring word that each asks for.

    Most ask for a certain word directly before or after the match; they are tried only where that
    word stands there.
    """

    def __init__(self, conditions: tuple[Condition, ...]) -> None:
        self.conditions = conditions
        self._by_left: dict[str, list[Condition]] = {}
        self._by_right: dict[str, list[Condition]] = {}
        self._others: list[Condition] = []
        for condition in conditions:
            side, words = condition.neighbours()
            sorted_by = {"left": self._by_left, "right": self._by_right}.get(side)
            if sorted_by is None:
                self._others.append(condition)
            else:
                for word in words:
                    sorted_by.setdefault(word, []).append(condition)

    def holds(self, place: Place) -> bool:
        """Say whether one of the conditions holds at `place`."""
        words = place.words
        tried = self._others
        if place.first > place.begin and (found := self._by_left.get(words[place.first - 1])):
            tried = tried + found
        if place.last < place.end and (found := self._by_right.get(words[place.last])):
            tried = tried + found
        for condition in tried:  # noqa: SIM110  a plain loop, as this runs for every match
            if condition.holds(place):
                return True
        return False


NEVER = AnyOf(())


def _test_left(place: Place, argument: tuple[Phrases, int]) -> bool:
    phrases, within = argument
    words, i = place.words, place.first
    if phrases.end_at(words, i, place.begin):
        return True
    for _ in range(within):
        i -= 1
        if i <= place.begin or not words[i][0].isalnum():
            return False
        if phrases.end_at(words, i, place.begin):
            return True
    return False


def _test_right(place: Place, argument: tuple[Phrases, int]) -> bool:
    phrases, within = argument
    words, i = place.words, place.last
    if phrases.begin_at(words, i, place.end):
        return True
    for _ in range(within):
        if i >= place.end or not words[i][0].isalnum():
            return False
        i += 1
        if phrases.begin_at(words, i, place.end):
            return True
    return False


def _test_itself(place: Place, phrases: Phrases) -> bool:
    return phrases.begin_at(place.words, place.first, place.last)


def _test_ends(place: Place, endings: tuple[str, ...]) -> bool:
    return place.words[place.last - 1].endswith(endings)


def _test_sentence(place: Place, phrases: Phrases) -> bool:
    begin, end = max(place.begin, place.first - REACH), min(place.end, place.last + REACH)
    return phrases.within(place.words, begin, end)


def _test_clause(place: Place, argument: tuple[Phrases, Clauses]) -> bool:
    phrases, clauses = argument
    return phrases.within(place.words, clauses.begin_of(place), clauses.end_of(place))


def _test_negated(place: Place, argument: tuple[bool, Clauses]) -> bool:
    wanted, clauses = argument
    return clauses.negated(place) == wanted


def _test_left_ends(place: Place, endings: tuple[str, ...]) -> bool:
    return place.first > place.begin and place.words[place.first - 1].endswith(endings)


def _test_right_ends(place: Place, endings: tuple[str, ...]) -> bool:
    return place.last < place.end and place.words[place.last].endswith(endings)


def _test_left_kind(place: Place, kinds: frozenset[str]) -> bool:
    if place.first == place.begin:
        return "start" in kinds
    return _kind(place.words[place.first - 1]) in kinds


def _test_right_kind(place: Place, kinds: frozenset[str]) -> bool:
    if place.last >= place.end:
        return "end" in kinds
    return _kind(place.words[place.last]) in kinds


def _test_case(place: Place, case: str) -> bool:
    return _case(place, place.first) == case


def _test_right_case(place: Place, case: str) -> bool:
    return place.last < place.end and _case(place, place.last) == case


def _kind(word: str) -> str:
    if word[0].isdigit():
        return "number"
    return "word" if word[0].isalpha() else "mark"


def _case(place: Place, i: int) -> str:
    """Return the case of token `i`; ``initial`` is a capital that its place explains."""
    start = place.starts[i]
    word = place.text[start : start + len(place.words[i])]
    if len(word) > 1 and word.isupper():
        return "upper"
    if not word[:1].isupper():
        return "lower"
    return "initial" if place.opens_sentence(i) else "capitalised"


TESTS: dict[str, Test] = {  # cheap ones first: the rest are not tried once one fails
    "itself": _test_itself,
    "ends": _test_ends,
    "case": _test_case,
    "left_kind": _test_left_kind,
    "right_kind": _test_right_kind,
    "left_ends": _test_left_ends,
    "right_ends": _test_right_ends,
    "left": _test_left,
    "right": _test_right,
    "right_case": _test_right_case,
    "negated": _test_negated,
    "clause": _test_clause,
    "sentence": _test_sentence,
}
