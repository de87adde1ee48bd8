"""Tokens of sentences only, where text stands between them."""

import gc
from time import process_time

from plumbline.text.tokens import tokenise


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

    assert seconds(40_000) < 40 * max(seconds(2_000), 0.002)  # 20 if linear, 400 if by pairs
