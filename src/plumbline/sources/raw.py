"""What a reader hands on: the text of a source before it is cleaned, with its structure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; ``link`` is the address it leads to, if any."""

    text: str
    link: str = ""
    superscript: bool = False


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block that the format itself marks: its kind (`plumbline.text.document.KINDS`), its runs.

    ``level`` is the depth of a heading, 0 for everything else. ``fixed`` says that the kind is
    certain; otherwise it may still be recognised as something else (a short bold paragraph).
    """

    kind: str
    runs: tuple[Run, ...]
    level: int = 0
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class RawText:
    """A decoded source: plain ``text``, or ``blocks`` where the format has structure.

    ``url`` is the address that a page gives as its own, if it gives one.
    """

    text: str
    format: str = "text"
    blocks: tuple[RawBlock, ...] = ()
    encoding: str = ""
    sha256: str = ""
    title: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()
