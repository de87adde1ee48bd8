"""Put the write-up together: what one attaches to a paper."""

from pathlib import Path

from job import logged, topic_folder
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.writeup import build_writeup

with logged(snakemake.log[0]):
    folders = {
        "lexicons": Path(snakemake.input.safety).parent,
        "grammar": Path(snakemake.input.grammar[0]).parent,
    }
    topic = topic_folder(snakemake.input.topic)
    if topic:
        folders["topic"] = topic
    build_writeup(
        StudyTables(snakemake.params.tables, folders["lexicons"]),
        Path(snakemake.params.tables),
        Path(snakemake.output.folder),
        Path(snakemake.output.archive),
        settings=snakemake.params.settings,
        data_folders=folders,
        references=topic / "references.bib" if topic else None,
    )
