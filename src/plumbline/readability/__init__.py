"""How hard a text is to read: counts of its words and sentences, and formulas over them."""

from plumbline.readability.dictionaries import dictionary_versions
from plumbline.readability.prepared import COUNT_TYPES, count_sentences, load_syllables
from plumbline.readability.scores import find_hardest_sentences, score_document

__all__ = [
    "COUNT_TYPES",
    "count_sentences",
    "dictionary_versions",
    "find_hardest_sentences",
    "load_syllables",
    "score_document",
]
