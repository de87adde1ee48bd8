"""What was measured of a batch the last time: pages that did not change are copied from it.

Beside the store stands, for each batch, which pages it held, a hash of what each depends on, and
under which keys the store has its parts. Where a batch has changed, only the pages whose hash is
new are measured; the rows of all others are copied, in the same order and to the same bytes. It
is a shortcut only: without it everything is measured again.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from plumbline.batch.measure import PARTS, Copied
from plumbline.batch.plan import KNOWN
from plumbline.parts import Span
from plumbline.sources.bulk_records import Record
from plumbline.store import Store
from plumbline.text.document import Document
from plumbline.whole import write_text

if TYPE_CHECKING:
    import pyarrow as pa


def pages_file(store: Path, batch: str) -> Path:
    """Return where the pages of a batch are listed."""
    return store.parent / KNOWN / "pages" / f"{batch}.json"


class Part:
    """A part measured before: the rows of each source in it, read a row group at a time.

    Pages come in the order of their rows, so that each group is read once.
    """

    def __init__(self, path: Path) -> None:
        import numpy as np
        from pyarrow import parquet

        self._file = parquet.ParquetFile(path)
        metadata = self._file.metadata
        sizes = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
        self._firsts = np.cumsum([0, *sizes]).tolist()
        self._group, self._held = -1, None
        self._rows = _find_rows(path)

    def of(self, source_id: str) -> list[Span]:
        """Return the rows of a source, in as many spans as row groups hold them."""
        first, end = self._rows.get(source_id, (0, 0))
        spans = []
        while first < end:
            group = bisect_right(self._firsts, first) - 1
            last = min(end, self._firsts[group + 1])
            before = self._firsts[group]
            spans.append(Span(self._read(group), first - before, last - before))
            first = last
        return spans

    def _read(self, group: int) -> pa.Table:
        if group != self._group:
            self._held = None  # before the next one comes
            self._group, self._held = group, self._file.read_row_group(group, use_threads=False)
        return self._held


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
        return {name: part.of(source_id) for name, part in self.parts.items()}

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
            files = store.find(key) if recipe == recipes[step] else None
            if files is None:
                return Pages(common, known, None)
            parts |= {part: Part(files[f"{part}.parquet"]) for part in _copied(step)}
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


def _find_rows(path: Path) -> dict[str, tuple[int, int]]:
    """Return source id -> its first row in a part, and the one behind its last."""
    import numpy as np
    from pyarrow import parquet

    with parquet.ParquetFile(path, read_dictionary=["source_id"]) as part:
        column = part.read(columns=["source_id"], use_threads=False)["source_id"]
    if not len(column):
        return {}
    names = column.unify_dictionaries().combine_chunks()
    codes = names.indices.to_numpy()
    firsts = np.flatnonzero(np.diff(codes, prepend=-1)).tolist()
    ids = names.dictionary.take(names.indices.take(firsts)).to_pylist()
    return dict(zip(ids, zip(firsts, [*firsts[1:], len(codes)], strict=True), strict=True))
