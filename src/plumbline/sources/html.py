"""HTML: the article of a page as blocks, without menus, banners and comments.

trafilatura finds the article (Barbaresi 2021); around it stand two repairs that its own rules
leave to the reader: an article cut into several containers is put together first, and the list of
references, which looks like a menu to any link counter, is taken out before and put back after.
Nothing is executed, rendered or fetched.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import islice

from lxml import etree
from lxml import html as lxml_html
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from plumbline.errors import show
from plumbline.sources.html_folded import unfold
from plumbline.sources.html_paragraphs import make_paragraphs
from plumbline.sources.html_references import take_references
from plumbline.sources.html_tree import (
    LONG_PARAGRAPH,
    LOWERED,
    RAISED,
    SIGN,
    drop_unseen,
    parse_page,
)
from plumbline.sources.raw import RawBlock, RawText, Run, space_singly
from plumbline.sources.styles import find_classes, name_raised, raises

_MOST_PARAGRAPHS = 50_000
_MUCH_HIDDEN = 200  # characters; fewer are a dialog or a notice of the site
_LONGEST_CELL, _MOST_IN_CELL = 400, 2  # characters, paragraphs
_LONGEST_TITLE = 500  # characters that are looked through for a heading
_MENU_SHARE = 0.85  # of a part of a page that is nothing but links
_MOST_FRAMES, _LONGEST_FRAME = 5, 100  # that are named; characters
_BLOCK_TAGS = frozenset(("p", "head", "list", "item", "quote", "table", "row", "cell", "div", "li"))
# characters that XML does not allow, and escapes to terminals: lxml refuses to move such text
_FORBIDDEN = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|[\x01-\x08\x0e-\x1f\ufffe\uffff]")
_CONTROLS = re.compile("[\x01-\x08\v\f\x0e-\x1f\ufffe\uffff]")
_CONTROLS_BY_NUMBER = re.compile(
    r"&#(?:0*+(?:[1-9]|[12][0-9]|3[01]|6553[45])(?![0-9])"
    r"|[xX]0*+(?:1?[0-9a-fA-F]|[fF]{3}[efEF])(?![0-9a-fA-F]))"
)
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,2000}")
_OPENS_HEADING = re.compile(r"\s{0,99}<[hH]([1-6])\b")
_SAFE_SCHEMES = frozenset(("http", "https", "doi"))
# the tree alone is wanted: as "python" or "txt" the article would be written out as text too
_OPTIONS = Extractor(output_format="xml", fast=True, comments=False, links=True, formatting=True)


def read_html(text: str) -> RawText:
    """Return the article of a page as blocks, with links and superscripts as runs.

    Without an article the blocks are empty. Broken markup is mended the way browsers do.
    """
    tree, notes = parse_page(text)
    if tree is None:
        return RawText(text, "html", notes=notes)
    if _CONTROLS.search(text) or _CONTROLS_BY_NUMBER.search(text):
        _drop_controls(tree)
    title = _find_title(tree)
    address = _own_address(tree)
    unfold(tree)
    make_paragraphs(tree)
    hidden = drop_unseen(tree)
    if hidden > _MUCH_HIDDEN:
        notes += (f"{hidden} characters of hidden text were left out",)
    notes += _name_frames(tree)
    _join_containers(tree)
    _name_article(tree)
    for template in list(tree.iter("template")):
        if template.get("shadowrootmode") is None:  # shown only where a script makes use of it
            template.drop_tree()
    name_raised(tree, find_classes((style.text or "" for style in tree.iter("style")), raises))
    _mark_raised(tree)
    references = take_references(tree, lambda element: _read_raised(_runs(element)))
    found = bare_extraction(tree, options=_OPTIONS)
    builder = _Builder()
    if found is not None and found.body is not None:
        builder.add(found.body)
    blocks = tuple(builder.blocks + references)
    return RawText(text, "html", blocks, title=title, url=address, notes=notes)


def read_fragment(markup: str) -> RawText:
    """Return the text of a piece of HTML within another format as one block, if it holds any."""
    tree, notes = parse_page(markup)
    if tree is not None:
        drop_unseen(tree)
    runs = tuple(_runs(tree)) if tree is not None else ()
    if not any(run.text.strip() for run in runs):
        return RawText("", "html", notes=notes)
    heading = _OPENS_HEADING.match(markup)
    level = int(heading[1]) if heading else 0
    block = RawBlock("heading" if level else "body", runs, level, fixed=bool(level))
    return RawText("", "html", (block,), notes=notes)


def _drop_controls(tree: lxml_html.HtmlElement) -> None:
    """Take the characters that XML does not allow out of texts and attributes."""
    for element in tree.iter("*"):
        element.text, element.tail = _allowed(element.text), _allowed(element.tail)
        for name, value in element.items():
            if value != _allowed(value):
                element.set(name, _allowed(value))


def _allowed(text: str | None) -> str | None:
    return text and _FORBIDDEN.sub("", text).replace("\v", " ").replace("\f", " ")


def _find_title(tree: lxml_html.HtmlElement) -> str:
    """Return the title of a page, without the name of the site where a heading lacks that."""
    title = space_singly(tree.findtext(".//title") or "").strip()
    if len(title) > _LONGEST_TITLE:
        return title
    headings = (space_singly(h.text_content()).strip() for h in islice(tree.iter("h1"), 5))
    return next((h for h in headings if h and h.lower() in title.lower()), title)


def _own_address(tree: lxml_html.HtmlElement) -> str:
    """Return the web address that a page gives as its own: links to its host are no citations."""
    named = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
    named += [meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:url"]
    named += [base.get("href") for base in tree.iter("base")]
    return next((a.strip() for a in named if a and _WEB_ADDRESS.fullmatch(a.strip())), "")


def _name_frames(tree: lxml_html.HtmlElement) -> tuple[str, ...]:
    """Return a note with the pages that a page made of frames shows in its place."""
    if tree.find(".//frameset") is None:
        return ()
    for instead in list(tree.iter("noframes")):  # for browsers that know no frames
        instead.drop_tree()
    frames = [(frame.get("src") or "").strip() for frame in tree.iter("frame")]
    shown = [show(address[:_LONGEST_FRAME]) for address in frames if address]
    more = " and more" if len(shown) > _MOST_FRAMES else ""
    named = f" ({', '.join(shown[:_MOST_FRAMES])}{more})" if shown else ""
    return (f"it only holds frames that show other pages{named}",)


def _mark_raised(tree: lxml_html.HtmlElement) -> None:
    """Put signs around superscripts in place of their tags: trafilatura drops many of those."""
    parents = dict.fromkeys(raised.getparent() for raised in list(tree.iter("sup")))
    for parent in reversed(parents):  # superscripts within superscripts first
        _unwrap_raised(parent)


def _unwrap_raised(parent: lxml_html.HtmlElement) -> None:
    """Put what the superscripts of an element hold in their places, between signs.

    Text is joined once between two elements: lxml's `drop_tag` copies it for each superscript.
    """
    before, texts = None, [parent.text]
    for child in list(parent):
        if child.tag != "sup":
            _set_text(parent, before, texts)
            before, texts = child, [child.tail]
            continue
        texts += [RAISED, child.text]
        for inner in list(child):
            _set_text(parent, before, texts)
            before, texts = inner, [inner.tail]
            child.addprevious(inner)
        texts += [LOWERED, child.tail]
        parent.remove(child)
    _set_text(parent, before, texts)


def _set_text(parent: etree._Element, before: etree._Element | None, texts: list) -> None:
    """Set the text behind a child, or at the beginning of its parent where there is none."""
    joined = "".join(filter(None, texts))
    if before is None:
        parent.text = joined
    else:
        before.tail = joined


def _read_raised(runs: list[Run]) -> list[Run]:
    """Turn the signs of `_mark_raised` into superscripts again."""
    settled = []
    raised = False
    for run in runs:
        for piece in SIGN.split(run.text):
            if piece in (RAISED, LOWERED):
                raised = piece == RAISED
            elif piece:
                settled.append(Run(piece, run.link, raised or run.superscript))
    return settled


def _join_containers(tree: lxml_html.HtmlElement) -> None:
    """Put an article together that stands in several containers of the same class."""
    groups: dict[tuple[str, str], dict[lxml_html.HtmlElement, list[int]]] = defaultdict(dict)
    total = 0
    for paragraph in tree.iter("p"):
        length = len(paragraph.text_content())
        parent = paragraph.getparent()
        if length < LONG_PARAGRAPH or parent is None:
            continue
        total += length
        key = (str(parent.tag), parent.get("class", ""))
        groups[key].setdefault(parent, []).append(length)
    for (_, name), members in groups.items():
        boxes = [box for box, lengths in members.items() if len(lengths) > 1]
        held = sum(map(sum, members.values()))
        if name and len(boxes) > 1 and held > total / 2:
            _put_together(boxes)
            return


def _put_together(boxes: list[lxml_html.HtmlElement]) -> None:
    """Put what containers and those like them hold, which may be lists alone, into one."""
    name = boxes[0].get("class")
    shared = set.intersection(*({*box.iterancestors()} for box in boxes))
    common = next(ancestor for ancestor in boxes[0].iterancestors() if ancestor in shared)
    alike = [e for e in common.iterdescendants(boxes[0].tag) if e.get("class") == name]
    known = set(alike)
    outermost = [e for e in alike if known.isdisjoint(e.iterancestors())]
    holder = common.makeelement("div", {"class": name})
    around = (outermost[0], *outermost[0].iterancestors())
    next(e for e in around if e.getparent() is common).addprevious(holder)
    for container in outermost:
        if (container.text or "").strip():
            opening = container.makeelement("p")
            opening.text = container.text
            holder.append(opening)
        holder.extend(list(container))


def _name_article(tree: lxml_html.HtmlElement) -> None:
    """Say of the element that holds most of the paragraphs that it is the article, if none is.

    Without a container that it knows, trafilatura collects paragraphs and passes over headings
    and lists. With one its time grows with the square of the paragraphs, so pages of very many are
    left as they are.
    """
    if next(tree.iter("article", "main"), None) is not None:
        return
    held: Counter[lxml_html.HtmlElement] = Counter()
    paragraphs = list(tree.iter("p"))
    for paragraph in paragraphs:
        parent = paragraph.getparent()
        if parent is not None and parent.tag in ("body", "div", "section"):
            held[parent] += len(paragraph.text_content())
    if not held or len(paragraphs) > _MOST_PARAGRAPHS:
        return
    [(holder, most)] = held.most_common(1)
    if 2 * most > held.total():
        article = holder.makeelement("article")
        article.text, holder.text = holder.text, None
        article.extend(list(holder))
        holder.append(article)


def safe_target(address: str | None) -> str:
    """Return the address of a link if it is one to the web or within the site, else ""."""
    address = (address or "").strip()
    scheme = _SCHEME.match(address)
    return "" if scheme and scheme[1].lower() not in _SAFE_SCHEMES else address


def _runs(element: etree._Element, link: str = "", superscript: bool = False) -> list[Run]:
    """Return the text of an element and all it holds, in HTML's tags or trafilatura's."""
    tag = element.tag
    if not isinstance(tag, str) or tag in ("script", "style", "template"):
        return []
    if tag in ("a", "ref"):
        link = safe_target(element.get("href") or element.get("target"))
    elif tag == "sup" or element.get("rend") == "#sup":
        superscript = True
    elif tag in ("br", "lb"):
        return [Run("\n")]
    runs = [Run(space_singly(element.text or ""), link, superscript)]
    for child in element:
        apart = [Run(" ")] if child.tag in _BLOCK_TAGS else []
        runs += [*apart, *_runs(child, link, superscript)]
        runs += [Run(space_singly(child.tail or ""), link, superscript), *apart]
    return [run for run in runs if run.text]


def _is_part_of_page(cell: etree._Element) -> bool:
    """Say whether a cell holds a heading, paragraphs or much text: no cell of a table of data."""
    paragraphs = sum(1 for _ in cell.iter("p"))
    long = len("".join(cell.itertext())) > _LONGEST_CELL
    return cell.find(".//head") is not None or paragraphs > _MOST_IN_CELL or long


def _is_menu(cell: etree._Element) -> bool:
    linked = sum(len("".join(link.itertext())) for link in cell.iter("ref"))
    return linked >= _MENU_SHARE * len("".join(cell.itertext()).strip())


class _Builder:
    """Collects the blocks of an article from the tree that trafilatura returns."""

    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self._pending: list[Run] = []

    def add(self, element: etree._Element, kind: str = "body") -> None:
        """Add an element and all it holds; its text becomes blocks of `kind`."""
        if element.tag == "head":
            self._flush(kind)
            level = (element.get("rend") or "h2")[-1]
            self._append("heading", _runs(element), int(level) if level.isdigit() else 2)
            return
        if element.tag == "table":
            self._flush(kind)
            self._add_table(element, kind)
            return
        own = "list_item" if element.tag in ("list", "item") else kind
        self._pending.append(Run(space_singly(element.text or "")))
        for child in element:
            if child.tag in _BLOCK_TAGS:
                self._flush(own)
                self.add(child, own)
                self._flush("list_item" if child.tag == "item" else own)
            else:
                self._pending += _runs(child)
            self._pending.append(Run(space_singly(child.tail or "")))
        self._flush(own)

    def _add_table(self, table: etree._Element, kind: str) -> None:
        """Add the rows of a table, or the cells of one that only makes the layout of a page."""
        cells = list(table.iter("cell"))
        if any(map(_is_part_of_page, cells)):
            for cell in cells:
                if not _is_menu(cell):
                    self.add(cell, kind)
            return
        for row in table.iter("row"):
            self._add_row(row)

    def _add_row(self, row: etree._Element) -> None:
        """A row of a table is one block, its cells separated by bars."""
        cells = [_runs(cell) for cell in row.iter("cell")]
        cells = [cell for cell in cells if any(run.text.strip() for run in cell)]
        runs: list[Run] = []
        for cell in cells:
            runs += [Run(" | "), *cell] if runs else cell
        self._append("list_item" if len(cells) > 1 else "body", runs)

    def _flush(self, kind: str) -> None:
        self._append(kind, self._pending)
        self._pending = []

    def _append(self, kind: str, runs: list[Run], level: int = 0) -> None:
        runs = _read_raised(runs)
        if any(run.text.strip() for run in runs):
            self.blocks.append(RawBlock(kind, tuple(runs), level, fixed=kind != "body"))
