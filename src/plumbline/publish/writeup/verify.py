"""Is a write-up what it says? Files, code and sources against hashes, results against a new run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from plumbline.errors import PlumblineError
from plumbline.hashes import hash_file
from plumbline.publish.provenance import list_versions
from plumbline.publish.writeup.archive import unpack_archive
from plumbline.publish.writeup.crate import CODE, METADATA, SOURCES, VERSIONS
from plumbline.study import project_files
from plumbline.tables import read_table

DATA = ("config/", "resources/")
LOCK = "requirements.lock"
DESCRIPTIONS = ("provenance/", METADATA, "datapackage.json", "README.md")
MOST_LINES = 200


class Difference(NamedTuple):
    """Something that is not as recorded: of which kind, what, and how it differs."""

    kind: str
    name: str
    text: str


def prepare_rerun(archive: Path, folder: Path, corpus: Path, gold: Path | None) -> Path:
    """Unpack a write-up, make of its settings and data a study to run, return the write-up.

    Args:
        archive: the writeup.zip.
        folder: to fill: ``crate`` holds the write-up, ``study`` the study; emptied first.
        corpus: folder of the sources, for a write-up that holds none.
        gold: folder of the human-annotated data, where the study used one.

    Raises:
        PlumblineError: the archive is no write-up, or what it needs is missing.

    """
    shutil.rmtree(folder, ignore_errors=True)
    crate = unpack_archive(archive, folder / "crate")
    settings = crate / "study" / "config.yaml"
    if not (crate / METADATA).is_file() or not settings.is_file():
        raise PlumblineError(
            f"{archive.name}: this is no write-up of Plumbline, as it holds no {METADATA} with a "
            "folder 'study'; name the writeup.zip of a study."
        )
    shutil.copytree(crate / "study", folder / "study")
    wanted = yaml.safe_load(settings.read_text(encoding="utf-8"))
    _link(folder / "study", wanted["corpus"], corpus)
    if wanted.get("gold"):
        if gold is None:
            raise PlumblineError(
                f"{archive.name}: the accuracy in it was measured on human-annotated data; name "
                "their folder with gold=FOLDER."
            )
        _link(folder / "study", wanted["gold"], gold)
    return crate


def _link(study: Path, place: str, folder: Path) -> None:
    """Put a folder at a place inside the study, unless the write-up brought its own."""
    target = study / place
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(folder.resolve(), target_is_directory=True)


def compare_record(crate: Path, project: Path) -> list[Difference]:
    """Return what differs between a write-up, what it records of itself, and the code here."""
    return [
        *_compare_files(crate),
        *_compare_code(_read_hashes(crate / CODE), project_files(project)),
        *_compare_versions(json.loads((crate / VERSIONS).read_text(encoding="utf-8"))),
    ]


def _compare_files(crate: Path) -> Iterator[Difference]:
    """Hold every file of the write-up to the hash that the crate has of it."""
    graph = json.loads((crate / METADATA).read_text(encoding="utf-8"))["@graph"]
    recorded = {e["@id"]: e["sha256"] for e in graph if "sha256" in e and "contentSize" in e}
    there = {
        path.relative_to(crate).as_posix(): hash_file(path)
        for path in sorted(crate.rglob("*"))
        if path.is_file() and path.name != METADATA
    }
    for name, text in _compare_hashes(
        recorded,
        there,
        missing="is recorded in the crate and missing",
        new="is not recorded in the crate",
        changed="was changed after the crate was made",
    ):
        yield Difference("archive", name, text)


def _compare_hashes(
    before: Mapping[str, str], now: Mapping[str, str], *, missing: str, new: str, changed: str
) -> Iterator[tuple[str, str]]:
    """Yield each name that two sets of hashes do not agree on, and how it differs."""
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            yield name, missing
        elif name not in before:
            yield name, new
        elif before[name] != now[name]:
            yield name, changed


def _compare_code(recorded: Mapping[str, str], here: Mapping[str, str]) -> Iterator[Difference]:
    for name, text in _compare_hashes(
        recorded,
        here,
        missing="belonged to the code of the write-up and is missing here",
        new="did not belong to the code of the write-up",
        changed="is another version than that of the write-up",
    ):
        kind = "lock" if name == LOCK else "shipped data" if name.startswith(DATA) else "code"
        yield Difference(kind, name, text)


def _read_hashes(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def _compare_versions(recorded: Mapping[str, str]) -> Iterator[Difference]:
    here = list_versions()
    for name in sorted(recorded.keys() | here.keys()):
        if recorded.get(name) != here.get(name):
            text = f"was {recorded.get(name, 'absent')}, is {here.get(name, 'absent')} here"
            yield Difference("version", name, text)


def compare_results(crate: Path, rerun: Path) -> list[Difference]:
    """Return the sources and the results in which a new run differs from the write-up."""
    return [*_compare_sources(crate, rerun), *_compare_made(crate, rerun)]


def _compare_sources(crate: Path, rerun: Path) -> Iterator[Difference]:
    for name, text in _compare_hashes(
        *(_source_hashes(folder / SOURCES) for folder in (crate, rerun)),
        missing="is missing from the corpus",
        new="was not in the corpus of the write-up",
        changed="is not the text that was measured",
    ):
        yield Difference("source", name, text)


def _source_hashes(path: Path) -> dict[str, str]:
    documents = read_table(path, "documents")
    return dict(zip(documents["source_id"], documents["sha256"].fillna(""), strict=True))


def _compare_made(crate: Path, rerun: Path) -> Iterator[Difference]:
    """Compare all files but those that only describe others: these were compared by content."""
    for name, text in _compare_hashes(
        *(_made_hashes(folder) for folder in (crate, rerun)),
        missing="is not made by the new run",
        new="is made by the new run and not in the write-up",
        changed="comes out differently",
    ):
        yield Difference("result", name, text)


def _made_hashes(folder: Path) -> dict[str, str]:
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    # names that begin with a dot are Snakemake's own notes on a folder
    unmade = (*DESCRIPTIONS, ".")
    return {n: hash_file(p) for n, p in sorted(files.items()) if not n.startswith(unmade)}


def say_verdict(archive: str, crate: Path, differences: list[Difference]) -> str:
    """Return the report: identical, or everything that differs, a line each."""
    n = len(_made_hashes(crate))
    if not differences:
        return (
            f"Identical: a new run from the settings and data of {archive} gives the same {n:,} "
            "files, byte for byte, with the same code, versions and sources.\n"
        )
    lines = [f"{d.kind}: {d.name} {d.text}" for d in differences[:MOST_LINES]]
    if len(differences) > MOST_LINES:
        lines.append(f"and {len(differences) - MOST_LINES:,} more")
    things = "one thing differs" if len(differences) == 1 else f"{len(differences):,} things differ"
    return "\n".join([f"Not identical: {things} from {archive}.", "", *lines, ""])
