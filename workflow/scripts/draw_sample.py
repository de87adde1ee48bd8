"""Draw the sources that notebooks, figures and the report of a large study show."""

from pathlib import Path

from job import logged
from plumbline.batch.collect import (
    describe_sample,
    draw_sources,
    draw_table,
    find_homes,
    write_text_files,
)
from plumbline.batch.measure import TEXT_TYPES
from plumbline.tables import read_table, table_columns, write_table
from plumbline.whole import whole_folder, write_text

with logged(snakemake.log[0]):
    files, output, seed = snakemake.input, snakemake.output, snakemake.params.seed
    documents = read_table(Path(files.documents), "documents")
    drawn = draw_sources(documents, snakemake.params.sources, seed)
    homes = find_homes(Path(files.texts), drawn)
    for name, path in files.items():
        if name == "texts":
            continue
        if path.endswith(".csv"):
            frame = read_table(Path(path), name)
            frame = frame[frame["source_id"].isin(drawn)]
        else:
            frame = draw_table(Path(path), table_columns(name), homes)
        write_table(frame, Path(getattr(output, name)), name)
    with whole_folder(output.texts) as folder:
        write_text_files(draw_table(Path(files.texts), TEXT_TYPES, homes), folder)
    write_text(output.sample, describe_sample(drawn, documents, seed))
