"""Short tables: what they say in words."""

from __future__ import annotations

import pandas as pd

from plumbline.publish.small_tables import (
    MOST_ROWS,
    caption_table,
    list_contrasts,
    list_grades,
    list_mismatches,
    list_numbers,
    list_rewordings,
    list_vague,
)


def test_numbers_name_the_reference_values_and_not_their_sources():
    note = "about; upper level, adults: an agency (read in a copy); known from a secondary source"
    row = {"source_id": "a", "text": "about 400 mg", "unit": "mg", "verdict": "above"}
    numbers = pd.DataFrame(
        [
            row | {"reference_low": None, "reference_high": 250.0, "note": note},
            row | {"reference_low": 300.0, "reference_high": 350.0, "note": "intake, men: a book"},
            row
            | {"reference_low": None, "reference_high": None, "note": "one end is of a trial"}
            | {"verdict": "stitched"},
            row | {"reference_low": None, "reference_high": 500.0, "note": "x: y"}
            | {"verdict": "within"},
        ]
    )  # fmt: skip
    shown = list_numbers({"numbers": numbers})
    assert shown["verdict"].tolist() == [
        "above: upper level, adults (250 mg), intake, men (300 to 350 mg); "
        "stitched: one end is of a trial"
    ]


def test_a_table_that_is_cut_off_says_where_the_rest_stands():
    assert caption_table("mismatches", MOST_ROWS).endswith("all stand in the table citation_check)")
    assert "all stand" not in caption_table("mismatches", MOST_ROWS - 1)
    assert "the first 12" in caption_table("grades", MOST_ROWS)
    assert "all stand" not in caption_table("accuracy", MOST_ROWS)


def test_one_claim_does_not_fill_the_table_of_sentences():
    rows = [(f"s{i}", 1, "cramps", 5, "A.", "B.") for i in range(20)] + [
        ("s1", 2, "sleep", 2, "C.", "D.")
    ]
    names = ["source_id", "sentence_id", "claim_id", "gap", "sentence", "rewording"]
    shown = list_rewordings({"rewordings": pd.DataFrame(rows, columns=names)})
    assert shown["sentence"].tolist() == ["A.", "A.", "C."]


def test_a_contrast_without_an_estimate_says_why(study):
    comparison = study(5).tables["comparison"].copy()
    comparison["planned"] = True
    comparison[["estimate", "ci_low", "ci_high", "p", "p_adjusted"]] = None
    comparison["note"] = "fewer than 3 sources"
    shown = list_contrasts({"comparison": comparison})
    assert set(shown["estimate (95 % interval)"]) == {"none: fewer than 3 sources"}


def test_sources_that_could_not_be_read_are_in_no_denominator(study):
    tables = dict(study(5).tables)
    unread = tables["documents"].head(1).assign(source_id="unread", n_words=0)
    tables["documents"] = pd.concat([tables["documents"], unread])
    assert list_vague(tables)["sources"].str.endswith(" of 5").all()


def test_vague_attributions_beside_a_citation_are_counted(study):
    tables = dict(study(5).tables)
    vague = tables["citations"]["tier"].eq("vague")
    beside = vague & (vague.cumsum() == 1)
    supported = tables["citations"]["supported"].mask(vague, False).mask(beside, True)
    tables["citations"] = tables["citations"].assign(supported=supported)
    assert list_vague(tables)["of these beside a citation"].astype(int).sum() == 1


def test_differences_carry_a_minus_and_not_a_hyphen(study):
    tables = dict(study(5).tables)
    low = tables["readability"]["formula"].eq("grade_low")
    tables["readability"] = tables["readability"].assign(
        value=tables["readability"]["value"].mask(low, -0.4)
    )
    assert list_grades(tables)["range over the formulas"].str.startswith("−0.4 to ").all()


def test_claims_in_the_check_of_citations_are_put_in_words(study):
    tables = dict(study(5).tables)
    known = tables["claim_totals"].drop_duplicates("claim")[["claim_id", "claim"]].head(4)
    row = {"source_id": "a", "identifier": "123", "check": "wrong_outcome"}
    listed = {"expected": " ".join(known["claim_id"]), "found": known["claim_id"].iloc[0]}
    other = {"check": "wrong_form", "expected": "oxide", "found": "glycinate"}
    tables["citation_check"] = pd.DataFrame([row | listed, row | other])
    first, second = list_mismatches(tables).itertuples(index=False)
    assert first[3:] == ("; ".join([*known["claim"][:3], "1 more"]), known["claim"].iloc[0])
    assert second[3:] == ("oxide", "glycinate")
