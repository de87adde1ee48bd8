"""Tier C, dated studies: a year, what kind of study, and its noun (``a 2012 pilot trial``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from plumbline.citations.hits import Hit
from plumbline.citations.people import NAME


def compile_dated_study(classes: Mapping[str, Iterable[str]]) -> re.Pattern:
    """Compile the pattern from the word classes ``study_adjective`` and ``study_design``."""
    adjective, noun = (
        "|".join(re.escape(w) for w in sorted(classes[name], key=lambda w: (-len(w), w)))
        for name in ("study_adjective", "study_design")
    )
    return re.compile(
        rf"(?<![\w.,\u2013-])(?:19|20)\d\d,?\s(?:{NAME}\s){{0,2}}"
        rf"(?:(?i:{adjective}),?[\s\u2010\u2011-]){{0,9}}(?i:{noun})\b"
    )


def find_dated_studies(text: str, start: int, end: int, pattern: re.Pattern) -> Iterator[Hit]:
    """Yield the dated studies of one sentence, ``text[start:end]``."""
    for match in pattern.finditer(text, start, end):
        yield Hit(*match.span(), "C", "dated_study", "study.dated_study")
