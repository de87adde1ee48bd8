"""Certainty of scientific findings, rated by readers: Pei and Jurgens (2021), EMNLP.

``sentence-level-certainty.jsonl`` of the authors' repository (MIT licence) holds findings from
abstracts and news with their mean rating from 1 to 6 and their split (train, val, test).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plumbline.errors import SourceError
from plumbline.rhetoric.certainty import INTERCEPT, MOST, count_terms
from plumbline.rhetoric.markers import CATEGORIES, Lexicons, find_markers
from plumbline.validity.instruments import make_sentence

SETTINGS = {"categories": list(CATEGORIES), "skip_quotes": False}  # all cues may tell something
FEWEST = 3  # a term needs so many training sentences to get a weight of its own
PENALTY = 5.0  # ridge; chosen by tenfold cross-validation within the training part


@dataclass(frozen=True, slots=True)
class RatedFinding:
    """A finding with the mean certainty that readers gave it, 1 to 6."""

    text: str
    certainty: float
    split: str


def load_pei(path: Path) -> Iterator[RatedFinding]:
    """Read the findings.

    Raises:
        SourceError: a line is not as the data set has it.

    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                yield RatedFinding(
                    row["finding"], float(row["sentence-level-certainty"]), row["split"]
                )
            except (ValueError, KeyError, TypeError):
                raise SourceError(
                    f"{path.name}, line {number}: this is no rated finding; fetch the file again."
                ) from None


def find_finding_markers(text: str, lexicons: Lexicons) -> list[dict]:
    """Return the markers of one finding, read as a single sentence of running text."""
    return find_markers(make_sentence("finding", text), lexicons)


def fit_certainty(
    findings: Iterable[RatedFinding], lexicons: Lexicons
) -> list[tuple[str, float, int]]:
    """Learn the weights by ridge regression on the findings given.

    Returns:
        (term, weight, number of findings that hold it), the intercept first, then by term.

    """
    findings = list(findings)
    terms = [count_terms(find_finding_markers(f.text, lexicons)) for f in findings]
    n = Counter(term for counts in terms for term in counts)
    kept = sorted(term for term, count in n.items() if count >= FEWEST)
    x = np.array([[counts[term] for term in kept] for counts in terms], dtype=float)
    y = np.array([f.certainty for f in findings])
    assert x.max() <= MOST
    centred = x - x.mean(axis=0)
    weights = np.linalg.solve(
        centred.T @ centred + PENALTY * np.eye(len(kept)), centred.T @ (y - y.mean())
    )
    intercept = float(y.mean() - x.mean(axis=0) @ weights)
    rows = [(term, round(float(w), 3), n[term]) for term, w in zip(kept, weights, strict=True)]
    return [(INTERCEPT, round(intercept, 3), len(findings)), *rows]


def write_weights(rows: Iterable[tuple[str, float, int]], path: Path) -> None:
    """Write fitted weights in the form that `plumbline.rhetoric.certainty.load_weights` reads."""
    lines = [
        "# Certainty weights, fitted by plumbline.validity.pei on the training part of Pei and",
        "# Jurgens (2021); do not edit by hand. docs/lexicons.md shows how to fit them again.",
        "term\tweight\tn",
        *(f"{term}\t{weight:.3f}\t{n}" for term, weight, n in rows),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
