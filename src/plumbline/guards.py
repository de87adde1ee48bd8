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
from plumbline.neighbourhood import (
    CASES,
    KINDS,
    NEVER,
    TESTS,
    AnyOf,
    Clauses,
    Condition,
    Phrases,
    Place,
)
from plumbline.settings import read_yaml
from plumbline.text.patterns import PatternError


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

_CONDITION_KEYS = (*TESTS, "within", "except")
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
        for name, test in TESTS.items():
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
