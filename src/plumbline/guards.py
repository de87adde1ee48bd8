"""Guards: what decides, from the neighbourhood of a match, whether it counts.

Guards are data (``config/lexicons/guards.yaml``). Each has a reason (``why``) and lists of
conditions: the match counts when every condition of ``only_if`` holds and none of ``unless``.
A condition holds when all of its tests hold; docs/lexicons.md shows them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.lexicons import Entry
from plumbline.settings import read_yaml
from plumbline.text.patterns import PatternError, Sequence, match_sequence, parse_pattern

CASES = ("capitalised", "upper", "lower")
KINDS = ("start", "end", "mark", "number", "word")
MARKS_WITHIN_CLAUSE = frozenset("-'\"%/&*+")
LONGEST_LEFT = 12  # tokens looked at to the left of a match


@dataclass(frozen=True, slots=True)
class Place:
    """A match and where it stands: tokens ``first`` to ``last`` of the sentence ``begin:end``."""

    words: list[str]
    first: int
    last: int
    begin: int
    end: int
    text: str
    starts: list[int]

    def has_capital(self, i: int) -> bool:
        """Say whether token `i` begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def opens_sentence(self, i: int) -> bool:
        """Say whether a capital at token `i` is due to its place: first, or after : " ( or -."""
        while i > self.begin and self.words[i - 1] in ('"', "'", "(", "["):
            i -= 1
        return i == self.begin or self.words[i - 1] in (":", "-", ".", "!", "?", "*", "\u2022")


class Phrases:
    """A set of patterns, ready to be held against the tokens on one side of a match."""

    def __init__(self, patterns: Iterable[str], classes: Mapping[str, Iterable[str]]) -> None:
        self.sequences = [s for p in patterns for s in parse_pattern(p, classes)]
        self.leftward = _index([tuple(reversed(s)) for s in self.sequences])
        self.rightward = _index(self.sequences)

    def begin_at(self, words: list[str], i: int, end: int) -> bool:
        """Say whether one of the patterns matches from token `i` on."""
        return i < end and _fits(self.rightward, words, i, end)

    def end_at(self, words: list[str], i: int, begin: int) -> bool:
        """Say whether one of the patterns matches up to (not including) token `i`."""
        if i <= begin:
            return False
        singles, longer, numbers = self.leftward
        word = words[i - 1]
        if word in singles:
            return True
        if word not in longer and not (numbers and word[0].isdigit()):
            return False
        window = words[max(begin, i - LONGEST_LEFT) : i][::-1]
        return _fits(self.leftward, window, 0, len(window))

    def within(self, words: list[str], begin: int, end: int) -> bool:
        """Say whether one of the patterns matches anywhere in the tokens ``begin:end``."""
        return any(_fits(self.rightward, words, i, end) for i in range(begin, end))


Index = tuple[frozenset[str], dict[str, list[Sequence]], list[Sequence]]


def _index(sequences: list[Sequence]) -> Index:
    """Sort sequences into single words, longer ones by their first word, and numbers."""
    singles: set[str] = set()
    longer: dict[str, list[Sequence]] = {}
    numbers: list[Sequence] = []
    for sequence in sequences:
        if len(sequence) == 1:
            singles |= sequence[0].all_words()
        for element in sequence:
            for word in element.all_words() if len(sequence) > 1 else ():
                longer.setdefault(word, []).append(sequence)
            if element.number:
                numbers.append(sequence)
            if not element.optional:
                break
    return frozenset(singles), longer, numbers


def _fits(index: Index, words: list[str], i: int, end: int) -> bool:
    singles, longer, numbers = index
    word = words[i]
    if word in singles:
        return True
    sequences = longer.get(word, ())
    if numbers and word[0].isdigit():
        sequences = [*sequences, *numbers]
    return any(match_sequence(s, 0, words, i, end) > i for s in sequences)


@dataclass(frozen=True)
class Clauses:
    """Where clauses end and what negates within one."""

    ends: frozenset[str]
    negators: Phrases
    exempt: Phrases

    def begin_of(self, place: Place) -> int:
        """Return the first token of the clause that the match stands in."""
        words, i = place.words, place.first
        while i > place.begin and not self._ends(words[i - 1]):
            i -= 1
        return i

    def end_of(self, place: Place) -> int:
        """Return the token after the last one of the clause that the match stands in."""
        words, i = place.words, place.last
        while i < place.end and not self._ends(words[i]):
            i += 1
        return i

    def _ends(self, word: str) -> bool:
        if word[0].isalnum():
            return word in self.ends
        return word not in MARKS_WITHIN_CLAUSE

    def negated(self, place: Place) -> bool:
        """Say whether a negator stands before the match in its clause."""
        words, begin = place.words, self.begin_of(place)
        for i in range(begin, place.first):
            if self.negators.begin_at(words, i, place.first) and not self.exempt.begin_at(
                words, i, place.end
            ):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Condition:
    """Tests on the neighbourhood of a match; it holds when all that are set hold."""

    left: Phrases | None = None
    right: Phrases | None = None
    within: int = 0
    itself: Phrases | None = None
    clause: Phrases | None = None
    sentence: Phrases | None = None
    left_ends: tuple[str, ...] = ()
    right_ends: tuple[str, ...] = ()
    left_kind: frozenset[str] = frozenset()
    right_kind: frozenset[str] = frozenset()
    case: str = ""
    right_case: str = ""
    negated: bool | None = None
    exceptions: tuple[Condition, ...] = ()

    def holds(self, place: Place, clauses: Clauses) -> bool:
        """Say whether every test of this condition holds at `place`."""
        words, first, last = place.words, place.first, place.last
        return (
            (not self.left or self._beside_left(place))
            and (not self.right or self._beside_right(place))
            and (not self.left_ends or _word_ends(words, first - 1, place.begin, self.left_ends))
            and (
                not self.right_ends or (last < place.end and words[last].endswith(self.right_ends))
            )
            and (not self.left_kind or _kind_left(place) in self.left_kind)
            and (not self.right_kind or _kind_right(place) in self.right_kind)
            and (not self.itself or self.itself.begin_at(words, first, last))
            and (not self.case or _case(place, first) == self.case)
            and (
                not self.right_case or (last < place.end and _case(place, last) == self.right_case)
            )
            and (not self.sentence or self.sentence.within(words, place.begin, place.end))
            and (
                not self.clause
                or self.clause.within(words, clauses.begin_of(place), clauses.end_of(place))
            )
            and (self.negated is None or self.negated == clauses.negated(place))
            and not any(exception.holds(place, clauses) for exception in self.exceptions)
        )

    def _beside_left(self, place: Place) -> bool:
        words, i = place.words, place.first
        for _ in range(self.within + 1):
            if self.left.end_at(words, i, place.begin):
                return True
            i -= 1
            if i <= place.begin or not words[i][0].isalnum():
                return False
        return False

    def _beside_right(self, place: Place) -> bool:
        words, i = place.words, place.last
        for _ in range(self.within + 1):
            if self.right.begin_at(words, i, place.end):
                return True
            if i >= place.end or not words[i][0].isalnum():
                return False
            i += 1
        return False


def _word_ends(words: list[str], i: int, begin: int, endings: tuple[str, ...]) -> bool:
    return i >= begin and words[i].endswith(endings)


def _kind_left(place: Place) -> str:
    if place.first == place.begin:
        return "start"
    return _kind(place.words[place.first - 1])


def _kind_right(place: Place) -> str:
    return "end" if place.last >= place.end else _kind(place.words[place.last])


def _kind(word: str) -> str:
    if word[0].isdigit():
        return "number"
    return "word" if word[0].isalpha() else "mark"


def _case(place: Place, i: int) -> str:
    """Return the case of token `i`; a capital that its place explains is lower case."""
    start = place.starts[i]
    word = place.text[start : start + len(place.words[i])]
    if len(word) > 1 and word.isupper():
        return "upper"
    if word[:1].isupper() and not place.opens_sentence(i):
        return "capitalised"
    return "lower"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a match becomes: dropped, or counted elsewhere; an empty field is kept."""

    drop: bool = False
    category: str = ""
    subcategory: str = ""
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Guard:
    """A named decision; ``why`` is its reason in one sentence."""

    name: str
    why: str
    only_if: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    when_negated: Effect | None = None
    becomes: Effect | None = None

    def accepts(self, place: Place, clauses: Clauses) -> bool:
        """Say whether the match at `place` counts."""
        for condition in self.unless:
            if condition.holds(place, clauses):
                return False
        return all(condition.holds(place, clauses) for condition in self.only_if)


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
            if not guard.accepts(place, self.clauses):
                return None
            effect = guard.when_negated or effect
        if effect is not None and not self.clauses.negated(place):
            effect = None
        if effect is None and guard is not None and guard.becomes is not None:
            if any(c.holds(place, self.clauses) for c in guard.becomes.conditions):
                effect = guard.becomes
        if effect is None:
            return entry.category, entry.subcategory
        if effect.drop:
            return None
        return effect.category or entry.category, effect.subcategory or entry.subcategory


# --- reading ------------------------------------------------------------------------------------

_CONDITION_KEYS = (
    *("left", "right", "within", "itself", "clause", "sentence", "left_ends", "right_ends"),
    *("left_kind", "right_kind", "case", "right_case", "negated", "except"),
)
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


@dataclass(frozen=True)
class _Reader:
    file: str
    classes: Mapping[str, Iterable[str]]

    def guards(self, data: object) -> Guards:
        data = self._mapping(data, "the file", _FILE_KEYS, required=_FILE_KEYS)
        clauses = Clauses(
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
            clauses=clauses,
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
            unless=base.unless + self._conditions(data.get("unless", []), f"{key}.unless"),
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
        values: dict[str, object] = {}
        for name, value in data.items():
            here = f"{key}.{name}"
            if name in ("left", "right", "itself", "clause", "sentence"):
                values[name] = self._phrases(value, here)
            elif name in ("left_ends", "right_ends"):
                values[name] = tuple(self._strings(value, here))
            elif name in ("left_kind", "right_kind"):
                values[name] = frozenset(self._choices(value, here, KINDS))
            elif name in ("case", "right_case"):
                values[name] = self._choices([value], here, CASES)[0]
            elif name == "except":
                values["exceptions"] = self._conditions(value, here)
            elif name == "within":
                if type(value) is not int or not 0 <= value <= 20:
                    raise self._error(here, f"'{value}' is not a distance", "write 0 to 20")
                values[name] = value
            else:
                if not isinstance(value, bool):
                    raise self._error(here, f"'{value}' is neither", "write true or false")
                values[name] = value
        if not set(values) - {"within"}:
            raise self._error(key, "the condition tests nothing", "add a test or delete it")
        return Condition(**values)

    def _becomes(self, data: object, key: str) -> Effect:
        known = ("category", "subcategory", "if")
        data = self._mapping(data, key, known, required=("if",))
        conditions = self._conditions(data["if"], f"{key}.if")
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
