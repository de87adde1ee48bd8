"""What was measured of a batch the last time: pages that did not change are copied from it.

Beside the store stands, for each batch, which pages it held, a hash of what each depends on, and
under which keys the store has its parts. Where a batch has changed, only the pages whose hash is
new are measured; the rows of all others are copied, in the same order and to the same bytes. It
is a shortcut only: without it everything is measured again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plumbline.batch.measure import PARTS, Copied
from plumbline.batch.plan import PAGES
from plumbline.sources.bulk_records import Record
from plumbline.store import Store
from plumbline.text.document import Document
from plumbline.whole import write_text

if TYPE_CHECKING:
    import pyarrow as pa


def pages_file(store: Path, batch: str) -> Path:
    """Return where the pages of a batch are listed."""
    return store.parent / PAGES / f"{batch}.json"


@dataclass(frozen=True)
class Part:
    """A part measured before, and the rows of each source in it (first, end)."""

    table: pa.Table
    rows: Mapping[str, tuple[int, int]]


class Pages:
    """The pages of a batch: those of the last run, and those that this run comes across.

    Args:
        common: hash of what all pages of the batch depend on besides the steps.
        known: source id -> hash of its page the last time.
        parts: what was measured then, by name; nothing is copied without it.

    """

    def __init__(
        self, common: str, known: Mapping[str, str], parts: Mapping[str, Part] | None
    ) -> None:
        self.common, self.known, self.parts = common, known, parts
        self.seen: dict[str, str] = {}
        self.copied = 0

    def hash_record(self, source_id: str, record: Record) -> str:
        """Return a hash of all that the document of a record depends on."""
        about = f"{self.common}\0{source_id}\0".encode()
        return hashlib.blake2b(about + record.raw, digest_size=16).hexdigest()

    def copy(self, source_id: str, digest: str) -> Copied | None:
        """Return the rows of a page that has not changed; None where it has to be measured."""
        if self.parts is None or self.known.get(source_id) != digest:
            return None
        self.seen[source_id] = digest
        self.copied += 1
        nothing = (0, 0)
        return {
            name: (part.table, *part.rows.get(source_id, nothing))
            for name, part in self.parts.items()
        }

    def note(self, document: Document, digest: str) -> None:
        """Remember a page that was measured; one without text is read again each time."""
        if document.text:
            self.seen[document.source_id] = digest


def find_pages(
    file: Path, common: str, recipes: Mapping[str, str], steps: Iterable[str], store: Store
) -> Pages:
    """Return the pages of a batch, with what was measured the last time if all of it is there.

    Args:
        file: from `pages_file`.
        common: hash of what all pages depend on besides the steps.
        recipes: step -> hash of what its results depend on besides the pages.
        steps: those that have to be measured now.
        store: where their parts are kept.

    """
    try:
        last = json.loads(file.read_text(encoding="utf-8"))
        known, entries = dict(last["pages"]), last["steps"]
        parts = {}
        for step in steps:
            recipe, key = entries[step]
            folder = store.find(key) if recipe == recipes[step] else None
            if folder is None:
                return Pages(common, known, None)
            parts |= {part: _read_part(folder / f"{part}.parquet") for part in _copied(step)}
    except (OSError, ValueError, KeyError, TypeError):
        return Pages(common, {}, None)  # none yet, or cut short
    return Pages(common, known, parts)


def keep_pages(
    file: Path, pages: Pages, recipes: Mapping[str, str], keys: Mapping[str, str]
) -> None:
    """Write down the pages of a batch whose parts the store now has."""
    steps = {step: [recipes[step], keys[step]] for step in recipes}
    write_text(file, json.dumps({"pages": pages.seen, "steps": steps}, sort_keys=True))


def _copied(step: str) -> list[str]:
    """Return the parts of a step that are copied; what is left out is told anew each time."""
    return [part for part in PARTS[step] if part != "left_out"]


def _read_part(path: Path) -> Part:
    import numpy as np
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        table = file.read(use_threads=False)
    if not len(table):
        return Part(table, {})
    names = table["source_id"].combine_chunks().dictionary_encode()
    codes = names.indices.to_numpy()
    firsts = np.flatnonzero(np.diff(codes, prepend=-1))
    ends = [*firsts[1:].tolist(), len(codes)]
    ids = [names.dictionary[code].as_py() for code in codes[firsts].tolist()]
    return Part(table, dict(zip(ids, zip(firsts.tolist(), ends, strict=True), strict=True)))
