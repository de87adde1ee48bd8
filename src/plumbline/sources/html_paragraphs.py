"""Paragraphs of pages that mark none: text in divisions, or between line breaks.

Whatever tells an article from its surroundings looks at paragraphs. As in Mozilla's Readability, a
stretch of text and inline elements between two blocks or two line breaks is taken for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html as lxml_html

from plumbline.sources.html_tree import HEADINGS, LONG_PARAGRAPH

_HOLDERS = frozenset(("body", "div", "section", "article", "main", "center", "form", "fieldset"))
_BLOCKS = _HOLDERS | {
    "address", "aside", "audio", "blockquote", "button", "dd", "details", "dialog", "dir", "dl",
    "dt", "figcaption", "figure", "footer", "frameset", *HEADINGS,
    "header", "hgroup", "hr", "iframe", "label", "legend", "li", "menu", "nav", "noscript",
    "object", "ol", "p", "pre", "script", "select", "style", "summary", "svg", "table", "tbody",
    "td", "template", "textarea", "tfoot", "th", "thead", "tr", "ul", "video",
}  # fmt: skip
_MOST_INLINE = 1000  # elements of a stretch: trafilatura's time grows with the square of them


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Inline elements of `holder` and the text before them, which follows `before`, if anything."""

    holder: lxml_html.HtmlElement
    before: lxml_html.HtmlElement | None
    inline: list[lxml_html.HtmlElement]

    def opening(self) -> str:
        return (self.holder.text if self.before is None else self.before.tail) or ""

    def length(self) -> int:
        held = (element.text_content() + (element.tail or "") for element in self.inline)
        return len("".join([self.opening(), *held]).strip())

    def wrap(self) -> None:
        """Make a paragraph of the stretch, or of its holder where that is a division of its own."""
        if self.holder.tag == "div" and len(self.holder) == len(self.inline):
            self.holder.tag = "p"
            return
        paragraph = self.holder.makeelement("p")
        paragraph.text = self.opening()
        if self.before is None:
            self.holder.text = None
            self.holder.insert(0, paragraph)
        else:
            self.before.tail = None
            self.before.addnext(paragraph)
        paragraph.extend(self.inline)


def make_paragraphs(tree: lxml_html.HtmlElement) -> None:
    """Put loose text into paragraphs, where a page holds more of it than of paragraphs."""
    lengths = [(stretch, stretch.length()) for stretch in _find_stretches(tree)]
    loose = sum(length for _, length in lengths if length >= LONG_PARAGRAPH)
    if loose > sum(len(paragraph.text_content()) for paragraph in tree.iter("p")):
        for stretch, length in lengths:
            if length and len(stretch.inline) <= _MOST_INLINE:
                stretch.wrap()


def _find_stretches(tree: lxml_html.HtmlElement) -> Iterator[_Stretch]:
    parted = _find_parted(tree)
    waiting = [tree.find("body") if tree.tag == "html" else tree]
    while waiting:
        holder = waiting.pop()
        if holder is None:
            continue
        yield from _cut(holder, parted)
        waiting += [
            child
            for child in holder
            if child.tag in _HOLDERS or (child in parted and child.tag not in (*_BLOCKS, "a"))
        ]


def _find_parted(tree: lxml_html.HtmlElement) -> set[lxml_html.HtmlElement]:
    """Return the elements that hold a block or two line breaks: they are no part of a paragraph."""
    parted: set[lxml_html.HtmlElement] = set()
    for element in tree.iter(*_BLOCKS, "br"):
        if element.tag == "br" and not _ends_paragraph(element):
            continue
        for ancestor in element.iterancestors():
            if ancestor in parted:
                break
            parted.add(ancestor)
    return parted


def _ends_paragraph(element: lxml_html.HtmlElement) -> bool:
    """Say whether an element is a line break right behind another one."""
    before = element.getprevious() if element.tag == "br" else None
    return before is not None and before.tag == "br" and not (before.tail or "").strip()


def _cut(holder: lxml_html.HtmlElement, parted: set[lxml_html.HtmlElement]) -> Iterator[_Stretch]:
    """Cut what an element holds at its blocks and at two line breaks in a row."""
    before, inline = None, []
    for child in holder:
        if child.tag in _BLOCKS or child in parted or _ends_paragraph(child):
            yield _Stretch(holder, before, inline)
            before, inline = child, []
        else:
            inline.append(child)
    yield _Stretch(holder, before, inline)
