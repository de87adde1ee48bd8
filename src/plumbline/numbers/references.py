"""Reference values: what a topic's numbers are held against; ``reference_values.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.numbers.units import Units, add_phrase
from plumbline.settings import check_keys, read_yaml
from plumbline.text.patterns import PatternMatcher

KINDS = ("intake", "upper_level", "trial", "fact")
SCOPES = ("total", "supplement", "")
RESULTS = ("benefit", "no_effect", "mixed")
STATUSES = ("verified", "secondary", "unverified")
VALUE_KEYS = (
    "title", "kind", "quantity", "low", "high", "unit", "per", "scope", "who", "region", "of",
    "near", "study", "source", "status", "claim",
)  # fmt: skip
FILE_KEYS = ("topic", "substance", "other_substances", "trials", "values")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference value; ``low`` or ``high`` is None where it has no such end.

    Doses are in the base unit of theirs (mg for mcg and g), everything else in the unit given.
    """

    key: str
    title: str
    kind: str
    quantity: str
    low: float | None
    high: float | None
    unit: str
    scope: str
    who: tuple[str, ...]
    region: tuple[str, ...]
    of: frozenset[str]
    near: tuple[str, ...]
    study: str
    source: str
    status: str


@dataclass(frozen=True)
class References:
    """The reference values of a topic.

    ``mentions`` finds the substance, its forms, other substances, people, regions and authors in a
    sentence; its payloads are (kind, value). ``shares`` holds the element's share in each form,
    ``conversions`` how much of which
    base unit one of a unit makes, ``results`` what each trial found,
    ``authors`` the first words of the phrases that name a trial. ``figures`` maps a quantity to
    the (study, value) of its trials, in the base unit.
    """

    values: Mapping[str, Reference]
    mentions: PatternMatcher
    shares: Mapping[str, float]
    conversions: Mapping[str, tuple[float, str]]
    results: Mapping[str, str]
    authors: frozenset[str]
    figures: Mapping[str, list[tuple[str, float]]]

    def __hash__(self) -> int:
        return id(self)

    def of_kind(self, kind: str, quantity: str) -> list[Reference]:
        """Return the values of a kind and quantity, in the order of the file."""
        return self._by_kind.get((kind, quantity), [])

    @cached_property
    def units(self) -> frozenset[str]:
        """The units of all values."""
        return frozenset([value.unit for value in self.values.values()])

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], list[Reference]]:
        found: dict[tuple[str, str], list[Reference]] = {}
        for value in self.values.values():
            found.setdefault((value.kind, value.quantity), []).append(value)
        return found


def load_references(folder: Path | None, units: Units) -> References | None:
    """Read ``reference_values.yaml`` of a topic's folder; without topic or file there are none.

    Raises:
        SettingsError: a key, value or pattern is wrong; one sentence says which and what to do.

    """
    path = Path(folder) / "reference_values.yaml" if folder is not None else None
    if path is None or not path.exists():
        return None
    name = path.name
    data = read_yaml(path)
    check_keys(data, FILE_KEYS, ("topic", "values"), name)
    substance = data.get("substance", {})
    check_keys(substance, ("phrases", "conversions", "forms"), (), f"{name}, substance")
    trials = data.get("trials", {})
    for study, trial in trials.items():
        check_keys(trial, ("result", "authors"), ("result",), f"{name}, trial '{study}'")
        _check_choice(trial["result"], RESULTS, "result", f"{name}, trial '{study}'")
    if not isinstance(data["values"], Mapping):
        raise SettingsError(f"{name}: 'values' must hold 'key: value' lines; rewrite it so.")
    values = {key: _read_value(key, v, units, name) for key, v in data["values"].items()}
    return References(
        values=values,
        mentions=_mentions(substance, data.get("other_substances", []), trials, values, name),
        shares=_shares(substance.get("forms", {}), name),
        conversions=_conversions(substance.get("conversions", {}), units, name),
        results={study: trial["result"] for study, trial in trials.items()},
        authors=frozenset(str(a).split()[0] for t in trials.values() for a in t.get("authors", ())),
        figures=_figures(values, trials, units),
    )


def _read_value(key: str, entry: object, units: Units, name: str) -> Reference:
    where = f"{name}, value '{key}'"
    check_keys(entry, VALUE_KEYS, ("title", "kind", "quantity", "unit", "status"), where)
    _check_choice(entry["kind"], KINDS, "kind", where)
    _check_choice(entry.get("scope", ""), SCOPES, "scope", where)
    _check_choice(entry["status"], STATUSES, "status", where)
    if entry["unit"] and entry["unit"] not in units.by_name:
        raise SettingsError(
            f"{where}: the unit '{entry['unit']}' is not defined; add it to the units."
        )
    if entry.get("per", "d") != "d":
        raise SettingsError(f"{where}: 'per' is '{entry['per']}'; give the value per day, per: d.")
    low, high = entry.get("low"), entry.get("high")
    for end in (low, high):
        if end is not None and (isinstance(end, bool) or not isinstance(end, int | float)):
            raise SettingsError(f"{where}: '{end}' is not a number; correct low or high.")
    if low is None and high is None:
        raise SettingsError(f"{where}: both low and high are missing; give at least one.")
    if low is not None and high is not None and low > high:
        raise SettingsError(f"{where}: low ({low}) is above high ({high}); exchange them.")
    # doses in their base unit, so that a page's mg meets a table's mcg
    unit, factor = entry["unit"], 1.0
    if entry["quantity"] == "dose" and unit:
        unit, factor = units.by_name[unit].base, units.by_name[unit].factor
    return Reference(
        key=str(key),
        title=entry["title"],
        kind=entry["kind"],
        quantity=entry["quantity"],
        low=None if low is None else low * factor,
        high=None if high is None else high * factor,
        unit=unit,
        scope=entry.get("scope", ""),
        who=tuple(entry.get("who", ())),
        region=tuple(entry.get("region", ())),
        of=frozenset(entry.get("of", ())),
        near=tuple(entry.get("near", ())),
        study=entry.get("study", ""),
        source=entry.get("source", ""),
        status=entry["status"],
    )


def _figures(
    values: Mapping[str, Reference], trials: Mapping, units: Units
) -> dict[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = {}
    for value in values.values():
        single = value.low is not None and value.low == value.high
        if (
            value.kind == "trial"
            and value.study in trials
            and value.unit
            and single
            and not value.near
        ):
            figure = value.low * units.by_name[value.unit].factor
            found.setdefault(value.quantity, []).append((value.study, figure))
    return found


def _check_choice(value: object, allowed: Iterable[str], key: str, where: str) -> None:
    if value not in allowed:
        raise SettingsError(
            f"{where}: {key} is '{value}'; use one of {', '.join(filter(None, allowed))}."
        )


def _mentions(
    substance: Mapping, others: list, trials: Mapping, values: Mapping[str, Reference], name: str
) -> PatternMatcher:
    matcher: PatternMatcher = PatternMatcher()
    for phrase in substance.get("phrases", ()):
        add_phrase(matcher, phrase, ("substance", ""), f"{name}, substance")
    for form, entry in substance.get("forms", {}).items():
        where = f"{name}, form '{form}'"
        check_keys(entry, ("share", "phrases"), ("share", "phrases"), where)
        for phrase in entry["phrases"]:
            add_phrase(matcher, phrase, ("form", form), where)
    for phrase in others:
        add_phrase(matcher, phrase, ("other", ""), f"{name}, other_substances")
    for study, trial in trials.items():
        for author in trial.get("authors", ()):
            add_phrase(matcher, author, ("trial", study), f"{name}, trial '{study}'")
    for value in values.values():
        for phrase in value.near:
            add_phrase(matcher, phrase, ("near", value.key), f"{name}, value '{value.key}'")
    for kind in ("who", "region"):
        for word in sorted({w for v in values.values() for w in getattr(v, kind)}):
            add_phrase(matcher, word, (kind, word), f"{name}, values")
    return matcher


def _shares(forms: Mapping, name: str) -> dict[str, float]:
    for form, entry in forms.items():
        share = entry["share"]
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= 1:
            raise SettingsError(
                f"{name}, form '{form}': share is '{share}'; give the part of the weight, 0 to 1."
            )
    return {form: float(entry["share"]) for form, entry in forms.items()}


def _conversions(entries: Mapping, units: Units, name: str) -> dict[str, tuple[float, str]]:
    found = {}
    for unit, equal in entries.items():
        pair = isinstance(equal, list) and len(equal) == 2 and isinstance(equal[0], int | float)
        if unit not in units.by_name or not pair or equal[1] not in units.by_name:
            raise SettingsError(
                f"{name}, conversions: '{unit}: {equal}' is not a unit and what one of it makes; "
                "write it as in mmol: [24.3, mg]."
            )
        into = units.by_name[equal[1]]
        found[unit] = (equal[0] * into.factor, into.base)
    return found
