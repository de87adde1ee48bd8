"""Which words ``prepared`` counts as difficult (Dale-Chall, Spache) or complex (Fog)."""

from __future__ import annotations

from plumbline.readability.dictionaries import read_easy_words
from plumbline.readability.syllables import count_syllables

# ending -> what the bare word may have had in its place (Dale & Chall 1948, instructions: regular
# plurals, possessives, verb forms, comparatives, superlatives and -ly of listed words are familiar)
_INFLECTIONS = {
    "s": ("",),
    "es": ("",),
    "ies": ("y",),
    "ed": ("", "e"),
    "ied": ("y",),
    "ing": ("", "e"),
    "n": ("",),
    "er": ("", "e"),
    "est": ("", "e"),
    "ier": ("y",),
    "iest": ("y",),
    "ly": ("",),
}
_ENDINGS = {  # by their last letters, in the same order
    last: [(ending, originals) for ending, originals in _INFLECTIONS.items() if ending[-1] == last]
    for last in {ending[-1] for ending in _INFLECTIONS}
}
_DOUBLING = ("ed", "ing", "er", "est")


def is_familiar(word: str) -> bool:
    """Say whether `word` (in lower case) is on the Dale-Chall list, or a form of a word on it.

    Figures are familiar. Proper names, familiar in the paper, cannot be told from other words here.
    """
    easy_words = read_easy_words()
    if word in easy_words or word[0].isdigit() or _has_listed_plural(word):
        return True
    base, apostrophe, _ = word.partition("'")
    if apostrophe:
        return is_familiar(base)
    for ending, originals in _ENDINGS.get(word[-1], ()):
        if not word.endswith(ending) or len(word) < len(ending) + 2:
            continue
        stem = word[: -len(ending)]
        if any(stem + original in easy_words for original in originals):
            return True
        if ending in _DOUBLING and stem[-1] == stem[-2] and stem[:-1] in easy_words:
            return True
    return False


def _has_listed_plural(word: str) -> bool:
    """Say whether the list has `word` in the plural alone, as it has *babies* and *socks*."""
    easy_words = read_easy_words()
    if len(word) <= 3:
        return False
    return word + "s" in easy_words or (word[-1] == "y" and word[:-1] + "ies" in easy_words)


def is_complex(word: str, syllables: int, table: dict[str, int]) -> bool:
    """Say whether Gunning's Fog counts `word`: three syllables or more, but not through -ed or -es.

    Gunning leaves out proper names too, which cannot be told here, and compounds of short words,
    which have been split at their hyphens. Figures do not count.

    Args:
        word: in lower case.
        syllables: of the word.
        table: the study's own syllables (`read_syllables`).

    """
    if syllables < 3 or word[0].isdigit():
        return False
    if syllables == 3 and word.endswith(("ed", "es")):
        return all(count_syllables(base, table) != 2 for base in (word[:-1], word[:-2]))
    return True
