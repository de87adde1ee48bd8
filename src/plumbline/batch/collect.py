"""The tables of a study with many sources: parts joined into CSV, or linked into folders."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from plumbline.batch.measure import TEXT_TYPES
from plumbline.parts import read_frame, read_rows
from plumbline.store import link_or_copy
from plumbline.tables import table_columns, write_table
from plumbline.text.document import Document, Mark, Sentence
from plumbline.whole import whole_folder, write_text

READ = ("sentences.parquet", "texts.parquet")  # what documents are read again from
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


def read_documents(folder: Path, sources: Iterable[str] | None = None) -> Iterator[Document]:
    """Yield the documents of a measured batch again, as far as comparing texts needs them."""
    wanted = None if sources is None else set(sources)
    spans: dict[str, list[Sentence]] = {}
    sentences, texts = (folder / part for part in READ)
    for source_id, *span in read_rows(sentences, _SENTENCES, wanted):
        spans.setdefault(source_id, []).append(Sentence(*span))
    for source_id, text, marks in read_rows(texts, tuple(TEXT_TYPES), wanted):
        yield Document(
            source_id,
            text,
            sentences=tuple(spans.get(source_id, ())),
            marks=tuple(Mark(*mark) for mark in json.loads(marks)),
        )
