"""Draw the sheet that human coders fill."""

from pathlib import Path

from job import logged, read_tables
from plumbline.validity.coding_sheet import (
    draw_sample,
    load_codes,
    measure_sentences,
    write_coding_sheet,
)

with logged(snakemake.log[0]):
    tables = read_tables(snakemake.input)
    plan = load_codes(Path(snakemake.input.coding))
    measured = measure_sentences(tables, plan["codes"])
    sample = draw_sample(measured, plan, snakemake.params.seed)
    write_coding_sheet(sample, tables["sentences"], plan, Path(snakemake.output.sheet).parent)
