"""Negative binomial rates: recover what was simulated, and fall back to Poisson."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats

from plumbline.compare.negative_binomial import (
    _Likelihood,
    compare_group_rates,
    fit_negative_binomial,
)


def simulate(rng, n, ratio=1.0, alpha=0.4):
    first, words = np.arange(n) % 2 == 0, rng.integers(300, 1500, n)
    rate = rng.gamma(1 / alpha, alpha, n) * words * 0.006 * np.where(first, ratio, 1)
    return rng.poisson(rate), words, first


def test_the_fit_recovers_what_was_simulated():
    counts, words, first = simulate(np.random.default_rng(1), 4000, ratio=1.8)
    fit = fit_negative_binomial(counts, words, np.column_stack([np.ones(4000), first]))
    assert np.exp(fit.coefficients) == pytest.approx([0.006, 1.8], rel=0.06)
    assert fit.dispersion == pytest.approx(0.4, rel=0.08)


def test_the_likelihood_is_scipys():
    counts, words, _ = simulate(np.random.default_rng(2), 30)
    design, alpha = np.ones((30, 1)), 0.7
    likelihood = _Likelihood(counts, np.log(words), design)
    value, _ = likelihood.negative_log(np.array([-5.0, np.log(alpha)]))
    mean = words * np.exp(-5.0)
    reference = stats.nbinom(1 / alpha, 1 / (1 + alpha * mean)).logpmf(counts).sum()
    assert value == pytest.approx(-reference)


def test_the_gradient_is_the_slope_of_the_likelihood():
    counts, words, first = simulate(np.random.default_rng(3), 25)
    design = np.column_stack([np.ones(25), first])
    likelihood = _Likelihood(counts.astype(float), np.log(words), design)
    at = np.array([-5.0, 0.3, -1.0])
    error = optimize.check_grad(
        lambda x: likelihood.negative_log(x)[0],
        lambda x: likelihood.negative_log(x)[1],
        at,
    )
    assert error < 1e-4 * np.abs(likelihood.negative_log(at)[1]).max()


def test_without_extra_variation_the_ratio_is_poissons():
    words, first = np.full(40, 1000), np.arange(40) < 20
    counts = np.where(first, 8, 4)
    result = compare_group_rates(counts, words, first)
    assert result.estimate == pytest.approx(2, rel=1e-4)
    half = stats.t.ppf(0.975, 38) * np.sqrt(1 / 160 + 1 / 80)
    limits = 2 * np.exp([-half, half])
    assert result[1:3] == pytest.approx(limits, rel=0.02)


def test_twenty_sources_have_5_percent_false_positives_and_cover_the_truth():
    rng, p, covered = np.random.default_rng(4), [], []
    for _ in range(40):
        p.append(compare_group_rates(*simulate(rng, 20)).p)
        result = compare_group_rates(*simulate(rng, 20, ratio=2.0))
        covered.append(result.low <= 2 <= result.high)
    assert np.mean(np.array(p) < 0.05) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 40)
    assert np.mean(covered) >= 0.95 - 2 * np.sqrt(0.05 * 0.95 / 40)


def test_it_says_why_it_has_no_smallest_p_and_what_it_could_have_shown():
    rng = np.random.default_rng(5)
    first = np.arange(40) % 2 == 0
    result = compare_group_rates(rng.poisson(8, 40), np.full(40, 1000), first)
    assert result.p_smallest is None
    assert "no smallest value" in result.note
    half = np.log(result.high / result.low) / 2
    more = stats.t.ppf(0.8, 38) / stats.t.ppf(0.975, 38)
    assert result.detectable == pytest.approx(np.exp(half * (1 + more)))


def test_too_few_sources_or_matches_are_said():
    assert "needs 20" in compare_group_rates([1, 2], [10, 10], [True, False]).note
    counts = np.where(np.arange(20) < 10, 0, 3)
    assert "no finite ratio" in compare_group_rates(counts, np.full(20, 500), counts > 0).note


def test_of_many_sources_wald_limits_are_those_of_the_profile(monkeypatch):
    data = simulate(np.random.default_rng(11), 600, ratio=1.3)
    profile = compare_group_rates(*data)
    monkeypatch.setattr("plumbline.compare.negative_binomial.MOST_PROFILED", 500)
    wald = compare_group_rates(*data)
    assert wald.method.endswith("Wald")
    assert wald[:3] == pytest.approx(profile[:3], rel=0.01)
    assert wald.p == pytest.approx(profile.p, rel=0.2)
