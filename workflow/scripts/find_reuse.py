"""Find passages that sources share, word for word or nearly."""

from pathlib import Path

from job import logged, read_all_documents
from plumbline.batch.reuse import (
    find_reuse_in_batches,
    find_reuse_of_likely_pairs,
    pairs_file,
)
from plumbline.compare.reuse import find_reuse
from plumbline.tables import write_table

with logged(snakemake.log[0]):
    paths, params = list(snakemake.input.documents), snakemake.params
    if paths[0].endswith(".jsonl"):
        reuse = find_reuse(read_all_documents(paths))
    elif params.most_pairs is None:
        reuse = find_reuse_in_batches([Path(path) for path in paths])
    else:
        kept = pairs_file(Path(params.store)) if params.store else None
        about = (params.most_pairs, kept, params.code)
        reuse, told = find_reuse_of_likely_pairs([Path(path) for path in paths], *about)
        print(told)
    write_table(reuse, Path(snakemake.output.reuse), "reuse")
