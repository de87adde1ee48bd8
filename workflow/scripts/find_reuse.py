"""Find passages that sources share, word for word or nearly."""

from pathlib import Path

from job import logged, read_all_documents
from plumbline.batch.reuse import find_reuse_in_batches, find_reuse_of_likely_pairs
from plumbline.compare.reuse import find_reuse
from plumbline.tables import write_table

with logged(snakemake.log[0]):
    paths, most_pairs = list(snakemake.input.documents), snakemake.params.most_pairs
    if paths[0].endswith(".jsonl"):
        reuse = find_reuse(read_all_documents(paths))
    elif most_pairs is None:
        reuse = find_reuse_in_batches([Path(path) for path in paths])
    else:
        reuse, told = find_reuse_of_likely_pairs([Path(path) for path in paths], most_pairs)
        print(told)
    write_table(reuse, Path(snakemake.output.reuse), "reuse")
