"""JATS articles: what pandoc needs to read one, and its reference list, entry by entry.

Pandoc keeps the citations of an article as data for a citation style and drops those that are
printed text (``mixed-citation``); here every entry stays as the article prints it.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree

from plumbline.errors import SourceError
from plumbline.sources.archives import parse_xml
from plumbline.sources.encoding import DecodeError, decode
from plumbline.sources.html import safe_target
from plumbline.sources.raw import RawBlock, Run, space_singly

_ARTICLES = ("article", "book-part")
_DECLARATION = re.compile(r"\s{0,9}<\?xml[^>]{0,200}\?>")
_CITATIONS = ("mixed-citation", "element-citation", "citation", "nlm-citation")
_HREF = "{http://www.w3.org/1999/xlink}href"
_IDENTIFIERS = {"doi": "doi: ", "pmid": "PMID: ", "pmcid": "PMCID: "}
_PARTS = ("article-title", "chapter-title", "part-title", "source", "publisher-name", "year")


def make_jats(data: bytes, where: str) -> bytes:
    """Return a JATS article as pandoc can read it: in UTF-8, without what other sites wrap it in.

    Raises:
        SourceError: no article, or several; one sentence with `where` and what to do.

    """
    try:
        text, encoding, _ = decode(data, declared=True)
    except DecodeError as error:
        raise SourceError(
            f"{where}: {error}; save the article as XML in UTF-8 or take it out."
        ) from None
    if encoding != "utf-8" or data.startswith(codecs.BOM_UTF8):
        data = _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
    root = parse_xml(data)
    if root is None or _name(root) in _ARTICLES:
        found = [root] if root is not None else []
    else:
        found = [element for element in root.iter("{*}*") if _name(element) in _ARTICLES]
    if len(found) != 1:
        what = f"holds {len(found)} JATS articles" if found else "is no JATS article"
        remedy = "put each into a file of its own" if found else "save the article as HTML or text"
        raise SourceError(f"{where}: this XML {what}; {remedy}, or take it out.")
    return data if found[0] is root else etree.tostring(found[0], encoding="utf-8", with_tail=False)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def read_references(data: bytes) -> list[RawBlock]:
    """Return each ``ref`` of the article as a reference, with its label and its identifiers."""
    root = parse_xml(data)
    blocks = []
    for ref in root.iter("{*}ref") if root is not None else ():
        label = _text(ref.find("{*}label")).rstrip(".")
        runs = [Run(f"{label}. ")] if label else []
        for citation in ref.iter(*(f"{{*}}{name}" for name in _CITATIONS)):
            printed = etree.QName(citation).localname == "mixed-citation"
            runs += _printed(citation) if printed else _composed(citation)
            runs.append(Run(" "))
        if any(run.text.strip() for run in runs):
            blocks.append(RawBlock("reference", tuple(runs), fixed=True))
    return blocks


def _text(element: etree._Element | None) -> str:
    return space_singly("".join(element.itertext())).strip() if element is not None else ""


def _printed(element: etree._Element, link: str = "") -> list[Run]:
    """Return the text of a citation that the article prints, its links kept."""
    runs = [Run(element.text or "", link)]
    for child in element:
        if isinstance(child.tag, str):
            label = _IDENTIFIERS.get(child.get("pub-id-type", ""), "")
            before = "".join(run.text for run in runs[-2:])
            named = before.rstrip(" :").lower().endswith(label[:-2].lower())
            if label and not named and before[-1:] in ("", " ", ".", ";"):
                runs.append(Run(label))  # a number that nothing names would be none
            runs += _printed(child, safe_target(child.get(_HREF)) or link)
        runs.append(Run(child.tail or "", link))
    return [Run(space_singly(run.text), run.link) for run in runs if run.text]


def _composed(citation: etree._Element) -> list[Run]:
    """Put a citation that is only data into the usual order: names, titles, year, places."""
    names = []
    for name in citation.iter("{*}name", "{*}collab"):
        names.append(" ".join(filter(None, map(_text, name))) or _text(name))
    parts = [", ".join(names)]
    parts += [_text(citation.find(f".//{{*}}{name}")) for name in _PARTS]
    volume, first, last = (
        _text(citation.find(f"{{*}}{name}")) for name in ("volume", "fpage", "lpage")
    )
    pages = "-".join(filter(None, (first, last)))
    parts.append(":".join(filter(None, (volume, pages))))
    for identifier in citation.iter("{*}pub-id"):
        kind = identifier.get("pub-id-type", "")
        parts.append(_IDENTIFIERS.get(kind, "") + _text(identifier))
    runs = [Run(". ".join(part.rstrip(".") for part in parts if part) + ".")]
    for address in citation.iter("{*}ext-link", "{*}uri"):
        runs.append(Run(f" {_text(address)}", safe_target(address.get(_HREF))))
    return runs
