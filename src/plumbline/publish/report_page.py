"""The report: one page that shows sources, claims and texts side by side and loads nothing."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from plumbline.compare.tabulate import strongest_mentions
from plumbline.evidence.load import Evidence
from plumbline.publish import sentences, small_tables
from plumbline.publish.html import (
    content_policy,
    environment,
    read_asset,
    render_list,
    render_table,
)
from plumbline.publish.levels import LEVELS
from plumbline.publish.limits import list_limits
from plumbline.publish.reading_view import LAYERS, collect_spans, render_source
from plumbline.publish.summaries import pick, summarise_grades

MOST_COLUMNS = 24  # sources that the matrix shows one by one
MOST_CHARACTERS = 2_500_000  # of text in the page; above, texts are sampled and said to be
MOST_SENTENCES = 30  # that a cell of the matrix opens
LIMITS = ("rhetoric", "evidence_shown", "gap")
_NOTE = Markup('<p class="claim l{}" data-s="{}">Sentence {}: {} {}{}. {}</p>')
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def build_report(
    tables: Mapping[str, pd.DataFrame],
    texts: Path,
    target: Path,
    *,
    evidence: Evidence | None = None,
    figures: Path | None = None,
    version: str = "",
) -> None:
    """Write the report to `target` as one file.

    Args:
        tables: of the study.
        texts: folder with ``<source_id>.txt``, the cleaned texts.
        target: file to write.
        evidence: of the topic, for rationales and key studies; none where there is no topic.
        figures: folder of the figures; those of the gap are embedded.
        version: of the project, for the section on method.

    """
    style, script = read_asset("page.css") + read_asset("report.css"), read_asset("report.js")
    data = _matrix_data(tables, evidence)
    limits = (line for topic in LIMITS for line in list_limits(tables, topic))
    readers, sampled = _readers(tables, texts)
    page = environment().get_template("report.html.j2").render(
        policy=content_policy([style], [script]),
        style=style,
        script=script,
        data=Markup(json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")),
        summary=sentences.summary_lines(tables),
        overview=_overview(tables),
        readers=readers,
        sampled=sampled,
        layers=LAYERS,
        matrix=_matrix(tables, data),
        pictures=_pictures(figures),
        accuracy=_accuracy(tables),
        limits=render_list(dict.fromkeys(limits)),
        levels=LEVELS,
        version=version,
    )  # fmt: skip
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")


def _accuracy(tables: Mapping[str, pd.DataFrame]) -> Markup:
    frame = small_tables.list_accuracy(tables)
    if frame.empty:
        return Markup("<p>The instruments were not measured in this run.</p>")
    return render_table(frame)


def _overview(tables: Mapping[str, pd.DataFrame]) -> dict:
    """Return columns (title, unit) and rows (source, cells with value, text and interval)."""
    documents = tables["documents"].sort_values(["group", "source_id"], kind="stable")
    grades = summarise_grades(tables["readability"])
    grades = grades.rename(columns={"median": "value"})
    overclaim = tables["overclaim"]
    shares = pick(overclaim, "share_above", "share_low", "share_high") * 100
    columns = [
        ("Words", "running text", pick(documents, "n_words"), 0),
        ("Grade", "median, range over formulas", grades, 1),
        ("Hedges", "per 1,000", _rates(tables["rhetoric"], "category", "hedge"), 1),
        ("Boosters", "per 1,000", _rates(tables["rhetoric"], "category", "booster"), 1),
        ("Hype", "per 1,000", _rates(tables["rhetoric"], "category", "hype"), 1),
        ("Checkable", "per 1,000", _rates(tables["citation_density"], "tier", "A+B+C"), 1),
        ("Vague", "per 1,000", _rates(tables["citation_density"], "tier", "vague"), 1),
        ("Claims", "compared", pick(overclaim, "claims_compared"), 0),
        ("Above", "% of claims", shares, 0),
    ]  # fmt: skip
    rows = []
    for document in documents.itertuples():
        cells = [_cell(values, document.source_id, digits) for _, _, values, digits in columns]
        rows.append({"id": document.source_id, "title": document.title, "group": document.group,
                     "note": document.note, "cells": cells})  # fmt: skip
    return {"columns": [(title, unit) for title, unit, _, _ in columns], "rows": rows}


def _rates(table: pd.DataFrame, key: str, name: str) -> pd.DataFrame:
    return pick(table[table[key].eq(name)], "per_1000", "ci_low", "ci_high")


def _cell(values: pd.DataFrame, source_id: str, digits: int) -> dict:
    """Return value, text and, as shares of the column's width, the interval of one cell."""
    row = values.loc[source_id] if source_id in values.index else None
    if row is None or pd.isna(row["value"]):
        return {"value": "", "text": "", "bar": None}
    cell = {"value": f"{row['value']:.6g}", "text": f"{row['value']:,.{digits}f}", "bar": None}
    if "low" in values and pd.notna(row["low"]):
        widest = values["high"].max() or 1
        limits = (row["low"], row["value"], row["high"])
        cell["bar"] = [round(80 * max(limit, 0) / widest, 1) for limit in limits]
        cell["interval"] = f"{row['low']:,.{digits}f} to {row['high']:,.{digits}f}"
    return cell


def _matrix_data(tables: Mapping[str, pd.DataFrame], evidence: Evidence | None) -> dict:
    """Return what the cells of the matrix open: claims, studies, and sentences by claim."""
    gap = tables["evidence_gap"]
    totals = tables["claim_totals"].set_index("claim_id")
    stated = gap.drop_duplicates("claim_id").set_index("claim_id")
    texts = tables["sentences"].set_index(["source_id", "sentence_id"])["text"]
    claims = {}
    for claim_id, row in stated.iterrows():
        verdict = evidence.verdicts.get(claim_id) if evidence else None
        known = claim_id in totals.index
        claims[claim_id] = {
            "text": totals.loc[claim_id, "claim"] if known else claim_id,
            "cls": totals.loc[claim_id, "cls"] if known else "",
            "licensed": None if pd.isna(row["licensed_level"]) else int(row["licensed_level"]),
            "certainty": row["certainty"],
            "direction": row["direction"],
            "rationale": verdict.rationale if verdict else "",
            "studies": row["key_study"].split(),
        }
    few = _few_columns(gap)
    mentions: dict[str, dict[str, dict]] = {}
    own = strongest_mentions(tables["claims"][tables["claims"]["level"] > 0])
    for row in own[own["claim_id"].isin(claims)].itertuples():
        column = row.source_id if few else str(int(row.level))
        cell = mentions.setdefault(row.claim_id, {}).setdefault(column, {"n": 0, "shown": []})
        cell["n"] += 1
        if cell["n"] <= MOST_SENTENCES:
            sentence = texts.get((row.source_id, row.sentence_id), "")
            place = [row.source_id, int(row.sentence_id), int(row.level)]
            cell["shown"].append([*place, row.cue, row.attribution, sentence])
    used = {key for claim in claims.values() for key in claim["studies"]}
    return {
        "claims": claims,
        "mentions": mentions,
        "studies": {key: describe_study(key, evidence) for key in sorted(used)},
        "levels": {str(level): name for level, name in LEVELS.items()},
    }


def _few_columns(gap: pd.DataFrame) -> bool:
    """Say whether the matrix has a column per source; else it has one per level."""
    return gap["source_id"].nunique() <= MOST_COLUMNS


def describe_study(key: str, evidence: Evidence | None) -> dict[str, str]:
    """Return citation and, where there is a DOI or PubMed number, the address of a study."""
    study = evidence.studies.get(key, {}) if evidence else {}
    said = {name: str(field.value) for name, field in study.items() if field.value}
    parts = [said.get(name, "") for name in ("authors", "year", "title", "journal")]
    citation = ". ".join(part.rstrip(".") for part in parts if part) or key
    doi, pmid = said.get("doi", ""), said.get("pmid", "")
    if _DOI.fullmatch(doi):
        return {"citation": citation, "id": f"doi {doi}", "url": "https://doi.org/" + quote(doi)}
    if pmid.isdigit():
        address = f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
        return {"citation": citation, "id": f"PMID {pmid}", "url": address}
    return {"citation": citation, "id": "", "url": ""}


def _matrix(tables: Mapping[str, pd.DataFrame], data: Mapping) -> dict:
    """Return the rows of the matrix: per source where they fit, else per level with numbers."""
    gap = tables["evidence_gap"].dropna(subset=["asserted_level"])
    sources = sorted(gap["source_id"].unique())
    few = _few_columns(gap)
    cells: dict[tuple, dict] = {}
    if few:
        for row in gap.itertuples():
            sign = "" if pd.isna(row.gap) else "▲" if row.gap > 0 else "▼" if row.gap < 0 else "="
            cells[row.claim_id, row.source_id] = {"level": int(row.asserted_level), "sign": sign}
    else:
        counts = gap.groupby(["claim_id", "asserted_level"]).size()
        for (claim_id, level), n in counts.items():
            cells[claim_id, str(int(level))] = {"level": int(level), "sign": f"{n:,}"}
    number = gap.groupby("claim_id")["source_id"].nunique()
    order = sorted(number.index, key=lambda c: (-number[c], data["claims"][c]["cls"], c))
    columns = sources if few else [str(level) for level in LEVELS if level]
    rows = [
        {"id": c, **data["claims"][c], "cells": [cells.get((c, column)) for column in columns]}
        for c in order
    ]
    return {"few": few, "columns": columns, "rows": rows}


def _readers(tables: Mapping[str, pd.DataFrame], folder: Path) -> tuple[list[dict], int]:
    """Return the reading views, and how many sources were left out to keep the page openable."""
    documents = tables["documents"].sort_values("source_id")
    rows = tables["sentences"].to_dict("records")
    by_source = {key: list(own) for key, own in groupby(rows, key=itemgetter("source_id"))}
    spans, notes = collect_spans(tables), _claim_notes(tables)
    room, readers, left_out = MOST_CHARACTERS, [], 0
    # Texts are taken evenly over all sources, so that a sample is not the head of the alphabet.
    total = int(documents["n_characters"].sum())
    step = max(1, -(-total // MOST_CHARACTERS))
    for number, row in enumerate(documents.itertuples()):
        if row.source_id not in by_source:
            continue
        path = folder / f"{row.source_id}.txt"
        if number % step or row.n_characters > room or not path.exists():
            left_out += 1
            continue
        room -= row.n_characters
        text = path.read_bytes().decode("utf-8")
        key = row.source_id
        body = render_source(text, by_source[key], spans.get(key, []), notes.get(key, {}))
        readers.append({"id": row.source_id, "title": row.title, "group": row.group, "body": body})
    return readers, left_out


def _claim_notes(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[int, list[Markup]]]:
    """Return source_id -> sentence_id -> notes on its claims with level and gap."""
    known = tables["evidence_gap"].drop_duplicates("claim_id")
    licensed = known.set_index("claim_id")["licensed_level"]
    named = tables["claim_totals"].set_index("claim_id")["claim"]
    notes: dict[str, dict[int, list[Markup]]] = {}
    stated = tables["claims"][tables["claims"]["level"] > 0]
    for row in strongest_mentions(stated).itertuples():
        level, allowed = int(row.level), licensed.get(row.claim_id)
        claim = named.get(row.claim_id, row.claim_id)
        if row.claim_id == "other":
            claim = f"{row.agent} – {row.relation} – {row.outcome}"
        gap = ""
        if allowed is not None and pd.notna(allowed):
            gap = f", licensed {int(allowed)}, gap {level - int(allowed):+d}".replace("+0", "0")
        note = _NOTE.format(
            level, row.sentence_id, row.sentence_id, level, LEVELS[level], gap, claim
        )
        notes.setdefault(row.source_id, {}).setdefault(int(row.sentence_id), []).append(note)
    return notes


def _pictures(folder: Path | None) -> list[dict]:
    if folder is None or not (folder / "descriptions.json").exists():
        return []
    described = json.loads((folder / "descriptions.json").read_text(encoding="utf-8"))
    return [
        {**described[name], "png": base64.b64encode((folder / f"{name}.png").read_bytes()).decode()}
        for name in ("asserted_licensed", "gap_by_source")
    ]
