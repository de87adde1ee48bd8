"""From the measured parts of a batch to its parts of the tables that are made source by source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from plumbline.batch.measure import measured_types
from plumbline.claims import load_topic
from plumbline.compare.gap import evidence_gap, overclaim
from plumbline.compare.number_claims import attach_claims
from plumbline.compare.rates import attribution_shares, citation_rates, rhetoric_rates
from plumbline.compare.readability_intervals import add_intervals
from plumbline.compare.tabulate import (
    LEVEL_TYPES,
    attribute_claims,
    claim_frequency,
    claim_levels,
    claim_totals,
)
from plumbline.evidence import load_evidence, load_licensed_levels
from plumbline.evidence.citation_check import check_citations
from plumbline.evidence.rewording import load_templates, load_wordings, reword_claims
from plumbline.parts import read_frame, write_frame
from plumbline.tables import make_table, table_columns, table_rows

MEASURED = ("documents", "sentences", "left_out", "markers", "citations")
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
_LEVELS = {"claim_id": "string"} | dict.fromkeys(("level", "mentions", "sources"), "integer")


@dataclass(frozen=True)
class Evidence:
    """What claims are held against; ``topic`` is None where there is none."""

    topic: Path | None
    licensed_levels: Path
    templates: Path


def tabulate_batch(measured: Path, folder: Path, known: Evidence, settings: Mapping) -> None:
    """Write the part that a batch gives to each table of `TABULATED`, and its claim levels.

    Args:
        measured: folder that `plumbline.batch.measure.measure_batch` has filled.
        folder: there already.
        known: the topic and what its evidence licenses.
        settings: of the study.

    """
    have = {
        part: read_frame(measured / f"{part}.parquet", measured_types(part))
        for part in (*MEASURED, "readability", "sentence_counts", "claims", "numbers")
    }
    have["near"] = _sentences_near(have["sentences"], have["claims"], have["citations"])
    tables = _rates(have, settings) | _claims(have, settings)
    tables |= _attribution(have, tables, settings) | _weigh(have, tables, known, settings)
    for name in TABULATED:
        write_frame(tables[name], folder / f"{name}.parquet", table_columns(name))
    levels = claim_levels(tables["claims"])
    write_frame(levels, folder / "claim_levels.parquet", _LEVELS)


def _sentences_near(
    sentences: pd.DataFrame, claims: pd.DataFrame, citations: pd.DataFrame
) -> pd.DataFrame:
    """Return the sentences that claims and citations stand in, and the one before a citation."""
    keys = ["source_id", "sentence_id"]
    cited = citations[keys]
    before = cited.assign(sentence_id=cited["sentence_id"] - 1)
    near = pd.concat([claims[keys], cited, before]).drop_duplicates()
    return sentences.merge(near, on=keys)


def _rates(have: Mapping[str, pd.DataFrame], settings: Mapping) -> dict[str, pd.DataFrame]:
    statistics = {**settings["statistics"], "resampled": settings["resampled"]}
    sentences = have["sentences"]
    categories = settings["rhetoric"]["categories"]
    return {
        "readability": add_intervals(have["readability"], have["sentence_counts"], statistics),
        "rhetoric": rhetoric_rates(have["markers"], sentences, categories, statistics),
        "citation_density": citation_rates(have["citations"], sentences, statistics),
    }


def _claims(have: Mapping[str, pd.DataFrame], settings: Mapping) -> dict[str, pd.DataFrame]:
    claims, numbers = have["claims"], have["numbers"]
    scope = settings["attribution"]["support_scope"]
    given = attribute_claims(claims, have["citations"], have["near"], scope)
    claims = claims.assign(attribution=given)
    numbers = numbers.assign(claim_id=attach_claims(numbers, claims))
    return {"claims": claims, "claim_frequency": claim_frequency(claims), "numbers": numbers}


def _attribution(
    have: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame], settings: Mapping
) -> dict[str, pd.DataFrame]:
    shares = attribution_shares(
        tables["citation_density"], tables["claims"], have["documents"], settings["statistics"]
    )
    return {"attribution": shares}


def _weigh(
    have: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    known: Evidence,
    settings: Mapping,
) -> dict[str, pd.DataFrame]:
    evidence = load_evidence(known.topic) if known.topic else None
    levels = load_licensed_levels(known.licensed_levels)
    gap = evidence_gap(tables["claims"], evidence, levels)
    checks, rewordings = [], []
    if known.topic:
        claims, sentences = table_rows(tables["claims"]), table_rows(have["near"])
        checks = check_citations(
            citations=table_rows(have["citations"]),
            claims=claims,
            numbers=table_rows(tables["numbers"]),
            sentences=sentences,
            evidence=evidence,
        )
        rewordings = reword_claims(
            claims,
            sentences,
            table_rows(gap),
            evidence,
            load_wordings(known.topic),
            load_templates(known.templates),
            per_source=settings["rewordings_per_source"],
        )
    return {
        "evidence_gap": gap,
        "overclaim": overclaim(gap, have["documents"], settings["statistics"]),
        "citation_check": make_table(checks, "citation_check"),
        "rewordings": make_table(rewordings, "rewordings"),
    }


def total_claims(parts: list[Path], topic: Path | None) -> pd.DataFrame:
    """Return the table `claim_totals` from the claim levels of all batches."""
    known = load_topic(topic)
    return claim_totals(
        read_frame(parts, _LEVELS).astype(LEVEL_TYPES), known.claims if known else {}
    )
