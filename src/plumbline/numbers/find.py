"""The numbers of a document, one row per number and reference value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plumbline.numbers.check import NOT_COMPARED, Check, check_reading
from plumbline.numbers.context import Surroundings
from plumbline.numbers.pieces import split_pieces
from plumbline.numbers.readings import Reading, read_numbers
from plumbline.numbers.references import References
from plumbline.numbers.units import Units
from plumbline.text.document import Document

SKIPPED = ("reference", "boilerplate")


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
    for index in _sentences_with_numbers(document, units):
        sentence = document.sentences[index]
        readings = read_numbers(
            split_pieces(document.text, sentence.start, sentence.end), units, marks
        )
        for reading in readings:
            checks: Iterable[Check] = [Check("", None, None, NOT_COMPARED, "")]
            if around is not None:
                checks = check_reading(reading, readings, around, index)
            for check in sorted(checks, key=lambda c: c.reference):
                rows.append(_row(document, sentence.sentence_id, reading, check))
    return rows


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
