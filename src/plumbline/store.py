"""What has been measured before, found again by its content.

An entry is named by a hash of all that it depends on: the content of the sources, the code, the
settings and the data files. A file that was moved or renamed, or a batch that comes back, is then
not measured again. The store can be deleted at any time; nothing but time is lost.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from plumbline.hashes import hash_file
from plumbline.whole import whole_file

_INDEX = "entry.json"


def make_key(*parts: object) -> str:
    """Return the name of an entry: a hash of everything that it depends on."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def read_kept(file: Path) -> dict:
    """Return what is kept in a file of JSON; nothing where there is none, or it was cut short."""
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def hash_files(paths: Iterable[Path | str]) -> list[str]:
    """Return the hash of each file's name and bytes."""
    return [
        hashlib.sha256(Path(path).name.encode() + b"\0" + Path(path).read_bytes()).hexdigest()
        for path in paths
    ]


class Store:
    """A folder of entries, each a folder with a few files and their hashes.

    An entry appears in one step, so a killed job leaves none that is half there; every file is
    held against its hash before it is used, so a damaged one is measured again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fetch(self, key: str, target: Path) -> bool:
        """Put the files of an entry into the folder `target`; say whether it was there whole."""
        files = self.find(key)
        if files is None:
            return False
        for name, file in files.items():
            link_or_copy(file, target / name)
        return True

    def find(self, key: str) -> dict[str, Path] | None:
        """Return the files of an entry by name, none where it is not there whole."""
        entry = self._place(key)
        try:
            hashes = json.loads((entry / _INDEX).read_text(encoding="utf-8"))
            sound = all(hash_file(entry / name) == value for name, value in hashes.items())
        except (OSError, ValueError, AttributeError):
            return None
        if not sound:
            shutil.rmtree(entry, ignore_errors=True)
            return None
        os.utime(entry / _INDEX)
        return {name: entry / name for name in hashes}

    def keep(self, key: str, files: Iterable[Path]) -> None:
        """Keep files under a key."""
        entry = self._place(key)
        unfinished = entry.with_name(f"{entry.name}.{os.getpid()}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        hashes = {}
        for file in files:
            link_or_copy(file, unfinished / file.name)
            hashes[file.name] = hash_file(file)
        (unfinished / _INDEX).write_text(json.dumps(hashes, sort_keys=True), encoding="utf-8")
        shutil.rmtree(entry, ignore_errors=True)
        try:
            unfinished.rename(entry)
        except OSError:  # another job kept the same entry meanwhile
            shutil.rmtree(unfinished, ignore_errors=True)

    def trim(self, max_bytes: int) -> None:
        """Delete the entries that have not been used for longest, down to `max_bytes`."""
        entries = []
        for entry in self.folder.glob("*/*"):
            try:
                size = sum(file.stat().st_size for file in entry.iterdir())
                used = (entry / _INDEX).stat().st_mtime_ns
            except OSError:
                size, used = 0, 0  # left by a killed job
            entries.append((used, entry.name, size, entry))
        total = sum(size for _, _, size, _ in entries)
        for used, _, size, entry in sorted(entries, key=lambda e: e[:2]):
            if total <= max_bytes and used:
                break
            shutil.rmtree(entry, ignore_errors=True)
            total -= size

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key


def link_or_copy(file: Path, target: Path) -> None:
    """Put a file under a second name, without a second copy where the file system can."""
    target.unlink(missing_ok=True)
    try:
        os.link(file, target)
    except OSError:
        with whole_file(target) as unfinished:
            shutil.copyfile(file, unfinished)
