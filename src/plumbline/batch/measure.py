"""One pass over the sources of a batch: each is cleaned once, and every measure reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from plumbline.parts import PartWriter, Span
from plumbline.readability import COUNT_TYPES
from plumbline.tables import part_types
from plumbline.text.document import Document
from plumbline.text.rows import document_row, sentence_rows

TEXT_TYPES = {"source_id": "string", "text": "string", "marks": "string"}
TEXT_ROWS = 64  # of a row group of texts: they are long, and a few of them are read at a time
FINGERPRINT_TYPES = {"source_id": "string", "fingerprint": "integer"}
# the parts that each step of a pass makes
PARTS = {
    "texts": ("documents", "sentences", "texts", "left_out"),
    "readability": ("readability", "sentence_counts"),
    "rhetoric": ("markers",),
    "citations": ("citations",),
    "claims": ("claims",),
    "numbers": ("numbers",),
    "fingerprints": ("fingerprints",),
}
Rows = Mapping[str, Iterable[Mapping]]
Measure = Callable[[Document], Rows]
Copied = Mapping[str, Iterable[Span]]  # part -> rows that were measured before
LeftOut = Mapping[str, str]  # path and reason


def measured_types(part: str) -> dict[str, str]:
    """Return column -> type of a part."""
    own = {
        "texts": TEXT_TYPES,
        "sentence_counts": COUNT_TYPES,
        "fingerprints": FINGERPRINT_TYPES,
    }
    return own.get(part) or part_types(part)


def text_rows(document: Document) -> Rows:
    """Return what a document gives besides its measures: its rows, sentences and text."""
    marks = json.dumps(document.marks, ensure_ascii=False)
    text = {"source_id": document.source_id, "text": document.text, "marks": marks}
    return {
        "documents": [document_row(document)],
        "sentences": sentence_rows(document),
        "texts": [text] if document.text else [],
    }


def measure_batch(
    documents: Iterable[Document | Copied | LeftOut], measures: Mapping[str, Measure], folder: Path
) -> int:
    """Write the parts of a batch into `folder`; return the number of documents.

    Args:
        documents: of the batch, one at a time; a mapping with ``path`` and ``reason`` stands for a
            record that is no source, one of rows by part for a source that was measured before.
        measures: step -> function from a document to rows by part (keys of `PARTS`).
        folder: there already; each part appears in it once it is whole.

    """
    parts = [part for step in measures for part in PARTS[step]]
    writers = {part: _open_part(part, folder) for part in parts}
    count = 0
    for document in documents:
        if isinstance(document, Document):
            count += 1
            for measure in measures.values():
                for part, rows in measure(document).items():
                    writers[part].add(rows)
        elif "reason" not in document:
            count += 1
            for part, spans in document.items():
                writers[part].copy(spans)
        elif "left_out" in writers:
            writers["left_out"].add([document])
    for writer in writers.values():
        writer.close()
    return count


def _open_part(part: str, folder: Path) -> PartWriter:
    path, types = folder / f"{part}.parquet", measured_types(part)
    return PartWriter(path, types, TEXT_ROWS) if part == "texts" else PartWriter(path, types)
