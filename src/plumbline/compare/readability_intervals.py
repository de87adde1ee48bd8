"""Intervals around readability scores: sentences are drawn again, and every formula redone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import special

from plumbline.compare.bootstrap import (
    N_RESAMPLES,
    NO_SPREAD,
    bca_interval,
    derive_seed,
    expand_confidence,
    resample_sums,
)
from plumbline.compare.intervals import CONFIDENCE, Interval
from plumbline.readability.formulas import GRADE_FORMULAS
from plumbline.readability.prepared import COUNTS, apply_formulas
from plumbline.readability.scores import RECOMMENDED_GRADES
from plumbline.tables import plain_values

MIN_SENTENCES = 5
MIN_RESAMPLED = 30  # sentences; with 15 the bootstrap holds the truth in 92 % of samples
JACKKNIFED = "limits of the jackknife: no bootstrap in a study of this size"
FEW_SENTENCES = f"limits of the jackknife: the bootstrap needs {MIN_RESAMPLED} sentences"
_NO_INTERVAL = {
    "textstat": "no interval: for comparison with published figures only",
    **dict.fromkeys(
        (
            "prepared_masked",
            "prepared_headings",
            "prepared_dictionary",
            "prepared_headings_dictionary",
        ),
        "no interval: see the preparation prepared",
    ),
}


def add_intervals(
    scores: pd.DataFrame, counts: pd.DataFrame, statistics: Mapping[str, float]
) -> pd.DataFrame:
    """Return the table `readability`: `scores` with the limits of the preparation ``prepared``.

    Args:
        scores: rows of `plumbline.readability.score_document`.
        counts: rows of `plumbline.readability.count_sentences`.
        statistics: the settings confidence, resamples and seed; where ``resampled`` is False the
            limits are those of the jackknife, and the note says so.

    """
    if statistics["resampled"]:
        intervals = bootstrap_readability(
            counts, int(statistics["seed"]), int(statistics["resamples"]), statistics["confidence"]
        )
    else:
        intervals = jackknife_readability(counts, statistics["confidence"])
    sizes = counts.groupby("source_id").size()
    low, high = np.full((2, len(scores)), np.nan)
    reasons = scores["preparation"].map(_NO_INTERVAL).where(scores["value"].notna())
    reasons = reasons.fillna("").to_numpy(object)
    keys = [plain_values(scores[name]) for name in ("source_id", "formula")]
    for row in np.flatnonzero(scores["preparation"].eq("prepared")).tolist():
        key = keys[0][row], keys[1][row]
        if key in intervals:
            _, low[row], high[row], reasons[row] = intervals[key]
    notes = [
        f"{note}; {reason}" if note and reason else note or reason
        for note, reason in zip(plain_values(scores["note"]), reasons, strict=True)
    ]
    n = scores["source_id"].map(sizes).where(~np.isnan(low)).astype("Int64")
    return scores.assign(ci_low=low, ci_high=high, n=n, note=notes)


def bootstrap_readability(
    counts: pd.DataFrame,
    seed: int,
    n_resamples: int = N_RESAMPLES,
    confidence: float = CONFIDENCE,
) -> dict[tuple[str, str], Interval]:
    """Return (source_id, formula) -> score with BCa limits from resampled sentences.

    Sentences are the units drawn, as words of one sentence are not independent. All formulas of a
    source, their median and range share one set of draws. The seed of a source depends on its id
    alone, so that other sources never change its interval.

    Args:
        counts: one row per sentence: source_id and `plumbline.readability.prepared.COUNTS`.
        seed: of the study.
        n_resamples: number of bootstrap resamples.
        confidence: between 0 and 1.

    Returns:
        Limits are those of the jackknife in sources of fewer than `MIN_RESAMPLED` sentences, and
        None with a reason below `MIN_SENTENCES` or where sentences do not vary.

    """
    few = counts.groupby("source_id")["source_id"].transform("size") < MIN_RESAMPLED
    intervals = jackknife_readability(counts[few], confidence, FEW_SENTENCES)
    for source_id, matrix in _split_sources(counts[~few]):
        n = len(matrix)
        estimates = score_totals(matrix.sum(axis=0), n)
        draws = derive_seed(seed, source_id, "readability")
        replicates = score_totals(resample_sums(matrix, n_resamples, draws).T, n)
        left_out = score_totals((matrix.sum(axis=0) - matrix).T, n - 1)
        widened = expand_confidence(confidence, n)
        for formula, value in estimates.items():
            intervals[source_id, formula] = bca_interval(
                float(value), replicates[formula], left_out[formula], widened
            )
    return intervals


def jackknife_readability(
    counts: pd.DataFrame, confidence: float = CONFIDENCE, note: str = JACKKNIFED
) -> dict[tuple[str, str], Interval]:
    """Return what `bootstrap_readability` does, by leaving out one sentence at a time.

    Tukey (1958); Efron & Tibshirani (1993), chapter 11: the standard error is that of the values
    without each sentence in turn, the limits are those of Student's t with n - 1 degrees of
    freedom, widened by sqrt(n / (n - 1)) as in `expand_confidence`. A thousandth of the work of the
    bootstrap, and better than it below 30 sentences.

    Args:
        counts: as for `bootstrap_readability`.
        confidence: between 0 and 1.
        note: why the limits are these.

    """
    sources = list(_split_sources(counts))
    if not sources:
        return {}
    sizes = np.array([len(matrix) for _, matrix in sources])
    firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rows = np.vstack([matrix for _, matrix in sources])
    sums = np.add.reduceat(rows, firsts)
    spread = np.repeat(np.arange(len(sizes)), sizes)
    with np.errstate(divide="ignore", invalid="ignore"):  # a source of one sentence has no rest
        estimates = score_totals(sums.T, sizes)
        left_out = score_totals((sums[spread] - rows).T, sizes[spread] - 1)
        t = special.stdtrit(sizes - 1, (1 + confidence) / 2) * np.sqrt(sizes / (sizes - 1))
    intervals = {}
    for formula, values in estimates.items():
        with np.errstate(invalid="ignore"):
            means = np.add.reduceat(left_out[formula], firsts) / sizes
            squares = np.add.reduceat((left_out[formula] - means[spread]) ** 2, firsts)
        halves = t * np.sqrt(squares * (sizes - 1) / sizes)
        told = zip(sources, values.tolist(), halves.tolist(), sizes.tolist(), strict=True)
        for (source_id, _), value, half, n in told:
            intervals[source_id, formula] = _limit_score(value, half, n, note)
    return intervals


def _limit_score(value: float, half: float, n: int, note: str) -> Interval:
    """Return a score with limits half a width away, or the reason for none."""
    if n < MIN_SENTENCES:
        return Interval(value, None, None, f"an interval needs {MIN_SENTENCES} sentences, not {n}")
    if half <= 1e-9 * max(1.0, abs(value)):
        return Interval(value, None, None, NO_SPREAD)
    return Interval(value, value - half, value + half, note)


def score_totals(totals: np.ndarray, sentences: int) -> dict[str, np.ndarray]:
    """Return formula -> value, and the median and range of the grades, from summed counts.

    `totals` has the `COUNTS` along its first axis; each value keeps the shape of the others.
    """
    values = apply_formulas(dict(zip(COUNTS, totals, strict=True)), sentences)
    grades = np.stack([values[formula] for formula in GRADE_FORMULAS])
    middle = np.median(grades, axis=0)
    values |= {
        "grade_median": middle,
        "grade_low": grades.min(axis=0),
        "grade_high": grades.max(axis=0),
    }
    return values | {name: middle - grade for name, grade in RECOMMENDED_GRADES.items()}


def _split_sources(counts: pd.DataFrame) -> Iterator[tuple[str, np.ndarray]]:
    """Yield (source_id, counts of its sentences in order) source by source."""
    ordered = counts.sort_values(["source_id", "sentence_id"], kind="stable")
    matrix = ordered[list(COUNTS)].to_numpy(float)
    ids = ordered["source_id"].to_numpy(object)
    bounds = [0, *(np.flatnonzero(ids[1:] != ids[:-1]) + 1), len(ids)]
    for first, last in pairwise(bounds):
        if last > first:
            yield ids[first], matrix[first:last]
