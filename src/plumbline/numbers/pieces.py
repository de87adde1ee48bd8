"""The pieces of a sentence: like tokens, but a number never sticks to its unit (``500mg``)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plumbline.text.tokens import plain

# the possessive ++ and *+ keep the scan linear: what was taken is never given back
PIECE = re.compile(
    r"(?P<address>(?:https?://|www\.)\S++|10\.\d{4,9}/\S++)"
    r"|(?P<number>(?<![\d.,])\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})++(?!\d)"  # 10 000, thin spaces
    r"|(?<![\d.,])\d{1,3} 000(?![\d.,])"
    r"|\d++(?:[.,]\d++)*+)"
    r"|(?P<vulgar>[¼-¾⅐-⅞])"
    r"|(?P<word>[^\W\d_][^\W_]*+(?:['\u2019][^\W\d_]++)*+)"
    r"|(?P<mark>[^\w\s]|_)|\w"
)
_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
LONGEST = 12  # digits of the largest number that can be an amount; more are an identifier


@dataclass(slots=True)
class Pieces:
    """Parallel lists over the pieces of a sentence; offsets count from the start of the text.

    ``words`` holds each piece through `plain`; ``values`` its value where it is a number in digits,
    None elsewhere; ``numbers`` the indices of pieces that a number may begin with.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    values: list[float | None]

    def glued(self, i: int) -> bool:
        """Say whether piece `i` follows the one before without a space."""
        return 0 < i < len(self.starts) and self.starts[i] == self.ends[i - 1]

    def word(self, i: int) -> str:
        """Return piece `i`, or nothing beyond either end."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def phrase_at(self, i: int, phrase: tuple[str, ...]) -> bool:
        """Say whether `phrase` stands at piece `i`."""
        if i < 0 or i + len(phrase) > len(self.words):
            return False
        return all(self.words[i + k] == word for k, word in enumerate(phrase))


def split_pieces(text: str, start: int, end: int) -> Pieces:
    """Split ``text[start:end]`` in one pass."""
    pieces = Pieces(text, [], [], [], [])
    for match in PIECE.finditer(text, start, end):
        kind = match.lastgroup
        raw = match[0]
        pieces.words.append(plain(raw) if kind != "address" else "")
        pieces.starts.append(match.start())
        pieces.ends.append(match.end())
        pieces.values.append(read_digits(raw) if kind == "number" else None)
    return pieces


def split_words(phrase: str) -> list[str]:
    """Split a phrase of the configuration the way sentences are split."""
    return [plain(m[0]) for m in PIECE.finditer(phrase)]


def read_digits(raw: str) -> float | None:
    """Return the value of a number in digits, None where it is none (``1.2.3``).

    A comma before three digits divides thousands (1,000), any other is a decimal comma (2,5); so
    does a comma behind a leading zero (0,500).
    """
    raw = _SPACES.sub("", raw)
    if sum(map(str.isdigit, raw)) > LONGEST or not raw.isascii():
        return None
    whole, point, decimals = raw.partition(".")
    groups = whole.split(",")
    if len(groups) > 1 and all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3:
        if groups[0].strip("0"):
            return _to_float("".join(groups) + point + decimals)
    if len(groups) == 2 and not point:
        return _to_float(f"{groups[0]}.{groups[1]}")
    return _to_float(raw) if len(groups) == 1 else None


def _to_float(digits: str) -> float | None:
    try:
        return float(digits)
    except ValueError:  # 1.2.3 is a version, not a number
        return None
