"""Certainty of a finding as its wording conveys it, from the markers it holds.

A linear score on the scale of Pei and Jurgens (2021, EMNLP), 1 (uncertain) to 6 (certain):

    certainty = intercept + sum over markers of (weight of its category + weight of its rule)

Each term counts at most twice. The weights stand in ``config/lexicons/certainty_weights.tsv``;
`plumbline.validity.pei.fit_certainty` learnt them from the training part of that data set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv

LOWEST, HIGHEST = 1.0, 6.0
MOST = 2  # a third hedge in a sentence adds nothing that readers notice
INTERCEPT = "intercept"


def load_weights(path: Path) -> dict[str, float]:
    """Read the weights: columns term (a category, a rule id or ``intercept``), weight and n.

    Raises:
        SettingsError: a weight is no number, or the intercept is missing.

    """
    weights: dict[str, float] = {}
    for line, row in read_tsv(path, ("term", "weight", "n")):
        try:
            weights[row["term"]] = float(row["weight"])
        except ValueError:
            raise SettingsError(
                f"{path.name}, line {line}: the weight '{row['weight']}' is no number; correct it."
            ) from None
    if INTERCEPT not in weights:
        raise SettingsError(f"{path.name}: the row '{INTERCEPT}' is missing; restore it.")
    return weights


def count_terms(markers: Iterable[Mapping]) -> Counter[str]:
    """Count the categories and rules of one sentence's markers, each up to `MOST`."""
    counts: Counter[str] = Counter()
    for marker in markers:
        counts[marker["category"]] += 1
        counts[marker["rule"]] += 1
    return Counter({term: min(n, MOST) for term, n in counts.items()})


def rate_certainty(markers: Iterable[Mapping], weights: Mapping[str, float]) -> float:
    """Return the certainty of a sentence with these markers, from 1 to 6."""
    score = weights[INTERCEPT]
    for term, n in sorted(count_terms(markers).items()):
        score += n * weights.get(term, 0.0)
    return min(max(score, LOWEST), HIGHEST)
