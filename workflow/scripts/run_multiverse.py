"""Compute every measure under the choices that another analyst might have made."""

from pathlib import Path

from job import logged, read_tables
from plumbline.compare.multiverse import read_multiverse, run_multiverse
from plumbline.compare.stability import conclusions, rank_stability
from plumbline.tables import write_table

with logged(snakemake.log[0]):
    tables = read_tables(snakemake.input)
    setup = read_multiverse(Path(snakemake.input.multiverse))
    branches = run_multiverse(tables, setup)
    write_table(branches, Path(snakemake.output.multiverse), "multiverse")
    names = {measure: chosen.get("name", "") for measure, chosen in setup["measures"].items()}
    stability = rank_stability(branches)
    held = conclusions(branches, stability, setup["conclusions"], names)
    write_table(held, Path(snakemake.output.conclusions), "conclusions")
    write_table(stability, Path(snakemake.output.rank_stability), "rank_stability")
