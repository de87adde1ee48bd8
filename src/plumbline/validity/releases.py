"""Data sets as they are released: their files some folders down, or still in an archive."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from plumbline.errors import SettingsError

DEEPEST = 4  # folders below that of the data set
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")
LARGEST = 500_000_000  # bytes of one file when unpacked
MOST_FILES = 100_000
_KEPT = (".csv", ".tsv", ".json", ".jsonl", ".xml", ".txt", ".conllu", ".xlsx", ".gz")
_BLOCK = 1 << 20


def list_levels(folder: Path) -> Iterator[list[Path]]:
    """Yield the files of a folder, then those of its sub-folders, and so on, each list sorted.

    Hidden files and folders, and those that macOS adds to archives, are left out.
    """
    level = [folder]
    for _ in range(DEEPEST + 1):
        entries = [entry for parent in level for entry in parent.iterdir()]
        entries = sorted(e for e in entries if not e.name.startswith((".", "__MACOSX")))
        yield [entry for entry in entries if entry.is_file()]
        level = [entry for entry in entries if entry.is_dir()]


@contextmanager
def open_releases(gold: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give the folder of public data with the archives in the folders `names` unpacked.

    Where there is no archive, it is `gold` itself; else a temporary folder, which is gone
    afterwards. Only files that data sets are made of are unpacked.

    Raises:
        SettingsError: an archive cannot be read or is too large; one sentence with its name.

    """
    archives = {name: _list_archives(gold / name) for name in names}
    if not any(archives.values()):
        yield gold
        return
    with tempfile.TemporaryDirectory() as place:
        for name, found in archives.items():
            folder = Path(place) / name
            if not found:
                folder.symlink_to((gold / name).resolve())
                continue
            folder.mkdir()
            for entry in sorted(set((gold / name).iterdir()) - set(found)):
                (folder / entry.name).symlink_to(entry.resolve())
            for archive in found:
                _unpack(archive, folder / f"{archive.name} unpacked")
        yield Path(place)


def _list_archives(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.iterdir()) if p.is_file() and p.name.endswith(ARCHIVES)]


def _unpack(archive: Path, place: Path) -> None:
    try:
        members = _zipped(archive) if archive.name.endswith(".zip") else _packed(archive)
        for number, (name, file) in enumerate(members):
            if number >= MOST_FILES:
                raise SettingsError(f"{archive.name}: this archive holds too many files.")
            _write(archive, place, name, file)
    except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error,
            tarfile.TarError, zipfile.BadZipFile):  # fmt: skip
        raise SettingsError(
            f"{archive.parent.name}/{archive.name}: this archive cannot be read; fetch it again or "
            "unpack it there."
        ) from None


def _zipped(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if _is_data(member.filename):
                with archive.open(member) as file:
                    yield member.filename, file


def _packed(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and _is_data(member.name):
                yield member.name, archive.extractfile(member)


def _is_data(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name.endswith(_KEPT) and not any(p == ".." or p.startswith("__MACOSX") for p in parts)


def _write(archive: Path, place: Path, name: str, file: IO[bytes]) -> None:
    """Write one member below `place`; what its name says of roots and drives is left out."""
    path = PurePosixPath(name.replace("\\", "/"))
    target = place.joinpath(*(p for p in path.parts if p not in ("/", "..") and ":" not in p))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        shutil.copyfileobj(_Limited(file, archive), out, _BLOCK)


class _Limited:
    """A file that refuses to give more than `LARGEST` bytes: archives may unpack to anything."""

    def __init__(self, file: IO[bytes], archive: Path) -> None:
        self._file, self._archive, self._left = file, archive, LARGEST

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes."""
        data = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise SettingsError(
                f"{self._archive.parent.name}/{self._archive.name}: a file in this archive is too "
                "large; unpack it there."
            )
        return data
