"""Invented sentences coded for appeals to evidence, and how well they are found.

``resources/behaviour/attribution_sentences.tsv``: one row per sentence, coded twice (``pass1``,
``pass2``) and resolved; docs/behaviour.md says how. Vague attribution has no public gold data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plumbline.citations import find_citations
from plumbline.citations.resources import CitationResources
from plumbline.errors import SettingsError
from plumbline.validity.instruments import make_sentence
from plumbline.validity.invented_sentences import (
    HALVES,
    KEYS,
    measure_half,
    note_half,
    read_invented,
)
from plumbline.validity.measurement import Measurement, measure_classes
from plumbline.validity.scores import count_agreement

COLUMNS = (*KEYS, "style", "pass1", "pass2", "resolved", "note")
DATASET = "attribution-sentences"
STYLES = ("wellness", "news", "leaflet")
CLASSES = ("none", "vague", "checkable")
TIERS = ("A", "B", "C")
FORMS = (
    "bare_evidence", "passive", "reputation", "authority", "recommendation_passive", "seal",
    "growing_body", "common_knowledge", "tradition", "testimonial",
)  # fmt: skip
CODES = ("none", *(f"vague:{form}" for form in FORMS), *(f"checkable:{tier}" for tier in TIERS))


@dataclass(frozen=True, slots=True)
class AttributedSentence:
    """A sentence with both passes and the resolved code, each one of `CODES`."""

    sentence_id: str
    half: str
    style: str
    text: str
    pass1: str
    pass2: str
    resolved: str


def load_attribution_sentences(path: Path) -> list[AttributedSentence]:
    """Read the coded sentences in the order of the file.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    allowed = {"style": STYLES, **dict.fromkeys(("pass1", "pass2", "resolved"), CODES)}
    read = []
    for where, row in read_invented(path, COLUMNS):
        for column, values in allowed.items():
            if row[column] not in values:
                raise SettingsError(
                    f"{where}: {column} is '{row[column]}'; use one of {', '.join(values)}."
                )
        passes = (row["pass1"], row["pass2"], row["resolved"])
        names = (row["sentence_id"], row["half"], row["style"])
        read.append(AttributedSentence(*names, row["sentence"], *passes))
    return read


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa (1960, Educational and Psychological Measurement 20:37-46).

    kappa = (observed - expected agreement) / (1 - expected); None where both passes use one and
    the same code throughout, or there are no pairs.
    """
    n = len(pairs)
    if not n:
        return None
    first, second = (Counter(codes) for codes in zip(*pairs, strict=True))
    observed = sum(a == b for a, b in pairs) / n
    expected = sum(first[code] * second[code] for code in first) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def rate_agreement(sentences: Iterable[AttributedSentence]) -> list[dict]:
    """Return how far the two passes agree, on the class and on the full code.

    Returns:
        One dict for each of ``class`` and ``code``: n, raw (share of equal codes) and kappa.

    """
    passes = [(s.pass1, s.pass2) for s in sentences]
    classes = [(_class(a), _class(b)) for a, b in passes]
    return [
        {
            "level": level,
            "n": len(pairs),
            "raw": sum(a == b for a, b in pairs) / len(pairs) if pairs else None,
            "kappa": cohen_kappa(pairs),
        }
        for level, pairs in (("class", classes), ("code", passes))
    ]


def _class(code: str) -> str:
    return code.partition(":")[0]


def classify_attribution(text: str, resources: CitationResources) -> set[str]:
    """Return which of vague and checkable the instrument finds in a sentence by itself.

    Marks such as (1) count as they stand, as the reference list is not part of the sentence.
    """
    rows = find_citations(make_sentence("sentence", text), resources, list_elsewhere=True)
    found = set()
    for row in rows:
        if row["tier"] in TIERS:
            found.add("checkable")
        elif row["tier"] == "vague":
            found.add("vague")
    return found


def measure_attribution(path: Path, resources: CitationResources) -> Iterator[Measurement]:
    """Measure vague and checkable attributions on each half of the coded sentences.

    A sentence has one code, the checkable one where it holds both; a vague phrase that is found
    beside a checkable citation is therefore no error.
    """
    sentences = load_attribution_sentences(path)
    for half in HALVES:
        part = [s for s in sentences if s.half == half]
        found = [classify_attribution(s.text, resources) for s in part]
        for name in ("vague", "checkable"):
            yield _measure_one(name, half, part, found)
        coded = [_class(s.resolved) for s in part]
        strongest = [max(f, key=CLASSES.index, default="none") for f in found]
        yield measure_classes(
            ("attribution", DATASET, half),
            list(zip(coded, strongest, strict=True)),
            [s.text for s in part],
            CLASSES,
            note=note_half(half),
        )


def _measure_one(
    name: str,
    half: str,
    part: Sequence[AttributedSentence],
    found: Sequence[set[str]],
) -> Measurement:
    units, errors = [], []
    for sentence, classes in zip(part, found, strict=True):
        coded = _class(sentence.resolved)
        beside = name == "vague" and coded == "checkable"
        hit, there = name in classes and not beside, coded == name
        units.append(count_agreement({0} if hit else set(), {0} if there else set()))
        if hit != there:
            errors.append(("false alarm" if hit else f"missed: {sentence.resolved}", sentence.text))
    instrument = {"vague": "vague attributions", "checkable": "checkable citations"}[name]
    return measure_half(instrument, DATASET, half, units, errors)
