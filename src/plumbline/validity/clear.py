"""CLEAR: excerpts for grades 3 to 12 with their ease as teachers judged it in pairs.

Crossley, Heintz, Choi, Batchelor, Karimi & Malatinszky 2023, Behavior Research Methods
55:491-507, CC BY-NC-SA 4.0, from https://github.com/scrosseye/CLEAR-Corpus:
``CLEAR_corpus_final.xlsx``, or the same sheet saved as a CSV in UTF-8. Read are the columns
``Excerpt``, ``BT_easiness`` (higher is easier) and ``Flesch-Kincaid-Grade-Level``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.validity.xlsx import read_xlsx

EASE, GRADE = "BT_easiness", "Flesch-Kincaid-Grade-Level"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An excerpt, its judged ease, and the corpus's own Flesch-Kincaid grade."""

    text: str
    ease: float
    flesch_kincaid: float


def load_clear(path: Path) -> list[Excerpt]:
    """Read the excerpts that have a text and both numbers.

    Raises:
        SettingsError: the file cannot be read, or lacks one of the columns.

    """
    rows = read_xlsx(path) if path.suffix == ".xlsx" else _read_csv(path)
    wanted = ("Excerpt", EASE, GRADE)
    places = next(filter(None, (_find_columns(row, wanted) for row in rows)), None)
    if places is None:
        raise SettingsError(
            f"{path.name}: no row names the columns {', '.join(wanted)}; use the sheet as released."
        )
    excerpts = []
    for row in rows:
        text, *numbers = (row[place] if place < len(row) else "" for place in places)
        try:
            ease, grade = map(float, numbers)
        except ValueError:
            continue
        if text.strip():
            excerpts.append(Excerpt(text, ease, grade))
    if not excerpts:
        raise SettingsError(f"{path.name}: no excerpt has its numbers; use the sheet as released.")
    return excerpts


def _find_columns(row: list[str], wanted: Sequence[str]) -> list[int] | None:
    """Return where the columns stand if this row names them all: the head of the sheet."""
    names = [_plain(name) for name in row]
    found = [names.index(_plain(name)) for name in wanted if _plain(name) in names]
    return found if len(found) == len(wanted) else None


def _plain(name: str) -> str:
    """Return the name of a column as all releases have it: "BT Easiness" and "BT_easiness"."""
    return "".join(c for c in name.lower() if c.isalnum())


def _read_csv(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.reader(lines)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise SettingsError(
            f"{path.name}: this file is no CSV in UTF-8; save the sheet so."
        ) from None
