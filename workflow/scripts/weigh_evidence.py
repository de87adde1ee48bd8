"""Hold each source's claims against what the published evidence licenses."""

from pathlib import Path

from job import logged, read_tables, topic_folder
from plumbline.compare.gap import evidence_gap, overclaim
from plumbline.evidence import load_evidence, load_licensed_levels
from plumbline.tables import write_table

with logged(snakemake.log[0]):
    have = read_tables(snakemake.input)
    folder = topic_folder(snakemake.input.topic)
    evidence = load_evidence(folder) if folder else None
    levels = load_licensed_levels(Path(snakemake.input.licensed_levels))
    gap = evidence_gap(have["claims"], evidence, levels)
    totals = overclaim(gap, have["documents"], snakemake.params.confidence)
    write_table(gap, Path(snakemake.output.evidence_gap), "evidence_gap")
    write_table(totals, Path(snakemake.output.overclaim), "overclaim")
