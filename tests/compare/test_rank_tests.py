"""Rank statistics: the textbooks' examples, agreement with scipy, coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from plumbline.compare.rank_tests import (
    cliffs_delta,
    compare_groups,
    correlate_ranks,
    shift_interval,
)

# Hollander & Wolfe (1973), table 4.1: permeability of a membrane, at term and earlier.
AT_TERM = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
EARLIER = [1.15, 0.88, 0.90, 0.74, 1.21]


def test_hollander_and_wolfes_example():
    result = compare_groups(AT_TERM, EARLIER, seed=1)
    assert result.p == pytest.approx(0.2544, abs=5e-5)
    assert result.p_smallest == pytest.approx(2 / math.comb(15, 5))
    assert shift_interval(AT_TERM, EARLIER) == pytest.approx((0.305, -0.15, 0.76))


def test_cliffs_delta_counts_wins_and_losses():
    a, b = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]
    delta, low, high = cliffs_delta(a, b)
    wins = sum(np.sign(x - y) for x in a for y in b)
    assert delta == pytest.approx(wins / 60) == pytest.approx(-0.25)
    assert -1 < low < delta < high < 1


def test_cliffs_delta_limits_solve_newcombes_equation():
    m, n = len(AT_TERM), len(EARLIER)
    delta, *limits = cliffs_delta(AT_TERM, EARLIER)
    area, spare = (delta + 1) / 2, (m + n) / 2 - 1
    for theta in (np.array(limits) + 1) / 2:
        variance = theta * (1 - theta) / (m * n)
        variance *= 1 + spare * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        assert (area - theta) ** 2 / variance == pytest.approx(1.959964**2, rel=1e-5)


def test_groups_that_do_not_overlap_keep_an_interval():
    delta, low, high = cliffs_delta([5, 6, 7], [1, 2, 3])
    assert (delta, high) == (1, 1)
    assert -0.5 < low < 1


def test_two_against_three_has_a_floor_and_no_shift_interval():
    result = compare_groups([1, 2], [3, 4, 5], seed=1)
    assert result.p == result.p_smallest == pytest.approx(0.2)
    assert shift_interval([1, 2], [3, 4, 5]) == (-2.5, None, None)


def test_shift_limits_of_large_groups_follow_the_normal_form(monkeypatch):
    rng = np.random.default_rng(3)
    a, b = rng.normal(1, 1, 50), rng.normal(0, 1, 50)
    exact = shift_interval(a, b)
    large = shift_interval([*a, a[0]], b)
    assert large == pytest.approx(exact, abs=0.05)


def test_many_sources_use_the_large_sample_test():
    rng = np.random.default_rng(7)
    a, b = rng.normal(0.5, 1, 150), rng.normal(0, 1, 120)
    result = compare_groups(a, b, seed=1)
    assert result.p == pytest.approx(stats.mannwhitneyu(a, b).pvalue)
    apart = stats.mannwhitneyu(np.arange(150), np.arange(150, 270), method="asymptotic").pvalue
    assert result.p_smallest == pytest.approx(apart)


def test_large_sample_tests_with_ties_match_scipy():
    rng = np.random.default_rng(8)
    a, b = rng.integers(0, 9, 150).astype(float), rng.integers(1, 8, 120).astype(float)
    result = compare_groups(a, b, seed=1)
    assert result.p == pytest.approx(stats.mannwhitneyu(a, b, method="asymptotic").pvalue)
    both = np.sort(np.concatenate([a, b]))
    apart = [stats.mannwhitneyu(both[:k], both[k:], method="asymptotic") for k in (120, 150)]
    assert result.p_smallest == pytest.approx(min(p.pvalue for p in apart))
    assert compare_groups(np.ones(150), np.ones(120), seed=1).p == 1
    x, y = np.concatenate([a, b]), rng.integers(0, 9, 270)
    assert correlate_ranks(x, y, seed=1).p == pytest.approx(stats.spearmanr(x, y).pvalue)


def test_the_smallest_p_of_a_large_sample_knows_ties():
    # one source of 210 has a match: no order puts it further from the others than the end
    x, y = np.r_[np.zeros(209), 1], np.arange(210)
    result = correlate_ranks(x, y, seed=1)
    assert result.p == result.p_smallest > 0.05
    assert correlate_ranks(y, y, seed=1).p_smallest > 0


def test_spearman_at_five_sources_cannot_go_below_one_sixtieth():
    result = correlate_ranks([1, 2, 3, 4, 5], [2, 4, 6, 8, 10], seed=1)
    assert result.estimate == pytest.approx(1)
    assert result.p == result.p_smallest == pytest.approx(1 / 60)
    next_best = correlate_ranks([1, 2, 3, 4, 5], [1, 2, 3, 5, 4], seed=1)
    assert next_best.p == pytest.approx(10 / 120)  # 0.0833 in every table of rho


@pytest.mark.parametrize(
    ("n", "squares", "one_tail"), [(6, 4, 0.017), (7, 12, 0.024), (8, 20, 0.018)]
)
def test_spearman_matches_the_printed_tables(n, squares, one_tail):
    # Kendall, Rank Correlation Methods, appendix table 2: P(sum of d^2 <= s), rounded.
    rng = np.random.default_rng(n)
    x = np.arange(n)
    y = next(
        o for o in (rng.permutation(n) for _ in range(10**5)) if ((x - o) ** 2).sum() == squares
    )
    assert correlate_ranks(x, y, seed=1).p / 2 == pytest.approx(one_tail, abs=6e-4)


def test_spearman_with_ties_matches_scipy_and_its_permutations():
    x, y = [1, 1, 2, 3, 4, 4], [2, 1, 2, 2, 6, 4]
    result = correlate_ranks(x, y, seed=1)
    assert result.estimate == pytest.approx(stats.spearmanr(x, y).statistic)
    reference = stats.permutation_test(
        (x,),
        lambda order: stats.spearmanr(order, y).statistic,
        permutation_type="pairings",
        n_resamples=np.inf,
        alternative="greater",
        rng=1,
    )
    assert result.p == pytest.approx(2 * reference.pvalue)


def test_spearman_intervals_from_five_sources_on():
    rng = np.random.default_rng(2)
    x = rng.normal(size=12)
    result = correlate_ranks(x, x + rng.normal(size=12), seed=1)
    assert result.low < result.estimate < result.high
    few = correlate_ranks(x[:4], rng.normal(size=4), seed=1)
    assert few.low is None
    assert few.note == "no interval below 5 sources"
    perfect = correlate_ranks([1, 2, 3, 4, 5], [2, 3, 5, 7, 8], seed=1)
    assert (perfect.low, perfect.note) == (None, "a perfect order: no spread to judge by")


def test_constant_measures_have_no_correlation():
    assert correlate_ranks([1, 1, 1], [1, 2, 3], seed=1).estimate is None
    assert correlate_ranks([1, 2], [1, 2], seed=1).note == "fewer than 3 sources"


def test_shuffled_labels_give_at_most_5_percent_false_positives():
    rng = np.random.default_rng(21)
    values = rng.gamma(2, 3, 9)
    groups = [compare_groups(v[:4], v[4:], 1).p for v in rng.permuted([values] * 400, axis=1)]
    other = rng.gamma(2, 3, 7)
    ranks = [correlate_ranks(v, other, 1).p for v in rng.permuted([values[:7]] * 400, axis=1)]
    allowed = 0.05 + 2 * math.sqrt(0.05 * 0.95 / 400)
    assert np.mean(np.array(groups) < 0.05) <= allowed
    assert np.mean(np.array(ranks) < 0.05) <= allowed
