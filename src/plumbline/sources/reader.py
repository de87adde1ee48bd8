"""From a file to its raw text and structure; a bad file ends in one plain sentence."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from plumbline.errors import SourceError
from plumbline.sources.catalogue import Source
from plumbline.sources.encoding import DecodeError, decode
from plumbline.sources.raw import RawText

MAX_BYTES = 20_000_000


def read_source(source: Source, limits: Mapping[str, int] | None = None) -> RawText:
    """Read one source.

    Args:
        source: from `plumbline.sources.catalogue.find_sources`.
        limits: ``max_bytes``, the size above which a file is left out.

    Raises:
        SourceError: one sentence with the file, what is wrong and what to do.

    """
    where = source.relative_path
    data = read_bytes(source, (limits or {}).get("max_bytes", MAX_BYTES))
    try:
        text, encoding, broken = decode(data, declared=source.format == "html")
    except DecodeError as error:
        raise SourceError(
            f"{where}: {error}; save its text as UTF-8 or take it out of the corpus."
        ) from None
    if not text.strip():
        raise SourceError(
            f"{where}: this file holds nothing but white space; put its text in or take it out."
        )
    raw = parse_text(text, source.format or "text", where)
    notes = (f"{broken} characters could not be decoded",) if broken else ()
    return RawText(
        text=raw.text,
        format=raw.format,
        blocks=raw.blocks,
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        title=raw.title,
        notes=notes,
    )


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
        raise SourceError(f"{where}: the format '{fmt}' is not read; use text, markdown or html.")
    from plumbline.sources.html import read_html  # its library takes half a second to load

    raw = read_html(text)
    if not raw.blocks:
        raise SourceError(
            f"{where}: no running text was found on this page; save the article itself as text "
            "or take the file out of the corpus."
        )
    return raw


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
