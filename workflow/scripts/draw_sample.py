"""Draw the sources that notebooks, figures and the report of a large study show."""

from itertools import chain
from pathlib import Path

from job import logged
from plumbline.batch.collect import write_text_files
from plumbline.batch.sample import (
    TEXTS,
    describe_sample,
    draw_sources,
    list_sources,
    make_frame,
    read_drawn,
    rows_file,
)
from plumbline.batch.tables import MEASURED
from plumbline.tables import write_table
from plumbline.whole import whole_folder, write_text

with logged(snakemake.log[0]):
    files, output, params = snakemake.input, snakemake.output, snakemake.params
    measured, tabulated = (
        {Path(folder).name: Path(folder) for folder in folders}
        for folders in (files.measured, files.tables)
    )
    homes = list_sources(measured.values())
    drawn = draw_sources(homes, params.sources, params.seed)
    folders = {n: measured if n in (*MEASURED, TEXTS) else tabulated for n in params.tables}
    found = []
    for batch, sources in drawn.items():
        parts = {n: own[batch] / f"{n}.parquet" for n, own in folders.items()}
        kept = rows_file(Path(params.store), batch) if params.store else None
        found.append(read_drawn(parts, sources, kept, params.code))
    frames = {
        n: make_frame(n, chain.from_iterable(rows[n] for rows in found)) for n in params.tables
    }
    with whole_folder(output.texts) as folder:
        write_text_files(frames.pop(TEXTS), folder)
    for name, frame in frames.items():
        write_table(frame, Path(getattr(output, name)), name)
    write_text(output.sample, describe_sample(drawn, homes, params.seed))
