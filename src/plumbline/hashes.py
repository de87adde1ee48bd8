"""Hashes of files."""

from __future__ import annotations

import hashlib
from pathlib import Path


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes: the same as ``sha256sum`` prints."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
