"""Pick the most overclaimed sentences of each source and put them as the evidence licenses."""

from pathlib import Path

from job import logged, read_tables, topic_folder
from plumbline.evidence import load_evidence
from plumbline.evidence.rewording import load_templates, load_wordings, reword_claims
from plumbline.tables import make_table, table_rows, write_table

with logged(snakemake.log[0]):
    have = {name: table_rows(frame) for name, frame in read_tables(snakemake.input).items()}
    templates = load_templates(Path(snakemake.input.templates))
    folder = topic_folder(snakemake.input.topic)
    rows = []
    if folder:
        rows = reword_claims(
            have["claims"],
            have["sentences"],
            have["evidence_gap"],
            load_evidence(folder),
            load_wordings(folder),
            templates,
            per_source=snakemake.params.per_source,
        )
    write_table(make_table(rows, "rewordings"), Path(snakemake.output.rewordings), "rewordings")
