"""What this corpus could have shown: the smallest effects found with 80 percent power."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy import optimize, special, stats

from plumbline.compare.permutations import MAX_EXACT_RANKS, all_orders, mann_whitney_null

POWER = 0.8
ALPHA = 0.05
MOST_RATIO = 1000
MOST_UNITS = 200  # per source; above, the sum over all outcomes is slow and the limit exact enough
MOST_SIMULATED = 40  # sources in two groups
_GROUPS = 5_000  # simulated corpora behind a detectable difference of groups
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
    reach = 6 * math.sqrt(mean) + 20  # what lies outside has a chance below 1e-9
    totals = np.arange(max(0, int(mean - reach)), int(mean + reach) + 1)
    null = words_a / (words_a + words_b)
    true = ratio * words_a / (ratio * words_a + words_b)
    few_a, few_b = (_rejected_below(totals, share, alpha / 2) for share in (null, 1 - null))
    rejected = _chance_below(few_a, totals, true) + _chance_below(few_b, totals, 1 - true)
    chance = np.exp(special.xlogy(totals, mean) - mean - special.gammaln(totals + 1))
    return float(np.sum(chance * rejected))


def _rejected_below(totals: np.ndarray, share: float, tail: float) -> np.ndarray:
    """Return for each total the counts that a tail test rejects: those below this number."""
    count = np.maximum(np.ceil(special.bdtrik(tail, totals, share)), 0)
    count = np.where(_chance_below(count, totals, share) > tail, count - 1, count)
    return np.where(_chance_below(count + 1, totals, share) <= tail, count + 1, count)


def _chance_below(count: np.ndarray, totals: np.ndarray, share: float) -> np.ndarray:
    """Return the binomial chance of fewer than `count` out of each total."""
    below = special.bdtr(np.maximum(count - 1, 0), totals, share)
    return np.where(count > 0, np.where(count > totals, 1.0, below), 0.0)


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

    ratio = 2.0
    while lack(math.log(ratio)) < 0:
        ratio *= 2
        if ratio > MOST_RATIO:
            return None
    return math.exp(optimize.brentq(lack, 0.0, math.log(ratio), xtol=1e-3))


def detectable_share_difference(
    whole_a: int, whole_b: int, share: float, power: float = POWER, alpha: float = ALPHA
) -> float | None:
    """Return the smallest difference of shares that Fisher's exact test would have found.

    The true shares lie `share` plus and minus half the difference, moved up or down where one of
    them would leave 0 to 1. Summed over all outcomes (binomial), as far as they reach `MOST_UNITS`
    units; above, by the normal approximation. ``None`` where not even 0 against 1 would do.
    """
    if min(whole_a, whole_b) < 1:
        return None
    if max(whole_a, whole_b) > MOST_UNITS:
        needed = float(special.ndtri(1 - alpha / 2) + special.ndtri(power))

        def lack(difference: float) -> float:
            middle = np.mean(_spread_shares(share, difference))
            error = math.sqrt(middle * (1 - middle) * (1 / whole_a + 1 / whole_b))
            return difference - needed * error
    else:
        rejected = _fisher_rejections(whole_a, whole_b, alpha)

        def lack(difference: float) -> float:
            low, high = _spread_shares(share, difference)
            first = stats.binom.pmf(np.arange(whole_a + 1), whole_a, high)
            second = stats.binom.pmf(np.arange(whole_b + 1), whole_b, low)
            return float(first @ rejected @ second) - power

    return optimize.brentq(lack, 1e-6, 1.0, xtol=1e-3) if lack(1.0) >= 0 else None


def _spread_shares(share: float, difference: float) -> tuple[float, float]:
    """Return two shares so far apart, around `share` as far as 0 and 1 allow."""
    low = min(max(share - difference / 2, 0.0), 1 - difference)
    return low, low + difference


@cache
def _fisher_rejections(whole_a: int, whole_b: int, alpha: float) -> np.ndarray:
    """Say of each outcome whether the test rejects, shape (whole_a + 1, whole_b + 1)."""
    a, b = np.meshgrid(np.arange(whole_a + 1), np.arange(whole_b + 1), indexing="ij")
    null = stats.hypergeom(whole_a + whole_b, a + b, whole_a)
    return (2 * np.minimum(null.cdf(a), null.sf(a - 1)) <= alpha).astype(float)


@cache
def detectable_delta(
    n_first: int, n_second: int, power: float = POWER, alpha: float = ALPHA
) -> float | None:
    """Return the smallest Cliff's delta that a test of these groups would have found.

    True values are normal and shifted. Up to `MOST_SIMULATED` sources the exact test is simulated
    on 5,000 corpora with a fixed seed; above, Noether (1987), JASA 82:645-647:
    (z_alpha + z_power)^2 = 3 delta^2 n1 n2 / (n1 + n2). ``None`` where the exact test cannot reach
    `alpha` whatever the data.
    """
    if min(n_first, n_second) < 1 or smallest_group_p(n_first, n_second) > alpha:
        return None
    if n_first + n_second > MOST_SIMULATED:
        wanted = special.ndtri(1 - alpha / 2) + special.ndtri(power)
        return float(wanted * math.sqrt((n_first + n_second) / (3 * n_first * n_second)))
    null = np.cumsum(mann_whitney_null(n_first, n_second))
    rejected = int(np.searchsorted(null, alpha / 2, side="right"))  # as few wins as this, or more
    rng = np.random.Generator(np.random.PCG64(1))
    first, second = (rng.standard_normal((_GROUPS, n)) for n in (n_first, n_second))

    def lack(shift: float) -> float:
        losses = (first[:, :, None] + shift < second[:, None, :]).sum(axis=(1, 2))
        return float(np.mean(losses < rejected)) - power

    shift = optimize.brentq(lack, 0.0, 10.0, xtol=1e-2)
    return float(2 * special.ndtr(shift / math.sqrt(2)) - 1)


def detectable_from_limits(
    half_width: float, degrees: float, power: float = POWER, confidence: float = 1 - ALPHA
) -> float:
    """Return the smallest effect that a t test would have found, from the width of its interval.

    The half width is t_(1 - alpha / 2) standard errors; t_power more are needed to be found with
    that power (Cohen 1988, Statistical Power Analysis).

    Args:
        half_width: of the interval of the effect.
        degrees: degrees of freedom behind it.
        power: chance wanted of finding the effect.
        confidence: of the interval.

    """
    limit, more = special.stdtrit(degrees, [(1 + confidence) / 2, power])
    return float(half_width * (1 + more / limit))


def detectable_from_null(error: float, power: float = POWER, alpha: float = ALPHA) -> float:
    """Return the smallest effect that a permutation test would have found.

    Args:
        error: standard deviation of the estimate over all permutations.
        power: chance wanted of finding the effect.
        alpha: level of the two-sided test.

    """
    return float((special.ndtri(1 - alpha / 2) + special.ndtri(power)) * error)


@cache
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
    chosen = (
        special.gammaln(n_first + n_second + 1) - special.gammaln([n_first + 1, n_second + 1]).sum()
    )
    return min(1.0, 2 * math.exp(-float(chosen)))
