"""Count how many sources were found, read and compared, and why others were not."""

from pathlib import Path

from job import logged, read_tables
from plumbline.compare.source_flow import list_flow
from plumbline.tables import write_table

READ = {
    "documents": ("source_id", "path", "n_words", "note"),
    "overclaim": ("source_id", "claims_compared"),
}

with logged(snakemake.log[0]):
    tables = read_tables(snakemake.input, READ)
    flow = list_flow(tables["documents"], tables["left_out"], tables["overclaim"])
    write_table(flow, Path(snakemake.output.source_flow), "source_flow")
