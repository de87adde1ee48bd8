"""Invented sentences coded for safety advice, and how well the topics of the lexicon are found.

``resources/behaviour/safety_sentences.tsv``: one row per sentence with the topics it speaks of;
docs/behaviour.md says how they were written and coded. Safety advice has no public gold data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.rhetoric.markers import Lexicons, find_markers
from plumbline.validity.instruments import make_sentence
from plumbline.validity.invented_sentences import HALVES, KEYS, measure_half, read_invented
from plumbline.validity.measurement import Measurement
from plumbline.validity.scores import count_agreement

COLUMNS = (*KEYS, "topics")
DATASET = "safety-sentences"
WARNING = "warning"  # for whom and when: it may stand beside any other topic
TOPICS = ("consult", "effect", "interaction", "kidney_disease", "pregnancy", "limit", WARNING)


@dataclass(frozen=True, slots=True)
class SafetySentence:
    """A sentence and the safety topics that it speaks of, each one of `TOPICS`; none or several."""

    half: str
    topics: frozenset[str]
    text: str


def load_safety_sentences(path: Path) -> list[SafetySentence]:
    """Read the coded sentences in the order of the file.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    read = []
    for where, row in read_invented(path, COLUMNS):
        topics = frozenset(row["topics"].split("|")) - {"none"}
        if not topics <= set(TOPICS) or not row["topics"]:
            raise SettingsError(
                f"{where}: topics is '{row['topics']}'; use none, or of {', '.join(TOPICS)} those "
                "that it speaks of, parted by bars."
            )
        read.append(SafetySentence(row["half"], topics, row["sentence"]))
    return read


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
        yield measure_half("safety advice", DATASET, half, units, errors)
