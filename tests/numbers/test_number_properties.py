import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.numbers import find_numbers, load_references, load_units
from plumbline.numbers.find import SKIPPED
from plumbline.numbers.pieces import PIECE, read_digits, split_pieces
from plumbline.tables import columns
from plumbline.text.clean import clean_text
from plumbline.text.document import Document, Mark, Sentence

HERE = Path(__file__).parent
UNITS = load_units(HERE.parents[1] / "config/units.yaml")
FLORIUM = load_references(HERE / "topic", UNITS)

JUMBLE = (
    "florium 40 – 42 420 mg g IU - – − to and between or 1,000 2,5 .05 1/2 ½ half an hour a couple "
    "of three hundred twenty five weeks % 95% CI ( ) [ ] 3 , ; . per day daily twice aged people "
    "over up at least p = < n RDA supplements take from food 10 pm : 30 $ # REM thirds of"
)


def document_of(text):
    return Document("x", text, sentences=(Sentence(1, 1, "body", 0, len(text)),))


def assert_sound(text, rows):
    places = [(row["start"], row["reference"]) for row in rows]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    for row in rows:
        assert set(row) == set(columns("numbers")) - {"claim_id"}
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["value_low"] <= row["value_high"]
        assert (row["verdict"] == "not_compared") == (row["reference"] == "")


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    document = clean_text("x", text)
    assert_sound(document.text, find_numbers(document, UNITS, FLORIUM))


@given(st.lists(st.sampled_from(JUMBLE.split()), max_size=30), st.sampled_from(["", " "]))
def test_any_jumble_of_numbers_keeps_its_offsets(fragments, joint):
    text = joint.join(fragments)
    rows = find_numbers(document_of(text), UNITS, FLORIUM)
    assert_sound(text, rows)
    spans = sorted({(row["start"], row["end"]) for row in rows})
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


SPLIT = [
    "10",
    "000",
    "1,000",
    ".",
    "-",
    " ",
    "  ",
    "\u202f",
    "\u00a0",
    "\n",
    "mg",
    "www.a",
    "İ",
    "½",
]


@given(st.lists(st.sampled_from(SPLIT), max_size=14).map("".join))
def test_pieces_are_those_of_the_whole_sentence(sentence):
    """What stands between two spaces is split on its own; that must change nothing."""
    lowered = sentence if "İ" in sentence else sentence.lower()
    found = [(m[0], *m.span()) for m in PIECE.finditer(lowered)]
    p = split_pieces(f"A {sentence} b", 2, 2 + len(sentence))
    assert list(zip(p.words, p.starts, p.ends, strict=True)) == [
        (word, start + 2, end + 2) for word, start, end in found
    ]
    digits = {i: read_digits(word) for i, (word, _, _) in enumerate(found) if word[0].isdigit()}
    assert p.values == {i: value for i, value in digits.items() if value is not None}
    assert [p.word[i] for i in range(-2, len(found) + 2)] == ["", "", *p.words, "", ""]


@given(
    st.integers(1, 9999),
    st.integers(1, 9999),
    st.sampled_from(["-", "–", " - ", " to "]),
    st.sampled_from(["mg", "g", "weeks", "minutes", "percent"]),
)
def test_a_range_is_read_whichever_way_it_is_written(a, b, joint, unit):
    (row,) = find_numbers(document_of(f"Some {a}{joint}{b} {unit} here"), UNITS, None)
    assert (row["value_low"], row["value_high"]) == (min(a, b), max(a, b))


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1,", "1.", "1-", "1/", "1 mg ", "[1] ", "a ", "½", "−1 ", "95% CI 1 to "]
)
def test_floods_of_digits_take_linear_time(piece):
    text = piece * (100_000 // len(piece))
    document = document_of(text)
    assert document.tokens.words
    start = time.process_time()
    find_numbers(document, UNITS, FLORIUM)
    assert time.process_time() - start < 3  # seconds; half a second on a free machine


def test_numbers_of_references_and_boilerplate_are_left_out():
    text = "Take 5 mg."
    for kind in SKIPPED:
        document = Document("x", text, sentences=(Sentence(1, 1, kind, 0, len(text)),))
        assert find_numbers(document, UNITS, FLORIUM) == []


def test_raised_reference_marks_are_no_numbers():
    text = "Sleep improved. 12 people slept 3 hours"
    sentence = Sentence(1, 1, "body", 0, len(text))
    marks = (Mark("superscript", 16, 18),)
    rows = find_numbers(Document("x", text, sentences=(sentence,), marks=marks), UNITS, None)
    assert [row["text"] for row in rows] == ["3 hours"]


def test_without_a_topic_numbers_are_listed_and_nothing_is_compared():
    rows = find_numbers(document_of("Take 900 mg of florium for 7–8 weeks."), UNITS, None)
    assert [row["text"] for row in rows] == ["900 mg", "7–8 weeks"]
    assert {row["verdict"] for row in rows} == {"not_compared"}


def test_two_runs_give_the_same_rows():
    text = "Take 32–50 mg of florium for 7–8 weeks. The RDA is 40–42 mg for men."
    document = clean_text("x", text)
    assert find_numbers(document, UNITS, FLORIUM) == find_numbers(document, UNITS, FLORIUM)
