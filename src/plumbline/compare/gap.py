"""The gap between what sources assert and what the evidence licenses, per claim and per source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
import pandas as pd

from plumbline.compare.intervals import mean_interval, wilson_limits
from plumbline.evidence import Evidence, weigh
from plumbline.tables import columns, empty_table, table_rows

WIDEST = 5  # levels between the weakest, 1, and the strongest, 6: no gap can be wider
Limited = TypeVar("Limited")  # an Interval or a Contrast


def cut_limits(mean: Limited) -> Limited:
    """Return a mean gap with its limits cut to the gaps that are possible."""
    low, high = (x if x is None else min(max(x, -WIDEST), WIDEST) for x in (mean.low, mean.high))
    return mean._replace(low=low, high=high)


def evidence_gap(claims: pd.DataFrame, evidence: Evidence | None, levels: Mapping) -> pd.DataFrame:
    """Return the `evidence_gap` table: one row per source and claim that it states.

    Args:
        claims: the `claims` table.
        evidence: what is known of the topic's claims; none gives an empty table.
        levels: the licensed level by certainty and direction.

    """
    read = ["source_id", "sentence_id", "claim_id", "level", "tags"]
    stated = claims.loc[(claims["level"] > 0) & claims["claim_id"].ne("other"), read]
    if evidence is None or stated.empty:
        return empty_table("evidence_gap")
    rows = weigh(table_rows(stated), evidence, levels)
    return pd.DataFrame(rows, columns=columns("evidence_gap"))


def overclaim(gap: pd.DataFrame, documents: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Return the `overclaim` table: mean gap and share of claims above their license, per source.

    The claim is the unit: however often a source repeats a claim, it counts once, at its strongest.
    Limits of the mean gap beyond what is possible are cut to it.
    """
    compared = gap.dropna(subset=["gap"])
    gaps = {source: own.to_numpy(float) for source, own in compared.groupby("source_id")["gap"]}
    rows = []
    for source_id in sorted(documents["source_id"]):
        own = gaps.get(source_id, np.zeros(0))
        mean = cut_limits(mean_interval(own, confidence))
        rows.append(
            {
                "source_id": source_id,
                "claims_compared": len(own),
                "mean_gap": mean.estimate,
                "ci_low": mean.low,
                "ci_high": mean.high,
                "above": int(np.sum(own > 0)),
                "below": int(np.sum(own < 0)),
                "note": mean.note if len(own) else "no claim with a licensed level",
            }
        )
    if not rows:
        return empty_table("overclaim")
    frame = pd.DataFrame(rows)
    n = frame["claims_compared"].to_numpy(float)
    low, high = wilson_limits(frame["above"].to_numpy(float), n, confidence)
    frame["share_above"] = frame["above"] / np.where(n > 0, n, np.nan)
    frame["share_low"], frame["share_high"] = low, high
    return frame[columns("overclaim")]
