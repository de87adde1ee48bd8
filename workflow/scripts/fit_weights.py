"""Fit the weight tables of the instruments anew to public data."""

from pathlib import Path

from job import logged
from plumbline.claims import load_grammar
from plumbline.errors import SettingsError
from plumbline.validity.fit_sentence_weights import fit_shipped, write_weights

with logged(snakemake.log[0]):
    if not snakemake.params.gold:
        raise SettingsError(
            "gold: weights are fitted to public data; name their folder with --config gold=FOLDER."
        )
    gold = Path(snakemake.params.gold)
    grammar = load_grammar(Path(snakemake.input.grammar[0]).parent)
    weights, counts = fit_shipped(gold, grammar)
    write_weights(weights, counts, Path(snakemake.output.sentence_weights))
