"""Intervals: worked examples from the literature, and what must hold for any numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from plumbline.compare.intervals import (
    cluster_mean_interval,
    jackknife_interval,
    mean_interval,
    poisson_interval,
    poisson_limits,
    rate_interval,
    ratio_interval,
    ratio_share_interval,
    wilson_interval,
    wilson_limits,
)

COUNTS = st.integers(0, 5000)
WORDS = st.integers(1, 200_000)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.69), (1, 0.0253, 5.57), (3, 0.619, 8.77), (10, 4.80, 18.39), (50, 37.11, 65.92)],
)
def test_poisson_limits_match_the_printed_tables(count, low, high):
    # Pearson & Hartley, Biometrika Tables for Statisticians I, table 40 (after Garwood 1936).
    interval = poisson_interval(count)
    assert interval.low == pytest.approx(low, abs=0.005)
    assert interval.high == pytest.approx(high, abs=0.005)


@pytest.mark.parametrize("count", [0, 1, 2, 7, 30, 400])
def test_poisson_limits_match_the_chi_squared_form(count):
    interval = poisson_interval(count)
    expected = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    assert interval.low == pytest.approx(expected, rel=1e-9)
    assert interval.high == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 2, rel=1e-9)


def test_no_match_in_867_words_is_not_a_bare_zero():
    interval = rate_interval(0, 867)
    assert (interval.estimate, interval.low) == (0, 0)
    assert round(interval.high, 2) == 4.25


def test_rate_without_words_is_undefined_with_a_reason():
    assert rate_interval(0, 0)[:3] == (None, None, None)
    assert "no words" in rate_interval(0, 0).note


@given(COUNTS, WORDS)
@settings(max_examples=100, deadline=None)
def test_rate_interval_contains_its_estimate_and_grows_with_the_count(count, words):
    interval, more = rate_interval(count, words), rate_interval(count + 1, words)
    assert interval.low <= interval.estimate < interval.high
    assert interval.low < more.low
    assert interval.high < more.high


@given(COUNTS, WORDS)
@settings(max_examples=50, deadline=None)
def test_a_higher_confidence_gives_a_wider_interval(count, words):
    narrow, wide = rate_interval(count, words, 0.8), rate_interval(count, words, 0.99)
    assert wide.low <= narrow.low
    assert narrow.high < wide.high


def test_columns_give_the_same_limits_as_single_values():
    low, high = poisson_limits(np.array([0, 4, 9]), np.array([0.867, 0.447, 0.0]))
    assert high[0] == pytest.approx(rate_interval(0, 867).high)
    assert low[1] == pytest.approx(rate_interval(4, 447).low)
    assert np.isnan([low[2], high[2]]).all()


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson_matches_newcombe_1998(x, n, low, high):
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
    interval = wilson_interval(x, n)
    assert interval.low == pytest.approx(low, abs=5e-5)
    assert interval.high == pytest.approx(high, abs=5e-5)


@given(st.integers(0, 500), st.integers(1, 500))
@settings(max_examples=100, deadline=None)
def test_wilson_contains_its_estimate_stays_in_range_and_mirrors(x, n):
    x = min(x, n)
    interval, mirror = wilson_interval(x, n), wilson_interval(n - x, n)
    assert 0 <= interval.low <= interval.estimate <= interval.high <= 1
    assert interval.low == pytest.approx(1 - mirror.high, abs=1e-12)
    reference = stats.binomtest(x, n).proportion_ci(method="wilson")
    assert (interval.low, interval.high) == pytest.approx(tuple(reference), abs=1e-9)


def test_a_share_of_nothing_is_undefined():
    assert wilson_interval(0, 0)[:3] == (None, None, None)
    low, high = wilson_limits(np.array([0, 1]), np.array([0, 2]))
    assert np.isnan([low[0], high[0]]).all()
    assert not np.isnan([low[1], high[1]]).any()


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        poisson_limits([-1], [1.0])
    with pytest.raises(ValueError, match="between 0 and their total"):
        wilson_limits([3], [2])
    with pytest.raises(ValueError, match="confidence"):
        rate_interval(1, 100, confidence=95)


def test_mean_interval_is_students():
    # Student (1908), Biometrika 6:1-25: hours of sleep gained by ten patients.
    sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    interval = mean_interval(sleep)
    assert interval.estimate == pytest.approx(1.58)
    assert interval[1:3] == pytest.approx((0.7001142, 2.4598858), abs=1e-7)


def test_one_cluster_per_value_gives_students_interval():
    values = [0.0, 2.0, 1.0, 3.0, 2.0]
    assert cluster_mean_interval(values, "abcde")[:3] == pytest.approx(mean_interval(values)[:3])


def test_clusters_of_equal_size_give_the_interval_of_the_cluster_means():
    # With equal sizes CR2 reduces to Student's interval on the cluster means.
    rng = np.random.default_rng(5)
    values, clusters = rng.normal(size=24), np.repeat(np.arange(6), 4)
    means = values.reshape(6, 4).mean(axis=1)
    robust, plain = cluster_mean_interval(values, clusters), mean_interval(means)
    assert robust[:3] == pytest.approx(plain[:3])


def test_cr2_matches_its_matrix_form():
    # Bell & McCaffrey (2002), written out with matrices for an intercept-only model.
    rng = np.random.default_rng(11)
    clusters = np.repeat(np.arange(5), [1, 2, 4, 7, 3])
    y = rng.normal(size=17) + rng.normal(size=5)[clusters]
    n, hat = 17, np.full((17, 17), 1 / 17)
    columns, variance = [], 0.0
    for g in range(5):
        rows = clusters == g
        values, vectors = np.linalg.eigh(np.eye(rows.sum()) - hat[np.ix_(rows, rows)])
        adjust = vectors @ np.diag(values**-0.5) @ vectors.T
        weight = adjust @ np.ones(rows.sum()) / n
        variance += float(weight @ (y[rows] - y.mean())) ** 2
        columns.append((np.eye(n) - hat)[:, rows] @ weight)
    gram = np.array(columns) @ np.array(columns).T
    degrees = np.trace(gram) ** 2 / np.sum(gram**2)
    half = stats.t.ppf(0.975, degrees) * variance**0.5
    interval = cluster_mean_interval(y, clusters)
    assert interval[:3] == pytest.approx((y.mean(), y.mean() - half, y.mean() + half))


@given(st.lists(st.tuples(st.integers(-6, 6), st.sampled_from("abcd")), min_size=1, max_size=30))
@settings(max_examples=100, deadline=None)
def test_cluster_interval_contains_the_mean_or_says_why_not(pairs):
    values, clusters = zip(*pairs, strict=True)
    interval = cluster_mean_interval(values, clusters)
    assert interval.estimate == pytest.approx(np.mean(values))
    if interval.low is None:
        assert interval.note
    else:
        assert interval.low < interval.estimate < interval.high


@pytest.mark.parametrize("values", [[], [2], [2, 2, 2]])
def test_a_mean_without_spread_has_no_limits_and_a_reason(values):
    interval = mean_interval(values)
    assert interval.low is None
    assert interval.note


def test_jackknife_of_a_mean_is_students_interval():
    values = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0])
    interval = jackknife_interval(lambda units: float(values[units].mean()), len(values))
    assert interval[:3] == pytest.approx(mean_interval(values)[:3])


def test_jackknife_says_why_there_are_no_limits():
    assert jackknife_interval(lambda units: 1.0, 5).note.startswith("leaving one unit out")
    assert "too few" in jackknife_interval(lambda units: float(units.sum()), 2).note
    fragile = jackknife_interval(lambda units: 1.0 if len(units) == 4 else None, 4)
    assert (fragile.estimate, fragile.low) == (1.0, None)


def test_copies_of_one_page_do_not_make_a_rate_certain():
    rate = ratio_interval([2] * 5, [0.485] * 5)
    assert rate[:3] == poisson_interval(10, 2.425)[:3]
    assert "matches taken as independent" in rate.note
    share = ratio_share_interval([3] * 4, [8] * 4)
    assert share[:3] == wilson_interval(12, 32)[:3]
    assert "units taken as independent" in share.note


def test_sources_that_happen_to_be_alike_are_no_surer_than_independent_matches():
    rate, exact = ratio_interval([8, 9, 8, 9], [0.5, 0.52, 0.51, 0.5]), poisson_interval(34, 2.03)
    assert rate[:3] == pytest.approx(exact[:3])
    share, wilson = ratio_share_interval([5, 5, 6], [10, 10, 11]), wilson_interval(16, 31)
    assert share[:3] == pytest.approx(wilson[:3])
    apart = ratio_interval([1, 20, 2, 11], [0.5, 0.52, 0.51, 0.5])
    assert apart.low < exact.low < exact.high < apart.high
    assert not apart.note
