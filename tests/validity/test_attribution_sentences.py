"""The coded sentences of vague and checkable attribution, and what the instrument makes of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from plumbline.citations import load_resources
from plumbline.errors import SettingsError
from plumbline.validity.attribution_sentences import (
    COLUMNS,
    classify_attribution,
    cohen_kappa,
    load_attribution_sentences,
    measure_attribution,
    rate_agreement,
)
from plumbline.validity.invented_sentences import HALVES
from plumbline.validity.measurement import score_measurements

ROOT = Path(__file__).parents[2]
PATH = ROOT / "resources/behaviour/attribution_sentences.tsv"
STATISTICS = {"confidence": 0.95, "resamples": 500, "seed": 7}
# what was reached when the sentences were last looked at, less a little
FLOORS = {
    ("vague attributions", "build", "precision"): 0.95,
    ("vague attributions", "build", "recall"): 0.74,
    ("vague attributions", "held_out", "precision"): 0.95,
    ("vague attributions", "held_out", "recall"): 0.68,
    ("checkable citations", "build", "f1"): 0.95,
    ("checkable citations", "held_out", "f1"): 0.95,
}


@pytest.fixture(scope="module")
def resources():
    return load_resources(ROOT / "config/citations.yaml", ROOT / "config/lexicons")


def test_half_of_the_sentences_appeal_to_evidence():
    sentences = load_attribution_sentences(PATH)
    assert len({s.text for s in sentences}) == 300
    assert Counter(s.half for s in sentences) == {"build": 150, "held_out": 150}
    assert Counter(s.style for s in sentences) == {"wellness": 100, "news": 100, "leaflet": 100}
    assert sum(s.resolved == "none" for s in sentences) == 150


def test_where_both_passes_agree_nothing_was_resolved_otherwise():
    for s in load_attribution_sentences(PATH):
        assert s.resolved in (s.pass1, s.pass2), s.sentence_id


def test_kappa_by_hand():
    # 20 times yes twice, 15 times no twice, 5 and 10 times not: (0.7 - 0.5) / (1 - 0.5)
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10
    pairs += [("no", "no")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert cohen_kappa([("no", "no")] * 3) is None
    assert cohen_kappa([]) is None


def test_agreement_is_told_for_class_and_code():
    rows = rate_agreement(load_attribution_sentences(PATH))
    assert [(row["level"], row["n"]) for row in rows] == [("class", 300), ("code", 300)]
    assert rows[0]["raw"] >= rows[1]["raw"] >= 0.9


def test_the_instrument_reaches_its_floors(resources):
    rows = score_measurements(measure_attribution(PATH, resources), STATISTICS)
    found = {(r["instrument"], r["split"], r["metric"]): r["value"] for r in rows}
    assert {key: found[key] for key in FLOORS if found[key] < FLOORS[key]} == {}
    assert {r["n"] for r in rows} == {150}
    assert {r["split"] for r in rows} == set(HALVES)


def test_a_vague_phrase_beside_a_reference_is_both(resources):
    assert classify_attribution("Studies show that mint helps [1].", resources) == {
        "vague",
        "checkable",
    }
    assert classify_attribution("Mint grows in shade.", resources) == set()


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["s1", "third", "Mint.", "news", "none", "none", "none", ""], "half is 'third'"),
        (["s1", "build", "Mint.", "poem", "none", "none", "none", ""], "style is 'poem'"),
        (["s1", "build", "Mint.", "news", "vague", "none", "none", ""], "pass1 is 'vague'"),
        (["", "build", "Mint.", "news", "none", "none", "none", ""], "is empty or stands twice"),
    ],
)
def test_a_wrong_line_is_named_in_one_sentence(cells, message, tmp_path):
    path = tmp_path / "sentences.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + "\t".join(cells) + "\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sentences\.tsv, line 2") as caught:
        load_attribution_sentences(path)
    assert message in str(caught.value)
