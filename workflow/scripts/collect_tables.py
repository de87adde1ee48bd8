"""Join the parts of all batches into tables, and put the cleaned texts together."""

from pathlib import Path

import pandas as pd

from job import logged, topic_folder
from plumbline.batch.collect import join_parts, write_texts
from plumbline.batch.tables import MEASURED, TABULATED
from plumbline.batch.totals import total_claims
from plumbline.compare.tabulate import left_out_table
from plumbline.parts import read_frame
from plumbline.tables import table_columns, write_table

with logged(snakemake.log[0]):
    files, output = snakemake.input, snakemake.output
    measured, tabulated = (
        {Path(folder).name: Path(folder) for folder in folders}
        for folders in (files.measured, files.tables)
    )
    for names, folders in ((MEASURED, measured), (TABULATED, tabulated)):
        for name in set(names) - {"left_out"}:
            parts = {batch: folder / f"{name}.parquet" for batch, folder in folders.items()}
            join_parts(parts, name, Path(getattr(output, name)))
    records = [folder / "left_out.parquet" for folder in measured.values()]
    left_out = [
        left_out_table(snakemake.params.left_out),
        read_frame(records, table_columns("left_out")),
    ]
    write_table(pd.concat(left_out), Path(output.left_out), "left_out")
    levels = [folder / "claim_levels.parquet" for folder in tabulated.values()]
    totals = total_claims(levels, topic_folder(files.topic))
    write_table(totals, Path(output.claim_totals), "claim_totals")
    texts = {batch: folder / "texts.parquet" for batch, folder in measured.items()}
    write_texts(texts, Path(output.texts), linked=not output.sentences.endswith(".csv"))
