"""Learned weights of hedge cues: what a decision is made of, how weights are read and learnt."""

from dataclasses import replace
from pathlib import Path

import pytest

from plumbline.errors import SettingsError
from plumbline.neighbourhood import Place
from plumbline.rhetoric.cue_weights import (
    FOLDS,
    CueWeights,
    WordKinds,
    list_terms,
    load_cue_weights,
    load_word_kinds,
)
from plumbline.rhetoric.markers import find_markers, load_lexicons
from plumbline.validity.fit_cue_weights import (
    Candidate,
    deal_folds,
    fit_cue_weights,
    list_candidates,
    load_folds,
    tabulate_weights,
    write_cue_weights,
)
from plumbline.validity.instruments import make_sentence
from plumbline.validity.szeged import CueSentence, load_szeged

FOLDER = Path(__file__).parents[2] / "config/lexicons"
RESEARCH = load_lexicons(FOLDER, {"genre": "research"})
KINDS = WordKinds({"the": "determiner", "be": "be"}, {"ly": "adverb", "ing": "ing_form"})


def find(text: str, weights: CueWeights | None) -> list[tuple[str, str]]:
    lexicons = replace(RESEARCH, weights=weights)
    return [(row["text"], row["rule"]) for row in find_markers(make_sentence("x", text), lexicons)]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("the", "determiner"),
        ("slowly", "adverb"),
        ("fly", "other"),
        ("12", "number"),
        (",", "mark"),
        ("zinc", "other"),
    ],
)
def test_kinds_go_by_word_then_by_ending(word, kind):
    assert KINDS.kind(word) == kind


def test_terms_of_a_match():
    words = ["zinc", "may", "be", "inert"]
    place = Place(words, 1, 2, 0, 4, "zinc may be inert", [0, 5, 9, 12])
    terms = list_terms("hedge.modal.may", place, KINDS, accepted=False, before=True, after=False)
    about = ["left:other", "right:be", "declined"]
    expected = {"hedge.modal", "hedge.modal.may", "hedge before", "hedge.modal hedge before"}
    for term in about:
        expected |= {term, f"hedge.modal {term}", f"hedge.modal.may {term}"}
    assert set(terms) == expected
    assert len(terms) == len(expected)


def test_a_decision_is_the_sum_of_its_terms():
    text = "Zinc may help, and copper might too."
    rules = frozenset({"hedge.modal.may"})
    weights = {"intercept": -1.0, "threshold": 0.5, "hedge.modal.may": 1.6}
    assert ("may", "hedge.modal.may") in find(text, CueWeights(weights, KINDS, rules))
    weights["hedge.modal left:other"] = -0.2  # -1 - 0.5 + 1.6 - 0.2 < 0
    found = find(text, CueWeights(weights, KINDS, rules))
    assert ("may", "hedge.modal.may") not in found
    assert ("might", "hedge.modal.might") in found  # no weight: its guard decides


def test_weights_may_overrule_a_guard():
    text = "We took samples in May and June."
    weights = {"intercept": 1.0, "threshold": 0.0}
    assert find(text, CueWeights(weights, KINDS, frozenset())) == []
    rules = frozenset({"hedge.modal.may"})
    settings = replace(RESEARCH.settings, skip_names=False)
    lexicons = replace(RESEARCH, weights=CueWeights(weights, KINDS, rules), settings=settings)
    (row,) = find_markers(make_sentence("x", text), lexicons)
    assert (row["category"], row["subcategory"]) == ("hedge", "modal")


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("These results suggest that the receptor may act upstream.", "suggest"),
        ("It is possible that both pathways are involved.", "possible"),
        ("The kinase probably binds twice.", "probably"),
        ("It is unlikely that the mutants differ.", "unlikely"),
    ],
)
def test_plain_hedges_of_papers_count(text, hedge):
    assert hedge in [found for found, _ in find(text, RESEARCH.weights)]


@pytest.mark.parametrize(
    "text", ["Samples were taken in May 2004.", "The suggested dose was 5 mg."]
)
def test_what_is_no_hedge_in_papers_either(text):
    rules = [rule for _, rule in find(text, RESEARCH.weights)]
    assert not [rule for rule in rules if rule.startswith("hedge")]


def test_web_pages_are_judged_by_guards_alone():
    assert load_lexicons(FOLDER, {}).weights is None
    with pytest.raises(SettingsError, match=r"rhetoric\.genre: 'news' is unknown; use web, res"):
        load_lexicons(FOLDER, {"genre": "news"})


def test_the_tables_hang_together():
    entries = load_lexicons(FOLDER, {"categories": ["hedge", "discourse_hedge", "uncertainty"]})
    known = {entry.rule for entry in entries.entries}
    weights = load_cue_weights(FOLDER)
    assert weights.rules <= known
    assert set(load_folds(FOLDER).values()) == set(range(FOLDS))
    assert [load_cue_weights(FOLDER, fold).rules for fold in range(FOLDS)] == [
        weights.rules
    ] * FOLDS


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("cue_weights.tsv", "threshold\t", "treshold\t", "the row 'threshold' is missing"),
        ("cue_weights.tsv", "\nintercept\t", "\nx\t1\tmuch\nintercept\t", "'much' is no number"),
        ("word_kinds.tsv", "determiner\tthe", "determiner\t", "must both be filled in"),
        ("word_kinds.tsv", "determiner\tthe", "determiner\ta", "'a' has the kind 'determiner'"),
    ],
)
def test_wrong_tables_are_named(tmp_path, name, old, new, message):
    for file in ("cue_weights.tsv", "word_kinds.tsv"):
        text = (FOLDER / file).read_text("utf-8")
        if file == name:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"{name}.*{message}"):
        load_cue_weights(tmp_path)


def sample(document: str, right: bool, *terms: str, research: bool = True) -> Candidate:
    return Candidate(document, research, "hedge.modal.may", ("hedge.modal.may", *terms), right)


def test_weights_are_learnt_and_read_back(tmp_path):
    candidates = [
        sample(f"paper{i % 10}", bool(i % 2), "right:other" if i % 2 else "right:mark")
        for i in range(100)
    ]
    candidates += [sample("page", False, "right:other", research=False)] * 5
    weights = fit_cue_weights(candidates)
    assert weights["right:other"] > 0 > weights["right:mark"]
    folds = deal_folds(f"paper{i}" for i in range(10))
    assert sorted(folds.values()) == sorted([*range(FOLDS)] * 2)
    write_cue_weights(tabulate_weights(candidates, folds), folds, tmp_path)
    (tmp_path / "word_kinds.tsv").write_text("kind\tform\nadverb\t-ly\n", encoding="utf-8")
    read = load_cue_weights(tmp_path)
    assert read.rules == {"hedge.modal.may"}
    assert read.weights["right:other"] == pytest.approx(weights["right:other"], abs=0.005)
    assert load_folds(tmp_path) == folds
    assert load_word_kinds(tmp_path / "word_kinds.tsv").kind("slowly") == "adverb"


def test_candidates_are_all_matches_whatever_guards_say():
    text = "It may work in May, about 5 times."
    sentence = CueSentence("d", text, ((3, 6, "modal_probable"),))
    found = list(list_candidates([sentence], RESEARCH, FOLDER, research=True))
    assert [(c.rule, c.right) for c in found] == [
        ("hedge.modal.may", True),
        ("hedge.modal.may", False),
    ]
    assert "declined" in found[1].terms


# --- on the public data ---------------------------------------------------------------------------


def test_the_tables_are_what_is_learnt_from_the_data(gold):
    settings = {"categories": ["hedge", "discourse_hedge", "uncertainty"], "skip_quotes": False}
    lexicons = load_lexicons(FOLDER, {**settings, "genre": "research"})
    candidates, papers = [], []
    for name in ("bio_bmc", "bio_fly", "wiki"):
        sentences = list(load_szeged(gold / f"szeged-uncertainty/{name}.xml"))
        research = name.startswith("bio")
        candidates += list_candidates(sentences, lexicons, FOLDER, research=research)
        papers += [s.document_id for s in sentences if research]
    assert deal_folds(papers) == load_folds(FOLDER)
    fitted = fit_cue_weights(candidates)
    known = {t: w for t, w in load_cue_weights(FOLDER).weights.items() if t in fitted}
    assert known == pytest.approx(fitted, abs=0.011)
