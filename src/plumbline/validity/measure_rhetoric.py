"""Hedges, certainty, hype and citations against human judgement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from plumbline.rhetoric.certainty import rate_certainty
from plumbline.validity.fit_cue_weights import load_folds
from plumbline.validity.gold import find_file, find_files, reading
from plumbline.validity.hype import is_hype, load_hype
from plumbline.validity.instruments import Instruments
from plumbline.validity.measurement import Measurement
from plumbline.validity.pei import find_finding_markers, load_pei
from plumbline.validity.scicite import load_scicite, score_citations
from plumbline.validity.scores import (
    correlation,
    count_agreement,
    moment_columns,
    name_share,
    precision_recall_f1,
)
from plumbline.validity.szeged import NOT_DETECTED, CueSentence, find_cues, load_szeged

Errors = Sequence[tuple[str, str]]
ReadSentence = tuple[CueSentence, set[tuple[int, int]]]  # with the spans of what was found in it

_LEFT_OUT = "vague numbers, tendencies and designs left out, as the corpus does not mark them"
_NOTES = {  # by whether a part is read as research prose
    False: f"genre web; {_LEFT_OUT}",
    True: f"genre research, each document by weights learnt without it; {_LEFT_OUT}",
}
FARTHEST = 40  # findings listed whose certainty is rated farthest from its readers'


def measure_hedges(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure hedge cues on each part of the Szeged corpus, the biomedical parts also as one.

    The biomedical parts are papers, read in the genre of research prose; beside that they are read
    like any other page.
    """
    biomedical: list[ReadSentence] = []
    plain: list[ReadSentence] = []
    for path in find_files(folder, "*.xml"):
        with reading(path):
            sentences = list(load_szeged(path))
        research = path.stem.startswith("bio")
        find = _find_research_cues if research else _find_cues
        read = find(sentences, instruments)
        errors = _sentence_errors(read), _cue_errors(read)
        yield from _measure_part(path.stem, read, _NOTES[research], *errors)
        if research:
            biomedical += read
            plain += _find_cues(sentences, instruments)
    if biomedical:
        yield from _measure_part("bio", biomedical, _NOTES[True])
        yield from _measure_part("bio, genre web", plain, _NOTES[False])


def _find_cues(sentences: list[CueSentence], instruments: Instruments) -> list[ReadSentence]:
    rows = find_cues(sentences, instruments.cues, NOT_DETECTED)
    return [(s, _spans_of(found)) for s, found in zip(sentences, rows, strict=True)]


def _find_research_cues(
    sentences: list[CueSentence], instruments: Instruments
) -> list[ReadSentence]:
    """Judge each document by weights that were learnt without it."""
    folds, lexicons = load_folds(instruments.lexicons), instruments.research_cues
    read = []
    for sentence in sentences:
        chosen = lexicons[folds.get(sentence.document_id, -1) + 1]
        found = next(find_cues([sentence], chosen, NOT_DETECTED))
        read.append((sentence, _spans_of(found)))
    return read


def _spans_of(rows: list[dict]) -> set[tuple[int, int]]:
    return {(row["start"], row["end"]) for row in rows}


def _measure_part(
    part: str,
    read: list[ReadSentence],
    note: str,
    sentence_errors: Errors = (),
    cue_errors: Errors = (),
) -> Iterator[Measurement]:
    """Measure one part, and the half of its documents that no word was chosen on."""
    yield from _measure_cues(part, read, note, sentence_errors, cue_errors)
    held_out = [pair for pair in read if pair[0].held_out]
    if held_out:
        note = f"{note}; words and guards were chosen on the other documents"
        yield from _measure_cues(f"{part} (held out)", held_out, note)


def _measure_cues(
    part: str,
    read: list[ReadSentence],
    note: str,
    sentence_errors: Errors = (),
    cue_errors: Errors = (),
) -> Iterator[Measurement]:
    dataset, exact = "szeged-uncertainty", f"exact spans; {note}"
    marked = [{(start, end) for start, end, _ in sentence.cues} for sentence, _ in read]
    pairs = [(found, there) for (_, found), there in zip(read, marked, strict=True)]
    units = np.array([count_agreement({bool(f)} - {False}, {bool(t)} - {False}) for f, t in pairs])
    yield Measurement(
        "hedges", dataset, part, units, precision_recall_f1, "sentences", note, sentence_errors
    )
    units = np.array([count_agreement(found, there) for found, there in pairs])
    yield Measurement(
        "hedge cues", dataset, part, units, precision_recall_f1, "sentences", exact, cue_errors
    )
    by_kind: dict[str, list[tuple[bool, int]]] = {}
    for sentence, found in read:
        for start, end, kind in sentence.cues:
            by_kind.setdefault(kind, []).append(((start, end) in found, 1))
    for kind, right in sorted(by_kind.items()):
        statistic = name_share(f"recall_{kind}")
        yield Measurement("hedge cues", dataset, part, np.array(right), statistic, "cues", exact)


def _sentence_errors(read: list[ReadSentence]) -> Errors:
    return [
        ("false alarm" if found else "missed", sentence.text)
        for sentence, found in read
        if bool(found) != bool(sentence.cues)
    ]


def _cue_errors(read: list[ReadSentence]) -> Errors:
    errors = []
    for sentence, found in read:
        there = {(start, end) for start, end, _ in sentence.cues}
        for spans, kind in ((found - there, "false alarm"), (there - found, "missed")):
            for start, end in sorted(spans):
                errors.append((f"{kind}: {sentence.text[start:end].lower()}", sentence.text))
    return errors


def measure_certainty(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure the certainty score on each split of Pei and Jurgens."""
    path = find_file(folder, "sentence-level-certainty.jsonl")
    with reading(path):
        findings = list(load_pei(path))
    for split in sorted({finding.split for finding in findings}):
        chosen = [finding for finding in findings if finding.split == split]
        rated = [finding.certainty for finding in chosen]
        computed = [
            rate_certainty(
                find_finding_markers(finding.text, instruments.markers),
                instruments.certainty_weights,
            )
            for finding in chosen
        ]
        distances = [(c - r, f.text) for c, r, f in zip(computed, rated, chosen, strict=True)]
        distances.sort(key=lambda pair: (-abs(pair[0]), pair[1]))
        errors = [
            ("rated too certain" if distance > 0 else "rated too uncertain", text)
            for distance, text in distances[:FARTHEST]
        ]
        note = "the weights were fitted on this split" if split == "train" else ""
        yield Measurement(
            "certainty",
            "pei2021-certainty",
            split,
            moment_columns(computed, rated),
            correlation,
            "findings",
            note,
            errors,
        )


def measure_hype(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure hype on the examples of the annotation guidelines."""
    path = find_file(folder, "hype_examples.csv")
    with reading(path):
        examples = list(load_hype(path))
    found = [is_hype(example, instruments.markers) for example in examples]
    right = [(f == e.is_hype, 1) for f, e in zip(found, examples, strict=True)]
    errors = [
        (f"{'false alarm' if f else 'missed'}: {e.adjective}", e.sentence)
        for f, e in zip(found, examples, strict=True)
        if f != e.is_hype
    ]
    yield Measurement(
        "hype",
        "hype",
        "all",
        np.array(right),
        name_share("accuracy"),
        "examples",
        "a smoke test: few examples",
        errors,
    )


def measure_citations(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure which explicit citations of SciCite are found."""
    for path in find_files(folder, "*.jsonl"):
        with reading(path):
            contexts = load_scicite(path)
        scores = [score_citations([c], instruments.citation_resources) for c in contexts]
        found = [(score["found"], 1) for score in scores]
        errors = [("missed", c.text) for score in scores for c in score["missed"]]
        yield Measurement(
            "citations",
            "scicite",
            path.stem,
            np.array(found),
            name_share("recall"),
            "contexts",
            "explicit spans only",
            errors,
        )
