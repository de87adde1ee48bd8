"""Parts of a page that are not the article: reference lists, and the furniture of the site."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from plumbline.sources.raw import name_section
from plumbline.text.blocks import Piece, cut_piece
from plumbline.text.rules import Furniture, Rules
from plumbline.text.segment import split_sentences
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
_ENTRY = re.compile(
    r"(?:[\[(]?\d{1,3}[\].)]{0,2}\s(?:\|\s)?)?"
    r"(?:[A-Z][\w'\u2019-]{1,30}(?: [A-Z][\w'\u2019-]{1,30})?,? "
    r"(?:[A-Z]\.?[ -]?){1,3}[,.;(]|[A-Z][^.!?]{10,250}\. )"
)
_VOLUME_AND_PAGES = _MARKERS[3]
_MOST_PROSE_WORDS = 2
_WORD = re.compile(r"[a-z]+")
_STRONG = 3  # markers that make a reference even without a heading above it
_LONGEST_REFERENCE = 700  # characters
_LONGEST_NAME = 50  # characters of the heading of a reference list
_LINKED_SHARE = 0.85  # of a block that is nothing but a link
_LEAST_POINTER_WORDS = 4
_LEAST_TEASER_WORDS = 7
_CHARACTERS_PER_WORD = 9  # a longer block has too many words for furniture
_ANY_LENGTH_HEADINGS = frozenset(
    ("sources", "article sources", "footnotes", "citations", "further reading")
)


def recognise_references(pieces: list[Piece], rules: Rules) -> None:
    """Mark the entries of reference lists, under their heading or by their look."""
    section = ""
    for piece in pieces:
        words = piece.text[piece.lead :]
        heading = name_section(words) if len(words) < _LONGEST_NAME else ""
        if heading in rules["reference_heading"]:
            section = heading
            piece.kind, piece.level, piece.lead = "heading", piece.level or 2, 0
        elif section and piece.kind != "boilerplate":
            section = _settle_reference(piece, section, rules)
    _recognise_bare_lists(pieces, rules)


def _settle_reference(piece: Piece, section: str, rules: Rules) -> str:
    """Mark one piece under a reference heading; return the section, "" where it has ended."""
    listed = piece.kind == "list_item" and section not in _ANY_LENGTH_HEADINGS
    strong = listed or _has_markers(piece.text, _STRONG)
    if strong or (_has_markers(piece.text, 1) and not _is_prose(piece.text, rules)):
        piece.kind, piece.level = "reference", 0
        return section
    return "" if piece.kind == "heading" or len(piece.text) > 250 else section


def _is_prose(text: str, rules: Rules) -> bool:
    """Say whether a text speaks in whole sentences: its verbs and pronouns give it away."""
    words = _WORD.findall(text.lower())
    return sum(word in rules["prose_word"] for word in words) >= _MOST_PROSE_WORDS


def _looks_listed(text: str, rules: Rules) -> bool:
    """Say whether a text without a heading above it is put like an entry of a reference list."""
    if len(text) > _LONGEST_REFERENCE or not ("19" in text or "20" in text):
        return False
    if not _YEAR.search(text) or not _ENTRY.match(text):
        return False
    if not _VOLUME_AND_PAGES.search(text) and _is_prose(text, rules):
        return False
    return _has_markers(text, _STRONG)


def _recognise_bare_lists(pieces: list[Piece], rules: Rules) -> None:
    """Mark two or more strong references in a row that stand under no heading of their own."""
    run: list[Piece] = []
    for piece in [*pieces, Piece("", "end")]:
        may_be = piece.kind in ("body", "list_item", "heading")
        if may_be and _looks_listed(piece.text, rules):
            run.append(piece)
            continue
        if len(run) > 1:
            for entry in run:
                entry.kind, entry.level = "reference", 0
        run = []


def _has_markers(text: str, least: int) -> bool:
    """Say whether a text is short enough for a reference and holds so many of the markers."""
    if len(text) > _LONGEST_REFERENCE:
        return False
    left = len(_MARKERS) - least  # markers that may still be missing
    for marker in _MARKERS:
        if marker.search(text) is not None:
            least -= 1
            if not least:
                return True
        elif not left:
            return False
        else:
            left -= 1
    return False


def recognise_link_lists(pieces: list[Piece]) -> None:
    """Mark runs of blocks that are nothing but links: contents, related stories, menus.

    Two or more in a row make a run, and so does the headline of another story. Entries of reference
    lists stay, and so do lists of single linked words, unless the links lead to places on the same
    page.
    """
    run: list[Piece] = []
    for piece in [*pieces, Piece("", "end")]:
        if piece.kind not in ("reference", "boilerplate", "end") and _is_pointer(piece):
            run.append(piece)
            continue
        if len(run) > 1 or any(map(_is_teaser, run)):
            for entry in run:
                entry.kind, entry.level = "boilerplate", 0
        run = []


def _is_teaser(piece: Piece) -> bool:
    """Say whether a block of its own is the linked headline of another story."""
    words = len(piece.text.split())
    return piece.kind == "body" and words >= _LEAST_TEASER_WORDS and piece.text[-1] not in ".!?:"


def _is_pointer(piece: Piece) -> bool:
    links = [mark for mark in piece.marks if mark[0] == "link"]
    linked = sum(end - start for _, start, end, _ in links)
    if not links or linked < _LINKED_SHARE * len(piece.text) or _has_markers(piece.text, 2):
        return False
    on_this_page = all(target.startswith("#") for *_, target in links)
    return on_this_page or len(piece.text.split()) >= _LEAST_POINTER_WORDS


def recognise_boilerplate(pieces: list[Piece], rules: Rules) -> None:
    """Mark the blocks that hold a pattern of ``boilerplate.tsv`` and are short enough for it.

    A block that ends in a disclaimer is cut in two before it.
    """
    _cut_endings(pieces, rules)
    for furniture in rules.furniture:
        longest = furniture.most_words * _CHARACTERS_PER_WORD
        candidates = [
            piece
            for piece in pieces
            if len(piece.text) <= longest and piece.kind not in ("reference", "boilerplate")
        ]
        for piece in _with_anchors(candidates, furniture):
            if _is_furniture(piece.text, furniture):
                piece.kind, piece.level = "boilerplate", 0


def _cut_endings(pieces: list[Piece], rules: Rules) -> None:
    """Cut blocks before the sentence that holds a pattern with the guard ``from_here``."""
    whole = [piece for piece in pieces if piece.kind in ("body", "list_item")]
    cut = {id(piece): _cut_ending(piece, rules) for piece in _with_anchors(whole, rules.endings)}
    if cut:
        parts = [part for piece in pieces for part in (piece, cut.get(id(piece)))]
        pieces[:] = [part for part in parts if part is not None]


def _cut_ending(piece: Piece, rules: Rules) -> Piece | None:
    tokens = tokenise(piece.text, [(0, len(piece.text))])
    found = rules.endings.matcher.find(tokens, 0)
    if not found:
        return None
    at = tokens.starts[found[0].first]
    sentences = split_sentences(piece.text, piece.lead, rules=rules)
    start = max(first for first, _ in sentences if first <= at)
    if start == piece.lead or not _is_furniture(piece.text[start:], rules.endings):
        return None
    return cut_piece(piece, start)


def find_notice(texts: list[str], rules: Rules) -> str:
    """Return the notice that a page shows in place of an article, "" where it shows more than that.

    Args:
        texts: the blocks of the page but its headings, which may be those of the article.
        rules: a notice is what matches the category ``notice`` of ``boilerplate.tsv``.

    """
    if sum(map(len, texts)) > rules.notices.most_words * _CHARACTERS_PER_WORD:
        return ""
    notices = [text for text in texts if _is_furniture(text, rules.notices)]
    return notices[0] if 2 * sum(map(len, notices)) >= sum(map(len, texts)) and notices else ""


def _with_anchors(pieces: list[Piece], furniture: Furniture) -> list[Piece]:
    """Return the pieces that hold one of the anchors, found in one pass over all of them."""
    folded = [piece.text.lower() for piece in pieces]
    found = furniture.anchors.find_matches_as_indexes("\n".join(folded), overlapping=True)
    starts = list(accumulate((len(text) + 1 for text in folded), initial=0))
    return [pieces[i] for i in sorted({bisect_right(starts, start) - 1 for _, start, _ in found})]


def _is_furniture(text: str, furniture: Furniture) -> bool:
    tokens = tokenise(text, [(0, len(text))])
    if sum(map(is_word, tokens.words)) > furniture.most_words:
        return False
    return bool(furniture.matcher.find(tokens, 0))
