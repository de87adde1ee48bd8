"""Substances outside the topic: whether a sentence speaks of one of them instead."""

from __future__ import annotations

from plumbline.claims.reading import Found, Reading

_ASIDE = ("comparison", "subordinate")  # "unlike aspirin", "if you take aspirin"


def find_others(reading: Reading) -> list[Found]:
    """Return the substances outside the topic that a sentence speaks of in their own right.

    What it compares with, takes along ("combined with zinc") or puts as a condition is left out.
    """
    found = reading.cues.get("substance", ())
    return [f for f in found if not (_is_aside(reading, f) or _is_taken_along(reading, f))]


def speaks_of_another(reading: Reading, others: list[Found]) -> bool:
    """Say whether what a sentence is about is one of `others`, and no pronoun stands before it."""
    if not others:
        return False
    return not reading.within("anaphor", reading.first, others[0].first)


def _is_aside(reading: Reading, found: Found) -> bool:
    """Say whether a substance stands in a comparison, a condition, or in front, "along with"."""
    own = next(s for s in reading.segments[::-1] if s.first <= found.first)
    fronted = own is reading.segments[0] and own.opener == "coordinate"
    return fronted or own.opener in _ASIDE


def _is_taken_along(reading: Reading, found: Found) -> bool:
    i = found.first
    if i - 2 < reading.first or reading.words[i - 1] != "with":
        return False
    return reading.words[i - 2] in reading.closed["beside"]
