"""Read the numbers of the documents of one batch and hold them against the reference values."""

from pathlib import Path

from job import logged, read_documents, topic_folder
from plumbline.numbers import find_numbers, load_references, load_units
from plumbline.tables import part_types, write_part

with logged(snakemake.log[0]):
    units = load_units(Path(snakemake.input.units))
    references = load_references(topic_folder(snakemake.input.topic), units)
    numbers = [
        number
        for document in read_documents(snakemake.input.documents)
        for number in find_numbers(document, units, references)
    ]
    write_part(numbers, snakemake.output.numbers, part_types("numbers"))
