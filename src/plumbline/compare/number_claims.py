"""Numbers and the claims that they belong to."""

from __future__ import annotations

import pandas as pd

SENTENCE = ["source_id", "sentence_id"]


def attach_claims(numbers: pd.DataFrame, claims: pd.DataFrame) -> pd.Series:
    """Return the claim of each number: the nearest of the claims of its sentence.

    A span that holds the number is at distance 0; among equally near ones a claim of the topic goes
    before `other`, then the shorter span, then the id. A number in a sentence without a claim has
    none (missing).

    Args:
        numbers: rows with source_id, sentence_id, start, end.
        claims: the `claims` table, or as many of its rows as matter.

    """
    keys = [*SENTENCE, "start", "end"]
    spans = claims[[*keys, "claim_id"]].drop_duplicates()
    spots = numbers[keys].drop_duplicates()
    pairs = spots.merge(spans, on=SENTENCE, suffixes=("", "_claim"))
    before = pairs["start"] - pairs["end_claim"]
    behind = pairs["start_claim"] - pairs["end"]
    pairs["distance"] = pd.concat([before, behind], axis=1).max(axis=1).clip(lower=0)
    pairs["outside"] = pairs["claim_id"].eq("other")
    pairs["length"] = pairs["end_claim"] - pairs["start_claim"]
    order = ["distance", "outside", "length", "claim_id"]
    nearest = pairs.sort_values(order, kind="stable").drop_duplicates(keys)
    joined = numbers[keys].merge(nearest[[*keys, "claim_id"]], how="left", on=keys)
    return joined["claim_id"].set_axis(numbers.index).astype("string")
