"""Small summaries that sentences and figures share; none of them needs a plotting library."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from plumbline.compare.gap import WIDEST, cut_limits
from plumbline.compare.intervals import (
    CONFIDENCE,
    PER,
    Interval,
    cluster_mean_interval,
    ratio_interval,
    ratio_share_interval,
    wilson_interval,
)
from plumbline.publish import labels
from plumbline.text.document import PROSE

TOO_WIDE = "too few sources for an interval"


def summarise_grades(readability: pd.DataFrame, preparation: str = "prepared") -> pd.DataFrame:
    """Return median, low and high over the grade-level formulas, indexed by source_id."""
    chosen = readability[readability["preparation"].eq(preparation) & readability["value"].notna()]
    grades = chosen.pivot(index="source_id", columns="formula", values="value")
    names = {"grade_median": "median", "grade_low": "low", "grade_high": "high"}
    return grades.reindex(columns=list(names)).rename(columns=names).dropna()


def count_safety_topics(
    markers: pd.DataFrame,
    documents: pd.DataFrame,
    topics: list[str],
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Return topic, sources that mention it, share and its Wilson limits.

    A mention counts wherever it stands, in headings and boilerplate too: that a page leaves
    something out is only said where it is not there at all.

    Args:
        markers: the table; the topics are the subcategories of ``safety``.
        documents: the table; sources without words are left out.
        topics: topics to list even where no source mentions them.
        confidence: coverage of the limits.

    """
    read = set(documents.loc[documents["n_words"] > 0, "source_id"])
    n = len(read)
    safety = markers[markers["category"].eq("safety") & markers["source_id"].isin(read)]
    found = safety.groupby("subcategory")["source_id"].nunique()
    rows = []
    for topic in labels.sort_known([*topics, *found.index], topics):
        share = wilson_interval(int(found.get(topic, 0)), n, confidence)
        rows.append({"topic": topic, "sources": int(found.get(topic, 0)), "n": n,
                     "value": share.estimate, "low": share.low, "high": share.high})  # fmt: skip
    frame = pd.DataFrame(rows, columns=["topic", "sources", "n", "value", "low", "high"])
    return frame.sort_values(["sources", "topic"], kind="stable").reset_index(drop=True)


def select_prose(markers: pd.DataFrame) -> pd.DataFrame:
    """Return the markers of running text: those in headings stay out of every count."""
    return markers[markers["sentence_kind"].isin(PROSE)]


def share_hedged(
    claim_frequency: pd.DataFrame, evidence_gap: pd.DataFrame, confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """Return certainty, mentions, hedged and share with limits, high certainty first.

    Mentions of one source are not independent, so the source is the unit of the limits; where that
    cannot be, the note says so.
    """
    certainty = evidence_gap.drop_duplicates("claim_id").set_index("claim_id")["certainty"]
    known = claim_frequency.assign(certainty=claim_frequency["claim_id"].map(certainty))
    known = known[known["mentions"] > 0]
    rows = []
    for name in labels.sort_known(
        (c for c in known["certainty"].dropna() if c), labels.CERTAINTIES
    ):
        own = known[known["certainty"].eq(name)].groupby("source_id")[["mentions", "hedged"]].sum()
        share = ratio_share_interval(own["hedged"], own["mentions"], confidence)
        mentions, hedged = (int(own[key].sum()) for key in ("mentions", "hedged"))
        rows.append((name, mentions, hedged, *share))
    names = ["certainty", "mentions", "hedged", "value", "low", "high", "note"]
    return pd.DataFrame(rows, columns=names)


def pool_rates(
    counted: pd.DataFrame, confidence: float = CONFIDENCE, key: str = "category"
) -> dict[str, Interval]:
    """Return category or tier -> rate per 1,000 words over all sources, the source as the unit."""
    return {
        name: ratio_interval(own["count"], own["n_words"] / PER, confidence)
        for name, own in counted.groupby(key, sort=True)
    }


def mean_gap(gaps: pd.DataFrame, confidence: float = CONFIDENCE) -> Interval:
    """Return the mean gap of claims of several sources, which are the clusters, with its limits.

    Limits that leave out no value that a mean gap can have are left out, with a note.
    """
    mean = cluster_mean_interval(list(gaps["gap"]), list(gaps["source_id"]), confidence)
    if mean.low is not None and mean.high - mean.low > 2 * WIDEST:
        return mean._replace(low=None, high=None, note=TOO_WIDE)
    return cut_limits(mean)


def choose_measure(multiverse: pd.DataFrame) -> str:
    """Return the measure shown where none is named: the gap if there, else the first by name."""
    measures = sorted(set(multiverse["measure"]))
    return next((m for m in measures if "gap" in m), measures[0])


def name_middle(sources: int) -> str:
    """Return what the median over so many sources is the value of."""
    return {1: "the source", 2: "the two sources together"}.get(sources, "the median source")


def pick(table: pd.DataFrame, value: str, low: str = "", high: str = "") -> pd.DataFrame:
    """Return value, low and high of `table` under these names, indexed by source_id."""
    names = {value: "value"} | ({low: "low", high: "high"} if low else {})
    return table.set_index("source_id")[list(names)].rename(columns=names)


def pick_rates(table: pd.DataFrame, key: str, name: str) -> pd.DataFrame:
    """Return the rates of one category or tier as columns value, low, high, by source."""
    return pick(table[table[key].eq(name)], "per_1000", "ci_low", "ci_high")


def count_read(tables: Mapping[str, pd.DataFrame]) -> int:
    """Return the number of sources with words to measure."""
    return int((tables["documents"]["n_words"] > 0).sum())


def choose_accuracy(validity: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of precision, recall, F1 and accuracy.

    Where an instrument has several classes, its macro-averaged F1 stands for F1.
    """
    known = validity[validity["value"].notna()]
    known = known.assign(metric=known["metric"].replace("macro_f1", "f1"))
    known = known[known["metric"].isin(("precision", "recall", "f1", "accuracy"))]
    return known.drop_duplicates(["instrument", "dataset", "split", "metric"])
