"""What coded sentences suggest for the lexicons, on invented sentences."""

from pathlib import Path

import pytest

from plumbline.citations import load_resources
from plumbline.rhetoric.markers import load_lexicons
from plumbline.validity.lexicon_candidates import (
    COLUMNS,
    JudgedSentence,
    log_likelihood,
    suggest_attributions,
    suggest_cues,
    suggest_entries,
    suggest_phrases,
)
from plumbline.validity.szeged import DETECTED, load_szeged


def test_log_likelihood_is_that_of_dunning():
    # his bigram "the swiss" (1993, table 2): 110, 2442, 111, 29114 give 270.72
    value = log_likelihood(110, 111, 110 + 2442, 111 + 29114)
    assert value == pytest.approx(270.72, abs=0.01)
    assert log_likelihood(5, 50, 100, 1000) == pytest.approx(0.0, abs=1e-9)


def judged(text: str, coded: bool, found: bool = False, times: int = 1) -> list[JudgedSentence]:
    return [JudgedSentence(text, coded, found)] * times


def test_phrases_of_missed_sentences_are_suggested():
    sentences = [
        *judged("The elders hold that mint cools the blood.", True, times=6),
        *judged("The elders hold a feast in June.", True, found=True, times=6),
        *judged("The mint grows by the blood-red wall.", False, times=60),
    ]
    rows = suggest_phrases("invented", sentences)
    phrases = [row["phrase"] for row in rows]
    assert "the elders hold" in phrases
    assert not {"the", "mint", "elders", "feast"} & set(phrases)  # common, or within a longer one
    (row,) = [row for row in rows if row["phrase"] == "the elders hold"]
    assert (row["n_coded"], row["n_other"], row["suggestion"]) == (6, 0, "add")
    assert set(row) == set(COLUMNS)


def test_rare_phrases_are_not_suggested():
    sentences = judged("A hunch.", True, times=2) + judged("A fact.", False, times=50)
    assert suggest_phrases("invented", sentences) == []


def test_entries_whose_matches_are_mostly_no_cues_are_named():
    measured = {
        "hedge.verb.argue": (0.1, 40),
        "hedge.modal.may": (0.9, 40),
        "hedge.verb.rare": (0.0, 3),
        "hedge.approximator.about": (0.0, 40),  # the corpus does not mark these at all
    }
    (row,) = suggest_entries("invented", measured)
    assert (row["phrase"], row["n_coded"], row["n_other"]) == ("hedge.verb.argue", 4, 36)
    assert set(row) == set(COLUMNS)


CONFIG = Path(__file__).parents[2] / "config"


def test_the_bundled_sentences_give_rows_for_the_table():
    path = CONFIG.parent / "resources/behaviour/attribution_sentences.tsv"
    resources = load_resources(CONFIG / "citations.yaml", CONFIG / "lexicons")
    for row in suggest_attributions(path, resources):
        assert set(row) == set(COLUMNS)


def test_only_the_half_that_words_are_chosen_on_is_read(gold):
    settings = {"categories": list(DETECTED), "skip_quotes": False}
    rows = list(
        suggest_cues(gold / "szeged-uncertainty", load_lexicons(CONFIG / "lexicons", settings))
    )
    held_out = {
        " ".join(s.text.split())[:200]
        for path in (gold / "szeged-uncertainty").glob("*.xml")
        for s in load_szeged(path)
        if s.held_out
    }
    assert {row["suggestion"] for row in rows} >= {"add"}
    assert not {row["example"] for row in rows if row["suggestion"] == "add"} & held_out
