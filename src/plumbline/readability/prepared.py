"""The ``prepared`` preparation: our sentences and words, for conclusions.

Only running text counts: headings, references and boilerplate are left out. Hyphenated and slashed
words are several words; quotes and dashes are the plain ones. A number is a word of one syllable,
never difficult or complex; marks (``%``, ``®``) count nothing. Letters are letters, characters are
letters and figures. Linsear Write takes the whole text as its sample, not the first 100 words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from plumbline.memory import Memory
from plumbline.readability import formulas
from plumbline.readability.counts import first_count, pack_counts, skip_counts, unpack_counts
from plumbline.readability.difficulty import is_complex, is_familiar
from plumbline.readability.formulas import Number
from plumbline.readability.syllables import count_syllables, read_syllables
from plumbline.text.document import Document
from plumbline.text.tokens import is_word

COUNTS = (
    "words",
    "syllables",
    "letters",
    "characters",
    "polysyllables",
    "long_words",
    "difficult_words",
    "difficult_polysyllables",
    "complex_words",
)
# those that rest on the study's own table of syllables; they are counted without it too
_OF_TABLE = ("syllables", "polysyllables", "difficult_polysyllables", "complex_words")
COUNT_TYPES = {"source_id": "string", "sentence_id": "integer"} | dict.fromkeys(COUNTS, "integer")


class WordCounts(Memory[int]):
    """Token -> its packed `COUNTS`, and behind them those that the dictionary alone would give."""

    def __init__(self, syllables: dict[str, int]) -> None:
        super().__init__()
        self.syllables = syllables
        self._summed: tuple[Document | None, list[int]] = (None, [])

    def _work_out(self, token: str) -> int:
        return pack_counts(*count_word(token, self.syllables))

    def sum_each_sentence(self, document: Document) -> list[int]:
        """Return the summed packed counts of every sentence; the last document's are kept."""
        if self._summed[0] is not document:
            tokens = document.tokens
            packed = list(map(self.__getitem__, tokens.words))
            self._summed = document, [sum(packed[a:b]) for a, b in tokens.ranges]
        return self._summed[1]


def load_syllables(path: Path) -> WordCounts:
    """Read `config/syllables.tsv` into a memory of words, to be kept from document to document.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    return WordCounts(read_syllables(path))


def count_word(token: str, table: dict[str, int]) -> tuple[int, ...]:
    """Return the `COUNTS` of one token and those of `_OF_TABLE` without the table; 0 for a mark."""
    if not is_word(token):
        return (0,) * (len(COUNTS) + len(_OF_TABLE))
    letters = len(token) if token.isalpha() else sum(map(str.isalpha, token))
    characters = len(token) if token.isalnum() else sum(map(str.isalnum, token))
    difficult = not is_familiar(token)
    own = _count_by_table(token, table, difficult=difficult)
    without = _count_by_table(token, {}, difficult=difficult) if table else own
    syllables, polysyllables, difficult_polysyllables, hard = own
    return (
        1,
        syllables,
        letters,
        characters,
        polysyllables,
        letters > 6,
        difficult,
        difficult_polysyllables,
        hard,
        *without,
    )


def _count_by_table(token: str, table: dict[str, int], *, difficult: bool) -> tuple[int, ...]:
    """Return the counts of `_OF_TABLE`."""
    syllables = count_syllables(token, table)
    hard = is_complex(token, syllables, table)
    return syllables, syllables >= 3, difficult and syllables >= 2, hard


def pack_sentences(document: Document, words: WordCounts) -> list[tuple[int, int]]:
    """Return (index of the sentence, its packed counts) for each prose sentence that has a word."""
    totals = words.sum_each_sentence(document)
    return [(i, totals[i]) for i, _ in document.prose() if first_count(totals[i])]


def _sum_without(masked: Collection[str], document: Document, words: WordCounts) -> list[int]:
    tokens = document.tokens
    packed = [0 if word in masked else words[word] for word in tokens.words]
    return [sum(packed[first:last]) for first, last in tokens.ranges]


def sum_kinds(
    document: Document, words: WordCounts, masked: Collection[str] = ()
) -> dict[str, tuple[int, int]]:
    """Return kind of sentence -> summed packed counts and number of its sentences with a word."""
    totals = _sum_without(masked, document, words) if masked else words.sum_each_sentence(document)
    by_kind: dict[str, list[int]] = {}
    for (_, _, kind, _, _), total in zip(document.sentences, totals, strict=True):
        if first_count(total):
            by_kind.setdefault(kind, []).append(total)
    return {kind: (sum(counts), len(counts)) for kind, counts in by_kind.items()}


def read_counts(packed: int, *, dictionary: bool = False) -> dict[str, int]:
    """Return the `COUNTS` of what `WordCounts` gave; by the dictionary alone where asked for."""
    counts = unpack_counts(packed, COUNTS)
    if dictionary:
        counts.update(unpack_counts(skip_counts(packed, len(COUNTS)), _OF_TABLE))
    return counts


def count_sentences(document: Document, words: WordCounts) -> list[dict]:
    """Return one row per prose sentence that has a word, with the columns of `COUNT_TYPES`.

    These counts are all that any formula needs of a sentence, for a whole text or a resample.
    """
    return [
        {
            "source_id": document.source_id,
            "sentence_id": document.sentences[i].sentence_id,
            **read_counts(total),
        }
        for i, total in pack_sentences(document, words)
    ]


def apply_formulas(counts: Mapping[str, Number], sentences: Number) -> dict[str, Number]:
    """Return formula -> value from summed `COUNTS`; numbers and NumPy arrays alike."""
    words, syllables = counts["words"], counts["syllables"]
    hard = counts["polysyllables"]
    return {
        "flesch_reading_ease": formulas.flesch_reading_ease(words, sentences, syllables),
        "flesch_kincaid": formulas.flesch_kincaid(words, sentences, syllables),
        "smog": formulas.smog(sentences, hard),
        "gunning_fog": formulas.gunning_fog(words, sentences, counts["complex_words"]),
        "coleman_liau": formulas.coleman_liau(words, sentences, counts["letters"]),
        "ari": formulas.ari(words, sentences, counts["characters"]),
        "dale_chall": formulas.dale_chall(words, sentences, counts["difficult_words"]),
        "linsear_write": formulas.linsear_write(words - hard, hard, sentences),
        "spache": formulas.spache(words, sentences, counts["difficult_polysyllables"]),
        "lix": formulas.lix(words, sentences, counts["long_words"]),
        "rix": formulas.rix(sentences, counts["long_words"]),
        "words_per_sentence": words / sentences,
        "syllables_per_word": syllables / words,
    }
