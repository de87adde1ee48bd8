"""Turn what was measured in one batch into its parts of the tables."""

import gc
from pathlib import Path

from job import logged, topic_folder
from plumbline.batch.tabulate import EvidenceFiles, tabulate_batch
from plumbline.whole import whole_folder

with logged(snakemake.log[0]), whole_folder(snakemake.output[0]) as folder:
    gc.disable()  # a short job, and rows and frames hold no cycles
    files = snakemake.input
    known = EvidenceFiles(
        topic_folder(files.topic), Path(files.licensed_levels), Path(files.templates)
    )
    tabulate_batch(Path(files.measured), folder, known, snakemake.params.settings)
