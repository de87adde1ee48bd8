"""Join the citations of all batches and count them per 1,000 words."""

from pathlib import Path

from job import logged, read_tables
from plumbline.compare.rates import citation_rates
from plumbline.tables import part_types, read_parts, write_table

with logged(snakemake.log[0]):
    citations = read_parts(snakemake.input.citations, part_types("citations"))
    sentences = read_tables(snakemake.input)["sentences"]
    density = citation_rates(citations, sentences, snakemake.params.confidence)
    write_table(citations, Path(snakemake.output.citations), "citations")
    write_table(density, Path(snakemake.output.citation_density), "citation_density")
