"""Draw the sources that notebooks, figures and the report of a large study show."""

from pathlib import Path

from job import logged
from plumbline.batch.collect import describe_sample, draw_sources, draw_table, write_text_files
from plumbline.batch.measure import TEXT_TYPES
from plumbline.parts import read_frame
from plumbline.tables import read_table, write_table
from plumbline.whole import whole_folder, write_text

with logged(snakemake.log[0]):
    files, output, seed = snakemake.input, snakemake.output, snakemake.params.seed
    documents = read_table(Path(files.documents), "documents")
    drawn = draw_sources(documents, snakemake.params.sources, seed)
    for name, path in files.items():
        if name == "texts":
            continue
        if path.endswith(".csv"):
            frame = read_table(Path(path), name)
            frame = frame[frame["source_id"].isin(drawn)]
        else:
            frame = draw_table(Path(path), name, drawn)
        write_table(frame, Path(getattr(output, name)), name)
    with whole_folder(output.texts) as folder:
        for part in sorted(Path(files.texts).glob("*.parquet")):
            write_text_files(read_frame(part, TEXT_TYPES, drawn), folder)
    write_text(output.sample, describe_sample(drawn, documents, seed))
