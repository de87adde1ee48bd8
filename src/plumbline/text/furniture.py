"""Parts of a page that are not the article: reference lists, and the furniture of the site."""

from __future__ import annotations

import re

from plumbline.text.blocks import Piece
from plumbline.text.patterns import Accept, PatternMatch
from plumbline.text.rules import Rules
from plumbline.text.tokens import Tokens, is_word, tokenise

_MARKERS = (
    re.compile(r"\b(?:19|20)\d\d[a-z]?\b"),
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
_LONGEST_FURNITURE = 800  # characters; patterns are looked for in shorter blocks only
_MOST_WORDS, _MOST_WORDS_SHORT = 100, 15
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
        may_be = piece.kind in ("body", "list_item", "heading") and len(piece.text) > 30
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


def recognise_boilerplate(pieces: list[Piece], rules: Rules) -> None:
    """Mark short blocks that hold a pattern of ``boilerplate.tsv``."""
    short = [
        piece
        for piece in pieces
        if len(piece.text) <= _LONGEST_FURNITURE and piece.kind not in ("reference", "boilerplate")
    ]
    for piece in short:
        tokens = tokenise(piece.text, [(0, len(piece.text))])
        if rules.boilerplate.find(tokens, 0, _short_enough(tokens)):
            piece.kind, piece.level = "boilerplate", 0


def _short_enough(tokens: Tokens) -> Accept:
    """Return the guard: a pattern counts only in a block of so many words."""
    limits = {"": _MOST_WORDS, "short_block": _MOST_WORDS_SHORT}

    def accept(match: PatternMatch) -> bool:
        return sum(map(is_word, tokens.words)) <= limits[match.payload]

    return accept
