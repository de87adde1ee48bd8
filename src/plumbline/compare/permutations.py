"""Permutation distributions: every arrangement where that is feasible, else a fixed draw.

All two-sided p values are central: twice the smaller tail, at most 1. Where there are more than
`MAX_ARRANGEMENTS` arrangements, `N_PERMUTATIONS` are drawn with a fixed seed and the observed one
counts among them (Phipson & Smyth 2010), so that p is never 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

import numpy as np

MAX_ARRANGEMENTS = 50_000
N_PERMUTATIONS = 9_999
MAX_EXACT_RANKS = 9  # 9! = 362,880 orders
MAX_DRAWN = 2_000  # units; above, the normal limit of the permutation distribution serves
TINY = float(np.finfo(float).tiny)  # p that would round to 0 is this instead
_TIE = 1e-9  # statistics nearer than this share of their range differ by rounding only


def permute_groups(scores: Sequence[float], n_first: int, seed: int) -> tuple[float, float]:
    """Test whether the first `n_first` scores differ from the others in their sum.

    Fisher (1935); Pitman (1937). Scores may be the values or their ranks.

    Returns:
        The two-sided p and the smallest p these scores could have given.

    """
    scores = np.asarray(scores, float)
    arrangements = math.comb(len(scores), n_first)
    observed = float(scores[:n_first].sum())
    if arrangements <= MAX_ARRANGEMENTS:
        chosen = np.array(list(combinations(range(len(scores)), n_first)))
        return exact_p(scores[chosen].sum(axis=1), observed)
    orders = draw_orders(scores, seed)
    return sampled_p(orders[:, :n_first].sum(axis=1), observed)


def permute_within(
    x: np.ndarray, y: np.ndarray, index: np.ndarray, seed: int
) -> tuple[float, float]:
    """Test the sum of products of `x` and `y`, permuting `y` within each cluster.

    Args:
        x: scores, centred within each cluster, shape (n,).
        y: scores, centred within each cluster, shape (n,).
        index: number of each unit's cluster, shape (n,).
        seed: for the drawn arrangements, where there are too many to go through.

    Returns:
        The two-sided p and the smallest p these scores could have given.

    """
    sizes = np.bincount(index)
    arrangements = _count_arrangements(sizes.tolist())
    observed = float(x @ y)
    if arrangements > MAX_ARRANGEMENTS and len(x) > MAX_DRAWN:
        variance = within_variance(x, y, index)
        return normal_p(observed, variance), normal_p(_furthest_sum(x, y, index), variance)
    groups = np.split(np.argsort(index, kind="stable"), np.cumsum(sizes)[:-1])
    if arrangements <= MAX_ARRANGEMENTS:
        null = np.zeros(1)
        for rows in groups:
            null = np.add.outer(null, y[rows][all_orders(len(rows))] @ x[rows]).ravel()
        return exact_p(null, observed)
    rng = np.random.Generator(np.random.PCG64(seed))
    null = np.zeros(N_PERMUTATIONS)
    for rows in groups:
        null += rng.permuted(np.tile(y[rows], (N_PERMUTATIONS, 1)), axis=1) @ x[rows]
    return sampled_p(null, observed)


def _count_arrangements(sizes: Iterable[int]) -> int:
    """Return the number of orders within groups of some sizes, or one too large to matter."""
    arrangements = 1
    for size in sizes:
        arrangements *= math.factorial(min(size, 20))
        if arrangements > 10**18:
            break
    return arrangements


def _furthest_sum(x: np.ndarray, y: np.ndarray, index: np.ndarray) -> float:
    """Return the sum of products furthest from 0 that a permutation within clusters can give.

    By the rearrangement inequality it pairs equal orders, or opposite ones.
    """
    sizes = np.bincount(index)
    mirrored = np.repeat(2 * np.cumsum(sizes) - sizes - 1, sizes) - np.arange(len(index))
    rising_x, rising_y = x[np.lexsort((x, index))], y[np.lexsort((y, index))]
    return max(abs(float(rising_x @ order)) for order in (rising_y, rising_y[mirrored]))


def permute_signs(sums: np.ndarray, seed: int) -> tuple[float, float]:
    """Test whether the sum of `sums` is 0, turning the sign of each (Fisher 1935)."""
    observed, arrangements = float(sums.sum()), 2 ** len(sums)
    if arrangements <= MAX_ARRANGEMENTS:
        null = np.zeros(1)
        for value in sums:
            null = np.concatenate([null - value, null + value])
        return exact_p(null, observed)
    if len(sums) > MAX_DRAWN:
        variance = float(sums @ sums)
        return normal_p(observed, variance), normal_p(float(np.abs(sums).sum()), variance)
    rng = np.random.Generator(np.random.PCG64(seed))
    signs = rng.integers(0, 2, (N_PERMUTATIONS, len(sums))) * 2 - 1
    return sampled_p(signs @ sums, observed)


def within_variance(x: np.ndarray, y: np.ndarray, index: np.ndarray) -> float:
    """Variance of the sum of products over all permutations within clusters (Mantel 1967)."""
    sizes = np.bincount(index)
    squares = np.bincount(index, weights=x**2) * np.bincount(index, weights=y**2)
    return float(np.sum(squares / np.maximum(sizes - 1, 1)))


def mann_whitney_null(m: int, n: int) -> np.ndarray:
    """Return the probabilities of U = 0 ... mn without ties, from its generating function."""
    counts = np.zeros(m * n + 1)
    counts[0] = 1.0
    for i in range(1, m + 1):
        # times (1 - q^(n + i)) / (1 - q^i)
        counts[n + i :] -= counts[: len(counts) - n - i].copy()
        for j in range(i, len(counts)):
            counts[j] += counts[j - i]
    return counts / counts.sum()


def normal_p(observed: float, variance: float) -> float:
    """Return the two-sided p of a sum with mean 0 and this variance."""
    p = math.erfc(abs(observed) / math.sqrt(2 * variance)) if variance > 0 else 1.0
    return max(p, TINY)


def exact_p(null: np.ndarray, observed: float) -> tuple[float, float]:
    """Return the central p of `observed` in a full null distribution, and the smallest p in it."""
    slack = _TIE * max(1.0, float(np.ptp(null)))
    below, above = np.mean(null <= observed + slack), np.mean(null >= observed - slack)
    ends = np.mean(null <= null.min() + slack), np.mean(null >= null.max() - slack)
    return min(1.0, 2 * float(min(below, above))), min(1.0, 2 * float(min(ends)))


def sampled_p(drawn: np.ndarray, observed: float) -> tuple[float, float]:
    """Return the central p of `observed` among drawn arrangements, and the smallest p in them."""
    return exact_p(np.append(drawn, observed), observed)


@cache
def all_orders(n: int) -> np.ndarray:
    """Return every order of n things, shape (n!, n), the identity first."""
    orders = np.zeros((1, 0), np.int8)
    for k in range(n):
        orders = np.concatenate([np.insert(orders, k - i, k, axis=1) for i in range(k + 1)])
    return orders


def draw_orders(values: np.ndarray, seed: int) -> np.ndarray:
    """Return drawn orders of `values`, shape (N_PERMUTATIONS, n)."""
    rng = np.random.Generator(np.random.PCG64(seed))
    return rng.permuted(np.tile(values, (N_PERMUTATIONS, 1)), axis=1)
