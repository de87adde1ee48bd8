"""Passages: the sentences of a document that may claim something, read one step after another.

Each step goes over many sentences before the next one begins. What one step needs then stays at
hand in the processor, which takes a quarter of the time off; the result is that of one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.claims.clauses import Predicate, read_clauses
from plumbline.claims.reading import (
    BAR,
    REFERENCE,
    STATING,
    TERMS,
    Cues,
    Page,
    Reading,
    find_cues,
    read_sentence,
)
from plumbline.text.document import Document, Sentence

_UNREAD = ("reference", "boilerplate")
_LONGEST = 300  # tokens read at once
# relations that state something only beside a term of the topic
NOT_ALONE = frozenset(
    ["property", "change_seen", "reputation", "endorse", "make_easier", "side_effect"]
)

Stretch = tuple[Sentence, int, int]  # a sentence, and tokens of it: all, unless it is absurdly long


@dataclass(slots=True)
class Passage:
    """A stretch of a sentence that may claim something, and what was read in it.

    ``idle``: it says something only under the lead-in of a list, and is read when that is known.
    ``is_row``: it is the row of a table. ``predicates`` is None where nothing is related, and in
    labels.
    """

    sentence: Sentence
    first: int
    last: int
    cues: Cues | None = None
    idle: bool = False
    is_row: bool = False
    reading: Reading | None = None
    predicates: list[Predicate] | None = None

    @property
    def is_label(self) -> bool:
        """A heading or the row of a table, which names things and states nothing."""
        return self.is_row or self.sentence.kind == "heading"

    def read(self, page: Page) -> Reading:
        """Return what is read in the passage."""
        if self.reading is None:
            self.reading = read_sentence(page, self.first, self.last, self.cues)
        return self.reading


def cut_document(document: Document) -> Iterator[Stretch]:
    """Yield what is read at once: a sentence, or pieces of one that is absurdly long.

    A reading takes time that grows with its square, and a source may hold anything.
    """
    for sentence, (first, last) in zip(document.sentences, document.tokens.ranges, strict=True):
        if sentence.kind in _UNREAD:
            continue
        while last - first > _LONGEST:
            yield sentence, first, first + _LONGEST
            first += _LONGEST
        yield sentence, first, last


def read_passages(page: Page, stretches: list[Stretch]) -> list[Passage | None]:
    """Return a passage for each stretch of a sentence that may claim something, else nothing."""
    found = [_find_passage(page, *stretch) for stretch in stretches]
    passages = [p for p in found if p is not None and not p.idle]
    for p in passages:
        p.read(page)
    related = [p for p in passages if p.reading.cues.get("relation") and not p.is_label]
    for p in related:
        p.reading.cut()
    for p in related:
        p.predicates = read_clauses(p.reading, page.grammar)
    return found


def _find_passage(page: Page, sentence: Sentence, first: int, last: int) -> Passage | None:
    """Return the passage of a stretch that holds a term, a relation or another substance."""
    cues = find_cues(page, first, last)
    if STATING.isdisjoint(cues):
        return None
    alone = TERMS.isdisjoint(cues)
    another = "substance" in cues
    if alone and sentence.kind == "heading" and not another:
        return None
    if page.places[REFERENCE] and page.between(REFERENCE, first, last):
        return None  # a line of a bibliography among the text
    bars = page.places[BAR] and page.between(BAR, first, last)
    idle = alone and not another and page.words[last - 1] != ":" and _says_nothing(cues)
    return Passage(sentence, first, last, cues, idle, len(bars) >= 2)


def _says_nothing(cues: Cues) -> bool:
    """Say whether all that is related counts only beside a term."""
    relations = [f.cue.value for f in cues["relation"] if f.cue.value is not None]
    return NOT_ALONE.issuperset([relation.name for relation in relations])
