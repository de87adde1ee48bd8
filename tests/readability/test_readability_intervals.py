"""Intervals of readability: sentences resampled, every source on its own, reasons where none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from plumbline.compare.readability_intervals import add_intervals, bootstrap_readability
from plumbline.readability.formulas import FORMULAS
from plumbline.readability.prepared import COUNTS
from plumbline.readability.scores import SUMMARIES

STATISTICS = {"confidence": 0.95, "resamples": 1000, "seed": 7, "resampled": True}


def make_counts(source_id: str, n: int, seed: int) -> pd.DataFrame:
    """Draw the counts of `n` sentences that could be."""
    rng = np.random.default_rng(seed)
    words = rng.integers(5, 35, n)
    share = {
        "syllables": 1.6,
        "letters": 4.7,
        "characters": 4.8,
        "polysyllables": 0.15,
        "long_words": 0.25,
        "difficult_words": 0.3,
        "difficult_polysyllables": 0.2,
        "complex_words": 0.12,
    }
    counts = {name: rng.poisson(rate * words) for name, rate in share.items()}
    return pd.DataFrame(
        {"source_id": source_id, "sentence_id": range(1, n + 1), "words": words, **counts}
    )


def make_scores(source_ids, preparation="prepared", value=10.0):
    return pd.DataFrame(
        [
            {
                "source_id": source_id,
                "formula": formula,
                "preparation": preparation,
                "value": value,
                "note": "",
            }
            for source_id in source_ids
            for formula in (*FORMULAS, *SUMMARIES)
        ]
    )


def test_limits_agree_with_scipys_bca():
    counts = make_counts("a", 40, seed=1)
    words, syllables = counts["words"].to_numpy(), counts["syllables"].to_numpy()

    def grade(words, syllables, axis=-1):
        words, syllables = words.sum(axis=axis), syllables.sum(axis=axis)
        return 0.39 * words / 40 + 11.8 * syllables / words - 15.59

    expected = stats.bootstrap(
        (words, syllables), grade, paired=True, n_resamples=9999, method="BCa", rng=1
    ).confidence_interval
    got = bootstrap_readability(counts, seed=1, n_resamples=9999)["a", "flesch_kincaid"]
    width = expected.high - expected.low
    assert got.low == pytest.approx(expected.low, abs=0.05 * width)
    assert got.high == pytest.approx(expected.high, abs=0.05 * width)


def test_every_formula_and_summary_has_limits_around_its_value():
    intervals = bootstrap_readability(make_counts("a", 60, seed=2), seed=1)
    assert {formula for _, formula in intervals} == {*FORMULAS, *SUMMARIES}
    for interval in intervals.values():
        assert interval.low < interval.estimate < interval.high


def test_distance_to_a_grade_has_the_limits_of_the_median_less_that_grade():
    intervals = bootstrap_readability(make_counts("a", 60, seed=2), seed=1)
    median, above = intervals["a", "grade_median"], intervals["a", "above_grade_8"]
    assert above[:3] == pytest.approx([limit - 8 for limit in median[:3]])


def test_other_sources_and_the_order_of_rows_change_nothing():
    a, b = make_counts("a", 30, seed=3), make_counts("b", 12, seed=4)
    alone = bootstrap_readability(a, seed=1)
    mixed = pd.concat([b, a]).sample(frac=1, random_state=5)
    together = bootstrap_readability(mixed, seed=1)
    assert {key: together[key] for key in alone} == alone


def test_few_sentences_have_no_limits_but_a_reason():
    table = add_intervals(make_scores(["a"]), make_counts("a", 4, seed=1), STATISTICS)
    assert table["ci_low"].isna().all()
    assert table["note"].str.contains("an interval needs 5 sentences, not 4").all()


def test_from_5_to_29_sentences_the_limits_are_those_of_the_jackknife():
    for n, jackknifed in ((5, True), (29, True), (30, False)):
        table = add_intervals(make_scores(["a"]), make_counts("a", n, seed=1), STATISTICS)
        assert table["ci_low"].notna().all()
        assert table["note"].str.contains("jackknife").all() == jackknifed


def test_the_jackknife_of_words_per_sentence_is_students_interval_widened():
    counts = make_counts("a", 8, seed=1)
    words = counts["words"].to_numpy(float)
    mean, error = words.mean(), stats.sem(words) * (8 / 7) ** 0.5
    expected = stats.t.interval(0.95, 7, mean, error)
    got = bootstrap_readability(counts, seed=1)["a", "words_per_sentence"]
    assert got[:3] == pytest.approx((mean, *expected))


def test_sentences_all_alike_have_no_limits_but_a_reason():
    counts = pd.concat([make_counts("a", 1, seed=1)] * 10)
    table = add_intervals(make_scores(["a"]), counts, STATISTICS)
    assert table["ci_low"].isna().all()
    assert (table["note"] != "").all()


def test_only_the_prepared_values_get_limits():
    scores = pd.concat([make_scores("a", p) for p in ("textstat", "prepared", "prepared_masked")])
    table = add_intervals(scores, make_counts("a", 40, seed=1), STATISTICS)
    assert list(table.columns) == [*scores.columns, "ci_low", "ci_high", "n"]
    prepared = table["preparation"].eq("prepared")
    assert table.loc[prepared, ["ci_low", "ci_high"]].notna().all(axis=None)
    assert table.loc[~prepared, ["ci_low", "ci_high"]].isna().all(axis=None)
    assert (table.loc[~prepared, "note"] != "").all()


def test_sources_without_words_keep_their_reason():
    scores = make_scores(["empty"], value=None).assign(note="no words of running text")
    table = add_intervals(
        scores, pd.DataFrame(columns=["source_id", "sentence_id", *COUNTS]), STATISTICS
    )
    assert (table["note"] == "no words of running text").all()
    assert table["ci_low"].isna().all()
