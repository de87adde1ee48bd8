"""What is not a source's own plain wording: quotations and names."""

from __future__ import annotations

from plumbline.text.document import Document

TITLE_CASE = 0.6  # share of capitals above which the words around are set in title case
REACH = 20  # tokens looked at on either side
_MARKS = frozenset("\"'")


def find_quoted(document: Document) -> set[int]:
    """Return the indices of tokens that stand between quotation marks of one paragraph.

    A mark without a partner in its paragraph, and a straight mark after a digit (an inch), is
    passed over.
    """
    words, starts, text = document.tokens.words, document.tokens.starts, document.text
    quoted: set[int] = set()
    opened, paragraph = -1, 0
    for index, places in document.tokens.places_of(_MARKS):
        if document.sentences[index].paragraph != paragraph:
            opened, paragraph = -1, document.sentences[index].paragraph
        first = document.tokens.ranges[index][0]
        for i in places:
            mark = text[starts[i]]
            if mark == "'" or (mark == '"' and i > first and words[i - 1][0].isdigit()):
                continue
            if opened < 0 and mark not in "\u201d\u2019":
                opened = i
            elif opened >= 0 and _closes(text[starts[opened]], mark):
                quoted.update(range(opened + 1, i))
                opened = -1
    return quoted


def _closes(opening: str, mark: str) -> bool:
    return mark == {"\u201c": "\u201d", "\u2018": "\u2019"}.get(opening, opening)


def is_name(document: Document, sentence: int, first: int, last: int) -> bool:
    """Say whether tokens ``first:last`` read as (part of) a name: capitals inside a sentence.

    Words in full capitals shout rather than name, and a sentence in title case names nothing.
    """
    words, starts, text = document.tokens.words, document.tokens.starts, document.text
    begin, end = document.tokens.ranges[sentence]
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
