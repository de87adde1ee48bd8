"""What a file is by its first bytes, where that is not what the ending of its name says."""

from __future__ import annotations

import re

from plumbline.errors import SourceError

_PAGE = (
    rb"(?:\xef\xbb\xbf)?\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!doctype\s{1,9}html|<html[\s>])"
)
# first bytes, format, what it is called and the ending that it needs
_KINDS = (
    (re.compile(rb"%PDF-"), "pdf", "a PDF", ".pdf"),
    (re.compile(rb"\{\\rtf"), "rtf", "an RTF document", ".rtf"),
    (re.compile(rb"(?s)PK.{28}mimetypeapplication/epub"), "epub", "an EPUB book", ".epub"),
    (re.compile(rb"(?s)PK.{28}mimetypeapplication/vnd\.oasis"), "odt", "an OpenDocument", ".odt"),
    (re.compile(_PAGE, re.I), "html", "a web page", ".html"),
)
_ZIP, _WORD = b"PK\x03\x04", b"word/document"
_HEAD = 1000  # bytes


def check_kind(data: bytes, fmt: str, where: str) -> None:
    """Make sure that a file does not begin like one of another format.

    Args:
        data: the bytes of the file.
        fmt: what its ending says, a value of `plumbline.sources.catalogue.FORMATS`.
        where: the source, as the message names it.

    Raises:
        SourceError: one sentence with `where`, what the file is and which ending it needs.

    """
    found = next((kind for begins, *kind in _KINDS if begins.match(data[:_HEAD])), None)
    if found is None and data.startswith(_ZIP) and _WORD in data:
        found = ["docx", "a Word document", ".docx"]
    if found is not None and found[0] != fmt:
        raise SourceError(
            f"{where}: this file is {found[1]}, whatever its ending says; give it the ending "
            f"{found[2]} or take it out."
        )
