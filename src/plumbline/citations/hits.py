"""A hit: a span that cites something, before it becomes a row of the `citations` table."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plumbline.text.document import PROSE, Document

HEADING = "heading"  # a kind of sentence: its hits count only where headings are read as text
NOT_COUNTED = "none"  # the tier of what is reported but never counted
# A malformed identifier beats the link around it; anything checkable beats a vague phrase.
_RANK = {"A": 0, NOT_COUNTED: 1, "B": 2, "C": 3, "vague": 4}


class Hit(NamedTuple):
    """A span of the text with its tier; ``numbers`` are the list entries a mark points to."""

    start: int
    end: int
    tier: str
    kind: str
    rule: str
    identifier: str = ""
    numbers: tuple[int, ...] = ()


class Paragraph(NamedTuple):
    """A paragraph of running text, or an entry of the reference list."""

    kind: str
    start: int
    end: int


def read_paragraphs(document: Document) -> list[Paragraph]:
    """Return the paragraphs of running text and the reference entries, in order.

    Citations are looked for in whole paragraphs, because the full stops inside them
    (``Smith et al. (2019)``, ``sleep.12``) are where sentences are most often cut wrongly.
    """
    found: list[tuple[str, int, int]] = []
    current: int | None = None
    for _, paragraph, kind, start, end in document.sentences:
        if kind not in PROSE and kind != "reference":
            continue
        if paragraph == current and found[-1][0] == kind:
            found[-1] = kind, found[-1][1], end
        else:
            found.append((kind, start, end))
            current = paragraph
    return list(map(Paragraph._make, found))


def read_headings(document: Document) -> list[Paragraph]:
    """Return the headings, in order."""
    return [Paragraph(s.kind, s.start, s.end) for s in document.sentences if s.kind == HEADING]


def leave_out_overlapping(hits: Iterable[Hit], taken: Sequence[Hit]) -> list[Hit]:
    """Return the hits that touch none of those taken, which are sorted and do not overlap."""
    starts = [hit.start for hit in taken]
    kept = []
    for hit in hits:
        before = bisect.bisect_left(starts, hit.end) - 1
        if before < 0 or taken[before].end <= hit.start:
            kept.append(hit)
    return kept


def resolve_overlaps(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the best of overlapping hits, sorted by start: higher tier first, then the longer."""
    starts: list[int] = []
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (_RANK[h.tier], h.start - h.end, h.start, h.rule)):
        i = bisect.bisect_left(starts, hit.start)
        if i > 0 and kept[i - 1].end > hit.start:
            continue
        if i < len(kept) and kept[i].start < hit.end:
            continue
        starts.insert(i, hit.start)
        kept.insert(i, hit)
    return kept
