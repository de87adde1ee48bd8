"""Characters: what is taken out, repaired or made plain before anything is read.

Typographic quotes and dashes stay, so that a span can be found again in the original.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

# Controls but tab and line ends, soft hyphens, zero-width and direction marks, tags, surrogates
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]+"
)
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\)|\x1b[@-_]")
# of HTML, in text that was escaped twice or exported without being unescaped
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,9}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_LIGATURE = re.compile("[\ufb00-\ufb04]")
# UTF-8 read as Windows-1252 or Latin-1: a lead byte's letter, then a continuation byte's character
_LEADS = "\u00c2\u00c3\u00c5\u00ce\u00cf\u00d0\u00e2\u00ef\u00f0"
_MOJIBAKE = re.compile(
    f"[{_LEADS}]"
    "[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
_MOST_MARKS = 30  # accents upon one letter
# the first class is a plain range, which is looked for quickly; the look-behind narrows it
_MAY_BE_MARKS = re.compile(
    f"[\u0300-\U0010ffff](?<=[^\\w\\s])[^\\w\\s\x00-\u02ff]{{{_MOST_MARKS},}}"
)
_ROUNDS = 6  # what is taken out may bring new pairs together; two rounds are the rule


def clean_characters(text: str) -> str:
    """Resolve entities, repair mojibake, take out what cannot be seen, compose accents (NFC)."""
    for _ in range(_ROUNDS):
        before = text
        if "&" in text:
            text = _ENTITY.sub(lambda match: unescape(match[0]), text)
        if "\x1b" in text:
            text = _ANSI.sub("", text)
        if not text.isascii():
            text = _clean_beyond_ascii(text)
        if not text.replace("\n", " ").isprintable():  # none of what is removed is printable
            text = _REMOVED.sub("", text)
        if text == before:
            break
    return text


def clean_line(text: str) -> str:
    """Return a title, a name or an address in one line, as a table or a terminal can show it."""
    return " ".join(clean_characters(text).split())


def _clean_beyond_ascii(text: str) -> str:
    if any(map(text.__contains__, _LEADS)) and _MOJIBAKE.search(text):  # plain search is faster
        text = repair_mojibake(text)
    if any(map(text.__contains__, _LIGATURES)):
        text = _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)
    text = _MAY_BE_MARKS.sub(_cut_marks, text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text


def _cut_marks(match: re.Match[str]) -> str:
    """Keep the first of the marks upon a letter: composing them takes the square of their number.

    Their number is that of the Stream-Safe Text Format (Unicode Standard Annex 15, section 13).
    """
    kept, marks = [], 0
    for character in match[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def repair_mojibake(text: str) -> str:
    """Decode again, line by line, what was decoded wrongly (``donâ€™t`` becomes ``don’t``)."""
    import ftfy  # only here: most texts never need it

    lines = text.split("\n")
    for i, line in enumerate(lines):
        if _MOJIBAKE.search(line):
            lines[i] = ftfy.fix_encoding(line)
    return "\n".join(lines)
