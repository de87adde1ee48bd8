"""The numbers of a document, one row per number and reference value."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from plumbline.memory import take_together
from plumbline.numbers.check import NOT_COMPARED, Check, check_reading
from plumbline.numbers.context import Surroundings
from plumbline.numbers.pieces import split_pieces
from plumbline.numbers.readings import Reading, read_numbers
from plumbline.numbers.references import References
from plumbline.numbers.units import Units
from plumbline.text.document import Document

SKIPPED = ("reference", "boilerplate")
_reference_of = attrgetter("reference")


def find_numbers(document: Document, units: Units, references: References | None) -> list[dict]:
    """Return the numbers of a document with what they were held against.

    Args:
        document: a cleaned source.
        units: from `load_units`.
        references: from `load_references`; None lists the numbers and compares nothing.

    Returns:
        Rows with the columns of the `numbers` table except claim_id, sorted by start, then by
        reference; a number held against nothing has one row with the verdict ``not_compared``.

    """
    around = Surroundings(document, units, references) if references is not None else None
    marks = {i for m in document.marks if m.kind == "superscript" for i in range(m.start, m.end)}
    rows = []
    for together in take_together(_sentences_with_numbers(document, units)):
        sentences = [document.sentences[index] for index in together]
        pieces = [split_pieces(document.text, s.start, s.end) for s in sentences]
        readings = [read_numbers(p, units, marks) for p in pieces]
        checked = [
            (sentence, reading, _check(reading, own, around, index))
            for index, sentence, own in zip(together, sentences, readings, strict=True)
            for reading in own
        ]
        for sentence, reading, checks in checked:
            rows += [_row(document, sentence.sentence_id, reading, check) for check in checks]
    return rows


def _check(
    reading: Reading, own: list[Reading], around: Surroundings | None, index: int
) -> list[Check]:
    """Return what a number of sentence `index` was held against, by reference."""
    if around is None:
        return [Check("", None, None, NOT_COMPARED, "")]
    return sorted(check_reading(reading, own, around, index), key=_reference_of)


def _sentences_with_numbers(document: Document, units: Units) -> Iterator[int]:
    """Yield the sentences that hold a digit or a word that tells of a number."""
    words = document.tokens.words
    for index, places in document.tokens.by_sentence(map(units.telling.__getitem__, words)):
        if document.sentences[index].kind in SKIPPED:
            continue
        first, last = document.tokens.ranges[index]
        if _tell(words, places, first, last, units):
            yield index


def _tell(words: list[str], places: list[int], first: int, last: int, units: Units) -> bool:
    """Say whether a number begins at one of `places`: not the hour of *by the hour*."""
    for i in places:
        if words[i] in units.times:
            if i > first and words[i - 1] in units.sets["articles"]:
                return True
        elif words[i] not in units.idle or (i + 1 < last and words[i + 1] in units.after_idle):
            return True
    return False


def _row(document: Document, sentence_id: int, reading: Reading, check: Check) -> dict:
    notes = [reading.comparator, *reading.notes, check.note]
    return {
        "source_id": document.source_id,
        "sentence_id": sentence_id,
        "start": reading.start,
        "end": reading.end,
        "text": document.text[reading.start : reading.end],
        "quantity": reading.quantity,
        "value_low": reading.low,
        "value_high": reading.high,
        "unit": reading.unit,
        "reference_low": check.low,
        "reference_high": check.high,
        "reference": check.reference,
        "verdict": check.verdict,
        "note": "; ".join(dict.fromkeys(filter(None, notes))),
    }
