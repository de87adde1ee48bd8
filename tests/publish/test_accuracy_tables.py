"""The short tables of accuracy, class by class, coded against measured, and of contrasts."""

import pandas as pd

from plumbline.publish.small_tables import (
    list_accuracy,
    list_classes,
    list_confusion,
    list_contrasts,
)
from plumbline.tables import empty_table

WHERE = {"instrument": "claim strength", "dataset": "set", "split": "part"}


def test_each_class_has_a_row_with_what_was_measured_of_it():
    metrics = {"macro_f1": 0.6, "precision_none": 0.5, "recall_none": 0.25, "f1_direct": 0.8}
    validity = pd.DataFrame([{**WHERE, "metric": m, "value": v} for m, v in metrics.items()])
    validity = validity.assign(ci_low=None, ci_high=None)
    rows = list_classes({"validity": validity}).set_index("class")
    assert list(rows.index) == ["direct", "none"]
    assert rows.loc["none", ["precision", "recall", "F1"]].tolist() == ["0.50", "0.25", ""]
    assert rows.loc["direct", "F1"] == "0.80"
    assert rows["data set"].eq("set, part").all()


def test_figures_of_a_class_carry_their_limits():
    row = {**WHERE, "metric": "recall_none", "value": 0.78, "ci_low": 0.66, "ci_high": 0.89}
    rows = list_classes({"validity": pd.DataFrame([row])})
    assert rows["recall"].tolist() == ["0.78 (0.66 to 0.89)"]


def test_coded_classes_stand_against_measured_ones():
    cells = [("none", "none", 3), ("none", "direct", 2), ("direct", "direct", 4)]
    other = {**WHERE, "instrument": "hype", "coded": "hype", "measured": "hype", "n": 5}
    table = [{**WHERE, "coded": c, "measured": m, "n": n} for c, m, n in cells]
    rows = list_confusion({"confusion": pd.DataFrame([*table, other])}).set_index("coded")
    assert rows.loc["none", ["n", "measured as"]].tolist() == ["5", "none 3, direct 2"]
    assert rows.loc["direct", ["n", "measured as"]].tolist() == ["4", "direct 4"]
    assert rows.loc["hype", ["n", "measured as"]].tolist() == ["5", "hype 5"]


def test_nothing_measured_gives_no_rows():
    assert list_classes({"validity": empty_table("validity")}).empty
    assert list_confusion({"confusion": empty_table("confusion")}).empty


def test_no_error_seen_is_said_instead_of_an_interval_without_width():
    row = {**WHERE, "metric": "precision", "n": 150, "value": 1.0, "ci_low": 1.0, "ci_high": 1.0}
    wide = {**row, "metric": "recall", "value": 0.78, "ci_low": 0.66, "ci_high": 0.89}
    shown = list_accuracy({"validity": pd.DataFrame([row, wide])}).iloc[0]
    assert shown["precision"] == "1.00 (no error seen)"
    assert shown["recall"] == "0.78 (0.66 to 0.89)"


def test_contrasts_write_measures_out_and_keep_the_ids_of_sources():
    empty = dict.fromkeys(
        ["p_blocks", "p_smallest_possible", "detectable", "left_out_low", "left_out_high"]
    )
    row = {**empty, "measure": "hedge", "estimate": -0.3, "ci_low": -0.94, "ci_high": 0.8, "n": 5}
    row |= {"unit": "sources", "method": "rho", "p": 0.68, "p_adjusted": 1.0, "planned": True}
    rank = {**row, "family": "correlations", "contrast": "with share_above over sources"}
    pair = {**row, "family": "pairs of sources", "contrast": "share_above / b"}
    shown = list_contrasts({"comparison": pd.DataFrame([rank, pair])})
    assert shown["contrast"].tolist() == [
        "Hedges, with share of claims above the licensed level over sources (rho)",
        "Hedges, share_above / b (rho)",
    ]
    assert shown["estimate (95 % interval)"].iloc[0] == "−0.30 (−0.94 to 0.80)"
    assert "one source left out" not in shown  # nothing to say in any row
