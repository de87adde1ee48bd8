"""Hold the citations of each source against what the cited studies tested."""

from pathlib import Path

from job import logged, read_tables, topic_folder
from plumbline.evidence import load_evidence
from plumbline.evidence.citation_check import check_citations
from plumbline.tables import make_table, table_rows, write_table

with logged(snakemake.log[0]):
    have = {name: table_rows(frame) for name, frame in read_tables(snakemake.input).items()}
    folder = topic_folder(snakemake.input.topic)
    rows = check_citations(**have, evidence=load_evidence(folder)) if folder else []
    table = make_table(rows, "citation_check")
    write_table(table, Path(snakemake.output.citation_check), "citation_check")
