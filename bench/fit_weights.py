"""Fit everything that lexicons and claims learn from public data, and write it into their folders.

    python bench/fit_weights.py GOLD [--lexicons config/lexicons] [--claims config/claims]

GOLD is the folder of data sets that `snakemake validity --config gold=GOLD` reads. In this order,
as each step rests on the one before: the weights of hedge cues in research prose
(`cue_weights.tsv`, `cue_weights_folds.tsv`), the columns `precision` and `n` of the lexicons, the
weights of the certainty score (`certainty_weights.tsv`), and those of the strength of sentences
without a topic (`sentence_weights.tsv`). Run it after a change of entries, guards or cues; a second
run changes nothing. It takes about half a minute.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from plumbline.claims import load_grammar
from plumbline.rhetoric.markers import RESEARCH, load_lexicons
from plumbline.validity.fit_cue_weights import (
    deal_folds,
    list_candidates,
    tabulate_weights,
    write_cue_weights,
)
from plumbline.validity.fit_sentence_weights import (
    ABSTRACTS,
    fit_shipped,
    write_sentence_weights,
)
from plumbline.validity.gold import find_files
from plumbline.validity.lexicon_precision import MEASURED, measure_entries, write_precision
from plumbline.validity.pei import SETTINGS, fit_certainty, load_pei, write_weights
from plumbline.validity.szeged import DETECTED, load_szeged


def fit_cues(corpus: Path, folder: Path) -> None:
    """Fit the weights of hedge cues on the Szeged corpus."""
    settings = {"categories": list(DETECTED), "skip_quotes": False, "genre": RESEARCH}
    lexicons = load_lexicons(folder, settings)
    candidates, papers = [], []
    for path in find_files(corpus, "*.xml"):
        sentences = list(load_szeged(path))
        research = path.stem.startswith("bio")
        candidates += list_candidates(sentences, lexicons, folder, research=research)
        papers += [sentence.document_id for sentence in sentences if research]
    folds = deal_folds(papers)
    write_cue_weights(tabulate_weights(candidates, folds), folds, folder)


def main() -> None:
    """Fit what the data at hand allow, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--lexicons", type=Path, default=Path("config/lexicons"))
    parser.add_argument("--claims", type=Path, default=Path("config/claims"))
    arguments = parser.parse_args()
    folder: Path = arguments.lexicons
    corpus = arguments.gold / "szeged-uncertainty"
    if corpus.is_dir():
        fit_cues(corpus, folder)
        settings = {"categories": list(DETECTED), "skip_quotes": False}
        measured = measure_entries(corpus, load_lexicons(folder, settings))
        for name in MEASURED:
            write_precision(folder / name, measured)
        print("written: cue_weights.tsv, cue_weights_folds.tsv,", ", ".join(MEASURED))
    ratings = arguments.gold / "pei2021-certainty" / "sentence-level-certainty.jsonl"
    if ratings.is_file():
        training = [finding for finding in load_pei(ratings) if finding.split == "train"]
        rows = fit_certainty(training, load_lexicons(folder, SETTINGS))
        write_weights(rows, folder / "certainty_weights.tsv")
        print("written: certainty_weights.tsv")
    if (arguments.gold / ABSTRACTS).is_dir():
        weights, counts = fit_shipped(arguments.gold, load_grammar(arguments.claims))
        write_sentence_weights(weights, counts, arguments.claims / "sentence_weights.tsv")
        print("written: sentence_weights.tsv")


if __name__ == "__main__":
    main()
