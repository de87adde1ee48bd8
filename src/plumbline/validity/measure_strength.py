"""Strength of any claim, whatever its topic, on conclusions of papers and press releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from plumbline.claims import sentence_strength
from plumbline.validity.gold import find_file, find_files
from plumbline.validity.insciout import CHANGES, STRENGTHS, load_insciout, name_change
from plumbline.validity.instruments import Instruments
from plumbline.validity.measurement import Measurement, measure_classes
from plumbline.validity.strength_weights import split_sentences
from plumbline.validity.yu2019 import load_yu2019
from plumbline.validity.yu2020 import load_yu2020

# levels 0 to 6 as the four classes of Yu et al. and of InSciOut
_FOUR_CLASSES = (
    "none",
    "none",
    "correlational",
    "correlational",
    "conditional",
    "direct",
    "direct",
)


def rate_strength(text: str, instruments: Instruments) -> str:
    """Return the strength of the strongest relation in a text, one of `insciout.STRENGTHS`.

    The seven levels fall together as in docs/claims.md: no relation and no effect are ``none``,
    ambiguous words ("linked to") ``correlational``, *can* with the plain verb ``direct``.
    """
    level = sentence_strength(text, instruments.claim_grammar, instruments.strength_weights)
    return _FOUR_CLASSES[level]


def measure_abstracts(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure claim strength on the conclusions of abstracts of Yu et al. (2019)."""
    sentences = load_yu2019(find_file(folder, "pubmed_causal_language_use.csv"))
    fitted, held_out = split_sentences(sentences)
    yield _measure_strength("yu2019-causal-language", "held out", held_out, instruments)
    yield _measure_strength("yu2019-causal-language", "fitted on", fitted, instruments)


def measure_press_releases(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure claim strength on the press releases of Yu et al. (2020)."""
    sentences = load_yu2020(find_file(folder, "annotated_eureka.csv"))
    yield _measure_strength("yu2020-press-releases", "all", sentences, instruments)


def measure_exaggeration(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure strength on InSciOut, and whether a press release exaggerates its abstract."""
    for path in find_files(folder, "*.jsonl"):
        pairs = load_insciout(path)
        both = [c for pair in pairs for c in (pair.press_release, pair.abstract)]
        sentences = [(conclusion.text, conclusion.strength) for conclusion in both]
        yield _measure_strength("insciout", path.stem, sentences, instruments)
        changes = [
            (
                pair.change,
                name_change(
                    rate_strength(pair.press_release.text, instruments),
                    rate_strength(pair.abstract.text, instruments),
                ),
            )
            for pair in pairs
        ]
        texts = [f"{pair.press_release.text} | {pair.abstract.text}" for pair in pairs]
        where = ("exaggeration", "insciout", path.stem)
        yield measure_classes(where, changes, texts, CHANGES, "pairs of press release and abstract")


def _measure_strength(
    dataset: str, split: str, sentences: Sequence[tuple[str, str]], instruments: Instruments
) -> Measurement:
    texts = [text for text, _ in sentences]
    pairs = [(coded, rate_strength(text, instruments)) for text, coded in sentences]
    return measure_classes(("claim strength", dataset, split), pairs, texts, STRENGTHS)
