"""Invented sentences coded for safety advice, and how well the topics of the lexicon are found.

``resources/behaviour/safety_sentences.tsv``: one row per sentence with the topics it speaks of;
docs/behaviour.md says how they were written and coded. Safety advice has no public gold data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv
from plumbline.rhetoric.markers import Lexicons, find_markers
from plumbline.validity.instruments import make_sentence
from plumbline.validity.measurement import Measurement
from plumbline.validity.scores import count_agreement, precision_recall_f1

COLUMNS = ("sentence_id", "half", "topics", "sentence")
DATASET = "safety-sentences"
HALVES = ("build", "held_out")
WARNING = "warning"  # for whom and when: it may stand beside any other topic
TOPICS = ("consult", "effect", "interaction", "kidney_disease", "pregnancy", "limit", WARNING)


@dataclass(frozen=True, slots=True)
class SafetySentence:
    """A sentence and the safety topics that it speaks of, each one of `TOPICS`; none or several."""

    sentence_id: str
    half: str
    topics: frozenset[str]
    text: str


def load_safety_sentences(path: Path) -> list[SafetySentence]:
    """Read the coded sentences in the order of the file.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    read: dict[str, SafetySentence] = {}
    for line, row in read_tsv(path, COLUMNS):
        where, key = f"{path.name}, line {line}", row["sentence_id"]
        if not key or not row["sentence"] or key in read:
            raise SettingsError(
                f"{where}: the sentence or its sentence_id is empty or stands twice; correct it."
            )
        if row["half"] not in HALVES:
            raise SettingsError(f"{where}: half is '{row['half']}'; use {' or '.join(HALVES)}.")
        topics = frozenset(row["topics"].split("|")) - {"none"}
        if not topics <= set(TOPICS) or not row["topics"]:
            raise SettingsError(
                f"{where}: topics is '{row['topics']}'; use none, or of {', '.join(TOPICS)} those "
                "that it speaks of, parted by bars."
            )
        read[key] = SafetySentence(key, row["half"], topics, row["sentence"])
    return list(read.values())


def find_topics(text: str, lexicons: Lexicons) -> frozenset[str]:
    """Return the safety topics that the lexicons find in one sentence."""
    rows = find_markers(make_sentence("sentence", text), lexicons)
    return frozenset(row["subcategory"] for row in rows if row["category"] == "safety")


def measure_safety(path: Path, lexicons: Lexicons) -> Iterator[Measurement]:
    """Measure the topics found in each half of the coded sentences, pairs of sentence and topic.

    A ``warning`` found beside a topic that was coded is no error: whom a remedy does not suit is
    what the other topics say in particular.
    """
    sentences = load_safety_sentences(path)
    for half in HALVES:
        units, errors = [], []
        for sentence in (s for s in sentences if s.half == half):
            found, coded = find_topics(sentence.text, lexicons), sentence.topics
            if coded:
                found -= {WARNING} - coded
            units.append(count_agreement(found, coded))
            errors += [(f"missed: {topic}", sentence.text) for topic in sorted(coded - found)]
            errors += [(f"false alarm: {topic}", sentence.text) for topic in sorted(found - coded)]
        note = "looked at while the words were chosen" if half == "build" else ""
        yield Measurement(
            "safety advice",
            DATASET,
            half,
            np.array(units),
            precision_recall_f1,
            "sentences",
            note,
            errors,
        )
