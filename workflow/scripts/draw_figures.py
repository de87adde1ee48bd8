"""Draw the figures of one notebook."""

from pathlib import Path

from job import logged
from plumbline.publish.figures import save_figures
from plumbline.publish.read_tables import StudyTables

with logged(snakemake.log[0]):
    folder = Path(snakemake.output.figures)
    folder.mkdir(parents=True)
    lexicons = Path(snakemake.input.safety).parent
    tables = StudyTables(snakemake.params.tables, lexicons, snakemake.params.confidence)
    save_figures(tables, folder, snakemake.params.names)
