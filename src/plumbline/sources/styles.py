"""What style sheets say of elements, as far as a reader must know it: raised text, hidden text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml import etree

_LONGEST_SHEET = 1_000_000  # characters; what stands behind them is not looked at
_CLASS = re.compile(r"[a-z]{0,10}\.([A-Za-z_][\w-]{0,100})")
_RAISED = re.compile(r"vertical-align\s{0,3}:\s{0,3}(?:super|text-top)")
_SHIFTED = re.compile(r"(?<![\w-])(?:top\s{0,3}:\s{0,3}-|vertical-align\s{0,3}:\s{0,3})[\d.]")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden")
_INLINE = ("span", "a", "font")


def raises(declarations: str) -> bool:
    """Say whether declarations make a text stand above the line: by name, or moved up and small."""
    declarations = declarations.lower()
    if _RAISED.search(declarations):
        return True
    return "font-size" in declarations and _SHIFTED.search(declarations) is not None


def hides(declarations: str) -> bool:
    """Say whether declarations keep an element from being shown."""
    return _HIDDEN.search(declarations.lower()) is not None


def is_hidden(element: etree._Element) -> bool:
    """Say whether an attribute or a style in place keeps an element from being shown."""
    shown = element.get("hidden", "until-found") == "until-found"  # which a search unfolds
    return not shown or hides(element.get("style", ""))


def find_classes(sheets: Iterable[str], test: Callable[[str], bool]) -> frozenset[str]:
    """Return the classes whose declarations pass `test`; only plain selectors are understood."""
    found = set()
    for sheet in sheets:
        for rule in sheet[:_LONGEST_SHEET].split("}"):
            selectors, _, declarations = rule.rpartition("{")
            if not test(declarations):
                continue
            for selector in selectors.rpartition("{")[2].split(","):
                plain = _CLASS.fullmatch(selector.strip())
                found |= {plain[1]} if plain else set()
    return frozenset(found)


def name_raised(root: etree._Element, classes: frozenset[str]) -> bool:
    """Make ``sup`` of what styles raise, be it by class or in place; say whether any was found."""
    raised = [
        element
        for element in root.iter(*(f"{{*}}{name}" for name in _INLINE))
        if raises(element.get("style", "")) or not classes.isdisjoint(_classes(element))
    ]
    for element in raised:
        tag = element.tag.removesuffix(etree.QName(element).localname) + "sup"
        if etree.QName(element).localname != "a":
            element.tag = tag
            continue
        inner = element.makeelement(tag)  # a link stays one
        inner.text, element.text = element.text, None
        inner.extend(list(element))
        element.append(inner)
    return bool(raised)


def drop_hidden(root: etree._Element, classes: frozenset[str]) -> list[int]:
    """Empty the elements that are hidden by a style or an attribute; return their lengths."""
    lengths = []
    for element in list(root.iter("{*}*")):
        by_class = not classes.isdisjoint(_classes(element))
        if by_class or is_hidden(element):
            lengths.append(len("".join(element.itertext())))
            del element[:]
            element.text = None
    return lengths


def _classes(element: etree._Element) -> list[str]:
    return element.get("class", "").split()
