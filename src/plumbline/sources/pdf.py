"""PDF: the text layer of each page as blocks; pdfium reads the file, and runs no script of it.

Pages are places of letters, so everything else is put together from where they stand: lines,
columns, tables, paragraphs, headings by their size, superscripts by their baseline.
"""

from __future__ import annotations

import re

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from plumbline.errors import SourceError
from plumbline.sources.pdf_lines import Row, cut_rows, order_lines, remove_running_lines
from plumbline.sources.pdf_paragraphs import make_blocks
from plumbline.sources.pdf_spans import UNDEFINED, read_spans
from plumbline.sources.raw import RawText

_NO_TITLE = re.compile(
    r"(?i)microsoft word|untitled|\.(?:docx?|indd|tex|pdf|qxd|rtf|odt)$|^[\W\d]*$"
)
_MOST_UNDEFINED = 0.3  # of the characters
_MOST_PAGES_NAMED = 10


def read_pdf(data: bytes, where: str = "data") -> RawText:
    """Return the text layer of a PDF as blocks, with links, superscripts, tables and headings.

    Raises:
        SourceError: damaged, under a password, a scan without text, or with fonts that do not
            say which letters they show.

    """
    document = _open(data, where)
    try:
        pages, heights, blank, unseen = _read_pages(document)
        title = document.get_metadata_value("Title").strip()
    except pdfium.PdfiumError:
        raise SourceError(f"{where}: {_DAMAGED}") from None
    finally:
        document.close()
    _check_text(pages, len(blank), where)
    pages = remove_running_lines(pages, heights)
    lines = [line for rows in pages if rows for line in order_lines(rows)]
    notes = (f"no text on {_name_pages(blank)}: pictures only",) if blank else ()
    if unseen:
        notes += (f"{unseen:,} characters that cannot be seen on the page were left out",)
    title = "" if _NO_TITLE.search(title) else " ".join(title.split())
    return RawText("", "pdf", tuple(make_blocks(lines)), title=title, notes=notes)


_DAMAGED = "this PDF is damaged; save it anew or take it out."


def _open(data: bytes, where: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdf.FPDF_ERR_PASSWORD:
            raise SourceError(
                f"{where}: this PDF is encrypted with a password; save it without one or take it "
                "out."
            ) from None
        raise SourceError(f"{where}: {_DAMAGED}") from None


def _read_pages(
    document: pdfium.PdfDocument,
) -> tuple[list[list[Row]], list[float], list[int], int]:
    """Return the rows and the height of each page, the numbers of those without text.

    Last comes the number of characters that cannot be seen.
    """
    pages, heights, blank, unseen = [], [], [], 0
    for number in range(len(document)):
        page = document[number]
        spans, view, left_out = read_spans(page)
        unseen += left_out
        rows = cut_rows(spans)
        if not rows and any(True for _ in page.get_objects([pdf.FPDF_PAGEOBJ_IMAGE])):
            blank.append(number + 1)
        pages.append(rows)
        heights.append(view.size[1])
        page.close()
    return pages, heights, blank, unseen


def _check_text(pages: list[list[Row]], blank: int, where: str) -> None:
    text = "".join(s.text for rows in pages for row in rows for piece in row for s in piece)
    if not text.strip() and blank:
        raise SourceError(
            f"{where}: this PDF is a scan: its pages are pictures without a text layer; run text "
            "recognition on it first or take it out."
        )
    if text.count(UNDEFINED) > _MOST_UNDEFINED * len(text):
        raise SourceError(
            f"{where}: the fonts of this PDF do not say which letters they show; export it anew "
            "from its source or run text recognition on it."
        )


def _name_pages(numbers: list[int]) -> str:
    named = ", ".join(map(str, numbers[:_MOST_PAGES_NAMED]))
    more = " and more" if len(numbers) > _MOST_PAGES_NAMED else ""
    return f"page{'s' if len(numbers) > 1 else ''} {named}{more}"
