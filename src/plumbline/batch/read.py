"""The documents of a batch, one at a time: single files, or a stretch of a bulk file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from plumbline.batch.measure import Copied, LeftOut
from plumbline.batch.unchanged import Pages
from plumbline.errors import SourceError
from plumbline.hashes import hash_file
from plumbline.sources.bulk import Stretch, read_stretch, where
from plumbline.sources.bulk_records import BulkError
from plumbline.sources.catalogue import Source
from plumbline.store import make_key
from plumbline.text.clean import clean_source
from plumbline.text.document import Document
from plumbline.text.records import clean_record
from plumbline.text.rules import Rules


def read_files(
    sources: list[Source],
    contents: list[str],
    pages: Pages,
    limits: Mapping[str, int],
    rules: Rules,
    on_bad_source: str,
) -> Iterator[Document | Copied]:
    """Yield the documents of single files; a bad one has no text and a note.

    Of files that have not changed, the rows measured before come instead; `contents` are the hashes
    of the files, from `hash_contents`.

    Raises:
        SourceError: a source is bad and `on_bad_source` is ``fail``.

    """
    for source, content in zip(sources, contents, strict=True):
        digest = make_key(pages.common, source.record(), content)
        copied = pages.copy(source.source_id, digest)
        if copied:
            yield copied
            continue
        document = clean_source(source, limits, rules)
        if not document.text and on_bad_source == "fail":
            raise SourceError(document.metadata.get("note", ""))
        pages.note(document, digest)
        yield document


def read_bulk(
    corpus: Path,
    stretch: Stretch,
    columns: Mapping[str, str],
    pages: Pages,
    limits: Mapping[str, int],
    rules: Rules,
    on_bad_source: str,
) -> Iterator[Document | Copied | LeftOut]:
    """Yield the documents of a stretch, and path and reason of each record that is no source.

    Of records that have not changed, the rows measured before come instead.

    Raises:
        SourceError: a record is bad and `on_bad_source` is ``fail``; or the file changed meanwhile.

    """
    try:
        for source_id, record in read_stretch(corpus, stretch, columns, limits["max_bytes"]):
            place = where(stretch, record)
            if record.problem:
                if on_bad_source == "fail":
                    raise SourceError(f"{place}: this record is left out because {record.problem}.")
                yield {"path": place, "reason": f"{record.problem[0].upper()}{record.problem[1:]}."}
                continue
            digest = pages.hash_record(source_id, record)
            copied = pages.copy(source_id, digest)
            if copied:
                yield copied
                continue
            document = clean_record(source_id, record, place, rules, limits)
            if not document.text and on_bad_source == "fail":
                raise SourceError(document.metadata["note"])
            pages.note(document, digest)
            yield document
    except BulkError as error:
        raise SourceError(
            f"{stretch.path}: {error}; it changed during the run: start again."
        ) from None


def hash_contents(sources: list[Source]) -> list[str]:
    """Return a hash of the content of each file, or why it cannot be read."""
    return [_hash_source(source.path) for source in sources]


def digest_files(sources: list[Source], contents: list[str]) -> dict[str, str]:
    """Return the hashes of a batch of single files, as `instruments.step_keys` wants them."""
    known = [
        (source.source_id, source.url, source.format, content)
        for source, content in zip(sources, contents, strict=True)
    ]
    records = [source.record() for source in sources]
    return {"texts": make_key(records, contents), "others": make_key(known)}


def digest_stretch(stretch: Stretch, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the same of a stretch of a bulk file."""
    others = make_key(stretch.digest, dict(columns))
    return {"texts": make_key(others, stretch.path), "others": others}


def _hash_source(path: Path) -> str:
    try:
        return hash_file(path)
    except OSError as error:
        return f"unreadable ({error.strerror})"
