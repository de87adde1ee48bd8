"""Parts of a page that are not the article: reference lists, and the furniture of the site."""

from __future__ import annotations

import re

from plumbline.text.blocks import Piece
from plumbline.text.rules import Furniture, Rules
from plumbline.text.tokens import is_word, tokenise

_YEAR = re.compile(r"(?:19|20)\d\d")
_MARKERS = (
    _YEAR,
    re.compile(r"\bdoi\b|\b10\.\d{4,9}/|\bpmid\b|\bpmcid\b|\bPMC\d", re.I),
    re.compile(r"\bet al\b"),
    re.compile(
        r"\d\s?(?:\(\d{1,4}(?:[-\u2013]\d{1,4})?\))?\s?[:,]\s?[eES]?\d{1,6}\s?[-\u2013]\s?\d"
    ),
    re.compile(r"https?://|\bwww\."),
    re.compile(r"\b[A-Z][a-z]{1,20},? [A-Z](?:\.? ?[A-Z]){0,2}\b[.,;]"),  # Author AB,
    re.compile(r"\b(?:J|Journal|Rev|Clin|Nutr|Med|Sci|Int|Ann|Am|Br)\b\.? [A-Z]"),
)
_STRONG = 3  # markers that make a reference even without a heading above it
_LONGEST_REFERENCE = 700  # characters
_LINKED_SHARE = 0.9  # of a block that is nothing but a link
_LEAST_POINTER_WORDS = 4
_CHARACTERS_PER_WORD = 9  # a longer block has too many words for furniture
_ANY_LENGTH_HEADINGS = frozenset(("sources", "article sources", "footnotes", "citations"))


def recognise_references(pieces: list[Piece], rules: Rules) -> None:
    """Mark the entries of reference lists, under their heading or by their look."""
    section = ""
    for piece in pieces:
        heading = piece.text[piece.lead :].strip("#*_:. ").lower()
        if len(heading) < 40 and heading in rules["reference_heading"]:
            section = heading
            piece.kind, piece.level, piece.lead = "heading", piece.level or 2, 0
        elif section and piece.kind != "boilerplate":
            section = _settle_reference(piece, section)
    _recognise_bare_lists(pieces)


def _settle_reference(piece: Piece, section: str) -> str:
    """Mark one piece under a reference heading; return the section, "" where it has ended."""
    score = _count_markers(piece.text)
    listed = piece.kind == "list_item" and section not in _ANY_LENGTH_HEADINGS
    if score or listed:
        piece.kind, piece.level = "reference", 0
        return section
    return "" if piece.kind == "heading" or len(piece.text) > 250 else section


def _recognise_bare_lists(pieces: list[Piece]) -> None:
    """Mark two or more strong references in a row that stand under no heading of their own."""
    run: list[Piece] = []
    for piece in [*pieces, Piece("", "end")]:
        may_be = piece.kind in ("body", "list_item", "heading") and _YEAR.search(piece.text)
        if may_be and _count_markers(piece.text) >= _STRONG:
            run.append(piece)
            continue
        if len(run) > 1:
            for entry in run:
                entry.kind, entry.level = "reference", 0
        run = []


def _count_markers(text: str) -> int:
    if len(text) > _LONGEST_REFERENCE:
        return 0
    return sum(marker.search(text) is not None for marker in _MARKERS)


def recognise_link_lists(pieces: list[Piece]) -> None:
    """Mark runs of blocks that are nothing but links: contents, related stories, menus.

    Two or more in a row make a run. Entries of reference lists stay, and so do lists of single
    linked words, unless the links lead to places on the same page.
    """
    run: list[Piece] = []
    for piece in [*pieces, Piece("", "end")]:
        if piece.kind not in ("reference", "boilerplate", "end") and _is_pointer(piece):
            run.append(piece)
            continue
        if len(run) > 1:
            for entry in run:
                entry.kind, entry.level = "boilerplate", 0
        run = []


def _is_pointer(piece: Piece) -> bool:
    links = [mark for mark in piece.marks if mark[0] == "link"]
    linked = sum(end - start for _, start, end, _ in links)
    if not links or linked < _LINKED_SHARE * len(piece.text) or _count_markers(piece.text) > 1:
        return False
    on_this_page = all(target.startswith("#") for *_, target in links)
    return on_this_page or len(piece.text.split()) >= _LEAST_POINTER_WORDS


def recognise_boilerplate(pieces: list[Piece], rules: Rules) -> None:
    """Mark the blocks that hold a pattern of ``boilerplate.tsv`` and are short enough for it."""
    for furniture in rules.furniture:
        longest = furniture.most_words * _CHARACTERS_PER_WORD
        candidates = [
            piece
            for piece in pieces
            if len(piece.text) <= longest and piece.kind not in ("reference", "boilerplate")
        ]
        folded = "\n".join([piece.text for piece in candidates]).lower()
        anchors = [anchor for anchor in furniture.anchors if anchor in folded]
        if anchors:
            for piece in candidates:
                if _is_furniture(piece.text, anchors, furniture):
                    piece.kind, piece.level = "boilerplate", 0


def _is_furniture(text: str, anchors: list[str], furniture: Furniture) -> bool:
    folded = text.lower()
    if not any(anchor in folded for anchor in anchors):
        return False
    tokens = tokenise(text, [(0, len(text))])
    if sum(map(is_word, tokens.words)) > furniture.most_words:
        return False
    return bool(furniture.matcher.find(tokens, 0))
