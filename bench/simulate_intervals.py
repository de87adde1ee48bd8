"""Data sets with a known truth, one function per interval: draws one and returns its limits."""

from __future__ import annotations

import math
import sys
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from plumbline.compare import permutations
from plumbline.compare.agreement import alpha_of_sums, coincidences
from plumbline.compare.bootstrap import bootstrap_rate
from plumbline.compare.exact_tests import (
    compare_rates,
    compare_shares,
    compare_within,
    correlate_within,
)
from plumbline.compare.intervals import (
    cluster_mean_interval,
    mean_interval,
    rate_interval,
    ratio_interval,
    ratio_share_interval,
    wilson_interval,
)
from plumbline.compare.negative_binomial import compare_group_rates
from plumbline.compare.rank_tests import cliffs_delta, correlate_ranks, shift_interval
from plumbline.compare.readability_intervals import (
    bootstrap_readability,
    jackknife_readability,
    score_totals,
)
from plumbline.readability.prepared import COUNTS
from plumbline.validity.scores import precision_recall_f1, score_units

Limits = tuple[float | None, float | None]
RESAMPLES = 1000  # half of what a study draws: limits of one data set wander, coverage hardly
MANY = 200_000  # sentences or units behind a truth that has no closed form
permutations.N_PERMUTATIONS = 99  # nothing here looks at p


def draw_rate(rng: np.random.Generator, mean: float) -> Limits:
    """A page of 700 words whose matches are Poisson."""
    return rate_interval(int(rng.poisson(mean)), 700)[1:3]


def draw_share(rng: np.random.Generator, n: int, share: float | None) -> Limits:
    """n claims, each above its evidence with probability `share`.

    Without one, shares are drawn evenly from 0 to 1 and the limits moved so that the truth is 0.
    """
    true = rng.random() if share is None else share
    low, high = wilson_interval(int(rng.binomial(n, true)), n)[1:3]
    return (low - true, high - true) if share is None else (low, high)


def draw_words(rng: np.random.Generator, sentences: int) -> np.ndarray:
    """Words of sentences: 4 or more, 17 on average."""
    return np.maximum(4, rng.negative_binomial(4, 4 / 20, sentences))


def draw_sentences(
    rng: np.random.Generator, interval: str, n: int, per_1000: float, spread: float
) -> Limits:
    """Sentences that vary in length, and with a `spread` above 0 in their own rate too."""
    words = draw_words(rng, n)
    own = rng.gamma(1 / spread, spread, n) if spread else 1.0
    counts = rng.poisson(per_1000 / 1000 * words * own)
    return _limit_rate(rng, interval, counts, words)


def draw_paragraphs(rng: np.random.Generator, interval: str, n: int, spread: float) -> Limits:
    """n paragraphs of 1 to 5 sentences at 25 per 1,000, each with a rate of its own.

    By "sentences" they are cut up again, which takes sentences of one paragraph as independent.
    """
    sizes = rng.integers(1, 6, n)
    words = draw_words(rng, sizes.sum())
    counts = rng.poisson(0.025 * words * np.repeat(rng.gamma(1 / spread, spread, n), sizes))
    if interval == "sentences":
        return _limit_rate(rng, "bootstrap", counts, words)
    firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    joined = (np.add.reduceat(values, firsts) for values in (counts, words))
    return _limit_rate(rng, "bootstrap", *joined)


def _limit_rate(
    rng: np.random.Generator, interval: str, counts: np.ndarray, words: np.ndarray
) -> Limits:
    if interval == "Garwood":
        return rate_interval(int(counts.sum()), int(words.sum()))[1:3]
    return bootstrap_rate(counts, words, int(rng.integers(2**31)), RESAMPLES)[1:3]


def draw_readability(rng: np.random.Generator, interval: str, n: int, formula: str) -> Limits:
    """n sentences that differ in length and in how long their words are."""
    return _score_sentences(interval, n, int(rng.integers(2**31)))["a", formula][1:3]


@lru_cache(maxsize=10_000)
def _score_sentences(interval: str, n: int, seed: int) -> dict:
    """Return the scores of one text; all formulas share it."""
    counts = _count_sentences(np.random.Generator(np.random.PCG64(seed)), n)
    frame = pd.DataFrame(counts, columns=list(COUNTS)).assign(source_id="a", sentence_id=range(n))
    if interval == "large study":
        return jackknife_readability(frame)
    return bootstrap_readability(frame, seed, RESAMPLES)


def _count_sentences(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return the `COUNTS` of n sentences: the more long words, the more of everything long."""
    words = draw_words(rng, n)
    polysyllables = rng.binomial(words, rng.beta(2, 8, n))
    twos = rng.binomial(words - polysyllables, 0.3)
    letters = words * 3 + rng.poisson(1.2 * words) + twos + 4 * polysyllables
    difficult = rng.binomial(polysyllables, 0.8) + rng.binomial(twos, 0.2)
    columns = {
        "words": words,
        "syllables": words + twos + 2 * polysyllables,
        "letters": letters,
        "characters": letters + rng.binomial(words, 0.02),
        "polysyllables": polysyllables,
        "long_words": polysyllables + rng.binomial(twos, 0.4),
        "difficult_words": difficult + rng.binomial(words - polysyllables - twos, 0.05),
        "difficult_polysyllables": difficult,
        "complex_words": rng.binomial(polysyllables, 0.9),
    }
    return np.column_stack([columns[name] for name in COUNTS]).astype(float)


@cache
def true_score(formula: str) -> float:
    """Return the score of a text of very many such sentences."""
    counts = _count_sentences(np.random.Generator(np.random.PCG64(1)), MANY)
    return float(score_totals(counts.sum(axis=0), MANY)[formula])


def draw_gaps(rng: np.random.Generator, sources: int, between: float) -> Limits:
    """3 to 15 claims per source, mean 1, source means that differ with this standard deviation."""
    clusters = np.repeat(np.arange(sources), rng.integers(3, 16, sources))
    means = rng.normal(1, between, sources) if between else np.ones(sources)
    return cluster_mean_interval(rng.normal(means[clusters], 1.5), clusters)[1:3]


def draw_levels(rng: np.random.Generator, n: int) -> Limits:
    """Gaps of one source's n claims, in whole levels: mean 1, most of them 0 to 2."""
    return mean_interval(rng.choice([-2, 0, 1, 2, 3], n, p=[0.1, 0.2, 0.3, 0.3, 0.1]))[1:3]


TRUE_LEVEL = -0.2 + 0.3 + 0.6 + 0.3


def draw_pooled_rate(rng: np.random.Generator, sources: int, spread: float) -> Limits:
    """Sources of 300 to 1,500 words at 8 per 1,000, each with a rate of its own."""
    thousands = rng.integers(300, 1500, sources) / 1000
    own = rng.gamma(1 / spread, spread, sources) if spread else 1.0
    return ratio_interval(rng.poisson(8 * own * thousands), thousands)[1:3]


def draw_pooled_share(rng: np.random.Generator, sources: int, share: float, rho: float) -> Limits:
    """Sources of 3 to 30 mentions, their own shares beta with this correlation within sources."""
    mentions = rng.integers(3, 31, sources)
    if rho:
        own = rng.beta(share * (1 / rho - 1), (1 - share) * (1 / rho - 1), sources)
    else:
        own = np.full(sources, share)
    return ratio_share_interval(rng.binomial(mentions, own), mentions)[1:3]


def draw_ratio(rng: np.random.Generator, mean: float) -> Limits:
    """Rate ratio of 2 between pages of 700 words."""
    result = compare_rates(int(rng.poisson(2 * mean)), 700, int(rng.poisson(mean)), 700)
    # Without a match in the second page the ratio has no upper limit: it covers all above.
    high = math.inf if result.low is not None and result.high is None else result.high
    return result.low, high


def draw_difference(rng: np.random.Generator, n: int) -> Limits:
    """Shares of .6 and .4 of n claims each."""
    parts = (int(rng.binomial(n, share)) for share in (0.6, 0.4))
    first, second = parts
    result = compare_shares(first, n, second, n)
    return result.low, result.high


def draw_negative_binomial(rng: np.random.Generator, n: int, ratio: float) -> Limits:
    """Rate ratio of two groups of pages that differ in their own rates (dispersion 0.4)."""
    first, words = np.arange(n) % 2 == 0, rng.integers(300, 1500, n)
    means = rng.gamma(2.5, 0.4, n) * words * 0.006 * np.where(first, ratio, 1)
    return compare_group_rates(rng.poisson(means), words, first)[1:3]


def draw_delta(rng: np.random.Generator, m: int, n: int) -> Limits:
    """Cliff's delta between two groups of sources (normal, one SD apart)."""
    return cliffs_delta(rng.normal(1, 1, m), rng.normal(0, 1, n))[1:]


def draw_shift(rng: np.random.Generator, m: int, n: int) -> Limits:
    """Rates of two groups of sources, skewed alike, the first 2 per 1,000 above the second."""
    return shift_interval(rng.gamma(2.5, 3, m) + 2, rng.gamma(2.5, 3, n))[1:]


def draw_correlation(rng: np.random.Generator, n: int) -> Limits:
    """Spearman's rho over n sources (normal, r = 0.5)."""
    x, noise = rng.standard_normal((2, n))
    return correlate_ranks(x, 0.5 * x + math.sqrt(0.75) * noise, 1)[1:3]


def draw_within(rng: np.random.Generator, contrast: str, sources: int) -> Limits:
    """3 to 15 claims per source; jackknife over sources. See `_draw_claims`."""
    licensed, asserted, hedged, source = _draw_claims(rng, sources)
    if contrast == "correlation":
        return correlate_within(asserted, licensed, source, 1)[1:3]
    return compare_within(licensed < 4, hedged, source, 1)[1:3]


def _draw_claims(rng: np.random.Generator, sources: int) -> tuple[np.ndarray, ...]:
    """Return licensed and asserted levels, share hedged and source of each claim.

    Asserted levels follow the licensed ones half-way, sources have their own tone, and weak
    evidence is hedged in .5 of mentions, strong in .3.
    """
    source = np.repeat(np.arange(sources), rng.integers(3, 16, sources))
    tone = rng.normal(0, 1, sources)[source]
    licensed = np.clip(np.round(4 + rng.normal(0, 1.2, len(source))), 1, 6)
    asserted = 4 + 0.5 * (licensed - 4) + tone + rng.normal(0, 1, len(source))
    hedged = rng.binomial(3, np.where(licensed < 4, 0.5, 0.3)) / 3
    return licensed, np.clip(np.round(asserted), 1, 6), hedged, source


@cache
def true_within() -> float:
    """Return the within-source rank correlation of very many sources."""
    rng = np.random.Generator(np.random.PCG64(1))
    licensed, asserted, _, source = (pd.Series(v) for v in _draw_claims(rng, MANY // 10))
    x, y = (v.rank() - v.rank().groupby(source).transform("mean") for v in (asserted, licensed))
    return float(x @ y / math.sqrt((x @ x) * (y @ y)))


SCORED = {"confidence": 0.95, "resamples": RESAMPLES}


def draw_f1(rng: np.random.Generator, n: int) -> Limits:
    """F1 over n sentences of which .3 hold a mark; precision .8, recall .75, so F1 .774."""
    there = rng.random(n) < 0.3
    found = np.where(there, rng.random(n) < 0.75, rng.random(n) < 0.3 * 0.75 / 4 / 0.7)
    units = np.column_stack([there & found, found & ~there, there & ~found])
    settings = SCORED | {"seed": int(rng.integers(2**31))}
    return score_units(units, precision_recall_f1, settings, "f1")["f1"][1:3]


def _draw_codes(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return the codes of two coders on four levels, each .85 right and else a level off."""
    true = rng.integers(0, 4, n)
    off = rng.choice([-1, 1], (2, n)) * (rng.random((2, n)) > 0.85)
    return np.clip(true + off, 0, 3).astype(float)


def draw_alpha(rng: np.random.Generator, n: int) -> Limits:
    """Krippendorff's ordinal alpha of two coders over n sentences."""
    settings = SCORED | {"seed": int(rng.integers(2**31))}
    units = coincidences(_draw_codes(rng, n), 4)
    return score_units(units, _alpha, settings, "alpha")["alpha"][1:3]


def _alpha(sums: np.ndarray) -> dict[str, np.ndarray]:
    return {"alpha": alpha_of_sums(sums, "ordinal", 4)}


@cache
def true_alpha() -> float:
    """Return alpha of very many sentences."""
    codes = _draw_codes(np.random.Generator(np.random.PCG64(1)), MANY)
    return float(_alpha(coincidences(codes, 4).sum(axis=0))["alpha"])
