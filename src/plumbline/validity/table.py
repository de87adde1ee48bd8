"""The table ``validity``: every instrument on every data set that is at hand.

A data set is the name of its folder; its function takes that folder and the instruments. To add
one, write a loader of its original format, a function that yields `Measurement`s, and a row here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from plumbline.validity import measure_claims, measure_rhetoric, measure_strength, measure_texts
from plumbline.validity.attribution_sentences import measure_attribution
from plumbline.validity.behaviour import Shipped, measure_behaviour
from plumbline.validity.gold import DATASETS, find_datasets
from plumbline.validity.instruments import Instruments
from plumbline.validity.measurement import Measurement
from plumbline.validity.promotion_sentences import measure_promotion
from plumbline.validity.releases import open_releases
from plumbline.validity.safety_sentences import measure_safety

REGISTRY: Mapping[str, Callable[[Path, Instruments], Iterator[Measurement]]] = {
    "szeged-uncertainty": measure_rhetoric.measure_hedges,
    "pei2021-certainty": measure_rhetoric.measure_certainty,
    "hype": measure_rhetoric.measure_hype,
    "scicite": measure_rhetoric.measure_citations,
    "yu2019-causal-language": measure_strength.measure_abstracts,
    "yu2020-press-releases": measure_strength.measure_press_releases,
    "insciout": measure_strength.measure_exaggeration,
    "claims": measure_claims.measure_coded_claims,
    "segmentation": measure_texts.measure_golden_rules,
    "ud-ewt": measure_texts.measure_web_sentences,
    "article-extraction": measure_texts.measure_articles,
    "onestopenglish": measure_texts.measure_levels,
    "clear": measure_texts.measure_ease,
}


def measure_instruments(gold: Path | None, instruments: Instruments) -> Iterator[Measurement]:
    """Yield the measurements on what is bundled, then those of each data set in `gold`.

    Raises:
        SettingsError: a data set is there but cannot be read; one sentence with its file.

    """
    yield from measure_claims.measure_bundled(instruments)
    if instruments.behaviour is not None and instruments.shipped is not None:
        shipped, folder = Shipped(instruments.shipped), instruments.behaviour
        yield from measure_behaviour(folder / "cases.tsv", shipped)
        path = folder / "attribution_sentences.tsv"
        yield from measure_attribution(path, shipped.citation_resources)
        yield from measure_promotion(folder / "promotion_sentences.tsv", shipped.markers)
        yield from measure_safety(folder / "safety_sentences.tsv", shipped.markers)
    if gold:
        names, _ = find_datasets(gold)
        with open_releases(gold, names) as opened:
            for name in names:
                yield from REGISTRY[name](opened / name, instruments)


def list_missing(gold: Path | None) -> list[dict]:
    """Return a row without a value for each data set that `gold` does not hold."""
    return [
        {
            "instrument": DATASETS[name],
            "dataset": name,
            "split": "none",
            "n": 0,
            "metric": "not measured",
            "value": None,
            "ci_low": None,
            "ci_high": None,
            "note": "the gold folder has no such data set; docs/validity.md says where to get it",
        }
        for name in (find_datasets(gold)[1] if gold else ())
    ]
