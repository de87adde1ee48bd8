"""Who acts in a sentence: points of a list, insertions, placeholders, clauses of their own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_documents import make_document

from plumbline.claims import extract_claims


@pytest.fixture(scope="module")
def rows_of(grammar, topic):
    return lambda *paragraphs: extract_claims(make_document(*paragraphs), grammar, topic)


WORDS = [
    "magnesium", "zinc", "supplements", "it", "they", "stress", "sleep", "improved", "improves",
    "has", "reduced", "causes", "cut", "nor", "neither", "unlike", "along", "with", "which", "that",
    "whose", "and", "or", "but", "when", "an", "upset", ",", ";", ":", "(", ")", "-", "[", ".",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10), min_size=1, max_size=3),
    st.sampled_from(["body", "list_item", "heading"]),
)
def test_words_in_any_order_are_read(rows_of, sentences, kind):
    document = (kind, *(" ".join(words) for words in sentences))
    text = make_document(document).text
    assert all(0 <= r["start"] < r["end"] <= len(text) for r in rows_of(document))


def found(rows):
    return {(r["claim_id"], r["level"]) for r in rows if r["claim_id"] != "other"}


def test_points_under_a_heading_that_names_the_topic_are_claims_about_it(rows_of):
    points = [("list_item", "Relieves stress"), ("list_item", "Improves sleep quality")]
    rows = rows_of(("heading", "Why people take magnesium"), *points)
    assert {("M06_stress", 6), ("S01_sleep_quality", 6)} <= found(rows)
    assert found(rows_of(("heading", "Why people go for walks"), *points)) == set()


def test_a_point_with_an_agent_of_its_own_keeps_it(rows_of):
    rows = rows_of(("heading", "Magnesium and others"), ("list_item", "Exercise relieves stress"))
    assert not {claim for claim, level in found(rows) if level}


def test_an_insertion_leaves_the_verb_its_subject(rows_of):
    assert ("M08_melatonin", 6) in found(rows_of(("body", "Magnesium, oddly, raised melatonin.")))
    rows = rows_of(("body", "Magnesium, a plain mineral, lowered cortisol."))
    assert ("M05_cortisol", 6) in found(rows)


def test_behind_a_placeholder_the_pronoun_acts(rows_of):
    said = "There is no evidence that it improves sleep quality."
    assert ("S01_sleep_quality", 1) in found(rows_of(("body", "Magnesium is popular.", said)))


@pytest.mark.parametrize(
    "sentence",
    [
        "Magnesium eases anxiety, but trials of insomnia disagree.",
        "Magnesium eases anxiety, and we wrote about insomnia too.",
    ],
)
def test_a_clause_of_its_own_is_no_item_of_the_list_before(rows_of, sentence):
    assert found(rows_of(("body", sentence))) == {("M07_anxiety", 6)}


def test_not_only_but_goes_on_with_the_list(rows_of):
    rows = rows_of(("body", "Magnesium eases not only anxiety, but stress."))
    assert found(rows) == {("M07_anxiety", 6), ("M06_stress", 6)}


def test_a_modal_reaches_the_second_verb_of_its_clause(rows_of):
    rows = rows_of(("body", "You can lie down and fall asleep more easily with magnesium."))
    assert ("S02_onset", 5) in found(rows)


def test_a_perfect_tense_states_what_a_past_tense_does(rows_of):
    for said in ("has lowered", "had significantly lowered"):
        assert found(rows_of(("body", f"Magnesium {said} cortisol."))) == {("M05_cortisol", 6)}


def test_nor_denies_what_follows(rows_of):
    denied = {("M06_stress", 1), ("M07_anxiety", 1)}
    assert found(rows_of(("body", "Magnesium neither reduces stress nor eases anxiety."))) == denied
    sentence = "Magnesium does not reduce stress, nor does it ease anxiety."
    assert found(rows_of(("body", sentence))) == denied


def test_a_plural_without_s_has_a_verb_of_its_own(rows_of):
    sentence = "Because bacteria cause insomnia, magnesium is of interest."
    assert found(rows_of(("body", sentence))) == set()


def test_whose_brings_a_subject_of_its_own(rows_of):
    rows = rows_of(("body", "Magnesium is for women, whose joints suffer from heavy work."))
    assert {(r["agent"], r["outcome"]) for r in rows} == {("joints", "heavy work")}


def test_what_experts_believe_is_put_with_a_hedge(rows_of):
    rows = rows_of(("body", "Researchers believe that magnesium relieves stress."))
    assert found(rows) == {("M06_stress", 4)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Let us begin with the basics.",
        "It was no better than placebo.",
        "Nobody can say how much of the improvement was due to luck.",
    ],
)
def test_words_that_state_nothing_are_no_claim(rows_of, sentence):
    assert rows_of(("body", sentence)) == []


def test_a_reference_mark_is_no_part_of_an_outcome(rows_of):
    rows = rows_of(("body", "Exercise reduces blood pressure [3]."))
    assert [r["outcome"] for r in rows] == ["blood pressure"]
