"""What a corpus could have shown: equal to what simulation and the tables of the tests say."""

from __future__ import annotations

import numpy as np
import pytest

from plumbline.compare.exact_tests import compare_rates
from plumbline.compare.power import (
    _critical_rho,
    describe_power,
    detectable_correlation,
    detectable_rate_ratio,
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


def test_description_names_what_cannot_be_shown():
    rows = describe_power([800, 0, 450, 600], per_1000=8)
    assert len(rows) == 3
    assert rows[0]["smallest"] < rows[1]["smallest"]
    assert rows[2]["smallest"] is None
    assert rows[2]["reason"] == "p cannot go below 0.333"
    assert all(row["smallest"] is None for row in describe_power([], per_1000=8))
