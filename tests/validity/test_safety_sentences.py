"""The coded sentences of safety advice, and what the lexicons make of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from plumbline.errors import SettingsError
from plumbline.rhetoric.markers import load_lexicons
from plumbline.validity.invented_sentences import HALVES
from plumbline.validity.measurement import score_measurements
from plumbline.validity.safety_sentences import (
    COLUMNS,
    TOPICS,
    find_topics,
    load_safety_sentences,
    measure_safety,
)

ROOT = Path(__file__).parents[2]
PATH = ROOT / "resources/behaviour/safety_sentences.tsv"
STATISTICS = {"confidence": 0.95, "resamples": 200, "seed": 1}
FLOORS = {
    ("build", "precision"): 0.93,
    ("build", "recall"): 0.79,
    ("held_out", "precision"): 0.82,
    ("held_out", "recall"): 0.69,
}


@pytest.fixture(scope="module")
def lexicons():
    return load_lexicons(ROOT / "config/lexicons", {})


def test_every_topic_has_sentences_in_both_halves_and_so_has_none():
    sentences = load_safety_sentences(PATH)
    assert len({s.text for s in sentences}) == len(sentences)
    for half in HALVES:
        counts = Counter(t for s in sentences if s.half == half for t in s.topics or {"none"})
        assert min(counts[topic] for topic in TOPICS) >= 19
        assert counts["none"] >= 100


def test_the_lexicons_reach_their_floors(lexicons):
    rows = score_measurements(measure_safety(PATH, lexicons), STATISTICS)
    found = {(r["split"], r["metric"]): r["value"] for r in rows}
    assert {key: found[key] for key in FLOORS if found[key] < FLOORS[key]} == {}
    assert {r["dataset"] for r in rows} == {"safety-sentences"}


def test_a_warning_beside_the_topic_it_is_about_is_no_error(lexicons, tmp_path):
    text = "It is not suitable for people with kidney disease."
    assert find_topics(text, lexicons) == {"kidney_disease", "warning"}
    path = tmp_path / "sentences.tsv"
    rows = [("s1", "build", text, "kidney_disease"), ("s2", "held_out", "Mint is green.", "none")]
    path.write_text("\n".join("\t".join(row) for row in [COLUMNS, *rows]) + "\n", "utf-8")
    build, held_out = measure_safety(path, lexicons)
    assert list(build.errors) == list(held_out.errors) == []
    path.write_text(path.read_text("utf-8").replace("kidney_disease", "none"), "utf-8")
    build, _ = measure_safety(path, lexicons)
    assert [kind for kind, _ in build.errors] == [
        "false alarm: kidney_disease",
        "false alarm: warning",
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["s1", "third", "Mint.", "none"], "half is 'third'"),
        (["s1", "build", "Mint.", "limits"], "topics is 'limits'"),
        (["s1", "build", "Mint.", ""], "topics is ''"),
        (["", "build", "Mint.", "none"], "is empty or stands twice"),
    ],
)
def test_a_wrong_line_is_named_in_one_sentence(cells, message, tmp_path):
    path = tmp_path / "sentences.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + "\t".join(cells) + "\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sentences\.tsv, line 2") as caught:
        load_safety_sentences(path)
    assert message in str(caught.value)
