"""Tokens of sentences only, where text stands between them."""

import gc
from time import process_time

from plumbline.text.tokens import Tokens, tokenise


def numbered(lines):
    """A list whose numbers stand outside of the sentences."""
    text = "\n\n".join(["1. Rest well"] * lines)
    return text, [(at, at + 9) for at in range(3, len(text), 14)]


def test_what_stands_between_sentences_is_no_token():
    text, sentences = numbered(3)
    tokens = tokenise(text, sentences)
    assert tokens.words == ["rest", "well"] * 3
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == [
        "Rest",
        "well",
    ] * 3
    assert tokens.ranges == [(0, 2), (2, 4), (4, 6)]


def test_sentences_side_by_side_and_apart_keep_their_tokens():
    text = "- Rest. Sleep well. - Walk"
    tokens = tokenise(text, [(2, 7), (8, 19), (22, 26)])
    assert tokens.words == ["rest", ".", "sleep", "well", ".", "walk"]
    assert tokens.starts == [2, 6, 8, 14, 18, 22]
    assert tokens.ranges == [(0, 2), (2, 5), (5, 6)]


def test_words_are_found_sentence_by_sentence():
    tokens = Tokens(["a", "b", "a", "c", "a"], [], [], [(0, 2), (2, 2), (2, 4), (4, 5)])
    assert list(tokens.places_of({"a"})) == [(0, [0]), (2, [2]), (3, [4])]
    assert list(tokens.places_of({"b", "a"})) == [(0, [0, 1]), (2, [2]), (3, [4])]
    assert list(tokens.places_of({"d"})) == []


def test_a_list_of_many_items_takes_linear_time():
    def seconds(lines):
        text, sentences = numbered(lines)
        best = float("inf")
        gc.disable()
        for _ in range(3):
            begin = process_time()
            tokenise(text, sentences)
            best = min(best, process_time() - begin)
        gc.enable()
        return best

    assert seconds(40_000) < 100 * max(seconds(2_000), 0.002)  # 20 if linear, 400 if by pairs
