"""Pages that a browser saved into one file (MHTML): the page itself, without its pictures."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message

from plumbline.sources.encoding import known_encoding

_HEADERS = re.compile(
    rb"(?i)(?:[A-Za-z-]{1,40}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}){2,30}\r?\n"
)
_RELATED = re.compile(rb"(?i)content-type:\s{0,9}multipart/related")
_HEAD = 20_000  # bytes among which the headers stand


def take_page(data: bytes) -> bytes:
    """Return the first page of an MHTML file, b"" if it holds none; other data stays as it is."""
    headers = _HEADERS.match(data[:_HEAD].lstrip())
    if not headers or not _RELATED.search(headers[0]):
        return data
    message = message_from_bytes(data.lstrip(), policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = _decode_part(part)
            if page.strip():
                return page
    return b""


def _decode_part(part: Message) -> bytes:
    """Return the bytes of a part, in UTF-8 where its headers name the encoding that they are in."""
    data = part.get_payload(decode=True) or b""
    declared = part.get_param("charset", "")
    name = known_encoding(declared) if isinstance(declared, str) else ""
    try:
        return data.decode(name).encode() if name else data
    except UnicodeError:
        return data
