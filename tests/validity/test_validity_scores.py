"""Scores worked out by hand, and the bootstrap around them."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.tables import write_rows
from plumbline.validity.measurement import (
    ERROR_COLUMNS,
    MOST_KINDS,
    MOST_TEXTS,
    Measurement,
    list_worst_errors,
    measure_classes,
    score_measurements,
    tabulate_confusion,
)
from plumbline.validity.scores import (
    class_scores,
    confusion_columns,
    correlation,
    count_agreement,
    f1_of_averages,
    moment_columns,
    name_share,
    precision_recall_f1,
    score_units,
)

STATISTICS = {"confidence": 0.95, "resamples": 1000, "seed": 7}


def test_precision_recall_and_f1_by_hand():
    # 6 hits, 2 false alarms, 4 misses: 6/8, 6/10, 12/18
    scores = precision_recall_f1(np.array([6.0, 2.0, 4.0]))
    assert scores["precision"] == pytest.approx(0.75)
    assert scores["recall"] == pytest.approx(0.6)
    assert scores["f1"] == pytest.approx(2 / 3)


def test_what_has_nothing_to_divide_by_is_missing_and_not_zero():
    interval = score_units(np.zeros((20, 3)), precision_recall_f1, STATISTICS, "x")["precision"]
    assert interval.estimate is None
    assert interval.note


def test_agreement_of_sets():
    assert count_agreement({"a", "b", "c"}, {"b", "c", "d", "e"}) == (2, 1, 2)


def test_macro_f1_by_hand():
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"), ("c", "a")]
    classes = ("a", "b", "c", "d")
    scores = class_scores(classes)(confusion_columns(pairs, classes).sum(axis=0))
    # F1: a 2*1/(2+2), b 2*2/(2+3), c 0/(1+0); d is neither coded nor measured
    assert scores["f1_a"] == pytest.approx(0.5)
    assert scores["f1_b"] == pytest.approx(0.8)
    assert scores["f1_c"] == 0
    assert np.isnan(scores["f1_d"])
    assert scores["macro_f1"] == pytest.approx((0.5 + 0.8 + 0) / 3)
    assert scores["accuracy"] == pytest.approx(3 / 5)
    assert scores["precision_a"] == pytest.approx(1 / 2)
    assert scores["recall_b"] == 1


def test_pearson_by_hand():
    # deviations -1.5 -.5 .5 1.5 and -1.75 .25 -.75 2.25: products 5.5, squares 5 and 8.75
    sums = moment_columns([1, 2, 3, 4], [1, 3, 2, 5]).sum(axis=0)
    assert correlation(sums)["pearson_r"] == pytest.approx(5.5 / sqrt(5 * 8.75))


def test_a_constant_correlates_with_nothing():
    assert np.isnan(correlation(moment_columns([1, 1, 1], [1, 2, 3]).sum(axis=0))["pearson_r"])


def test_f1_of_averages_by_hand():
    # pages with P 1 and .5, R .5 and .25: averages .75 and .375
    scores = f1_of_averages(np.array([[1, 0.5, 1], [0.5, 0.25, 1]]).sum(axis=0))
    assert scores["f1"] == pytest.approx(2 * 0.75 * 0.375 / (0.75 + 0.375))


def test_limits_of_a_share_are_near_those_of_the_normal():
    units = np.array([(1, 1)] * 80 + [(0, 1)] * 20)
    interval = score_units(units, name_share("accuracy"), STATISTICS, "x")["accuracy"]
    half = 1.96 * sqrt(0.8 * 0.2 / 100)
    assert interval.estimate == 0.8
    assert interval.low == pytest.approx(0.8 - half, abs=0.025)
    assert interval.high == pytest.approx(0.8 + half, abs=0.025)


def test_the_bootstrap_is_the_same_twice_and_its_own_for_each_name():
    units = np.random.default_rng(3).integers(0, 4, (60, 3))
    first, again, other = (
        score_units(units, precision_recall_f1, STATISTICS, name) for name in ("a", "a", "b")
    )
    assert first == again
    assert first["f1"].estimate == other["f1"].estimate
    assert first["f1"].low != other["f1"].low


def test_few_units_get_no_limits():
    interval = score_units(np.ones((9, 2)), name_share("recall"), STATISTICS, "x")["recall"]
    assert (interval.estimate, interval.low, interval.high) == (1.0, None, None)
    assert "10" in interval.note


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=10, max_size=40))
def test_limits_surround_what_the_resamples_can_reach(pairs):
    units = np.array([(right, right + wrong) for right, wrong in pairs])
    interval = score_units(units, name_share("x"), {**STATISTICS, "resamples": 200}, "x")["x"]
    if interval.low is not None:
        assert 0 <= interval.low <= interval.high <= 1


def make_measurement(errors=(), pairs=()):
    units = np.array([(1, 1)] * 12)
    return Measurement(
        "hedges", "set", "part", units, name_share("recall"), "sentences", "a note", errors, pairs
    )


def test_rows_carry_the_unit_that_was_resampled():
    (row,) = score_measurements([make_measurement()], STATISTICS)
    assert row["n"] == 12
    assert row["note"].startswith("a note; limits from resampled sentences")


def test_worst_errors_are_bounded_commonest_kind_first_shortest_text_first():
    errors = [("rare", "one"), *(("common", "x" * n) for n in range(40, 0, -1))]
    errors += [(f"kind {n}", "text") for n in range(60)]
    rows = list_worst_errors([make_measurement(errors)])
    assert all(tuple(row) == ERROR_COLUMNS for row in rows)
    assert [row["text"] for row in rows[:3]] == ["x", "xx", "xxx"]
    assert rows[0]["n"] == 40
    assert sum(row["kind"] == "common" for row in rows) == MOST_TEXTS
    assert len({row["kind"] for row in rows}) == MOST_KINDS


def test_confusion_counts_each_pair_of_classes():
    pairs = [("may", "may"), ("may", "none"), ("may", "none")]
    measured = measure_classes(("strength", "set", "all"), pairs, ["a", "b", "c"], ("may", "none"))
    rows = [(r["coded"], r["measured"], r["n"]) for r in tabulate_confusion([measured])]
    assert rows == [("may", "may", 1), ("may", "none", 2)]
    assert [text for _, text in measured.errors] == ["b", "c"]


def test_an_error_says_why_where_the_instrument_can_tell():
    pairs = [("may", "none"), ("none", "may")]
    where, reasons = ("strength", "set", "all"), {"b": "stem may +1.20"}
    measured = measure_classes(where, pairs, ["a", "b"], ("may", "none"), reasons=reasons)
    assert {r["text"]: r["why"] for r in list_worst_errors([measured])} == {"a": "", **reasons}


def test_rows_without_a_schema_are_as_safe_in_a_spreadsheet(tmp_path):
    write_rows([{"a": "=1+1", "b": 2, "c": "left out"}], tmp_path / "new/x.csv", ("a", "b"))
    assert (tmp_path / "new/x.csv").read_text() == "a,b\n'=1+1,2\n"
