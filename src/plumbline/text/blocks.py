"""Blocks: which lines of a plain text are headings, paragraphs, list items.

Web pages come as text in three habits: a paragraph on each line, paragraphs between blank lines,
and paragraphs broken at a fixed width. A heading never melts into what follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plumbline.sources.raw import space_singly
from plumbline.text.rules import Rules
from plumbline.text.segment import split_sentences

ITEM = re.compile(
    r"(?:[-*+\u2022\u2043\u2023\u25e6\u25aa\u25cf\u25cb\u00b7\u2013\u2014\u2212]|\u2713|\u2714|\u2705)\s+(?=\S)"
    r"|[\u2022\u2043\u2023\u25e6\u25aa\u25cf](?=\w)"
    r"|(?P<number>\(?\d{1,3}[.)])\s+(?=\S)|\(?[a-z][.)]\s+(?=\S)"
)
_STOP_INSIDE = re.compile(r"[.!?]\s")
_QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]*[.!?\u2026][\"\u201d]")  # "It works." - Ann
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
SEPARATOR = re.compile(r"[-=_*~#+\u2022\u00b7\u2014\u2013\u2500\u2550\s]{3,}")
_LONGEST_HEADING, _MOST_HEADING_WORDS = 110, 13  # characters, words
_LONGEST_TITLE, _MOST_TITLE_WORDS = 160, 20  # where the words are capitalised
_MOST_LABEL_WORDS = 4
_LONG_RUN = 5  # short lines in a row that are rather a list than headings
_ADDRESS_AT_END = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S{0,300}$")
_LEAST_WRAP, _MOST_WRAP = 40, 120  # characters of a line that was broken at a fixed width


@dataclass(slots=True)
class Piece:
    """A block on its way: its text, kind, depth, and the length of its list marker."""

    text: str
    kind: str = ""
    level: int = 0
    lead: int = 0
    marks: tuple[tuple[str, int, int, str], ...] = ()


def cut_piece(piece: Piece, start: int) -> Piece:
    """Cut a piece short before the character `start`, and return what it held from there on."""
    behind = Piece(
        piece.text[start:],
        "body",
        marks=tuple(
            (kind, max(first - start, 0), last - start, target)
            for kind, first, last, target in piece.marks
            if last > start
        ),
    )
    piece.text = piece.text[:start].rstrip()
    length = len(piece.text)
    piece.marks = tuple(
        (kind, first, min(last, length), target)
        for kind, first, last, target in piece.marks
        if first < length
    )
    return behind


def cut_lines(text: str, rules: Rules) -> list[Piece]:
    """Cut plain text (characters cleaned) into pieces of one line each, with their kinds."""
    pieces = []
    for line in _join_wrapped(text.splitlines(), text):
        if line and not SEPARATOR.fullmatch(line):
            pieces.append(Piece(line))
            mark_item(pieces[-1])
            _mark_hashes(pieces[-1])
    recognise_headings(pieces, rules)
    return pieces


def mark_item(piece: Piece) -> None:
    """Note the list marker that a line begins with."""
    match = ITEM.match(piece.text)
    if match:
        piece.kind, piece.lead = "list_item", match.end()


def _mark_hashes(piece: Piece) -> None:
    match = _HASHES.match(piece.text)
    if match:
        piece.kind, piece.level, piece.lead = "heading", len(match[1]), match.end()


def _join_wrapped(lines: list[str], text: str) -> list[str]:
    """Return the lines with single spaces, those of a paragraph broken at a fixed width joined."""
    joined: list[str] = []
    group: list[str] = []
    for line in [*lines, ""]:
        if line and not line.isspace():
            group.append(line)
        elif group:
            joined += _join_group(group, text)
            group = []
    return joined


def _join_group(group: list[str], text: str) -> list[str]:
    """Join the lines between two blank lines where they are parts of one paragraph or item."""
    plain = [space_singly(line).strip() for line in group]
    if len(plain) == 1:
        return plain
    width = _wrap_width(plain)
    paragraphs = [[plain[0]]]
    in_item = ITEM.match(plain[0]) is not None
    for i in range(1, len(plain)):
        begins_item = ITEM.match(plain[i]) is not None
        goes_on = in_item and group[i][:2].isspace() and not group[i - 1].endswith((".", ":"))
        goes_on = goes_on or _is_open(plain[i - 1], plain[i])
        if not begins_item and (goes_on or (width and _continues(plain[i - 1], plain[i], width))):
            paragraphs[-1].append(plain[i])
        else:
            paragraphs.append([plain[i]])
            in_item = begins_item
    return [_join(paragraph, text) for paragraph in paragraphs]


def _wrap_width(lines: list[str]) -> int:
    """Return the width at which a paragraph was broken, or 0 where it was not.

    Broken lines are of about equal length, and many of the lines after them begin in mid-sentence.
    """
    lengths = sorted(map(len, lines[:-1]))
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not _LEAST_WRAP <= width <= _MOST_WRAP:
        return 0
    full = sum(length >= 0.75 * width for length in lengths)
    mid_sentence = sum(line[0].islower() for line in lines[1:])
    return width if full >= 0.5 * len(lengths) and mid_sentence >= 0.3 * len(lengths) else 0


def _is_open(previous: str, line: str) -> bool:
    """Say whether a line ends in mid-sentence or in mid-address, however long the others are."""
    return (previous[-1] == "," and len(previous) >= _LEAST_WRAP) or _divides(previous, line)


def _divides(previous: str, line: str) -> bool:
    """Say whether a line ends within an address or a DOI that the next one goes on with."""
    if previous[-1] not in "/-_." or _ADDRESS_AT_END.search(previous) is None:
        return False
    return line[0].isdigit() or line[0].islower() or (line[0].isalpha() and previous[-1] != ".")


def _continues(previous: str, line: str, width: int) -> bool:
    """Say whether `line` goes on with the paragraph of the line before it."""
    first_word = line.split(None, 1)[0]
    if len(previous) + 1 + len(first_word) > width:
        return True  # the next word did not fit
    return first_word[0].islower() and (previous[-1] == "-" or 2 * len(previous) >= width)


def _join(paragraph: list[str], text: str) -> str:
    """Join the lines of a paragraph; a word divided at a line end is mended where it is known."""
    joined = paragraph[0]
    if len(paragraph) == 1:
        return joined
    parts = [joined]
    for line in paragraph[1:]:
        last = parts[-1]
        if _divides(last, line):
            parts.append(line)
        elif len(last) > 1 and last[-1] == "-" and last[-2].isalpha() and line[0].islower():
            head, tail = last[:-1].rsplit(None, 1)[-1], line.split(None, 1)[0].rstrip(".,;:!?)")
            parts[-1] = last[:-1] if head + tail in text else last
            parts.append(line)
        else:
            parts += [" ", line]
    return "".join(parts)


def recognise_headings(pieces: list[Piece], rules: Rules) -> None:
    """Settle the kind of every piece that has none: heading, list item or body.

    A numbered line stays a list item unless running text follows it (``1. Falling asleep``).
    """
    shapes = [_shape(piece, rules) for piece in pieces]
    i = 0
    while i < len(pieces):
        piece, shape = pieces[i], shapes[i]
        follows_text = i + 1 < len(pieces) and not shapes[i + 1] and not pieces[i + 1].kind
        numbered = piece.lead and piece.text[0].isalnum()
        if piece.kind == "list_item" and numbered and shape and follows_text:
            _make_heading(pieces, i)
        elif piece.kind == "" and shape in ("title", "plain"):
            i = _settle_run(pieces, shapes, i)
            continue
        elif piece.kind == "":
            if (
                shape == "label"
                or (shape == "lead" and not _items_follow(pieces, shapes, i))
                or (shape == "question" and follows_text)
            ):
                _make_heading(pieces, i)
            else:
                piece.kind = "body"
        i += 1


def _items_follow(pieces: list[Piece], shapes: list[str], i: int) -> bool:
    """Say whether list items, marked or bare, come after a line that ends in a colon."""
    marked = i + 1 < len(pieces) and pieces[i + 1].kind == "list_item"
    return marked or shapes[i + 1 : i + 3] == ["plain", "plain"]


def _make_heading(pieces: list[Piece], i: int) -> None:
    pieces[i].kind, pieces[i].level, pieces[i].lead = "heading", 2 if i else 1, 0


def _settle_run(pieces: list[Piece], shapes: list[str], first: int) -> int:
    """Settle a run of short lines without a final stop; return the index after it.

    After a line that announces a list they are its items; else they are headings, unless there
    are so many in sentence case that only a list makes sense.
    """
    last = first
    while last < len(pieces) and pieces[last].kind == "" and shapes[last] in ("title", "plain"):
        last += 1
    length, at_end = last - first, last == len(pieces)
    announced = first > 0 and pieces[first - 1].text[-1] == ":"
    titles = sum(shape == "title" for shape in shapes[first:last])
    are_items = length > 1 if announced else length >= _LONG_RUN and 2 * titles < length
    for i in range(first, last):
        heads_next = i == last - 1 and not at_end
        if are_items and not (heads_next and length > 2 and shapes[i] == "title"):
            pieces[i].kind = "list_item"
        elif i == len(pieces) - 1 and shapes[i] == "plain":
            pieces[i].kind = "body"
        else:
            _make_heading(pieces, i)
    return last


def _shape(piece: Piece, rules: Rules) -> str:
    """Return what a short line looks like, or "" for running text.

    ``title`` (capitals), ``plain`` (no final stop), ``question``, ``label`` (a title that ends in
    a colon), ``lead`` (a few words that end in a colon: a title, unless a list follows).
    """
    text = _without_raised(piece)
    if not text or len(text) > _LONGEST_TITLE or text[0].islower() or _QUOTED.match(text):
        return ""
    words = text.rstrip('"\u201d\u2019)*_ ').split()
    if not words or len(words) > _MOST_TITLE_WORDS:
        return ""
    last = words[-1][-1]
    if last in ".,;\u2026" or not any(map(str.isalpha, text)):
        return ""
    titled = _is_titled(words, rules)
    if not titled and (len(text) > _LONGEST_HEADING or len(words) > _MOST_HEADING_WORDS):
        return ""
    if last == "?":
        return "question"
    if last == "!":
        return "title" if titled and len(words) > 2 else ""
    if _STOP_INSIDE.search(text) and len(split_sentences(text, rules=rules)) > 1:
        return ""
    if last == ":":
        word = words[-1].rstrip(":").lower()
        if word in rules["lead_in"] or (not titled and word in rules["no_list"]):
            return ""
        if titled and len(words) > 1:
            return "label"
        return "lead" if len(words) <= _MOST_LABEL_WORDS else ""
    return "title" if titled else "plain"


def _without_raised(piece: Piece) -> str:
    """Return the text after the list marker without superscripts: ``night.1`` ends in a stop."""
    kept, at = [], piece.lead
    for kind, start, end, _ in piece.marks:
        if kind == "superscript" and start >= at:
            kept.append(piece.text[at:start])
            at = end
    return "".join([*kept, piece.text[at:]]).strip()


def _is_titled(words: list[str], rules: Rules) -> bool:
    """Say whether the words after the first are capitalised as in a title."""
    rest = [
        w for w in words[1:] if w[0].isalpha() and w.lower().strip(":,") not in rules["small_word"]
    ]
    return sum(w[0].isupper() for w in rest) >= 0.6 * len(rest) if rest else words[0][0].isupper()
