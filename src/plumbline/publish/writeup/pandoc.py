"""Markdown to Word and LaTeX through pandoc, in its sandbox, with the same bytes on every run."""

from __future__ import annotations

import base64
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from plumbline.errors import PlumblineError
from plumbline.publish.writeup.archive import pack_members
from plumbline.publish.writeup.latex import allow_breaks, make_settable
from plumbline.publish.writeup.markdown import READER

_PICTURE = re.compile(r"(?<=\]\()figures/([\w-]+\.png)(?=\))")
_SECONDS = 300
_CREATED = "1980-01-01T00:00:00Z"
_BORDER = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="000000"/>'
_RULES = (
    "<w:tblBorders>"
    + _BORDER.format("top", 8)
    + _BORDER.format("bottom", 8)
    + _BORDER.format("insideH", 2)
    + "</w:tblBorders>"
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'  # A4
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" '
    'w:footer="709" w:gutter="0"/></w:sectPr>'
)
_WIDE_PAGE = _PAGE.replace(
    'w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"'
)


def write_word(
    text: str, path: Path, bibliography: Path, *, title: str = "", authors: Iterable[str] = (),
    figures: Path | None = None, landscape: bool = False,
) -> None:  # fmt: skip
    """Write Markdown as a Word file, citations resolved, pictures inside.

    Args:
        text: Markdown; pictures are named ``figures/<name>.png``.
        path: the file to write.
        bibliography: BibTeX file.
        title: of the document.
        authors: of the document.
        figures: folder of the pictures.
        landscape: pages lie on their side, for wide tables.

    """
    if figures is not None:
        # the sandbox opens no file that a document names, so pictures travel inside it
        text = _PICTURE.sub(lambda match: _data_uri(figures / match[1]), text)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.docx"
        # named without its folder: pandoc writes the name into the properties of the document
        options = ["--citeproc", f"--bibliography={bibliography.name}", f"--output={raw}"]
        _run(text, "docx", options, bibliography.parent)
        with zipfile.ZipFile(raw) as document:
            members = {name: document.read(name) for name in document.namelist()}
    members["docProps/core.xml"] = _properties(title, authors)
    members["word/styles.xml"] = _style(members["word/styles.xml"].decode()).encode()
    page = _WIDE_PAGE if landscape else _PAGE
    members["word/document.xml"] = _lay_out(members["word/document.xml"].decode(), page).encode()
    pack_members(members, path)


def write_latex(text: str, path: Path) -> None:
    """Write Markdown as a LaTeX fragment that cites through natbib."""
    latex = _run(text, "latex", ["--natbib", "--wrap=preserve"])
    path.write_text(allow_breaks(make_settable(latex)), encoding="utf-8")


def _run(text: str, to: str, options: list[str], folder: Path | None = None) -> str:
    import pypandoc  # here: looking for the program takes time that no other job should pay

    command = [pypandoc.get_pandoc_path(), "--sandbox", f"--from={READER}", f"--to={to}", *options]
    environment = {"SOURCE_DATE_EPOCH": "315532800", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        command, input=text.encode(), capture_output=True, env=environment, timeout=_SECONDS,
        check=False, cwd=folder,
    )  # fmt: skip
    if done.returncode:
        reason = " ".join(done.stderr.decode(errors="replace").split())[:300]
        raise PlumblineError(
            f"pandoc could not write the {to} file ({reason}); correct the references.bib of the "
            "topic if it is named here."
        )
    return done.stdout.decode()


def _data_uri(picture: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"


def _properties(title: str, authors: Iterable[str]) -> bytes:
    """Return the core properties of a Word file with fixed dates."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties xmlns:cp="http://schemas.'
        'openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/'
        'elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/'
        f'2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title>'
        f"<dc:creator>{escape('; '.join(authors))}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()


def _style(styles: str) -> str:
    """Give tables rules above, below and between rows, and a type that eight columns fit."""
    start = styles.index('w:styleId="Compact"')
    end = styles.index("</w:style>", start)
    compact = styles[start:end] + '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>'
    styles = styles[:start] + compact + styles[end:]
    start = styles.index('w:styleId="Table"')
    at = styles.index("<w:tblPr>", start) + len("<w:tblPr>")
    ahead = re.compile(r"\s*<w:tblInd [^>]*/>").match(styles, at)
    at = ahead.end() if ahead else at
    return styles[:at] + _RULES + styles[at:]


def _lay_out(document: str, page: str) -> str:
    """Set the page; pandoc leaves it to the program that opens the file."""
    return re.sub(r"<w:sectPr\s*/>|<w:sectPr>.*?</w:sectPr>", page, document, flags=re.DOTALL)
