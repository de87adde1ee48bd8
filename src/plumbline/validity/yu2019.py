"""Claim strength in conclusions of abstracts: Yu, Li & Wang (2019), EMNLP-IJCNLP, 4664-4674.

"Detecting causal language use in science findings". ``pubmed_causal_language_use.csv`` from
https://github.com/junwang4/causal-language-use-in-science (GPL-3) has the columns sentence and
label: 0 none, 1 direct causal, 2 conditional causal, 3 correlational.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from plumbline.errors import SettingsError

STRENGTHS = {"0": "none", "1": "direct", "2": "conditional", "3": "correlational"}
CLASSES = ("none", "correlational", "conditional", "direct")


def load_yu2019(path: Path) -> list[tuple[str, str]]:
    """Return (sentence, strength) of every sentence; the strength is one of `CLASSES`.

    Raises:
        SettingsError: a column is missing or a label is unknown; one sentence with file and row.

    """
    return read_labelled_sentences(path, STRENGTHS)


def read_labelled_sentences(path: Path, strengths: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (sentence, strength) of a CSV file with the columns sentence and label.

    Args:
        path: the file, in UTF-8.
        strengths: the strength that each label stands for.

    Raises:
        SettingsError: a column is missing or a label is unknown; one sentence with file and row.

    """
    found: list[tuple[str, str]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                found.append((row["sentence"], strengths[row["label"].strip()]))
    except (OSError, KeyError, AttributeError, UnicodeDecodeError, csv.Error):
        raise SettingsError(
            f"{path.name}, after row {len(found)}: this is no row with a sentence and a label "
            "from 0 to 3; use the file as released."
        ) from None
    return found
