"""Join the numbers of all batches and say which claim each belongs to."""

from pathlib import Path

from job import logged, read_tables
from plumbline.compare.number_claims import attach_claims
from plumbline.tables import part_types, read_parts, write_table

with logged(snakemake.log[0]):
    numbers = read_parts(snakemake.input.numbers, part_types("numbers"))
    claims = read_tables(snakemake.input)["claims"]
    numbers["claim_id"] = attach_claims(numbers, claims)
    write_table(numbers, Path(snakemake.output.numbers), "numbers")
