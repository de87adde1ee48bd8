"""Hedges, certainty, hype and citations against human judgement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from plumbline.validity.gold import find_file, find_files, reading
from plumbline.validity.hype import is_hype, load_hype
from plumbline.validity.instruments import Instruments
from plumbline.validity.measurement import Measurement
from plumbline.validity.pei import find_finding_markers, load_pei, rate_certainty
from plumbline.validity.scicite import load_scicite, score_citations
from plumbline.validity.scores import (
    correlation,
    count_agreement,
    moment_columns,
    name_share,
    precision_recall_f1,
)
from plumbline.validity.szeged import NOT_DETECTED, CueSentence, find_cues, load_szeged

FARTHEST = 40  # findings listed whose certainty is rated farthest from its readers'


def measure_hedges(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure hedge cues on each part of the Szeged corpus, the biomedical parts also as one."""
    biomedical: list[tuple[CueSentence, set]] = []
    n_biomedical = 0
    for path in find_files(folder, "*.xml"):
        with reading(path):
            sentences = list(load_szeged(path))
        rows = find_cues(sentences, instruments.cues, NOT_DETECTED)
        found = [{(row["start"], row["end"]) for row in of_one} for of_one in rows]
        read = list(zip(sentences, found, strict=True))
        yield from _measure_part(path.stem, read, listed=True)
        if path.stem.startswith("bio"):
            biomedical += read
            n_biomedical += 1
    if n_biomedical > 1:
        yield from _measure_part("bio", biomedical, listed=False)


def _measure_part(
    part: str, read: Sequence[tuple[CueSentence, set]], listed: bool
) -> Iterator[Measurement]:
    """Measure one part, and the half of its documents that no word was chosen on."""
    held_out = [pair for pair in read if pair[0].held_out]
    note = "words and guards were chosen on the other documents"
    yield from _measure_cues(part, read, "", listed)
    if held_out:
        yield from _measure_cues(f"{part} (held out)", held_out, note, listed=False)


def _measure_cues(
    part: str, read: Sequence[tuple[CueSentence, set]], note: str, listed: bool
) -> Iterator[Measurement]:
    by_sentence, by_cue, by_kind = [], [], {}
    sentence_errors, cue_errors = [], []
    for sentence, found in read:
        there = {(start, end) for start, end, _ in sentence.cues}
        by_sentence.append(count_agreement({0} if found else set(), {0} if there else set()))
        by_cue.append(count_agreement(found, there))
        for start, end, kind in sentence.cues:
            by_kind.setdefault(kind, []).append(((start, end) in found, 1))
        if listed and bool(found) != bool(there):
            kind = "false alarm" if found else "missed"
            sentence_errors.append((kind, sentence.text))
        for spans, kind in ((found - there, "false alarm"), (there - found, "missed")):
            for start, end in sorted(spans) if listed else ():
                cue_errors.append((f"{kind}: {sentence.text[start:end].lower()}", sentence.text))
    where = ("szeged-uncertainty", part)
    yield Measurement("hedges", *where, np.array(by_sentence), precision_recall_f1, "sentences",
        note, sentence_errors)  # fmt: skip
    exact = "; ".join(filter(None, ["exact spans", note]))
    yield Measurement("hedge cues", *where, np.array(by_cue), precision_recall_f1, "sentences",
        exact, cue_errors)  # fmt: skip
    for kind, right in sorted(by_kind.items()):
        yield Measurement("hedge cues", *where, np.array(right), name_share(f"recall_{kind}"),
            "cues", exact)  # fmt: skip


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
            "certainty", "pei2021-certainty", split, moment_columns(computed, rated), correlation,
            "findings", note, errors,
        )  # fmt: skip


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
    yield Measurement("hype", "hype", "all", np.array(right), name_share("accuracy"), "examples",
        "a smoke test: few examples", errors)  # fmt: skip


def measure_citations(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure which explicit citations of SciCite are found."""
    for path in find_files(folder, "*.jsonl"):
        with reading(path):
            contexts = load_scicite(path)
        scores = [score_citations([c], instruments.citation_resources) for c in contexts]
        found = [(score["found"], 1) for score in scores]
        errors = [("missed", c.text) for score in scores for c in score["missed"]]
        yield Measurement("citations", "scicite", path.stem, np.array(found), name_share("recall"),
            "contexts", "explicit spans only", errors)  # fmt: skip
