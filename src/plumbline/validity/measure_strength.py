"""Strength of any claim, whatever its topic, on conclusions of papers and press releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from plumbline.claims import rate_sentence
from plumbline.claims.sentence import SentenceStrength, Weights
from plumbline.text.segment import split_sentences
from plumbline.validity.fit_sentence_weights import (
    ABSTRACTS,
    FITTED_ON,
    SENTENCES,
    fit_out_of_fold,
    leave_out,
)
from plumbline.validity.gold import find_file, find_files
from plumbline.validity.insciout import CHANGES, STRENGTHS, Pair, load_insciout, name_change
from plumbline.validity.instruments import Instruments
from plumbline.validity.measurement import Measurement, measure_classes
from plumbline.validity.yu2019 import load_yu2019
from plumbline.validity.yu2020 import load_yu2020

# levels 0 to 6 as InSciOut codes them: what is denied is no relation, "can" is conditional
_INSCIOUT = (
    "none",
    "none",
    "correlational",
    "correlational",
    "conditional",
    "conditional",
    "direct",
)


def rate_conclusion(text: str, instruments: Instruments, weights: Weights) -> SentenceStrength:
    """Return the strength of the first sentence of a conclusion that states any relation."""
    grammar = instruments.claim_grammar
    spans = split_sentences(text, 0, len(text), instruments.rules) or [(0, len(text))]
    rated = [rate_sentence(text[a:b], grammar, weights, conclusion=True) for a, b in spans]
    return next((r for r in rated if r.strength != "none"), rated[0])


def measure_abstracts(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure claim strength on the conclusions of abstracts of Yu et al. (2019)."""
    fitted, held_out = leave_out(load_yu2019(find_file(folder, SENTENCES)))
    yield _measure_sentences((ABSTRACTS, "held out"), held_out, instruments)
    yield _measure_sentences((ABSTRACTS, "fitted on"), fitted, instruments)


def measure_press_releases(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure claim strength on the press releases of Yu et al. (2020)."""
    sentences = load_yu2020(find_file(folder, "annotated_eureka.csv"))
    yield _measure_sentences(("yu2020-press-releases", "all"), sentences, instruments)


def measure_exaggeration(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure strength on InSciOut, and whether a press release exaggerates its abstract.

    The part that the weights were fitted on is measured out of fold as well, where the sentences
    of Yu et al. (2019) are at hand: each pair by weights that were fitted without it.
    """
    for path in find_files(folder, "*.jsonl"):
        pairs = load_insciout(path)
        shipped = [instruments.strength_weights] * len(pairs)
        if path.stem not in FITTED_ON:
            yield from _measure_pairs(path.stem, pairs, shipped, instruments)
            continue
        yield from _measure_pairs(f"{path.stem} (fitted on)", pairs, shipped, instruments)
        if (folder.parent / ABSTRACTS).is_dir():
            fitted, _ = leave_out(load_yu2019(find_file(folder.parent / ABSTRACTS, SENTENCES)))
            weights = fit_out_of_fold(fitted, pairs, instruments.claim_grammar)
            yield from _measure_pairs(f"{path.stem} (out of fold)", pairs, weights, instruments)


def _measure_sentences(
    where: tuple[str, str], sentences: Sequence[tuple[str, str]], instruments: Instruments
) -> Measurement:
    grammar, weights = instruments.claim_grammar, instruments.strength_weights
    texts = [text for text, _ in sentences]
    rated = [rate_sentence(text, grammar, weights) for text in texts]
    pairs = [(coded, r.strength) for (_, coded), r in zip(sentences, rated, strict=True)]
    return measure_classes(
        ("claim strength", *where), pairs, texts, STRENGTHS, reasons=_explain(texts, rated)
    )


def _measure_pairs(
    split: str, pairs: Sequence[Pair], weights: Sequence[Weights], instruments: Instruments
) -> Iterator[Measurement]:
    """Measure the strength of both conclusions of each pair, and the step between them."""
    both = [
        (c, w) for p, w in zip(pairs, weights, strict=True) for c in (p.press_release, p.abstract)
    ]
    rated = [rate_conclusion(conclusion.text, instruments, w) for conclusion, w in both]
    measured = [_INSCIOUT[r.level] for r in rated]
    texts = [conclusion.text for conclusion, _ in both]
    codes = [(c.strength, name) for (c, _), name in zip(both, measured, strict=True)]
    where = ("claim strength", "insciout", split)
    yield measure_classes(
        where, codes, texts, STRENGTHS, "conclusions", reasons=_explain(texts, rated)
    )
    steps = map(name_change, measured[::2], measured[1::2])
    changes = [(pair.change, step) for pair, step in zip(pairs, steps, strict=True)]
    texts = [f"{pair.press_release.text} | {pair.abstract.text}" for pair in pairs]
    where = ("exaggeration", "insciout", split)
    yield measure_classes(where, changes, texts, CHANGES, "pairs of press release and abstract")


def _explain(texts: Sequence[str], rated: Sequence[SentenceStrength]) -> dict[str, str]:
    """Return of each text what weighed most in its rating."""
    return {
        text: "; ".join(f"{feature} {lead:+.2f}" for feature, lead in r.reasons)
        for text, r in zip(texts, rated, strict=True)
    }
