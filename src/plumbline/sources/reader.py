"""From a file to its raw text and structure; a bad file ends in one plain sentence."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from plumbline.errors import SourceError
from plumbline.sources.catalogue import Source
from plumbline.sources.encoding import DecodeError, decode
from plumbline.sources.kinds import check_kind
from plumbline.sources.limits import Limits
from plumbline.sources.mhtml import take_page
from plumbline.sources.raw import RawText

_ARCHIVES = ("docx", "odt", "epub")
_BY_PANDOC = (*_ARCHIVES, "rtf", "jats")
_DECODED = ("text", "markdown", "html")


def read_source(source: Source, limits: Limits | Mapping[str, int] | None = None) -> RawText:
    """Read one source.

    Args:
        source: from `plumbline.sources.catalogue.find_sources`.
        limits: `Limits`, or those of its fields that differ from the defaults.

    Raises:
        SourceError: one sentence with the file, what is wrong and what to do.

    """
    limits = Limits.of(limits)
    data = read_bytes(source, limits.max_bytes)
    raw = parse_bytes(data, source.format or "text", source.relative_path, limits)
    return replace(raw, sha256=hashlib.sha256(data).hexdigest())


def parse_bytes(
    data: bytes, fmt: str, where: str = "data", limits: Limits | Mapping[str, int] | None = None
) -> RawText:
    """Return the bytes of a file as text with the structure that its format gives.

    Args:
        data: the bytes; compressed data must be unpacked already.
        fmt: a value of `plumbline.sources.catalogue.FORMATS`.
        where: the source, as messages name it.
        limits: as for `read_source`.

    Raises:
        SourceError: one sentence with `where`, what is wrong and what to do.

    """
    limits = Limits.of(limits)
    check_kind(data, fmt, where)
    if fmt not in _DECODED:
        return _parse_binary(data, fmt, where, limits)
    if fmt == "html":
        data = take_page(data)
        if not data:
            raise SourceError(f"{where}: no page stands in this file; save it anew or take it out.")
    try:
        text, encoding, broken = decode(data, declared=fmt == "html")
    except DecodeError as error:
        raise SourceError(
            f"{where}: {error}; save its text as UTF-8 or take it out of the corpus."
        ) from None
    if not text.strip():
        raise SourceError(
            f"{where}: this file holds nothing but white space; put its text in or take it out."
        )
    notes = (f"{broken} characters could not be decoded",) if broken else ()
    raw = parse_text(text, fmt, where)
    return replace(raw, encoding=encoding, notes=notes + raw.notes)


def parse_text(text: str, fmt: str, where: str = "text") -> RawText:
    """Return decoded text with the structure that its format gives.

    Raises:
        SourceError: the markup holds no text, or cannot be read.

    """
    if fmt == "text":
        return RawText(text)
    if fmt == "markdown":
        from plumbline.sources.markdown import read_markdown  # only where a source needs it

        return read_markdown(text)
    if fmt != "html":
        raise SourceError(f"{where}: the format '{fmt}' is no text; use text, markdown or html.")
    from plumbline.sources.html import read_html  # its library takes half a second to load

    raw = read_html(text)
    if not raw.blocks:
        why = "; ".join(["no running text was found on this page", *raw.notes])
        raise SourceError(
            f"{where}: {why}; save the article itself as text or take the file out of the corpus."
        )
    return raw


def _parse_binary(data: bytes, fmt: str, where: str, limits: Limits) -> RawText:
    """Return a document that only a library can open; each is loaded where a source needs it."""
    if fmt == "pdf":
        from plumbline.sources.pdf import read_pdf

        raw = read_pdf(data, where)
    elif fmt in _BY_PANDOC:
        raw = _parse_by_pandoc(data, fmt, where, limits)
    else:
        raise SourceError(f"{where}: the format '{fmt}' is not read; use one that is.")
    if not raw.blocks:
        why = "; ".join([*raw.notes, "this file holds no text"])
        raise SourceError(f"{where}: {why}; put its text in or take it out.")
    return raw


def _parse_by_pandoc(data: bytes, fmt: str, where: str, limits: Limits) -> RawText:
    from plumbline.sources.archives import check_archive
    from plumbline.sources.jats import make_jats
    from plumbline.sources.pandoc import read_with_pandoc

    title, notes = "", ()
    if fmt in _ARCHIVES:
        title = check_archive(data, where, limits.max_unpacked_bytes)
        data, notes = _repair(data, fmt)
    elif fmt == "jats":
        data = make_jats(data, where)
    raw = read_with_pandoc(data, fmt, where, limits)
    return replace(raw, title=raw.title or title, notes=raw.notes + notes)


def _repair(data: bytes, fmt: str) -> tuple[bytes, tuple[str, ...]]:
    """Return an archive as pandoc can read it, and notes on what was taken out."""
    missing = 0
    if fmt == "docx":
        from plumbline.sources.docx import repair_docx as repair
    elif fmt == "odt":
        from plumbline.sources.odt import repair_odt as repair
    else:
        from plumbline.sources.epub import drop_missing_chapters
        from plumbline.sources.epub import repair_epub as repair

        data, missing = drop_missing_chapters(data)
    data, hidden = repair(data)
    notes = (f"{hidden} characters of hidden text were left out",) if hidden else ()
    if missing:
        chapters = "1 chapter that" if missing == 1 else f"{missing:,} chapters that"
        notes += (f"{chapters} this book lists {'is' if missing == 1 else 'are'} not in it",)
    return data, notes


def load_reader(fmt: str) -> None:
    """Load the library that reads a format, so that processes forked after this have it."""
    if fmt == "html":
        import plumbline.sources.html
    elif fmt == "pdf":
        import plumbline.sources.pdf
    elif fmt in _BY_PANDOC:
        import plumbline.sources.pandoc  # noqa: F401 - this and those above are loaded, not used


def read_bytes(source: Source, max_bytes: int) -> bytes:
    """Return the bytes of a source, after its kind, place and size have been checked.

    Raises:
        SourceError: not a regular file, outside the corpus, empty, too large, or unreadable.

    """
    where = source.relative_path
    depth = len(PurePosixPath(where).parts)
    corpus = Path(os.path.abspath(source.path)).parents[depth - 1]
    try:
        if not source.path.resolve().is_relative_to(corpus.resolve()):
            raise SourceError(
                f"{where}: this is a link to a file outside the corpus folder; copy the file "
                "into it."
            )
        # opened without waiting, so that a pipe put in place of the file cannot hold the run up
        descriptor = os.open(source.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            _check_status(where, status, max_bytes)
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise SourceError(f"{where}: this file is missing; put it back or take it out.") from None
    except IsADirectoryError:
        raise SourceError(f"{where}: this is a folder, not a file; name a file.") from None
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "it leads in a circle"
        raise SourceError(
            f"{where}: this file cannot be opened ({reason}); make it readable or take it out."
        ) from None
    if not data:
        raise SourceError(f"{where}: this file is empty; put its text in or take it out.")
    return data


def _check_status(where: str, status: os.stat_result, max_bytes: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(
            f"{where}: this is not a regular file; put a file in its place or take it out."
        )
    if status.st_size > max_bytes:
        raise SourceError(
            f"{where}: this file is too large ({status.st_size:,} bytes, the limit is "
            f"{max_bytes:,}); raise limits.max_bytes or take it out."
        )
