"""Tables: typed by their schema, sorted, safe in a spreadsheet, the same when read back."""

import json
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.sources.catalogue import FORMATS
from plumbline.tables import (
    SCHEMAS,
    columns,
    describe_tables,
    empty_table,
    format_number,
    read_parts,
    read_table,
    table_schema,
    write_part,
    write_table,
)

TABLES = sorted(path.stem for path in SCHEMAS.glob("*.yaml"))


def marker(**values):
    row = {
        "source_id": "a",
        "sentence_id": 1,
        "sentence_kind": "body",
        "start": 0,
        "end": 3,
        "text": "may",
        "category": "hedge",
        "subcategory": "modal",
        "rule": "hedge.modal.may",
    }
    return {**row, **values}


@pytest.mark.parametrize("table", TABLES)
def test_every_schema_explains_each_column(table):
    schema = table_schema(table)
    names = columns(table)
    assert len(set(names)) == len(names)
    assert set(schema["primaryKey"]) <= set(names)
    for field in schema["fields"]:
        assert field["title"]
        assert field["description"].endswith(".")
        assert field["type"] in {"string", "integer", "number", "boolean"}


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_keeps_its_columns(table, tmp_path):
    write_table(empty_table(table), tmp_path / f"{table}.csv", table)
    frame = read_table(tmp_path / f"{table}.csv")
    assert list(frame.columns) == columns(table)
    assert len(frame) == 0


def test_rows_are_sorted_by_source_then_position(tmp_path):
    rows = [marker(start=9, end=12), marker(source_id="B"), marker()]
    write_table(pd.DataFrame(rows), tmp_path / "markers.csv", "markers")
    frame = read_table(tmp_path / "markers.csv")
    assert list(zip(frame["source_id"], frame["start"], strict=True)) == [
        ("B", 0),
        ("a", 0),
        ("a", 9),
    ]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "'=x", "plain"])
def test_no_cell_is_a_formula_and_none_is_changed(text, tmp_path):
    write_table(pd.DataFrame([marker(text=text)]), tmp_path / "markers.csv", "markers")
    raw = (tmp_path / "markers.csv").read_text()
    assert f",{text}," not in raw or text[0] not in "=+-@"
    assert read_table(tmp_path / "markers.csv")["text"][0] == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_text_survives_writing_and_reading(text):
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "markers.csv"
        write_table(pd.DataFrame([marker(text=text)]), path, "markers")
        assert read_table(path)["text"][0] == text


def test_a_missing_value_is_empty_never_zero(tmp_path):
    frame = empty_table("overclaim")
    frame.loc[0, ["source_id", "claims_compared", "note"]] = ["a", 0, "no claim"]
    write_table(frame, tmp_path / "overclaim.csv", "overclaim")
    assert (tmp_path / "overclaim.csv").read_text().splitlines()[1] == "a,0,,,,,,,,,no claim"


def test_columns_that_the_schema_does_not_know_are_refused(tmp_path):
    with pytest.raises(KeyError, match="markers: columns missing"):
        write_table(pd.DataFrame([{"source_id": "a"}]), tmp_path / "markers.csv", "markers")
    with pytest.raises(ValueError, match="fields not in"):
        write_part([{"x": 1}], tmp_path / "p.csv", {"y": "string"})


def test_parts_join_with_their_types(tmp_path):
    types = {"source_id": "string", "n": "integer", "x": "number", "b": "boolean"}
    write_part([], tmp_path / "1.csv", types)
    write_part([{"source_id": "a", "n": 1, "x": None, "b": True}], tmp_path / "2.csv", types)
    frame = read_parts([tmp_path / "1.csv", tmp_path / "2.csv"], types)
    assert frame["n"].tolist() == [1]
    assert frame["x"].isna().all()
    assert str(frame["b"].dtype) == "boolean"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0, "0"),
        (1 / 3, "0.333333"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "1e-07"),
        (2.5e7, "25000000"),
    ],
)
def test_numbers_are_written_without_rounding_noise(value, text):
    assert format_number(value) == text


def test_the_data_package_validates(tmp_path):
    from frictionless import Package

    write_table(
        pd.DataFrame([marker(), marker(start=5, end=8)]), tmp_path / "markers.csv", "markers"
    )
    write_table(empty_table("overclaim"), tmp_path / "overclaim.csv", "overclaim")
    package = describe_tables(tmp_path.glob("*.csv"), "study", "A study")
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])


def test_the_codebook_names_every_format_that_a_source_can_have():
    fields = {field["name"]: field for field in table_schema("documents")["fields"]}
    named = set(re.findall(r"\w+", fields["format"]["description"]))
    assert named >= set(FORMATS.values())
