"""From the bytes of a source to a Document."""

from __future__ import annotations

import re

from plumbline.text.document import Block, Document, Sentence

_SENTENCE = re.compile(r"\S(?:[^.!?]|[.!?](?!\s))*[.!?]*[\u201d\"']?")


def clean_text(source_id: str, text: str) -> Document:
    """Cut plain text into blocks and sentences (provisional)."""
    text = text.replace("\r\n", "\n")
    blocks, sentences = [], []
    for match in re.finditer(r"[^\n]+", text):
        line = match[0].strip()
        if not line:
            continue
        start = match.start() + match[0].index(line)
        end = start + len(line)
        kind = "body" if line[-1] in ".!?:\u201d" or len(line.split()) > 12 else "heading"
        blocks.append(Block(kind, start, end, level=int(kind == "heading")))
        spans = [m.span() for m in _SENTENCE.finditer(line)] if kind == "body" else [(0, len(line))]
        for s, e in spans:
            sentences.append(Sentence(len(sentences) + 1, len(blocks), kind, start + s, start + e))
    return Document(source_id, text, tuple(blocks), tuple(sentences))
