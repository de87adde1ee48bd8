"""The invented sentences of ``resources/behaviour``: one row each, coded, in two halves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv
from plumbline.validity.measurement import Measurement
from plumbline.validity.scores import precision_recall_f1

HALVES = ("build", "held_out")
KEYS = ("sentence_id", "half", "sentence")
BUILD_NOTE = "looked at while the words were chosen"


def read_invented(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row with the file and line for messages, in the order of the file.

    Args:
        path: a tab-separated table.
        columns: all its columns, `KEYS` among them.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    seen = set()
    for line, row in read_tsv(path, columns):
        where, key = f"{path.name}, line {line}", row["sentence_id"]
        if not key or not row["sentence"] or key in seen:
            raise SettingsError(
                f"{where}: the sentence or its sentence_id is empty or stands twice; correct it."
            )
        if row["half"] not in HALVES:
            raise SettingsError(
                f"{where}: half is '{row['half']}'; use one of {', '.join(HALVES)}."
            )
        seen.add(key)
        yield where, row


def note_half(half: str) -> str:
    """Return the note that goes with the figures of one half."""
    return BUILD_NOTE if half == "build" else ""


def measure_half(
    instrument: str,
    dataset: str,
    half: str,
    units: Sequence[tuple[int, int, int]],
    errors: Sequence[tuple[str, str]],
) -> Measurement:
    """Return precision, recall and F1 of an instrument on one half.

    Args:
        instrument: its name in the table ``validity``.
        dataset: the name of the file's data set there.
        half: one of `HALVES`.
        units: hits, false alarms and misses of each sentence.
        errors: kind and sentence of each error.

    """
    counts, note = np.array(units), note_half(half)
    return Measurement(
        instrument, dataset, half, counts, precision_recall_f1, "sentences", note, errors
    )
