"""Tokens: made once per document, shared by every measure.

A token is a number with its inner separators (``1,000``, ``3.5``), a word with its inner
apostrophes (``body's``, ``don't``), or a single other mark. Hyphens, dashes and slashes stand
alone, so ``science-backed`` is three tokens and a phrase never matches across a comma.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, pairwise
from operator import itemgetter

from plumbline.memory import Memory

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

    def places_of(self, wanted: Collection[str]) -> Iterator[tuple[int, list[int]]]:
        """Yield (index of the sentence, tokens) where a sentence holds a word of `wanted`."""
        return self.by_sentence(map(wanted.__contains__, self.words))

    def by_sentence(self, chosen: Iterable[bool]) -> Iterator[tuple[int, list[int]]]:
        """Yield (index of the sentence, tokens) where tokens of a sentence are chosen."""
        places = list(compress(range(len(self.words)), chosen))
        lasts = [last for _, last in self.ranges]
        at = 0
        while at < len(places):
            begin, index = at, bisect_right(lasts, places[at])
            at = bisect_left(places, lasts[index], begin)
            yield index, places[begin:at]


def tokenise(text: str, sentences: list[tuple[int, int]], cuts: Sequence[int] = ()) -> Tokens:
    """Tokenise `text` sentence by sentence.

    `sentences` are (start, end) offsets in rising order; text outside them is not tokenised.
    `cuts` are rising offsets that no token crosses: where a superscript begins or ends, so that a
    footnote number never becomes part of the word it stands on.
    """
    if not cuts:
        try:
            return _tokenise_chunks(text, sentences)
        except _UnusualError:
            pass
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


class _UnusualError(Exception):
    """A text that is not words between single spaces, or a sentence that cuts a token."""


class _Chunks(Memory[tuple[tuple[str, ...], tuple[int, ...]]]):
    """What stands between two spaces -> its tokens, and the length of each with the gap before it.

    A text repeats most of its chunks, so that the pattern is asked about few of them.
    """

    def _work_out(self, chunk: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
        if chunk.isalpha():  # most are, and need no pattern
            return (plain(chunk),), (1, len(chunk))
        bare = chunk.removeprefix("\n")
        if bare.split() != [bare]:
            raise _UnusualError
        words = TOKEN.findall(bare)
        lengths = [length for word in words for length in (0, len(word))]
        lengths[0] = 1 + len(chunk) - len(bare)
        return tuple(map(plain, words)), tuple(lengths)


_CHUNKS = _Chunks()


def _tokenise_chunks(text: str, sentences: list[tuple[int, int]]) -> Tokens:
    """Tokenise a text whose words stand between single spaces, and its blocks a line apart."""
    entries = list(map(_CHUNKS.__getitem__, text.replace("\n\n", " \n").split(" ")))
    words = list(chain.from_iterable(map(itemgetter(0), entries)))
    edges = list(accumulate(chain.from_iterable(map(itemgetter(1), entries)), initial=-1))
    starts, ends = edges[1::2], edges[2::2]
    ranges, inside = [], []  # `inside`: runs of tokens that stand in sentences
    kept = behind = run = 0
    for start, end in sentences:
        first = bisect_left(starts, start, behind)
        last = bisect_left(starts, end, first)
        if first == last or starts[first] != start or ends[last - 1] != end:
            raise _UnusualError
        ranges.append((kept, kept + last - first))
        if first > behind:
            inside.append(slice(run, behind))
            run = first
        kept += last - first
        behind = last
    if kept < len(words):
        inside.append(slice(run, behind))
        words, starts, ends = (
            list(chain.from_iterable(map(column.__getitem__, inside)))
            for column in (words, starts, ends)
        )
    return Tokens(words, starts, ends, ranges)


def _parts(start: int, end: int, cuts: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return the spans between `start` and `end` that the cuts leave."""
    if not cuts:
        return ((start, end),)
    inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
    return pairwise([start, *inner, end])


def is_word(token: str) -> bool:
    """Say whether a token is a word or a number rather than punctuation."""
    return token[0].isalnum()
