"""Scores with bootstrap limits: precision, recall, F1, macro-F1, shares and correlations.

Every score here is a function of sums over units (sentences, pages, articles), so that a resample
only weighs the units anew: one product of matrices gives all resamples at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np

from plumbline.compare.bootstrap import derive_seed
from plumbline.compare.intervals import Interval

MIN_UNITS = 10  # sentences, pages or articles to draw from
# column sums, shape (..., columns) -> name of a metric -> values, shape (...)
Statistic = Callable[[np.ndarray], dict[str, np.ndarray]]


def score_units(
    units: np.ndarray, statistic: Statistic, statistics: Mapping, name: str
) -> dict[str, Interval]:
    """Return each metric with its percentile limits from resampled units.

    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13: the limits are the
    alpha/2 and 1 - alpha/2 quantiles of the metric over resamples of whole units.

    Args:
        units: what each unit adds to the sums, shape (units, columns).
        statistic: turns sums into metrics; NaN where one is undefined.
        statistics: ``confidence``, ``resamples`` and ``seed`` of the settings.
        name: goes into the seed, so that no two data sets share their draws.

    """
    units = np.asarray(units, float)
    n = len(units)
    values = statistic(units.sum(axis=0))
    if n < MIN_UNITS:
        note = f"{n} units: the bootstrap needs {MIN_UNITS}"
        return {m: Interval(defined(value), None, None, note) for m, value in values.items()}
    # units that add the same are drawn together, which changes no chance and saves most draws
    distinct, counts = np.unique(units, axis=0, return_counts=True)
    rng = np.random.Generator(np.random.PCG64(derive_seed(statistics["seed"], name)))
    weights = rng.multinomial(n, counts / n, size=statistics["resamples"])
    resampled = statistic(weights @ distinct)
    tail = (1 - statistics["confidence"]) / 2
    return {m: _limit(value, resampled[m], tail) for m, value in values.items()}


def defined(value: float | np.ndarray) -> float | None:
    """Return a figure as a plain number; None where there is none."""
    return None if np.isnan(value) else float(value)


def _limit(value: np.ndarray, resampled: np.ndarray, tail: float) -> Interval:
    estimate = defined(value)
    if estimate is None:
        return Interval(None, None, None, "nothing to divide by")
    low, high = np.nanquantile(resampled, [tail, 1 - tail])
    note = "all units score alike, so the limits tell nothing" if low == high else ""
    return Interval(estimate, float(low), float(high), note)


def _divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divide; NaN where there is nothing to divide by."""
    above, below = np.asarray(above, float), np.asarray(below, float)
    return np.divide(above, below, out=np.full_like(below, np.nan), where=below != 0)


def count_agreement(found: set[Hashable], there: set[Hashable]) -> tuple[int, int, int]:
    """Return (hits, false alarms, misses) of what was found against what is there."""
    return len(found & there), len(found - there), len(there - found)


def precision_recall_f1(sums: np.ndarray) -> dict[str, np.ndarray]:
    """Return precision, recall and F1 from sums of hits, false alarms and misses."""
    hits, false_alarms, misses = (sums[..., i] for i in range(3))
    return {
        "precision": _divide(hits, hits + false_alarms),
        "recall": _divide(hits, hits + misses),
        "f1": _divide(2 * hits, 2 * hits + false_alarms + misses),
    }


def f1_of_averages(sums: np.ndarray) -> dict[str, np.ndarray]:
    """Return averaged precision and recall, and the F1 of the two averages.

    `sums` are of the precision of each unit, of its recall, and of units.
    """
    precision = _divide(sums[..., 0], sums[..., 2])
    recall = _divide(sums[..., 1], sums[..., 2])
    f1 = _divide(2 * precision * recall, precision + recall)
    return {"precision": precision, "recall": recall, "f1": f1}


def name_share(metric: str) -> Statistic:
    """Return the statistic of a share called `metric`, from sums of 0 or 1 and of units."""
    return lambda sums: {metric: _divide(sums[..., 0], sums[..., 1])}


def correlation(sums: np.ndarray) -> dict[str, np.ndarray]:
    """Return Pearson's r from the sums of `moment_columns`."""
    n, x, y, xx, yy, xy = (sums[..., i] for i in range(6))
    spread = np.sqrt(np.maximum((n * xx - x * x) * (n * yy - y * y), 0.0))
    return {"pearson_r": _divide(n * xy - x * y, spread)}


def moment_columns(x: Sequence[float], y: Sequence[float]) -> np.ndarray:
    """Return n, x, y, their squares and their product for each pair, shape (pairs, 6).

    Both are centred first, which changes no correlation and keeps the sums exact.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    x, y = x - x.mean(), y - y.mean()
    return np.column_stack([np.ones_like(x), x, y, x * x, y * y, x * y])


def confusion_columns(pairs: Sequence[tuple[str, str]], classes: Sequence[str]) -> np.ndarray:
    """Return one row per (coded, measured) with a 1 in its cell, shape (pairs, classes ** 2)."""
    place = {name: i for i, name in enumerate(classes)}
    units = np.zeros((len(pairs), len(classes) ** 2))
    for row, (coded, measured) in enumerate(pairs):
        units[row, place[coded] * len(classes) + place[measured]] = 1
    return units


def class_scores(classes: Sequence[str]) -> Statistic:
    """Return the statistic of a confusion table: accuracy, macro-F1, and P, R, F1 per class.

    Macro-F1 is the plain mean of the F1 of the classes (Sokolova & Lapalme 2009, Inf. Process.
    Manag. 45:427-437). A class that is neither coded nor measured has no F1 and is left out.
    """
    k = len(classes)

    def statistic(sums: np.ndarray) -> dict[str, np.ndarray]:
        table = sums.reshape(*sums.shape[:-1], k, k)
        right = np.diagonal(table, axis1=-2, axis2=-1)
        coded, measured = table.sum(axis=-1), table.sum(axis=-2)
        f1 = _divide(2 * right, coded + measured)
        present = ~np.isnan(f1)
        metrics = {
            "accuracy": _divide(right.sum(axis=-1), table.sum(axis=(-2, -1))),
            "macro_f1": _divide(np.nan_to_num(f1).sum(axis=-1), present.sum(axis=-1)),
        }
        precision, recall = _divide(right, measured), _divide(right, coded)
        for i, name in enumerate(classes):
            metrics[f"precision_{name}"] = precision[..., i]
            metrics[f"recall_{name}"] = recall[..., i]
            metrics[f"f1_{name}"] = f1[..., i]
        return metrics

    return statistic
