"""Repairs to EPUB books that pandoc's reader (3.9) needs, made before it sees the file.

It knows nothing of style sheets, by which word processors raise citation marks and hide text.
"""

from __future__ import annotations

import re

from lxml import etree

from plumbline.sources.archives import read_members, repair_members
from plumbline.sources.styles import drop_hidden, find_classes, hides, name_raised, raises

_PAGES = re.compile(r"(?s).*\.(?:xhtml|html|htm|xml)")
_SHEETS = re.compile(r"(?s).*\.css")


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
