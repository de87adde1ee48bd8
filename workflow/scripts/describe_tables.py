"""Describe the tables as a Frictionless data package."""

from pathlib import Path

from job import logged
from plumbline.tables import describe_tables, write_json

with logged(snakemake.log[0]):
    package = describe_tables(
        map(Path, snakemake.input),
        "plumbline-results",
        "Rhetoric and evidence: tables of a Plumbline study",
    )
    write_json(package, Path(snakemake.output.datapackage))
