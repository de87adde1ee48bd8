"""Reading the sheets of an .xlsx file: values only, nothing executed, nothing fetched.

Office Open XML (ECMA-376, part 1, chapter 18): a zip archive whose sheets hold cells with their
place (``C5``), their type and their value; most texts stand once in ``xl/sharedStrings.xml``.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from plumbline.errors import SettingsError

LARGEST = 200_000_000  # bytes of one part when unpacked, against zip bombs
MOST_COLUMNS = 16_384  # of a sheet, by the standard
STRINGS = "xl/sharedStrings.xml"
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]{1,4})\.xml")
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")


def read_xlsx(path: Path) -> Iterator[list[str]]:
    """Yield the rows of all sheets as text, sheet by sheet; a cell that is left out is "".

    Raises:
        SettingsError: the file is no such archive, or too large when unpacked.

    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {info.filename: info for info in archive.infolist()}
            found = {int(match[1]): match[0] for match in map(_SHEET.fullmatch, parts) if match}
            sheets = [found[number] for number in sorted(found)]
            for name in (*sheets, STRINGS):
                if name in parts and parts[name].file_size > LARGEST:
                    raise SettingsError(f"{path.name}: this file is too large; save it as CSV.")
            if not sheets:
                raise ValueError(path.name)
            shared = list(_read_strings(archive)) if STRINGS in parts else []
            for name in sheets:
                with archive.open(name) as file:
                    yield from _read_rows(file, shared)
    except (OSError, KeyError, IndexError, ValueError, NotImplementedError, RuntimeError,
            zipfile.BadZipFile, zlib.error, etree.LxmlError):  # fmt: skip
        raise SettingsError(
            f"{path.name}: this file cannot be read as .xlsx; open it and save it as CSV."
        ) from None


def _read_elements(file: object, tag: str) -> Iterator[etree._Element]:
    """Yield the elements of one tag as they are read, each forgotten after its use."""
    options = {"resolve_entities": False, "load_dtd": False, "no_network": True}
    for _, element in etree.iterparse(file, tag=_NS + tag, **options):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _read_strings(archive: zipfile.ZipFile) -> Iterator[str]:
    with archive.open(STRINGS) as file:
        for item in _read_elements(file, "si"):
            yield _text_of(item)


def _text_of(element: etree._Element) -> str:
    """Join the texts below; phonetic readings (``rPh``) are no part of the value."""
    return "".join(
        t.text or "" for t in element.iter(_NS + "t") if t.getparent().tag != _NS + "rPh"
    )


def _read_rows(file: object, shared: list[str]) -> Iterator[list[str]]:
    for row in _read_elements(file, "row"):
        cells: list[str] = []
        for cell in row.iter(_NS + "c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else len(cells)
            cells += [""] * (column + 1 - len(cells))
            cells[column] = _value(cell, shared)
        yield cells


def _column(letters: str) -> int:
    """Return the number of a column from its letters: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    if number > MOST_COLUMNS:
        raise ValueError(letters)
    return number - 1


def _value(cell: etree._Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text_of(cell)
    value = cell.findtext(_NS + "v") or ""
    return shared[int(value)] if cell.get("t") == "s" and value else value
