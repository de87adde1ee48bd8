"""What this corpus could have shown: the smallest effects found with 80 percent power."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import optimize, special, stats

from plumbline.compare.permutations import MAX_EXACT_RANKS, all_orders

POWER = 0.8
ALPHA = 0.05
_SAMPLES = 20_000  # simulated corpora behind a detectable correlation: power to 0.3 points


def rate_ratio_power(
    ratio: float, words_a: float, words_b: float, per_1000: float, alpha: float = ALPHA
) -> float:
    """Return the chance that `exact_tests.compare_rates` finds a true rate ratio.

    Summed over all totals that can occur (Poisson) and, for each, over the counts that the
    conditional test rejects (binomial): nothing is simulated.

    Args:
        ratio: true rate of the first source over that of the second.
        words_a: words of the first source.
        words_b: words of the second source.
        per_1000: true rate of the second source.
        alpha: level of the two-sided test.

    """
    mean = per_1000 * (words_b + ratio * words_a) / 1000
    totals = np.arange(int(stats.poisson.ppf(1e-9, mean)), int(stats.poisson.isf(1e-9, mean)) + 1)
    null = words_a / (words_a + words_b)
    true = ratio * words_a / (ratio * words_a + words_b)
    # Reject from 0 to low - 1, and from high + 1 on: each tail at most alpha / 2 under the null.
    low = stats.binom.ppf(alpha / 2, totals, null)
    low = np.where(stats.binom.cdf(low, totals, null) <= alpha / 2, low + 1, low)
    high = stats.binom.isf(alpha / 2, totals, null)
    rejected = stats.binom.cdf(low - 1, totals, true) + stats.binom.sf(high, totals, true)
    return float(np.sum(stats.poisson.pmf(totals, mean) * rejected))


def detectable_rate_ratio(
    words_a: float,
    words_b: float,
    per_1000: float,
    power: float = POWER,
    alpha: float = ALPHA,
) -> float | None:
    """Return the smallest rate ratio above 1 that two sources of this length would have shown.

    ``None`` where no ratio up to 1,000 would do. Arguments as in `rate_ratio_power`.
    """
    if not (words_a > 0 and words_b > 0 and per_1000 > 0):
        return None

    def lack(log_ratio: float) -> float:
        return rate_ratio_power(math.exp(log_ratio), words_a, words_b, per_1000, alpha) - power

    ceiling = math.log(1000)
    if lack(ceiling) < 0:
        return None
    return math.exp(optimize.brentq(lack, 0.0, ceiling, xtol=1e-4))


def detectable_correlation(
    n: int, power: float = POWER, alpha: float = ALPHA, seed: int = 1
) -> float | None:
    """Return the smallest true correlation that Spearman's rho over n sources would have shown.

    True values are bivariate normal. Up to 9 sources the exact test is simulated on 20,000 corpora
    with a fixed seed; above, Fisher's z with the variance of Bonett & Wright (2000). ``None``
    where the test cannot reach `alpha` whatever the data, as with 4 sources or fewer.
    """
    if smallest_rank_p(n) > alpha:
        return None
    if n > MAX_EXACT_RANKS:
        wanted = special.ndtri(1 - alpha / 2) + special.ndtri(power)
        return float(
            optimize.brentq(
                lambda r: math.atanh(r) - wanted * math.sqrt((1 + r**2 / 2) / (n - 3)), 0, 1 - 1e-12
            )
        )
    limit = _critical_rho(n, alpha)
    rng = np.random.Generator(np.random.PCG64(seed))
    x, noise = rng.standard_normal((2, _SAMPLES, n))

    def lack(r: float) -> float:
        rho = _rank_correlations(x, r * x + math.sqrt(1 - r**2) * noise)
        return float(np.mean(np.abs(rho) >= limit - 1e-9)) - power

    return float(optimize.brentq(lack, 0.0, 1.0, xtol=1e-3))


def _critical_rho(n: int, alpha: float) -> float:
    """Return the smallest rho whose exact two-sided p is at most `alpha`, without ties."""
    rho = np.sort(_rank_correlations(np.arange(n)[None, :], all_orders(n)))
    levels = np.unique(np.round(rho, 9))
    tails = 1 - np.searchsorted(rho, levels - 1e-9) / len(rho)
    return float(levels[2 * tails <= alpha + 1e-12][0])


def _rank_correlations(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Spearman's rho of each row, without ties."""
    n = x.shape[1]
    ranks_x, ranks_y = (np.argsort(np.argsort(v, axis=1), axis=1) for v in (x, y))
    return 1 - 6 * np.sum((ranks_x - ranks_y) ** 2, axis=1) / (n * (n**2 - 1))


def smallest_rank_p(n: int) -> float:
    """Return the smallest two-sided p of a rank correlation over n sources: 2 / n!, at most 1."""
    return min(1.0, 2 / math.factorial(min(n, 170))) if n > 0 else 1.0


def smallest_group_p(n_first: int, n_second: int) -> float:
    """Return the smallest two-sided p of a permutation test between groups of these sizes."""
    return min(1.0, 2 / math.comb(n_first + n_second, n_first))


def describe_power(
    n_words: Sequence[int], per_1000: float, power: float = POWER, alpha: float = ALPHA
) -> list[dict]:
    """Say what a corpus could have shown, for the limits section of a report.

    Args:
        n_words: words of running text of each source.
        per_1000: a typical rate of the corpus.
        power: chance wanted of finding the effect.
        alpha: level of the two-sided test.

    Returns:
        Rows with ``question``, ``smallest`` (``None`` where nothing could be shown), ``reason``.

    """
    words = sorted((n for n in n_words if n > 0), reverse=True)
    rows = []
    for name, pair in (("longest", words[:2]), ("shortest", words[-2:])):
        ratio = detectable_rate_ratio(*pair, per_1000, power, alpha) if len(pair) == 2 else None
        rows.append(
            {
                "question": f"rate ratio between the two {name} sources at {per_1000:g} per 1,000",
                "smallest": ratio,
                "reason": "" if ratio else "no ratio up to 1,000 would have been found",
            }
        )
    n = len(words)
    correlation = detectable_correlation(n, power, alpha)
    rows.append(
        {
            "question": f"rank correlation over {n} sources",
            "smallest": correlation,
            "reason": "" if correlation else f"p cannot go below {smallest_rank_p(n):.3g}",
        }
    )
    return rows
