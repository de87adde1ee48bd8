"""From the measured parts of a batch to its parts of the tables that are made source by source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from plumbline.batch.measure import measured_types
from plumbline.batch.tables import LEVELS, TABULATED
from plumbline.compare.gap import evidence_gap, overclaim
from plumbline.compare.number_claims import attach_claims
from plumbline.compare.rates import attribution_shares, citation_rates, rhetoric_rates
from plumbline.compare.readability_intervals import add_intervals
from plumbline.compare.tabulate import (
    attribute_claims,
    claim_frequency,
    claim_levels,
)
from plumbline.evidence import Evidence, load_evidence, load_licensed_levels
from plumbline.evidence.citation_check import check_citations
from plumbline.evidence.rewording import load_templates, load_wordings, reword_claims
from plumbline.parts import read_frame, write_frame
from plumbline.tables import make_table, table_columns, table_rows

_READ = (
    *("documents", "sentences", "markers", "citations"),
    *("readability", "sentence_counts", "claims", "numbers"),
)
# what is needed of parts that are not read whole
_COLUMNS = {
    "documents": ("source_id",),
    "markers": ("source_id", "sentence_id", "category"),
}
_PLACE = ["source_id", "sentence_id"]


@dataclass(frozen=True)
class EvidenceFiles:
    """What claims are held against; ``topic`` is None where there is none."""

    topic: Path | None
    licensed_levels: Path
    templates: Path


def tabulate_batch(measured: Path, folder: Path, known: EvidenceFiles, settings: Mapping) -> None:
    """Write the part that a batch gives to each table of `TABULATED`, and its claim levels.

    Args:
        measured: folder that `plumbline.batch.measure.measure_batch` has filled.
        folder: there already.
        known: the topic and what its evidence licenses.
        settings: of the study; ``statistics`` say whether sources are ``resampled``.

    """
    have = {part: _read(measured / f"{part}.parquet") for part in _READ}
    tables = _rates(have, settings) | _claims(have, settings)
    tables |= _attribution(have, tables, settings) | _weigh(have, tables, known, settings)
    for name in TABULATED:
        write_frame(tables[name], folder / f"{name}.parquet", table_columns(name))
    levels = claim_levels(tables["claims"])
    write_frame(levels, folder / "claim_levels.parquet", LEVELS)


def _read(part: Path) -> pd.DataFrame:
    types = measured_types(part.stem)
    return read_frame(part, {name: types[name] for name in _COLUMNS.get(part.stem, types)})


def _around(citations: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences that citations stand in, and the ones before them."""
    cited = citations[_PLACE]
    before = cited.assign(sentence_id=cited["sentence_id"] - 1)
    return pd.concat([cited, before]).drop_duplicates()


def _rates(have: Mapping[str, pd.DataFrame], settings: Mapping) -> dict[str, pd.DataFrame]:
    statistics, sentences = settings["statistics"], have["sentences"]
    categories = settings["rhetoric"]["categories"]
    return {
        "readability": add_intervals(have["readability"], have["sentence_counts"], statistics),
        "rhetoric": rhetoric_rates(have["markers"], sentences, categories, statistics),
        "citation_density": citation_rates(have["citations"], sentences, statistics["confidence"]),
    }


def _claims(have: Mapping[str, pd.DataFrame], settings: Mapping) -> dict[str, pd.DataFrame]:
    claims, numbers = have["claims"], have["numbers"]
    scope = settings["attribution"]["support_scope"]
    given = attribute_claims(claims, have["citations"], have["sentences"], scope)
    claims = claims.assign(attribution=given)
    numbers = numbers.assign(claim_id=attach_claims(numbers, claims))
    return {"claims": claims, "claim_frequency": claim_frequency(claims), "numbers": numbers}


def _attribution(
    have: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame], settings: Mapping
) -> dict[str, pd.DataFrame]:
    shares = attribution_shares(
        tables["citation_density"],
        tables["claims"],
        have["documents"],
        settings["statistics"]["confidence"],
    )
    return {"attribution": shares}


def _weigh(
    have: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    known: EvidenceFiles,
    settings: Mapping,
) -> dict[str, pd.DataFrame]:
    evidence = load_evidence(known.topic) if known.topic else None
    levels = load_licensed_levels(known.licensed_levels)
    gap = evidence_gap(tables["claims"], evidence, levels)
    checks = rewordings = []
    if known.topic:
        checks = _check_citations(have, tables, evidence)
        rewordings = _reword_claims(have, tables["claims"], gap, known, evidence, settings)
    return {
        "evidence_gap": gap,
        "overclaim": overclaim(gap, have["documents"], settings["statistics"]["confidence"]),
        "citation_check": make_table(checks, "citation_check"),
        "rewordings": make_table(rewordings, "rewordings"),
    }


def _check_citations(
    have: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame], evidence: Evidence
) -> list[dict]:
    """Hold the citations against their studies; only what stands around them becomes rows."""
    places = _around(have["citations"])
    around = {
        name: table_rows(frame.merge(places, on=_PLACE))
        for name, frame in (
            ("claims", tables["claims"]),
            ("numbers", tables["numbers"]),
            ("sentences", have["sentences"]),
        )
    }
    return check_citations(table_rows(have["citations"]), **around, evidence=evidence)


def _reword_claims(
    have: Mapping[str, pd.DataFrame],
    claims: pd.DataFrame,
    gap: pd.DataFrame,
    known: EvidenceFiles,
    evidence: Evidence,
    settings: Mapping,
) -> list[dict]:
    """Reword the claims that go beyond their license; only those become rows."""
    licensed = gap[["source_id", "claim_id", "licensed_level"]].astype({"licensed_level": "Int64"})
    both = claims[[*_PLACE, "claim_id", "level", "start"]].merge(licensed)
    beyond = both[(both["level"] > both.pop("licensed_level")).fillna(False)]
    sentences = have["sentences"].merge(beyond[_PLACE].drop_duplicates(), on=_PLACE)
    return reword_claims(
        table_rows(beyond),
        table_rows(sentences),
        table_rows(licensed),
        evidence,
        load_wordings(known.topic),
        load_templates(known.templates),
        per_source=settings["rewordings_per_source"],
    )
