"""Syllables of a word for the ``prepared`` preparation.

Asked in this order: the study's own table (`config/syllables.tsv`), cmudict, a known word with an
ending, and then the spelling. Figures and spelled-out abbreviations count as they are read aloud,
as Flesch (1948) and McLaughlin (1969) ask: ``1918`` has four syllables, ``rct`` three.
"""

from __future__ import annotations

import re
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv
from plumbline.readability.dictionaries import read_stresses
from plumbline.text.tokens import TOKEN, plain

_PART = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_BELOW_TWENTY = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
_TENS = (0, 0, 2, 2, 2, 2, 2, 3, 2, 2)
_TOO_LONG_A_NUMBER = 12  # digits; beyond that, figures are read one by one

# Spelling: groups of vowels, less a silent e, and corrected where a group is two syllables or none.
# Right for 93 % of 5,000 cmudict words with endings of learned English; pyphen's hyphens for 73 %.
_VOWELS = re.compile(r"[aeiouyà-æè-ïò-öø-ýÿœ]+")
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
_ENDINGS = ("s", "es", "ed", "ing", "ly", "ness", "ment", "ful", "less")
_SIBILANTS = ("s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze")


def read_syllables(path: Path) -> dict[str, int]:
    """Read the table of a study's own words: word, syllables, source, note.

    A mark such as ``%`` may stand there too: its syllables are read aloud, but it is no word.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    table: dict[str, int] = {}
    for line, row in read_tsv(path, ("word", "syllables", "source", "note")):
        where, word = f"{path.name}, line {line}", plain(row["word"])
        if TOKEN.fullmatch(word) is None:
            raise SettingsError(
                f"{where}: '{row['word']}' is not one word; write a single word without hyphens, "
                "slashes or spaces."
            )
        if word in table:
            raise SettingsError(f"{where}: '{word}' stands there twice; delete one of the two.")
        count = row["syllables"]
        if not (count.isascii() and count.isdigit() and int(count) <= 20):
            raise SettingsError(
                f"{where}: '{count}' is no number of syllables; write a whole number up to 20."
            )
        if int(count) == 0 and word[0].isalnum():
            raise SettingsError(f"{where}: a word has one syllable at least; correct the 0.")
        table[word] = int(count)
    return table


def count_syllables(word: str, table: dict[str, int]) -> int:
    """Count the syllables of a word or number in lower case, at least 1."""
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


def _find_known(word: str, table: dict[str, int]) -> int | None:
    if word in table:
        return table[word]
    stresses = read_stresses().get(word)
    return None if stresses is None else len(stresses)


def _count_with_apostrophe(word: str, table: dict[str, int]) -> int:
    """``magnesium's``: the word before the apostrophe, one more after a hiss (``juice's``)."""
    base, _, ending = word.partition("'")
    extra = ending == "s" and base.endswith(_SIBILANTS)
    return count_syllables(base, table) + int(extra)


def _count_parts(word: str, table: dict[str, int]) -> int:
    """``b12``, ``600mg``, ``20th``: figures and letters each on their own."""
    parts = _PART.findall(word)
    if len(parts) == 2 and parts[1] in ("st", "nd", "rd", "th"):
        longer = parts[0][-1] == "0" and parts[0][-2:-1] not in ("", "0", "1")  # twentieth
        return count_number_syllables(parts[0]) + int(longer)
    return sum(
        count_number_syllables(part) if part[0].isdigit() else count_syllables(part, table)
        for part in parts
    )


def _count_with_ending(word: str, table: dict[str, int]) -> int | None:
    """A known word with an ending: ``glycinates``, ``supplementing``."""
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

    A word without vowels is an abbreviation and read letter by letter (w has three syllables).
    """
    groups = len(_VOWELS.findall(word))
    if groups == 0 and word.isalpha():
        return len(word) + 2 * word.count("w")
    if groups > 1 and _SILENT_AT_END.search(word):
        groups -= 1
    if _SILENT_WITHIN.search(word):
        groups -= 1
    groups += len(_TWO_IN_ONE.findall(word)) - len(_ONE_AFTER_ALL.findall(word))
    return max(1, groups)


def count_number_syllables(number: str) -> int:
    """Count the syllables of a number (``320``, ``1,000``, ``3.5``) as it is read aloud.

    Four figures without a comma from 1100 to 1999 and 2010 to 2099 are read as a year.
    """
    whole, *decimals = number.replace(",", "").split(".")
    spoken = sum(1 + _count_digits(part) for part in decimals)  # "point five"
    if len(whole) > _TOO_LONG_A_NUMBER or (whole[0] == "0" and len(whole) > 1):
        return spoken + _count_digits(whole)
    value = int(whole)
    if len(number) == 4 and (1100 <= value <= 1999 or 2010 <= value <= 2099):
        century, rest = divmod(value, 100)
        if rest == 0:
            return _count_below_thousand(century) + 2  # "nineteen hundred"
        return _count_below_thousand(century) + _count_below_thousand(rest) + int(rest < 10)
    return spoken + _count_cardinal(value)


def _count_digits(digits: str) -> int:
    return sum(_BELOW_TWENTY[int(digit)] for digit in digits)


def _count_cardinal(value: int) -> int:
    if value == 0:
        return _BELOW_TWENTY[0]
    count, scale = 0, 0
    while value:
        value, group = divmod(value, 1000)
        if group:
            count += _count_below_thousand(group) + (2 if scale else 0)  # thousand, million, ...
        scale += 1
    return count


def _count_below_thousand(value: int) -> int:
    hundreds, rest = divmod(value, 100)
    count = _BELOW_TWENTY[hundreds] + 2 if hundreds else 0
    if rest >= 20:
        return count + _TENS[rest // 10] + (_BELOW_TWENTY[rest % 10] if rest % 10 else 0)
    return count + (_BELOW_TWENTY[rest] if rest else 0)
