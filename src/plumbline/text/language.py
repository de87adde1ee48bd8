"""Which language a text is in: a cheap test for English, a library for everything else."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_CLEAR_SHARE = 0.16
_LEAST_WORDS = 20
_SAMPLE = 3000  # characters
_SURE = 0.5  # below, the library's first choice is a guess among many
_NO_LANGUAGE = "zxx"  # what it calls text in no language


def detect_language(text: str, english: frozenset[str]) -> tuple[str, float]:
    """Return the ISO 639-1 code of a text and how sure that is (0 to 1).

    `english` holds common words of English; a text of which they are a sixth is English.
    A text of fewer than 20 words is ``und`` (undetermined), and so, with the library's doubt, is
    one that it is not sure of: numbers, code, lists of names, a language that it does not know.
    The library (py3langid, a naive Bayes classifier over byte n-grams; Lui & Baldwin 2012) takes
    most of a second to load, so it is asked only where English words do not settle the matter.
    """
    sample = text[:_SAMPLE]
    words = sample.lower().split()
    if len(words) >= _LEAST_WORDS:
        share = sum(map(english.__contains__, words)) / len(words)
        if share >= _CLEAR_SHARE:
            return "en", 1.0
    elif len(text) < _LEAST_WORDS * 5 or text.isascii():
        return "und", 0.0
    code, confidence = load_identifier().classify(sample)
    known = code != _NO_LANGUAGE and confidence >= _SURE
    return code if known else "und", float(confidence)


@lru_cache(maxsize=1)
def load_identifier() -> Any:
    """Return the library's classifier; loading it takes half a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
