"""Fingerprints of texts: which sources of a large corpus may share a passage.

Winnowing (Schleimer, Wilkerson & Aiken 2003, SIGMOD): of the hashes of all runs of `RUN` words, the
smallest of every `WINDOW` neighbouring ones is kept, so two texts that share a passage of at least
`RUN` + `WINDOW` - 1 words have one of them in common, wherever it stands. The work grows with the
corpus, not with its pairs.
"""

from __future__ import annotations

import zlib
from itertools import chain

import numpy as np

from plumbline.memory import Memory
from plumbline.text.document import Document
from plumbline.text.tokens import is_word

RUN, WINDOW = 8, 25  # words: every shared passage of 32 words is found
MAX_PLACES = 50  # sources a fingerprint may stand in before it is passed over (a disclaimer)
_MOST_MATCHES = 5_000_000  # pairs of equal fingerprints held at a time
_PRIME = np.uint64(0x9E3779B97F4A7C15)


class WordHashes(Memory[int]):
    """Word -> a 32-bit hash above 0, the same on every machine; 0 for punctuation."""

    def _work_out(self, word: str) -> int:
        return max(1, zlib.crc32(word.encode("utf-8"))) if is_word(word) else 0


def fingerprint_document(document: Document, hashes: WordHashes) -> np.ndarray:
    """Return the fingerprints of the running text of a document, sorted, each once (uint64)."""
    tokens = document.tokens
    spans = [tokens.ranges[i] for i, _ in document.prose()]
    words = chain.from_iterable(tokens.words[first:last] for first, last in spans)
    return np.unique(_winnow(list(map(hashes.__getitem__, words))))


def _winnow(words: list[int]) -> np.ndarray:
    """Return the smallest hash of each window over the runs of some words."""
    values = np.array(words, np.uint64)
    values = values[values > 0]
    n = len(values) - RUN + 1
    if n <= 0:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(n, np.uint64)
    for k in range(RUN):
        hashes = hashes * np.uint64(0x100000001B3) + values[k : k + n] * _PRIME
    hashes ^= hashes >> np.uint64(29)
    hashes *= _PRIME
    return _smallest(hashes, min(WINDOW, n))


def _smallest(values: np.ndarray, window: int) -> np.ndarray:
    """Return the smallest of each `window` neighbouring values, from windows half as wide."""
    if window == 1:
        return values
    half = _smallest(values, (window + 1) // 2)
    shift = window // 2
    return np.minimum(half[: len(half) - shift], half[shift:])


def rank_pairs(hashes: np.ndarray, sources: np.ndarray, most: int) -> tuple[np.ndarray, int]:
    """Return the pairs of sources that share most fingerprints.

    Args:
        hashes: fingerprints of all sources, shape (n,).
        sources: number of the source of each, shape (n,).
        most: how many pairs to return at most.

    Returns:
        Pairs of sources, shape (pairs, 2), those that share most first; and the number of pairs
        that share any (of those with more equal fingerprints than can be held at a time, only
        the rarer fingerprints are looked at).

    """
    order = np.argsort(hashes)
    hashes, sources = hashes[order], sources[order]
    firsts = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])) if len(hashes) else order
    sizes = np.diff(np.append(firsts, len(hashes)))
    firsts, sizes = firsts[sizes > 1], sizes[sizes > 1]  # most stand in one source only
    keys, total = [np.zeros(0, np.int64)], 0
    n_sources = int(sources.max(initial=0)) + 1
    for size in range(2, MAX_PLACES + 1):
        starts = firsts[sizes == size]
        total += len(starts) * size * (size - 1) // 2
        if total > _MOST_MATCHES:
            break
        together = np.sort(sources[starts[:, None] + np.arange(size)], axis=1).astype(np.int64)
        i, j = np.triu_indices(size, 1)
        keys.append((together[:, i] * n_sources + together[:, j]).ravel())
    pairs, shared = np.unique(np.concatenate(keys), return_counts=True)
    best = np.lexsort((pairs, -shared))[:most]
    return np.stack([pairs[best] // n_sources, pairs[best] % n_sources], axis=1), len(pairs)
