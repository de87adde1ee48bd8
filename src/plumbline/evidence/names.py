"""Recognise a study by the authors, year and title that a source gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from plumbline.evidence.tested import Tested, fold, long_words
from plumbline.text.tokens import TOKEN

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_ONLINE_FIRST = 1  # years between the first publication and the issue
_TITLE_SHARE = 0.5  # share of a title's words that tell it from another on the same subject
_FEWEST_WORDS = 6  # long words from which the text of an entry can be compared at all


def names_study(text: str, study: Tested) -> bool:
    """Say whether `text` names one of the authors."""
    return _count_names(text, study.surnames) > 0


def years_agree(text: str, study: Tested) -> bool:
    """Say whether the years in `text` allow for the study: online-first does, and so does none."""
    years = [int(year) for year in _YEAR.findall(text)]
    near = any(abs(a - b) <= _ONLINE_FIRST for a in years for b in study.years)
    return near or not years or not study.years


def study_named_in(
    text: str, studies: Mapping[str, Tested], *, by_title: bool = False
) -> list[str]:
    """Return the studies that a citation names, one for each part between semicolons.

    First author and year must both stand there, in an entry (`by_title`) most of the title too.
    Where several studies fit alike, none is returned: that would be a guess.
    """
    keys: list[str] = []
    for part in [text] if by_title else text.split(";"):
        years = {int(year) for year in _YEAR.findall(part)}
        fits = {
            key: _count_names(part, study.surnames)
            for key, study in studies.items()
            if years & study.years
            and _count_names(part, study.surnames[:1])
            and (not by_title or shares_title(part, study))
        }
        best = [key for key, names in fits.items() if names == max(fits.values())]
        if len(best) == 1 and best[0] not in keys:
            keys += best
    return keys


def shares_title(text: str, study: Tested) -> bool:
    """Say whether `text` holds at least half of the long words of the title."""
    if not study.title_words:
        return False
    return len(study.title_words & _long_words(text)) >= _TITLE_SHARE * len(study.title_words)


def resembles_entry(text: str, study: Tested) -> bool:
    """Say whether a reference entry can be that of the study.

    It can where the entry gives its title, or an author and the year; an entry too short to tell,
    or a study of which neither is known, gets the benefit of the doubt.
    """
    if not (study.surnames or study.title_words) or len(_long_words(text)) < _FEWEST_WORDS:
        return True
    if shares_title(text, study):
        return True
    return names_study(text, study) and years_agree(text, study)


_long_words = lru_cache(maxsize=1024)(long_words)


def _count_names(text: str, names: Iterable[str]) -> int:
    """Count the names that stand in `text` as whole words, however accents are spelt."""
    words = f" {_words(text)} "
    return sum(f" {_words(name)} " in words for name in names)


@lru_cache(maxsize=4096)  # every name is looked for in the same few texts
def _words(text: str) -> str:
    return " ".join(match[0].removesuffix("'s") for match in TOKEN.finditer(fold(text)))
