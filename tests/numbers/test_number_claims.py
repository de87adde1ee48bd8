import pandas as pd

from plumbline.compare.number_claims import attach_claims
from plumbline.tables import columns, read_table, write_table

KEYS = ["source_id", "sentence_id", "start", "end"]


def numbers(*rows):
    return pd.DataFrame(list(rows), columns=KEYS)


def claims(*rows):
    return pd.DataFrame(list(rows), columns=[*KEYS, "claim_id"])


def test_the_nearest_claim_of_the_sentence_gets_the_number():
    found = attach_claims(
        numbers(("a", 1, 10, 15), ("a", 1, 60, 62), ("a", 2, 100, 105)),
        claims(("a", 1, 0, 30, "onset"), ("a", 1, 40, 58, "quality"), ("b", 2, 99, 110, "far")),
    )
    assert found.tolist()[:2] == ["onset", "quality"]
    assert found.isna().tolist() == [False, False, True]


def test_a_claim_of_the_topic_goes_before_one_outside_it():
    found = attach_claims(
        numbers(("a", 1, 10, 15)), claims(("a", 1, 8, 16, "other"), ("a", 1, 0, 40, "onset"))
    )
    assert found.tolist() == ["onset"]


def test_the_order_of_rows_and_the_index_stay():
    asked = numbers(("b", 1, 5, 6), ("a", 1, 5, 6), ("a", 1, 5, 6)).set_index(pd.Index([7, 3, 5]))
    found = attach_claims(asked, claims(("a", 1, 0, 9, "x"), ("b", 1, 0, 9, "y")))
    assert found.to_dict() == {7: "y", 3: "x", 5: "x"}


def test_neither_numbers_nor_claims_are_needed():
    assert attach_claims(numbers(), claims(("a", 1, 0, 9, "x"))).empty
    assert attach_claims(numbers(("a", 1, 5, 6)), claims()).isna().all()


def test_a_table_of_checked_numbers_is_written_and_read_back(tmp_path):
    row = dict.fromkeys(columns("numbers"))
    row.update(
        source_id="a", sentence_id=1, start=5, end=11, text="400 mg", quantity="dose",
        value_low=400.0, value_high=400.0, unit="mg", verdict="above", reference="ul_us",
        reference_high=350.0, note="",
    )  # fmt: skip
    write_table(pd.DataFrame([row]), tmp_path / "numbers.csv", "numbers")
    (back,) = read_table(tmp_path / "numbers.csv").to_dict("records")
    assert (back["verdict"], back["reference_high"]) == ("above", 350)
    assert pd.isna(back["reference_low"])
