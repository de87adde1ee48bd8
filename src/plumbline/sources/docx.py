"""Repairs to Word documents that pandoc's reader (3.9) needs, made before it sees the file.

It passes over text boxes, over what stands in wrappers (custom XML, fields, alternatives, changes
of direction) and over superscripts that are only raised, and it takes hidden text for text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from plumbline.sources.archives import move_behind, parse_xml, read_members, repair_members

_TEXTS = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")
_STYLES = re.compile(r"word/styles\d*\.xml")
_LEAST_RAISED = 3  # half-points
_MOST_BASES = 20  # styles that a style may be based on, one by the other
_WRAPPERS = ("customXml", "dir", "bdo")
_CHANGED = ("ins", "moveTo")
_DELETED = ("del", "moveFrom")
_BLOCKS = ("p", "tbl", "sdt")
_OFF = ("0", "false", "off")


def repair_docx(data: bytes) -> tuple[bytes, int]:
    """Return the file as pandoc can read it, and the number of hidden characters taken out."""
    repair = _Repair(_read_styles(data))
    return repair_members(data, _TEXTS, repair), repair.hidden


def _read_styles(data: bytes) -> dict[str, etree._Element]:
    styles = {}
    for member in read_members(data, _STYLES).values():
        root = parse_xml(member)
        for style in root.iter("{*}style") if root is not None else ():
            styles[_value(style, "styleId")] = style
    return styles


def _value(element: etree._Element | None, name: str = "val") -> str | None:
    """Return an attribute in the element's own namespace, None where there is none."""
    if element is None:
        return None
    return element.get(f"{{{etree.QName(element).namespace}}}{name}")


def _unwrap(element: etree._Element) -> None:
    """Put the children of an element in its place."""
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)


class _Repair:
    """Mends one part of a document after the other, and counts what was hidden."""

    def __init__(self, styles: dict[str, etree._Element]) -> None:
        self.hidden = 0
        self._styles = styles
        self._namespace = ""

    def __call__(self, root: etree._Element) -> bool:
        """Mend a part; say whether anything was changed."""
        self._namespace = etree.QName(root).namespace or ""
        steps = (self._choose, self._open_wrappers, self._move_boxes, self._mend_runs)
        changed = [step(root) for step in steps]
        return any(changed)

    def _all(self, root: etree._Element, *names: str) -> list[etree._Element]:
        return list(root.iter(*(f"{{{self._namespace}}}{name}" for name in names)))

    def _choose(self, root: etree._Element) -> bool:
        """Of alternatives for newer and older programs keep the first."""
        found = list(root.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}*"))
        for element in found:
            if etree.QName(element).localname == "AlternateContent":
                for other in element[1:]:
                    element.remove(other)
        for element in reversed(found):  # what was taken out hangs nowhere, and stays so
            if element.getparent() is not None:
                _unwrap(element)
        return bool(found)

    def _open_wrappers(self, root: etree._Element) -> bool:
        """Put text for what wraps it; around whole paragraphs, changes count as accepted."""
        wrappers = self._all(root, *_WRAPPERS)
        for field in self._all(root, "fldSimple"):
            if not (_value(field, "instr") or "").strip().upper().startswith("HYPERLINK"):
                wrappers.append(field)
        deleted = self._all(root, *_DELETED)
        for change in deleted:
            if len(change):
                change.getparent().remove(change)
        for wrapper in wrappers:
            _unwrap(wrapper)
        added = self._all(root, *_CHANGED)
        for change in reversed(added):  # the inner ones first: what they hold comes up
            if any(True for _ in self._children(change, *_BLOCKS)):
                _unwrap(change)
        return bool(wrappers or deleted or added)

    def _children(self, element: etree._Element, *names: str) -> Iterator[etree._Element]:
        return element.iterchildren(*(f"{{{self._namespace}}}{name}" for name in names))

    def _move_boxes(self, root: etree._Element) -> bool:
        """Put the paragraphs of text boxes behind the paragraph to which a box is tied."""
        boxes = self._all(root, "txbxContent")
        paragraph = f"{{{self._namespace}}}p"
        anchored = ((box, next(box.iterancestors(paragraph), None)) for box in boxes)
        move_behind((box, anchor) for box, anchor in anchored if anchor is not None)
        return bool(boxes)

    def _mend_runs(self, root: etree._Element) -> bool:
        """Take hidden text out, and say of raised text that it is a superscript."""
        changed = False
        for run in self._all(root, "r"):
            properties = next(self._children(run, "rPr"), None)
            if self._is_hidden(run, properties):
                self.hidden += sum(len(text.text or "") for text in self._children(run, "t"))
                run.getparent().remove(run)
                changed = True
            elif properties is not None and self._is_raised(properties):
                etree.SubElement(properties, f"{{{self._namespace}}}vertAlign").set(
                    f"{{{self._namespace}}}val", "superscript"
                )
                changed = True
        return changed

    def _is_hidden(self, run: etree._Element, properties: etree._Element | None) -> bool:
        """Say whether a run is hidden by itself, by its style or by that of its paragraph."""
        own = self._said(properties, "vanish")
        if own is None and properties is not None:
            own = self._said_by_style(_value(properties.find("{*}rStyle")), "vanish")
        paragraph = run.getparent()
        if own is None and paragraph is not None and paragraph[0].tag.endswith("}pPr"):
            own = self._said_by_style(_value(paragraph[0].find("{*}pStyle")), "vanish")
        return own is not None and own not in _OFF

    def _is_raised(self, properties: etree._Element) -> bool:
        """Say whether a run that is not said to be a superscript is raised like one."""
        if self._said(properties, "vertAlign") is not None:
            return False
        style = _value(properties.find("{*}rStyle"))
        if self._said_by_style(style, "vertAlign") == "superscript":
            return True
        raised = self._said(properties, "position") or self._said_by_style(style, "position")
        return bool(raised) and raised.lstrip("+").isdecimal() and int(raised) >= _LEAST_RAISED

    def _said(self, properties: etree._Element | None, name: str) -> str | None:
        """Return what the properties of a run say of `name`; "" where they only name it."""
        found = properties.find(f"{{*}}{name}") if properties is not None else None
        return None if found is None else _value(found) or ""

    def _said_by_style(self, style_id: str | None, name: str) -> str | None:
        """Return what a style says of `name`, or the nearest of those that it is based on."""
        for _ in range(_MOST_BASES):
            style = self._styles.get(style_id) if style_id else None
            if style is None:
                return None
            said = self._said(style.find("{*}rPr"), name)
            if said is not None:
                return said
            style_id = _value(style.find("{*}basedOn"))
        return None
