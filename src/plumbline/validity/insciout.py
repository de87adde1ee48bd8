"""Press releases against the abstracts they are about: InSciOut, by Wright & Augenstein's release.

Sumner et al. 2014, BMJ 349:g7015, coded the strength of the main conclusion in press releases and
in the papers behind them; Wright & Augenstein 2021, "Semi-supervised exaggeration detection of
health science press releases" (EMNLP), released pairs of conclusions as
``insciout_{train,test}.jsonl`` (GPL-3 by the dataset card,
https://huggingface.co/datasets/copenlu/scientific-exaggeration-detection). Strength is 0 none,
1 correlational, 2 conditional causal, 3 direct causal.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from plumbline.errors import SettingsError

STRENGTHS = ("none", "correlational", "conditional", "direct")  # from weak to strong
CHANGES = ("downplays", "same", "exaggerates")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A conclusion and its strength, one of `STRENGTHS`."""

    text: str
    strength: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The conclusions of a press release and of its abstract; ``change`` is one of `CHANGES`."""

    press_release: Conclusion
    abstract: Conclusion
    change: str


def load_insciout(path: Path) -> list[Pair]:
    """Read the pairs of one file.

    Raises:
        SettingsError: a line is not as described above; one sentence with file and line.

    """
    pairs = []
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                conclusions = [
                    Conclusion(str(row[f"{of}_conclusion"]), _read_strength(row[f"{of}_strength"]))
                    for of in ("press_release", "abstract")
                ]
                pairs.append(Pair(*conclusions, CHANGES[CHANGES.index(row["exaggeration_label"])]))
    except (OSError, ValueError, KeyError, TypeError):
        raise SettingsError(
            f"{path.name}, line {len(pairs) + 1}: this is no pair of conclusions with strengths "
            "from 0 to 3; use the file as released."
        ) from None
    return pairs


def _read_strength(code: object) -> str:
    if code not in range(len(STRENGTHS)):
        raise ValueError(code)
    return STRENGTHS[int(code)]


def name_change(press_release: str, abstract: str) -> str:
    """Return what a press release does to the strength of its abstract, one of `CHANGES`."""
    step = STRENGTHS.index(press_release) - STRENGTHS.index(abstract)
    return CHANGES[(step > 0) - (step < 0) + 1]
