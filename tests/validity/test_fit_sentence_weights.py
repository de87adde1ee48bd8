"""Fitting the weights of sentence strength: what is learned, and from which sentences."""

from pathlib import Path

import pytest

from plumbline.claims import load_grammar, load_weights, rate_sentence
from plumbline.validity.fit_sentence_weights import (
    coded_alike,
    fit_out_of_fold,
    fit_shipped,
    fit_weights,
    leave_out,
    write_sentence_weights,
)
from plumbline.validity.insciout import Conclusion, Pair

PROJECT = Path(__file__).parents[2]
AGENTS = ("Tea", "Rye bread", "Walking", "Mint", "Gargling", "Sleep", "Swimming", "Barley", "Song")
FRAMES = {
    "none": "Further studies of {} are needed.",
    "correlational": "{} was associated with a higher risk of colds.",
    "conditional": "{} may reduce the number of colds.",
    "direct": "{} reduces the number of colds.",
}
SENTENCES = [(text.format(agent), label) for label, text in FRAMES.items() for agent in AGENTS]


@pytest.fixture(scope="module")
def grammar():
    return load_grammar(PROJECT / "config/claims")


@pytest.fixture(scope="module")
def fitted(grammar):
    return fit_weights(SENTENCES, [], grammar)


def test_what_was_learned_holds_for_other_agents(grammar, fitted):
    weights, _ = fitted
    for label, frame in FRAMES.items():
        assert rate_sentence(frame.format("Yoghurt"), grammar, weights).strength == label


def test_rare_features_get_no_weight(fitted):
    weights, counts = fitted
    assert "stem colds" not in weights
    assert "stem yoghurt" not in weights
    assert "stem gargl" not in weights
    assert min(counts[feature] for feature in weights) >= 8
    assert counts["any"] == len(SENTENCES)


def test_the_same_sentences_give_the_same_weights(grammar, fitted):
    assert fit_weights(SENTENCES, [], grammar)[0] == fitted[0]


def test_what_is_written_is_read_again(fitted, tmp_path):
    write_sentence_weights(*fitted, tmp_path / "weights.tsv")
    assert load_weights(tmp_path / "weights.tsv") == fitted[0]


def test_every_fifth_sentence_is_left_out():
    kept, held_out = leave_out(list(range(12)))
    assert held_out == [0, 5, 10]
    assert sorted(kept + held_out) == list(range(12))


def make_pair(text, strength):
    return Pair(Conclusion(text, strength), Conclusion("Tea reduces colds.", "direct"), "same")


def test_conclusions_coded_by_another_rule_are_not_learned_from(grammar):
    pairs = [
        make_pair("Tea did not reduce colds.", "none"),
        make_pair("Tea can reduce colds.", "conditional"),
        make_pair("Tea may reduce colds.", "conditional"),
    ]
    texts = [text for text, _ in coded_alike(pairs, grammar)]
    assert texts == ["Tea reduces colds."] * 2 + ["Tea may reduce colds.", "Tea reduces colds."]


def test_weights_out_of_fold_have_not_seen_their_pair(grammar):
    odd = "Grumbling verily ruins colds."
    pairs = [make_pair(odd, "direct")] + [make_pair("Tea may reduce colds.", "conditional")] * 4
    weights = fit_out_of_fold(SENTENCES, pairs, grammar)
    others = fit_weights(SENTENCES, coded_alike(pairs[1:], grammar), grammar)[0]
    assert weights[0] == others
    assert weights[1] != others


def test_the_weights_as_shipped_are_what_the_data_give(gold, grammar):
    shipped = load_weights(PROJECT / "config/claims/sentence_weights.tsv")
    fitted, _ = fit_shipped(gold, grammar)
    assert fitted.keys() == shipped.keys()
    for feature, weights in fitted.items():
        assert weights == pytest.approx(shipped[feature], abs=0.01), feature
