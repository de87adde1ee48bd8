"""Which tables the parts of a batch make, and when."""

from __future__ import annotations

# as they are measured
MEASURED = ("documents", "sentences", "left_out", "markers", "citations")
# once its rates, intervals and gaps are made
TABULATED = (
    "readability",
    "rhetoric",
    "citation_density",
    "attribution",
    "claims",
    "claim_frequency",
    "numbers",
    "evidence_gap",
    "overclaim",
    "citation_check",
    "rewordings",
)
# what a batch adds to `claim_totals`
LEVELS = {"claim_id": "string"} | dict.fromkeys(("level", "mentions", "sources"), "integer")
