"""Join the markers of all batches and count them per 1,000 words."""

from pathlib import Path

from job import logged, read_tables
from plumbline.compare.rates import rhetoric_rates
from plumbline.tables import part_types, read_parts, write_table

with logged(snakemake.log[0]):
    markers = read_parts(snakemake.input.markers, part_types("markers"))
    sentences = read_tables(snakemake.input)["sentences"]
    categories = snakemake.params.categories
    rhetoric = rhetoric_rates(markers, sentences, categories, snakemake.params.statistics)
    write_table(markers, Path(snakemake.output.markers), "markers")
    write_table(rhetoric, Path(snakemake.output.rhetoric), "rhetoric")
