"""Numbers and lists in words, right for 0, 1 and many."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from plumbline.compare.intervals import CONFIDENCE, Interval

MOST_DIGITS = 4
SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def say_number(n: float) -> str:
    """Write a whole number: one to nine in words, 0 and the rest in figures with separators."""
    return SMALL[int(n) - 1] if 1 <= n <= 9 else f"{n:,.0f}"


def say_count(n: float, noun: str, plural: str = "") -> str:
    """Write a number with its noun in the right number: one source, five sources, 0 sources."""
    return f"{say_number(n)} {noun if n == 1 else plural or noun + 's'}"


def count_noun(n: float, noun: str, plural: str = "") -> str:
    """Write a number in figures with its noun in the right number: 1 source, 5 sources."""
    return f"{n:,.0f} {noun if n == 1 else plural or noun + 's'}"


def say_list(items: Iterable[str]) -> str:
    """Join with commas and a final "and"."""
    items = list(items)
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def say_percent(share: float) -> str:
    """Write a share of 1 in per cent; 100 % and 0 % only where they are exact."""
    rounded = round(100 * share)
    exact = share in (0, 1) or rounded not in (0, 100)
    return f"{rounded} %" if exact else f"{min(max(100 * share, 0.1), 99.9):.1f} %"


def say_share(part: float, whole: float, noun: str = "", plural: str = "") -> str:
    """Write a share with its base: three of five sources; above 20 with per cent beside it."""
    if part == whole > 1:
        named = f" {plural or noun + 's'}" if noun else ""
        return f"both{named}" if whole == 2 else f"all {say_number(whole)}{named}"
    base = f"{say_number(part)} of {say_count(whole, noun, plural) if noun else say_number(whole)}"
    return f"{base} ({say_percent(part / whole)})" if whole > 20 else base


def confidence_of(tables: Mapping) -> float:
    """Return the coverage of the intervals in the tables of a study."""
    return getattr(tables, "confidence", CONFIDENCE)


def name_interval(confidence: float) -> str:
    """Name an interval by its coverage: 95 % interval."""
    return f"{100 * confidence:g} % interval"


def say_limits(interval: Interval, scale: float = 1, digits: int = 1) -> str:
    """Write the limits of an interval: "5.1 to 12.0"; what is undefined is "no interval".

    An upper limit above 0 is never written as 0: it gets as many digits as it needs.
    """
    if interval.low is None or interval.high is None:
        return "no interval"
    low, high = scale * interval.low, scale * interval.high
    digits = _enough_digits(high, digits)
    return f"{low:.{digits}f} to {high:.{digits}f}".replace("-", "−")


def say_value(value: float, digits: int = 2) -> str:
    """Write an estimate with so many decimals, but so that it says something at any size.

    What would be written as 0 gets as many digits as it needs; above 100 there are no decimals,
    above 1,000 three significant digits.
    """
    size = abs(value)
    if size >= 100:
        return f"{round(value, min(0, 2 - math.floor(math.log10(size)))):,.0f}".replace("-", "−")
    return f"{value:.{_enough_digits(size, digits)}f}".replace("-", "−")


def say_signed(value: float, digits: int = 1) -> str:
    """Write a difference with its sign: +2.3, −0.8."""
    return f"{value:+.{digits}f}".replace("-", "−")


def say_range(low: str, high: str) -> str:
    """Write two ends that stand for the lowest and the highest of something; one if equal."""
    return low if low == high else f"{low} to {high}"


def _enough_digits(value: float, digits: int) -> int:
    """Return as many digits as keep a value above 0 from being written as 0."""
    while value > 0 and digits < MOST_DIGITS and not round(value, digits):
        digits += 1
    return digits


def open_sentence(text: str) -> str:
    """Return `text` with a capital first letter and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."
