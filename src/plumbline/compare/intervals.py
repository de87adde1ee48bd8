"""Intervals: exact for counts, score for proportions, cluster-robust for means.

Each scalar function returns an `Interval`; what is undefined is ``None`` with a reason in
``note``, never 0. The ``*_limits`` functions do the same for whole columns, with NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

CONFIDENCE = 0.95
PER = 1000
MIN_RATIO = 3  # sources behind an interval with the source as the unit


class Interval(NamedTuple):
    """An estimate with its limits; ``None`` where undefined, the reason in ``note``."""

    estimate: float | None
    low: float | None
    high: float | None
    note: str = ""


def poisson_limits(
    counts: np.ndarray, exposures: np.ndarray, confidence: float = CONFIDENCE
) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact limits of Poisson rates, one pair per row.

    Garwood (1936), Biometrika 28:437-442: for a count x the limits of its mean are half the
    alpha/2 quantile of chi-squared with 2x degrees of freedom (0 for x = 0) and half the
    1 - alpha/2 quantile with 2x + 2; both are divided by the exposure.

    Args:
        counts: counts, shape (n,).
        exposures: what they are counted over, in any unit, shape (n,); NaN comes back where it
            is 0 or missing.
        confidence: between 0 and 1.

    """
    counts, exposures = np.asarray(counts, float), np.asarray(exposures, float)
    if np.any(counts < 0) or np.any(exposures < 0):
        raise ValueError("Counts and exposures must be 0 or more.")
    tail = _tail(confidence)
    exposures = np.where(exposures > 0, exposures, np.nan)
    # The chi-squared quantile is twice the inverse of the regularised incomplete gamma function.
    distinct, place = np.unique(counts, return_inverse=True)  # small counts come again and again
    low = np.where(distinct > 0, special.gammaincinv(np.maximum(distinct, 1e-9), tail), 0.0)
    high = special.gammainccinv(distinct + 1, tail)
    return low[place] / exposures, high[place] / exposures


def poisson_interval(count: int, exposure: float = 1.0, confidence: float = CONFIDENCE) -> Interval:
    """Return count / exposure with its exact Poisson limits (Garwood 1936)."""
    if not exposure > 0:
        return Interval(None, None, None, "nothing to count over")
    low, high = poisson_limits([count], [exposure], confidence)
    return Interval(count / exposure, float(low[0]), float(high[0]))


def rate_interval(count: int, n_words: int, confidence: float = CONFIDENCE) -> Interval:
    """Return the rate per 1,000 words with its exact Poisson limits (Garwood 1936).

    >>> [round(value, 2) for value in rate_interval(0, 867)[:3]]
    [0.0, 0.0, 4.25]
    """
    if not n_words > 0:
        return Interval(None, None, None, "no words of running text")
    return poisson_interval(count, n_words / PER, confidence)


def wilson_limits(
    successes: np.ndarray, totals: np.ndarray, confidence: float = CONFIDENCE
) -> tuple[np.ndarray, np.ndarray]:
    """Return the score limits of proportions, one pair per row.

    Wilson (1927), JASA 22:209-212: with p = x / n and z the 1 - alpha/2 normal quantile,
    (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n).

    Args:
        successes: x, shape (n,).
        totals: n, shape (n,); NaN comes back where it is 0.
        confidence: between 0 and 1.

    """
    x, n = np.asarray(successes, float), np.asarray(totals, float)
    if np.any(x < 0) or np.any(x > n):
        raise ValueError("Successes must lie between 0 and their total.")
    n = np.where(n > 0, n, np.nan)
    p, z2 = x / n, special.ndtri(1 - _tail(confidence)) ** 2
    centre = p + z2 / (2 * n)
    spread = np.sqrt(z2) * np.sqrt(p * (1 - p) / n + z2 / (4 * n**2))
    low, high = (centre - spread) / (1 + z2 / n), (centre + spread) / (1 + z2 / n)
    # Exactly 0 and 1 at the ends, where rounding would leave 1e-17.
    return np.where(x == 0, 0.0 * n, low), np.where(x == n, 1.0, high)


def wilson_interval(successes: int, total: int, confidence: float = CONFIDENCE) -> Interval:
    """Return successes / total with its score limits (Wilson 1927)."""
    if not total > 0:
        return Interval(None, None, None, "nothing to take a share of")
    low, high = wilson_limits([successes], [total], confidence)
    return Interval(successes / total, float(low[0]), float(high[0]))


def mean_interval(values: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """Return the mean with Student's limits: m +- t(n - 1) s / sqrt(n) (Student 1908).

    With fewer than two values, or values that are all equal, the mean stands without limits: a
    spread of 0 in a handful of values is no evidence of none.
    """
    return cluster_mean_interval(values, range(len(values)), confidence)


def cluster_mean_interval(
    values: Sequence[float], clusters: Sequence[Hashable], confidence: float = CONFIDENCE
) -> Interval:
    """Return the mean of values that come in clusters, with limits that hold for few clusters.

    The bias-reduced cluster-robust variance (CR2) of Bell & McCaffrey (2002), Survey Methodology
    28:169-181, with their Satterthwaite degrees of freedom. For a mean both have closed forms:
    with u_g the sum of the residuals of cluster g and h_g = n_g / n its share of the values,
    var = sum of u_g^2 / (1 - h_g), over n^2. One value per cluster gives Student's interval.

    Args:
        values: one number per unit (a claim's gap), shape (n,).
        clusters: the cluster of each unit (its source), shape (n,).
        confidence: between 0 and 1.

    """
    y = np.asarray(values, float)
    if len(y) == 0:
        return Interval(None, None, None, "no values")
    index = number_clusters(clusters)
    sizes, mean = np.bincount(index), float(y.mean())
    if len(sizes) < 2:
        reason = "one value" if len(y) == 1 else "one cluster"
        return Interval(mean, None, None, f"{reason}: no spread to judge by")
    share = sizes / len(y)
    sums = np.bincount(index, weights=y - mean)
    variance = float(np.sum(sums**2 / (1 - share))) / len(y) ** 2
    if variance <= 1e-24 * max(1.0, mean**2):
        return Interval(mean, None, None, "all values equal: no spread to judge by")
    half = _student(_satterthwaite(sizes), confidence) * variance**0.5
    return Interval(mean, mean - half, mean + half)


def ratio_interval(
    parts: Sequence[float], wholes: Sequence[float], confidence: float = CONFIDENCE
) -> Interval:
    """Return sum(parts) / sum(wholes) over sources, with the source as the unit.

    The linearised variance of a ratio (Cochran 1977, Sampling Techniques, 6.3), on the log scale
    and with Student's t of n - 1 degrees of freedom, so that the limits stay above 0. They are
    never narrower than the exact Poisson limits: sources that happen to be alike do not make a
    count more certain than independent matches would. With fewer than three sources, or where all
    have the same rate (0, or that of copies of one page), those stand alone, and the note says so.

    Args:
        parts: counts per source, shape (n,).
        wholes: what they are counted over (words in thousands, mentions), shape (n,).
        confidence: between 0 and 1.

    """
    x, w = np.asarray(parts, float), np.asarray(wholes, float)
    x, w = x[w > 0], w[w > 0]
    if len(w) == 0:
        return Interval(None, None, None, "nothing to count over")
    variance = _linearised_variance(x, w)
    exact = poisson_interval(int(x.sum()), float(w.sum()), confidence)
    if not variance:
        return exact._replace(note="exact Poisson limits: matches taken as independent")
    half = _student(len(w) - 1, confidence) * variance**0.5 / exact.estimate
    low, high = (exact.estimate * float(np.exp(side * half)) for side in (-1, 1))
    return exact._replace(low=min(low, exact.low), high=max(high, exact.high))


def ratio_share_interval(
    parts: Sequence[float], wholes: Sequence[float], confidence: float = CONFIDENCE
) -> Interval:
    """Return the share sum(parts) / sum(wholes) over sources, with the source as the unit.

    As `ratio_interval`, on the logit scale and with Wilson's limits in place of the Poisson ones.
    """
    x, w = np.asarray(parts, float), np.asarray(wholes, float)
    x, w = x[w > 0], w[w > 0]
    variance = _linearised_variance(x, w)
    wilson = wilson_interval(int(x.sum()), int(w.sum()), confidence)
    if not variance:
        return wilson._replace(note=wilson.note or "Wilson limits: units taken as independent")
    share = wilson.estimate
    half = _student(len(w) - 1, confidence) * variance**0.5 / (share * (1 - share))
    centre = float(special.logit(share))
    low, high = map(float, special.expit([centre - half, centre + half]))
    return wilson._replace(low=min(low, wilson.low), high=max(high, wilson.high))


def _linearised_variance(x: np.ndarray, w: np.ndarray) -> float:
    """Return the variance of sum(x) / sum(w) over sources; 0 where there is none to judge by."""
    n = len(w)
    if n < MIN_RATIO:
        return 0.0
    ratio = float(x.sum() / w.sum())
    variance = n / (n - 1) * float(np.sum((x - ratio * w) ** 2)) / float(w.sum()) ** 2
    return variance if variance > 1e-24 * ratio**2 else 0.0  # copies differ by rounding alone


def jackknife_interval(
    statistic: Callable[[np.ndarray], float | None],
    n_units: int,
    confidence: float = CONFIDENCE,
    left_out: np.ndarray | None = None,
) -> Interval:
    """Return a statistic with its delete-one jackknife limits.

    Tukey (1958), Ann. Math. Stat. 29:614: pseudo-values n T - (n - 1) T_(i) are treated as a
    sample; the limits are T +- t(n - 1) sqrt(var / n). For smooth statistics (means, ratios,
    agreement coefficients), not for medians.

    Args:
        statistic: takes an array of unit numbers (0 to n_units - 1) and returns a number, or
            ``None`` where it is undefined for these units.
        n_units: number of units, or of clusters where whole clusters are left out.
        confidence: between 0 and 1.
        left_out: the statistic with each unit left out, shape (n_units,), NaN where it is
            undefined, for those who have it in one step; else it is computed unit by unit.

    """
    units = np.arange(n_units)
    estimate = statistic(units) if n_units else None
    if estimate is None:
        return Interval(None, None, None, "undefined for these data")
    if n_units < 3:
        return Interval(estimate, None, None, "too few units to leave one out")
    if left_out is None:
        left_out = np.array([statistic(np.delete(units, i)) for i in range(n_units)], float)
    if np.isnan(left_out).any():
        return Interval(estimate, None, None, "undefined when one unit is left out")
    return jackknife_limits(estimate, left_out, confidence)


def jackknife_limits(
    estimate: float, left_out: np.ndarray, confidence: float = CONFIDENCE
) -> Interval:
    """Return the jackknife limits from the statistic with each unit left out, shape (units,)."""
    n = len(left_out)
    variance = (n - 1) / n * float(np.sum((left_out - left_out.mean()) ** 2))
    if variance <= 1e-24 * max(1.0, estimate**2):
        return Interval(estimate, None, None, "leaving one unit out changes nothing: no spread")
    half = _student(n - 1, confidence) * variance**0.5
    return Interval(estimate, estimate - half, estimate + half)


def _satterthwaite(sizes: np.ndarray) -> float:
    """Degrees of freedom of the CR2 variance of a mean, units independent (Bell & McCaffrey)."""
    share = sizes / sizes.sum()
    # The products of clusters g and h are s_g s_h (share_g [g = h] - share_g share_h).
    scaled = 1 / (1 - share)
    own = scaled * (share - share**2)
    others = np.sum(scaled * share**2) ** 2 - np.sum((scaled * share**2) ** 2)
    return float(own.sum() ** 2 / (np.sum(own**2) + others))


def number_clusters(clusters: Sequence[Hashable] | np.ndarray) -> np.ndarray:
    """Return the number of each unit's cluster: 0, 1, ... in the order they first appear."""
    if isinstance(clusters, np.ndarray):
        return pd.factorize(clusters)[0]
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(cluster, len(numbers)) for cluster in clusters], int)


def _student(degrees: float, confidence: float) -> float:
    return float(special.stdtrit(degrees, 1 - _tail(confidence)))


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence must lie between 0 and 1, not {confidence}.")
    return (1 - confidence) / 2
