"""The findings that the checks must make by themselves, on whole pages about the bundled topic."""

from pathlib import Path

import pytest

from plumbline.numbers import find_numbers, load_references, load_units
from plumbline.sources.reader import parse_text
from plumbline.text.clean import clean_raw

PROJECT = Path(__file__).parents[2]
DEMO = PROJECT / "resources/demo"
UNITS = load_units(PROJECT / "config/units.yaml")
MAGNESIUM = load_references(PROJECT / "config/topics/magnesium-sleep", UNITS)
FORMATS = {".txt": "text", ".html": "html", ".md": "markdown"}


def rows_of(path):
    raw = parse_text(path.read_text(encoding="utf-8"), FORMATS[path.suffix])
    return find_numbers(clean_raw(path.stem, raw), UNITS, MAGNESIUM)


def verdicts(rows):
    """Return (low, high, unit, reference, verdict) of all that was compared."""
    keys = ("value_low", "value_high", "unit", "reference", "verdict")
    return {tuple(row[key] for key in keys) for row in rows if row["reference"]}


STITCHED = {
    (320, 500, "mg", "nielsen_2010_dose abbasi_2012_dose", "stitched"),
    (320, 500, "mg", "ul_us", "above"),
    (320, 500, "mg", "ul_eu", "above"),
    (7, 8, "wk", "nielsen_2010_duration abbasi_2012_duration", "stitched"),
}
MISAPPLIED = {
    (400, 420, "mg", "rda_men", "misapplied"),
    (310, 320, "mg", "rda_women", "misapplied"),
    (400, 420, "mg", "ul_us", "above"),
    (310, 320, "mg", "ul_us", "within"),
    (310, 320, "mg", "ul_eu", "above"),
}
RIGHT = {
    (400, 420, "mg", "rda_men", "within"),
    (310, 320, "mg", "rda_women", "within"),
    (350, 350, "mg", "ul_us", "within"),
    (250, 250, "mg", "ul_eu", "within"),
}


def test_numbers_do_not_depend_on_how_much_is_read_at_once(monkeypatch):
    paths = sorted(DEMO.glob("*.txt"))
    rows = [rows_of(path) for path in paths]
    assert any(rows)
    monkeypatch.setattr("plumbline.memory.TOGETHER", 2)
    assert [rows_of(path) for path in paths] == rows


def test_a_total_intake_given_as_a_supplement_dose_is_found():
    assert verdicts(rows_of(DEMO / "chelated_magnesium_relaxation_guide.txt")) >= MISAPPLIED


def test_a_range_from_two_trials_that_disagree_is_found():
    assert verdicts(rows_of(DEMO / "five_ways_magnesium_sleep.txt")) >= STITCHED


@pytest.mark.parametrize(
    "name", ["magnesium_and_sleep_leaflet.html", "magnesium_evidence_summary.md"]
)
def test_cautious_pages_are_not_faulted_for_what_they_have_right(name):
    rows = rows_of(DEMO / name)
    assert verdicts(rows) >= RIGHT
    faulted = [row for row in rows if row["verdict"] not in ("within", "not_compared")]
    assert all("reports a trial's dose" in row["note"] for row in faulted)


def test_the_weight_of_a_compound_is_not_taken_for_the_element():
    rows = rows_of(DEMO / "threonate_trial_press_release.txt")
    gram = [row for row in rows if row["unit"] == "g"]
    assert gram
    assert all(row["verdict"] == "not_compared" and "compound" in row["note"] for row in gram)


def test_the_five_pages_of_the_first_study(corpus):
    """Its figures as they were found by hand: two pages with doses, three without."""
    pages = [rows_of(path) for path in sorted(corpus.glob("*.txt"))]
    spans = [[(r["value_low"], r["value_high"], r["unit"]) for r in rows] for rows in pages]
    assert set(spans[0]) == {(300, 300, ""), (30, 60, "min")}
    assert spans[1] == []
    assert spans[2] == []
    assert (30, 60, "min") in spans[3]
    assert verdicts(pages[3]) >= MISAPPLIED
    assert verdicts(pages[4]) >= STITCHED
