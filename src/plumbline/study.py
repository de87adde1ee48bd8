"""A study: where its files are, what its results depend on, and what it leaves behind."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from socket import gethostname

from plumbline.errors import PlumblineError, SettingsError
from plumbline.hashes import hash_file
from plumbline.settings import find_folder, find_path
from plumbline.whole import is_of_the_future

# settings that name no data of the method: texts, other people's data, and what only starts a run
NO_DATA = ("corpus", "gold", "import_from", "crate", "on_bad_source")
SUFFIXES = (".tsv", ".yaml", ".bib", ".csv")
_RUN = "PLUMBLINE_RUN"  # the variable by which jobs know their run
_JOBS = ".jobs"  # suffix of the lock that jobs share
_PLAIN = re.compile(r"[\w./ ,()+@%=-]+")


def find_sheet(settings: Mapping, corpus: Path, project: Path, study: Path) -> Path | None:
    """Return the source sheet in force: the one named, else the corpus's own, else the study's."""
    if settings["sources"]:
        return find_path(settings["sources"], "sources", project, study)
    beside = [corpus / "sources.tsv", study / "sources.tsv"]
    return next((sheet for sheet in beside if sheet.is_file()), None)


def prepare_environment(project: Path) -> None:
    """Let jobs and notebook kernels import the library, and fix what could change their output."""
    os.environ["PYTHONPATH"] = str(project / "src")
    # Snakemake hands this path to the shell as it stands, which would end it at a space
    sys.executable = shlex.quote(sys.executable)
    os.environ.setdefault("MPLBACKEND", "agg")
    # numeric libraries start one thread per core in every job; the jobs already share the cores
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    # Arrow's own pool keeps what is freed: 20 MB of a measuring job, 100 of a large comparison
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


@cache
def project_files(project: Path) -> dict[str, str]:
    """Return path -> SHA-256 of every file of the project that a result can depend on.

    These are the code of library and workflow, the notebooks, the lock, and the data that the
    project ships.
    """
    files = {project / "Snakefile", project / "requirements.lock"}
    for folder in ("src", "workflow", "notebooks", "config", "resources"):
        files |= {f for f in (project / folder).rglob("*") if f.is_file()}
    kept = (f for f in files if "__pycache__" not in f.parts and not f.name.startswith("."))
    return {f.relative_to(project).as_posix(): hash_file(f) for f in sorted(kept)}


def project_version(project: Path) -> str:
    """Return one hash over all that `project_files` lists."""
    lines = "".join(f"{digest}  {path}\n" for path, digest in project_files(project).items())
    return hashlib.sha256(lines.encode()).hexdigest()


def data_files(folder: Path, suffixes: Iterable[str] = (".tsv", ".yaml", ".bib")) -> list[str]:
    """Return the data files of a configuration folder, sorted."""
    suffixes = set(suffixes)
    return sorted(str(p) for p in Path(folder).iterdir() if p.is_file() and p.suffix in suffixes)


def find_data(name: str, key: str, project: Path, study: Path) -> list[str]:
    """Return the data files of the folder that a setting names, sorted.

    Raises:
        SettingsError: it is no folder, or one without data.

    """
    files = data_files(find_folder(name, key, project, study))
    if not files:
        raise SettingsError(
            f"config: '{key}' names '{name}', a folder without a .tsv, .yaml or .bib file; correct "
            "the path."
        )
    return files


def setting_paths(settings: Mapping, project: Path, study: Path) -> dict[str, Path]:
    """Return key -> file or folder, as `find_path` has it, of every setting that names data."""
    paths = {}
    for key, value in settings.items():
        named = key not in NO_DATA and isinstance(value, str) and value
        if named and any((folder / value).exists() for folder in (study, project)):
            paths[key] = find_path(value, key, project, study)
    return paths


def setting_files(settings: Mapping, project: Path, study: Path) -> list[Path]:
    """Return every data file that a setting names, itself or by its folder, sorted."""
    files = set()
    for path in setting_paths(settings, project, study).values():
        files |= {Path(f) for f in data_files(path, SUFFIXES)} if path.is_dir() else {path}
    return sorted(files)


def plain_path(path: Path, aliases: Path) -> str:
    """Return a path that Snakemake takes as it stands: the file's own, or that of a link to it.

    Braces, angle brackets and line breaks mean something to Snakemake, and it refuses to make
    anything of a file dated in the future, so such files are tracked through a link in the folder
    `aliases`.
    """
    if _PLAIN.fullmatch(str(path)) and not is_of_the_future(path):
        return str(path)
    target = os.path.abspath(path)
    alias = aliases / hashlib.sha256(os.fsencode(target)).hexdigest()[:16]
    aliases.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        alias.symlink_to(target)
    return str(alias)


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


def remove_other_forms(results: Path, names: Iterable[str], large: bool) -> None:
    """Remove what a study left that was smaller before, or larger.

    Args:
        results: of the study.
        names: of the tables that are folders of Parquet in a large study, and CSV in others.
        large: whether the study is a large one now.

    """
    others = [results / "tables" / (f"{name}.csv" if large else name) for name in names]
    for path in others if large else [*others, results / "sample"]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def hold_folder(lock: Path) -> int:
    """Keep a study's folder to one run at a time; return the open lock.

    The kernel lets go of the lock when the process ends, however it ends, so a run that was killed
    leaves nothing behind that the next one would have to be told to ignore. The lock names the run,
    for its jobs to know it by (`join_run`).

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
    os.environ[_RUN] = f"{gethostname()} {os.getpid()} {time.time_ns()}"
    os.ftruncate(handle, 0)
    os.write(handle, os.environ[_RUN].encode())
    return handle


@contextmanager
def join_run(lock: Path) -> Iterator[None]:
    """Keep the next run from starting while a job is at work, should this one's run be killed.

    A job on another machine than its run is left alone: locks do not reach that far everywhere.

    Raises:
        PlumblineError: another run has taken the folder over before the job came to work.

    """
    run = os.environ.get(_RUN, "")
    if run.split(" ")[0] != gethostname():
        yield
        return
    with lock.with_suffix(_JOBS).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        if lock.read_text(encoding="utf-8") != run:
            raise PlumblineError("the run that this job belongs to has ended.")
        yield


def jobs_left(lock: Path, wait: bool = False) -> bool:
    """Say whether jobs of a run that was killed are at work in the folder; `wait` for their end."""
    with lock.with_suffix(_JOBS).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return True
    return False


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
