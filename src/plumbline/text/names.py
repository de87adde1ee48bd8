"""Names, which say nothing by their words: a brand such as "Deep Rest"."""

from __future__ import annotations

from plumbline.text.document import Document

TITLE_CASE = 0.6  # share of capitals above which the words around are set in title case
REACH = 20  # tokens looked at on either side


def is_name(document: Document, begin: int, end: int, first: int, last: int) -> bool:
    """Say whether tokens ``first:last`` read as (part of) a name: capitals inside a sentence.

    The sentence is of the tokens ``begin:end``. Words in full capitals shout rather than name, and
    a sentence in title case names nothing.
    """
    words, starts, text = document.tokens.words, document.tokens.starts, document.text
    for i in range(first, last):
        if words[i][0].isalpha():
            word = text[starts[i] : starts[i] + len(words[i])]
            if not word[0].isupper() or (len(word) > 1 and word.isupper()):
                return False
    if first == begin or not words[first - 1][0].isalnum():
        return False
    around = range(max(begin, first - REACH), min(end, last + REACH))
    letters = [text[starts[i]] for i in around if words[i][0].isalpha()]
    return sum(letter.isupper() for letter in letters) <= TITLE_CASE * len(letters)
