"""Make an evidence.yaml from a folder of summary-of-findings tables and bibliographies."""

from pathlib import Path

from job import logged
from plumbline.evidence import load_evidence
from plumbline.evidence.importers import UNDERSTOOD, import_evidence, write_evidence
from plumbline.whole import write_text

with logged(snakemake.log[0]):
    files = [Path(file) for file in snakemake.input.get("files", [])]
    data, report = import_evidence(files, snakemake.params.topic)
    target = Path(snakemake.output.evidence)
    write_evidence(data, target)
    load_evidence(target.parent)  # what was written must be what the pipeline reads
    lines = "".join(f"{sentence}\n" for sentence in report or [UNDERSTOOD])
    write_text(snakemake.output.not_understood, lines)
