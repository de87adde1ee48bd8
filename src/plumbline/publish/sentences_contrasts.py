"""Sentences about the contrasts: the plan they come from, and what they could have shown."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from plumbline.compare.power import ALPHA
from plumbline.publish.wording import open_sentence, say_count, say_list, say_number

Tables = Mapping[str, pd.DataFrame]


def mark_planned(comparison: pd.DataFrame) -> pd.Series:
    """Say of each contrast whether it was planned."""
    return comparison["planned"].fillna(False).astype(bool)


def say_plan(tables: Tables) -> str:
    """Say which plan the contrasts come from, and how many were not in it."""
    comparison = tables["comparison"]
    if comparison.empty:
        return "No contrast was made: it takes at least two sources."
    planned = int(mark_planned(comparison).sum())
    other, digest = len(comparison) - planned, comparison["plan_sha256"].iloc[0]
    named = f" (the file's SHA-256 begins with {digest[:12]})" if digest else ""
    return open_sentence(
        f"{say_count(planned, 'contrast')} {'was' if planned == 1 else 'were'} named in the plan"
        f"{named}; {say_number(other)} {'is' if other == 1 else 'are'} exploratory: "
        f"{'a reason' if other == 1 else 'reasons'} to look again, not findings"
    )


def say_power(tables: Tables) -> str:
    """Say how large a difference had to be for these sources to show it."""
    planned = tables["comparison"][mark_planned(tables["comparison"])]
    planned = planned[planned["p"].notna()]
    if planned.empty:
        return "No planned contrast could be tested with these sources."
    if not (planned["p_smallest_possible"] <= ALPHA).any():
        return "With these sources no planned contrast could have come to p .05."
    said = [
        text for text in (_say_pairs(planned), _say_ranks(planned), _say_groups(planned)) if text
    ]
    if not said:
        return ""
    return open_sentence(
        f"to be found with 80 % power at p .05, before p is adjusted, {say_list(said)}"
    )


def _say_pairs(planned: pd.DataFrame) -> str:
    factors = planned.loc[planned["unit"].eq("matches"), "detectable"].dropna()
    if factors.empty:
        return ""
    return (
        f"the rates of two sources had to differ by a factor of {factors.median():.1f} (the median "
        f"of {say_count(len(factors), 'pair')}; {factors.min():.1f} at best)"
    )


def _say_ranks(planned: pd.DataFrame) -> str:
    own = planned[planned["family"].eq("correlations")]
    if own.empty:
        return ""
    if own["detectable"].isna().all():
        return "no rank correlation would have been enough"
    least = own["detectable"].min()
    if least > 0.995:
        return "a rank correlation had to be perfect"
    return f"a rank correlation had to be {least:.2f} or more"


def _say_groups(planned: pd.DataFrame) -> str:
    own = planned[planned["family"].eq("groups") & planned["method"].str.contains("Cliff")]
    if own.empty:
        return ""
    if own["detectable"].isna().all():
        return "no difference between groups of this size would have been enough"
    return f"two groups had to differ by a Cliff's delta of {own['detectable'].min():.2f} or more"
