"""Bulk files: one file with many sources, cut into batches where it stands.

A file is read once from end to end for its index: where each batch begins and ends, a hash of what
it holds, and which ids are taken already. The index is kept beside the study and made anew when the
file changes; nothing of the file itself is copied.

Cuts depend on the ids alone (a record whose id hashes to a multiple of the batch size begins a new
batch), so a record that is added, changed or taken out touches one batch, wherever it stands.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath

from plumbline.errors import SourceError
from plumbline.sources.bulk_records import BulkError, Record, bulk_format, read_records
from plumbline.sources.catalogue import LONGEST_ID, NOT_READ, LeftOut, make_id
from plumbline.whole import file_status, write_text

LONGEST_BATCH = 2  # times the usual size: where no record begins a batch for so long, one is cut
_UNSEEN = "Its path holds characters that cannot be seen; rename the file or its folder."
_VERSION = 5  # of the index; raised when its layout or the rules of cutting change


@dataclass(frozen=True, slots=True)
class Stretch:
    """A batch of neighbouring records of one bulk file.

    ``path`` is relative to the corpus; ``repeated`` gives the lines whose id stands on an earlier
    line, ``taken`` those whose id another source has in a slightly different form.
    """

    name: str
    path: str
    start: int
    stop: int
    line: int
    records: int
    digest: str
    repeated: dict[str, int] = field(default_factory=dict)
    taken: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class BulkFile:
    """The index of one bulk file; ``problem`` says in half a sentence why there is none."""

    path: str
    stretches: tuple[Stretch, ...] = ()
    problem: str = ""

    @property
    def records(self) -> int:
        """Number of records, good and bad."""
        return sum(stretch.records for stretch in self.stretches)


def find_bulk_files(corpus: Path, left_out: Iterable[LeftOut]) -> tuple[list[str], list[LeftOut]]:
    """Return the bulk files among the files that are no single source, and the others.

    Args:
        corpus: the folder of sources, or one bulk file.
        left_out: from `plumbline.sources.catalogue.find_sources`.

    Returns:
        Paths relative to the corpus folder, sorted; and what is still left out.

    """
    bulk, others = [], []
    for entry in left_out:
        path = corpus / entry.relative_path
        inside = path.is_file() and not PurePosixPath(entry.relative_path).name.startswith(".")
        inside = inside and path.resolve().is_relative_to(corpus.resolve())
        if not bulk_format(path.name) or entry.reason != NOT_READ:
            others.append(entry)
        elif inside:
            bulk.append(entry.relative_path)
        else:  # a path is known as it is shown
            unseen = not os.path.lexists(path)
            others.append(replace(entry, reason=_UNSEEN) if unseen else entry)
    return sorted(bulk), others


def index_bulk_files(
    corpus: Path,
    paths: Iterable[str],
    columns: Mapping[str, str],
    size: int,
    max_bytes: int,
    cache: Path,
    known_ids: Iterable[str] = (),
) -> list[BulkFile]:
    """Return the index of each bulk file, from the cache where the file is unchanged.

    Args:
        corpus: folder of sources.
        paths: bulk files relative to it.
        columns: the setting ``bulk``.
        size: records in a batch on average.
        max_bytes: size above which a record is left out.
        cache: folder for the indexes; safe to delete.
        known_ids: ids of single sources, which no record may take.

    """
    seen = {hash_id(source_id.lower()) for source_id in known_ids}
    paths = sorted(paths)
    alone = len(paths) == 1 and not seen  # then nobody else asks which ids are taken
    found = []
    for path in paths:
        key = index_key(corpus, path, columns, size, max_bytes, None if alone else seen)
        file = index_file(cache, path)
        index, own = _read_cached(file, key) or (None, None)
        if index is None:
            index, own = index_bulk_file(corpus, path, columns, size, max_bytes, seen)
            keep_index(file, key, index, [] if alone else own, corpus)
        found.append(index)
        seen.update(own)
    return found


def index_file(cache: Path, path: str) -> Path:
    """Return where the index of a bulk file is kept."""
    return cache / f"{make_stem(path)}-{hash_id(path):016x}.json"


def find_stretch(file: Path, name: str, corpus: Path) -> Stretch:
    """Return a batch by its name from the index that `index_bulk_files` has kept in `file`.

    Raises:
        SourceError: the bulk file is not the one that the index was made of.

    """
    data = json.loads(file.read_text(encoding="utf-8"))
    if data["status"] != file_status(corpus / data["path"]):
        raise SourceError(f"{data['path']}: this file changed during the run; start again.")
    return next(Stretch(**entry) for entry in data["stretches"] if entry["name"] == name)


def index_bulk_file(
    corpus: Path,
    path: str,
    columns: Mapping[str, str],
    size: int,
    max_bytes: int,
    seen: set[int],
) -> tuple[BulkFile, list[int]]:
    """Read one bulk file from end to end; return its index and the hashes of its ids."""
    cutter = _Cutter(path, size, seen)
    try:
        for record in read_records(corpus / path, columns, max_bytes):
            cutter.add(record)
    except BulkError as error:
        if not cutter.count:
            return BulkFile(path, problem=str(error)), []
        cutter.finish()
        return BulkFile(path, tuple(cutter.stretches), str(error)), list(cutter.plain)
    cutter.finish()
    problem = "" if cutter.count else "it holds no record"
    return BulkFile(path, tuple(cutter.stretches), problem), list(cutter.plain)


class _Cutter:
    """Cuts the records of a file into stretches as they come by."""

    def __init__(self, path: str, size: int, seen: set[int]) -> None:
        self.path, self.size, self.seen = path, size, seen
        self.stem = make_stem(path)
        # files of other folders may bear the same name and hold the same ids
        self.place = f"{hash_id(path):016x}"[:8]
        self.lines: dict[int, int] = {}  # hash of an id as written -> its line
        self.plain: set[int] = set()  # hashes of the ids that records of this file have
        self.names: set[str] = set()
        self.stretches: list[Stretch] = []
        self.count = 0
        self._begin(None, 0)

    def _begin(self, record: Record | None, key: int) -> None:
        self.first, self.key, self.records = record, key, 0
        self.digest = hashlib.sha256()
        self.repeated: dict[str, int] = {}
        self.taken: list[int] = []

    def add(self, record: Record) -> None:
        """Take in the next record; begin a new batch where its id says so."""
        raw_key = hash_id(record.record_id) if record.record_id else hash_bytes(record.raw)
        full = self.records >= LONGEST_BATCH * self.size
        if self.first is None:
            self._begin(record, raw_key)
        elif raw_key % self.size == 0 or full:
            self._end(record.start)
            self._begin(record, raw_key)
        self.records += 1
        self.count += 1
        self.last = record.end
        self.digest.update(record.raw)
        if record.problem:  # the line stands in what is said of it
            self.digest.update(b"\0line %d" % record.line)
            return
        if not record.record_id:  # file and line make its id
            self.digest.update(f"\0{self.stem}, line {record.line}".encode())
        self._check_id(record, raw_key)

    def _check_id(self, record: Record, raw_key: int) -> None:
        if record.record_id:
            first = self.lines.setdefault(raw_key, record.line)
            if first != record.line:
                self.repeated[str(record.line)] = first
                self.digest.update(b"\0line %d repeats %d" % (record.line, first))
                return
        plain = hash_id(plain_id(self.stem, record).lower())
        if plain in self.seen or plain in self.plain:
            self.taken.append(record.line)
            self.digest.update(f"\0{self.path} comes second".encode())
            plain = hash_id(apart_id(self.path, self.stem, record).lower())
        self.plain.add(plain)

    def _end(self, stop: int) -> None:
        name = f"{self.stem[:60]}-{self.key:016x}-{self.place}"
        while name in self.names:
            name += "x"
        self.names.add(name)
        self.stretches.append(
            Stretch(
                name,
                self.path,
                self.first.start,
                stop,
                self.first.line,
                self.records,
                self.digest.hexdigest(),
                self.repeated,
                self.taken,
            )
        )

    def finish(self) -> None:
        """End the last batch."""
        if self.first is not None:
            self._end(self.last)


def read_stretch(
    corpus: Path, stretch: Stretch, columns: Mapping[str, str], max_bytes: int
) -> Iterator[tuple[str, Record]]:
    """Yield (source id, record) of each record of a batch; the id of a bad record is empty."""
    taken, stem = set(stretch.taken), make_stem(stretch.path)
    place = (stretch.start, stretch.stop, stretch.line)
    for record in read_records(corpus / stretch.path, columns, max_bytes, *place):
        if not record.problem and str(record.line) in stretch.repeated:
            first = stretch.repeated[str(record.line)]
            told = f"its id stands on line {first} already"
            record.problem = f"{told}; it is '{record.record_id[:60]}'"
        if record.problem:
            yield "", record
        elif record.line in taken:
            yield apart_id(stretch.path, stem, record), record
        else:
            yield plain_id(stem, record), record


def where(stretch: Stretch, record: Record) -> str:
    """Return the place of a record in words: file and line."""
    unit = "line" if bulk_format(stretch.path) in ("jsonl", "csv", "tsv") else "record"
    return f"{stretch.path}, {unit} {record.line}"


def plain_id(stem: str, record: Record) -> str:
    """Return the id of a record as written but for what an id cannot hold; else file and line."""
    return make_id(record.record_id) if record.record_id else f"{stem}-{record.line}"


def apart_id(path: str, stem: str, record: Record) -> str:
    """Return an id that tells the record from another source with nearly the same one."""
    plain = plain_id(stem, record)
    name = "\0".join([path, record.record_id or str(record.line)])
    ending = f"-{hash_id(name):016x}"[:9]
    return plain[: LONGEST_ID - len(ending)] + ending


def make_stem(path: str) -> str:
    """Return the name of a bulk file without its suffixes, as an id."""
    name = PurePosixPath(path).name
    for _ in range(3):
        name = name.removesuffix(".gz")
        if bulk_format(name):
            name = str(PurePosixPath(name).with_suffix(""))
    return make_id(name)[:80]


def hash_id(text: str) -> int:
    """Return a 64-bit hash of an id, the same on every machine."""
    return hash_bytes(text.encode("utf-8", errors="surrogatepass"))


def hash_bytes(data: bytes) -> int:
    """Return a 64-bit hash of bytes, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def _read_cached(file: Path, key: str) -> tuple[BulkFile, list[int]] | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["key"] != key:
            return None
        stretches = tuple(Stretch(**entry) for entry in data["stretches"])
        return BulkFile(data["path"], stretches, data["problem"]), data["ids"]
    except (OSError, ValueError, KeyError, TypeError):
        return None  # not there, or cut short by a crash: it is made anew


def index_key(
    corpus: Path,
    path: str,
    columns: Mapping[str, str],
    size: int,
    max_bytes: int,
    seen: Iterable[int] | None = None,
) -> str:
    """Return a hash of all that an index depends on; of the file its size and time of change.

    ``seen`` are the hashes of the ids that other sources have; None where there are no others.
    """
    taken = None if seen is None else sorted(seen)
    about = [_VERSION, path, file_status(corpus / path), dict(columns), size, max_bytes, taken]
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def keep_index(file: Path, key: str, index: BulkFile, ids: list[int], corpus: Path) -> None:
    """Write an index in one step, so that a killed run leaves none that is half there."""
    data = {
        "key": key,
        "status": file_status(corpus / index.path),
        "path": index.path,
        "problem": index.problem,
        "stretches": [asdict(stretch) for stretch in index.stretches],
        "ids": ids,
    }
    write_text(file, json.dumps(data))
