"""How often the intervals hold the truth: simulated data sets with a known value.

    python bench/coverage_intervals.py --datasets 2000

Prints one row per interval and case: the share of data sets whose 95 % interval holds the true
value (with its own Wilson limits), and how often the interval was undefined. Nominal is 95 %; the
aim is 95 % plus or minus 1.5, or above for the exact intervals, which cannot fall below.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from plumbline.compare.bootstrap import bootstrap_rate
from plumbline.compare.exact_tests import compare_rates
from plumbline.compare.intervals import (
    cluster_mean_interval,
    rate_interval,
    wilson_interval,
)
from plumbline.compare.negative_binomial import compare_group_rates
from plumbline.compare.rank_tests import cliffs_delta, correlate_ranks

Limits = tuple[float | None, float | None]
SEED = 20260101
BUNCHED = {0: "independent", 1: "bunched"}


def simulate_rate(rng: np.random.Generator, mean: float) -> Limits:
    """Garwood: a page of 700 words whose matches are Poisson."""
    return rate_interval(int(rng.poisson(mean)), 700)[1:3]


def simulate_share(rng: np.random.Generator, n: int, share: float) -> Limits:
    """Wilson: n claims, each above its evidence with probability `share`."""
    return wilson_interval(int(rng.binomial(n, share)), n)[1:3]


def simulate_any_share(rng: np.random.Generator, n: int) -> Limits:
    """Wilson for a share drawn evenly from 0 to 1, its limits moved so that the truth is 0."""
    share = rng.random()
    low, high = simulate_share(rng, n, share)
    return low - share, high - share


def simulate_sentences(
    rng: np.random.Generator, name: str, n: int, per_1000: float, spread: float
) -> Limits:
    """Sentences that vary in length, and with a `spread` above 0 in their own rate too."""
    words = np.maximum(4, rng.negative_binomial(4, 4 / 20, n))
    own = rng.gamma(1 / spread, spread, n) if spread else 1.0
    counts = rng.poisson(per_1000 / 1000 * words * own)
    if name == "BCa":
        return bootstrap_rate(counts, words, int(rng.integers(2**31)), n_resamples=1000)[1:3]
    return rate_interval(int(counts.sum()), int(words.sum()))[1:3]


def simulate_gaps(rng: np.random.Generator, sources: int, between: float) -> Limits:
    """Clustered gaps: 3 to 15 claims per source, source means that differ."""
    sizes = rng.integers(3, 16, sources)
    clusters = np.repeat(np.arange(sources), sizes)
    means = rng.normal(1, between, sources) if between else np.ones(sources)
    return cluster_mean_interval(rng.normal(means[clusters], 1.5), clusters)[1:3]


def simulate_ratio(rng: np.random.Generator, mean: float) -> Limits:
    """Rate ratio of 2 between pages of 700 words."""
    result = compare_rates(int(rng.poisson(2 * mean)), 700, int(rng.poisson(mean)), 700)
    # Without a match in the second page the ratio has no upper limit: it covers all above.
    high = math.inf if result.low is not None and result.high is None else result.high
    return result.low, high


def simulate_negative_binomial(rng: np.random.Generator, n: int, ratio: float) -> Limits:
    """Rate ratio of two groups of pages that differ in their own rates (dispersion 0.4)."""
    first, words = np.arange(n) % 2 == 0, rng.integers(300, 1500, n)
    means = rng.gamma(2.5, 0.4, n) * words * 0.006 * np.where(first, ratio, 1)
    return compare_group_rates(rng.poisson(means), words, first)[1:3]


def simulate_groups(rng: np.random.Generator, m: int, n: int) -> Limits:
    """Cliff's delta of 0.521 between two groups of sources (normal, one SD apart)."""
    return cliffs_delta(rng.normal(1, 1, m), rng.normal(0, 1, n))[1:]


def simulate_correlation(rng: np.random.Generator, n: int) -> Limits:
    """Spearman's rho of 0.483 over n sources (normal, r = 0.5)."""
    x, noise = rng.standard_normal((2, n))
    return correlate_ranks(x, 0.5 * x + math.sqrt(0.75) * noise, 1)[1:3]


def cases() -> list[tuple[str, str, float, Callable[[np.random.Generator], Limits]]]:
    """Return interval, case, true value, and what draws one data set and gives its limits."""
    delta, rho = math.erf(0.5), 6 / math.pi * math.asin(0.25)
    rows: list = [
        ("Garwood", f"{m} matches expected", 1000 * m / 700, partial(simulate_rate, mean=m))
        for m in (1, 3, 8, 20)
    ]
    rows += [
        ("Wilson", f"n = {n}, p = {p}", p, partial(simulate_share, n=n, share=p))
        for n, p in ((5, 0.3), (10, 0.3), (10, 0.8), (30, 0.5), (100, 0.1))
    ]
    rows += [
        ("Wilson", f"n = {n}, any p", 0.0, partial(simulate_any_share, n=n)) for n in (5, 10, 30)
    ]
    rows += [
        (name, f"{n} sentences, {rate} per 1,000, {BUNCHED[spread]}", float(rate), draw)
        # Spread 1: matches fall as unevenly as hype does on supplement pages.
        for n, rate, spread in ((20, 25, 0), (30, 10, 0), (30, 25, 0), (60, 10, 0), (60, 25, 1))
        for name in ("BCa", "Garwood")
        for draw in [partial(simulate_sentences, name=name, n=n, per_1000=rate, spread=spread)]
    ]
    rows += [
        ("CR2", f"{g} sources, SD between {b}", 1.0, partial(simulate_gaps, sources=g, between=b))
        for g, b in ((5, 0), (5, 0.5), (5, 1), (10, 0.5), (20, 0.5))
    ]
    rows += [
        ("Rate ratio", f"{m} and {2 * m} expected", 2.0, partial(simulate_ratio, mean=m))
        for m in (3, 10)
    ]
    rows += [
        (
            "NB ratio",
            f"{n} sources, ratio {r}",
            r,
            partial(simulate_negative_binomial, n=n, ratio=r),
        )
        for n, r in ((20, 1.0), (20, 2.0), (50, 2.0))
    ]
    rows += [
        ("Cliff's delta", f"{m} against {n}", delta, partial(simulate_groups, m=m, n=n))
        for m, n in ((2, 3), (5, 5), (10, 15))
    ]
    rows += [
        ("Spearman", f"n = {n}", rho, partial(simulate_correlation, n=n)) for n in (10, 20, 50)
    ]
    return rows


def main() -> None:
    """Print the coverage of every case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--datasets", type=int, default=2000, help="data sets per case")
    parser.add_argument("--only", default="", help="intervals whose name contains this")
    options = parser.parse_args()
    print("| interval | case | coverage | its limits | undefined |\n|---|---|---|---|---|")
    for name, case, true, simulate in cases():
        if options.only not in name:
            continue
        rng = np.random.Generator(np.random.PCG64(SEED))
        limits = [simulate(rng) for _ in range(options.datasets)]
        defined = [(low, high) for low, high in limits if low is not None]
        held = sum(low <= true <= high for low, high in defined)
        own = wilson_interval(held, len(defined))
        share = 1 - len(defined) / len(limits)
        print(
            f"| {name} | {case} | {own.estimate:.1%} | {own.low:.1%} to {own.high:.1%} "
            f"| {share:.1%} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
