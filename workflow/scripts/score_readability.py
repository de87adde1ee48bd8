"""Score the readability of the documents of one batch."""

from pathlib import Path

from job import logged, read_documents
from plumbline.readability import COUNT_TYPES, count_sentences, load_syllables, score_document
from plumbline.tables import part_types, write_part

with logged(snakemake.log[0]):
    syllables = load_syllables(Path(snakemake.input.syllables))
    scores, counts = [], []
    for document in read_documents(snakemake.input.documents):
        scores += score_document(document, syllables, snakemake.params.readability)
        counts += count_sentences(document, syllables)
    write_part(scores, snakemake.output.scores, part_types("readability"))
    write_part(counts, snakemake.output.counts, COUNT_TYPES)
