"""The reference lists and notes of a web page, found by their markup or by the heading above.

They look like menus to whatever tells an article from its surroundings by its links, so they are
taken out of the page before and put back after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from lxml import html as lxml_html

from plumbline.sources.html_tree import HEADINGS
from plumbline.sources.raw import RawBlock, Run, cites, name_section, space_singly

_REFERENCE_HEADINGS = frozenset(
    [
        "references",
        "reference list",
        "sources",
        "article sources",
        "bibliography",
        "works cited",
        "literature cited",
        "citations",
        "scientific references",
        "references and sources",
        "sources and references",
        "references & sources",
        "sources & references",
        "further references",
        "selected references",
        "footnotes",
        "endnotes",
        "notes and references",
    ]
)
_HEADING_TAGS = (*HEADINGS, "summary", "button", "strong", "b", "p")
_HOLDERS = ("ol", "ul", "section", "div", "aside", "dl", "details", "footer")
_ROLES = frozenset(("doc-bibliography", "doc-endnotes"))
_NAME = re.compile(
    r"(?:[a-z0-9]{1,30}[-_]{1,2})?(?:references?[-_]?list|references|ref-?lists?|refs|bibliography|"
    r"works-?cited|foot-?notes|end-?notes|citations?[-_]?list|article-?sources)(?:[-_]{1,2}[a-z0-9]{1,30})?",
    re.I,
)
_ENTRY_ID = re.compile(
    r"(?:[a-z]{1,12}[-_:])?(?:references?|refs?|cite[-_]?note|citations?|bib|cr|fn|footnote|endnote|en|b|r)"
    r"(?:[-_.:]?[a-z]{0,20})?[-_.:]?\d{1,4}(?:[-_]\d{1,4})?",
    re.I,
)
_BARE_ADDRESS = re.compile(
    r"\s*(?:\[?\d{1,3}[\].)]{0,2}\s{1,3})?(?:https?://|www\.|doi:\s?|10\.\d{4,9}/)\S{4,}\s*"
)
_BACK_LINKS = re.compile(r"back-?link|backref|reversefootnote|footnote-back|jump-?up", re.I)
_LONGEST_HEADING = 60  # characters; what follows them is not looked at
_STEPS_UP = 4  # ancestors of a heading among whose next siblings its list is looked for
_NEXT_SIBLINGS = 6
_MOST_LISTS = 20  # lists of references on one page
_LEAST_SHARE = 0.6  # of the text of a holder that stands in its entries
_LONGEST_PART = 700  # characters of an entry that is no item of a list
_MOST_CITING = 0.8  # of such parts, under a heading that names references
_LEAST_CITING = 0.5  # of the entries of a list that nothing but the ids of its entries gives away

Runs = Callable[[lxml_html.HtmlElement], list[Run]]


def take_references(tree: lxml_html.HtmlElement, runs: Runs) -> list[RawBlock]:
    """Take the reference lists and notes out of a page and return them as blocks.

    Args:
        tree: the page; what is found is removed from it.
        runs: returns the text of an element with its links and superscripts.

    """
    blocks: list[RawBlock] = []
    for number, (heading, holder) in enumerate(_find_lists(tree)):
        if number == _MOST_LISTS:
            break
        entries = [_make_entry(item, runs) for item in _entries(holder)]
        entries = [entry for entry in entries if any(run.text.strip() for run in entry.runs)]
        if not any(map(_cites, entries)):
            continue  # a menu of the site
        if heading is not None and entries:
            title = space_singly(heading.text_content()).strip()
            blocks.append(RawBlock("heading", (Run(title),), 2, fixed=True))
        blocks += entries
        for element in (holder, heading):
            if element is not None and element.getparent() is not None:
                element.drop_tree()
    return blocks


def _cites(entry: RawBlock) -> bool:
    away = any(run.link.startswith("http") for run in entry.runs)
    return away or cites("".join(run.text for run in entry.runs))


def _find_lists(
    tree: lxml_html.HtmlElement,
) -> Iterator[tuple[lxml_html.HtmlElement | None, lxml_html.HtmlElement]]:
    """Yield (heading or None, list); a list that was taken out is not met again."""
    for holder in list(tree.iter(*_HOLDERS)):
        if _is_named(holder) and _is_within(holder, tree) and _is_mostly_entries(holder):
            yield _heading_of(holder), holder
    for heading in list(tree.iter(*_HEADING_TAGS)):
        if _names_references(heading) and _is_within(heading, tree):
            found = _following_list(heading)
            if found is not None:
                yield heading, found
    for holder in list(tree.iter("ol", "ul")):
        if _is_within(holder, tree) and (_has_entry_ids(holder) or _holds_addresses(holder)):
            yield _heading_of(holder), holder


def _is_within(element: lxml_html.HtmlElement, tree: lxml_html.HtmlElement) -> bool:
    return element is tree or any(ancestor is tree for ancestor in element.iterancestors())


def _is_named(element: lxml_html.HtmlElement) -> bool:
    """Say whether role, class or id call an element a list of references or notes."""
    if element.get("role") in _ROLES or element.get("epub:type") in ("bibliography", "footnotes"):
        return True
    names = (element.get("class", "") + " " + element.get("id", ""))[:500].split()
    return any(map(_NAME.fullmatch, names))


def _entries(holder: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """Return the entries of a list: its items, the parts that have an entry's id, or any."""
    items = [item for item in holder.iter("li") if next(item.iterdescendants("li"), None) is None]
    if items:
        return items
    marked = [e for e in holder.iter("p", "div", "dd", "aside") if _is_entry_id(e.get("id"))]
    return marked or _parts(holder)


def _parts(holder: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """Return the paragraphs of a list that has no items, or the divisions that stand for them."""
    paragraphs = list(holder.iter("p", "dd"))
    if paragraphs:
        return paragraphs
    while len(holder) == 1 and holder[0].tag in ("div", "section"):
        holder = holder[0]
    return [child for child in holder if child.tag == "div"]


def _is_mostly_entries(holder: lxml_html.HtmlElement) -> bool:
    held = sum(len(entry.text_content()) for entry in _entries(holder))
    heading = _heading_of(holder)
    named = len(heading.text_content()) if heading is not None else 0
    return held > 0 and held + named >= _LEAST_SHARE * len(holder.text_content().strip())


def _is_entry_id(value: str | None) -> bool:
    return bool(value) and _ENTRY_ID.fullmatch(value[:100]) is not None


def _has_entry_ids(holder: lxml_html.HtmlElement) -> bool:
    """Say whether the items of a list have ids such as ref-1 and half of them cite something."""
    items = [item for item in holder if item.tag == "li"]
    if len(items) < 2:
        return False
    marked = sum(
        _is_entry_id(item.get("id")) or any(_is_entry_id(e.get("id")) for e in islice(item, 3))
        for item in items
    )
    if 2 * marked <= len(items):
        return False
    citing = sum(cites(item.text_content()) for item in items)
    return citing >= _LEAST_CITING * len(items)


def _holds_addresses(holder: lxml_html.HtmlElement) -> bool:
    """Say whether the items of a list are written addresses and nothing else: no menu has these."""
    items = [item for item in holder if item.tag == "li"]
    return len(items) > 1 and all(_BARE_ADDRESS.fullmatch(item.text_content()) for item in items)


def _holds_citing_parts(holder: lxml_html.HtmlElement) -> bool:
    """Say whether an element is nothing but short parts, nearly all of which cite something."""
    texts = [part.text_content() for part in _parts(holder)]
    citing = sum(cites(text) and len(text) <= _LONGEST_PART for text in texts)
    return citing > 1 and citing >= _MOST_CITING * len(texts) and _is_mostly_entries(holder)


def _heading_of(holder: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    """Return the heading within a list or right before it that names references."""
    before = holder.getprevious()
    near = [before] if before is not None else []
    for element in [*islice(holder.iter(*HEADINGS), 1), *near]:
        if element.tag in _HEADING_TAGS and _names_references(element):
            return element
    return None


def _names_references(element: lxml_html.HtmlElement) -> bool:
    if len(element) > 2:
        return False
    text = element.text or ""
    if len(text) < _LONGEST_HEADING:
        text = element.text_content()
    return name_section(space_singly(text[:_LONGEST_HEADING])) in _REFERENCE_HEADINGS


def _following_list(heading: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    """Return the first list after a heading, before the next heading, within its own section."""
    element = heading
    for _ in range(_STEPS_UP):
        for sibling in islice(element.itersiblings(), _NEXT_SIBLINGS):
            if sibling.tag in ("h1", "h2", "h3", "h4"):
                return None
            if sibling.tag in ("ol", "ul"):
                return sibling
            inner = next(sibling.iter("ol", "ul"), None) if isinstance(sibling.tag, str) else None
            if inner is not None:
                return inner
            if sibling.tag in ("div", "section") and _holds_citing_parts(sibling):
                return sibling
        element = element.getparent()
        if element is None or element.tag in ("body", "main", "article"):
            return None
    return None


def _make_entry(item: lxml_html.HtmlElement, runs: Runs) -> RawBlock:
    """Return one entry with its links, without the arrows that lead back into the text."""
    for link in list(item.iter("a", "span", "sup")):
        names = f"{link.get('class', '')} {link.get('role', '')} {link.get('rev', '')}"
        if _BACK_LINKS.search(names[:500]) and link.getparent() is not None:
            link.drop_tree()
    return RawBlock("reference", tuple(runs(item)), fixed=True)
