"""Read, clean and segment the sources of one batch."""

from pathlib import Path

from job import logged, write_documents
from plumbline.errors import SourceError
from plumbline.sources.catalogue import Source
from plumbline.text.clean import clean_source
from plumbline.text.rules import load_rules

with logged(snakemake.log[0]):
    rules = load_rules(Path(snakemake.input.segmentation[0]).parent)
    documents = []
    for record, path in zip(snakemake.params.records, snakemake.params.paths, strict=True):
        source = Source.from_record(record, path)
        document = clean_source(source, snakemake.params.limits, rules)
        note = document.metadata.get("note", "")
        print(f"{source.source_id}: {len(document.sentences)} sentences. {note}".rstrip())
        if not document.text and snakemake.params.on_bad_source == "fail":
            raise SourceError(note)
        documents.append(document)
    write_documents(documents, snakemake.output.documents)
