"""Sentence-block bootstrap: equal to scipy's BCa, repeatable, honest where it is undefined."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from plumbline.compare import bootstrap
from plumbline.compare.bootstrap import (
    bca_interval,
    bootstrap_rate,
    bootstrap_rates,
    derive_seed,
    expand_confidence,
    name_method,
    resample_sums,
)
from plumbline.compare.rates import rhetoric_rates


def rate(counts, words, axis=-1):
    return 1000 * counts.sum(axis=axis) / words.sum(axis=axis)


@pytest.fixture
def sentences():
    rng = np.random.default_rng(2)
    return rng.poisson(0.5, 40), rng.integers(8, 30, 40)


def test_bca_limits_equal_scipys_on_the_same_resamples(sentences):
    counts, words = sentences
    reference = stats.bootstrap(
        sentences, rate, paired=True, method="BCa", rng=np.random.default_rng(1), n_resamples=999
    )
    left_out = np.array([rate(np.delete(counts, i), np.delete(words, i)) for i in range(40)])
    ours = bca_interval(float(rate(counts, words)), reference.bootstrap_distribution, left_out)
    assert ours[1:3] == pytest.approx(tuple(reference.confidence_interval), rel=1e-9)


def test_the_confidence_is_expanded_as_students_t_is_to_the_normal():
    # n = 20: z = 1.96 becomes 2.093 times sqrt(20 / 19).
    expanded = expand_confidence(0.95, 20)
    assert stats.norm.ppf((1 + expanded) / 2) == pytest.approx(2.093 * (20 / 19) ** 0.5, abs=1e-3)
    assert expand_confidence(0.95, 10**6) == pytest.approx(0.95, abs=1e-5)


def test_resamples_have_the_size_of_the_data_and_draw_blocks_evenly():
    weights = resample_sums(np.eye(12), 4000, seed=3)
    assert weights.shape == (4000, 12)
    assert (weights.sum(axis=1) == 12).all()
    assert np.abs(weights.mean(axis=0) - 1).max() < 0.08


def test_drawing_in_chunks_changes_nothing(monkeypatch):
    whole = resample_sums(np.eye(15), 50, seed=9)
    monkeypatch.setattr("plumbline.compare.bootstrap._CHUNK", 45)
    assert (resample_sums(np.eye(15), 50, seed=9) == whole).all()


def test_the_same_seed_gives_the_same_interval(sentences):
    first = bootstrap_rate(*sentences, seed=derive_seed(1, "page", "hedge"))
    assert bootstrap_rate(*sentences, seed=derive_seed(1, "page", "hedge")) == first
    assert bootstrap_rate(*sentences, seed=derive_seed(2, "page", "hedge")) != first


def test_seeds_are_fixed_for_ever_and_keep_names_apart():
    assert derive_seed(1, "page", "hedge") == 11484282172216884321
    assert derive_seed(1, "ab", "c") != derive_seed(1, "a", "bc")


def test_measures_drawn_together_equal_measures_drawn_alone(sentences):
    counts, words = sentences
    other = counts[::-1].copy()
    together = bootstrap_rates(np.column_stack([counts, other]), words, seed=5)
    assert together == [bootstrap_rate(counts, words, seed=5), bootstrap_rate(other, words, seed=5)]


def test_without_a_match_there_is_no_bare_zero():
    interval = bootstrap_rate(np.zeros(30), np.full(30, 15), seed=1)
    assert (interval.estimate, interval.low, interval.high) == (0, None, None)
    assert "exact interval" in interval.note


def test_few_sentences_are_not_resampled():
    interval = bootstrap_rate(np.array([1, 0, 2]), np.array([10, 12, 9]), seed=1)
    assert interval.estimate == pytest.approx(3000 / 31)
    assert interval.low is None
    assert interval.note == "3 blocks: resampling needs 5"


def test_no_words_is_undefined_and_sentences_without_words_do_not_count():
    assert bootstrap_rate(np.zeros(3), np.zeros(3), seed=1).estimate is None
    counts, words = np.array([1, 0] * 8), np.array([12] * 16)
    padded = bootstrap_rate(np.append(counts, 0), np.append(words, 0), seed=4)
    assert padded == bootstrap_rate(counts, words, seed=4)


def test_equal_sentences_have_no_spread():
    interval = bootstrap_rate(np.ones(20), np.full(20, 10), seed=1)
    assert interval.low is None
    assert "no spread" in interval.note


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(5, 40)), min_size=25, max_size=50))
@settings(max_examples=60, deadline=None)
def test_limits_stay_within_what_the_sentences_allow(pairs):
    counts, words = (np.array(column) for column in zip(*pairs, strict=True))
    interval = bootstrap_rate(counts, words, seed=7, n_resamples=300)
    if interval.low is None:
        assert interval.note
    else:
        assert 0 <= interval.low < interval.high <= 1000 * (counts / words).max() + 1e-9


def test_limits_hold_the_truth_in_about_95_percent_of_samples():
    rng, held, undefined = np.random.default_rng(6), [], 0
    for i in range(400):
        words = rng.integers(6, 34, 30)
        interval = bootstrap_rate(rng.poisson(0.02 * words), words, seed=i, n_resamples=500)
        if interval.low is None:
            undefined += 1
        else:
            held.append(interval.low <= 20 <= interval.high)
    assert undefined <= 4
    assert 0.95 - 0.03 <= np.mean(held) <= 0.95 + 0.03  # bench/coverage_intervals.py: 2,000 samples


def test_few_blocks_are_left_out_one_at_a_time():
    # By hand: 2, 1, 0, 1, 1 matches in sentences of 10 words; with the delta method the error of
    # the cube root is that of the rate over 3 times the squared cube root, widened for n = 5.
    interval = bootstrap_rate(np.array([2, 1, 0, 1, 1]), np.full(5, 10), seed=1)
    left_out = 1000 * (5 - np.array([2, 1, 0, 1, 1])) / 40
    half = stats.t.ppf(0.975, 4) * np.sqrt(4 / 5 * np.sum((left_out - left_out.mean()) ** 2))
    root = (5 / 4) ** 0.5 * half / (3 * 100 ** (2 / 3))
    limits = [(100 ** (1 / 3) + side * root) ** 3 for side in (-1, 1)]
    assert interval[:3] == pytest.approx((100, *limits))
    assert [name_method(n) for n in (4, 5, 24, 25)] == ["none", "jackknife", "jackknife", "BCa"]


def test_paragraphs_can_be_the_blocks():
    sentences = pd.DataFrame(
        {"source_id": "a", "sentence_id": range(1, 25), "paragraph": np.repeat(range(1, 13), 2)}
    ).assign(kind="body", n_words=10)
    hits = [(1, "hedge"), (2, "hedge"), (9, "hedge")]
    markers = pd.DataFrame(hits, columns=["sentence_id", "category"]).assign(source_id="a")
    settings = {"confidence": 0.95, "resamples": 500, "seed": 7, "resampled": True}
    rows = {
        block: rhetoric_rates(markers, sentences, ["hedge"], settings | {"block": block}).iloc[0]
        for block in ("sentence", "paragraph")
    }
    assert [rows[block]["boot_n"] for block in rows] == [24, 12]
    assert rows["paragraph"]["count"] == 3
    assert rows["paragraph"]["boot_high"] > rows["sentence"]["boot_high"]  # two stand together


def test_a_long_source_is_not_resampled_all_at_once(monkeypatch):
    monkeypatch.setattr(bootstrap, "_CHUNK", 100_000)
    rng = np.random.default_rng(1)
    counts, words = rng.poisson(0.1, (2_000, 2)), rng.integers(5, 30, 2_000)
    tracemalloc.start()
    bootstrap_rates(counts, words, seed=7)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000  # all weights together take 32 MB


def test_sums_of_resamples_are_those_of_their_weights():
    values = np.arange(60.0).reshape(30, 2)
    weights = resample_sums(np.eye(30), 50, seed=7)
    assert np.array_equal(resample_sums(values, 50, 7), weights @ values)
