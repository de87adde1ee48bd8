"""What each notebook shows and which tables it rests on, so that it runs again only for those."""

from __future__ import annotations

from typing import NamedTuple


class Contents(NamedTuple):
    """Figures of a notebook, and all tables that its figures and sentences read."""

    figures: tuple[str, ...]
    tables: tuple[str, ...]


NOTEBOOKS = {
    "01_sources": Contents(
        ("source_flow", "sources_read", "shared_passages"),
        ("documents", "left_out", "reuse", "sentences", "source_flow"),
    ),
    "02_readability": Contents(
        ("readability_grades", "readability_preparations"), ("documents", "readability")
    ),
    "03_rhetoric": Contents(
        ("hedges_and_capability", "rhetoric_profile"),
        ("documents", "markers", "rhetoric", "validity"),
    ),
    "04_evidence_shown": Contents(
        ("citations_vague", "claims_cited", "left_out"),
        (
            "attribution",
            "citation_check",
            "citation_density",
            "citations",
            "claim_totals",
            "documents",
            "markers",
            "validity",
        ),
    ),
    "05_rhetoric_against_evidence": Contents(
        (
            "claim_matrix",
            "asserted_licensed",
            "gap_by_source",
            "kinds_and_certainty",
        ),
        (
            "claim_frequency",
            "claim_totals",
            "comparison",
            "documents",
            "evidence_gap",
            "markers",
            "numbers",
            "overclaim",
            "rewordings",
            "validity",
        ),
    ),
    "06_robustness": Contents(
        ("multiverse_curve", "rank_stability", "accuracy"),
        (
            "comparison",
            "conclusions",
            "confusion",
            "documents",
            "multiverse",
            "rank_stability",
            "validity",
        ),
    ),
}
SUMMARY_TABLES = (
    "attribution",
    "citation_density",
    "claim_totals",
    "documents",
    "evidence_gap",
    "left_out",
    "markers",
    "readability",
    "reuse",
    "rhetoric",
    "sentences",
)
