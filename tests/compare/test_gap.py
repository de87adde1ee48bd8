"""The mean gap of a source, whose limits stay within what levels allow."""

import pandas as pd

from plumbline.compare.claim_contrasts import contrast_claims
from plumbline.compare.gap import WIDEST, overclaim


def test_limits_of_the_mean_gap_stay_within_what_is_possible():
    documents = pd.DataFrame({"source_id": ["far", "near", "none"]})
    gap = pd.DataFrame(
        {"source_id": ["far", "far", "near", "near", "near"], "gap": [0.0, 2.0, 1.0, 1.0, 2.0]}
    )
    table = overclaim(gap, documents, 0.95).set_index("source_id")
    assert (table.at["far", "ci_low"], table.at["far", "ci_high"]) == (-5, 5)
    assert -5 < table.at["near", "ci_low"] < table.at["near", "mean_gap"]
    assert pd.isna(table.at["none", "ci_low"])


def test_the_mean_over_sources_has_no_limit_that_no_gap_can_reach():
    gap = pd.DataFrame({"source_id": list("aabb"), "claim_id": list("xyxy"), "gap": [5, 4, 1, 0]})
    gap = gap.assign(asserted_level=6, licensed_level=1)
    plan = {"planned": {"claims": ["gap_against_zero"]}, "strong_from": 5}
    settings = {"seed": 1, "confidence": 0.95}
    ((_, _, result),) = contrast_claims({"evidence_gap": gap}, plan, "planned", settings)
    assert (result.low, result.high) == (-WIDEST, WIDEST)
