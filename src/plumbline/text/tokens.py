"""Tokens: made once per document, shared by every measure.

A token is a number with its inner separators (``1,000``, ``3.5``), a word with its inner
apostrophes (``body's``, ``don't``), or a single other mark. Hyphens, dashes and slashes stand
alone, so ``science-backed`` is three tokens and a phrase never matches across a comma.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

TOKEN = re.compile(
    r"\d++(?:[.,]\d++)*+(?![^\W\d_])"  # 320, 1,000, 3.5; not the 12 of 12th, nor the 1 of it
    r"|[^\W_]+(?:['\u2019][^\W\d_]+)*"  # words, B12, body's
    r"|[^\w\s]|_"
)
_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})
_PLAIN.update(dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"))


def plain(text: str) -> str:
    """Return `text` in lower case with straight quotes and plain hyphens."""
    text = text.lower()
    return text if text.isascii() else text.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists over the tokens of a text.

    ``words`` holds each token through `plain`; ``starts`` and ``ends`` are offsets in code points.
    ``ranges[i]`` is the (first, past-the-last) token index of sentence ``i`` (counting from 0).
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    ranges: list[tuple[int, int]]


def tokenise(text: str, sentences: list[tuple[int, int]], cuts: Sequence[int] = ()) -> Tokens:
    """Tokenise `text` sentence by sentence.

    `sentences` are (start, end) offsets in rising order; text outside them is not tokenised.
    `cuts` are rising offsets that no token crosses: where a superscript begins or ends, so that a
    footnote number never becomes part of the word it stands on.
    """
    raw: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    ranges: list[tuple[int, int]] = []
    for sentence_start, sentence_end in sentences:
        first = len(raw)
        for part_start, part_end in _parts(sentence_start, sentence_end, cuts):
            for match in TOKEN.finditer(text, part_start, part_end):
                raw.append(match[0])
                start, end = match.span()
                starts.append(start)
                ends.append(end)
        ranges.append((first, len(raw)))
    forms = {word: plain(word) for word in set(raw)}
    return Tokens([forms[word] for word in raw], starts, ends, ranges)


def _parts(start: int, end: int, cuts: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return the spans between `start` and `end` that the cuts leave."""
    if not cuts:
        return ((start, end),)
    inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
    return pairwise([start, *inner, end])


def is_word(token: str) -> bool:
    """Say whether a token is a word or a number rather than punctuation."""
    return token[0].isalnum()
