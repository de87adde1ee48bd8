"""Compare the sources: planned contrasts first, everything else marked exploratory."""

from pathlib import Path

from job import logged, read_tables
from plumbline.compare.contrasts import compare_sources
from plumbline.compare.plan import read_plan
from plumbline.tables import write_table

with logged(snakemake.log[0]):
    tables = read_tables(snakemake.input)
    plan = read_plan(Path(snakemake.input.plan))
    comparison = compare_sources(tables, plan, snakemake.params.statistics)
    write_table(comparison, Path(snakemake.output.comparison), "comparison")
