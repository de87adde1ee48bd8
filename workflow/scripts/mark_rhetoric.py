"""Mark hedges, boosters, hype and the other categories in the documents of one batch."""

from pathlib import Path

from job import logged, read_documents
from plumbline.rhetoric.markers import find_markers, load_lexicons
from plumbline.tables import part_types, write_part

with logged(snakemake.log[0]):
    folder = Path(snakemake.input.lexicons[0]).parent
    lexicons = load_lexicons(folder, snakemake.params.rhetoric)
    markers = [
        marker
        for document in read_documents(snakemake.input.documents)
        for marker in find_markers(document, lexicons)
    ]
    write_part(markers, snakemake.output.markers, part_types("markers"))
