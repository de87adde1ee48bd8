"""What of a PDF page cannot be seen on paper: text without ink, in white or of no size."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

if TYPE_CHECKING:
    from plumbline.sources.pdf_spans import Span, View

LEAST_SIZE = 1.0  # points; smaller letters are dust
MOST_SHAPES = 1000  # of a page; a drawing has more, and no lists
_MOST_GROUNDS = 200  # shapes and pictures of a page behind which white text is looked for
_WHITE = 250  # of 255: what is lighter cannot be told from paper
_UNPRINTED = (pdf.FPDF_TEXTRENDERMODE_INVISIBLE, pdf.FPDF_TEXTRENDERMODE_CLIP)
_FILLED = (pdf.FPDF_TEXTRENDERMODE_FILL, pdf.FPDF_TEXTRENDERMODE_FILL_CLIP)


def is_printed(text: pdf.FPDF_PAGEOBJECT) -> bool:
    """Say whether text is put on paper in a colour that can be told from it."""
    mode = pdf.FPDFTextObj_GetTextRenderMode(text)
    return mode not in _UNPRINTED and (mode not in _FILLED or _is_coloured(text))


def without_unseen(page: pdfium.PdfPage, view: View, spans: list[Span]) -> tuple[list[Span], int]:
    """Leave out what cannot be seen; return the spans left and the number of characters gone.

    What stands on a picture or a shape in colour stays: it is white on dark, or what was recognised
    of a scan. So does the text of a page with too many of these to look at.
    """
    unseen = [span for span in spans if not span.seen]
    grounds = _grounds(page, view) if unseen else None
    if grounds is None:
        return spans, 0
    gone = {id(span) for span in unseen if not _stands_on(span, grounds)}
    left = [span for span in spans if id(span) not in gone]
    return left, sum(len(span.text) for span in unseen if id(span) in gone)


def _grounds(page: pdfium.PdfPage, view: View) -> list[tuple[float, ...]] | None:
    """Return the boxes of all that a page shows but text and white shapes; None for too many."""
    boxes = []
    for number, item in enumerate(page.get_objects(max_depth=1)):
        if item.type == pdf.FPDF_PAGEOBJ_TEXT:
            continue
        if number == MOST_SHAPES or len(boxes) == _MOST_GROUNDS:
            return None
        if item.type != pdf.FPDF_PAGEOBJ_PATH or (_is_filled(item.raw) and _is_coloured(item.raw)):
            boxes.append(view.turn(*item.get_bounds()))
    return boxes


def _is_coloured(item: pdf.FPDF_PAGEOBJECT) -> bool:
    """Say whether what fills text or a shape can be told from white paper."""
    colour = [ctypes.c_uint() for _ in range(4)]
    if not pdf.FPDFPageObj_GetFillColor(item, *colour):
        return True  # a pattern, or a colour that the file keeps to itself
    *shades, opacity = (part.value for part in colour)
    return opacity > 0 and min(shades) < _WHITE


def _is_filled(path: pdf.FPDF_PAGEOBJECT) -> bool:
    filled, drawn_round = ctypes.c_int(), ctypes.c_int()
    pdf.FPDFPath_GetDrawMode(path, filled, drawn_round)
    return filled.value != pdf.FPDF_FILLMODE_NONE


def _stands_on(span: Span, grounds: list[tuple[float, ...]]) -> bool:
    x, y = (span.x0 + span.x1) / 2, span.y + span.size / 4
    return any(left <= x <= right and low <= y <= high for left, low, right, high in grounds)
