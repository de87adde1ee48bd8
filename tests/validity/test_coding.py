"""The coding loop: a blinded, stratified, seeded sheet; filled sheets read with care; agreement."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest

from plumbline.errors import PlumblineError, SettingsError
from plumbline.tables import make_table, write_table
from plumbline.validity.coded_sheets import (
    find_majority,
    measure_agreement,
    read_key,
    read_sheets,
)
from plumbline.validity.coding_sheet import (
    NOTHING,
    draw_sample,
    load_codes,
    measure_sentences,
    write_coding_sheet,
)

STATISTICS = {"confidence": 0.95, "resamples": 200, "seed": 1}
PLAN = """
per_stratum: 10
kinds: [body]
codes:
  hedge:
    question: Is it hedged?
    scale: nominal
    values: {0: "no", 1: "yes"}
    measured: {table: markers, column: category, values: [hedge]}
  strength:
    question: How strong?
    scale: ordinal
    values: {0: none, 4: may, 6: does}
    measured: {table: claims, highest: level}
"""


@pytest.fixture
def plan(tmp_path):
    (tmp_path / "coding.yaml").write_text(PLAN, encoding="utf-8")
    return load_codes(tmp_path / "coding.yaml")


@pytest.fixture
def tables():
    """Two hundred invented sentences: every tenth is hedged, every fourth states a claim."""
    n = range(1, 201)
    sentences = pd.DataFrame(
        {"source_id": "s", "sentence_id": n, "kind": "body", "text": [f"=Sentence {i}." for i in n]}
    )
    hedged = [i for i in n if i % 10 == 0]
    claimed = [i for i in n if i % 4 == 0]
    return {
        "sentences": sentences,
        "markers": pd.DataFrame({"source_id": "s", "sentence_id": hedged, "category": "hedge"}),
        "claims": pd.DataFrame({"source_id": "s", "sentence_id": claimed, "level": 6}),
    }


@pytest.fixture
def drawn(tables, plan, tmp_path):
    measured = measure_sentences(tables, plan["codes"])
    sample = draw_sample(measured, plan, seed=1)
    folder = tmp_path / "coding"
    write_coding_sheet(sample, tables["sentences"], plan, folder)
    return sample, measured, folder


def fill(folder, coder, judge, delimiter=",", encoding="utf-8"):
    """Fill the sheet as a coder would: `judge` gives the codes of a unit from its sentence."""
    with (folder / "sheet.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    path = folder.parent / "filled" / f"{coder}.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        for row in rows:
            number = int(row["sentence"].strip("'=.").split()[1])
            writer.writerow(row | judge(number))
    return path


def truth(number):
    return {"hedge": int(number % 10 == 0), "strength": 6 if number % 4 == 0 else 0}


def test_the_sheet_is_stratified_and_weights_add_up(drawn):
    sample, _, _ = drawn
    assert sample["stratum"].value_counts().to_dict() == {"hedge": 10, "strength": 10, NOTHING: 10}
    assert sample["weight"].sum() == pytest.approx(200)
    order = [int(unit.split("-")[1]) for unit in sample["unit"]]
    assert order == list(range(1, 31))
    assert list(sample["sentence_id"]) != sorted(sample["sentence_id"])


def test_the_same_seed_draws_the_same_sheet(tables, plan):
    measured = measure_sentences(tables, plan["codes"])
    first, again = (draw_sample(measured, plan, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert list(first["unit"]) != list(draw_sample(measured, plan, seed=4)["unit"])


def test_the_sheet_is_blinded_and_no_cell_of_it_is_a_formula(drawn):
    _, _, folder = drawn
    with (folder / "sheet.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["unit", "before", "sentence", "after", "hedge", "strength", "comment"]
    assert all(row["hedge"] == row["strength"] == "" for row in rows)
    assert all(row["sentence"].startswith("'=") for row in rows)
    book = (folder / "codebook.md").read_text(encoding="utf-8")
    assert "| 4 | may |" in book
    assert "instrument" not in book.lower()


def test_perfect_coders_and_a_perfect_instrument_score_one(drawn, plan):
    _, measured, folder = drawn
    paths = [fill(folder, name, truth) for name in ("ann", "ben")]
    key = read_key(folder / "key.csv")
    coded = read_sheets(paths, key["unit"], plan["codes"])
    rows = {r["code"]: r for r in measure_agreement(coded, key, measured, plan, STATISTICS)}
    for row in rows.values():
        assert (row["n"], row["coders"]) == (30, 2)
        assert row["alpha"] == row["ac1"] == row["precision"] == row["f1"] == 1


def test_precision_and_recall_are_weighted_by_the_sampling(drawn, plan):
    sample, measured, folder = drawn
    plain = set(sample.loc[sample["stratum"].eq(NOTHING), "sentence_id"].head(1))

    def judge(number):
        return truth(number) | ({"hedge": 1} if number in plain else {})

    paths = [fill(folder, name, judge) for name in ("ann", "ben")]
    key = read_key(folder / "key.csv")
    coded = read_sheets(paths, key["unit"], plan["codes"])
    row = measure_agreement(coded, key, measured, plan, STATISTICS)[0]
    weight = float(sample.loc[sample["stratum"].eq(NOTHING), "weight"].iloc[0])
    assert row["precision"] == 1
    assert row["recall"] == pytest.approx(20 / (20 + weight))


def test_units_without_majority_or_with_a_changed_sentence_are_left_out(drawn, plan, tables):
    sample, _, folder = drawn
    number = int(sample["sentence_id"].iloc[0])
    first = fill(folder, "ann", truth)
    second = fill(folder, "ben", lambda n: truth(n) | ({"hedge": 1 - truth(n)["hedge"]}
                                                       if n == number else {}))  # fmt: skip
    changed = int(sample["sentence_id"].iloc[1])
    tables["sentences"].loc[changed - 1, "text"] = "Reworded."
    key = read_key(folder / "key.csv")
    measured = measure_sentences(tables, plan["codes"])
    coded = read_sheets([first, second], key["unit"], plan["codes"])
    note = measure_agreement(coded, key, measured, plan, STATISTICS)[0]["note"]
    assert "1 unit whose sentence has changed left out" in note
    assert "1 unit without a majority left out" in note


def test_the_rows_fit_the_table(drawn, plan, tmp_path):
    _, measured, folder = drawn
    paths = [fill(folder, name, truth) for name in ("ann", "ben")]
    key = read_key(folder / "key.csv")
    coded = read_sheets(paths, key["unit"], plan["codes"])
    rows = measure_agreement(coded, key, measured, plan, STATISTICS)
    write_table(make_table(rows, "agreement"), tmp_path / "agreement.csv", "agreement")
    assert (tmp_path / "agreement.csv").read_text().startswith("code,n,coders,alpha")


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "cp1252")])
def test_sheets_are_read_as_spreadsheets_save_them(drawn, plan, delimiter, encoding):
    _, _, folder = drawn
    paths = [
        fill(folder, "ann", lambda n: {"hedge": " 1.0 ", "strength": ""}, delimiter, encoding),
        fill(folder, "ben", lambda n: {"hedge": "'0", "strength": "4,0"}),
    ]
    coded = read_sheets(paths, read_key(folder / "key.csv")["unit"], plan["codes"])
    assert coded.shape == (2, 2, 30)
    assert (coded[0, 0] == 1).all()
    assert (coded[0, 1] == 0).all()
    assert np.isnan(coded[1, 0]).all()
    assert (coded[1, 1] == 1).all()  # the second of the values 0, 4, 6


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("hedge", "7"), r"ann.csv, line 2: '7' is no code of 'hedge'; use 0, 1 or leave it empty"),
        (("unit", "zzz-1"), r"ann.csv, line 2: the unit 'zzz-1' is not in the key"),
        (("unit", None), r"ann.csv, line 3: the unit '\w+-0002' stands on line 2 already"),
        (("head", "hedges"), r"ann.csv: the column 'hedge' is missing"),
        (("empty", ""), r"ann.csv: no cell is filled"),
    ],
)
def test_a_wrong_sheet_ends_in_one_sentence(drawn, plan, change, sentence):
    _, _, folder = drawn
    path = fill(folder, "ann", truth)
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    column, value = change
    if column == "head":
        rows[0][4] = value
    elif column == "empty":
        rows = [rows[0], *([*row[:4], "", "", ""] for row in rows[1:])]
    elif column == "unit":
        rows[1][0] = rows[2][0] if value is None else value
    else:
        rows[1][4] = value
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    other = fill(folder, "ben", truth)
    with pytest.raises(SettingsError, match=sentence):
        read_sheets([path, other], read_key(folder / "key.csv")["unit"], plan["codes"])


def test_one_coder_is_not_enough(drawn, plan):
    _, _, folder = drawn
    with pytest.raises(SettingsError, match="holds one sheet; agreement needs"):
        read_sheets([fill(folder, "ann", truth)], ["a"], plan["codes"])


def test_nothing_to_draw_is_said_in_one_sentence(tables, plan):
    tables["sentences"]["kind"] = "heading"
    with pytest.raises(PlumblineError, match="no sentence of the kinds"):
        draw_sample(measure_sentences(tables, plan["codes"]), plan, 1)


def test_the_codes_of_the_project_are_valid_and_unknown_keys_are_refused(project, tmp_path):
    plan = load_codes(project / "config/coding.yaml")
    assert list(plan["codes"]["claim_strength"]["values"]) == [0, 1, 2, 3, 4, 5, 6]
    (tmp_path / "c.yaml").write_text(PLAN.replace("per_stratum", "per_strata"), encoding="utf-8")
    with pytest.raises(SettingsError, match="per_strata"):
        load_codes(tmp_path / "c.yaml")


def test_the_majority_is_clear_or_none():
    codes = np.array([[1, 0, 1, np.nan], [1, 1, np.nan, np.nan], [0, np.nan, np.nan, np.nan]])
    found = find_majority(codes, 2)
    assert found[[0, 2]].tolist() == [1, 1]
    assert np.isnan(found[[1, 3]]).all()
