"""The records of bulk files: JSON Lines, CSV, TSV, Parquet and WARC, one after the other.

A bulk file holds many sources. Every reader yields all records of a stretch of it, the bad ones
too, each with the place where it begins and ends, so that a file is cut without being copied and
nothing is lost without a word. Memory holds one record at a time (of Parquet, a slice of rows).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from plumbline.errors import show

FORMATS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
PACKED = ("jsonl", "csv", "tsv", "warc")  # may end in .gz too
FIELDS = ("title", "group", "language", "url", "published")
_HEAD = 8192  # bytes that tell how lines end
_GZIP = b"\x1f\x8b"
_NO_LINES = (
    (b"\xff\xfe", "in UTF-16; save it anew in UTF-8"),
    (b"\xfe\xff", "in UTF-16; save it anew in UTF-8"),
    (_GZIP, "packed with gzip, once more than its ending says; unpack it"),
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet; unpack it or save it as CSV"),
    (b"PAR1", "a Parquet file; give it the ending .parquet"),
    (b"WARC/", "a web archive; give it the ending .warc"),
    (bytes(8), "binary, not text: it begins with zeros"),
)
_LONGEST_FIELD = 2_000  # characters of a title, a group, an address
_LONGEST_REASON = 200
_ROWS = 256  # rows of a Parquet file held at a time
_LARGEST_SLICE = 500_000_000  # bytes to which those rows may unpack
_CELL = (str, int, float, date)  # what a title, a group, an address may be given as
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(slots=True)
class Record:
    """One record of a bulk file, good or bad.

    ``line`` counts from 1 (lines of text files, else records); ``start`` and ``end`` are bytes
    (of the unpacked text where the file is packed) or rows. ``text`` is bytes where the encoding
    is still to be found. ``problem`` says in half a sentence why the record is no source.
    """

    line: int
    start: int
    end: int
    raw: bytes
    record_id: str = ""
    text: str | bytes = ""
    format: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    problem: str = ""


class BulkError(ValueError):
    """The whole file cannot be read; the message says why, in half a sentence."""


def bulk_format(name: str) -> str:
    """Return the bulk format of a file by its name; "" where it is none."""
    lower = name.lower()
    packed = lower.endswith(".gz")
    suffix = Path(lower.removesuffix(".gz")).suffix
    found = FORMATS.get(suffix, "")
    return found if not packed or found in PACKED else ""


def read_records(
    path: Path,
    columns: Mapping[str, str],
    max_bytes: int,
    start: int = 0,
    stop: int | None = None,
    line: int = 1,
) -> Iterator[Record]:
    """Yield the records between two places of a bulk file.

    Args:
        path: the file; its name tells the format.
        columns: the setting ``bulk``: which column or key holds the id, the text, and so on.
        max_bytes: size above which a record is left out.
        start: where a record begins: a byte or row that an earlier reading gave.
        stop: where to stop; the end of the file if None.
        line: number of the record at `start`.

    Raises:
        BulkError: the file cannot be opened, is damaged, or lacks the column of the text.

    """
    reader = _READERS[bulk_format(path.name)]
    try:
        for record in reader(path, columns, max_bytes, start, line):
            if stop is not None and record.start >= stop:
                return
            if record.problem:
                record.problem = _in_one_line(record.problem)
            yield record
            if record.end == stop:  # what follows may be damaged, and is no business of this batch
                return
    except BulkError:
        raise
    except (OSError, EOFError, zlib.error) as error:
        reason = _in_one_line(getattr(error, "strerror", None) or str(error)) or "it ends too early"
        raise BulkError(f"it cannot be read to its end ({reason})") from None
    except Exception as error:  # whatever a library raises on a broken file
        reason = f"its reader failed with {type(error).__name__}"
        raise BulkError(f"it cannot be read to its end ({reason})") from None


def _open(path: Path) -> io.BufferedIOBase | _ReturnLines:
    opener = gzip.open if path.name.lower().endswith(".gz") else open
    file = opener(path, "rb")
    head = file.peek(_HEAD)[:_HEAD]
    for begins, what in _NO_LINES:
        if head.startswith(begins):
            file.close()
            raise BulkError(f"it is {what}")
    return _ReturnLines(file) if b"\r" in head and b"\n" not in head else file


class _ReturnLines:
    """A file whose lines end in a carriage return alone, as old spreadsheets on Macs write them."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file = file
        self.seek = file.seek

    def __enter__(self) -> _ReturnLines:
        return self

    def __exit__(self, *failed: object) -> None:
        self._file.close()

    def readline(self, size: int) -> bytes:
        """Return the next line, or the next `size` bytes of it; its end is made a line feed."""
        pieces: list[bytes] = []
        while size > 0 and (seen := self._file.peek(size)[:size]):
            end = seen.find(b"\r") + 1
            pieces.append(self._file.read(end or len(seen)))
            size -= len(pieces[-1])
            if end:
                break
        return b"".join(pieces).replace(b"\r", b"\n")


def _read_lines(
    file: io.BufferedIOBase | _ReturnLines, offset: int, line: int, limit: int
) -> Iterator[tuple[int, int, int, bytes, bool]]:
    """Yield line number, start, end, bytes and whether the line was longer than `limit`."""
    file.seek(offset)
    while data := file.readline(limit + 1):
        end, long = offset + len(data), False
        while not data.endswith(b"\n") and (more := file.readline(1 << 20)):
            long, end = True, end + len(more)
            if more.endswith(b"\n"):
                break
        yield line, offset, end, data, long
        offset, line = end, line + 1


def _read_jsonl(
    path: Path, columns: Mapping[str, str], max_bytes: int, start: int, line: int
) -> Iterator[Record]:
    with _open(path) as file:
        for number, first, end, data, long in _read_lines(file, start, line, max_bytes):
            if not data.strip():
                continue
            record = Record(number, first, end, data)
            data = data.removeprefix(b"\xef\xbb\xbf")
            if first == 0 and data.lstrip().startswith(b"["):
                raise BulkError(
                    "it is one JSON list; write each of its objects on a line of its own"
                )
            if long:
                record.problem = f"it is longer than the limit of {max_bytes:,} bytes"
            else:
                _parse_object(record, data, columns)
            yield record


def _parse_object(record: Record, data: bytes, columns: Mapping[str, str]) -> None:
    try:
        row = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        record.problem = "it is not UTF-8"
    except (ValueError, RecursionError):
        record.problem = "it is not valid JSON; each line must hold one whole object"
    else:
        if isinstance(row, dict):
            _fill(record, row, columns)
        else:
            record.problem = "it is no JSON object"


def _fill(record: Record, row: Mapping[str, object], columns: Mapping[str, str]) -> None:
    """Take id, text and the other fields out of a row, or say what is wrong with it."""
    own = row.get(columns["id"])
    if isinstance(own, bytes):  # text of Parquet files whose writer did not say so
        own = own.decode("utf-8", errors="replace")
    if isinstance(own, str) or (isinstance(own, int) and not isinstance(own, bool)):
        record.record_id = str(own)
    elif own is not None:
        record.problem = f"'{columns['id']}' is neither text nor a whole number"
        return
    text = row.get(columns["text"])
    if text is None or text == "":
        record.problem = f"'{columns['text']}' is missing"
    elif not isinstance(text, str | bytes):
        record.problem = f"'{columns['text']}' is not text"
    else:
        record.text, record.format = text, columns["format"]
    for name in FIELDS:
        value = row.get(columns[name])
        if isinstance(value, bytes):
            value = value.decode("utf-8", errors="replace")
        if isinstance(value, _CELL) and not isinstance(value, bool):
            record.fields[name] = str(value)[:_LONGEST_FIELD]


def _read_csv(
    path: Path, columns: Mapping[str, str], max_bytes: int, start: int, line: int
) -> Iterator[Record]:
    """Yield the rows of a CSV or TSV file; a row may stand on several lines."""
    csv.field_size_limit(max_bytes)
    with _open(path) as file:
        taken = _Taken(file, 0, 1, max_bytes)
        header, delimiter = _read_header(taken, bulk_format(path.name), columns["text"])
        if not header:
            raise BulkError("it is empty")
        _check_columns(header, columns)
        if columns["text"] not in header:
            raise BulkError(
                f"its first line has no column '{columns['text']}'; name the column of the text in "
                "bulk.text"
            )
        if start:
            taken = _Taken(file, start, line, max_bytes)
        rows = csv.reader(taken, delimiter=delimiter)
        while True:
            taken.begin()
            problem, row = "", []
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                problem = f"it is no row of a table ({error})"
                rows = csv.reader(taken, delimiter=delimiter)
            if not row and not problem:
                continue
            record = Record(taken.first_line, taken.first, taken.offset, b"".join(taken.raw))
            record.problem = problem or taken.problem
            if not record.problem and taken.ended:  # a row that ends looks no further
                record.problem = "a quotation mark opens in it that nothing closes"
            if not record.problem and len(row) > len(header):
                record.problem = f"it has {len(row)} cells under {len(header)} headings"
            if not record.problem:
                _fill(record, dict(zip(header, row, strict=False)), columns)
            yield record


class _Taken:
    """The decoded lines of a file, remembering which of them the current row has taken."""

    def __init__(self, file: io.BufferedIOBase, offset: int, line: int, limit: int) -> None:
        self.lines = _read_lines(file, offset, line, limit)
        self.offset, self.line, self.limit = offset, line, limit
        self.ended = False
        self.begin()

    def begin(self) -> None:
        """Begin a new row."""
        self.first, self.first_line = self.offset, self.line
        self.raw: list[bytes] = []
        self.problem = ""

    def __iter__(self) -> _Taken:
        return self

    def __next__(self) -> str:
        try:
            number, _, self.offset, data, long = next(self.lines)
        except StopIteration:
            self.ended = True
            raise
        self.line = number + 1
        self.raw.append(data)
        if long:
            self.problem = f"it is longer than the limit of {self.limit:,} bytes"
        try:
            return data.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            self.problem = "it is not UTF-8"
            return data.decode("utf-8", errors="replace")


def _read_header(taken: _Taken, fmt: str, text: str) -> tuple[list[str], str]:
    """Return the headings of a table and what stands between them.

    Spreadsheets of many countries write semicolons into their .csv: these, or tabs, are taken
    where only they make a heading out of `text`, the name of the column of the text.
    """
    usual = "\t" if fmt == "tsv" else ","
    seen: list[str] = []
    header = _split_header(_remembered(taken, seen), usual)
    if taken.problem:
        raise BulkError(f"its first line is no heading: {taken.problem}")
    for delimiter in "" if fmt == "tsv" or text in header else ";\t":
        other = _split_header(iter(seen), delimiter)
        if text in other:
            return other, delimiter
    return header, usual


def _check_columns(names: Iterable[str], columns: Mapping[str, str]) -> None:
    """Make sure that no column that is read is there twice."""
    names = list(names)
    for name in (columns[key] for key in ("id", "text", *FIELDS)):
        if names.count(name) > 1:
            raise BulkError(f"it has more than one column '{name}'; rename all but one")


def _remembered(lines: Iterator[str], seen: list[str]) -> Iterator[str]:
    for line in lines:
        seen.append(line)
        yield line


def _split_header(lines: Iterator[str], delimiter: str) -> list[str]:
    try:
        rows = filter(None, csv.reader(lines, delimiter=delimiter))  # blank lines are none
        return [name.strip() for name in next(rows, [])]
    except csv.Error as error:
        raise BulkError(f"its first line is no row of a table ({error})") from None


def _read_parquet(
    path: Path, columns: Mapping[str, str], max_bytes: int, start: int, line: int
) -> Iterator[Record]:
    from pyarrow import ArrowException, parquet  # only here: it takes a tenth of a second to load

    try:
        with parquet.ParquetFile(path) as file:
            names = file.schema_arrow.names
            _check_columns(names, columns)
            if columns["text"] not in names:
                raise BulkError(
                    f"it has no column '{columns['text']}'; name that of the text in bulk.text"
                )
            wanted = [columns[n] for n in ("id", "text", *FIELDS) if columns[n] in names]
            yield from _parquet_rows(file, wanted, columns, max_bytes, start)
    except ArrowException as error:
        raise BulkError(f"it is no sound Parquet file ({_in_one_line(str(error))})") from None


def _parquet_rows(
    file: object, wanted: list[str], columns: Mapping[str, str], max_bytes: int, start: int
) -> Iterator[Record]:
    row = 0
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        if row + about.num_rows <= start:
            row += about.num_rows
            continue
        n_rows = rows_at_a_time(about, wanted)
        for batch in file.iter_batches(
            n_rows, row_groups=[group], columns=wanted, use_threads=False
        ):
            if row + len(batch) <= start:
                row += len(batch)
                continue
            for values in _values(batch):
                if row >= start:
                    yield _parquet_record(row, values, columns, max_bytes)
                row += 1


def _values(batch: object) -> list[dict]:
    """Return the rows of a slice; dates that Python does not know stay as they are written."""
    try:
        return batch.to_pylist()
    except (OverflowError, ValueError):
        from pyarrow import string, types

        read = {
            name: column.cast(string()) if types.is_temporal(column.type) else column
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }
        columns = {name: column.to_pylist() for name, column in read.items()}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def rows_at_a_time(group: object, wanted: list[str]) -> int:
    """Return how many rows to hold: each may be as long as the dictionary that they share."""
    chunks = [group.column(i) for i in range(group.num_columns)]
    longest = sum(
        chunk.total_uncompressed_size
        for chunk in chunks
        if chunk.has_dictionary_page and chunk.path_in_schema in wanted
    )
    return max(1, min(_ROWS, _LARGEST_SLICE // max(1, longest)))


def _parquet_record(row: int, values: dict, columns: Mapping[str, str], max_bytes: int) -> Record:
    raw = repr(sorted(values.items())).encode("utf-8", errors="surrogatepass")
    record = Record(row + 1, row, row + 1, raw)
    if len(raw) > max_bytes:
        record.problem = f"it is longer than the limit of {max_bytes:,} bytes"
    else:
        _fill(record, values, columns)
    return record


def _read_warc(
    path: Path, columns: Mapping[str, str], max_bytes: int, start: int, line: int
) -> Iterator[Record]:
    """Yield the pages of a web archive: HTTP responses (WARC) and extracted text (WET).

    Packed archives have one gzip member per record, so the offsets are those of the file itself.
    """
    from fastwarc.warc import ArchiveIterator  # only where a corpus holds an archive

    with path.open("rb") as file:
        packed = _is_packed_archive(file)
        file.seek(start)
        number, found = line, None
        try:
            for page in ArchiveIterator(file, parse_http=True, strict_mode=True):
                begin = page.stream_pos
                if packed and os.pread(file.fileno(), 2, begin) != _GZIP:
                    raise BulkError("its records are packed together; pack each of them by itself")
                if found is not None:
                    found.end = begin
                    yield found
                found = _warc_record(page, number, begin, max_bytes)
                number += 1
        except OSError:
            if found is not None:  # what stands before the damage is sound
                found.end = path.stat().st_size
                yield found
            raise
        if found is None:
            if start == 0:
                raise BulkError("it holds no record of a web archive")
            return
        found.end = path.stat().st_size
        yield found


def _is_packed_archive(file: io.BufferedReader) -> bool:
    """Say whether an archive is packed with gzip, once its first line is that of an archive."""
    head = os.pread(file.fileno(), _HEAD, 0)
    if head.startswith(_GZIP) or not head:
        return head.startswith(_GZIP)
    if not head.startswith(b"WARC/1."):
        raise BulkError("it is no web archive of the format WARC 1")
    if not head.partition(b"\n")[0].endswith(b"\r"):
        raise BulkError("its lines end in line feeds alone, not as the WARC format has them")
    return False


def _warc_record(page: object, number: int, begin: int, max_bytes: int) -> Record:
    headers = page.headers
    kind = headers.get("WARC-Type", "")
    record_id = headers.get("WARC-Record-ID", "").strip("<>").removeprefix("urn:uuid:")
    record = Record(number, begin, begin, record_id.encode(), record_id)
    if kind not in ("response", "conversion", "resource"):
        record.problem = f"it is no page (a record of the type '{kind or 'unknown'}')"
        return record
    expected = page.content_length
    data = page.reader.read(max_bytes + 1)
    record.raw += data
    if len(data) < min(expected, max_bytes):
        record.problem = f"it is cut off: {len(data):,} of {expected:,} bytes are there"
        return record
    if page.http_headers is not None and len(data) <= max_bytes:
        data = _unpack(data, page.http_headers, max_bytes)
    if data is None:
        record.problem = "its content is packed and cannot be unpacked"
        return record
    if len(data) > max_bytes:
        record.problem = f"it is longer than the limit of {max_bytes:,} bytes"
        return record
    status = page.http_headers.status_code if page.http_headers is not None else 200
    content = (page.http_content_type if page.http_headers is not None else None) or headers.get(
        "Content-Type", ""
    )
    content = content.split(";")[0].strip().lower()
    if status != 200:
        answer = f"answered {status}" if status else "gave no answer that can be understood"
        record.problem = f"the server {answer}"
    elif content not in _PAGES:
        record.problem = f"it is no page of text but '{content or 'unknown'}'"
    elif not data.strip():
        record.problem = "it is empty"
    record.text, record.format = data, "text" if content == "text/plain" else "html"
    record.fields = {
        "url": headers.get("WARC-Target-URI", ""),
        "published": headers.get("WARC-Date", "")[:10],
    }
    return record


def _unpack(data: bytes, headers: Mapping[str, str], max_bytes: int) -> bytes | None:
    """Return the body of an answer without the chunks and the compression of its way here.

    One byte more than `max_bytes` at most; None where that cannot be done. Archives whose writer
    had unpacked the body already, and kept the headers, hold it as it is.
    """
    from fastwarc.warc import ArchiveIterator

    names = ("Transfer-Encoding", "Content-Encoding")
    packed = [f"{name}: {headers[name]}\r\n" for name in names if headers.get(name, "").strip()]
    if not packed:
        return data
    answer = f"HTTP/1.1 200 OK\r\n{''.join(packed)}\r\n".encode() + data
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(answer)}\r\n"
    head += "Content-Type: application/http; msgtype=response\r\n\r\n"
    again = io.BytesIO(head.encode() + answer + b"\r\n\r\n")
    try:
        return next(ArchiveIterator(again, auto_decode="all")).reader.read(max_bytes + 1)
    except (OSError, StopIteration):
        return data if data.lstrip().startswith(b"<") else None


def _in_one_line(reason: str) -> str:
    """Return a reason fit for a table and a terminal, whatever a file or a library put into it."""
    return show(" ".join(reason.split())[:_LONGEST_REASON]).rstrip(".")


_READERS = {
    "jsonl": _read_jsonl,
    "csv": _read_csv,
    "tsv": _read_csv,
    "parquet": _read_parquet,
    "warc": _read_warc,
}
