"""A study: where its files are, what its results depend on, and what it leaves behind."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from plumbline.errors import PlumblineError
from plumbline.settings import find_path

LIBRARY = Path(__file__).parent


def find_sheet(settings: Mapping, corpus: Path, project: Path, study: Path) -> Path | None:
    """Return the source sheet in force: the one named, else the corpus's own, else the study's."""
    if settings["sources"]:
        return find_path(settings["sources"], "sources", project, study)
    beside = [corpus / "sources.tsv", study / "sources.tsv"]
    return next((sheet for sheet in beside if sheet.is_file()), None)


def prepare_environment(project: Path) -> None:
    """Let jobs and notebook kernels import the library, and fix what could change their output."""
    os.environ["PYTHONPATH"] = str(project / "src")
    os.environ.setdefault("MPLBACKEND", "agg")
    # numeric libraries start one thread per core in every job; the jobs already share the cores
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


@cache
def code_version(*parts: str) -> str:
    """Return a short hash of the library code that a result depends on.

    `parts` are sub-packages or modules; a result is made anew when their code changes. Modules
    at the top of the library are always included.
    """
    files = set(LIBRARY.glob("*.py"))
    for part in parts:
        package, module = LIBRARY / part, LIBRARY / f"{part}.py"
        files |= {module} if module.is_file() else set(package.rglob("*.py"))
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.relative_to(LIBRARY).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def data_files(folder: Path, suffixes: Iterable[str] = (".tsv", ".yaml", ".bib")) -> list[str]:
    """Return the data files of a configuration folder, sorted."""
    suffixes = set(suffixes)
    return sorted(str(p) for p in Path(folder).iterdir() if p.is_file() and p.suffix in suffixes)


def remove_stale(folder: Path, keep: Iterable[str]) -> None:
    """Remove the files of batches that no longer belong to the study.

    `folder` holds one sub-folder per kind of part, each with files or folders named after their
    batch.
    """
    keep = set(keep)
    for path in sorted(folder.glob("*/*")):
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path)
        elif path.is_file() and path.name.rsplit(".", 1)[0] not in keep:
            path.unlink()


def hold_folder(lock: Path) -> int:
    """Keep a study's folder to one run at a time; return the open lock.

    The kernel lets go of the lock when the process ends, however it ends, so a run that was killed
    leaves nothing behind that the next one would have to be told to ignore.

    Raises:
        PlumblineError: another run is at work in the folder.

    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise PlumblineError(
            "another run is at work in this folder; wait for its end, then start again."
        ) from None
    return handle


def check_writable(folder: Path) -> None:
    """Make sure that a run can write its results.

    Raises:
        PlumblineError: the folder cannot be made or written to.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise PlumblineError(
            f"{folder}: nothing can be written there ({error.strerror}); make the folder writable, "
            "then start again."
        ) from None
