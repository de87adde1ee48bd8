"""How often the tests find something where nothing is: labels shuffled, or no effect simulated.

    python bench/false_positives.py --datasets 2000

Prints one row per test and case: the share of data sets with p of .05 or less, with its Wilson
limits. The aim is 5 % at most; exact tests of few units stay well below, because their p values
jump.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from plumbline.compare.adjust import adjust_benjamini_hochberg, adjust_holm
from plumbline.compare.exact_tests import (
    compare_mean_with_zero,
    compare_rates,
    compare_shares,
    compare_within,
    correlate_within,
)
from plumbline.compare.intervals import wilson_interval
from plumbline.compare.negative_binomial import compare_group_rates
from plumbline.compare.rank_tests import compare_groups, correlate_ranks

SEED = 20260101
ALPHA = 0.05
Draw = Callable[[np.random.Generator], float | None]


def draw_pages(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return counts and words of pages that differ in their own rates (dispersion 0.4)."""
    words = rng.integers(300, 1500, n)
    return rng.poisson(rng.gamma(2.5, 0.4, n) * words * 0.008), words


def draw_claims(rng: np.random.Generator, sources: int) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Return asserted and licensed levels of claims, unrelated, and their source.

    Sources differ in how strongly they word everything, and in which claims they make.
    """
    sizes = rng.integers(3, 16, sources)
    source = np.repeat(np.arange(sources), sizes)
    tone, subject = rng.normal(0, 1, (2, sources))
    asserted = np.clip(np.round(4 + tone[source] + rng.normal(0, 1, len(source))), 1, 6)
    licensed = np.clip(np.round(4 + subject[source] + rng.normal(0, 1, len(source))), 1, 6)
    return asserted, licensed, source.tolist()


def shuffle_groups(rng: np.random.Generator, m: int, n: int) -> float | None:
    """Group labels shuffled over pages."""
    counts, words = draw_pages(rng, m + n)
    rates = rng.permutation(counts / words)
    return compare_groups(rates[:m], rates[m:], int(rng.integers(2**31))).p


def shuffle_group_rates(rng: np.random.Generator, n: int) -> float | None:
    """The same labels in the negative binomial model."""
    counts, words = draw_pages(rng, n)
    return compare_group_rates(counts, words, rng.permutation(np.arange(n) % 2 == 0)).p


def shuffle_correlation(rng: np.random.Generator, n: int) -> float | None:
    """Pages shuffled between two measures, with ties."""
    x, y = (np.round(1000 * c / w) for c, w in (draw_pages(rng, n), draw_pages(rng, n)))
    return correlate_ranks(x, y, int(rng.integers(2**31))).p


def draw_sentences(rng: np.random.Generator, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Return matches and words of the 70 sentences of two pages, bunched with `spread`."""
    words = np.maximum(4, rng.negative_binomial(4, 4 / 20, 70))
    own = rng.gamma(1 / spread, spread, 70) if spread else 1.0
    return rng.poisson(0.015 * words * own), words


def shuffle_rate_ratio(rng: np.random.Generator, spread: float, blocks: str) -> float | None:
    """Sentences shuffled between a page of 30 and one of 40.

    `blocks`: "no" takes p of the matches, "yes" the larger of that and the one with sentences that
    hold a match counted once, which is what gets adjusted.
    """
    counts, words = draw_sentences(rng, spread)

    def p(values: np.ndarray) -> float | None:
        totals = (
            int(values[:30].sum()),
            words[:30].sum(),
            int(values[30:].sum()),
            words[30:].sum(),
        )
        return compare_rates(*totals).p

    first, second = p(counts), p(counts > 0)
    return first if blocks == "no" or first is None else max(first, second)


def shuffle_shares(rng: np.random.Generator, n: int) -> float | None:
    """Claims above their evidence shuffled between two pages."""
    above = rng.permutation(rng.random(2 * n) < 0.5)
    return compare_shares(int(above[:n].sum()), n, int(above[n:].sum()), n).p


def shuffle_claims(rng: np.random.Generator, sources: int, name: str) -> float | None:
    """Claims shuffled within their sources; for the mean, gaps that are as often above as below."""
    asserted, licensed, source = draw_claims(rng, sources)
    seed = int(rng.integers(2**31))
    if name == "asserted with licensed":
        return correlate_within(asserted, licensed, source, seed).p
    if name == "weak against strong":
        return compare_within(licensed < 4, asserted, source, seed).p
    signs = rng.choice([-1, 1], sources)
    return compare_mean_with_zero((asserted - 3) * signs[source], source, seed).p


def shuffle_family(rng: np.random.Generator, name: str) -> float | None:
    """The smallest adjusted p of five contrasts of two groups of eight, all of them shuffled."""
    p = [shuffle_groups(rng, 8, 8) for _ in range(5)]
    return float(np.min((adjust_holm if name == "Holm" else adjust_benjamini_hochberg)(p)))


def cases() -> list[tuple[str, str, Draw]]:
    """Return test, case, and what draws one data set and gives its p."""
    rows: list = [
        ("Groups, permutation", f"{m} against {n} sources", partial(shuffle_groups, m=m, n=n))
        for m, n in ((3, 4), (5, 5), (12, 18), (120, 120))
    ]
    rows += [
        ("Groups, negative binomial", f"{n} sources", partial(shuffle_group_rates, n=n))
        for n in (20, 50)
    ]
    rows += [
        ("Spearman, permutation", f"{n} sources", partial(shuffle_correlation, n=n))
        for n in (5, 8, 20)
    ]
    rows += [
        (f"Rate ratio, {said}", case, partial(shuffle_rate_ratio, spread=spread, blocks=blocks))
        for spread, case in ((0, "independent matches"), (1, "bunched matches"))
        for blocks, said in (("no", "matches"), ("yes", "larger of two p"))
    ]
    rows += [("Shares, Fisher", f"{n} claims each", partial(shuffle_shares, n=n)) for n in (8, 25)]
    rows += [
        (f"Claims, {name}", f"{n} sources", partial(shuffle_claims, sources=n, name=name))
        for name in ("asserted with licensed", "weak against strong", "mean against 0")
        for n in (5, 8, 20)
    ]
    rows += [
        (f"{name} over 5 contrasts", "any p of .05 or less", partial(shuffle_family, name=name))
        for name in ("Holm", "Benjamini-Hochberg")
    ]
    return rows


def main() -> None:
    """Print the share of false positives of every case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--datasets", type=int, default=2000, help="data sets per case")
    parser.add_argument("--only", default="", help="tests whose name and case hold this")
    options = parser.parse_args()
    print("| test | case | p of .05 or less | its limits |\n|---|---|---|---|")
    for name, case, draw in cases():
        if options.only not in f"{name}, {case}":
            continue
        rng = np.random.Generator(np.random.PCG64(SEED))
        p = [draw(rng) for _ in range(options.datasets)]
        tested = [value for value in p if value is not None]
        own = wilson_interval(sum(value <= ALPHA for value in tested), len(tested))
        print(
            f"| {name} | {case} | {own.estimate:.1%} | {own.low:.1%} to {own.high:.1%} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
