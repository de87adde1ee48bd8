"""The text of a source with its matches marked: escaped, sentence by sentence, offsets kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise, takewhile
from operator import itemgetter

import pandas as pd
from markupsafe import Markup, escape

from plumbline.publish import labels

# Layers that can be switched, in the order of the switches: key -> what it is called.
LAYERS = {
    "hedge": "hedges",
    "capability": "capability",
    "scope": "scope",
    "limitation": "limitations stated",
    "booster": "boosters",
    "hype": "hype",
    "safety": "safety",
    "vague": "vague attributions",
    "checkable": "checkable citations",
    "number": "numbers",
}
_LAYER_OF = {
    "hedge": "hedge",
    "uncertainty": "hedge",
    "capability": "capability",
    "scope": "scope",
    "discourse_hedge": "limitation",
    "booster": "booster",
    "amplifier": "booster",
    "importance": "booster",
    "hype": "hype",
    "commercial": "hype",
    "safety": "safety",
}
_SENTENCE = Markup('<span class="s" data-s="{}" tabindex="-1">{}</span>')
_BLOCK = Markup('<div class="block"><p class="{}">{}</p><div class="notes">{}</div></div>')
_STOP = Markup('<mark class="{} stop" tabindex="-1" data-at="{}" data-about="{}">{}</mark>')
_PIECE = Markup('<mark class="{}" data-about="{}">{}</mark>')


@dataclass(frozen=True, slots=True)
class Span:
    """A match in the text: where it is, which layer shows it, and what it says of itself."""

    start: int
    end: int
    layer: str
    about: str


def collect_spans(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[Span]]:
    """Return source_id -> the matches that have a layer, in the order of the text."""
    spans: dict[str, list[Span]] = {}
    for row in tables["markers"].itertuples():
        layer = _LAYER_OF.get(row.category)
        if layer:
            where = "in a heading, not counted" if row.sentence_kind == "heading" else ""
            kind = " · ".join(filter(None, (labels.label(row.category), row.subcategory, where)))
            _add(spans, row, layer, f"{kind} · rule {row.rule}")
    for row in tables["citations"].itertuples():
        layer = "vague" if row.tier == "vague" else "checkable"
        tier = "Vague attribution" if layer == "vague" else f"Citation, tier {row.tier}"
        parts = (tier, row.kind.replace("_", " "), row.identifier, f"rule {row.rule}")
        _add(spans, row, layer, " · ".join(filter(None, parts)))
    for row in tables["numbers"].itertuples():
        said = f"Number · {row.quantity} · {row.verdict.replace('_', ' ')}"
        if row.reference:
            said += f" · reference {row.reference}"
            if pd.notna(row.reference_low):
                said += f" ({_range(row.reference_low, row.reference_high)} {row.unit})"
        _add(spans, row, "number", said)
    for own in spans.values():
        own.sort(key=lambda span: (span.start, -span.end, span.layer))
    return spans


def _add(spans: dict[str, list[Span]], row, layer: str, about: str) -> None:
    spans.setdefault(row.source_id, []).append(Span(int(row.start), int(row.end), layer, about))


def _range(low: float, high: float) -> str:
    return f"{low:g}" if pd.isna(high) or low == high else f"{low:g} to {high:g}"


def render_text(text: str, start: int, end: int, spans: Sequence[Span]) -> Markup:
    """Return ``text[start:end]`` as HTML with its spans marked.

    Where spans overlap, the text is cut into pieces that each name every layer they belong to. The
    first piece of a span carries its offsets and what it says, so that one span is one stop.
    """
    inside = [s for s in spans if s.start < end and s.end > start]
    edges = (edge for s in inside for edge in (s.start, s.end))
    cuts = sorted({start, end, *(min(max(edge, start), end) for edge in edges)})
    pieces = []
    for low, high in pairwise(cuts):
        covering = [s for s in inside if s.start <= low and s.end >= high]
        piece = escape(text[low:high])
        pieces.append(_mark(piece, covering, low) if covering else piece)
    return Markup("").join(pieces)


def _mark(piece: Markup, covering: list[Span], low: int) -> Markup:
    classes = " ".join(dict.fromkeys(f"m-{s.layer}" for s in covering))
    first = [s for s in covering if s.start == low]
    about = "; ".join(s.about for s in (first or covering))
    if not first:
        return _PIECE.format(classes, about, piece)
    offsets = " ".join(f"{s.start}-{s.end}" for s in first)
    return _STOP.format(classes, offsets, about, piece)


def render_source(
    text: str,
    sentences: Iterable[Mapping],
    spans: Sequence[Span],
    claims: Mapping[int, Sequence[Markup]],
) -> Markup:
    """Return the whole text of a source, block by block.

    Args:
        text: the cleaned text that all offsets point into.
        sentences: the source's rows of the table, in order.
        spans: from `collect_spans`.
        claims: sentence_id -> notes on the claims of the sentence, shown in the margin.

    """
    blocks: list[Markup] = []
    at = 0
    for _, rows in groupby(sentences, key=itemgetter("paragraph")):
        parts: list[Markup] = []
        notes: list[Markup] = []
        for row in rows:
            start, end = int(row["start"]), int(row["end"])
            while at < len(spans) and spans[at].end <= start:
                at += 1
            near = list(takewhile(lambda span, end=end: span.start < end, islice(spans, at, None)))
            body = render_text(text, start, end, near)
            parts.append(_SENTENCE.format(row["sentence_id"], body))
            notes += claims.get(int(row["sentence_id"]), ())
        blocks.append(_BLOCK.format(row["kind"], Markup(" ").join(parts), Markup("\n").join(notes)))
    return Markup("\n").join(blocks)
