"""The sources of a large study that are shown: drawn by seed, their rows read from the batches.

Few sources stand far apart, so that finding their rows costs nearly as much as reading everything.
Beside the store stands therefore, for each batch, what was read of it the last time. It is a
shortcut only: without it the rows are read again.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from plumbline.batch.measure import TEXT_TYPES
from plumbline.batch.plan import KNOWN
from plumbline.parts import read_rows
from plumbline.store import make_key, read_kept
from plumbline.tables import PANDAS_TYPES, table_columns
from plumbline.whole import file_status, write_text

TEXTS = "texts"
Rows = dict[str, list[list]]  # table -> its rows, each with the cells in the order of the columns


def list_sources(measured: Iterable[Path]) -> dict[str, str]:
    """Return source id -> its batch, of every source with words in the measured batches."""
    return {
        source_id: folder.name
        for folder in measured
        for source_id, n_words in read_rows(folder / "documents.parquet", ("source_id", "n_words"))
        if n_words
    }


def draw_sources(homes: Mapping[str, str], number: int, seed: int) -> dict[str, list[str]]:
    """Return `number` sources drawn at random without replacement, as batch -> its sources.

    Args:
        homes: from `list_sources`.
        number: of sources; all are drawn where there are no more.
        seed: of the study.

    """
    drawn: dict[str, list[str]] = {}
    sources = sorted(homes)
    for source in sorted(random.Random(seed).sample(sources, min(number, len(sources)))):
        drawn.setdefault(homes[source], []).append(source)
    return dict(sorted(drawn.items()))


def describe_sample(drawn: Mapping[str, list[str]], homes: Mapping[str, str], seed: int) -> str:
    """Return what `sample.json` says: how many sources were drawn, of how many, by which seed."""
    about = {"drawn": sum(map(len, drawn.values())), "sources": len(homes), "seed": seed}
    return json.dumps(about, sort_keys=True) + "\n"


def rows_file(store: Path, batch: str) -> Path:
    """Return where the rows that were read of a batch are kept."""
    return store.parent / KNOWN / "sample" / f"{batch}.json"


def read_drawn(
    parts: Mapping[str, Path], sources: list[str], kept: Path | None, code: str = ""
) -> Rows:
    """Return the rows that the drawn sources of a batch have in its parts.

    Args:
        parts: table -> its part; ``texts`` for the texts.
        sources: those drawn in this batch.
        kept: from `rows_file`: what was read the last time, taken where parts, sources and code
            are still the same; None to read and to keep nothing.
        code: version of the code that reads.

    """
    about = [[name, file_status(path), _types(name)] for name, path in sorted(parts.items())]
    key = make_key(code, sources, about)
    last = read_kept(kept) if kept else {}
    rows = last.get("rows") if last.get("key") == key else None
    if rows is None:
        rows = {n: list(read_rows(path, list(_types(n)), sources)) for n, path in parts.items()}
        if kept:
            write_text(kept, json.dumps({"key": key, "rows": rows}))
    return rows


def make_frame(table: str, rows: Iterable[Iterable]) -> pd.DataFrame:
    """Return rows of `read_drawn` as a frame, typed like a table that was read."""
    types = _types(table)
    frame = pd.DataFrame(list(rows), columns=list(types))
    return frame.astype({name: PANDAS_TYPES[kind] for name, kind in types.items()})


def _types(table: str) -> dict[str, str]:
    return TEXT_TYPES if table == TEXTS else table_columns(table)
