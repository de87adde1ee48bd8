"""From the text of a source to a Document: cleaned characters, blocks, sentences, marks."""

from __future__ import annotations

import re
from typing import Any

from plumbline.sources.raw import RawText
from plumbline.text.blocks import Piece, cut_lines
from plumbline.text.characters import clean_characters
from plumbline.text.document import Block, Document, Mark, Sentence
from plumbline.text.furniture import recognise_boilerplate, recognise_references
from plumbline.text.language import detect_language
from plumbline.text.rules import Rules, load_rules
from plumbline.text.segment import split_sentences


def clean_text(
    source_id: str, text: str, fmt: str = "text", rules: Rules | None = None
) -> Document:
    """Return the Document of a text that is decoded already.

    Args:
        source_id: the id that the document carries.
        text: the decoded text of the file.
        fmt: ``text``, ``markdown`` or ``html``.
        rules: word lists and patterns; those of ``config/segmentation`` if None.

    Raises:
        SourceError: the markup cannot be read.

    """
    return clean_raw(source_id, RawText(text, fmt), rules)


def clean_raw(source_id: str, raw: RawText, rules: Rules | None = None) -> Document:
    """Return the Document of what a reader handed on."""
    rules = rules or load_rules()
    pieces = cut_lines(clean_characters(raw.text), rules)
    recognise_references(pieces, rules)
    recognise_boilerplate(pieces, rules)
    text, blocks, sentences, marks = _assemble(pieces, rules)
    language, confidence = detect_language(text)
    notes = find_lost_lists(text, blocks, sentences, rules)
    first_heading = next((text[b.start : b.end] for b in blocks if b.kind == "heading"), "")
    metadata = {"title": first_heading, "format": raw.format, "language": language, "notes": notes}
    return Document(source_id, text, blocks, sentences, marks, metadata)


def _assemble(
    pieces: list[Piece], rules: Rules
) -> tuple[str, tuple[Block, ...], tuple[Sentence, ...], tuple[Mark, ...]]:
    """Put the pieces into one text, a blank line between blocks, and count the offsets."""
    text = "\n\n".join([piece.text for piece in pieces])
    blocks, sentences, marks = [], [], []
    start = 0
    for paragraph, piece in enumerate(pieces, 1):
        end = start + len(piece.text)
        blocks.append(Block(piece.kind, start, end, piece.level))
        if piece.kind == "heading":
            spans = [(start + piece.lead, end)]
        else:
            spans = split_sentences(text, start + piece.lead, end, rules)
        for first, last in spans:
            sentences.append(Sentence(len(sentences) + 1, paragraph, piece.kind, first, last))
        for kind, first, last, target in piece.marks:
            marks.append(Mark(kind, start + first, start + last, target))
        start = end + 2
    return text, tuple(blocks), tuple(sentences), tuple(marks)


def find_lost_lists(
    text: str, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...], rules: Rules
) -> list[dict[str, Any]]:
    """Note each colon that announces a list which does not follow.

    A list has followed if the next block is a list item or a heading (the headings are then the
    items). ``block`` counts from 1; ``start`` and ``end`` are those of the announcing sentence.
    """
    last_sentence = {s.paragraph: s for s in sentences}
    notes = []
    for number, block in enumerate(blocks, 1):
        if block.kind not in ("body", "list_item") or text[block.end - 1] != ":":
            continue
        following = blocks[number].kind if number < len(blocks) else "end"
        sentence = last_sentence[number]
        if following in ("list_item", "heading"):
            continue
        if _announces_list(text[sentence.start : sentence.end], rules):
            notes.append(
                {
                    "kind": "lost_list",
                    "block": number,
                    "start": sentence.start,
                    "end": sentence.end,
                    "followed_by": following,
                }
            )
    return notes


_WORDS = re.compile(r"[^\W\d_]+")


def _announces_list(sentence: str, rules: Rules) -> bool:
    words = _WORDS.findall(sentence.lower())
    return bool(words) and (
        words[-1] in rules["lead_in"] or not rules["announces"].isdisjoint(words)
    )
