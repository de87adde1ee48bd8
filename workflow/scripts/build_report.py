"""Build the report: one page that shows sources, claims and texts side by side."""

from pathlib import Path

from job import logged, topic_folder
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.report_claims import load_topic
from plumbline.publish.report_page import build_report

with logged(snakemake.log[0]):
    topic = topic_folder(snakemake.input.topic)
    lexicons = Path(snakemake.input.safety).parent
    build_report(
        StudyTables(snakemake.params.tables, lexicons, snakemake.params.confidence),
        Path(snakemake.input.texts),
        Path(snakemake.output.page),
        topic=load_topic(topic, Path(snakemake.input.templates)) if topic else None,
        lexicons=lexicons,
        code=snakemake.params.code,
    )
