"""The sentences with hype, boosters and selling words, and what the lexicons make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from plumbline.errors import SettingsError
from plumbline.rhetoric.markers import load_lexicons
from plumbline.validity.invented_sentences import HALVES
from plumbline.validity.measurement import score_measurements
from plumbline.validity.promotion_sentences import (
    COLUMNS,
    INSTRUMENTS,
    load_promotion_sentences,
    measure_promotion,
)

ROOT = Path(__file__).parents[2]
PATH = ROOT / "resources/behaviour/promotion_sentences.tsv"
STATISTICS = {"confidence": 0.95, "resamples": 200, "seed": 1}
# what was reached when the sentences were last looked at, less a little
FLOORS = {
    ("hype words", "build", "precision"): 0.90,
    ("hype words", "build", "recall"): 0.74,
    ("hype words", "held_out", "precision"): 0.80,
    ("hype words", "held_out", "recall"): 0.58,
    ("boosters", "build", "precision"): 0.90,
    ("boosters", "build", "recall"): 0.85,
    ("boosters", "held_out", "precision"): 0.75,
    ("boosters", "held_out", "recall"): 0.66,
    ("selling words", "build", "precision"): 0.92,
    ("selling words", "build", "recall"): 0.84,
    ("selling words", "held_out", "precision"): 0.91,
    ("selling words", "held_out", "recall"): 0.45,
}


@pytest.fixture(scope="module")
def lexicons():
    return load_lexicons(ROOT / "config/lexicons", {})


def test_both_halves_hold_words_of_each_category_and_sentences_without_any():
    sentences = load_promotion_sentences(PATH)
    assert len({s.text for s in sentences}) == len(sentences)
    for half in HALVES:
        part = [s for s in sentences if s.half == half]
        assert all(sum(len(s.marked[name]) for s in part) >= 30 for name in INSTRUMENTS)
        assert sum(not any(s.marked.values()) for s in part) >= 100


def test_the_lexicons_reach_their_floors(lexicons):
    rows = score_measurements(measure_promotion(PATH, lexicons), STATISTICS)
    found = {(r["instrument"], r["split"], r["metric"]): r["value"] for r in rows}
    assert {key: found[key] for key in FLOORS if found[key] < FLOORS[key]} == {}
    assert {r["instrument"] for r in rows} == set(INSTRUMENTS.values())


def test_a_match_that_touches_a_marked_word_has_found_it(lexicons, tmp_path):
    path = tmp_path / "sentences.tsv"
    rows = [
        ("s1", "build", "A truly miraculous mud, an amazing find.", "miraculous mud", "truly", ""),
        ("s2", "held_out", "Mint is green.", "Mint", "", ""),
    ]
    path.write_text("\n".join("\t".join(row) for row in [COLUMNS, *rows]) + "\n", "utf-8")
    found = {(m.instrument, m.split): list(m.errors) for m in measure_promotion(path, lexicons)}
    assert [kind for kind, _ in found["hype words", "build"]] == ["false alarm: amazing"]
    assert found["boosters", "build"] == []
    assert [kind for kind, _ in found["hype words", "held_out"]] == ["missed: Mint"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["s1", "third", "Mint.", "", "", ""], "half is 'third'"),
        (["s1", "build", "Mint.", "mint", "", ""], "'mint' does not stand in the sentence"),
        (["", "build", "Mint.", "", "", ""], "is empty or stands twice"),
    ],
)
def test_a_wrong_line_is_named_in_one_sentence(cells, message, tmp_path):
    path = tmp_path / "sentences.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + "\t".join(cells) + "\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sentences\.tsv, line 2") as caught:
        load_promotion_sentences(path)
    assert message in str(caught.value)
