"""Repairs to RTF that pandoc's reader (3.9) needs, made on the tokens, before it sees the file.

Its fallback for characters beyond ANSI swallows a letter, characters beyond 16 bits are cut, bytes
are read as Windows-1252 whatever the file declares, a footnote marked as optional is lost, a list
right before a table is put at the front of the text, what a tracked change deletes stays, and a
file that is cut off is refused.
"""

from __future__ import annotations

import codecs
import re

_TOKEN = re.compile(
    rb"\\'([0-9A-Fa-f]{2})|\\([A-Za-z]{1,32})(-?\d{1,10})?\x20?|\\[^A-Za-z']|[{}]|[\r\n]+|[^\\{}\r\n]|\\"
)
_HEAD = 2000  # bytes among which the code page is declared
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_PRIVATE = 0xE000  # first of the characters that stand for those beyond 16 bits
_MOST_PRIVATE = 6000
_CUT_OFF = "the file is cut off, and its end is missing"
_SPACER = b"\\pard \\~\\par "  # a paragraph of nothing, which ends the list before a table


def normalise_rtf(data: bytes) -> tuple[bytes, dict[str, str], tuple[str, ...]]:
    """Return the file as pandoc can read it, the characters that stand for others in it, and notes.

    Groups that the file leaves open are closed, with a note.
    """
    writer = _Writer(_code_page(data))
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        if match[2] == b"bin":  # bytes of a picture, which may look like anything
            size = int(match[3] or 0)
            at += size if 0 < size <= len(data) - at else 0
        elif match[0] != b"\\":  # nothing that RTF knows stands behind it
            writer.take(match)
    writer.flush()
    notes = (_CUT_OFF,) if writer.close_groups() else ()
    placeholders = {own: other for other, own in writer.placeholders.items()}
    return b"".join(writer.parts), placeholders, notes


def _code_page(data: bytes) -> str:
    declared = _CODE_PAGE.search(data[:_HEAD])
    try:
        return codecs.lookup(f"cp{declared[1].decode()}").name if declared else "cp1252"
    except LookupError:
        return "cp1252"


class _Writer:
    """Copies tokens, with characters put as ``{\\uc0\\uN }`` and the repairs made."""

    def __init__(self, code_page: str) -> None:
        self.parts: list[bytes] = []
        self.placeholders: dict[str, str] = {}
        self._code_page = code_page
        self._fallbacks = [1]  # characters to pass over after \\u, for each open group
        self._deleted = [False]  # by a tracked change, for each open group
        self._skip = 0
        self._bytes = bytearray()  # of \\'xx, to be decoded together
        self._high = 0  # the first half of a character beyond 16 bits
        self._in_row = False

    def take(self, match: re.Match[bytes]) -> None:
        """Copy or replace one token."""
        token, code, word, number = match[0], match[1], match[2], match[3]
        if code:
            if self._skip:
                self._skip -= 1
            else:
                self._bytes.append(int(code, 16))
            return
        self.flush()
        if word:
            self._take_word(token, word, int(number) if number else None)
        elif token in (b"{", b"}"):
            self._take_brace(token)
        elif self._skip and token[0] not in b"\r\n":
            self._skip -= 1
        elif not self._deleted[-1]:
            self.parts.append(token)

    def flush(self) -> None:
        """Write the bytes collected as characters of the code page."""
        if self._bytes:
            text = bytes(self._bytes).decode(self._code_page, "replace")
            self._bytes.clear()
            for character in text:
                self._write(ord(character))

    def close_groups(self) -> int:
        """Close the groups that are open; return their number."""
        number = len(self._fallbacks) - 1
        self.parts.append(b"}" * number)
        return number

    def _take_brace(self, token: bytes) -> None:
        self._skip = 0
        if token == b"{":
            self._fallbacks.append(self._fallbacks[-1])
            self._deleted.append(self._deleted[-1])
        elif len(self._fallbacks) > 1:
            self._fallbacks.pop()
            self._deleted.pop()
        self.parts.append(token)

    def _take_word(self, token: bytes, word: bytes, number: int | None) -> None:
        if word == b"u" and number is not None:
            self._take_character(number % 0x10000)
            self._skip = self._fallbacks[-1]
        elif self._skip:
            self._skip -= 1
        elif word == b"uc" and number is not None:
            self._fallbacks[-1] = max(0, min(number, 10))
        elif word in (b"deleted", b"plain"):
            self._deleted[-1] = word == b"deleted" and number != 0
            self.parts.append(token)
        elif word == b"footnote" and self.parts[-1:] == [b"\\*"]:
            self.parts[-1] = token
        elif word == b"trowd" and not self._in_row:
            self.parts += [_SPACER, token]
            self._in_row = True
        else:
            if word == b"par":
                self._in_row = False
            self.parts.append(token)

    def _take_character(self, code: int) -> None:
        """Write a character; two halves make one beyond 16 bits."""
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            if self._high:
                self._write(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00)
            self._high = 0
        else:
            self._write(code)

    def _write(self, code: int) -> None:
        if self._deleted[-1]:
            return
        if code > 0xFFFF:
            if len(self.placeholders) >= _MOST_PRIVATE and chr(code) not in self.placeholders:
                return
            free = chr(_PRIVATE + len(self.placeholders))
            code = ord(self.placeholders.setdefault(chr(code), free))
        if chr(code) in "\\{}":
            self.parts.append(b"\\" + bytes([code]))
        elif 32 <= code < 127:
            self.parts.append(bytes([code]))
        else:
            self.parts.append(b"{\\uc0\\u%d }" % code)
