"""From the text of a source to a Document: cleaned characters, blocks, sentences, marks."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from plumbline.errors import SourceError
from plumbline.sources.catalogue import Source
from plumbline.sources.confine import run_confined
from plumbline.sources.limits import Limits
from plumbline.sources.raw import RawText
from plumbline.sources.reader import load_reader, parse_text, read_source
from plumbline.text.blocks import Piece, cut_lines
from plumbline.text.characters import clean_characters, clean_line
from plumbline.text.document import Block, Document, Mark, Sentence
from plumbline.text.furniture import (
    find_notice,
    recognise_boilerplate,
    recognise_link_lists,
    recognise_references,
)
from plumbline.text.language import detect_language, load_identifier
from plumbline.text.rules import Rules, load_rules
from plumbline.text.segment import split_sentences
from plumbline.text.structure import pieces_of_blocks

_UNDIVIDED = ("heading", "reference")  # one "sentence" each: their stops end nothing
_LONGEST_QUOTE = 60  # characters
_ORDINARY_SIZE = 1_000_000  # bytes
_MOST_LINES = 10  # of a sentence that is broken at a fixed width
_WORDS = re.compile(r"[^\W\d_]+")
_RAISED = "\u00b9\u00b2\u00b3\u2070\u2071\u2072\u2073\u2074\u2075\u2076\u2077\u2078\u2079"
_RAISED_DIGITS = re.compile(f"[{_RAISED}]+")


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
        SourceError: an unknown format, or a page without running text.

    """
    return clean_raw(source_id, parse_text(text, fmt, source_id), rules)


def clean_source(
    source: Source, limits: Limits | Mapping[str, int] | None = None, rules: Rules | None = None
) -> Document:
    """Read and clean one source.

    A source that cannot be read, or is beyond the limits, becomes a document without text, whose
    ``metadata["note"]`` says in one sentence what is wrong and what to do; it is never a reason to
    stop the others.
    """
    sheet = {
        "group": clean_line(source.group),
        "path": source.relative_path,
        "publisher": clean_line(source.publisher),
        "published": clean_line(source.published),
    }
    known = {"title": clean_line(source.title), "url": clean_line(source.url)}
    try:
        document = _clean_within_limits(source, Limits.of(limits), rules or load_rules())
    except SourceError as error:
        empty = {**known, "format": source.format, "encoding": "", "language": ""}
        metadata = {**empty, **sheet, "sha256": "", "note": str(error), "notes": []}
        return Document(source.source_id, "", metadata=metadata)
    for key, value in known.items():
        sheet[key] = value or document.metadata[key]
    document.metadata.update(sheet)
    return document


def _clean_within_limits(source: Source, limits: Limits, rules: Rules) -> Document:
    """Clean a source, in a process of its own unless it is a plain text of ordinary size."""

    where = source.relative_path

    def work() -> Document:
        return clean_within(source.source_id, read_source(source, limits), where, limits, rules)

    if _is_harmless(source):
        return work()
    load_reader(source.format)
    document = Document.from_dict(run_confined(lambda: work().to_dict(), where, limits))
    if document.metadata["language"] not in ("en", "und"):
        load_identifier()  # so that the next process need not
    return document


def clean_within(
    source_id: str, raw: RawText, where: str, limits: Limits, rules: Rules | None
) -> Document:
    """Return the Document of what a reader handed on, if it holds a text within the limits.

    Raises:
        SourceError: beyond a limit, or a page that shows a notice in place of its article; one
            sentence with `where` and what to do.

    """
    rules = rules or load_rules()
    # so many lines or blocks hold too many sentences: that need not be counted one by one
    least = max(len(raw.blocks), raw.text.count("\n") // _MOST_LINES)
    limits.check_length(least, "sentences", where)
    document = clean_raw(source_id, raw, rules)
    if not document.text:
        why = "; ".join(["nothing that can be shown stands in this file", *raw.notes])
        raise SourceError(f"{where}: {why}; put its text in or take it out.")
    limits.check_length(len(document.sentences), "sentences", where)
    limits.check_length(len(document.text), "characters", where)
    texts = [document.text[b.start : b.end] for b in document.blocks if b.kind != "heading"]
    notice = find_notice(texts, rules)
    if notice:
        raise SourceError(
            f"{where}: this page shows a notice in place of its article; it begins "
            f"'{shorten(notice, _LONGEST_QUOTE)}', so save the page again once a browser shows the "
            "article, or take it out."
        )
    return document


def _is_harmless(source: Source) -> bool:
    """Say whether no library reads the file and its size alone bounds the time that it takes."""
    try:
        return source.format == "text" and os.stat(source.path).st_size <= _ORDINARY_SIZE
    except OSError:
        return True  # reading it will say what is wrong


def clean_raw(source_id: str, raw: RawText, rules: Rules | None = None) -> Document:
    """Return the Document of what a reader handed on."""
    rules = rules or load_rules()
    if raw.format == "text":
        pieces = cut_lines(clean_characters(raw.text), rules)
    else:
        pieces = pieces_of_blocks(raw.blocks, rules)
    recognise_boilerplate(pieces, rules)
    recognise_references(pieces, rules)
    if raw.blocks:
        recognise_link_lists(pieces)
    text, blocks, sentences, marks = _assemble(pieces, rules)
    language, confidence = detect_language(text, rules["english"])
    remarks = [*raw.notes, *_remark_on_language(language, confidence)]
    metadata = {
        "title": _choose_title(text, blocks, raw),
        "url": clean_line(raw.url),
        "format": raw.format,
        "encoding": raw.encoding,
        "language": language,
        "sha256": raw.sha256,
        "note": "; ".join(remarks),
        "notes": find_lost_lists(text, blocks, sentences, rules),
    }
    return Document(source_id, text, blocks, sentences, marks, metadata)


def _choose_title(text: str, blocks: tuple[Block, ...], raw: RawText) -> str:
    """Return the heading that opens a text, else the title that its format gives.

    A heading further down is that of a section, and so is the first that is left of a web page,
    unless it is of the highest level or the title of the page holds it.
    """
    given = clean_line(raw.title)
    if not blocks or blocks[0].kind != "heading":
        return given
    opening = text[blocks[0].start : blocks[0].end]
    of_section = blocks[0].level > 1 and opening.lower() not in given.lower()
    return given if given and of_section and raw.format == "html" else opening


def _remark_on_language(language: str, confidence: float) -> list[str]:
    if language == "en" or confidence == 0:  # English, or too short to tell
        return []
    named = f"language: {language} ({confidence:.2f})"
    found = named if language != "und" else "the language of this text is uncertain"
    return [f"{found}; the measures are made for English"]


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
        if piece.kind in _UNDIVIDED:
            spans = [(start + piece.lead, end)]
        else:
            spans = split_sentences(text, start + piece.lead, end, rules)
        for first, last in spans:
            sentences.append(Sentence(len(sentences) + 1, paragraph, piece.kind, first, last))
        for kind, first, last, target in piece.marks:
            marks.append(Mark(kind, start + first, start + last, target))
        start = end + 2
    if not text.isascii() and any(map(text.__contains__, _RAISED)):
        marks += [Mark("superscript", *match.span()) for match in _RAISED_DIGITS.finditer(text)]
        marks.sort(key=lambda mark: (mark.start, mark.end))
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


def _announces_list(sentence: str, rules: Rules) -> bool:
    words = _WORDS.findall(sentence.lower())
    if not words or words[-1] in rules["no_list"]:
        return False
    return words[-1] in rules["lead_in"] or not rules["announces"].isdisjoint(words)
