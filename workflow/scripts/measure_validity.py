"""Measure the instruments on the bundled study, and on public data where a folder is given."""

import sys
from pathlib import Path

import pandas as pd

from job import logged
from plumbline.tables import write_rows, write_table
from plumbline.validity.instruments import Instruments
from plumbline.validity.lexicon_candidates import COLUMNS as CANDIDATE_COLUMNS
from plumbline.validity.lexicon_candidates import list_candidates
from plumbline.validity.measurement import (
    CONFUSION_COLUMNS,
    ERROR_COLUMNS,
    list_worst_errors,
    score_measurements,
    tabulate_confusion,
)
from plumbline.validity.table import list_missing, measure_instruments

with logged(snakemake.log[0]):
    files, params = snakemake.input, snakemake.params
    instruments = Instruments(
        lexicons=Path(files.lexicons[0]).parent,
        grammar=Path(files.grammar[0]).parent,
        topic=Path(files.topic[0]).parent,
        segmentation=Path(files.segmentation[0]).parent,
        citations=Path(files.citations),
        syllables=Path(files.syllables),
        texts=Path(files.codes).parent,
        sheet=Path(files.sheet),
        codes=Path(files.codes),
        attribution=params.attribution,
        behaviour=Path(files.behaviour[0]).parent,
        shipped=Path(files.units).parent,
    )
    gold = Path(params.gold) if params.gold else None
    missing = list_missing(gold)
    for row in missing:
        told = f"not measured: {row['dataset']} ({row['instrument']}): {row['note']}"
        print(told)
        print(f"Plumbline: {told}", file=sys.__stderr__)
    measurements = []
    for measurement in measure_instruments(gold, instruments):
        print(measurement.instrument, measurement.dataset, measurement.split, sep=", ")
        measurements.append(measurement)
    rows = score_measurements(measurements, params.statistics) + missing
    write_table(pd.DataFrame(rows), Path(snakemake.output.validity), "validity")
    errors = list_worst_errors(measurements)
    write_rows(errors, Path(snakemake.output.worst_errors), ERROR_COLUMNS)
    candidates = list_candidates(gold, instruments)
    write_rows(candidates, Path(snakemake.output.candidates), CANDIDATE_COLUMNS)
    confusion = pd.DataFrame(tabulate_confusion(measurements), columns=CONFUSION_COLUMNS)
    write_table(confusion, Path(snakemake.output.confusion), "confusion")
