"""Find passages that sources share, word for word or nearly."""

from pathlib import Path

from job import logged, read_all_documents
from plumbline.compare.reuse import find_reuse
from plumbline.tables import write_table

with logged(snakemake.log[0]):
    reuse = find_reuse(read_all_documents(snakemake.input.documents))
    write_table(reuse, Path(snakemake.output.reuse), "reuse")
