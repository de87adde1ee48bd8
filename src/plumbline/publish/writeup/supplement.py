"""The supplementary tables: every claim and sentence, codebook, lexicons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from plumbline.publish.read_tables import list_tables
from plumbline.tables import columns, table_schema, write_table

NAMES = ("claims_and_sentences", "codebook", "lexicon_entries")
_OF_CLAIM = ["start", "end", "claim_id", "agent", "outcome", "level", "polarity", "cue",
             "attribution", "rule"]  # fmt: skip
_OF_GAP = ["licensed_level", "certainty", "direction", "key_study"]
_PLACE = ["source_id", "sentence_id"]


def write_supplement(
    tables: Mapping[str, pd.DataFrame], entries: pd.DataFrame, folder: Path
) -> list[Path]:
    """Write the supplementary tables as CSV that no spreadsheet reads as formulas."""
    made = {
        "claims_and_sentences": list_claims_and_sentences(tables),
        "codebook": list_variables(),
        "lexicon_entries": entries,
    }
    for name in NAMES:
        write_table(made[name][columns(name)], folder / f"{name}.csv", name)
    return [folder / f"{name}.csv" for name in NAMES]


def list_claims_and_sentences(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per claim mention, and one per sentence without any."""
    sentences = tables["sentences"].rename(columns={"text": "sentence"})
    sentences = sentences[[*_PLACE, "kind", "sentence"]]
    of_source = tables["documents"][["source_id", "title", "group"]]
    wording = tables["claim_totals"][["claim_id", "claim"]].drop_duplicates("claim_id")
    gaps = tables["evidence_gap"][["source_id", "claim_id", *_OF_GAP]]
    frame = (
        sentences.merge(of_source, on="source_id", how="left")
        .merge(tables["claims"][[*_PLACE, *_OF_CLAIM]], on=_PLACE, how="left")
        .merge(wording, on="claim_id", how="left")
        .merge(gaps, on=["source_id", "claim_id"], how="left")
    )
    frame["gap"] = frame["level"] - frame["licensed_level"]
    whole = ["start", "end", "level", "licensed_level", "gap"]
    frame[whole] = frame[whole].astype("Int64")
    order = [*_PLACE, "start", "claim_id"]
    return frame.sort_values(order, kind="stable")[columns("claims_and_sentences")]


def list_variables() -> pd.DataFrame:
    """Return every variable of every table: table, name, type, unit, title, description."""
    rows = [
        {
            "table": table,
            "variable": field["name"],
            "type": field["type"],
            "unit": field.get("unit", ""),
            "title": field["title"],
            "description": field["description"],
        }
        for table in (*list_tables(), *NAMES)
        for field in table_schema(table)["fields"]
    ]
    return pd.DataFrame(rows)
