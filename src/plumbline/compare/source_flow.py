"""The flow of sources: how many were found, read, measured and compared, and why others were not.

After the flow diagram of PRISMA 2020 (Page et al. 2021, BMJ 372:n71), whose boxes name what was
identified, excluded with reasons, and included.
"""

from __future__ import annotations

import re

import pandas as pd

from plumbline.tables import columns

STAGES = {
    "found": "Files and records found",
    "listed": "Sources to be read",
    "read": "Sources read and measured",
    "compared": "Sources with claims held against evidence",
}
NOT_COMPARED = "states no claim of a topic whose evidence is rated"
_FIGURES = re.compile(r"(?<![\w-])\d[\d,.]*")  # not the 8 of UTF-8


def list_flow(
    documents: pd.DataFrame, left_out: pd.DataFrame, overclaim: pd.DataFrame
) -> pd.DataFrame:
    """Return the `source_flow` table: step, stage, description, reason and n.

    A row without a reason is what reached a stage; the rows with one that follow it are what went
    no further, by reason. Every n that left and every n that stayed add up to the stage before.
    """
    read = documents["n_words"] > 0
    unread = _shorten(documents[~read].set_index("path")["note"])
    known = overclaim.loc[overclaim["claims_compared"] > 0, "source_id"]
    compared = int((documents["source_id"].isin(known) & read).sum())
    rows = [_stage("found", len(documents) + len(left_out))]
    rows += _reasons("found", _shorten(left_out.set_index("path")["reason"]))
    rows += [_stage("listed", len(documents)), *_reasons("listed", unread)]
    rows += [_stage("read", int(read.sum()))]
    if compared < read.sum():
        rows.append({**_stage("read", int(read.sum()) - compared), "reason": NOT_COMPARED})
    rows.append(_stage("compared", compared))
    return pd.DataFrame(rows).assign(step=range(1, len(rows) + 1))[columns("source_flow")]


def _stage(name: str, n: int) -> dict:
    return {"stage": name, "description": STAGES[name], "reason": "", "n": n}


def _reasons(stage: str, reasons: pd.Series) -> list[dict]:
    counts = sorted(reasons.value_counts().items(), key=lambda item: (-item[1], item[0]))
    return [{**_stage(stage, int(n)), "reason": reason} for reason, n in counts]


def _shorten(notes: pd.Series) -> pd.Series:
    """Return notes, named by path, without what belongs to one file: its name and its figures."""
    reasons = [_reason(path, note) for path, note in notes.fillna("").items()]
    return pd.Series(reasons, dtype="object")


def _reason(path: str, note: str) -> str:
    text = note
    if text.startswith(path):
        text = text[len(path) :].split(": ", 1)[-1]  # a line or record may follow the name
    text = text.split(";")[0].strip().rstrip(".")
    return _FIGURES.sub("n", text)[:120] or "holds no running text"
