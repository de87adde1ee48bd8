"""The folder of human-annotated public data: which sets are there, and whether they changed."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.validity.releases import list_levels

# folder of each data set -> the instrument that it measures
DATASETS = {
    "szeged-uncertainty": "hedges",
    "pei2021-certainty": "certainty",
    "hype": "hype",
    "scicite": "citations",
    "yu2019-causal-language": "claim strength",
    "yu2020-press-releases": "claim strength",
    "insciout": "claim strength",
    "claims": "claims",
    "segmentation": "sentence boundaries",
    "ud-ewt": "sentence boundaries",
    "article-extraction": "article extraction",
    "onestopenglish": "readability",
    "clear": "readability",
}


def find_datasets(gold: Path) -> tuple[list[str], list[str]]:
    """Return the names of the data sets that `gold` holds, and of those it does not.

    Raises:
        SettingsError: it holds none.

    """
    there = [name for name in DATASETS if (gold / name).is_dir()]
    if not there:
        raise SettingsError(
            f"gold: the folder '{gold.name}' holds none of the data sets {', '.join(DATASETS)}; "
            "docs/validity.md says where to get them."
        )
    return there, [name for name in DATASETS if name not in there]


def find_file(folder: Path, *names: str) -> Path:
    """Return the first of `names` that `folder` holds, or, if none, its sub-folders.

    Raises:
        SettingsError: they hold none of them.

    """
    for files in list_levels(folder):
        found = {path.name: path for path in reversed(files)}
        for name in names:
            if name in found:
                return found[name]
    raise SettingsError(
        f"{folder.name}/{names[0]}: this file is missing; put it there or take the folder away."
    )


def find_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files of `folder` that fit `pattern`, sorted; if none, those of its sub-folders.

    Files of a deeper level are left aside where a level above has some: there they are sources or
    by-products of the data set.

    Raises:
        SettingsError: none fits.

    """
    for files in list_levels(folder):
        found = [path for path in files if fnmatchcase(path.name, pattern)]
        if found:
            return found
    raise SettingsError(
        f"{folder.name}/{pattern}: there is no such file; put one there or take the folder away."
    )


def gold_version(gold: Path) -> str:
    """Return a short hash of the names, sizes and times of all files of the known data sets."""
    digest = hashlib.sha256()
    for name in DATASETS:
        for path in sorted((gold / name).rglob("*")):
            if path.is_file():
                status = path.stat()
                line = (
                    f"{path.relative_to(gold).as_posix()}\0{status.st_size}\0{status.st_mtime_ns}"
                )
                digest.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()[:16]


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while a loader reads `path` into one plain sentence.

    Raises:
        SettingsError: the file is not as its data set has it.

    """
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, IndexError, csv.Error):
        raise SettingsError(
            f"{path.parent.name}/{path.name}: this file is not as released; fetch it again or "
            "take the folder away."
        ) from None
