"""From a record of a bulk file to a Document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from plumbline.errors import SourceError
from plumbline.sources.bulk_records import FIELDS, Record
from plumbline.sources.confine import run_confined
from plumbline.sources.encoding import DecodeError, decode
from plumbline.sources.limits import Limits
from plumbline.sources.raw import RawText
from plumbline.sources.reader import load_reader, parse_text
from plumbline.text.characters import clean_line
from plumbline.text.clean import clean_within
from plumbline.text.document import Document
from plumbline.text.rules import Rules

_ORDINARY_SIZE = 100_000  # characters or bytes; a tag of 20,000 attributes takes its parser 5 s


def clean_record(
    source_id: str,
    record: Record,
    where: str,
    rules: Rules | None = None,
    limits: Limits | Mapping[str, int] | None = None,
) -> Document:
    """Clean one good record of a bulk file.

    A record whose text turns out to be none, or too long, becomes a document without text, whose
    ``metadata["note"]`` says in one sentence what is wrong. Plain text and small pages are read in
    this very process; for pages of more than `_ORDINARY_SIZE` the limits of time and memory hold.

    Args:
        source_id: the id that the document carries.
        record: from `plumbline.sources.bulk.read_stretch`.
        where: file and line, to begin the note with.
        rules: word lists and patterns of the segmentation.
        limits: `Limits`, or those of its fields that differ from the defaults.

    """
    sheet = {name: clean_line(record.fields.get(name, "")) for name in FIELDS}
    sheet |= {"path": where.rsplit(", ", 1)[0], "publisher": ""}
    limits = Limits.of(limits)

    def work() -> Document:
        return clean_within(source_id, _read_text(record, where), where, limits, rules)

    try:
        if record.format == "text" or len(record.text) <= _ORDINARY_SIZE:
            document = work()
        else:
            load_reader(record.format)
            document = Document.from_dict(run_confined(lambda: work().to_dict(), where, limits))
    except SourceError as error:
        note = str(error)
    except MemoryError:
        raise
    except Exception as error:  # whatever a library raises on a broken page
        reason = f"its reader failed with {type(error).__name__}"
        note = f"{where}: this record cannot be read ({reason}); take it out of the file."
    else:
        document.metadata.update(_filled(sheet, document.metadata))
        return document
    empty = {"format": record.format, "encoding": "", "sha256": "", "notes": []}
    return Document(source_id, "", metadata={**sheet, **empty, "note": note})


def _filled(sheet: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """Let what was found in the text stand where the record says nothing."""
    return {key: value or found.get(key, "") for key, value in sheet.items()}


def _read_text(record: Record, where: str) -> RawText:
    if isinstance(record.text, bytes):
        try:
            text, encoding, broken = decode(record.text, declared=record.format == "html")
        except DecodeError as error:
            raise SourceError(f"{where}: {error}; take it out of the file.") from None
        data, notes = record.text, (f"{broken} characters could not be decoded",) if broken else ()
    else:
        # half a surrogate pair is no character and cannot be written
        data = record.text.encode("utf-8", errors="replace")
        text, encoding, notes = data.decode("utf-8"), "utf-8", ()
    if not text.strip():
        raise SourceError(f"{where}: this record holds nothing but white space; take it out.")
    raw = parse_text(text, record.format, where)
    sha256 = hashlib.sha256(data).hexdigest()
    return replace(raw, encoding=encoding, sha256=sha256, notes=notes + raw.notes)
