"""What the numbers of a sentence measure: doses, durations, sample sizes, counts, intervals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from plumbline.numbers.amounts import (
    Amount,
    opens_decimals,
    read_amount,
    read_unit,
    read_value,
    stands_alone,
)
from plumbline.numbers.pieces import Pieces
from plumbline.numbers.units import Units

YEAR = "yr"  # the unit that ages share with durations
_EQUALS = frozenset("=<>≤≥")
_WINDOW = 6  # pieces between a number and the noun that it counts
_AHEAD = 6  # pieces in which "daily" may follow a dose
_JOINS = frozenset([",", "and", "or", "/", "(", "against", "vs", "versus", "."])


@dataclass(slots=True)
class Reading:
    """One number as read: pieces ``first`` to ``last`` (past the end) of its sentence.

    ``low`` and ``high`` are in ``unit``, a normal form or '' for plain counts; ``per_day`` is how
    often a day a dose is taken (None where nothing is said, 0 where it is not daily); ``noun`` are
    the words counted.
    """

    first: int
    last: int
    start: int
    end: int
    quantity: str
    low: float
    high: float
    unit: str
    comparator: str = ""
    per_day: int | None = None
    noun: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


def read_numbers(p: Pieces, u: Units, skip: Collection[int] = ()) -> list[Reading]:
    """Return the numbers of one sentence, in order.

    Args:
        p: the pieces of the sentence.
        u: units and number words.
        skip: offsets of characters that belong to reference marks.

    """
    found: list[Reading] = []
    free = 0  # the first piece that no number or identifier has taken
    for i in [i for i, word in enumerate(p.words) if i in p.values or word in u.openers]:
        if i < free:
            continue
        taken = free
        free, reading = _read_at(p, u, i, skip, found)
        if reading is not None:
            if reading.first < taken:  # words before it that belong to the number before
                reading.first, reading.start = i, p.starts[i]
            found.append(reading)
    return [reading for reading in _pass_units_on(found, p) if reading.quantity]


def _read_at(
    p: Pieces, u: Units, i: int, skip: Collection[int], found: list[Reading]
) -> tuple[int, Reading | None]:
    """Return (next piece, reading) at piece `i`."""
    if p.words[i] == "[":
        return _after_bracket(p, i), None
    if i not in p.values and not _may_begin(p, u, i):
        return i + 1, None
    if p.starts[i] in skip or _is_identifier(p, u, i):
        return _after_identifier(p, i), None
    if i in p.values and i + 1 in p.values:
        return i + 1, None  # a row of figures says nothing of its own
    interval = _read_interval(p, u, i, found)
    if interval is not None:
        return interval.last, interval
    amount = read_amount(p, u, i, p.word[i - 1] == "between")
    if amount is None:
        part = _read_part(p, u, i, 1.0, i)
        behind = i + 3 if p.word[i + 1] == "/" and p.glued(i + 1) else i + 1
        return (part.last if part else behind), part
    if _is_chain(p, amount.last):
        return _after_identifier(p, amount.last), None
    reading = _read_statistic(p, u, i, amount) or _classify(p, u, i, amount)
    return (reading.last if reading else amount.last), reading


def _classify(p: Pieces, u: Units, i: int, amount: Amount) -> Reading | None:
    """Say what a number measures: by its unit, or else by the words around it."""
    if amount.unit is None:
        return (
            _read_part(p, u, i, amount.low, amount.last)
            or _read_clock(p, u, i, amount)
            or _read_share(p, u, i, amount)
            or _read_age(p, u, i, amount)
            or _read_count(p, u, i, amount)
        )
    if amount.unit.name == YEAR:
        return _read_age(p, u, i, amount) or _read_measure(p, u, i, amount)
    return _read_measure(p, u, i, amount)


def _may_begin(p: Pieces, u: Units, i: int) -> bool:
    """Say whether a word or mark begins a number: ``half``, the minus of ``−17``, ``an`` hour."""
    word = p.words[i]
    if word == ".":
        return opens_decimals(p, i)
    if word in ("-", "+"):
        return p.glued(i + 1) and i + 1 in p.values and stands_alone(p, i)
    if word not in u.sets["articles"]:
        return True
    unit = read_unit(p, u, i + 1, digits=False)
    if unit is None or unit[0].quantity != "duration" or p.word[i + 1] == "second":
        return False
    return p.word[i - 1] in u.sets["article_before"] or p.word[unit[1]] in u.sets["article_after"]


def _is_identifier(p: Pieces, u: Units, i: int) -> bool:
    """Say whether digits name something: B-12, sleep.12, #1, $30, 5-HTP, 12th, 1. at the top."""
    before, after = p.word[i - 1], p.word[i + 1]
    if before in u.sets["currencies"] or (p.glued(i) and before in ("#", "^", "*", "@", "§")):
        return True
    if i not in p.values:
        return False
    if p.glued(i) and before in ("-", ".", ",", ")") and p.glued(i - 1):
        inner = p.word[i - 2]
        if before == ")" or (inner[:1].isalpha() and p.raw(i - 1) not in "—–"):
            return True
    if i == 0 and after in (".", ")", ":") and p.glued(1):
        return True
    if p.glued(i + 1) and (after[:1].isalpha() or after == "_"):
        return read_unit(p, u, i + 1, digits=True) is None
    if after == "-" and p.glued(i + 1) and p.glued(i + 2) and p.word[i + 2][:1].isalpha():
        word = p.word[i + 2]
        return read_unit(p, u, i + 1, True) is None and word not in u.numbers and word != "to"
    return False


def _after_identifier(p: Pieces, i: int) -> int:
    """Return the first piece behind a run of digits and marks without spaces."""
    i += 1
    while p.glued(i) and (i in p.values or p.words[i] in ("-", "/", ".", ":", ",")):
        i += 1
    return i


def _is_chain(p: Pieces, i: int) -> bool:
    """Say whether digits go on behind a hyphen or slash: 555-123-4567, 2024/05/01."""
    return (
        p.word[i] in ("-", "/")
        and p.glued(i)
        and p.glued(i + 1)
        and i + 1 in p.values
        and i - 1 in p.values
    )


def _after_bracket(p: Pieces, i: int) -> int:
    """Pass over a reference in square brackets, ``[3]`` or ``[2, 4-6]``."""
    j = i + 1
    while j < len(p.words) and (p.words[j].replace(",", "").isdigit() or p.words[j] in (",", "-")):
        j += 1
    return j + 1 if j > i + 1 and p.word[j] == "]" else i + 1


def _make(
    p: Pieces, first: int, last: int, quantity: str, amount: Amount, unit: str = ""
) -> Reading:
    reading = Reading(
        first, last, p.starts[first], p.ends[last - 1], quantity, amount.low, amount.high, unit
    )
    if amount.spread:
        reading.notes.append(amount.spread)
    if amount.falling:
        reading.notes.append("stated from the higher to the lower")
    return reading


# --- statistics --------------------------------------------------------------------------------


def _read_interval(p: Pieces, u: Units, i: int, found: list[Reading]) -> Reading | None:
    """Read ``95% CI -27.27 to -7.44``, in the unit of the estimate before it."""
    if i not in p.values:
        return None
    j = i + 1
    if p.word[j] == "-" and p.phrase_at(j + 1, ("percent",)):
        j += 1
    if p.word[j] not in ("%", "percent"):
        return None
    level = f"{p.values[i]:g}%"
    j += 1
    if p.word[j] in ("ci", "cri"):
        j += 1
    elif p.phrase_at(j, ("confidence", "interval")) or p.phrase_at(j, ("credible", "interval")):
        j += 2
    else:
        return None
    while p.word[j] in (":", ",", "(", "[", "=", "from", "of"):
        j += 1
    low = read_value(p, u, j, dashes=True)
    if low is None:
        return None
    k = low[1]
    if p.word[k] == "%":
        k += 1
    if p.word[k] not in ("to", "-", ",", ";", "and"):
        return None
    high = read_value(p, u, k + 1, dashes=True)
    if high is None:
        return None
    unit = read_unit(p, u, high[1], digits=True)
    last = unit[1] if unit else high[1]
    ends = sorted((low[0], high[0]))
    name = unit[0].name if unit else _unit_of_estimate(found, *ends)
    reading = _make(p, i, last, "interval", Amount(*ends, None, last), name)
    reading.notes.append(f"{level} interval")
    return reading


def _unit_of_estimate(found: list[Reading], low: float, high: float) -> str:
    """Return the unit of the estimate that an interval is of: the one that lies within it."""
    near = [r for r in found if low <= r.low <= high or low <= -r.low <= high]
    inside = {r.unit for r in near if r.unit}
    return inside.pop() if len(inside) == 1 else ""


def _read_statistic(p: Pieces, u: Units, i: int, amount: Amount) -> Reading | None:
    """Read ``n = 43``, ``p < 0.05``, ``d = 0.20``, ``OR 0.64`` and ``odds ratio of 0.64``."""
    j = i - 1
    while j >= 0 and p.words[j] in _EQUALS:
        j -= 1
    sign = "".join(p.words[j + 1 : i])
    name = p.word[j]
    if sign and name == "n":
        return _make(p, j, amount.last, "sample_size", amount, "people")
    if sign and name == "p":
        reading = _make(p, j, amount.last, "p_value", amount)
        reading.comparator = {"<": "less than", ">": "more than"}.get(sign[0], "")
        return reading
    if amount.unit is None and not amount.bare_year:
        first = _named_statistic(p, u, i)
        if first is not None:
            return _make(p, first, amount.last, "statistic", amount)
    upper = j >= 0 and p.raw(j).isupper()
    if name not in u.sets["statistics"] or (amount.unit is not None and not sign):
        return None
    if sign or (upper and len(name) > 1 and amount.low != int(amount.low)):
        return _make(p, j, amount.last, "statistic", amount)
    return None


def _named_statistic(p: Pieces, u: Units, i: int) -> int | None:
    """Return the first piece of ``odds ratio of`` before piece `i`, None without such words."""
    j = i - 1
    while p.word[j] in u.sets["statistic_links"]:
        j -= 1
    for phrase, _ in u.statistic_names.get(p.word[j], ()):
        if p.phrase_at(j - len(phrase) + 1, phrase):
            return j - len(phrase) + 1
    return None


# --- what a number is of ----------------------------------------------------------------------


def _read_clock(p: Pieces, u: Units, i: int, amount: Amount) -> Reading | None:
    """Read a time of day, in hours since midnight."""
    if not 0 <= amount.high < 25:
        return None
    j, minutes = amount.last, 0.0
    if p.word[j] == ":" and p.glued(j) and p.glued(j + 1) and len(p.word[j + 1]) == 2:
        if p.values.get(j + 1, 60) >= 60:
            return None
        minutes, j = p.values[j + 1] / 60, j + 2
    half = next((ph for ph, _ in u.clock.get(p.word[j], ()) if p.phrase_at(j, ph)), ())
    if not half and j == amount.last:
        return None
    if half:
        j += len(half)
    noon = 12 if half and half[0][0] == "p" and amount.high < 12 else 0
    low, high = amount.low + minutes + noon, amount.high + minutes + noon
    return _make(p, i, j, "time", Amount(low, high, None, j), "h")


def _read_share(p: Pieces, u: Units, i: int, amount: Amount) -> Reading | None:
    """Read ``1 in 3 adults`` and ``two out of three people`` as a percentage."""
    j = amount.last
    width = 1 if p.word[j] == "in" else 2 if p.phrase_at(j, ("out", "of")) else 0
    if not width or amount.low != amount.high or amount.bare_year:
        return None
    whole = read_value(p, u, j + width)
    if whole is None or not 0 < amount.low < whole[0] or whole[0] != int(whole[0]):
        return None
    unit = read_unit(p, u, whole[1], digits=True)
    if unit is not None and unit[0].quantity != "sample_size":
        return None
    share = 100 * amount.low / whole[0]
    reading = _make(p, i, whole[1], "percentage", Amount(share, share, None, j), "%")
    reading.notes.append(f"stated as {amount.low:g} in {whole[0]:g}")
    return reading


def _read_part(p: Pieces, u: Units, i: int, times: float, j: int) -> Reading | None:
    """Read ``half of all adults`` and ``two-thirds of`` as a percentage; the part is piece `j`."""
    if p.word[j] == "-":
        j += 1
    if p.word[j] not in u.parts or p.word[j + 1] != "of":
        return None
    share = 100 * times * u.parts[p.words[j]]
    if not 0 < share < 100 or p.word[i - 1] in u.sets["part_before"]:
        return None
    if p.word[j + 2] in u.sets["articles"]:
        return None  # a quarter of an hour
    first = i - 1 if p.word[i - 1] in u.sets["articles"] else i
    reading = _make(p, first, j + 1, "percentage", Amount(share, share, None, j + 1), "%")
    reading.notes.append("stated as a fraction")
    return reading


def _read_age(p: Pieces, u: Units, i: int, amount: Amount) -> Reading | None:
    """Read ages, so that they are taken for neither doses nor durations."""
    first, comparator = _extend_left(p, u, i)
    last, behind = _extend_right(p, u, amount.last)
    old = _behind_age(p, amount.last if amount.unit else last) if amount.unit else 0
    before = first - 1
    while p.word[before] in u.sets["age_links"]:
        before -= 1
    aged = p.word[before] in u.sets["ages_before"]
    people = any(
        unit.quantity == "sample_size"
        for k in (first - 1, first - 2)
        for _, unit in u.phrases.get(p.word[k], ())
    )
    if not (old or aged or (people and (comparator or behind) and not amount.bare_year)):
        return None
    if amount.high > 125 or (
        people and not aged and not old and comparator in ("about", "") and not behind
    ):
        return None
    reading = _make(p, first, max(last, amount.last + old), "age", amount, YEAR)
    reading.comparator = comparator or behind
    return reading


def _behind_age(p: Pieces, j: int) -> int:
    """Return how many pieces of ``years old``, ``-old`` or ``of age`` stand at piece `j`."""
    if p.word[j] in ("old", "older"):
        return 1
    if p.phrase_at(j, ("-", "old")) or p.phrase_at(j, ("of", "age")):
        return 2
    return 0


def _read_measure(p: Pieces, u: Units, i: int, amount: Amount) -> Reading | None:
    """Read a number with its unit right behind it."""
    unit = amount.unit
    if unit.quantity == "sample_size" and amount.low % 1:
        return None
    labelled = p.word[i - 1] in u.sets["labels"]
    if labelled and unit.name in ("capsule", "serving", "people", "times", "points"):
        return None
    if unit.quantity == "sample_size" and _is_year(p, u, i):
        return None
    if unit.quantity == "sample_size" and amount.high == 1:
        return None
    first, comparator = _extend_left(p, u, i)
    last, behind = _extend_right(p, u, amount.last)
    if unit.name == "wk" and p.word[first - 1] in u.sets["labels"]:
        return None
    reading = _make(p, first, last, unit.quantity, amount, unit.name)
    reading.comparator = comparator or behind
    if unit.quantity == "dose":
        _read_rate(p, u, reading)
    return reading


def _is_year(p: Pieces, u: Units, i: int) -> bool:
    raw = p.words[i]
    year = len(raw) == 4 and raw.isdigit() and 1500 <= int(raw) <= 2100
    return year and p.word[i - 1] in u.sets["year_before"]


def _read_rate(p: Pieces, u: Units, reading: Reading) -> None:
    """Find how often a day a dose is taken: right behind it, a few words on, or just before."""
    for j in range(reading.last, min(reading.last + _AHEAD, len(p.words))):
        candidates = u.rates.candidates(p.words, j, len(p.words))
        if candidates:
            end, reading.per_day = candidates[0]
            if j == reading.last:
                reading.last, reading.end = end, p.ends[end - 1]
            return
        if j in p.values or p.words[j] in (";", ":", ".", "and", "or"):
            break
    if "daily" in p.words[max(0, reading.first - 4) : reading.first]:
        reading.per_day = 1


def _read_count(p: Pieces, u: Units, i: int, amount: Amount) -> Reading | None:
    """Read a number of things or people: the noun stands a few words behind it."""
    if amount.bare_year or p.word[i - 1] in u.sets["labels"]:
        return None
    first, comparator = _extend_left(p, u, i)
    j, behind = _extend_right(p, u, amount.last)
    noun, people = _counted_noun(p, u, j)
    whole = amount.low == int(amount.low) and amount.high == int(amount.high)
    if not noun or not whole or amount.high < 2:
        bare = _make(p, first, j, "", amount)  # may take the unit of its neighbour
        bare.comparator = comparator or behind
        return bare if amount.in_digits else None
    last = j + len(noun)
    quantity, unit = ("sample_size", "people") if people else ("count", "")
    reading = _make(p, first, last, quantity, amount, unit)
    reading.comparator = comparator or behind
    reading.noun = noun
    return reading


def _counted_noun(p: Pieces, u: Units, j: int) -> tuple[tuple[str, ...], bool]:
    """Return the words from piece `j` to the plural noun, and whether they are people."""
    for k in range(j, min(j + _WINDOW, len(p.words))):
        word = p.words[k]
        if word == "-" and p.glued(k) and p.glued(k + 1) and k > j:
            continue
        stops = word in u.sets["count_stops"] or word in u.numbers
        if stops or not word[:1].isalpha():
            break
        for phrase, unit in u.phrases.get(word, ()):
            if unit.quantity == "sample_size" and word.endswith(("s", "n", "e")):
                return tuple(p.words[j : k + len(phrase)]), True
        if _is_plural(word, u) and p.word[k + 1] != "-":
            return tuple(p.words[j : k + 1]), False
    return (), False


def _is_plural(word: str, u: Units) -> bool:
    if word in u.sets["plurals"]:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))


def _extend_left(p: Pieces, u: Units, i: int) -> tuple[int, str]:
    """Take in the comparator before piece `i` (``over``), or the ``a`` of ``a hundred``."""
    if p.word[i - 1] in u.sets["articles"] and (
        p.word[i] in u.scales or p.word[i] in u.numbers or p.word[i] in u.fractions
    ):
        i -= 1
    if p.word[i - 1] == "between":
        return i - 1, ""
    for phrase, meaning in u.comparators.get(p.word[i - 1], ()):
        if p.phrase_at(i - len(phrase), phrase):
            return i - len(phrase), meaning
    return i, ""


def _extend_right(p: Pieces, u: Units, j: int) -> tuple[int, str]:
    for phrase, meaning in u.comparators_behind.get(p.word[j], ()):
        if p.phrase_at(j, phrase) and (phrase[0] != "+" or p.glued(j)):
            return j + len(phrase), meaning
    return j, ""


# --- units that are written once -----------------------------------------------------------------


def _pass_units_on(found: list[Reading], p: Pieces) -> list[Reading]:
    """Give numbers without a unit that of their neighbour.

    ``200, 300 or 400 mg`` passes it back, ``400 mg for men and 310 for women`` on.
    """
    for left, right in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        gap = p.words[left.last : right.first]
        measured = right.quantity in ("dose", "duration", "percentage")
        if measured and not left.quantity and 0 < len(gap) <= 2 and _JOINS.issuperset(gap):
            _take_unit(left, right)
    for left, right in pairwise(found):
        inside = right.low <= left.low <= right.high and right.low < right.high
        beside = right.first - left.last == 1 and not right.quantity
        if left.quantity == "statistic" and inside and beside:
            right.quantity = "interval"
        if right.quantity or left.quantity != "dose" or right.first - left.last > _AHEAD:
            continue
        alike = left.low > 0 and 0.25 <= right.low / left.low <= 4
        if alike and p.word[right.last] in ("for", "(", "in"):
            _take_unit(right, left)
    return found


def _take_unit(reading: Reading, other: Reading) -> None:
    reading.quantity, reading.unit, reading.per_day = other.quantity, other.unit, other.per_day
    reading.notes.append("unit taken from the number beside it")
