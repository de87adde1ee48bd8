"""Levels of asserted strength and their crosswalks (docs/claims.md)."""

from __future__ import annotations

NAMES = (
    "no relation stated",
    "explicit no effect",
    "correlational",
    "ambiguous",
    "conditional",
    "capability",
    "direct",
)
_ADAMS = ("", "", "moderate", "moderate", "moderate", "can", "direct")


def adams_level(level: int) -> str:
    """Collapse a level 0-6 to the three that readers tell apart, empty for 0 and 1.

    Source: Adams et al. 2017, Journal of Experimental Psychology: Applied 23(1).
    """
    return _ADAMS[level]
