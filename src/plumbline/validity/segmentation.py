"""Golden rules of sentence segmentation, as collected by pySBD (Sadvilkar & Neumann 2020, NLP-OSS).

``pysbd_english_golden_rules.json`` holds, for each case of pySBD's English tests (MIT licence,
https://github.com/nipunsadvilkar/pySBD), its group, the input and the sentences expected; the 48
golden rules are those of Dias's pragmatic_segmenter. The other groups test its cleaning as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.text.rules import Rules
from plumbline.text.segment import split_sentences

GOLDEN = "GOLDEN_EN_RULES_TEST_CASES"


@dataclass(frozen=True, slots=True)
class GoldenRule:
    """A text and the sentences that it holds."""

    text: str
    sentences: tuple[str, ...]


def load_golden_rules(path: Path) -> list[GoldenRule]:
    """Read the golden rules; cases of other groups are left out.

    Raises:
        SettingsError: the file is not as described above.

    """
    try:
        cases = json.loads(path.read_text(encoding="utf-8"))
        return [
            GoldenRule(str(case["input"]), tuple(str(s).strip() for s in case["expected"]))
            for case in cases
            if case["group"] == GOLDEN
        ]
    except (OSError, ValueError, KeyError, TypeError):
        raise SettingsError(
            f"{path.name}: this is no list of cases with group, input and expected; use the file "
            "as described in docs/validity.md."
        ) from None


def cut_text(text: str, rules: Rules) -> Sequence[str]:
    """Return the sentences of a text, in order."""
    return [text[start:end].strip() for start, end in split_sentences(text, 0, len(text), rules)]
