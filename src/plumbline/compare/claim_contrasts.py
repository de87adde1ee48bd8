"""Contrasts whose unit is the claim and whose cluster is the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from plumbline.compare.bootstrap import derive_seed
from plumbline.compare.exact_tests import (
    Contrast,
    compare_mean_with_zero,
    compare_within,
    correlate_within,
)
from plumbline.compare.gap import cut_limits
from plumbline.tables import to_floats


def contrast_claims(
    tables: Mapping[str, pd.DataFrame], plan: Mapping, section: str, settings: Mapping
) -> Iterator[tuple[str, str, Contrast]]:
    """Yield the contrasts of claims within sources.

    Args:
        tables: evidence_gap, and claim_frequency for what is hedged.
        plan: from `plan.read_plan`.
        section: planned or exploratory.
        settings: seed and confidence.

    """
    gap, names = tables.get("evidence_gap"), plan[section].get("claims", [])
    if not names or gap is None or gap["gap"].isna().all():
        return
    # Drawn permutations follow the order of the rows, so it must be fixed.
    gap = gap.dropna(subset=["gap"]).sort_values(["source_id", "claim_id"])
    sources, confidence = pd.factorize(gap["source_id"])[0], settings["confidence"]
    for name in names:
        seed = derive_seed(settings["seed"], "claims", name)
        if name == "gap_against_zero":
            result = compare_mean_with_zero(to_floats(gap["gap"]), sources, seed, confidence)
            yield "gap", "mean over claims against 0", cut_limits(result)
        elif name == "asserted_with_licensed":
            levels = to_floats(gap["asserted_level"]), to_floats(gap["licensed_level"])
            result = correlate_within(*levels, sources, seed, confidence)
            yield "asserted_level", "with licensed_level within sources", result
        else:
            yield from _hedging_by_evidence(tables, gap, plan["strong_from"], seed, confidence)


def _hedging_by_evidence(
    tables: Mapping[str, pd.DataFrame],
    gap: pd.DataFrame,
    strong_from: int,
    seed: int,
    confidence: float,
) -> Iterator[tuple[str, str, Contrast]]:
    """Yield whether claims with weak evidence are hedged more often than those with strong."""
    frequency = tables.get("claim_frequency")
    if frequency is None or frequency.empty:
        return
    frequency = frequency[frequency["mentions"] > 0]
    both = gap[["source_id", "claim_id", "licensed_level"]].merge(
        frequency[["source_id", "claim_id", "mentions", "hedged"]], on=["source_id", "claim_id"]
    )
    if both.empty:
        return
    weak = to_floats(both["licensed_level"]) < strong_from
    share = to_floats(both["hedged"]) / to_floats(both["mentions"])
    sources = pd.factorize(both["source_id"])[0]
    result = compare_within(weak, share, sources, seed, confidence)
    yield "share_hedged", "weak against strong evidence within sources", result
