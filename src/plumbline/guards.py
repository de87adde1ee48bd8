"""Guards: what decides, from the neighbourhood of a match, whether it counts.

Guards are data (``config/lexicons/guards.yaml``). Each has a reason (``why``) and lists of
conditions: the match counts when every condition of ``only_if`` holds and none of ``unless``.
A condition holds when all of its tests hold; docs/lexicons.md shows them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plumbline.errors import SettingsError
from plumbline.lexicons import Entry
from plumbline.settings import read_yaml
from plumbline.text.patterns import PatternError, PatternIndex, parse_pattern

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
        if self.negators.rightward.branches.keys().isdisjoint(words[first : place.first]):
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
            if (
                test is _test_left
                and not argument[1]
                and not argument[0].leftward.begins_with_digits
            ):
                return "left", argument[0].leftward.branches
            if (
                test is _test_right
                and not argument[1]
                and not argument[0].rightward.begins_with_digits
            ):
                return "right", argument[0].rightward.branches
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
        if place.first > place.begin:
            tried = tried + self._by_left.get(words[place.first - 1], [])
        if place.last < place.end:
            tried = tried + self._by_right.get(words[place.last], [])
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


@dataclass(frozen=True, slots=True)
class Effect:
    """What a match becomes: dropped, or counted elsewhere; an empty field is kept."""

    drop: bool = False
    category: str = ""
    subcategory: str = ""
    conditions: AnyOf = NEVER


@dataclass(frozen=True, slots=True)
class Guard:
    """A named decision; ``why`` is its reason in one sentence."""

    name: str
    why: str
    only_if: tuple[Condition, ...] = ()
    unless: AnyOf = NEVER
    when_negated: Effect | None = None
    becomes: Effect | None = None

    def accepts(self, place: Place) -> bool:
        """Say whether the match at `place` counts."""
        if self.unless.holds(place):
            return False
        return not self.only_if or all(condition.holds(place) for condition in self.only_if)


@dataclass(frozen=True)
class Guards:
    """All guards of a file, the rules of negation, and the categories that negation touches."""

    by_name: dict[str, Guard] = field(default_factory=dict)
    clauses: Clauses | None = None
    when_negated: dict[str, Effect] = field(default_factory=dict)

    def judge(self, entry: Entry, place: Place) -> tuple[str, str] | None:
        """Return the category and subcategory under which a match counts, or None."""
        guard = self.by_name.get(entry.guard)
        effect = self.when_negated.get(entry.category)
        if guard is not None:
            if not guard.accepts(place):
                return None
            effect = guard.when_negated or effect
        if effect is not None and not self.clauses.negated(place):
            effect = None
        if effect is None and guard is not None and guard.becomes is not None:
            effect = guard.becomes if guard.becomes.conditions.holds(place) else None
        if effect is None:
            return entry.category, entry.subcategory
        if effect.drop:
            return None
        return effect.category or entry.category, effect.subcategory or entry.subcategory


# --- reading ------------------------------------------------------------------------------------

_TESTS: dict[str, Test] = {  # cheap ones first: the rest are not tried once one fails
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
_CONDITION_KEYS = (*_TESTS, "within", "except")
_GUARD_KEYS = ("why", "extends", "only_if", "unless", "when_negated", "becomes")
_FILE_KEYS = ("clause_ends", "negators", "not_negators", "when_negated", "guards")


def read_guards(path: Path, classes: Mapping[str, Iterable[str]]) -> Guards:
    """Read and check a guard file.

    Args:
        path: ``guards.yaml``.
        classes: word classes that its patterns may name.

    Raises:
        SettingsError: one sentence with file, key, what is wrong and what to do.

    """
    return _Reader(path.name, classes).guards(read_yaml(path))


@dataclass
class _Reader:
    file: str
    classes: Mapping[str, Iterable[str]]
    clauses: Clauses | None = None

    def guards(self, data: object) -> Guards:
        data = self._mapping(data, "the file", _FILE_KEYS, required=_FILE_KEYS)
        self.clauses = Clauses(
            ends=frozenset(self._strings(data["clause_ends"], "clause_ends")),
            negators=self._phrases(data["negators"], "negators"),
            exempt=self._phrases(data["not_negators"], "not_negators"),
        )
        effects = self._mapping(data["when_negated"], "when_negated")
        named = self._mapping(data["guards"], "guards")
        by_name: dict[str, Guard] = {}
        for name, guard in named.items():
            by_name[name] = self._guard(str(name), guard, by_name)
        return Guards(
            by_name=by_name,
            clauses=self.clauses,
            when_negated={k: self._effect(v, f"when_negated.{k}") for k, v in effects.items()},
        )

    def _guard(self, name: str, data: object, known: dict[str, Guard]) -> Guard:
        key = f"guards.{name}"
        data = self._mapping(data, key, _GUARD_KEYS, required=("why",))
        base = Guard(name, "")
        if "extends" in data:
            if data["extends"] not in known:
                raise self._error(
                    f"{key}.extends",
                    f"no guard above is named '{data['extends']}'",
                    "name one that stands above",
                )
            base = known[data["extends"]]
        effect, becomes = data.get("when_negated"), data.get("becomes")
        return Guard(
            name=name,
            why=str(data["why"]),
            only_if=base.only_if + self._conditions(data.get("only_if", []), f"{key}.only_if"),
            unless=AnyOf(
                base.unless.conditions + self._conditions(data.get("unless", []), f"{key}.unless")
            ),
            when_negated=self._effect(effect, f"{key}.when_negated")
            if effect
            else base.when_negated,
            becomes=self._becomes(becomes, f"{key}.becomes") if becomes else base.becomes,
        )

    def _conditions(self, data: object, key: str) -> tuple[Condition, ...]:
        if not isinstance(data, list):
            raise self._error(key, "it must be a list of conditions", "begin each with a dash")
        return tuple(self._condition(c, f"{key}[{i}]") for i, c in enumerate(data, 1))

    def _condition(self, data: object, key: str) -> Condition:
        data = self._mapping(data, key, _CONDITION_KEYS)
        if not set(data) - {"within", "except"}:
            raise self._error(key, "the condition tests nothing", "add a test or delete it")
        within = data.get("within", 0)
        if type(within) is not int or not 0 <= within <= 20:
            raise self._error(f"{key}.within", f"'{within}' is not a distance", "write 0 to 20")
        tests = []
        for name, test in _TESTS.items():
            if name in data:
                argument = self._argument(name, data[name], f"{key}.{name}", within)
                tests.append((test, argument))
        exceptions = data.get("except")
        if exceptions is not None:
            exceptions = AnyOf(self._conditions(exceptions, f"{key}.except"))
        return Condition(tuple(tests), exceptions)

    def _argument(self, name: str, value: object, key: str, within: int) -> object:
        """Return what the test called `name` is given beside the place."""
        if name in ("left", "right"):
            return self._phrases(value, key), within
        if name in ("itself", "sentence"):
            return self._phrases(value, key)
        if name == "clause":
            return self._phrases(value, key), self.clauses
        if name in ("ends", "left_ends", "right_ends"):
            return tuple(self._strings(value, key))
        if name in ("left_kind", "right_kind"):
            return frozenset(self._choices(value, key, KINDS))
        if name in ("case", "right_case"):
            return self._choices([value], key, CASES)[0]
        if not isinstance(value, bool):
            raise self._error(key, f"'{value}' is neither", "write true or false")
        return value, self.clauses

    def _becomes(self, data: object, key: str) -> Effect:
        known = ("category", "subcategory", "if")
        data = self._mapping(data, key, known, required=("if",))
        conditions = AnyOf(self._conditions(data["if"], f"{key}.if"))
        return Effect(False, data.get("category", ""), data.get("subcategory", ""), conditions)

    def _effect(self, data: object, key: str) -> Effect:
        if data == "drop":
            return Effect(drop=True)
        if data == "keep":
            return Effect()
        data = self._mapping(data, key, ("category", "subcategory"))
        return Effect(category=data.get("category", ""), subcategory=data.get("subcategory", ""))

    def _phrases(self, data: object, key: str) -> Phrases:
        patterns = self._strings(data, key)
        try:
            return Phrases(patterns, self.classes)
        except PatternError as error:
            raise self._error(
                key, f"a pattern cannot be read because {error}", "correct it"
            ) from None

    def _strings(self, data: object, key: str) -> list[str]:
        if not isinstance(data, list) or not data:
            raise self._error(key, "it must be a list", "write [word, another word]")
        for item in data:
            if not isinstance(item, str):
                raise self._error(key, f"'{item}' is not text", "put it in quotation marks")
        return data

    def _choices(self, data: object, key: str, allowed: tuple[str, ...]) -> list[str]:
        for item in self._strings(data, key):
            if item not in allowed:
                raise self._error(key, f"'{item}' is unknown", f"use {', '.join(allowed)}")
        return data

    def _mapping(
        self,
        data: object,
        key: str,
        known: tuple[str, ...] | None = None,
        required: tuple[str, ...] = (),
    ) -> dict:
        if not isinstance(data, dict):
            raise self._error(key, "it must be a mapping", "write 'name: value' lines")
        for name in data:
            if known is not None and name not in known:
                raise self._error(key, f"the key '{name}' is unknown", f"use {', '.join(known)}")
        for name in required:
            if name not in data:
                raise self._error(key, f"the key '{name}' is missing", "add it")
        return data

    def _error(self, key: str, wrong: str, remedy: str) -> SettingsError:
        return SettingsError(f"{self.file}, {key}: {wrong}; {remedy}.")
