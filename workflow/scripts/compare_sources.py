"""Compare the sources: planned contrasts first, everything else marked exploratory."""

from pathlib import Path

from job import logged, read_tables
from plumbline.compare.contrasts import CODED, compare_sources
from plumbline.compare.plan import read_plan
from plumbline.hashes import hash_file
from plumbline.tables import write_table

# what contrasts read of tables with many rows; all others are read whole
READ = {
    "documents": ("source_id", "group"),
    "rhetoric": ("source_id", "category", "count", "n_words"),
    "citation_density": ("source_id", "tier", "count", "n_words"),
    "claim_frequency": ("source_id", "claim_id", "mentions", "hedged"),
    "evidence_gap": ("source_id", "claim_id", "asserted_level", "licensed_level", "gap"),
}

with logged(snakemake.log[0]):
    tables = read_tables(snakemake.input, READ, CODED)
    plan = Path(snakemake.input.plan)
    comparison = compare_sources(
        tables, read_plan(plan), snakemake.params.statistics, hash_file(plan)
    )
    write_table(comparison, Path(snakemake.output.comparison), "comparison")
