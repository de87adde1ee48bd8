"""What a corpus could have shown: equal to what simulation and the tables of the tests say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from plumbline.compare.exact_tests import compare_rates, compare_shares
from plumbline.compare.power import (
    _critical_rho,
    detectable_correlation,
    detectable_delta,
    detectable_from_limits,
    detectable_rate_ratio,
    detectable_share_difference,
    rate_ratio_power,
    smallest_group_p,
    smallest_rank_p,
)


def test_rate_ratio_power_equals_the_share_of_simulated_rejections():
    rng = np.random.default_rng(1)
    a, b = rng.poisson(2.5 * 8 * 0.7, 3000), rng.poisson(8 * 0.9, 3000)
    p = [compare_rates(x, 700, y, 900).p for x, y in zip(a, b, strict=True)]
    rejected = np.mean([value is not None and value <= 0.05 for value in p])
    assert rate_ratio_power(2.5, 700, 900, 8) == pytest.approx(rejected, abs=0.025)


def test_no_effect_is_found_at_most_in_alpha_of_the_corpora():
    for words in (200, 700, 5000):
        assert rate_ratio_power(1.0, words, 600, 10) <= 0.05


def test_detectable_ratio_has_the_power_asked_for_and_falls_with_length():
    short, long = detectable_rate_ratio(400, 600, 8), detectable_rate_ratio(4000, 6000, 8)
    assert rate_ratio_power(short, 400, 600, 8) == pytest.approx(0.8, abs=0.01)
    assert 1 < long < short
    assert detectable_rate_ratio(0, 600, 8) is None
    assert detectable_rate_ratio(1, 600, 0.001) is None


@pytest.mark.parametrize(("n", "rho"), [(5, 1.0), (6, 0.886), (7, 0.786), (8, 0.738), (9, 0.700)])
def test_critical_values_match_the_printed_table_of_spearmans_rho(n, rho):
    # Zar (1972), JASA 67:578-580: two-sided 5 percent.
    assert _critical_rho(n, 0.05) == pytest.approx(rho, abs=5e-4)


def test_five_sources_show_only_near_perfect_correlations_and_four_none():
    assert detectable_correlation(4) is None
    assert detectable_correlation(5) > 0.98
    found = [detectable_correlation(n) for n in (6, 8, 9, 12, 30, 200)]
    assert found == sorted(found, reverse=True)
    assert found[-1] == pytest.approx(0.2, abs=0.01)


def test_floors_of_the_tests():
    assert smallest_rank_p(5) == pytest.approx(1 / 60)
    assert smallest_group_p(2, 3) == pytest.approx(0.2)
    assert smallest_group_p(1, 1) == 1


@pytest.mark.parametrize(
    ("n_a", "n_b", "share"), [(12, 15, 0.6), (30, 30, 0.3), (30, 25, 0.05), (15, 60, 0.95)]
)
def test_detectable_difference_of_shares_is_found_in_80_percent_of_simulated_pairs(n_a, n_b, share):
    difference = detectable_share_difference(n_a, n_b, share)
    rng = np.random.default_rng(3)
    low = min(max(share - difference / 2, 0), 1 - difference)  # neither share leaves 0 to 1
    a = rng.binomial(n_a, low + difference, 1500)
    b = rng.binomial(n_b, low, 1500)
    p = [compare_shares(x, n_a, y, n_b).p for x, y in zip(a, b, strict=True)]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.8, abs=0.035)


def test_differences_of_shares_that_no_test_could_find_are_none():
    assert detectable_share_difference(3, 3, 0.5) is None
    assert detectable_share_difference(0, 30, 0.0) is None
    for share in (0.4, 0.02):
        exact, limit = (detectable_share_difference(n, n, share) for n in (200, 201))
        assert limit == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize(("m", "n"), [(5, 5), (8, 12), (30, 30)])
def test_detectable_delta_is_found_in_80_percent_of_simulated_groups(m, n):
    delta = detectable_delta(m, n)
    shift = math.sqrt(2) * stats.norm.ppf((1 + delta) / 2)
    rng = np.random.default_rng(5)
    a, b = rng.normal(shift, 1, (1500, m)), rng.normal(0, 1, (1500, n))
    p = stats.mannwhitneyu(a, b, axis=1, method="exact").pvalue
    # Noether's formula, for more than 40 sources, is a little on the safe side.
    assert np.mean(p <= 0.05) == pytest.approx(0.8 if m + n <= 40 else 0.83, abs=0.035)


def test_groups_of_two_and_three_sources_show_nothing():
    assert detectable_delta(2, 3) is None
    assert detectable_delta(3, 3) is None
    assert 0.9 < detectable_delta(4, 4) < 1


def test_detectable_mean_is_found_in_80_percent_of_simulated_samples():
    rng = np.random.default_rng(7)
    mean = detectable_from_limits(stats.t.ppf(0.975, 11) / math.sqrt(12), 11)
    p = stats.ttest_1samp(rng.normal(mean, 1, (4000, 12)), 0, axis=1).pvalue
    assert np.mean(p <= 0.05) == pytest.approx(0.8, abs=0.03)
