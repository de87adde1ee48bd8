"""Units, number words and context words, read from ``config/units.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.memory import Memory
from plumbline.numbers.pieces import split_words
from plumbline.settings import check_keys, read_yaml
from plumbline.text.patterns import PatternError, PatternMatcher

CONTEXTS = (
    "total", "food", "need", "supplement", "limit", "reporting", "study", "gain",
    "warning", "special", "none",
)  # fmt: skip
Phrase = tuple[str, ...]

# section -> what it must hold
_SECTIONS = {
    "units": dict, "concentration": list, "modifiers": list, "number_words": dict, "scales": dict,
    "idle": list, "fractions": dict, "parts": dict, "part_before": list,
    "vulgar_fractions": dict, "articles": list, "article_before": list, "article_after": list,
    "range_words": list, "comparators": dict, "comparators_behind": dict, "rates": dict,
    "labels": list, "year_before": list, "currencies": list, "ages_before": list, "age_links": list,
    "minus_after": list, "statistic_names": list, "statistic_links": list, "clock": list,
    "statistics": list, "plurals": list, "count_stops": list, "contexts": dict, "neutral": list,
    "stands_for": list,
}  # fmt: skip
_AFTER_ONE = ("in", "out", "and")  # one in three, one out of ten, one and a half
_OPENING_MARKS = ("-", "+", ".", "[")
_UNIT_KEYS = ("quantity", "words", "is")
_WORD_SETS = (
    "concentration", "articles", "part_before", "article_before", "article_after", "range_words",
    "labels", "year_before", "currencies", "ages_before", "age_links",
    "minus_after", "statistics", "statistic_links", "plurals", "count_stops",
    "neutral", "stands_for",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in normal form: ``factor`` of it make one ``base`` (1000 and mg for g)."""

    name: str
    quantity: str
    factor: float
    base: str


class Telling(Memory[bool]):
    """Whether a word tells of a number: it is one of certain words, or begins with a digit."""

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self._words = words

    def _work_out(self, word: str) -> bool:
        return word in self._words or "0" <= word[0] <= "9"


@dataclass(frozen=True)
class Units:
    """Everything that `load_units` read, ready for look-up.

    ``phrases`` maps the first word of a unit to its (phrase, unit), longest first; ``comparators``
    maps the last word of a comparator to its (phrase, name), longest first; ``comparators_behind``
    and ``clock`` go by the first word. ``openers`` are the words and marks that a number may
    begin with, digits aside. ``telling`` are the words, and all that begins with a digit, without
    which a sentence holds no number, ``times`` those among them that need an article before them
    (``an hour``), ``idle`` those that need one of ``after_idle`` behind them (``one week``, ``one
    in three``). ``sets`` holds the plain word lists by name.
    """

    by_name: Mapping[str, Unit]
    phrases: Mapping[str, list[tuple[Phrase, Unit]]]
    numbers: Mapping[str, float]
    scales: Mapping[str, float]
    fractions: Mapping[str, float]
    parts: Mapping[str, float]
    vulgar: Mapping[str, float]
    comparators: Mapping[str, list[tuple[Phrase, str]]]
    comparators_behind: Mapping[str, list[tuple[Phrase, str]]]
    clock: Mapping[str, list[tuple[Phrase, str]]]
    statistic_names: Mapping[str, list[tuple[Phrase, str]]]
    modifiers: Mapping[str, list[tuple[Phrase, str]]]
    rates: PatternMatcher
    contexts: PatternMatcher
    sets: Mapping[str, frozenset[str]]
    openers: frozenset[str]
    telling: Telling
    times: frozenset[str]
    idle: frozenset[str]
    after_idle: frozenset[str]

    def __hash__(self) -> int:
        return id(self)


def load_units(path: Path) -> Units:
    """Read the units.

    Raises:
        SettingsError: a section, key or phrase is wrong; one sentence says which and what to do.

    """
    name = path.name
    data = read_yaml(path)
    check_keys(data, _SECTIONS, _SECTIONS, name)
    for section, kind in _SECTIONS.items():
        if not isinstance(data[section], kind):
            shape = "a list in [ ]" if kind is list else "'key: value' lines"
            raise SettingsError(f"{name}: the section '{section}' must hold {shape}; rewrite it.")
    units = _read_units(data["units"], name)
    sections = ("number_words", "scales", "fractions", "parts", "vulgar_fractions")
    number_words = {word for section in sections for word in data[section]}
    unit_words = {split_words(str(w))[0] for e in data["units"].values() for w in e["words"]}
    times = {w for e in data["units"].values() if e["quantity"] == "duration" for w in e["words"]}
    return Units(
        by_name=units,
        phrases=_unit_phrases(data["units"], units, name),
        numbers=_values(data, "number_words", name),
        scales=_values(data, "scales", name),
        fractions=_values(data, "fractions", name),
        parts=_values(data, "parts", name),
        vulgar=_values(data, "vulgar_fractions", name),
        comparators=_phrases(data["comparators"], by_last=True),
        comparators_behind=_phrases(data["comparators_behind"]),
        clock=_phrases({"clock": data["clock"]}),
        statistic_names=_phrases({"statistic": data["statistic_names"]}, by_last=True),
        modifiers=_phrases({"modifier": data["modifiers"]}),
        rates=_rates(data["rates"], name),
        contexts=_contexts(data["contexts"], name),
        sets={key: frozenset(map(str, data[key])) for key in _WORD_SETS},
        openers=frozenset(number_words.union(data["articles"], _OPENING_MARKS)),
        telling=Telling(frozenset(number_words | times)),
        times=frozenset(times),
        idle=frozenset(map(str, data["idle"])),
        after_idle=frozenset(unit_words.union(data["range_words"], data["scales"], _AFTER_ONE)),
    )


def add_phrase(matcher: PatternMatcher, pattern: object, payload: object, where: str) -> None:
    """Add one phrase pattern; one that cannot be read is a `SettingsError`."""
    try:
        matcher.add(str(pattern), payload)
    except PatternError as error:
        raise SettingsError(
            f"{where}: the pattern '{pattern}' cannot be read because {error}; "
            "docs/lexicons.md shows the language."
        ) from None


def _read_units(entries: Mapping, name: str) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for key, entry in entries.items():
        where = f"{name}, unit '{key}'"
        check_keys(entry, _UNIT_KEYS, ("quantity", "words"), where)
        if not isinstance(entry["words"], list) or not entry["words"]:
            raise SettingsError(f"{where}: words must be a list with at least one word; add one.")
        equal = entry.get("is", [1, key])
        if not isinstance(equal, list) or len(equal) != 2 or not isinstance(equal[0], int | float):
            raise SettingsError(f"{where}: 'is' must be a number and a unit, as in [1000, mg].")
        factor, base = equal
        if base not in entries or entries[base]["quantity"] != entry["quantity"]:
            raise SettingsError(
                f"{where}: 'is' names '{base}', which is no unit of the same quantity; correct it."
            )
        units[key] = Unit(str(key), entry["quantity"], float(factor), str(base))
    return units


def _unit_phrases(entries: Mapping, units: Mapping[str, Unit], name: str) -> dict:
    owner: dict[Phrase, str] = {}
    found: dict[str, list[tuple[Phrase, Unit]]] = {}
    for key, entry in entries.items():
        for word in entry["words"]:
            phrase = tuple(split_words(str(word)))
            if phrase in owner:
                raise SettingsError(
                    f"{name}, unit '{key}': '{word}' stands under '{owner[phrase]}' already; "
                    "delete one of the two."
                )
            owner[phrase] = key
            found.setdefault(phrase[0], []).append((phrase, units[key]))
    return {first: sorted(each, key=lambda p: -len(p[0])) for first, each in found.items()}


def _values(data: Mapping, section: str, name: str) -> dict[str, float]:
    for word, value in data[section].items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SettingsError(f"{name}: '{word}' under '{section}' needs a number; correct it.")
    return {str(word): float(value) for word, value in data[section].items()}


def _phrases(entries: Mapping[str, list], by_last: bool = False) -> dict:
    found: dict[str, list[tuple[Phrase, str]]] = {}
    for meaning, words in entries.items():
        for word in words:
            phrase = tuple(split_words(str(word)))
            found.setdefault(phrase[-1 if by_last else 0], []).append((phrase, meaning))
    return {key: sorted(each, key=lambda p: -len(p[0])) for key, each in found.items()}


def _rates(entries: Mapping, name: str) -> PatternMatcher:
    matcher: PatternMatcher = PatternMatcher()
    for times, patterns in entries.items():
        if isinstance(times, bool) or not isinstance(times, int):
            raise SettingsError(f"{name}: '{times}' under 'rates' must be a whole number.")
        for pattern in patterns:
            add_phrase(matcher, pattern, times, f"{name}, rates {times}")
    return matcher


def _contexts(entries: Mapping, name: str) -> PatternMatcher:
    check_keys(entries, CONTEXTS, CONTEXTS, f"{name}, contexts")
    matcher: PatternMatcher = PatternMatcher()
    for kind, patterns in entries.items():
        for pattern in patterns:
            add_phrase(matcher, pattern, kind, f"{name}, contexts '{kind}'")
    return matcher
