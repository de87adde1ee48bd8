"""What a reader hands on: the text of a source before it is cleaned, with its structure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SPACES = re.compile(r"\s+")
_CITES = re.compile(r"\b(?:1[89]|20)\d\d\b|\b10\.\d{4,9}/|\bPMC?ID\b|https?://|\bwww\.")
_NAME_OF_SECTION = re.compile(
    r"(?:(?:show|hide|view|see) )?(?:\(?\d{1,4}[).]{0,2} )?(.*?)(?: ?\(?\d{1,4}\)?)?"
)


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


def space_singly(text: str) -> str:
    """Return a text with a single space in place of any white space."""
    if text.isprintable() and "  " not in text:  # no white space is printable but the plain space
        return text
    return _SPACES.sub(" ", text)


def name_section(heading: str) -> str:
    """Return the words of a heading in lower case, without a count (``Show 12 sources``)."""
    words = heading.strip("#*_:. ").lower()
    return _NAME_OF_SECTION.fullmatch(words)[1] if words else ""


def cites(text: str) -> bool:
    """Say whether a text names a year, an identifier or an address."""
    return _CITES.search(text) is not None


def note_block(label: str, runs: Iterable[Run]) -> RawBlock:
    """Return a footnote or endnote: a reference where it cites something, else an item of text."""
    runs = [Run(f"{label}. "), *runs]
    listed = cites("".join(run.text for run in runs)) or any(run.link for run in runs)
    return RawBlock("reference" if listed else "list_item", tuple(runs), fixed=True)
