"""Compare the sources: planned contrasts first, everything else marked exploratory."""

from pathlib import Path

from job import logged, read_tables
from plumbline.compare.contrasts import compare_sources
from plumbline.compare.plan import read_plan
from plumbline.hashes import hash_file
from plumbline.tables import write_table

# what no contrast reads, left out of tables that are large enough to be kept as Parquet
UNREAD = (
    *("note", "reason", "key_study", "per_1000", "max_level", "cited", "vague"),
    *("ci_low", "ci_high", "boot_low", "boot_high"),
)

with logged(snakemake.log[0]):
    tables = read_tables(snakemake.input, without=UNREAD)
    plan = Path(snakemake.input.plan)
    comparison = compare_sources(
        tables, read_plan(plan), snakemake.params.statistics, hash_file(plan)
    )
    write_table(comparison, Path(snakemake.output.comparison), "comparison")
