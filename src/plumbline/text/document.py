"""The one Document type that every measure reads: cleaned text, blocks, sentences, marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from plumbline.text.tokens import Tokens, is_word, tokenise

KINDS = ("heading", "body", "list_item", "reference", "boilerplate")
PROSE = ("body", "list_item")


class Block(NamedTuple):
    """A heading, paragraph, list item, reference entry or piece of boilerplate.

    ``start`` and ``end`` are offsets in Unicode code points into the cleaned text;
    ``level`` is the depth of a heading (1 is the highest), 0 for everything else.
    """

    kind: str
    start: int
    end: int
    level: int = 0


class Sentence(NamedTuple):
    """A sentence; ``sentence_id`` and ``paragraph`` (its block) count from 1."""

    sentence_id: int
    paragraph: int
    kind: str
    start: int
    end: int


class Mark(NamedTuple):
    """Structure of the original that offsets alone would lose.

    ``kind`` is ``link`` (``target`` holds the address) or ``superscript``.
    """

    kind: str
    start: int
    end: int
    target: str = ""


@dataclass(frozen=True)
class Document:
    """A cleaned source. ``text[start:end]`` is what every span of it points to."""

    source_id: str
    text: str
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    marks: tuple[Mark, ...] = ()
    metadata: dict = field(default_factory=dict)

    @cached_property
    def tokens(self) -> Tokens:
        """All tokens of the text, made once and shared by every measure."""
        raised = [
            (mark.start, mark.end)
            for mark in self.marks
            if mark.kind == "superscript" and not self.text[mark.start].isalpha()  # not 1st
        ]
        cuts = sorted({offset for span in raised for offset in span})
        return tokenise(self.text, [(s.start, s.end) for s in self.sentences], cuts)

    @cached_property
    def n_words(self) -> list[int]:
        """The number of words of each sentence, punctuation left out."""
        words = self.tokens.words
        return [sum(map(is_word, words[first:last])) for first, last in self.tokens.ranges]

    def sentence_text(self, sentence: Sentence) -> str:
        """Return the text of one sentence."""
        return self.text[sentence.start : sentence.end]

    def prose(self) -> Iterator[tuple[int, Sentence]]:
        """Yield (index, sentence) of running text: no headings, references or boilerplate."""
        return ((i, s) for i, s in enumerate(self.sentences) if s.kind in PROSE)

    def to_dict(self) -> dict:
        """Return a JSON-ready copy; `from_dict` reads it back to an equal document."""
        return {
            "source_id": self.source_id,
            "text": self.text,
            "blocks": list(map(list, self.blocks)),
            "sentences": list(map(list, self.sentences)),
            "marks": list(map(list, self.marks)),
            "metadata": self.metadata,
        }

    @classmethod
    def from_dict(cls, data: dict) -> Document:
        """Rebuild a document from `to_dict`."""
        return cls(
            source_id=data["source_id"],
            text=data["text"],
            blocks=tuple(Block(*b) for b in data["blocks"]),
            sentences=tuple(Sentence(*s) for s in data["sentences"]),
            marks=tuple(Mark(*m) for m in data["marks"]),
            metadata=data["metadata"],
        )
