"""The text of a PDF page as spans: stretches of characters with a place, a size and a link."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from plumbline.sources.html import safe_target
from plumbline.sources.pdf_unseen import LEAST_SIZE, MOST_SHAPES, is_printed, without_unseen

DIVIDED = "\u00ad"  # soft hyphen: where it is printed, a word was divided
_SYMBOLS = (0xF000, 0xF0FF)  # where symbol fonts put their bullets
UNDEFINED = "\ufffd"
_UNDEFINED = ("\ufffe", "\uffff")
_TURNED = 0.1  # radians; text at an angle is a stamp in the margin
_WIDE_GAP = 0.3  # in font sizes: a new column or cell may begin
_SAME_LINE = 0.08  # in font sizes
_OVERLAP = 0.5
_BOLD = 600
_RAISED_SIZE = 0.88  # of the letters it stands by
_LONGEST_RAISED = 14  # characters
_LONGEST_ADDRESS = 2000
_BULLET = (1.5, 8.0)  # points
_BULLET_GAP = 2.0  # font sizes
_SAMPLE = 200  # characters whose angle tells how a page is to be held


@dataclass(slots=True)
class Span:
    """Characters of one size on one line.

    Points from the lower left corner of the page; ``y`` is the baseline, ``size`` the font's.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    link: str = ""
    raised: bool = False
    seen: bool = True


_Link = tuple[float, float, float, float, str]  # left, bottom, right, top, address


@dataclass(slots=True)
class _Character:
    text: str
    x0: float
    x1: float
    y: float
    size: float
    index: int
    link: str = ""
    seen: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """A page as its reader holds it: most of its text upright, its lower left corner at (0, 0).

    ``quarters`` counts the quarter turns to the left that its text makes in the file; ``left`` and
    ``bottom`` are the corner, ``width`` and ``height`` the size of the page there, in points.
    """

    quarters: int
    left: float
    bottom: float
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height of the page as it is held."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def turn(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, ...]:
        """Return a box (left, bottom, right, top) of the file as it stands on the page held."""
        x0, x1, y0, y1 = x0 - self.left, x1 - self.left, y0 - self.bottom, y1 - self.bottom
        if self.quarters == 1:
            return y0, self.width - x1, y1, self.width - x0
        if self.quarters == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.quarters == 3:
            return self.height - y1, x0, self.height - y0, x1
        return x0, y0, x1, y1


def read_spans(page: pdfium.PdfPage) -> tuple[list[Span], View, int]:
    """Return the spans of a page in the order of the file, and the page as they stand on it.

    Superscripts stand on the baseline of their line. Text at another angle than most of the page,
    and text outside the page, is left out; so is text that cannot be seen on the paper, the
    number of whose characters comes last.
    """
    textpage = page.get_textpage()
    try:
        view = _view(page, textpage)
        links = _read_links(page, view)
        texts = page.get_objects([pdf.FPDF_PAGEOBJ_TEXT])
        all_printed = all(is_printed(text.raw) for text in texts)
        characters = _characters(textpage, view, links, all_printed)
        spans = [_make_span(textpage, group) for group in _groups(characters)]
    finally:
        textpage.close()
    spans = [span for span in _without_shadows(spans) if span.text.strip()]
    spans, unseen = without_unseen(page, view, spans)
    _settle_raised(spans)
    return spans + _drawn_bullets(page, view, spans), view, unseen


def _view(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> View:
    """Return how the page is to be held, by the angle of most of a sample of its characters."""
    number = textpage.count_chars()
    sample = range(0, number, max(1, number // _SAMPLE))
    angles = (pdf.FPDFText_GetCharAngle(textpage.raw, i) for i in sample)
    turns = Counter(round(-angle / (math.pi / 2)) % 4 for angle in angles)
    left, bottom, right, top = page.get_bbox()
    return View(
        turns.most_common(1)[0][0] if turns else 0, left, bottom, right - left, top - bottom
    )


def _groups(characters: Iterable[_Character]) -> Iterator[list[_Character]]:
    """Yield the characters of one span after the other; a space is a character of its own."""
    group: list[_Character] = []
    space = False
    for character in characters:
        if not character.text:  # a space or line end that pdfium put in
            space = True
            continue
        if group and not _goes_on(group[-1], character):
            yield group
            group = []
        elif group and space and not group[-1].text.isspace():
            group.append(replace(character, text=" ", x0=group[-1].x1, x1=character.x0))
        group.append(character)
        space = False
    if group:
        yield group


def _goes_on(last: _Character, character: _Character) -> bool:
    size = max(last.size, 1.0)
    return (
        character.link == last.link
        and character.seen == last.seen
        and abs(character.y - last.y) <= _SAME_LINE * size
        and abs(character.size - last.size) <= _SAME_LINE * size
        and -_OVERLAP * size <= character.x0 - last.x1 <= _WIDE_GAP * size
    )


def _characters(
    textpage: pdfium.PdfTextPage, view: View, links: list[_Link], all_printed: bool
) -> Iterator[_Character]:
    """Yield what stands on the page; characters that pdfium put in have no text."""
    box, matrix = pdf.FS_RECTF(), pdf.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    width, height = view.size
    upright = view.quarters * math.pi / 2
    handle = textpage.raw
    for i in range(textpage.count_chars()):
        if pdf.FPDFText_IsGenerated(handle, i) == 1:
            yield _Character("", 0, 0, 0, 0, i)
            continue
        text = _character(pdf.FPDFText_GetUnicode(handle, i), pdf.FPDFText_IsHyphen(handle, i) == 1)
        angle = (pdf.FPDFText_GetCharAngle(handle, i) + upright) % (2 * math.pi)
        turned = _TURNED < angle < 2 * math.pi - _TURNED
        if not text or turned or not pdf.FPDFText_GetLooseCharBox(handle, i, box):
            continue
        pdf.FPDFText_GetCharOrigin(handle, i, x, y)
        left, low, right, high = view.turn(box.left, box.bottom, box.right, box.top)
        base = view.turn(x.value, y.value, x.value, y.value)[1]
        if 0 <= left <= width and 0 <= base <= height:
            size = _font_size(handle, i, matrix) or high - low or 1.0
            link = _link_at((left + right) / 2, base + size / 4, links) if links else ""
            seen = size >= LEAST_SIZE and (
                all_printed or is_printed(pdf.FPDFText_GetTextObject(handle, i))
            )
            yield _Character(text, left, right, base, size, i, link, seen)


def _font_size(textpage: pdf.FPDF_TEXTPAGE, index: int, matrix: pdf.FS_MATRIX) -> float:
    """Return the size of the font as it is printed; the file may give 1 and enlarge the page."""
    if not pdf.FPDFText_GetMatrix(textpage, index, matrix):
        return 0.0
    return pdf.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.b, matrix.d)


def _link_at(x: float, y: float, links: list[_Link]) -> str:
    """Return the address of the link that a place on the page belongs to."""
    for left, bottom, right, top, address in links:
        if bottom <= y <= top and left <= x <= right:
            return address
    return ""


def _character(code: int, divides: bool) -> str:
    if divides:
        return DIVIDED if code == ord(DIVIDED) else "-"
    if _SYMBOLS[0] <= code <= _SYMBOLS[1]:
        return "\u2022"
    text = chr(code) if code < 0x110000 else ""
    if text.isspace():
        return " "
    return UNDEFINED if text in _UNDEFINED or code < 32 or 127 <= code < 160 else text


def _make_span(textpage: pdfium.PdfTextPage, group: list[_Character]) -> Span:
    first = group[0]
    inked = [c.index for c in group if c.text != " "] or [first.index]
    # a line may open with a bold word or end with one: of all that is bold, both ends are
    bold = _is_bold(textpage, inked[0]) and _is_bold(textpage, inked[-1])
    text = "".join(c.text for c in group)
    place = (first.x0, group[-1].x1, first.y, first.size)
    return Span(text, *place, bold, first.link, seen=first.seen)


def _is_bold(textpage: pdfium.PdfTextPage, index: int) -> bool:
    """Say whether a character is bold: embedded fonts say so by their name, not their weight."""
    if pdf.FPDFText_GetFontWeight(textpage, index) >= _BOLD:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdf.FPDFText_GetFontInfo(textpage, index, name, 128, flags)
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy"))


def _read_links(page: pdfium.PdfPage, view: View) -> list[_Link]:
    """Return (left, bottom, right, top, address) of each link to the web."""
    found = []
    position, link = ctypes.c_int(0), pdf.FPDF_LINK()
    box = pdf.FS_RECTF()
    while pdf.FPDFLink_Enumerate(page, position, link):
        action = pdf.FPDFLink_GetAction(link)
        if not action or not pdf.FPDFLink_GetAnnotRect(link, box):
            continue
        address = ctypes.create_string_buffer(_LONGEST_ADDRESS)
        pdf.FPDFAction_GetURIPath(page.pdf, action, address, _LONGEST_ADDRESS)
        target = safe_target(address.value.decode("utf-8", "replace"))
        if target:
            found.append((*view.turn(box.left, box.bottom, box.right, box.top), target))
    return found


def _without_shadows(spans: list[Span]) -> Iterator[Span]:
    """Leave out what is printed twice in one place, to look bold or to throw a shadow."""
    seen: set[tuple[str, int, int]] = set()
    for span in spans:
        keys = {
            (span.text, round((span.x0 + dx) / 3), round((span.y + dy) / 3))
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
        }
        if seen.isdisjoint(keys):
            yield span
        seen.add((span.text, round(span.x0 / 3), round(span.y / 3)))


def _drawn_bullets(page: pdfium.PdfPage, view: View, spans: list[Span]) -> list[Span]:
    """Return bullets for the small shapes right before a line: browsers draw them."""
    found = []
    for shape in islice(page.get_objects([pdf.FPDF_PAGEOBJ_PATH]), MOST_SHAPES):
        left, bottom, right, top = view.turn(*shape.get_bounds())
        width, height = right - left, top - bottom
        if not (_BULLET[0] < width < _BULLET[1] and abs(width - height) < 1):
            continue
        for span in spans:
            beside = 0 < span.x0 - right < _BULLET_GAP * span.size
            level = abs((bottom + top) / 2 - span.y - 0.3 * span.size) < 0.25 * span.size
            if beside and level:
                found.append(Span("\u2022 ", left, right, span.y, span.size))
                break
    return found


def _settle_raised(spans: list[Span]) -> None:
    """Put small raised or lowered spans on the baseline of the letters that they stand by."""
    for i, span in enumerate(spans):
        if len(span.text) > _LONGEST_RAISED:
            continue
        for other in (*spans[max(0, i - 1) : i], *spans[i + 1 : i + 2]):
            touches = (
                -0.3 * other.size < span.x0 - other.x1 < 0.6 * other.size
                or -0.3 * other.size < other.x0 - span.x1 < 0.6 * other.size
            )
            lift = (span.y - other.y) / other.size
            if touches and span.size < _RAISED_SIZE * other.size and -0.4 < lift < 0.8:
                span.raised = lift > 0.1 and not span.text.isupper()  # no small capital of a name
                span.y = other.y
                span.size = other.size
                break
