"""The version of the code behind a result: a hash that changes when any of it does."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from plumbline.hashes import hash_file

LIBRARY = Path(__file__).parent
SCHEMAS = "workflow/schemas/tables"  # columns and types of the tables: code by another name
SUFFIXES = {".py", ".j2", ".css", ".js"}  # of the library's files that results depend on
_IMPORT = re.compile(
    r"^ *(?:import (plumbline[\w.]*)|from (plumbline[\w.]*) import (?:\(([^)]*)\)|(.*)))", re.M
)


@cache
def code_version(*parts: str) -> str:
    """Return a short hash of parts of the library: sub-packages, or modules without their suffix.

    Modules at the top of the library are always among them.
    """
    files = set(LIBRARY.glob("*.py"))
    for part in parts:
        package, module = LIBRARY / part, LIBRARY / f"{part}.py"
        files |= {module} if module.is_file() else set(_files_of(package))
    return _hash(files)


@cache
def script_version(script: Path, *modules: str) -> str:
    """Return a short hash of a job script, all that it imports, and the schemas of the tables.

    Of a package with templates or scripts for a page these count too.

    Args:
        script: of the workflow; it stands beside ``job.py``.
        modules: those that it runs without importing them.

    """
    files = imported_files(script, *modules)
    packages = {file.parent for file in files if LIBRARY in file.parent.parents}
    others = {f for package in packages for f in _files_of(package) if f.suffix != ".py"}
    return _hash(files | others | set((LIBRARY.parents[1] / SCHEMAS).glob("*.yaml")))


def imported_files(script: Path, *modules: str) -> set[Path]:
    """Return a job script, what job scripts share, and every module of the library behind them."""
    found: set[Path] = set()
    new = {script, script.with_name("job.py"), *chain.from_iterable(map(_module_files, modules))}
    while new:
        found |= new
        new = set().union(*map(_imports, new)) - found
    return found


@cache
def _imports(file: Path) -> frozenset[Path]:
    """Return the modules that a file names in its imports, wherever in it they stand."""
    found: set[Path] = set()
    for plain, package, *names in _IMPORT.findall(file.read_text(encoding="utf-8")):
        within = [name.split()[0] for name in ",".join(names).split(",") if name.strip()]
        for module in (plain or package, *(f"{package}.{name}" for name in within)):
            found.update(_module_files(module))
    return frozenset(found)


@cache
def _module_files(module: str) -> tuple[Path, ...]:
    """Return the file of a module and those of the packages around it; a name in it has none."""
    place, files = LIBRARY.parent, []
    for part in module.split("."):
        place = place / part
        files += [place / "__init__.py", place.with_suffix(".py")]
    return tuple(file for file in files if file.is_file())


def _files_of(package: Path) -> Iterator[Path]:
    return (file for file in package.rglob("*") if file.suffix in SUFFIXES)


def _hash(files: Iterable[Path]) -> str:
    project, digest = LIBRARY.parents[1], hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(project).as_posix()}\0{_hash_once(file)}".encode())
    return digest.hexdigest()[:16]


_hash_once = cache(hash_file)
