"""The rows of the table `readability`, and the sentences that are hardest to read."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from statistics import median

from plumbline.errors import SettingsError
from plumbline.readability.formulas import (
    FORMULAS,
    GRADE_FORMULAS,
    SMOG_SENTENCES,
    flesch_kincaid,
)
from plumbline.readability.prepared import (
    WordCounts,
    apply_formulas,
    pack_sentences,
    read_counts,
    sum_kinds,
)
from plumbline.readability.textstat_scores import TextstatWords, score_textstat
from plumbline.text.document import PROSE, Document
from plumbline.text.tokens import TOKEN, is_word, plain

# the reading levels that the American Medical Association and the NIH recommend for patients
RECOMMENDED_GRADES = {"above_grade_6": 6, "above_grade_8": 8}
SUMMARIES = ("grade_median", "grade_low", "grade_high", *RECOMMENDED_GRADES)
_SPACHE_NOTE = "made for grades 1 to 3; the Dale-Chall list stands in for Spache's"
_TEXTSTAT_WORDS = TextstatWords()  # a memory: it makes scores quicker, never different
_WITH_HEADINGS = (*PROSE, "heading")


def score_document(document: Document, words: WordCounts, settings: Mapping) -> list[dict]:
    """Return the rows of the table `readability` for one source, without intervals.

    Args:
        document: a cleaned source.
        words: from `load_syllables`.
        settings: the section `readability` of the settings. `masked_words` (may be empty) are left
            out in a further preparation ``prepared_masked``, which shows what the topic's own
            words do to the scores.

    Returns:
        Rows of source_id, formula, preparation, value (None where undefined) and note. The grade
        levels come on the variants of `score_variants` too.

    Raises:
        SettingsError: a masked word is more or less than one word.

    """
    scores = {
        "textstat": score_textstat(document.text, _TEXTSTAT_WORDS),
        "prepared": score_prepared(document, words),
    }
    masked = _read_mask(settings["masked_words"])
    if masked:
        scores["prepared_masked"] = score_prepared(document, words, masked)
    return [
        {
            "source_id": document.source_id,
            "formula": formula,
            "preparation": preparation,
            "value": value,
            "note": explain_value(formula, value, sentences),
        }
        for preparation, (values, sentences) in scores.items()
        for formula, value in {**values, **summarise_grades(values)}.items()
    ] + [
        {
            "source_id": document.source_id,
            "formula": formula,
            "preparation": preparation,
            "value": values[formula],
            "note": explain_value(formula, values[formula], sentences),
        }
        for preparation, (values, sentences) in score_variants(document, words).items()
        for formula in GRADE_FORMULAS
    ]


def _read_mask(entries: Collection[str]) -> frozenset[str]:
    masked = frozenset(map(plain, entries))
    for word in masked:
        if TOKEN.fullmatch(word) is None or not is_word(word):
            raise SettingsError(
                f"readability.masked_words: '{word}' is not one word; list each word by itself."
            )
    return masked


def score_prepared(
    document: Document, words: WordCounts, masked: Collection[str] = ()
) -> tuple[dict[str, float | None], int]:
    """Return (formula -> value, number of sentences) of the preparation ``prepared``."""
    return _apply_to_kinds(sum_kinds(document, words, masked), PROSE)


def score_variants(
    document: Document, words: WordCounts
) -> dict[str, tuple[dict[str, float | None], int]]:
    """Return preparation -> (formula -> value, sentences) of other choices of preparation.

    ``prepared_headings`` reads each heading as a sentence of its own; ``prepared_dictionary``
    leaves out the study's own table of syllables; ``prepared_headings_dictionary`` does both.
    """
    summed = sum_kinds(document, words)
    return {
        "prepared_headings": _apply_to_kinds(summed, _WITH_HEADINGS),
        "prepared_dictionary": _apply_to_kinds(summed, PROSE, dictionary=True),
        "prepared_headings_dictionary": _apply_to_kinds(summed, _WITH_HEADINGS, dictionary=True),
    }


def _apply_to_kinds(
    summed: Mapping[str, tuple[int, int]], kinds: Collection[str], *, dictionary: bool = False
) -> tuple[dict[str, float | None], int]:
    chosen = [summed[kind] for kind in kinds if kind in summed]
    if not chosen:
        return dict.fromkeys(FORMULAS), 0
    packed, sentences = map(sum, zip(*chosen, strict=True))
    return apply_formulas(read_counts(packed, dictionary=dictionary), sentences), sentences


def summarise_grades(values: Mapping[str, float | None]) -> dict[str, float | None]:
    """Return median and range of the grade-level formulas, and the distance to what is advised.

    Weiss BD. Health literacy: a manual for clinicians. Chicago: American Medical Association;
    2003 (grade 6). National Institutes of Health, Clear & Simple (grade 8 at most).
    """
    grades = [values[formula] for formula in GRADE_FORMULAS]
    if None in grades:
        return dict.fromkeys(SUMMARIES)
    middle = median(grades)
    return {
        "grade_median": middle,
        "grade_low": min(grades),
        "grade_high": max(grades),
        **{name: middle - grade for name, grade in RECOMMENDED_GRADES.items()},
    }


def explain_value(formula: str, value: float | None, sentences: int) -> str:
    """Say why a value is missing or needs care; empty where nothing is to be said."""
    if value is None:
        return "no syllable to count" if sentences else "no words of running text"
    if formula == "smog" and sentences < SMOG_SENTENCES:
        return f"SMOG is normed on {SMOG_SENTENCES} sentences, not {sentences}"
    return _SPACHE_NOTE if formula == "spache" else ""


def find_hardest_sentences(
    document: Document, words: WordCounts, n: int = 10, min_words: int = 8
) -> list[dict]:
    """Return the `n` sentences of the highest Flesch-Kincaid grade, hardest first.

    Args:
        document: a cleaned source.
        words: from `load_syllables`.
        n: how many at most.
        min_words: shorter sentences say little about reading and are passed over.

    Returns:
        Rows of source_id, sentence_id, start, end, n_words, syllables_per_word, flesch_kincaid
        and text.

    """
    rows = []
    for i, packed in pack_sentences(document, words):
        counts = read_counts(packed)
        if counts["words"] < min_words:
            continue
        sentence = document.sentences[i]
        rows.append(
            {
                "source_id": document.source_id,
                "sentence_id": sentence.sentence_id,
                "start": sentence.start,
                "end": sentence.end,
                "n_words": counts["words"],
                "syllables_per_word": counts["syllables"] / counts["words"],
                "flesch_kincaid": flesch_kincaid(counts["words"], 1, counts["syllables"]),
                "text": document.sentence_text(sentence),
            }
        )
    return heapq.nsmallest(n, rows, key=lambda row: (-row["flesch_kincaid"], row["sentence_id"]))
