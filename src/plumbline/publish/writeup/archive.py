"""Zip files with the same bytes on every run, and zip files of others opened with care."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from plumbline.errors import PlumblineError
from plumbline.whole import whole_file

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
MAX_FILES = 100_000
MAX_BYTES = 4_000_000_000  # unpacked: far above any study, far below any disk


def pack_folder(folder: Path, archive: Path) -> None:
    """Zip `folder` with sorted names and a fixed date: the same files give the same bytes."""
    files = {
        path.relative_to(folder.parent).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    with whole_file(archive) as unfinished, zipfile.ZipFile(unfinished, "w") as bundle:
        for name, path in sorted(files.items()):
            _write(bundle, name, path.read_bytes())


def pack_members(members: Mapping[str, bytes], archive: Path) -> None:
    """Zip named bytes in the order given, with a fixed date."""
    with zipfile.ZipFile(archive, "w") as bundle:
        for name, data in members.items():
            _write(bundle, name, data)


def _write(bundle: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, whatever the machine
    entry.external_attr = 0o644 << 16
    bundle.writestr(entry, data, compresslevel=9)


def unpack_archive(archive: Path, target: Path) -> Path:
    """Unpack a write-up into `target` and return the one folder that it holds.

    Raises:
        PlumblineError: the file is no zip, is damaged or too large, or names a place outside.

    """
    try:
        with zipfile.ZipFile(archive) as bundle:
            entries = [e for e in bundle.infolist() if not e.is_dir()]
            _check(archive, entries)
            for entry in entries:
                path = target.joinpath(*PurePosixPath(entry.filename).parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(bundle.read(entry))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, RuntimeError, ValueError) as error:
        raise PlumblineError(
            f"{archive.name}: this zip file cannot be read ({error}); make or download it again."
        ) from None
    roots = sorted(path for path in target.iterdir() if path.is_dir())
    if len(roots) != 1:
        raise PlumblineError(
            f"{archive.name}: a write-up holds one folder, this file holds {len(roots)}; name the "
            "writeup.zip of a study."
        )
    return roots[0]


def _check(archive: Path, entries: list[zipfile.ZipInfo]) -> None:
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_FILES or size > MAX_BYTES:
        raise PlumblineError(
            f"{archive.name}: {len(entries):,} files of {size:,} bytes are more than a write-up "
            "holds; nothing was unpacked."
        )
    for entry in entries:
        name = PurePosixPath(entry.filename)
        if name.is_absolute() or ".." in name.parts or "\\" in entry.filename:
            raise PlumblineError(
                f"{archive.name}: the entry {entry.filename!r} points outside the archive; "
                "nothing was unpacked."
            )
