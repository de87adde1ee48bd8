"""Put what was found into words: the closing lines of a run."""

from pathlib import Path

from job import logged
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.sentences import found_lines
from plumbline.whole import write_text

with logged(snakemake.log[0]):
    lexicons = Path(snakemake.input.safety).parent
    tables = StudyTables(snakemake.params.tables, lexicons, snakemake.params.confidence)
    found = found_lines(tables, kinds=True, topic=snakemake.params.topic)
    lines = "".join(f"{line}\n" for line in found)
    write_text(snakemake.output.summary, lines)
