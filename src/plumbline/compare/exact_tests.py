"""Exact tests for few sources: each says the smallest p it could have given.

All two-sided p values are central: twice the smaller tail, at most 1. So an exact interval
leaves out "no difference" just where p falls below alpha (Fay 2010, The R Journal 2:53-58).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import numpy as np
from scipy import special, stats

from plumbline.compare.intervals import (
    CONFIDENCE,
    Interval,
    cluster_mean_interval,
    jackknife_interval,
    number_clusters,
    wilson_interval,
)
from plumbline.compare.permutations import permute_signs, permute_within, within_variance
from plumbline.compare.power import ALPHA, detectable_from_limits, detectable_from_null

MAX_LEFT_OUT = 50  # sources


class Contrast(NamedTuple):
    """An effect with its interval and test; ``None`` where undefined, the reason in ``note``.

    ``n`` counts what ``unit`` names. ``p_blocks`` is the p of the same question with whole
    sentences as units; ``detectable`` the smallest effect that would have been found with 80 %
    power; ``left_out_low`` and ``left_out_high`` how far the estimate moves when one source is
    left out.
    """

    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    p_smallest: float | None
    n: int
    method: str
    note: str = ""
    unit: str = "sources"
    p_blocks: float | None = None
    detectable: float | None = None
    left_out_low: float | None = None
    left_out_high: float | None = None


def compare_rates(
    count_a: int, words_a: float, count_b: int, words_b: float, confidence: float = CONFIDENCE
) -> Contrast:
    """Compare two Poisson rates by their ratio, a over b.

    Przyborowski & Wilenski (1940), Biometrika 31:313-323: given the sum of the counts, the first
    is binomial with share words_a / (words_a + words_b) if the rates are equal. The limits of the
    ratio follow from the exact limits of that share (Clopper & Pearson 1934).

    Args:
        count_a: matches in the first source.
        words_a: its words, more than 0.
        count_b: matches in the second source.
        words_b: its words, more than 0.
        confidence: between 0 and 1.

    """
    method, total, unit = "rate ratio, exact conditional test", count_a + count_b, "matches"
    nothing = Contrast(None, None, None, None, None, total, method, unit=unit)
    if not (words_a > 0 and words_b > 0):
        return nothing._replace(note="a source has no words")
    if total == 0:
        return nothing._replace(note="no match in either source")
    share, tail = words_a / (words_a + words_b), (1 - confidence) / 2
    smallest = min(1.0, 2 * min(share**total, (1 - share) ** total))
    tails = special.bdtr(count_a, total, share), _upper(count_a, total, share)
    p = max(smallest, min(1.0, 2 * min(tails)))  # no less than the smallest by rounding
    low = special.betaincinv(count_a, count_b + 1, tail) if count_a else 0.0
    high = special.betaincinv(count_a + 1, count_b, 1 - tail) if count_b else 1.0
    odds = words_b / words_a
    limits = low / (1 - low) * odds, high / (1 - high) * odds if high < 1 else None
    if count_b == 0:
        note = "no match in the second source: the ratio has no upper limit"
        return Contrast(None, float(limits[0]), None, float(p), smallest, total, method, note, unit)
    estimate = count_a / count_b * odds
    return Contrast(estimate, *map(float, limits), float(p), smallest, total, method, "", unit)


def compare_shares(
    part_a: int,
    whole_a: int,
    part_b: int,
    whole_b: int,
    confidence: float = CONFIDENCE,
    unit: str = "claims",
) -> Contrast:
    """Compare two shares by their difference, a minus b.

    p from the exact test of Fisher (1934), given the margins; limits from the score limits of each
    share by method 10 of Newcombe (1998), Stat. Med. 17:873-890. Units are taken as independent,
    which the note says.

    Args:
        part_a: units of the first source that count (claims above their evidence).
        whole_a: all its units.
        part_b: the same of the second source.
        whole_b: the same of the second source.
        confidence: between 0 and 1.
        unit: what the wholes count.

    """
    method, n = "difference of shares, Fisher's exact test", whole_a + whole_b
    if not (whole_a > 0 and whole_b > 0):
        note = "a source has nothing to take a share of"
        return Contrast(None, None, None, None, None, n, method, note, unit)
    first, second = (
        wilson_interval(x, m, confidence) for x, m in ((part_a, whole_a), (part_b, whole_b))
    )
    difference = first.estimate - second.estimate
    low = difference - math.hypot(first.estimate - first.low, second.high - second.estimate)
    high = difference + math.hypot(first.high - first.estimate, second.estimate - second.low)
    possible = stats.hypergeom(n, part_a + part_b, whole_a)
    p = min(1.0, 2 * min(possible.cdf(part_a), possible.sf(part_a - 1)))
    smallest = min(1.0, 2 * float(min(possible.pmf(x) for x in possible.support())))
    note = f"{unit} of a source taken as independent"
    return Contrast(difference, low, high, float(p), smallest, n, method, note, unit)


def correlate_within(
    x: Sequence[float],
    y: Sequence[float],
    clusters: Sequence[Hashable],
    seed: int,
    confidence: float = CONFIDENCE,
) -> Contrast:
    """Correlate two scores of claims within their sources.

    Both scores are ranked over all claims and centred on their source's mean; the estimate is the
    correlation of what is left. y is permuted within each source only, so what sets whole sources
    apart cannot show up as a relation between claims. Limits by a jackknife over sources on
    Fisher's z.
    """
    method, n = "within-source rank correlation, permutation within sources", len(x)
    sums = _Within(stats.rankdata(x), stats.rankdata(y), clusters)
    estimate = sums.correlate(sums.sources)
    if estimate is None:
        note = "no source with claims that differ in both scores"
        return Contrast(None, None, None, None, None, n, method, note, "claims")

    def on_z(kept: np.ndarray) -> float | None:
        value = sums.correlate(kept)
        return None if value is None or abs(value) > 1 - 1e-12 else math.atanh(value)

    left_out = sums.without_each(_correlation)
    left_out = np.arctanh(np.where(np.abs(left_out) > 1 - 1e-12, np.nan, left_out))
    limits = jackknife_interval(on_z, len(sums.sources), confidence, left_out)
    low, high = (None if z is None else math.tanh(z) for z in limits[1:3])
    p, smallest = permute_within(sums.x, sums.y, sums.index, seed)
    spread = math.sqrt(sums.sums["xx"].sum() * sums.sums["yy"].sum())
    return Contrast(
        *(estimate, low, high, p, smallest, n, method, _no_limits(limits), "claims"),
        detectable=_detect(sums.null_error() / spread, smallest),
        **range_left_out(sums.correlate, len(sums.sources)),
    )


def compare_within(
    chosen: Sequence[bool],
    y: Sequence[float],
    clusters: Sequence[Hashable],
    seed: int,
    confidence: float = CONFIDENCE,
) -> Contrast:
    """Compare the chosen claims with the others of the same source by their mean difference.

    The estimate is the within-source regression slope: the sources' differences, each weighted by
    n1 n2 / (n1 + n2). Permutation within sources; limits by a jackknife over sources.
    """
    method, n = "mean difference within sources, permutation within sources", len(y)
    sums = _Within(np.asarray(chosen, float), np.asarray(y, float), clusters)
    left_out = sums.without_each(_slope)
    limits = jackknife_interval(sums.slope, len(sums.sources), confidence, left_out)
    if limits.estimate is None:
        note = "no source has claims of both kinds"
        return Contrast(None, None, None, None, None, n, method, note, "claims")
    p, smallest = permute_within(sums.x, sums.y, sums.index, seed)
    return Contrast(
        *(*limits[:3], p, smallest, n, method, _no_limits(limits), "claims"),
        detectable=_detect(sums.null_error() / sums.sums["xx"].sum(), smallest),
        **range_left_out(sums.slope, len(sums.sources)),
    )


def _detect(error: float, smallest: float | None) -> float | None:
    """Return what would have been found; nothing where the test cannot reach its level."""
    return detectable_from_null(error) if (smallest or 0) <= ALPHA else None


class _Within:
    """Two scores centred on their source's mean, and their sums of products per source."""

    def __init__(self, x: np.ndarray, y: np.ndarray, clusters: Sequence[Hashable]) -> None:
        self.index = number_clusters(clusters)
        self.x, self.y = _centred(x, self.index), _centred(y, self.index)
        pairs = {"xx": self.x * self.x, "xy": self.x * self.y, "yy": self.y * self.y}
        self.sums = {key: np.bincount(self.index, weights=v) for key, v in pairs.items()}
        self.sources = np.arange(len(self.sums["xx"]))

    def correlate(self, kept: np.ndarray) -> float | None:
        """Return the correlation within the kept sources."""
        return _known(_correlation(*(own[kept].sum() for own in self.sums.values())))

    def slope(self, kept: np.ndarray) -> float | None:
        """Return the slope within the kept sources."""
        return _known(_slope(*(own[kept].sum() for own in self.sums.values())))

    def without_each(self, statistic: Callable[..., np.ndarray]) -> np.ndarray:
        """Return `_correlation` or `_slope` with each source left out; NaN where undefined."""
        return statistic(*(own.sum() - own for own in self.sums.values()))

    def null_error(self) -> float:
        """Return the standard deviation of the sum of products over all permutations."""
        return math.sqrt(within_variance(self.x, self.y, self.index))


def _correlation(xx: np.ndarray, xy: np.ndarray, yy: np.ndarray) -> np.ndarray:
    defined = xx * yy > 1e-18
    return np.where(defined, xy / np.sqrt(np.where(defined, xx * yy, 1)), np.nan)


def _slope(xx: np.ndarray, xy: np.ndarray, _yy: np.ndarray) -> np.ndarray:
    defined = xx > 1e-9
    return np.where(defined, xy / np.where(defined, xx, 1), np.nan)


def _known(value: np.ndarray) -> float | None:
    return None if np.isnan(value) else float(value)


def compare_mean_with_zero(
    values: Sequence[float],
    clusters: Sequence[Hashable],
    seed: int,
    confidence: float = CONFIDENCE,
) -> Contrast:
    """Test whether the mean of clustered values is 0, by turning the sign of whole sources.

    Fisher (1935), The Design of Experiments, 21. Limits: `cluster_mean_interval`.
    """
    method, n = "mean with sources as clusters, sign-flip test over sources", len(values)
    mean, low, high, note = cluster_mean_interval(values, clusters, confidence)
    if mean is None:
        return Contrast(None, None, None, None, None, 0, method, note, "claims")
    index = number_clusters(clusters)
    sizes, sums = np.bincount(index), np.bincount(index, weights=np.asarray(values, float))
    p, smallest = permute_signs(sums, seed)
    detectable = None
    if low is not None and (smallest or 0) <= ALPHA:
        detectable = detectable_from_limits(high - mean, len(sums) - 1, confidence=confidence)
    return Contrast(
        *(mean, low, high, p, smallest, n, method, note, "claims"),
        detectable=detectable,
        **range_left_out(lambda kept: float(sums[kept].sum() / sizes[kept].sum()), len(sums)),
    )


def range_left_out(
    statistic: Callable[[np.ndarray], float | None], n_sources: int
) -> dict[str, float]:
    """Return the smallest and largest value of a statistic when one source is left out.

    Args:
        statistic: takes an array of source numbers and returns a number or ``None``.
        n_sources: 3 to `MAX_LEFT_OUT`; else nothing comes back, as leaving one out of two leaves
            no comparison, and out of many changes nothing.

    Returns:
        left_out_low and left_out_high, or nothing.

    """
    if not 3 <= n_sources <= MAX_LEFT_OUT:
        return {}
    units = np.arange(n_sources)
    values = [statistic(np.delete(units, i)) for i in units]
    values = [value for value in values if value is not None]
    return {"left_out_low": min(values), "left_out_high": max(values)} if values else {}


def _upper(count: int, total: int, share: float) -> float:
    """Probability of `count` or more out of `total`."""
    return special.bdtrc(count - 1, total, share) if count else 1.0


def _no_limits(interval: Interval) -> str:
    return f"no interval: {interval.note}" if interval.note else ""


def _centred(values: np.ndarray, index: np.ndarray) -> np.ndarray:
    if len(values) == 0:
        return values
    means = np.bincount(index, weights=values) / np.bincount(index)
    return values - means[index]
