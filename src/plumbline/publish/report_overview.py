"""The sources side by side: every measure of the study with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from plumbline.publish.summaries import pick, pick_rates, summarise_grades

Tables = Mapping[str, pd.DataFrame]

WIDTH = 80  # of a drawn interval, in pixels
MARGIN = 3  # on either side, so that a dot at an end is drawn whole
ADVISED = (6, 8)  # grades that the AMA and the NIH name for texts for patients


class Measure(NamedTuple):
    """A column: its key in the address, title, unit, values by source and digits shown."""

    key: str
    title: str
    unit: str
    values: pd.DataFrame
    digits: int


def list_measures(tables: Tables) -> list[Measure]:
    """Return the measures that stand side by side; values are indexed by source_id.

    The interval of the grade is that of the median over the formulas.
    """
    rhetoric, density = tables["rhetoric"], tables["citation_density"]
    overclaim = tables["overclaim"]
    shares = pick(overclaim, "share_above", "share_low", "share_high") * 100
    rates = {
        "hedge": pick_rates(rhetoric, "category", "hedge"),
        "booster": pick_rates(rhetoric, "category", "booster"),
        "hype": pick_rates(rhetoric, "category", "hype"),
        "vague": pick_rates(density, "tier", "vague"),
        "checkable": pick_rates(density, "tier", "A+B+C"),
    }
    names = {"hedge": "Hedges", "booster": "Boosters", "hype": "Hype", "vague": "Vague",
             "checkable": "Checkable"}  # fmt: skip
    return [
        Measure("words", "Words", "running text", pick(tables["documents"], "n_words"), 0),
        Measure("grade", "Grade", "median of formulas", _grades(tables["readability"]), 1),
        *(Measure(key, names[key], "per 1,000", values, 1) for key, values in rates.items()),
        Measure("claims", "Claims", "compared", pick(overclaim, "claims_compared"), 0),
        Measure("above", "Above licence", "% of claims", shares, 0),
    ]


def _grades(readability: pd.DataFrame) -> pd.DataFrame:
    chosen = readability[
        readability["formula"].eq("grade_median") & readability["preparation"].eq("prepared")
    ]
    grades = pick(chosen, "value", "ci_low", "ci_high")
    known = summarise_grades(readability).index
    return grades.loc[grades.index.isin(known)]


def build_overview(tables: Tables, source_ids: list[str]) -> dict:
    """Return ``columns`` (measures) and ``rows`` (source and cells) of the table of sources."""
    documents = tables["documents"]
    documents = documents[documents["source_id"].isin(source_ids)].sort_values(
        ["group", "source_id"], kind="stable"
    )
    measures = list_measures(tables)
    scales = {m.key: _scale(m, source_ids) for m in measures}
    rows = [
        {
            "id": row.source_id,
            "title": row.title,
            "group": row.group,
            "note": row.note,
            "cells": [_cell(m, row.source_id, scales[m.key]) for m in measures],
        }
        for row in documents.itertuples()
    ]
    return {"columns": measures, "rows": rows, "width": WIDTH + 2 * MARGIN}


def _scale(measure: Measure, source_ids: list[str]) -> float:
    """Return pixels per unit, so that the widest interval of the column fits."""
    if "high" not in measure.values:
        return 0.0
    shown = measure.values.loc[measure.values.index.isin(source_ids), ["value", "high"]]
    widest = shown.max().max()
    return WIDTH / widest if widest > 0 else 0.0


def _cell(measure: Measure, source_id: str, scale: float) -> dict:
    """Return value and text of a cell and, where it has one, its interval in words and pixels."""
    cell = {"value": "", "text": "–", "interval": "", "bar": None, "marks": []}
    known = source_id in measure.values.index
    row = measure.values.loc[source_id] if known else None
    if row is None or pd.isna(row["value"]):
        return cell
    cell |= {"value": f"{row['value']:.6g}", "text": f"{row['value']:,.{measure.digits}f}"}
    if scale and pd.notna(row["low"]):
        limits = (row["low"], row["value"], row["high"])
        cell["bar"] = [round(MARGIN + scale * max(limit, 0), 1) for limit in limits]
        cell["interval"] = f"{row['low']:,.{measure.digits}f} to {row['high']:,.{measure.digits}f}"
        if measure.key == "grade":
            cell["marks"] = [round(MARGIN + scale * grade, 1) for grade in ADVISED]
    return cell
