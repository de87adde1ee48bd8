"""Repairs to EPUB books that pandoc's reader (3.9) needs, made before it sees the file.

It knows nothing of style sheets, by which word processors raise citation marks and hide text, and
refuses a book of which a chapter is missing.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from lxml import etree

from plumbline.sources.archives import list_members, read_members, repair_members
from plumbline.sources.styles import drop_hidden, find_classes, hides, name_raised, raises

_PAGES = re.compile(r"(?s).*\.(?:xhtml|html|htm|xml)")
_SHEETS = re.compile(r"(?s).*\.css")
_CONTENTS = re.compile(r"(?s).*\.opf")


def repair_epub(data: bytes) -> tuple[bytes, int]:
    """Return the file as pandoc can read it, and the number of hidden characters taken out."""
    sheets = [sheet.decode("utf-8", "replace") for sheet in read_members(data, _SHEETS).values()]
    hidden = 0

    def repair(root: etree._Element) -> bool:
        nonlocal hidden
        if etree.QName(root).localname != "html":
            return False
        own = [*sheets, *("".join(style.itertext()) for style in root.iter("{*}style"))]
        found = drop_hidden(root, find_classes(own, hides))
        hidden += sum(found)
        return name_raised(root, find_classes(own, raises)) or bool(found)

    return repair_members(data, _PAGES, repair), hidden


def drop_missing_chapters(data: bytes) -> tuple[bytes, int]:
    """Return the book without the chapters that it lists and does not hold, and their number."""
    held = list_members(data)
    folders = [posixpath.dirname(name) for name in held if _CONTENTS.fullmatch(name)]
    missing = 0

    def repair(root: etree._Element) -> bool:
        nonlocal missing
        addresses = {item.get("id"): item.get("href", "") for item in root.iter("{*}item")}
        gone = [
            entry
            for entry in list(root.iter("{*}itemref"))
            if not _is_held(addresses.get(entry.get("idref"), ""), folders, held)
        ]
        for entry in gone:
            entry.getparent().remove(entry)
        missing += len(gone)
        return bool(gone)

    return repair_members(data, _CONTENTS, repair), missing


def _is_held(address: str, folders: list[str], held: frozenset[str]) -> bool:
    path = unquote(address.partition("#")[0])
    return any(posixpath.normpath(posixpath.join(folder, path)) in held for folder in folders)
