"""The mean gap of a source, whose limits stay within what levels allow."""

import pandas as pd

from plumbline.compare.gap import overclaim


def test_limits_of_the_mean_gap_stay_within_what_is_possible():
    documents = pd.DataFrame({"source_id": ["far", "near", "none"]})
    gap = pd.DataFrame(
        {"source_id": ["far", "far", "near", "near", "near"], "gap": [0.0, 2.0, 1.0, 1.0, 2.0]}
    )
    table = overclaim(gap, documents, {"confidence": 0.95}).set_index("source_id")
    assert (table.at["far", "ci_low"], table.at["far", "ci_high"]) == (-5, 5)
    assert -5 < table.at["near", "ci_low"] < table.at["near", "mean_gap"]
    assert pd.isna(table.at["none", "ci_low"])
