"""Addresses: an identifier behind a link, a link to another host, or no source at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from plumbline.citations.hits import Hit
from plumbline.citations.identifiers import find_identifiers, trim_trailing
from plumbline.citations.resources import CitationResources, LinkRules
from plumbline.text.document import Document

_QUERY = re.compile(r"[?#]")
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"]{1,2000}", re.IGNORECASE)


def find_addresses(
    text: str, start: int, end: int, own_host: str, resources: CitationResources
) -> Iterator[Hit]:
    """Yield the written-out addresses in ``text[start:end]`` that lead to a source."""
    lowered = text[start:end].lower()
    if "://" not in lowered and "www." not in lowered:  # plain search is faster
        return
    for match in _ADDRESS.finditer(text, start, end):
        address = trim_trailing(match[0])
        hit = judge_address(
            address, match.start(), match.start() + len(address), own_host, resources
        )
        if hit is not None:
            yield hit


def judge_address(
    address: str, start: int, end: int, own_host: str, resources: CitationResources
) -> Hit | None:
    """Return what an address cites (tier A where it holds an identifier), or None."""
    address = address[: resources.links.max_length]
    # the query and fragment of a DOI's address are tracking far more often than part of the DOI
    for part in (_QUERY.split(address, maxsplit=1)[0], address):
        written = unquote(part)
        for hit in find_identifiers(written, 0, len(written), resources):
            return Hit(start, end, hit.tier, hit.kind, hit.rule, hit.identifier)
    target = normalise_address(address, resources.links)
    if not target or not is_source(target, own_host, resources.links):
        return None
    return Hit(start, end, "B", "link", "link.other_host", target)


def normalise_address(address: str, rules: LinkRules) -> str:
    """Return a web address with its host in lower case and without tracking; '' for others."""
    if address.lower().startswith("www."):
        address = "http://" + address
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return ""
    query = [(k, v) for k, v in parse_qsl(parts.query) if k not in rules.tracking_parameters]
    path = parts.path if parts.path != "/" else ""
    return f"{parts.scheme.lower()}://{host}{path}" + (f"?{urlencode(query)}" if query else "")


def is_source(target: str, own_host: str, rules: LinkRules) -> bool:
    """Say whether a normalised address leads to neither the page's own host nor a shop."""
    parts = urlsplit(target)
    host = parts.hostname or ""
    if own_host and same_site(host, own_host):
        return False
    if not _within(host, rules.sources_within) and _within(host, rules.not_sources):
        return False
    path = parts.path.lower() + "/"
    if any(piece in path for piece in rules.product_paths):
        return False
    return not any(key in rules.product_parameters for key, _ in parse_qsl(parts.query))


def read_own_host(document: Document) -> str:
    """Return the host of the page itself where its metadata names an address, else ''."""
    for key in ("url", "canonical", "host", "hostname"):
        value = str(document.metadata.get(key) or "").strip()
        if value:
            try:
                return (urlsplit(value if "//" in value else f"//{value}").hostname or "").lower()
            except ValueError:
                return ""
    return ""


def same_site(host: str, other: str) -> bool:
    """Say whether two hosts are the same, or one a subdomain of the other."""
    host, other = host.removeprefix("www."), other.removeprefix("www.")
    return host == other or host.endswith("." + other) or other.endswith("." + host)


def _within(host: str, domains: frozenset[str]) -> bool:
    parts = host.split(".")
    return any(".".join(parts[i:]) in domains for i in range(len(parts)))


def find_links(document: Document, own_host: str, resources: CitationResources) -> Iterator[Hit]:
    """Yield the links of the original page that lead to a source, by their anchor text."""
    for mark in document.marks:
        if mark.kind != "link" or mark.end <= mark.start:
            continue
        hit = judge_address(mark.target, mark.start, mark.end, own_host, resources)
        if hit is not None:
            yield hit
