"""Repairs to OpenDocument texts that pandoc's reader (3.9) needs, made before it sees the file.

It passes over text boxes, and takes hidden text for text.
"""

from __future__ import annotations

import re

from lxml import etree

from plumbline.sources.archives import move_behind, parse_xml, read_members, repair_members

_CONTENT = re.compile(r"content\.xml")
_STYLES = re.compile(r"styles\.xml")
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_HIDDEN_BY_ITSELF = (f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph")


def repair_odt(data: bytes) -> tuple[bytes, int]:
    """Return the file as pandoc can read it, and the number of hidden characters taken out."""
    styles: set[str] = set()
    for member in read_members(data, _STYLES).values():
        root = parse_xml(member)
        if root is not None:
            styles |= _hiding_styles(root)
    hidden = 0

    def repair(root: etree._Element) -> bool:
        nonlocal hidden
        found = _take_hidden(root, styles | _hiding_styles(root))
        hidden += sum(found)
        return _move_boxes(root) or bool(found)

    return repair_members(data, _CONTENT, repair), hidden


def _hiding_styles(root: etree._Element) -> set[str]:
    return {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        if any(p.get(f"{_TEXT}display") == "none" for p in style.iter(f"{_STYLE}text-properties"))
    }


def _take_hidden(root: etree._Element, styles: set[str]) -> list[int]:
    """Take hidden spans, paragraphs and sections out; return the length of each."""
    found = []
    for element in list(root.iter(f"{_TEXT}*")):
        if element.tag == f"{_TEXT}hidden-paragraph" and _is_hiding(element):
            element = next(element.iterancestors(*_PARAGRAPHS), element)
        elif not (
            element.get(f"{_TEXT}style-name") in styles
            or element.get(f"{_TEXT}display") == "none"
            or (element.tag in _HIDDEN_BY_ITSELF and _is_hiding(element))
        ):
            continue
        found.append(sum(map(len, element.itertext())))
        del element[:]
        element.text = None
    return found


def _is_hiding(element: etree._Element) -> bool:
    return element.get(f"{_TEXT}is-hidden") == "true"


def _move_boxes(root: etree._Element) -> bool:
    """Put the paragraphs of text boxes behind the paragraph to which a box is tied."""
    boxes = list(root.iter(f"{_DRAW}text-box"))
    # a frame may be tied to its page
    move_behind((box, next(box.iterancestors(*_PARAGRAPHS), box.getparent())) for box in boxes)
    return bool(boxes)
