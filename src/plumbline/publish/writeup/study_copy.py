"""The settings and data of a study as a folder that runs again, free of any machine's paths."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

import yaml

from plumbline.study import SUFFIXES, data_files, setting_paths

# they say what else a run should do and where it keeps things, not what comes out
NOT_KEPT = ("crate", "import_from", "store")


def portable_place(key: str, value: str) -> str:
    """Return the place of a setting's file in the copy: its own where that lies inside a study."""
    path = PurePosixPath(value)
    outside = path.is_absolute() or ".." in path.parts or not path.name
    return f"{key}/{path.name or 'data'}" if outside else path.as_posix()


def portable_settings(settings: Mapping) -> dict:
    """Return the settings with every path as it stands in the copy of the study."""
    kept = {key: value for key, value in settings.items() if key not in NOT_KEPT}
    paths = {key for key, value in kept.items() if isinstance(value, str) and "/" in value}
    return {k: portable_place(k, v) if k in paths else v for k, v in kept.items()}


def copy_study(
    settings: Mapping, project: Path, study: Path, target: Path, sheet: Path | None = None
) -> None:
    """Copy all data that the settings name, and the settings themselves, to the folder `target`.

    A study run in that folder uses these files and no others. The texts are not copied.

    Args:
        settings: in force.
        project: folder that paths are looked up in after the study's.
        study: the study's folder.
        target: folder to fill.
        sheet: the source sheet in force, where the settings do not name it.

    """
    kept = portable_settings(settings)
    for key, path in setting_paths(settings, project, study).items():
        _copy(path, target / kept[key])
    if sheet is not None and not settings["sources"]:
        _copy(sheet, target / "sources.tsv")
    text = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=100)
    target.mkdir(parents=True, exist_ok=True)
    (target / "config.yaml").write_text(text, encoding="utf-8")


def _copy(path: Path, place: Path) -> None:
    files = [Path(f) for f in data_files(path, SUFFIXES)] if path.is_dir() else [path]
    for file in files:
        copy = place / file.name if path.is_dir() else place
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)


def copy_texts(corpus: Path, sources: Iterable[Path], target: Path) -> None:
    """Copy the files of the sources, which lie inside `corpus`, to the folder `target`."""
    for source in sources:
        copy = target / source.relative_to(corpus)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
