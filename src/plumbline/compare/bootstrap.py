"""Block bootstrap: words of one sentence are not independent, so whole blocks are drawn.

A block is a sentence or a paragraph. Where blocks are few, one is left out at a time instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
from scipy import special

from plumbline.compare.intervals import CONFIDENCE, PER, Interval, jackknife_limits

N_RESAMPLES = 2000
MIN_BLOCKS = 25  # of the bootstrap; with fewer it holds the truth in 92 to 93 % of samples
MIN_LEFT_OUT = 5  # blocks of the jackknife, which takes over below
NO_SPREAD = "every sentence has the same value: no spread"
_CHUNK = 4_000_000  # cells of the table of draws held at a time


def derive_seed(seed: int, *parts: str) -> int:
    """Return a 64-bit seed from the study's seed and names, the same on every machine."""
    key = "\x1f".join([str(seed), *parts]).encode("utf-8")
    return int.from_bytes(hashlib.sha256(key).digest()[:8], "big")


def resample_sums(values: np.ndarray, n_resamples: int, seed: int) -> np.ndarray:
    """Return the sums of each resample, shape (n_resamples, columns).

    Args:
        values: of each block, shape (blocks, columns).
        n_resamples: number of bootstrap resamples.
        seed: of the draws. The generator is PCG64, whose stream numpy keeps stable.

    """
    tables = _draw_weights(len(values), n_resamples, seed)
    return np.vstack([weights @ values for weights in tables])


def _draw_weights(n_blocks: int, n_resamples: int, seed: int) -> Iterator[np.ndarray]:
    """Yield how often each block is drawn in some resamples after others, shape (n, n_blocks).

    Every row sums to `n_blocks`. A long source has too many blocks for all resamples at once.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    rows = max(1, _CHUNK // n_blocks)
    for first in range(0, n_resamples, rows):
        n = min(rows, n_resamples - first)
        cells = rng.integers(0, n_blocks, (n, n_blocks)) + np.arange(n)[:, None] * n_blocks
        tally = np.bincount(cells.ravel(), minlength=n * n_blocks)
        yield tally.reshape(n, n_blocks).astype(float)


def bootstrap_rates(
    counts: np.ndarray,
    words: np.ndarray,
    seed: int,
    n_resamples: int = N_RESAMPLES,
    confidence: float = CONFIDENCE,
) -> list[Interval]:
    """Return rates per 1,000 words with BCa limits from resampled blocks.

    `bca_interval` at the confidence of `expand_confidence`, as plain limits of few sentences hold
    the truth in 93 to 94 % of samples and not in 95 (bench/coverage_intervals.py). All measures of
    a source share one set of draws, which costs one draw instead of many and leaves each interval
    as it would be alone. With 5 to 24 blocks the limits are those of the jackknife, see
    `_jackknife_rate`.

    Args:
        counts: matches, shape (blocks, measures).
        words: words of each block, shape (blocks,).
        seed: from `derive_seed(seed, source_id)`.
        n_resamples: number of bootstrap resamples.
        confidence: between 0 and 1.

    Returns:
        One `Interval` per measure; limits are ``None`` with a reason where there is no match,
        or fewer than `MIN_LEFT_OUT` blocks.

    """
    counts, words = np.asarray(counts, float), np.asarray(words, float)
    counts, words = counts[words > 0], words[words > 0]
    n, measures = counts.shape
    if n == 0:
        return [Interval(None, None, None, "no words of running text")] * measures
    rates = PER * counts.sum(axis=0) / words.sum()
    if n < MIN_LEFT_OUT:
        note = f"{n} blocks: resampling needs {MIN_LEFT_OUT}"
        return [Interval(float(rate), None, None, note) for rate in rates]
    left_out = PER * (counts.sum(axis=0) - counts) / (words.sum() - words)[:, None]
    if n < MIN_BLOCKS:
        limits = [
            _jackknife_rate(float(rates[m]), left_out[:, m], confidence) for m in range(measures)
        ]
    else:
        sums = resample_sums(np.column_stack([counts, words]), n_resamples, seed)
        replicates = PER * sums[:, :-1] / sums[:, -1:]
        expanded = expand_confidence(confidence, n)
        limits = [
            bca_interval(float(rates[m]), replicates[:, m], left_out[:, m], expanded)
            for m in range(measures)
        ]
    nothing = Interval(0.0, None, None, "no match to resample: see the exact interval")
    return [limits[m] if counts[:, m].any() else nothing for m in range(measures)]


def name_method(n_blocks: int) -> str:
    """Return how `bootstrap_rates` puts limits around a rate of so many blocks."""
    if n_blocks < MIN_LEFT_OUT:
        return "none"
    return "jackknife" if n_blocks < MIN_BLOCKS else "BCa"


def _jackknife_rate(rate: float, left_out: np.ndarray, confidence: float) -> Interval:
    """Return jackknife limits taken on the cube root of the rate, where they are symmetrical.

    Rates of few blocks are skewed, and limits on their own scale fall short above. The cube root
    makes a gamma variable nearly normal (Wilson & Hilferty 1931, PNAS 17:684-688). Widened by
    sqrt(n / (n - 1)), as in `expand_confidence`.
    """
    limits = jackknife_limits(rate, left_out, confidence)
    if limits.low is None:
        return limits
    n, root = len(left_out), rate ** (1 / 3)
    half = (n / (n - 1)) ** 0.5 * (limits.high - rate) / (3 * root**2)
    return Interval(rate, max(root - half, 0.0) ** 3, (root + half) ** 3)


def bootstrap_rate(
    counts: np.ndarray,
    words: np.ndarray,
    seed: int,
    n_resamples: int = N_RESAMPLES,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Return one rate per 1,000 words with its BCa limits: `bootstrap_rates` for one measure."""
    column = np.asarray(counts, float)[:, None]
    return bootstrap_rates(column, words, seed, n_resamples, confidence)[0]


def expand_confidence(confidence: float, n_blocks: int) -> float:
    """Return the confidence to ask of a bootstrap so that few blocks do not make it too narrow.

    Hesterberg (2015), Am. Stat. 69:371-386: the normal quantile z is replaced by
    sqrt(n / (n - 1)) t, t the quantile of Student's t with n - 1 degrees of freedom.
    """
    t = special.stdtrit(n_blocks - 1, (1 + confidence) / 2)
    return float(2 * special.ndtr(t * (n_blocks / (n_blocks - 1)) ** 0.5) - 1)


def bca_interval(
    estimate: float,
    replicates: np.ndarray,
    left_out: np.ndarray,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Return the bias-corrected and accelerated limits of a bootstrap.

    Efron (1987), JASA 82:171-185; DiCiccio & Efron (1996), Stat. Sci. 11:189-228: the limits are
    the replicates' quantiles at Phi(z0 + (z0 + z) / (1 - a (z0 + z))), z the normal quantile of
    alpha/2 and of 1 - alpha/2, z0 the normal quantile of the share of replicates below the
    estimate (ties count half, as counts have many), and a the jackknife skewness over 6.

    Args:
        estimate: the statistic of the data.
        replicates: the statistic of each resample, shape (n_resamples,).
        left_out: the statistic with each block left out, shape (n_blocks,).
        confidence: between 0 and 1.

    """
    deviations = left_out.mean() - left_out
    square = float(np.sum(deviations**2))
    if square <= 1e-24 * max(1.0, estimate**2):
        return Interval(estimate, None, None, NO_SPREAD)
    below = (np.mean(replicates < estimate) + np.mean(replicates <= estimate)) / 2
    if not 0 < below < 1:
        return Interval(estimate, None, None, "the resamples all lie on one side of the estimate")
    bias = special.ndtri(below)
    acceleration = float(np.sum(deviations**3)) / (6 * square**1.5)
    z = special.ndtri([(1 - confidence) / 2, (1 + confidence) / 2])
    shares = special.ndtr(bias + (bias + z) / (1 - acceleration * (bias + z)))
    low, high = np.quantile(replicates, shares)
    return Interval(estimate, float(low), float(high))
