"""Join the documents of all batches: the tables of sources and sentences, and the cleaned texts."""

from pathlib import Path

from job import logged, read_all_documents
from plumbline.compare.tabulate import documents_table, left_out_table, sentences_table
from plumbline.tables import write_table
from plumbline.whole import whole_folder, write_text

with logged(snakemake.log[0]):
    documents = read_all_documents(snakemake.input.documents)
    write_table(documents_table(documents), Path(snakemake.output.documents), "documents")
    write_table(sentences_table(documents), Path(snakemake.output.sentences), "sentences")
    left_out = left_out_table(snakemake.params.left_out)
    write_table(left_out, Path(snakemake.output.left_out), "left_out")
    with whole_folder(snakemake.output.texts) as texts:
        for document in documents:
            if document.text:
                # line ends as they are: the offsets of every table count these very characters
                write_text(texts / f"{document.source_id}.txt", document.text)
