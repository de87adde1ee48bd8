from pathlib import Path

import pytest

from plumbline.lexicons import read_tsv
from plumbline.numbers import find_numbers, load_references, load_units
from plumbline.text.clean import clean_text

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
UNITS = load_units(PROJECT / "config/units.yaml")
FLORIUM = load_references(HERE / "topic", UNITS)
CASES = [tuple(row.values()) for _, row in read_tsv(HERE / "cases.tsv", ("text", "expected"))]
CHECKS = [
    tuple(row.values()) for _, row in read_tsv(HERE / "checks.tsv", ("text", "number", "expected"))
]


def numbers(text, references=None):
    heading, split, paragraph = text.partition("::")
    document = clean_text("case", f"{heading}\n\n{paragraph}" if split else text)
    return find_numbers(document, UNITS, references)


def described(row):
    low, high = f"{row['value_low']:.6g}", f"{row['value_high']:.6g}"
    span = low if low == high else f"{low}-{high}"
    return " ".join(filter(None, (row["quantity"], span, row["unit"])))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_numbers_are_read_with_their_units(text, expected):
    found = "; ".join(map(described, numbers(text))) or "none"
    assert found == expected


@pytest.mark.parametrize(("text", "number", "expected"), CHECKS)
def test_doses_are_held_against_the_reference_values(text, number, expected):
    rows = [row for row in numbers(text, FLORIUM) if row["text"].startswith(number)]
    found = sorted(f"{row['reference'].replace(' ', '+')}={row['verdict']}" for row in rows)
    assert found == sorted(expected.split())


def test_a_dose_taken_several_times_is_held_against_the_value_of_a_day():
    document = clean_text("x", "Take 20 mg of florium three times a day as a supplement.")
    rows = {r["reference"]: r for r in find_numbers(document, UNITS, FLORIUM)}
    assert (rows["ul_us"]["verdict"], rows["ul_us"]["reference_high"]) == ("above", 35)
    assert "makes 60 mg" in rows["ul_us"]["note"]
