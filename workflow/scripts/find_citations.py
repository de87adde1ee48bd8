"""Find citations and vague attributions in the documents of one batch."""

from pathlib import Path

from job import logged, read_documents
from plumbline.citations import find_citations, load_resources
from plumbline.tables import part_types, write_part

with logged(snakemake.log[0]):
    lexicons = Path(snakemake.input.lexicons[0]).parent
    resources = load_resources(
        Path(snakemake.input.citations), lexicons, snakemake.params.attribution
    )
    citations = [
        citation
        for document in read_documents(snakemake.input.documents)
        for citation in find_citations(document, resources)
    ]
    write_part(citations, snakemake.output.citations, part_types("citations"))
