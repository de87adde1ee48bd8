"""The flow of sources: how many were found, read, measured and compared, and why others were not.

After the flow diagram of PRISMA 2020 (Page et al. 2021, BMJ 372:n71), whose boxes name what was
identified, excluded with reasons, and included.
"""

from __future__ import annotations

import re

import pandas as pd

from plumbline.publish.wording import say_count

STAGES = {
    "found": "Files and records found",
    "listed": "Sources to be read",
    "read": "Sources read and measured",
    "compared": "Sources with claims held against evidence",
}
COLUMNS = ("stage", "description", "reason", "n")
_FIGURES = re.compile(r"(?<![\w-])\d[\d,.]*")  # not the 8 of UTF-8


def list_flow(
    documents: pd.DataFrame, left_out: pd.DataFrame, evidence_gap: pd.DataFrame
) -> pd.DataFrame:
    """Return the flow of sources: stage, description, reason and n.

    A row without a reason is what reached a stage; the rows with one that follow it are what went
    no further, by reason. Every n that left and every n that stayed add up to the stage before.
    """
    read = documents["n_words"] > 0
    unread = _shorten(documents[~read].set_index("path")["note"])
    known = evidence_gap.dropna(subset=["gap"])
    compared = documents["source_id"].isin(known["source_id"]) & read
    rows = [_stage("found", len(documents) + len(left_out))]
    rows += _reasons("found", _shorten(left_out.set_index("path")["reason"]))
    rows += [_stage("listed", len(documents)), *_reasons("listed", unread)]
    rows += [_stage("read", int(read.sum()))]
    without = int((read & ~compared).sum())
    if without:
        rows.append({**_stage("read", without), "reason": _say_without(evidence_gap)})
    rows.append(_stage("compared", int(compared.sum())))
    return pd.DataFrame(rows, columns=COLUMNS)


def _say_without(evidence_gap: pd.DataFrame) -> str:
    if evidence_gap.empty:
        return "the study has no topic, or no source states one of its claims"
    return "states no claim of the topic whose evidence is rated"


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


def say_flow(flow: pd.DataFrame) -> str:
    """Return the flow in one sentence, right for 0, 1 and many."""
    n = flow[flow["reason"].eq("")].set_index("stage")["n"]
    lost = flow[flow["reason"].ne("")].groupby("stage")["n"].sum()
    text = f"{say_count(n['found'], 'file or record', 'files and records')}"
    verb = "was" if n["found"] == 1 else "were"
    text = f"{text} {verb} found"
    if lost.get("found", 0):
        text += f", of which {say_count(lost['found'], 'was', 'were')} no source"
    if lost.get("listed", 0):
        one = lost["listed"] == 1
        text += (
            f"; {say_count(lost['listed'], 'source')} could not be read or "
            f"{'holds' if one else 'hold'} no running text"
        )
    return f"{text}; {say_count(n['read'], 'source was', 'sources were')} read and measured"
