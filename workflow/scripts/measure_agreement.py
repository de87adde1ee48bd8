"""Measure how far the coders agree, with one another and with the instruments."""

from pathlib import Path

from job import logged, read_tables
from plumbline.tables import make_table, write_table
from plumbline.validity.coded_sheets import measure_agreement, read_key, read_sheets
from plumbline.validity.coding_sheet import load_codes, measure_sentences

with logged(snakemake.log[0]):
    files = snakemake.input
    tables = read_tables(files)
    plan, key = load_codes(Path(files.coding)), read_key(Path(files.key))
    coded = read_sheets([Path(sheet) for sheet in files.sheets], key["unit"], plan["codes"])
    measured = measure_sentences(tables, plan["codes"])
    rows = measure_agreement(coded, key, measured, plan, snakemake.params.statistics)
    write_table(make_table(rows, "agreement"), Path(snakemake.output.agreement), "agreement")
