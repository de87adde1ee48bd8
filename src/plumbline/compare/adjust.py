"""Adjusting p values for how many were looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats


def adjust_holm(p_values: Sequence[float]) -> np.ndarray:
    """Return p values adjusted so that any false positive in the family is held at alpha.

    Holm (1979), Scand. J. Stat. 6:65-70: the i-th smallest of m is multiplied by m - i + 1, made
    monotone, and capped at 1. NaN (no test was possible) stays NaN and does not count.
    """
    p = np.asarray(p_values, float)
    adjusted, tested = np.full(len(p), np.nan), np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * factors))
    return adjusted


def adjust_benjamini_hochberg(p_values: Sequence[float]) -> np.ndarray:
    """Return p values adjusted so that the share of false ones among the positives is held.

    Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57:289-300. NaN stays NaN and does not count.
    """
    p = np.asarray(p_values, float)
    adjusted, tested = np.full(len(p), np.nan), ~np.isnan(p)
    if tested.any():
        adjusted[tested] = stats.false_discovery_control(p[tested], method="bh")
    return adjusted
