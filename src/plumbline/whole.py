"""Files and folders that appear whole or not at all, whatever happens to the process."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUFFIX = ".unfinished"
_AHEAD = 60  # seconds that the clock of a file server may go ahead


def unfinished_name(path: Path) -> Path:
    """Return the name beside `path` under which this process writes it."""
    return path.with_name(f".{path.name}.{os.getpid()}{SUFFIX}")


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Yield a name to write to; the file gets its own name at the end, if all went well."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = unfinished_name(path)
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_text(path: str | Path, text: str) -> None:
    """Write a text in UTF-8, its line ends as they are."""
    write_bytes(path, text.encode())


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write bytes."""
    with whole_file(path) as unfinished:
        unfinished.write_bytes(data)


@contextmanager
def whole_folder(path: str | Path) -> Iterator[Path]:
    """Yield a folder of the same name to fill; at the end it takes the place of `path`."""
    path = Path(path)
    unfinished = unfinished_name(path)
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / path.name).mkdir(parents=True)
    try:
        yield unfinished / path.name
        shutil.rmtree(path, ignore_errors=True)
        os.replace(unfinished / path.name, path)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def is_of_the_future(path: Path) -> bool:
    """Say whether a file was last changed at a time that has not come yet."""
    try:
        return path.stat().st_mtime > time.time() + _AHEAD
    except OSError:
        return False


def is_readable(path: Path) -> bool:
    """Say whether this user may read a file."""
    return os.access(path, os.R_OK)


def file_status(path: Path) -> list[int]:
    """Return the size of a file in bytes and its date of change, which tell that it has changed."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def settle_times(folder: Path) -> None:
    """Date back what a clock that ran ahead has written, lest all that follows seem too old."""
    for path in sorted(folder.rglob("*")):
        if is_of_the_future(path):
            os.utime(path)


def sweep(folder: Path) -> None:
    """Remove what processes that were killed left unfinished in `folder`."""
    for left in sorted(folder.rglob(f".*{SUFFIX}")):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
