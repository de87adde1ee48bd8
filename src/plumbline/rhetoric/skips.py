"""What is not a source's own plain wording: quotations."""

from __future__ import annotations

from plumbline.text.document import Document

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
