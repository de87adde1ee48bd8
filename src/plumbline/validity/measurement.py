"""What measuring an instrument hands on, and the tables made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from plumbline.validity.scores import Statistic, class_scores, confusion_columns, score_units

MOST_KINDS = 25  # kinds of errors listed of one instrument on one part of a data set
MOST_TEXTS = 10  # errors listed of one kind
LONGEST = 400  # characters of an error's text
ERROR_COLUMNS = ("dataset", "split", "instrument", "kind", "n", "text", "why")
CONFUSION_COLUMNS = ("instrument", "dataset", "split", "coded", "measured", "n")


@dataclass(frozen=True)
class Measurement:
    """One instrument on one part of one data set.

    ``units`` and ``statistic`` are those of `plumbline.validity.scores`; ``resampled`` names the
    units in the plural; ``errors`` are (kind, text); ``pairs`` are (coded, measured) classes;
    ``reasons`` say of a text why it was measured so, where the instrument can tell.
    """

    instrument: str
    dataset: str
    split: str
    units: np.ndarray
    statistic: Statistic
    resampled: str
    note: str = ""
    errors: Sequence[tuple[str, str]] = ()
    pairs: Sequence[tuple[str, str]] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


def measure_classes(
    where: tuple[str, str, str],
    pairs: Sequence[tuple[str, str]],
    texts: Sequence[str],
    classes: Sequence[str],
    resampled: str = "sentences",
    note: str = "",
    reasons: Mapping[str, str] | None = None,
) -> Measurement:
    """Return the measurement of an instrument that puts each text into a class.

    Args:
        where: instrument, data set and part.
        pairs: (coded, measured) class of each text.
        texts: the texts, in the same order.
        classes: all classes, in the order of the confusion table.
        resampled: what a text is, in the plural.
        note: goes with every metric.
        reasons: of a text, why it was put into its class.

    """
    errors = [
        (f"{coded} taken for {measured}", text)
        for (coded, measured), text in zip(pairs, texts, strict=True)
        if coded != measured
    ]
    units = confusion_columns(pairs, classes)
    return Measurement(
        *where, units, class_scores(classes), resampled, note, errors, pairs, reasons or {}
    )


def score_measurements(measurements: Iterable[Measurement], statistics: Mapping) -> list[dict]:
    """Return the rows of the table ``validity``.

    Args:
        measurements: from the functions of `plumbline.validity.table`.
        statistics: ``confidence``, ``resamples`` and ``seed`` of the settings.

    """
    rows = []
    for m in measurements:
        key = f"{m.instrument}/{m.dataset}/{m.split}"
        for metric, interval in score_units(m.units, m.statistic, statistics, key).items():
            drawn = f"limits from resampled {m.resampled}" if interval.low is not None else ""
            rows.append(
                {
                    "instrument": m.instrument,
                    "dataset": m.dataset,
                    "split": m.split,
                    "n": len(m.units),
                    "metric": metric,
                    "value": interval.estimate,
                    "ci_low": interval.low,
                    "ci_high": interval.high,
                    "note": "; ".join(part for part in (m.note, drawn, interval.note) if part),
                }
            )
    return rows


def list_worst_errors(measurements: Iterable[Measurement]) -> list[dict]:
    """Return the commonest kinds of errors, and of each the shortest texts: they show best why.

    Returns:
        Rows with the columns of `ERROR_COLUMNS`; at most `MOST_KINDS` times `MOST_TEXTS` for each
        measurement.

    """
    rows = []
    for m in measurements:
        counts = Counter(kind for kind, _ in m.errors)
        for kind in sorted(counts, key=lambda kind: (-counts[kind], kind))[:MOST_KINDS]:
            texts = sorted({t for k, t in m.errors if k == kind}, key=lambda t: (len(t), t))
            rows += [
                {
                    "dataset": m.dataset,
                    "split": m.split,
                    "instrument": m.instrument,
                    "kind": kind,
                    "n": counts[kind],
                    "text": " ".join(text.split())[:LONGEST],
                    "why": m.reasons.get(text, ""),
                }
                for text in texts[:MOST_TEXTS]
            ]
    return rows


def tabulate_confusion(measurements: Iterable[Measurement]) -> list[dict]:
    """Return how often each coded class was measured as each class, as one row per cell."""
    return [
        {
            "instrument": m.instrument,
            "dataset": m.dataset,
            "split": m.split,
            "coded": coded,
            "measured": measured,
            "n": n,
        }
        for m in measurements
        for (coded, measured), n in sorted(Counter(m.pairs).items())
    ]
