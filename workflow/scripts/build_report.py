"""Build the report: one page that shows sources, claims and texts side by side."""

from pathlib import Path

from job import logged, topic_folder
from plumbline import __version__
from plumbline.evidence import load_evidence
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.report_page import build_report

with logged(snakemake.log[0]):
    topic = topic_folder(snakemake.input.topic)
    build_report(
        StudyTables("results/tables", Path(snakemake.input.safety).parent),
        Path(snakemake.input.texts),
        Path(snakemake.output.page),
        evidence=load_evidence(topic) if topic else None,
        figures=Path(snakemake.input.figures),
        version=__version__,
    )
