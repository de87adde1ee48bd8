"""The figures of the last run as tables of the page about accuracy."""

from pathlib import Path

import pytest

from plumbline.errors import SettingsError
from plumbline.validity.last_run import (
    compare_floors,
    fill_blocks,
    list_confusion,
    list_figures,
    read_floors,
)

PROJECT = Path(__file__).parents[2]
WHERE = {"instrument": "hedges", "dataset": "set", "split": "all"}


def make_row(metric, value, low="", high="", **where):
    limits = {"n": "1200", "value": value, "ci_low": low, "ci_high": high}
    return {**WHERE, **where, "metric": metric, **limits}


def test_figures_are_listed_with_their_limits_classes_and_cases_left_out():
    rows = [
        make_row("f1", "0.7454", "0.7", "0.8"),
        make_row("accuracy", "1"),
        make_row("f1_none", "0.5"),
        make_row("not measured", ""),
        make_row("share", "0.9", dataset="behaviour"),
    ]
    assert list_figures(rows)[2:] == [
        "| hedges | set | all | f1 | 1,200 | .745 | .700–.800 |",
        "| hedges | set | all | accuracy | 1,200 | 1.00 |  |",
    ]


def test_what_is_below_its_floor_shows_the_gap():
    floor = {**WHERE, "metric": "f1", "name": "hedges", "measure": "F1", "floor": ".8", "aim": ".9"}
    (low,) = compare_floors([make_row("f1", "0.75")], [floor])[2:]
    (high,) = compare_floors([make_row("f1", "0.85")], [floor])[2:]
    (none,) = compare_floors([], [floor])[2:]
    assert low == "| hedges | F1 | .800 | .900 | .750 | .050 |"
    assert high == "| hedges | F1 | .800 | .900 | .850 |  |"
    assert none == "| hedges | F1 | .800 | .900 | not measured |  |"


def test_coded_classes_stand_against_measured_ones():
    rows = [
        {**WHERE, "coded": "may", "measured": "may", "n": "3"},
        {**WHERE, "coded": "may", "measured": "none", "n": "2"},
    ]
    assert list_confusion(rows) == [
        "| hedges, set, all | as may | as none |",
        "| --- | --- | --- |",
        "| may | 3 | 2 |",
        "| none | 0 | 0 |",
    ]


def test_only_what_stands_between_the_marks_is_replaced():
    page = "A\n<!-- x of the last run -->\nold\n<!-- end of x -->\nB\n"
    filled = "A\n<!-- x of the last run -->\nnew\n<!-- end of x -->\nB\n"
    assert fill_blocks(page, {"x": ["new"]}) == filled
    assert fill_blocks(filled, {"x": ["new"]}) == filled
    with pytest.raises(SettingsError, match="y of the last run"):
        fill_blocks(page, {"y": ["new"]})


def test_the_page_has_the_marks_and_every_floor_its_line():
    page = (PROJECT / "docs/validity.md").read_text(encoding="utf-8")
    assert fill_blocks(page, {"figures": [], "floors": [], "confusion": []})
    floors = read_floors(PROJECT / "resources/accuracy/floors.tsv")
    assert all(float(row["floor"]) <= float(row["aim"]) for row in floors)
    assert all(f"| {row['name']} | {row['measure']} |" in page for row in floors)
