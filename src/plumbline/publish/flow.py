"""The flow of sources in words."""

from __future__ import annotations

import pandas as pd

from plumbline.publish.wording import say_count


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
