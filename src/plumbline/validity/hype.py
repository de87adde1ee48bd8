"""Labelled examples of hype from the annotation guidelines of Batalo et al. (2026).

``hype_examples.csv`` has the columns category, adjective, sentence, label (HYPE or NOT HYPE) and
note; each row asks whether the adjective promotes in this sentence. There are about fifty rows of
sixteen adjectives, so the score is a smoke test rather than a measurement.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plumbline.errors import SourceError
from plumbline.rhetoric.markers import Lexicons, find_markers
from plumbline.validity.instruments import make_sentence


@dataclass(frozen=True, slots=True)
class HypeExample:
    """A sentence, the adjective in question, and whether the annotators call it hype."""

    adjective: str
    sentence: str
    is_hype: bool


def load_hype(path: Path) -> Iterator[HypeExample]:
    """Read the examples.

    Raises:
        SourceError: a column is missing or a label is unknown.

    """
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            label = row.get("label")
            if label not in ("HYPE", "NOT HYPE") or not row.get("adjective"):
                raise SourceError(
                    f"{path.name}: a row lacks its adjective or a label HYPE or NOT HYPE; "
                    "fetch the file again."
                )
            yield HypeExample(row["adjective"].lower(), row["sentence"], label == "HYPE")


def is_hype(example: HypeExample, lexicons: Lexicons) -> bool:
    """Say whether the lexicon counts the adjective of an example as hype."""
    return any(
        row["category"] == "hype" and example.adjective in row["text"].lower()
        for row in find_markers(make_sentence("example", example.sentence), lexicons)
    )
