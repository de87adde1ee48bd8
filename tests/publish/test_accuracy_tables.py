"""The short tables of accuracy: class by class, and coded against measured."""

import pandas as pd

from plumbline.publish.small_tables import list_classes, list_confusion
from plumbline.tables import empty_table

WHERE = {"instrument": "claim strength", "dataset": "set", "split": "part"}


def test_each_class_has_a_row_with_what_was_measured_of_it():
    metrics = {"macro_f1": 0.6, "precision_none": 0.5, "recall_none": 0.25, "f1_direct": 0.8}
    validity = pd.DataFrame([{**WHERE, "metric": m, "value": v} for m, v in metrics.items()])
    rows = list_classes({"validity": validity}).set_index("class")
    assert list(rows.index) == ["direct", "none"]
    assert rows.loc["none", ["precision", "recall", "F1"]].tolist() == ["0.50", "0.25", ""]
    assert rows.loc["direct", "F1"] == "0.80"
    assert rows["data set"].eq("set, part").all()


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
