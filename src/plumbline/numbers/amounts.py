"""A value, its unit, and the range of two: ``2.5``, ``half an hour``, ``30 minutes to an hour``."""

from __future__ import annotations

from typing import NamedTuple

from plumbline.numbers.pieces import Pieces
from plumbline.numbers.units import Unit, Units

_LARGEST_PART = 16  # denominator of a fraction that people write with a slash
_MINUS = "\u2212"  # the true minus sign; a hyphen is far more often a dash


class Amount(NamedTuple):
    """A number or range up to piece `last`; ``unit`` is None where none follows.

    ``low`` and ``high`` are in ``unit``; ``in_digits`` says how it is written, ``bare_year`` that
    it looks like a year, ``spread`` what stands behind ±, ``falling`` that the larger came first.
    """

    low: float
    high: float
    unit: Unit | None
    last: int
    in_digits: bool = True
    bare_year: bool = False
    spread: str = ""
    falling: bool = False


def read_value(p: Pieces, u: Units, i: int, dashes: bool = False) -> tuple[float, int] | None:
    """Return (value, piece after it) of the number at piece `i`, None where there is none.

    With `dashes` a hyphen or dash glued to the digits is a minus sign, as in intervals; so it is
    behind the words of ``minus_after``.
    """
    word = p.word[i]
    if word in ("-", "+") and p.glued(i + 1) and i + 1 in p.values:
        minus = dashes or p.raw(i) == _MINUS or p.word[i - 1] in u.sets["minus_after"]
        if word == "-" and not minus:
            return None
        found = _read_digits(p, u, i + 1)
        return found and ((-found[0] if word == "-" else found[0]), found[1])
    if word == "." and opens_decimals(p, i):
        return float(f"0.{p.words[i + 1]}"), i + 2
    if i in p.values:
        return _read_digits(p, u, i)
    if word in u.vulgar:
        return u.vulgar[word], i + 1
    return _read_words(p, u, i)


def stands_alone(p: Pieces, i: int) -> bool:
    """Say whether no letter or digit touches the mark at piece `i` from the left."""
    return not p.glued(i) or not p.word[i - 1][-1].isalnum()


def opens_decimals(p: Pieces, i: int) -> bool:
    """Say whether the full stop at piece `i` is that of ``.05``, not the end of a sentence."""
    return stands_alone(p, i) and p.glued(i + 1) and i + 1 in p.values and p.words[i + 1].isdigit()


def _read_digits(p: Pieces, u: Units, i: int) -> tuple[float, int] | None:
    value, j = p.values[i], i + 1
    if p.word[j] == "/" and p.glued(j) and p.glued(j + 1) and j + 1 in p.values:
        parts = p.values[j + 1]
        if not 0 < value < parts <= _LARGEST_PART:
            return None  # 24/7, 120/80
        return value / parts, j + 2
    if p.word[j] in u.vulgar:
        return value + u.vulgar[p.words[j]], j + 1
    if p.word[j] in u.scales and not p.glued(j):
        return value * u.scales[p.words[j]], j + 1
    return _and_a_half(p, u, value, j)


def _and_a_half(p: Pieces, u: Units, value: float, j: int) -> tuple[float, int]:
    if p.word[j] == "and" and p.word[j + 1] in u.sets["articles"] and p.word[j + 2] in u.fractions:
        return value + u.fractions[p.words[j + 2]], j + 3
    return value, j


def _read_words(p: Pieces, u: Units, i: int) -> tuple[float, int] | None:
    word = p.word[i]
    if word in u.fractions:
        return _read_fraction(p, u, i)
    if word not in u.numbers and word not in u.scales:
        return None
    total, current, j = 0.0, 0.0, i
    while True:
        word = p.word[j]
        if word in u.scales:
            total, current = _scale(total, current or 1.0, u.scales[word])
        elif word in u.numbers and (current % 100 == 0 or _fills(current, u.numbers[word])):
            current += u.numbers[word]
        else:
            break
        j += 1
        if _next_number(p, u, j, ("-", "and")):
            j += 1
    value = total + current
    if p.word[j] == "of" and p.word[j - 1] == "couple":
        return value, j + 1
    return _and_a_half(p, u, value, j)


def _scale(total: float, current: float, scale: float) -> tuple[float, float]:
    """Hundred multiplies what came before it; thousand and above close a group."""
    return (total, current * scale) if scale < 1000 else (total + current * scale, 0.0)


def _fills(current: float, unit: float) -> bool:
    """Say whether a word goes on a number: five after twenty, not after two."""
    return unit < 10 and current % 10 == 0 and current % 100 >= 20


def _next_number(p: Pieces, u: Units, j: int, joints: tuple[str, ...]) -> bool:
    """Say whether a joint within one number stands at `j`: twenty-five, a hundred and ten."""
    word, after = p.word[j], p.word[j + 1]
    if word not in joints or after not in u.numbers:
        return False
    before = p.word[j - 1]
    if word == "-":
        return u.numbers.get(before, 0) >= 20 and u.numbers[after] < 10
    return before in u.scales and u.scales[before] < 1e6 and before != "dozen"


def _read_fraction(p: Pieces, u: Units, i: int) -> tuple[float, int] | None:
    j = i + 1
    if p.word[j] == "of":
        j += 1
    if p.word[j] in u.sets["articles"]:
        j += 1
    unit = read_unit(p, u, j, digits=False)
    measured = unit is not None and unit[0].quantity in ("duration", "dose", "volume", "weight")
    return (u.fractions[p.words[i]], j) if measured else None


def read_article(p: Pieces, u: Units, i: int) -> tuple[float, int] | None:
    """Return 1 for the article of ``an hour``; units of time only."""
    if p.word[i] not in u.sets["articles"]:
        return None
    unit = read_unit(p, u, i + 1, digits=False)
    return (1.0, i + 1) if unit is not None and unit[0].quantity == "duration" else None


def read_unit(p: Pieces, u: Units, j: int, digits: bool) -> tuple[Unit, int] | None:
    """Return (unit, piece after it) at piece `j`; one letter is a unit only behind digits."""
    if p.word[j] == "-" and p.glued(j) and p.glued(j + 1):
        j += 1
    for phrase, _ in u.modifiers.get(p.word[j], ()):
        if p.phrase_at(j, phrase):
            j += len(phrase)
            break
    for phrase, unit in u.phrases.get(p.word[j], ()):
        if p.phrase_at(j, phrase) and (digits or len(phrase[0]) > 1):
            return _concentration(p, u, unit, j + len(phrase))
    return None


def _concentration(p: Pieces, u: Units, unit: Unit, j: int) -> tuple[Unit, int]:
    """Read ``mg/kg``, ``mg per 100 g`` and ``mg of zinc per kg`` as units of their own."""
    if unit.quantity not in ("dose", "amount", "weight", "volume"):
        return unit, j
    k = j
    if p.word[j] == "of":  # what it is an amount of, in a word or two
        k = next((i for i in (j + 2, j + 3) if p.word[i] == "per"), j)
    if p.word[k] not in ("/", "per"):
        return unit, j
    k += 1
    if k in p.values:
        k += 1
    if p.word[k] not in u.sets["concentration"]:
        return unit, j
    name = f"{unit.name}/{p.words[k]}"
    return Unit(name, "concentration", 1.0, name), k + 1


def read_amount(p: Pieces, u: Units, i: int, between: bool = False) -> Amount | None:
    """Return the number or range at piece `i` with its unit.

    `between` says that ``between`` stands before it, so that ``and`` may join two values.
    """
    first = read_value(p, u, i) or read_article(p, u, i)
    if first is None:
        return None
    value, j = first
    digits = j - 1 in p.values
    year = j == i + 1 and _looks_like_year(p, i)
    j, spread = _read_spread(p, u, j)
    unit = read_unit(p, u, j, digits)
    if unit is not None:
        j = unit[1]
    if not spread:
        j, spread = _read_spread(p, u, j)
    single = Amount(value, value, unit and unit[0], j, digits, year and unit is None, spread)
    return _read_range(p, u, single, between) or single


def _read_range(p: Pieces, u: Units, low: Amount, between: bool) -> Amount | None:
    j = low.last
    joint = p.word[j]
    if joint not in u.sets["range_words"] and not (between and joint == "and"):
        return None
    if joint == "-" and p.word[j + 1] in ("to", "or"):  # 10- to 15-minute
        j += 1
    for phrase, meaning in u.comparators.get(p.word[j + 1], ()):
        if meaning == "about" and len(phrase) == 1:
            j += 1
            break
    second = read_value(p, u, j + 1) or read_article(p, u, j + 1)
    if second is None:
        return None
    value, k = second
    unit = read_unit(p, u, k, k - 1 in p.values)
    if unit is None and low.unit is not None and joint != "-":
        return None
    units = [each for each in (low.unit, unit and unit[0]) if each is not None]
    if len(units) == 2 and (joint == "or" or units[0].base != units[1].base):
        return None  # 500 mg or 2 g are two doses, 2 or 3 weeks is a range
    high = value * units[1].factor / units[0].factor if len(units) == 2 else value
    return Amount(
        min(low.low, high),
        max(low.low, high),
        units[0] if units else None,
        unit[1] if unit else k,
        low.in_digits,
        low.bare_year and not units,
        falling=high < low.low,
    )


def _read_spread(p: Pieces, u: Units, j: int) -> tuple[int, str]:
    """Pass over ``± 20.4`` and return it as text."""
    sign = p.word[j]
    if sign not in ("±", "+"):
        return j, ""
    width = 1 if sign == "±" else 3 if p.phrase_at(j, ("+", "/", "-")) else 0
    value = read_value(p, u, j + width) if width else None
    if value is None:
        return j, ""
    return value[1], f"± {value[0]:g}"


def _looks_like_year(p: Pieces, i: int) -> bool:
    raw = p.words[i]
    return len(raw) == 4 and raw.isdigit() and 1500 <= int(raw) <= 2100
