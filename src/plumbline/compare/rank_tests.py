"""Ranks: effect sizes and tests for sources that make no assumption about their distribution."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy import special, stats

from plumbline.compare.exact_tests import Contrast
from plumbline.compare.intervals import CONFIDENCE
from plumbline.compare.permutations import (
    MAX_EXACT_RANKS,
    TINY,
    all_orders,
    draw_orders,
    exact_p,
    mann_whitney_null,
    permute_groups,
    sampled_p,
)

MIN_LIMITS = 5  # sources behind the limits of a rank correlation; they hold from there on
MAX_PERMUTED = 200  # sources; above, large-sample distributions serve


def compare_groups(
    a: Sequence[float], b: Sequence[float], seed: int, confidence: float = CONFIDENCE
) -> Contrast:
    """Compare two groups of sources by Cliff's delta, tested by permuting the group labels.

    The statistic is the rank sum, so the test is the exact Wilcoxon-Mann-Whitney test with ties.
    Above 200 sources the normal approximation takes its place.
    """
    delta, low, high = cliffs_delta(a, b, confidence)
    ranks, m, n = stats.rankdata(np.concatenate([a, b])), len(a), len(a) + len(b)
    if n > MAX_PERMUTED:
        apart = np.sort(ranks)
        smallest = min(_normal_group_p(order, m) for order in (apart, apart[::-1]))
        method = "Cliff's delta, Mann-Whitney test"
        return Contrast(delta, low, high, _normal_group_p(ranks, m), smallest, n, method)
    p, smallest = permute_groups(ranks, m, seed)
    method = "Cliff's delta, permutation of sources"
    return Contrast(delta, low, high, p, smallest, n, method)


def _normal_group_p(values: np.ndarray, m: int) -> float:
    """Test the first m values against the others by the normal limit of the rank sum."""
    if np.ptp(values) == 0:
        return 1.0  # the limit has no spread; some versions of scipy return nan
    test = stats.mannwhitneyu(values[:m], values[m:], method="asymptotic")
    return max(float(test.pvalue), TINY)


def cliffs_delta(
    a: Sequence[float], b: Sequence[float], confidence: float = CONFIDENCE
) -> tuple[float, float, float]:
    """Return how much more often a value of `a` exceeds one of `b` than falls below it.

    Cliff (1993), Psychol. Bull. 114:494-509: P(a > b) - P(a < b), from -1 to 1. The limits are
    method 5 of Newcombe (2006), Stat. Med. 25:559-573, which stay within the range and do not
    vanish where the groups do not overlap, as the delta-method ones do.

    Returns:
        delta and its limits.

    """
    m, n = len(a), len(b)
    # The rank sum gives the wins of a over b, ties counted half, in n log n.
    wins = stats.rankdata(np.concatenate([a, b]))[:m].sum() - m * (m + 1) / 2
    area, z2 = float(wins) / (m * n), float(special.ndtri((1 + confidence) / 2)) ** 2
    spare = (m + n) / 2 - 1

    def distance(theta: float) -> float:
        spread = 1 + spare * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return (area - theta) ** 2 - z2 * theta * (1 - theta) * spread / (m * n)

    low = _root(distance, 0.0, area) if area > 0 else 0.0
    high = _root(distance, area, 1.0) if area < 1 else 1.0
    return 2 * area - 1, 2 * low - 1, 2 * high - 1


def shift_interval(
    a: Sequence[float], b: Sequence[float], confidence: float = CONFIDENCE
) -> tuple[float, float | None, float | None]:
    """Return the Hodges-Lehmann shift of `a` against `b` with its exact limits.

    Hodges & Lehmann (1963), Ann. Math. Stat. 34:598-611: the median of all differences. The limits
    are the differences that the exact Mann-Whitney distribution leaves in (Moses; see Hollander
    & Wolfe, Nonparametric Statistical Methods); ``None`` where the groups are too small for any.
    """
    differences = np.sort(np.subtract.outer(np.asarray(a, float), np.asarray(b, float)).ravel())
    m, n, tail = len(a), len(b), (1 - confidence) / 2
    if m * n <= 2500:
        left_out = int(np.searchsorted(np.cumsum(mann_whitney_null(m, n)), tail, side="right"))
    else:
        spread = math.sqrt(m * n * (m + n + 1) / 12)
        left_out = int(m * n / 2 - special.ndtri(1 - tail) * spread)
    estimate = float(np.median(differences))
    if left_out < 1:
        return estimate, None, None
    return estimate, float(differences[left_out - 1]), float(differences[-left_out])


def correlate_ranks(
    x: Sequence[float], y: Sequence[float], seed: int, confidence: float = CONFIDENCE
) -> Contrast:
    """Correlate two measures over sources by Spearman's rho.

    Spearman (1904). p by permutation: every order up to 9 sources, drawn orders up to 200, then
    the t approximation. Limits by Fisher's z with the variance (1 + rho^2 / 2) / (n - 3) of
    Bonett & Wright (2000), Psychometrika 65:23-28, from 5 sources.
    """
    method, n = "Spearman's rho, permutation of sources", len(x)
    rx, ry = stats.rankdata(x), stats.rankdata(y)
    if n < 3 or np.ptp(rx) == 0 or np.ptp(ry) == 0:
        note = "fewer than 3 sources" if n < 3 else "a measure is the same in all sources"
        return Contrast(None, None, None, None, None, n, method, note)
    rho = float(np.corrcoef(rx, ry)[0, 1])
    low, high = _fisher_limits(
        rho, (1 + rho**2 / 2) / (n - 3) if n >= MIN_LIMITS else None, confidence
    )
    note = "" if low is not None else _why_no_limits(n)
    if n > MAX_PERMUTED:
        up = np.sort(ry)
        p, smallest = _t_p(rx, ry), min(_t_p(np.sort(rx), order) for order in (up, up[::-1]))
        method = "Spearman's rho, t approximation"
    elif n > MAX_EXACT_RANKS:
        p, smallest = sampled_p(draw_orders(ry, seed) @ rx, float(rx @ ry))
    else:
        p, smallest = exact_p(ry[all_orders(n)] @ rx, float(rx @ ry))
    return Contrast(rho, low, high, p, smallest, n, method, note)


def _t_p(rx: np.ndarray, ry: np.ndarray) -> float:
    """Test ranks by Student's t, as `scipy.stats.spearmanr` does once it has ranked the values."""
    return max(float(stats.pearsonr(rx, ry).pvalue), TINY)


def _why_no_limits(n: int) -> str:
    if n < MIN_LIMITS:
        return f"no interval below {MIN_LIMITS} sources"
    return "a perfect order: no spread to judge by"


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Bisect to machine precision; the signs at the ends differ."""
    rising = function(low) < function(high)
    for _ in range(60):
        middle = (low + high) / 2
        if (function(middle) < 0) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fisher_limits(
    rho: float, variance: float | None, confidence: float
) -> tuple[float | None, float | None]:
    if variance is None or abs(rho) > 1 - 1e-12:
        return None, None
    half = float(special.ndtri((1 + confidence) / 2)) * math.sqrt(variance)
    return math.tanh(math.atanh(rho) - half), math.tanh(math.atanh(rho) + half)
