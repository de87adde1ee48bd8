"""What was compared, and by which test, in the words of the methods section."""

from __future__ import annotations

import pandas as pd

from plumbline.compare.permutations import N_PERMUTATIONS
from plumbline.publish.wording import open_sentence
from plumbline.publish.writeup.markdown import cite

# start of the method in the table comparison -> what it compares and how; keys of the bibliography
COMPARED = (
    (
        "rate ratio, exact",
        "rates of two sources by the exact conditional test",
        ("przyborowski:1940",),
    ),
    (
        "difference of shares",
        "shares of two sources by Fisher's exact test, with Newcombe's limits",
        ("newcombe:1998",),
    ),
    (
        "Cliff's delta",
        "groups of sources by Cliff's delta and a rank test",
        ("cliff:1993", "newcombe:2006"),
    ),
    (
        "rate ratio, negative binomial",
        "counts in groups of sources by a negative binomial model",
        ("cameron:1986",),
    ),
    ("Spearman's rho", "measures over sources by rank correlation", ()),
    ("mean with sources", "the mean gap with 0 by turning the signs of whole sources", ()),
    ("within-source rank", "asserted with licensed levels by rank correlation within sources", ()),
    (
        "mean difference within",
        "the hedging of claims with weak and strong evidence by its mean difference within sources",
        (),
    ),
)


def say_compared(comparison: pd.DataFrame) -> str:
    """Say which kinds of contrasts were tested in this study, each with its test."""
    methods = list(comparison.loc[comparison["p"].notna(), "method"].unique())
    said = [
        f"{what} {cite(*keys)}".strip()
        for start, what, keys in COMPARED
        if any(method.startswith(start) for method in methods)
    ]
    if not said:
        return "No contrast could be tested in this study."
    text = open_sentence(f"compared were {'; '.join(said)}")
    if any("permutation" in method for method in methods):
        text += (
            f" Permutations were gone through one by one, or {N_PERMUTATIONS:,} were drawn with "
            f"the fixed seed {cite('phipson:2010')}."
        )
    return text
