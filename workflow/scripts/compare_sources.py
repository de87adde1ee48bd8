"""Compare the sources: planned contrasts first, everything else marked exploratory."""

from pathlib import Path

from job import logged, read_tables
from plumbline.compare.contrasts import compare_sources
from plumbline.compare.plan import hash_plan, read_plan
from plumbline.tables import write_table

with logged(snakemake.log[0]):
    tables = read_tables(snakemake.input)
    plan = Path(snakemake.input.plan)
    comparison = compare_sources(
        tables, read_plan(plan), snakemake.params.statistics, hash_plan(plan)
    )
    write_table(comparison, Path(snakemake.output.comparison), "comparison")
