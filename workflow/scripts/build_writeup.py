"""Put the write-up together: what one attaches to a paper."""

from pathlib import Path

import plumbline
from job import logged, topic_folder
from plumbline.publish.writeup.bundle import Study, build_writeup

with logged(snakemake.log[0]):
    files, params = snakemake.input, snakemake.params
    study = Study(
        settings=params.settings,
        project=Path(plumbline.__file__).parents[2],
        folder=Path.cwd(),
        corpus=Path(params.corpus),
        lexicons=Path(files.safety).parent,
        topic=topic_folder(files.topic),
        licensed=Path(files.licensed_levels),
        sheet=Path(params.sheet) if params.sheet else None,
        documents=Path(files.all_documents),
        agreement=Path(files.agreement) if files.agreement else None,
    )
    build_writeup(
        study,
        Path(params.tables),
        Path(snakemake.output.folder),
        Path(snakemake.output.archive),
        params.names,
        sources=[Path(text) for text in params.texts],
    )
