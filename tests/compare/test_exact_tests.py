"""Exact tests: worked examples, agreement with scipy, and what they can show at most."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from plumbline.compare.adjust import adjust_benjamini_hochberg, adjust_holm
from plumbline.compare.exact_tests import (
    compare_mean_with_zero,
    compare_rates,
    compare_shares,
    compare_within,
    correlate_within,
    range_left_out,
)
from plumbline.compare.permutations import (
    all_orders,
    exact_p,
    permute_groups,
    permute_signs,
    permute_within,
    within_variance,
)


def test_rate_ratio_of_the_poisson_test_example():
    # The example of R's poisson.test: 11 in 800 against 6 + 8 + 7 in 1083 + 1050 + 878.
    result = compare_rates(11, 800, 21, 3011)
    assert result[:3] == pytest.approx((1.971488, 0.8584264, 4.2772659), rel=1e-6)
    tails = stats.binom(32, 800 / 3811)
    assert result.p == pytest.approx(2 * tails.sf(10))


def test_equal_words_give_the_sign_test():
    assert compare_rates(9, 500, 1, 500).p == pytest.approx(stats.binomtest(1, 10).pvalue)


def test_rate_ratio_without_matches_keeps_what_can_be_said():
    none_first, none_second = compare_rates(0, 800, 6, 800), compare_rates(6, 800, 0, 800)
    assert (none_first.estimate, none_first.low) == (0, 0)
    assert (none_second.estimate, none_second.high) == (None, None)
    assert none_second.low == pytest.approx(1 / none_first.high)
    assert none_first.p == pytest.approx(none_second.p) == none_first.p_smallest
    assert compare_rates(0, 800, 0, 900).p is None
    assert compare_rates(0, 0, 3, 900).note == "a source has no words"


@given(st.integers(0, 40), st.integers(50, 2000), st.integers(0, 40), st.integers(50, 2000))
@settings(max_examples=100, deadline=None)
def test_rate_interval_and_p_agree_and_mirror(count_a, words_a, count_b, words_b):
    result = compare_rates(count_a, words_a, count_b, words_b)
    if count_a + count_b == 0:
        assert result.note
        return
    assert result.p_smallest <= result.p * (1 + 1e-9)
    below = result.high is not None and result.high < 1
    if abs(result.p - 0.05) > 1e-9:
        assert (below or result.low > 1) == (result.p < 0.05)
    mirror = compare_rates(count_b, words_b, count_a, words_a)
    assert mirror.p == pytest.approx(result.p)
    if count_a and count_b:
        assert mirror.low == pytest.approx(1 / result.high)


def test_rate_ratio_limits_cover_the_truth():
    rng = np.random.default_rng(4)
    a, b = rng.poisson(12, 1000), rng.poisson(6, 1000)
    results = [compare_rates(x, 1000, y, 1000) for x, y in zip(a, b, strict=True)]
    covered = [r.low <= 2 and (r.high is None or r.high >= 2) for r in results]
    assert np.mean(covered) >= 0.945


def test_rate_ratio_has_at_most_5_percent_false_positives():
    rng = np.random.default_rng(8)
    pairs = rng.poisson(8 * np.array([1.0, 1.6]), (2000, 2))
    p = [compare_rates(x, 1000, y, 1600).p for x, y in pairs]
    assert np.mean(np.array(p) < 0.05) <= 0.05


@pytest.mark.parametrize(
    ("shares", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090)],
)
def test_difference_of_shares_matches_newcombe_1998(shares, low, high):
    # Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
    result = compare_shares(*shares)
    assert result[1:3] == pytest.approx((low, high), abs=5e-5)


def test_fishers_tea_tasting():
    # Fisher (1935), The Design of Experiments: 3 of 4 cups told right, one-sided p = 17 / 70.
    result = compare_shares(3, 4, 1, 4)
    assert result.p == pytest.approx(2 * 17 / 70)
    assert result.p_smallest == pytest.approx(2 / 70)
    assert compare_shares(1, 4, 0, 0).p is None
    assert compare_shares(0, 4, 0, 7).p == 1


def test_all_orders_are_all_and_start_with_the_observed_one():
    orders = all_orders(5)
    assert len({tuple(order) for order in orders}) == math.factorial(5)
    assert list(orders[0]) == [0, 1, 2, 3, 4]


def test_two_against_three_cannot_go_below_a_fifth():
    p, smallest = permute_groups([1, 2, 3, 4, 5], 2, seed=1)
    assert p == smallest == pytest.approx(0.2)


def test_permutation_of_values_matches_scipy():
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=5), rng.normal(0.8, 1, size=6)
    reference = stats.permutation_test(
        (a, b), lambda x, y: x.mean() - y.mean(), n_resamples=np.inf, rng=1
    )
    p, smallest = permute_groups([*a, *b], 5, seed=1)
    assert p == pytest.approx(reference.pvalue)
    assert smallest == pytest.approx(2 / math.comb(11, 5))


def test_drawn_permutations_are_near_the_exact_ones_and_never_zero():
    scores = np.arange(22.0)
    p, smallest = permute_groups(scores[::-1], 11, seed=1)  # 705,432 arrangements
    assert p == smallest == pytest.approx(2 / 10_000)
    assert permute_groups(scores[::-1], 11, seed=1) == (p, smallest)
    mixed = np.random.default_rng(6).permutation(scores)
    reference = stats.mannwhitneyu(mixed[:11], mixed[11:], method="exact").pvalue
    assert permute_groups(mixed, 11, seed=2)[0] == pytest.approx(reference, abs=0.02)


def test_smallest_p_grows_with_ties():
    null = np.array([0.0, 0.0, 1.0, 1.0])
    assert exact_p(null, 1.0) == (1.0, 1.0)


def test_within_source_permutation_enumerates_each_source():
    x, y = np.array([1.0, 2, 3, 1, 2]), np.array([1.0, 2, 3, 1, 2])
    index = np.array([0, 0, 0, 1, 1])
    p, smallest = permute_within(x, y, index, seed=1)
    assert p == smallest == pytest.approx(2 / 12)  # 3! times 2! arrangements


def test_drawn_within_source_permutation_is_near_the_exact_one(monkeypatch):
    rng = np.random.default_rng(9)
    index = np.repeat([0, 1, 2], 4)
    x, y = rng.normal(size=12), rng.normal(size=12)
    exact, _ = permute_within(x, y, index, seed=1)
    monkeypatch.setattr("plumbline.compare.permutations.MAX_ARRANGEMENTS", 10)
    drawn, smallest = permute_within(x, y, index, seed=1)
    assert drawn == pytest.approx(exact, abs=0.02)
    assert smallest == pytest.approx(2e-4)


@pytest.mark.parametrize("arrangements", [50_000, 10])
def test_scores_with_ties_say_how_small_a_p_they_could_give(monkeypatch, arrangements):
    monkeypatch.setattr("plumbline.compare.permutations.MAX_ARRANGEMENTS", arrangements)
    x, index = np.array([1.0, -1, 0, 0, 0, 0]), np.zeros(6, int)
    one = np.array([1.0, 0, 0, 0, 0, 0]) - 1 / 6  # of six orders of y, one is furthest
    assert permute_within(x, one, index, seed=1)[1] == pytest.approx(2 / 6, abs=0.02)
    assert permute_within(x, np.zeros(6), index, seed=1) == (1, 1)


def test_claims_that_are_all_put_alike_show_no_power():
    result = compare_within([True] * 6 + [False] * 3, [0.0] * 9, "a" * 9, seed=1)
    assert (result.p, result.p_smallest, result.detectable) == (1, 1, None)


def test_differences_between_sources_are_no_relation_between_claims():
    # Both scores are high in one source and low in the other; within each they are unrelated.
    x, y = [5, 6, 5, 6, 1, 2, 1, 2], [5, 5, 6, 6, 1, 1, 2, 2]
    result = correlate_within(x, y, "aaaabbbb", seed=1)
    assert result.estimate == pytest.approx(0, abs=1e-12)
    assert result.p > 0.9


def test_within_source_relation_is_found_with_limits_over_sources():
    rng = np.random.default_rng(12)
    index = np.repeat(np.arange(6), 8)
    x = rng.integers(0, 7, 48)
    result = correlate_within(x, x + rng.integers(-2, 3, 48), index, seed=1)
    assert result.low < result.estimate < result.high <= 1
    assert result.p < 0.001
    assert correlate_within([1, 1], [2, 3], "aa", seed=1).estimate is None
    assert correlate_within([], [], [], seed=1).note


def test_claims_of_two_kinds_are_compared_within_their_source():
    chosen, y = [1, 1, 0, 0, 1, 0, 0], [4, 2, 1, 1, 9, 8, 6]
    result = compare_within(chosen, y, "aaaabbb", seed=1)
    # Differences 2 and 2; weights 2 * 2 / 4 and 1 * 2 / 3.
    assert result.estimate == pytest.approx((2 * 1 + 2 * 2 / 3) / (1 + 2 / 3))
    assert result.p == pytest.approx(2 * (1 / 6 * 1 / 3))
    assert compare_within([1, 1], [1, 2], "ab", seed=1).note == "no source has claims of both kinds"


def test_many_claims_or_sources_use_the_normal_limit(monkeypatch):
    rng = np.random.default_rng(13)
    index = np.repeat(np.arange(20), 8)
    x, y = rng.integers(0, 7, 160).astype(float), rng.integers(0, 7, 160).astype(float)
    sums = rng.normal(0.3, 1, 60)
    for values in (x, y):
        values -= (np.bincount(index, weights=values) / 8)[index]
    drawn = permute_within(x, y, index, seed=1)[0], permute_signs(sums, seed=1)[0]
    monkeypatch.setattr("plumbline.compare.permutations.MAX_DRAWN", 10)
    normal, floors = zip(*(permute_within(x, y, index, 1), permute_signs(sums, 1)), strict=True)
    assert normal == pytest.approx(drawn, abs=0.02)
    ways = [np.lexsort((way * y, index)) for way in (1, -1)]
    furthest = max(abs(x[np.lexsort((x, index))] @ y[way]) for way in ways)
    variance = within_variance(x, y, index)
    assert floors[0] == pytest.approx(2 * stats.norm.sf(furthest / variance**0.5))
    assert floors[1] == pytest.approx(2 * stats.norm.sf(np.abs(sums).sum() / (sums @ sums) ** 0.5))


def test_shuffled_claims_give_at_most_5_percent_false_positives():
    rng = np.random.default_rng(10)
    index, x = np.repeat(np.arange(5), 4), rng.integers(0, 7, 20).astype(float)
    y = rng.integers(0, 7, 20).astype(float)
    hits = 0
    for _ in range(300):
        for source in range(5):
            y[index == source] = rng.permutation(y[index == source])
        hits += permute_within(x, y, index, seed=1)[0] < 0.05
    assert hits / 300 <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / 300)


def test_sign_flips_of_five_sources_cannot_go_below_a_sixteenth():
    result = compare_mean_with_zero([1, 2, 1, 3, 2, 2], "aabcde", seed=1)
    assert result.p == result.p_smallest == pytest.approx(2 / 32)
    assert result.estimate == pytest.approx(11 / 6)
    assert compare_mean_with_zero([], [], seed=1).p is None


def test_leaving_one_source_out_gives_the_range_of_the_estimate():
    values = np.array([1.0, 2.0, 6.0])

    def mean(kept):
        return float(values[kept].mean())

    assert range_left_out(mean, 3) == {"left_out_low": 1.5, "left_out_high": 4.0}
    assert range_left_out(mean, 2) == {}
    assert range_left_out(lambda kept: None, 3) == {}
    gaps, pages = [3, 1, 2, 0, 1, 1], ["a", "a", "b", "b", "c", "c"]
    result = compare_mean_with_zero(gaps, pages, seed=1)
    assert (result.left_out_low, result.left_out_high) == (1.0, 1.5)
    within = compare_within([1, 0, 1, 0, 1, 0], gaps, pages, seed=1)
    assert (within.left_out_low, within.left_out_high) == (1.0, 2.0)


def test_holm_matches_the_hand_calculation():
    # p.adjust(c(.01, .04, .03, .005), "holm") of R.
    assert adjust_holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_benjamini_hochberg_matches_the_paper():
    # Benjamini & Hochberg (1995), section 3.2: fifteen p values, four rejected at .05.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (adjust_benjamini_hochberg(p) <= 0.05).sum() == 4
    assert (adjust_holm(p) <= 0.05).sum() == 3


@pytest.mark.parametrize("adjust", [adjust_holm, adjust_benjamini_hochberg])
def test_adjusting_leaves_untested_rows_out(adjust):
    adjusted = adjust([0.02, math.nan, 0.5])
    assert np.isnan(adjusted[1])
    assert adjusted[[0, 2]] == pytest.approx([0.04, 0.5])
    assert len(adjust([])) == 0
    assert np.isnan(adjust([math.nan])).all()


def test_one_source_is_too_few_to_leave_one_out_and_the_note_says_so_in_english():
    result = compare_within([True] * 2 + [False] * 2, [1.0, 0, 0, 0], "aaaa", seed=1)
    assert (result.low, result.note) == (None, "no interval: too few units to leave one out")
