"""The tree of a web page as lxml parses it, within bounds, and without what no reader sees."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from plumbline.sources.styles import is_hidden

RAISED, LOWERED = "\u2e24", "\u2e25"  # signs that a reader of the tree puts into its texts
SIGN = re.compile(f"([{RAISED}{LOWERED}])")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LONG_PARAGRAPH = 80  # characters; what is shorter may be a menu and says nothing about the page
_MOST_IN_NODE = 10_000_000  # characters of one attribute or text, where the parser gives up
_DATA = re.compile(r"data:[a-z]{1,20}/[a-z0-9.+-]{1,60};base64,[A-Za-z0-9+/=]{1000,}")
# elements without content that the parser takes for open ones, in which the rest then stands
_VOID = re.compile(r"<(?:embed|keygen|source|track|wbr)(?:\s[^<>]{0,2000}+)?/?>", re.I)
_MAY_BE_HIDDEN = etree.XPath("descendant::*[@hidden or @style]")
# words for screen readers ("opens in a new tab"), and the links beside headings of a wiki
_UNREAD = etree.XPath(
    "descendant::span[contains(@class, 'visually-hidden') or contains(@class, 'visuallyhidden') "
    "or contains(@class, 'sr-only') or contains(@class, 'screen-reader') "
    "or contains(@class, 'mw-editsection')]"
)
_GAVE_UP = (
    "the page is cut off where it is nested more than 256 deep or holds a piece of more than "
    "10,000,000 characters"
)
_MOST_ATTRIBUTES = 1000
_FEW_ATTRIBUTES = 20_000  # characters: a shorter page has too few to take long
_TRIMMED = f"of an element with more than {_MOST_ATTRIBUTES:,} attributes the others were left out"


def parse_page(text: str) -> tuple[lxml_html.HtmlElement | None, tuple[str, ...]]:
    """Return the tree of a page, None if it is none, and notes on what the parser left out."""
    if len(text) > _MOST_IN_NODE:
        text = _DATA.sub("data:", text)
    if RAISED in text or LOWERED in text:
        text = SIGN.sub("", text)
    data = _VOID.sub("", text.replace("\0", "")).encode("utf-8", "replace")
    if len(data) > _FEW_ATTRIBUTES and _most_attributes(data) > _MOST_ATTRIBUTES:
        return _parse_trimmed(data), (_TRIMMED,)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError):
        tree = None
    gave_up = any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
    return tree, (_GAVE_UP,) if gave_up else ()


class _Counter:
    """Counts the attributes of each element as it comes by; no tree is built."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, _: str, attributes: dict[str, str]) -> None:
        self.most = max(self.most, len(attributes))

    def close(self) -> int:
        return self.most


class _Trimmer:
    """Builds the tree with no more attributes of an element than `_MOST_ATTRIBUTES`."""

    def __init__(self) -> None:
        factory = lxml_html.HTMLParser().makeelement
        self._builder = etree.TreeBuilder(element_factory=factory)
        self.end, self.data, self.close = (
            self._builder.end,
            self._builder.data,
            self._builder.close,
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._builder.start(tag, dict(islice(attributes.items(), _MOST_ATTRIBUTES)))


def _most_attributes(data: bytes) -> int:
    """Return the largest number of attributes of an element.

    The time in which a tree is built grows with their square; to count them does not.
    """
    try:
        return etree.fromstring(data, etree.HTMLParser(target=_Counter(), encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return 0


def _parse_trimmed(data: bytes) -> lxml_html.HtmlElement | None:
    try:
        return etree.fromstring(data, etree.HTMLParser(target=_Trimmer(), encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def drop_unseen(tree: lxml_html.HtmlElement) -> int:
    """Empty what the page itself hides; return how many characters of paragraphs that were.

    It hides by an attribute or a style in place.

    Where that is most of its paragraphs, the page waits for a script to show them: they stay.
    Words that only screen readers speak are taken out.
    """
    for element in _UNREAD(tree):
        element.tag = "unread"
    etree.strip_elements(tree, "unread", with_tail=False)  # `drop_tree` copies texts each time
    hidden = [e for e in _MAY_BE_HIDDEN(tree) if e.tag != "body" and is_hidden(e)]
    known = set(hidden)
    outermost = [e for e in hidden if known.isdisjoint(e.iterancestors())]
    length = sum(map(_length_of_paragraphs, outermost))
    if 2 * length > _length_of_paragraphs(tree):
        return 0
    for element in outermost:
        del element[:]
        element.text = None
    return length


def _length_of_paragraphs(element: lxml_html.HtmlElement) -> int:
    return sum(len(paragraph.text_content()) for paragraph in element.iter("p"))
