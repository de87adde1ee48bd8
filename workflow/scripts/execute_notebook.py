"""Execute one notebook and turn it into a page."""

from pathlib import Path

from job import logged
from plumbline.publish.notebooks import execute_notebook
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.sentences import say_sample

with logged(snakemake.log[0]):
    warnings = execute_notebook(
        Path(snakemake.input.notebook),
        Path(snakemake.output.notebook),
        Path(snakemake.output.page),
        {
            "tables": snakemake.params.tables,
            "figures": snakemake.input.figures,
            "lexicons": str(Path(snakemake.input.safety).parent),
            "confidence": snakemake.params.confidence,
        },
        remark=say_sample(StudyTables(snakemake.params.tables)),
    )
    print("\n".join(warnings))
