"""Join the readability scores of all batches and put intervals around them."""

from pathlib import Path

from job import logged
from plumbline.compare.readability_intervals import add_intervals
from plumbline.readability import COUNT_TYPES
from plumbline.tables import part_types, read_parts, write_table

with logged(snakemake.log[0]):
    scores = read_parts(snakemake.input.scores, part_types("readability"))
    counts = read_parts(snakemake.input.counts, COUNT_TYPES)
    readability = add_intervals(scores, counts, snakemake.params.statistics)
    write_table(readability, Path(snakemake.output.readability), "readability")
