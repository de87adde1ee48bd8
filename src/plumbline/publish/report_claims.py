"""Claims of the page: what the evidence says of each, and what each source makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from plumbline.evidence.load import Evidence, load_evidence
from plumbline.evidence.rewording import Templates, load_templates, load_wordings, reword

Tables = Mapping[str, pd.DataFrame]

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_SEEN = ("title", "authors", "year", "result")
_STATUS = {"secondary": "details seen at second hand", "unverified": "details not verified"}


@dataclass(frozen=True, slots=True)
class Topic:
    """What the page says of a topic: its evidence, and wordings that the evidence licenses."""

    name: str
    evidence: Evidence
    wordings: Mapping[str, Mapping[str, str]]
    templates: Templates


def load_topic(folder: Path, templates: Path) -> Topic:
    """Read the topic in `folder` and the templates of licensed wordings.

    Raises:
        SettingsError: a file is wrong; one sentence says where and what to do.

    """
    evidence = load_evidence(folder)
    return Topic(evidence.topic, evidence, load_wordings(folder), load_templates(templates))


def collect_claims(tables: Tables, topic: Topic | None) -> tuple[list[dict], list[dict]]:
    """Return the claims that sources state, the most often stated first, and their key studies.

    A claim has its ``id``, ``text``, kind (``cls``), ``licensed`` level or None, ``certainty``,
    ``direction``, ``rationale``, the ``wording`` that the evidence licenses, ``studies`` as places
    in the list of studies, and the number of ``sources`` at each level (``levels``).
    """
    gap = tables["evidence_gap"].dropna(subset=["asserted_level"])
    named = tables["claim_totals"].set_index("claim_id")
    keys = sorted({key for studies in gap["key_study"] for key in studies.split()})
    places = {key: i for i, key in enumerate(keys)}
    claims = []
    for claim_id, rows in gap.groupby("claim_id"):
        first, known = rows.iloc[0], claim_id in named.index
        levels = rows["asserted_level"].astype(int).value_counts().sort_index()
        claims.append(
            {
                "id": claim_id,
                "text": named.loc[claim_id, "claim"] if known else claim_id,
                "cls": named.loc[claim_id, "cls"] if known else "",
                "certainty": first["certainty"],
                "direction": first["direction"],
                "studies": [places[key] for key in first["key_study"].split()],
                "levels": {str(level): int(n) for level, n in levels.items()},
                **_describe_license(claim_id, first["licensed_level"], topic),
            }
        )
    claims.sort(key=lambda claim: (-sum(claim["levels"].values()), claim["cls"], claim["id"]))
    return claims, [describe_study(key, topic.evidence if topic else None) for key in keys]


def _describe_license(claim_id: str, licensed: float, topic: Topic | None) -> dict:
    """Return the licensed level, why it is no higher, and a sentence that keeps within it."""
    if pd.isna(licensed):
        return {"licensed": None, "rationale": "", "wording": ""}
    said = {"licensed": int(licensed), "rationale": "", "wording": ""}
    verdict = topic.evidence.verdicts.get(claim_id) if topic else None
    if verdict is not None:
        said["rationale"] = " ".join(verdict.rationale.split())
        if claim_id in topic.wordings:
            wording = topic.wordings[claim_id]
            said["wording"] = reword(wording, verdict, int(licensed), topic.templates)
    return said


def collect_cells(
    tables: Tables, claims: Sequence[Mapping], sources: Sequence[str]
) -> list[list[int | str | None]]:
    """Return, for each claim and each of `sources` that states it, what the matrix shows.

    A cell is the place of the claim, the place of the source, asserted level, verdict, reason.
    """
    claim_places = {claim["id"]: i for i, claim in enumerate(claims)}
    source_places = {source_id: i for i, source_id in enumerate(sources)}
    gap = tables["evidence_gap"].dropna(subset=["asserted_level"])
    shown = gap[gap["source_id"].isin(source_places)]
    cells = [
        [claim_places[row.claim_id], source_places[row.source_id], int(row.asserted_level),
         row.verdict.replace("_", " "), row.reason]
        for row in shown.itertuples()
    ]  # fmt: skip
    return sorted(cells, key=lambda cell: cell[:2])


def describe_study(key: str, evidence: Evidence | None) -> dict[str, str]:
    """Return citation, status and, where it has a DOI or PubMed number, address of a study."""
    study = evidence.studies.get(key, {}) if evidence else {}
    said = {name: str(field.value) for name, field in study.items() if field.value}
    parts = [said.get(name, "") for name in ("authors", "year", "title", "journal")]
    citation = ". ".join(part.rstrip(".") for part in parts if part) or key
    seen = {study[name].status for name in _SEEN if name in study and study[name].value}
    status = next((_STATUS[s] for s in ("unverified", "secondary") if s in seen), "")
    doi, pmid = said.get("doi", ""), said.get("pmid", "")
    link = {"id": "", "url": ""}
    if _DOI.fullmatch(doi):
        link = {"id": f"doi {doi}", "url": "https://doi.org/" + quote(doi)}
    elif pmid.isdigit():
        link = {"id": f"PMID {pmid}", "url": f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"}
    return {"citation": citation, "status": status, **link}
