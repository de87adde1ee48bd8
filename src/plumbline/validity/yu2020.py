"""Claim strength in press releases: Yu, Wang, Guo & Li (2020), COLING, 4860-4872.

"Measuring correlation-to-causation exaggeration in press releases". ``annotated_eureka.csv`` from
https://github.com/junwang4/correlation-to-causation-exaggeration (no licence stated) has the
columns sentId, sentence and label. The codes are not those of Yu et al. (2019): here 1 is
correlational, 2 conditional and 3 direct.
"""

from __future__ import annotations

from pathlib import Path

from plumbline.validity.yu2019 import read_labelled_sentences

STRENGTHS = {"0": "none", "1": "correlational", "2": "conditional", "3": "direct"}


def load_yu2020(path: Path) -> list[tuple[str, str]]:
    """Return (sentence, strength) of every sentence; the strength is a value of `STRENGTHS`.

    Raises:
        SettingsError: a column is missing or a label is unknown; one sentence with file and row.

    """
    return read_labelled_sentences(path, STRENGTHS)
