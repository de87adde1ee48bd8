"""Invented sentences in which hype, boosters and selling words are marked, and how many are found.

``resources/behaviour/promotion_sentences.tsv``: one row per sentence with the words that belong to
each category; docs/behaviour.md says how they were written and coded.
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

DATASET = "promotion-sentences"
INSTRUMENTS = {"hype": "hype words", "booster": "boosters", "commercial": "selling words"}
COLUMNS = (*KEYS, *INSTRUMENTS)


@dataclass(frozen=True, slots=True)
class PromotionSentence:
    """A sentence and, by category, the (start, end) of the words that belong to it."""

    half: str
    text: str
    marked: dict[str, list[tuple[int, int]]]


def load_promotion_sentences(path: Path) -> list[PromotionSentence]:
    """Read the coded sentences in the order of the file.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    return [
        PromotionSentence(
            row["half"],
            row["sentence"],
            {name: _locate(row["sentence"], row[name], where) for name in INSTRUMENTS},
        )
        for where, row in read_invented(path, COLUMNS)
    ]


def _locate(sentence: str, cell: str, where: str) -> list[tuple[int, int]]:
    spans = []
    for words in filter(None, map(str.strip, cell.split("|"))):
        start = sentence.find(words)
        if start < 0:
            raise SettingsError(
                f"{where}: '{words}' does not stand in the sentence; write it as it stands there."
            )
        spans.append((start, start + len(words)))
    return spans


def measure_promotion(path: Path, lexicons: Lexicons) -> Iterator[Measurement]:
    """Measure the categories on each half: words that are marked and matches that touch them."""
    sentences = load_promotion_sentences(path)
    for half in HALVES:
        part = [s for s in sentences if s.half == half]
        rows = [find_markers(make_sentence("sentence", s.text), lexicons) for s in part]
        for name in INSTRUMENTS:
            yield _measure_one(name, half, part, rows)


def _measure_one(
    name: str, half: str, part: list[PromotionSentence], rows: list[list[dict]]
) -> Measurement:
    units, errors = [], []
    for sentence, found in zip(part, rows, strict=True):
        marked = sentence.marked[name]
        matches = [(r["start"], r["end"]) for r in found if r["category"] == name]
        missed = [span for span in marked if not _touches(span, matches)]
        false = [span for span in matches if not _touches(span, marked)]
        units.append((len(marked) - len(missed), len(false), len(missed)))
        for kind, spans in (("missed", missed), ("false alarm", false)):
            errors += [(f"{kind}: {sentence.text[a:b]}", sentence.text) for a, b in spans]
    return measure_half(INSTRUMENTS[name], DATASET, half, units, errors)


def _touches(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
