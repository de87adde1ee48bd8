"""Fingerprints: a long shared passage always leaves one, and those who share most come first."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plumbline.compare.fingerprints import (
    RUN,
    WINDOW,
    WordHashes,
    fingerprint_document,
    rank_pairs,
)
from plumbline.text.document import Document, Sentence

WORDS = [f"w{chr(97 + i)}{chr(97 + j)}" for i in range(26) for j in range(26)]


def document(words):
    text = " ".join(words) + "."
    return Document("a", text, sentences=(Sentence(1, 1, "body", 0, len(text)),))


@given(st.integers(0, 10**6), st.integers(0, 60), st.integers(0, 60))
def test_a_shared_passage_of_32_words_leaves_a_common_fingerprint(seed, before, behind):
    draw = random.Random(seed)
    shared = draw.choices(WORDS, k=RUN + WINDOW - 1)
    one = document([*draw.choices(WORDS, k=before), *shared])
    other = document([*shared, *draw.choices(WORDS, k=behind)])
    hashes = WordHashes()
    prints = [set(fingerprint_document(d, hashes).tolist()) for d in (one, other)]
    assert prints[0] & prints[1]


def test_a_text_shorter_than_a_run_has_none():
    assert len(fingerprint_document(document(WORDS[: RUN - 1]), WordHashes())) == 0


def test_the_pairs_that_share_most_come_first():
    hashes = np.array([1, 1, 2, 2, 3, 3, 3, 9], np.uint64)
    sources = np.array([0, 1, 0, 1, 0, 1, 2, 2], np.int32)
    pairs, total = rank_pairs(hashes, sources, 2)
    assert pairs.tolist() == [[0, 1], [0, 2]]
    assert total == 3


def test_no_fingerprint_gives_no_pair():
    pairs, total = rank_pairs(np.zeros(0, np.uint64), np.zeros(0, np.int32), 5)
    assert (len(pairs), total) == (0, 0)
