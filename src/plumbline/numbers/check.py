"""Numbers against reference values: within, above, below, misapplied, stitched, not compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from plumbline.numbers.context import (
    Basis,
    Surroundings,
    find_basis,
    find_named,
    find_people,
    find_substance,
    is_difference,
    reports_trial,
    states_limit,
)
from plumbline.numbers.readings import Reading
from plumbline.numbers.references import Reference
from plumbline.numbers.units import Units

NOT_COMPARED = "not_compared"
_SAME = 0.005  # relative difference below which two amounts are the same figure


class Check(NamedTuple):
    """One comparison; ``low`` and ``high`` are the reference in the unit of the number."""

    reference: str
    low: float | None
    high: float | None
    verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose in the base unit of its references, per day.

    ``scale`` turns the base unit back into the unit read.
    """

    reading: Reading
    low: float
    high: float
    base: str
    scale: float
    notes: tuple[str, ...] = ()


def check_reading(
    reading: Reading, all_readings: list[Reading], around: Surroundings, index: int
) -> list[Check]:
    """Compare one reading of sentence `index` with every reference value that applies to it."""
    if reading.quantity == "dose":
        checks = list(_check_dose(reading, all_readings, around, index))
    elif reading.quantity in ("duration", "sample_size"):
        checks = list(_check_trials(reading, reading.low, reading.high, 1.0, around, index))
        if reading.quantity == "duration":
            checks += _check_stitched(reading, all_readings, around, index)
            checks += _check_effect(reading, around, index)
    elif reading.quantity == "score":
        checks = _check_effect(reading, around, index)
    elif reading.quantity == "count":
        checks = list(_check_fact(reading, around))
    else:
        checks = []
    return list(dict.fromkeys(checks)) or [Check("", None, None, NOT_COMPARED, "")]


# --- doses ---------------------------------------------------------------------------------------


def _check_dose(
    reading: Reading, all_readings: list[Reading], around: Surroundings, index: int
) -> Iterator[Check]:
    kind, form = find_substance(around, index, reading.start, reading.end)
    if kind in ("other", "unknown"):
        what = "of another substance" if kind == "other" else "of what is not said"
        yield _uncompared(f"a dose {what}")
        return
    dose = _daily_dose(reading, around)
    if dose is None:
        yield _uncompared("not a daily dose in a unit that the references have")
        return
    reporting = reports_trial(around, index, _has_sample(all_readings))
    basis = find_basis(around, index, reading.start, reading.end)
    if reporting and not basis.kind:
        basis = Basis("supplement")
    checks = list(_by_basis(dose, basis, around, index))
    checks += _check_stitched(reading, all_readings, around, index)
    checks += _check_trials(reading, dose.low, dose.high, dose.scale, around, index)
    if form:
        checks = _as_compound(checks, dose, form, around)
    checks = [c for c in checks if c.reference] or checks
    extra = (*dose.notes, "reports a trial's dose" if reporting else "")
    for check in checks:
        yield _with_notes(check, extra)


def _daily_dose(reading: Reading, around: Surroundings) -> Dose | None:
    unit = around.units.by_name.get(reading.unit)
    if unit is None or reading.per_day == 0:
        return None
    base, factor = unit.base, unit.factor
    if reading.unit in around.references.conversions:
        factor, base = around.references.conversions[reading.unit]
    if base not in around.references.units:
        return None
    times = reading.per_day or 1
    low, high = reading.low * factor * times, reading.high * factor * times
    notes = [f"{times} times a day makes {_span(low, high)} {base}"] if times > 1 else []
    if base != unit.base:
        notes.append(f"{_span(low, high)} {base}")
    return Dose(reading, low, high, base, 1 / factor, tuple(notes))


def _by_basis(dose: Dose, basis: Basis, around: Surroundings, index: int) -> Iterator[Check]:
    reading = dose.reading
    if states_limit(around, index, reading.start, reading.end, reading.comparator):
        yield from _check_limit(dose, around, index)
        return
    intakes = _intakes_for(dose, around, index)
    if basis.kind == "total":
        yield from _check_total(dose, basis, intakes)
    elif basis.kind == "supplement":
        where = f" under the heading '{basis.where.strip()}'" if basis.where else ""
        for matched in _matching_intakes(dose, intakes):
            note = f"a recommended total intake, given as a supplement dose{where}"
            yield _against(dose, matched, "misapplied", note)
        for upper in around.references.of_kind("upper_level", "dose"):
            beyond = reading.comparator == "more than" and _same(dose.high, upper.high)
            above = beyond or _exceeds(dose.high, upper.high)
            yield _against(dose, [upper], "above" if above else "within")
    else:
        matched = _matching_intakes(dose, intakes)
        note = "whether a supplement or the whole intake is meant is not said"
        yield from (_against(dose, each, "within", note) for each in matched)
        if not matched:
            yield _uncompared(note)


def _intakes_for(dose: Dose, around: Surroundings, index: int) -> list[Reference]:
    """Return the recommended intakes for the people named beside the dose, else all of them."""
    intakes = [v for v in around.references.of_kind("intake", "dose") if v.unit == dose.base]
    who = find_people(around, index, dose.reading.start, dose.reading.end)
    known = {word for v in intakes for word in v.who}
    return [v for v in intakes if who in v.who] if who in known else [] if who else intakes


def _matching_intakes(dose: Dose, intakes: list[Reference]) -> list[list[Reference]]:
    """Return the intakes that the dose repeats: one to one, or from the lowest to the highest."""
    same = [[v] for v in intakes if _same(dose.low, v.low) and _same(dose.high, v.high)]
    if same or not intakes:
        return same
    lowest = min(intakes, key=lambda v: (v.low or 0, v.key))
    highest = max(intakes, key=lambda v: (v.high or 0, v.key))
    if lowest is not highest and _same(dose.low, lowest.low) and _same(dose.high, highest.high):
        return [[v for v in intakes if v in (lowest, highest)]]
    return []


def _check_total(dose: Dose, basis: Basis, intakes: list[Reference]) -> Iterator[Check]:
    matched = _matching_intakes(dose, intakes)
    holding = [[v] for v in intakes if _holds(dose, v)]
    heading = f"stands under the heading '{basis.where.strip()}'" if basis.where else ""
    for each in matched or holding:
        yield _against(dose, each, "within", heading)
    if matched or holding:
        return
    if not intakes:
        yield _uncompared("for people whose intake the topic does not have")
        return
    if not basis.named:
        yield _uncompared("an amount from food or the whole diet, not a recommendation")
        return
    lows = [v.low for v in intakes if v.low is not None]
    highs = [v.high for v in intakes if v.high is not None]
    if lows and highs and dose.low >= min(lows) and dose.high <= max(highs):
        yield _against(dose, intakes, "within", "between the intakes of different people")
        return
    for value in intakes:
        verdict = "above" if value.high is not None and dose.high > value.high else "below"
        yield _against(dose, [value], verdict)


def _check_limit(dose: Dose, around: Surroundings, index: int) -> Iterator[Check]:
    """Hold a stated limit against the upper levels, of the region where one is named."""
    uppers = around.references.of_kind("upper_level", "dose")
    regions = find_named(around, index, "region")
    uppers = [v for v in uppers if not regions.isdisjoint(v.region)] or uppers
    equal = [v for v in uppers if _same(dose.high, v.high)]
    for upper in equal or uppers:
        verdict = "within" if equal else "above" if dose.high > (upper.high or 0) else "below"
        yield _against(dose, [upper], verdict, "stated as a limit")


# --- trials --------------------------------------------------------------------------------------


def _check_trials(
    reading: Reading, low: float, high: float, scale: float, around: Surroundings, index: int
) -> Iterator[Check]:
    """Hold a number against the trial that its sentence names by an author.

    The size of a change counts only where the sentence names what changed.
    """
    near = find_named(around, index, "near")
    for study in sorted(find_named(around, index, "trial")):
        found = []
        for value in around.references.of_kind("trial", reading.quantity):
            if value.study != study or (value.near and value.key not in near):
                continue
            if reading.quantity == "duration":
                low, high, scale = _in_unit(reading, value.unit, around.units)
            found.append(_row([value], _compare(low, high, value), scale, ""))
        # a review has more than one sample: the one that fits is meant
        yield from [c for c in found if c.verdict == "within"] or found


def _check_stitched(
    reading: Reading, all_readings: list[Reading], around: Surroundings, index: int
) -> list[Check]:
    """Find a range whose ends are the doses, or the durations, of two trials that disagree.

    Where dose and duration of the sentence both point to the same two trials, any difference in
    their results counts; where only one does, they must be opposite, since that may be chance.
    """
    pairs = _trial_pairs(reading, around)
    if not pairs or find_substance(around, index, reading.start, reading.end)[0] == "unknown":
        return []
    other = {"dose": "duration", "duration": "dose"}[reading.quantity]
    both = {p for r in all_readings if r.quantity == other for p in _trial_pairs(r, around)}
    results = around.references.results
    sure = [p for p in pairs if p in both]
    likely = [p for p in pairs if {results[p[0]], results[p[1]]} == {"benefit", "no_effect"}]
    if not sure and not likely:
        return []
    how = "dose and duration both fit" if sure else f"no range of {other}s confirms it"
    return [_stitched_row((sure or likely)[0], reading, how, around)]


def _trial_pairs(reading: Reading, around: Surroundings) -> list[tuple[str, str]]:
    """Return the pairs of trials with different results whose values are the ends of a range."""
    span = _base_span(reading, around)
    if span is None or span[0] == span[1]:
        return []
    results = around.references.results
    figures = around.references.figures.get(reading.quantity, [])
    low, high = ([s for s, figure in figures if _same(end, figure)] for end in span)
    return [(a, b) for a in low for b in high if results[a] != results[b]]


def _base_span(reading: Reading, around: Surroundings) -> tuple[float, float] | None:
    """Return low and high in the base unit, doses per day."""
    if reading.quantity == "dose":
        dose = _daily_dose(reading, around)
        return dose and (dose.low, dose.high)
    factor = around.units.by_name[reading.unit].factor
    return reading.low * factor, reading.high * factor


def _stitched_row(pair: tuple[str, str], reading: Reading, how: str, around: Surroundings) -> Check:
    trials = around.references.of_kind("trial", reading.quantity)
    values = {v.study: v for v in trials if not v.near}
    low, high = values[pair[0]], values[pair[1]]
    results = around.references.results
    ends = [
        f"{v.low:g} {v.unit} is of {v.study} ({results[v.study].replace('_', ' ')})"
        for v in (low, high)
    ]
    note = f"{ends[0]}, {ends[1]}; {how}"
    return Check(f"{low.key} {high.key}", reading.low, reading.high, "stitched", note)


def _check_effect(reading: Reading, around: Surroundings, index: int) -> list[Check]:
    """Hold the size of a change (17 minutes sooner) against the one that a study found."""
    keys = find_named(around, index, "near")
    if not keys or not is_difference(around, index, reading.start, reading.end):
        return []
    sizes = sorted((abs(reading.low), abs(reading.high)))
    checks = []
    for value in around.references.values.values():
        if value.key in keys and value.quantity == reading.quantity:
            factor = _factor(value.unit, reading.unit, around.units)
            verdict = _compare(sizes[0] / factor, sizes[1] / factor, value)
            checks.append(_row([value], verdict, factor, ""))
    return checks


# --- facts ---------------------------------------------------------------------------------------


def _check_fact(reading: Reading, around: Surroundings) -> Iterator[Check]:
    """Hold a count against the facts about the same things; more than 300 is the 300 of a fact."""
    for value in around.references.of_kind("fact", "count"):
        if value.of.isdisjoint(reading.noun):
            continue
        top = value.high if value.high is not None else value.low
        low = value.low if value.low is not None else top
        verdict = "above" if reading.high > top else "below" if reading.low < low else "within"
        yield _row([value], verdict, 1.0, "")


# --- small comparisons ---------------------------------------------------------------------------


def _same(a: float, b: float | None) -> bool:
    return b is not None and abs(a - b) <= _SAME * max(abs(a), abs(b))


def _exceeds(value: float, limit: float | None) -> bool:
    return limit is not None and value > limit and not _same(value, limit)


def _holds(dose: Dose, value: Reference) -> bool:
    return _compare(dose.low, dose.high, value) == "within"


def _compare(low: float, high: float, value: Reference) -> str:
    if _exceeds(high, value.high):
        return "above"
    if value.low is not None and low < value.low and not _same(low, value.low):
        return "below"
    return "within"


def _factor(unit: str, into: str, units: Units) -> float:
    return units.by_name[unit].factor / units.by_name[into].factor


def _in_unit(reading: Reading, unit: str, units: Units) -> tuple[float, float, float]:
    """Return low and high in `unit`, and what turns `unit` back into the unit read."""
    factor = _factor(reading.unit, unit, units)
    return reading.low * factor, reading.high * factor, 1 / factor


def _has_sample(readings: list[Reading]) -> bool:
    return any(r.quantity == "sample_size" for r in readings)


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def _uncompared(note: str) -> Check:
    return Check("", None, None, NOT_COMPARED, note)


def _against(dose: Dose, values: list[Reference], verdict: str, note: str = "") -> Check:
    return _row(values, verdict, dose.scale, note)


def _row(values: list[Reference], verdict: str, scale: float, note: str) -> Check:
    lows = [v.low * scale for v in values if v.low is not None]
    highs = [v.high * scale for v in values if v.high is not None]
    notes = [note] + [f"{v.title}: {v.source}" if v.source else v.title for v in values]
    notes += ["known from a secondary source"] * any(v.status == "secondary" for v in values)
    return Check(
        " ".join(v.key for v in values),
        min(lows) if lows else None,
        max(highs) if highs else None,
        verdict,
        "; ".join(filter(None, notes)),
    )


def _as_compound(checks: list[Check], dose: Dose, form: str, around: Surroundings) -> list[Check]:
    """Withdraw verdicts that hang on whether a weight is the element's or the compound's."""
    share = around.references.shares[form]
    held = _span(round(dose.low * share), round(dose.high * share))
    note = f"as a weight of the compound ({form}) it holds about {held} {dose.base}"
    for check in checks:
        top = check.high / dose.scale if check.high is not None else None
        if check.verdict == "above" and not _exceeds(dose.high * share, top):
            return [_uncompared(f"{note}; whether the element is meant is not said")]
    return [_with_notes(check, (note,)) for check in checks]


def _with_notes(check: Check, extra: tuple[str, ...]) -> Check:
    notes = "; ".join(filter(None, (*extra, check.note)))
    return Check(check.reference, check.low, check.high, check.verdict, notes)
