"""The pieces of a sentence: like tokens, but a number never sticks to its unit (``500mg``)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plumbline.memory import Memory
from plumbline.text.tokens import plain

# the possessive ++ and *+ keep the scan linear: what was taken is never given back
PIECE = re.compile(
    r"(?:https?://|www\.)\S++|10\.\d{4,9}/\S++"  # addresses and identifiers, in one piece
    r"|(?<![\d.,])\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})++(?!\d)"  # 10 000 with narrow spaces
    r"|(?<![\d.,])\d{1,3} 000(?![\d.,])"
    r"|\d++(?:[.,]\d++)*+"
    r"|[¼-¾⅐-⅞]"
    r"|[^\W\d_][^\W_]*+(?:'[^\W\d_]++)*+"  # words, B12, body's
    r"|[^\w\s]|\w|_"
)
_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
LONGEST = 12  # digits of the largest number that can be an amount; more are an identifier


class _Words(dict[int, str]):
    """Number of a piece -> its word; nothing where there is no such piece."""

    def __missing__(self, i: int) -> str:
        return ""


@dataclass(slots=True)
class Pieces:
    """Parallel lists over the pieces of a sentence; offsets count from the start of the text.

    ``words`` holds each piece through `plain`, ``word`` the same by number, with nothing beyond
    either end; ``values`` the value of numbers in digits by piece.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    values: dict[int, float]
    word: _Words = field(init=False)

    def __post_init__(self) -> None:
        """Number the words."""
        self.word = _Words(enumerate(self.words))

    def glued(self, i: int) -> bool:
        """Say whether piece `i` follows the one before without a space."""
        return 0 < i < len(self.starts) and self.starts[i] == self.ends[i - 1]

    def raw(self, i: int) -> str:
        """Return piece `i` as the text has it."""
        return self.text[self.starts[i] : self.ends[i]]

    def phrase_at(self, i: int, phrase: tuple[str, ...]) -> bool:
        """Say whether `phrase` stands at piece `i`."""
        return i >= 0 and tuple(self.words[i : i + len(phrase)]) == phrase


def split_pieces(text: str, start: int, end: int) -> Pieces:
    """Split ``text[start:end]`` in one pass."""
    sentence = text[start:end]
    lowered = plain(sentence)
    if len(lowered) != len(sentence):  # a few capitals have no small letter of one character
        lowered = sentence
    # no piece holds a space but "10 000"
    chunks = [lowered] if " 000" in lowered else lowered.split(" ")
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: dict[int, float] = {}
    for chunk in chunks:
        for word, begin, behind, value in _CHUNKS[chunk]:
            if value is not None:
                values[len(words)] = value
            words.append(word)
            starts.append(start + begin)
            ends.append(start + behind)
        start += len(chunk) + 1
    return Pieces(text, words, starts, ends, values)


class _Chunks(Memory[list[tuple[str, int, int, float | None]]]):
    """What stands between two spaces -> its pieces, with their places and values in digits."""

    def _work_out(self, chunk: str) -> list[tuple[str, int, int, float | None]]:
        found = [(match[0], *match.span()) for match in PIECE.finditer(chunk)]
        return [(w, a, b, read_digits(w) if w[0].isdigit() else None) for w, a, b in found]


_CHUNKS = _Chunks()


def split_words(phrase: str) -> list[str]:
    """Split a phrase of the configuration the way sentences are split."""
    return [m[0] for m in PIECE.finditer(plain(phrase))]


def read_digits(word: str) -> float | None:
    """Return the value of a number in digits, None where it is none (``b12``, ``1.2.3``).

    A comma before three digits divides thousands (1,000), any other is a decimal comma (2,5); so
    does a comma behind a leading zero (0,500).
    """
    digits = _SPACES.sub("", word)
    if not digits.isascii() or sum(map(str.isdigit, digits)) > LONGEST:
        return None
    whole, point, decimals = digits.partition(".")
    groups = whole.split(",")
    thousands = all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3
    if len(groups) > 1 and thousands and groups[0].strip("0"):
        return _to_float("".join(groups) + point + decimals)
    if len(groups) == 2 and not point:
        return _to_float(f"{groups[0]}.{groups[1]}")
    return _to_float(digits) if len(groups) == 1 else None


def _to_float(digits: str) -> float | None:
    try:
        return float(digits)
    except ValueError:  # 1.2.3 is a version, an address is none at all
        return None
