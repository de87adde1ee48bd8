"""Blocks that the format of a source marks itself, with the places of links and superscripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from plumbline.sources.raw import RawBlock, Run, space_singly
from plumbline.text.blocks import SEPARATOR, Piece, mark_item, recognise_headings
from plumbline.text.characters import clean_characters
from plumbline.text.rules import Rules


def pieces_of_blocks(blocks: Iterable[RawBlock], rules: Rules) -> list[Piece]:
    """Return the blocks of a marked-up source as pieces of one line each.

    Paragraphs may still turn out to be headings: many pages only set them in bold.
    """
    pieces = []
    for block in blocks:
        for runs in _lines(block.runs):
            text, marks = _text_and_marks(runs)
            if text and not SEPARATOR.fullmatch(text):
                kind = block.kind if block.fixed else ""
                pieces.append(Piece(text, kind, block.level, 0, marks))
                if not kind:
                    mark_item(pieces[-1])
    recognise_headings(pieces, rules)
    return pieces


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Cut runs at forced line breaks; a line that goes on in lower case is none of its own."""
    line: list[Run] = []
    broken = False
    for run in runs:
        if run.text == "\n":
            broken = True
            continue
        first = run.text.lstrip()[:1]
        if broken and first:
            if first.islower():
                line.append(Run(" "))
            else:
                yield line
                line = []
            broken = False
        line.append(run)
    yield line


def _text_and_marks(runs: list[Run]) -> tuple[str, tuple[tuple[str, int, int, str], ...]]:
    """Join the runs of one line and return the marks with their offsets in it."""
    parts: list[str] = []
    length, ends_in_space = 0, True
    links: list[tuple[str, int, int, str]] = []
    raised: list[tuple[str, int, int, str]] = []
    for run in runs:
        part = space_singly(clean_characters(run.text))
        if ends_in_space:
            part = part.lstrip()
        if not part:
            continue
        parts.append(part)
        start, length = length, length + len(part)
        ends_in_space = part[-1] == " "
        if run.link:
            _extend(links, ("link", start, length, run.link))
        if run.superscript:
            _extend(raised, ("superscript", start, length, ""))
    joined = "".join(parts)
    text = joined.rstrip()
    composed = clean_characters(text)
    if composed != text or not unicodedata.is_normalized("NFC", text):
        return " ".join(composed.split()), ()  # runs that only make sense together: places are lost
    marks = sorted((_trimmed(mark, text) for mark in links + raised), key=lambda m: (m[1], m[2]))
    return text, tuple(mark for mark in marks if mark[1] < mark[2])


def _extend(marks: list[tuple[str, int, int, str]], new: tuple[str, int, int, str]) -> None:
    """Add a mark, or lengthen the last one if it is the same that goes on."""
    if marks and marks[-1][2] == new[1] and marks[-1][3] == new[3]:
        new = (new[0], marks.pop()[1], new[2], new[3])
    marks.append(new)


def _trimmed(mark: tuple[str, int, int, str], text: str) -> tuple[str, int, int, str]:
    """Return the mark without the white space at its ends."""
    kind, start, end, target = mark
    end = min(end, len(text))
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return kind, start, end, target
