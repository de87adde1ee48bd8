"""What a study reads, and how it is cut into batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbline.batches import BYTES, choose_size, plan_batches
from plumbline.errors import SettingsError
from plumbline.progress import told_if_long
from plumbline.settings import find_path
from plumbline.sources.bulk import BulkFile, Stretch, find_bulk_files, index_bulk_files
from plumbline.sources.bulk_records import bulk_format
from plumbline.sources.catalogue import FORMATS, LeftOut, Source, find_sources
from plumbline.study import find_sheet

INDEX = ".plumbline/index"  # where a study keeps the indexes of its bulk files
KNOWN = "batches"  # beside the store: what is known of each batch, a folder for each kind of it


@dataclass(frozen=True)
class StudySources:
    """The sources of a study: single files by id, and bulk files with their batches.

    ``folder`` is what all paths are relative to.
    """

    folder: Path
    single: dict[str, Source]
    bulk: tuple[BulkFile, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def number(self) -> int:
        """Sources in all; of bulk files every record counts, good or bad."""
        return len(self.single) + sum(file.records for file in self.bulk)


def survey_study(settings: Mapping, project: Path, study: Path) -> StudySources:
    """Find the sources that the settings name; a bulk file that changed is read for its index.

    Raises:
        SettingsError: the corpus or its sheet is wrong, or there is nothing to read.

    """
    results = study / "results"
    corpus = _find_corpus(settings["corpus"], results, project, study)
    if corpus.is_file():
        folder, single, bulk, left_out = corpus.parent, [], [corpus.name], []
    else:
        folder = corpus
        sheet = find_sheet(settings, folder, project, study)
        single, left_out = find_sources(folder, sheet, results)
        bulk, left_out = find_bulk_files(folder, left_out)
    indexes = _index(folder, bulk, settings, study, [source.source_id for source in single])
    left_out += [
        LeftOut(file.path, f"Not read{' to its end' if file.records else ''}: {file.problem}.")
        for file in indexes
        if file.problem
    ]
    found = StudySources(
        folder, {source.source_id: source for source in single}, tuple(indexes), tuple(left_out)
    )
    if not found.number:
        raise SettingsError(
            f"{settings['corpus']}: this folder holds no readable source; put files of the formats "
            f"{', '.join(sorted(FORMATS))} there, or .jsonl, .csv, .tsv, .parquet or .warc files"
            f"{'; ' + left_out[-1].relative_path + ': ' + left_out[-1].reason if bulk else '.'}"
        )
    return found


def _find_corpus(name: str, results: Path, project: Path, study: Path) -> Path:
    """Return the folder of sources or the bulk file that the settings name."""
    corpus = find_path(name, "corpus", project, study)
    if corpus.resolve().is_relative_to(results.resolve()):
        raise SettingsError(
            f"{name}: this stands among the results of the study, which a run may change; move it "
            "to a folder of its own."
        )
    if corpus.is_file() and not bulk_format(corpus.name):
        raise SettingsError(
            f"{name}: this is no file with many sources; name the folder it stands in, or a "
            ".jsonl, .csv, .tsv, .parquet or .warc file."
        )
    return corpus


def _index(
    folder: Path, paths: list[str], settings: Mapping, study: Path, known_ids: list[str]
) -> list[BulkFile]:
    size = settings["batches"]["size"]
    whole = sum((folder / path).stat().st_size for path in paths)
    files = "1 bulk file" if len(paths) == 1 else f"{len(paths):,} bulk files"
    with told_if_long(f"looking through {files} ({whole:,} bytes) for their records."):
        return index_bulk_files(
            folder,
            paths,
            settings["bulk"],
            size or choose_size(whole // BYTES),
            settings["limits"]["max_bytes"],
            study / INDEX,
            known_ids,
        )


def plan_study(found: StudySources, batches: Mapping[str, int]) -> dict[str, list[str] | Stretch]:
    """Return batch name -> ids of single sources, or a stretch of a bulk file."""
    size = batches["size"] or choose_size(found.number)
    # a few single files beside a bulk file are batches like any others
    single_up_to = batches["single_up_to"] if found.number <= batches["single_up_to"] else 0
    planned = plan_batches(found.single, single_up_to, size) if found.single else {}
    stretches = {stretch.name: stretch for file in found.bulk for stretch in file.stretches}
    return {**planned, **stretches}
