"""Draw the sources that notebooks, figures and the report of a large study show."""

from pathlib import Path

from job import logged
from plumbline.batch.collect import (
    describe_sample,
    draw_sources,
    draw_table,
    list_sources,
    write_text_files,
)
from plumbline.batch.measure import TEXT_TYPES
from plumbline.batch.tables import MEASURED
from plumbline.tables import table_columns, write_table
from plumbline.whole import whole_folder, write_text

with logged(snakemake.log[0]):
    files, output, params = snakemake.input, snakemake.output, snakemake.params
    measured, tabulated = (
        {Path(folder).name: Path(folder) for folder in folders}
        for folders in (files.measured, files.tables)
    )
    homes = list_sources(measured.values())
    drawn = draw_sources(homes, params.sources, params.seed)
    for name in params.tables:
        folders = measured if name in MEASURED else tabulated
        frame = draw_table(folders, name, table_columns(name), drawn)
        write_table(frame, Path(getattr(output, name)), name)
    with whole_folder(output.texts) as folder:
        write_text_files(draw_table(measured, "texts", TEXT_TYPES, drawn), folder)
    write_text(output.sample, describe_sample(drawn, homes, params.seed))
