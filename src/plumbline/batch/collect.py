"""The tables of a study with many sources: parts joined into CSV, or linked into folders."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from plumbline.batch.measure import TEXT_TYPES
from plumbline.parts import read_frame, read_ids, read_rows
from plumbline.store import link_or_copy
from plumbline.tables import table_columns, write_table
from plumbline.text.document import Document, Mark, Sentence
from plumbline.whole import whole_folder, write_text

_SENTENCES = ("source_id", "sentence_id", "paragraph", "kind", "start", "end")


def join_parts(parts: Mapping[str, Path], table: str, target: Path) -> None:
    """Join the parts of a table into one CSV file, or link them into a folder of Parquet.

    Args:
        parts: batch -> its part.
        table: name of the table.
        target: a path that ends in ``.csv``, or a folder that is not there yet.

    """
    if target.suffix == ".csv":
        write_table(read_frame(parts.values(), table_columns(table)), target, table)
        return
    with whole_folder(target) as unfinished:
        for batch, part in parts.items():
            link_or_copy(part, unfinished / f"{batch}.parquet")


def write_texts(parts: Mapping[str, Path], target: Path, linked: bool) -> None:
    """Put the cleaned texts into a folder: a file per source, or the parts `linked` into it."""
    with whole_folder(target) as unfinished:
        for batch, part in parts.items():
            if linked:
                link_or_copy(part, unfinished / f"{batch}.parquet")
            else:
                write_text_files(read_frame(part, TEXT_TYPES), unfinished)


def write_text_files(texts: pd.DataFrame, target: Path) -> None:
    """Write each text into a file named after its source."""
    for source_id, text in zip(texts["source_id"], texts["text"], strict=True):
        # line ends as they are: the offsets of every table count these very characters
        write_text(target / f"{source_id}.txt", text)


def draw_sources(documents: pd.DataFrame, number: int, seed: int) -> list[str]:
    """Return the ids of `number` sources with words, drawn at random without replacement."""
    read = sorted(documents.loc[documents["n_words"] > 0, "source_id"])
    return sorted(random.Random(seed).sample(read, min(number, len(read))))


def find_homes(texts: Path, sources: list[str]) -> dict[str, list[str]]:
    """Return part -> those of the sources that it holds; parts that hold none are left out.

    Args:
        texts: the folder of texts; the parts of all tables have the same names as its own.
        sources: ids of sources with a text.

    """
    wanted = set(sources)
    parts = {part.name: read_ids(part) & wanted for part in sorted(texts.glob("*.parquet"))}
    return {part: sorted(own) for part, own in parts.items() if own}


def draw_table(
    folder: Path, types: Mapping[str, str], homes: Mapping[str, list[str]]
) -> pd.DataFrame:
    """Return the rows of some sources from a table kept as a folder of Parquet.

    Args:
        folder: of the table.
        types: its columns and their types.
        homes: from `find_homes`; nothing else is read.

    """
    return read_frame([folder / part for part in homes], types, homes.values())


def describe_sample(drawn: Iterable[str], documents: pd.DataFrame, seed: int) -> str:
    """Return what `sample.json` says: how many sources were drawn, of how many, by which seed."""
    read = int((documents["n_words"] > 0).sum())
    about = {"drawn": len(list(drawn)), "sources": read, "seed": seed}
    return json.dumps(about, sort_keys=True) + "\n"


def read_documents(folder: Path, sources: Iterable[str] | None = None) -> Iterator[Document]:
    """Yield the documents of a measured batch again, as far as comparing texts needs them."""
    wanted = None if sources is None else set(sources)
    spans: dict[str, list[Sentence]] = {}
    for source_id, *span in read_rows(folder / "sentences.parquet", _SENTENCES, wanted):
        spans.setdefault(source_id, []).append(Sentence(*span))
    for source_id, text, marks in read_rows(folder / "texts.parquet", tuple(TEXT_TYPES), wanted):
        yield Document(
            source_id,
            text,
            sentences=tuple(spans.get(source_id, ())),
            marks=tuple(Mark(*mark) for mark in json.loads(marks)),
        )
