"""Settings, sources and batches: what every rule file needs."""

import sys
from dataclasses import asdict
from pathlib import Path

PROJECT = Path(workflow.basedir)
sys.path.insert(0, str(PROJECT / "src"))

from plumbline.batches import plan_batches
from plumbline.errors import PlumblineError
from plumbline.publish.contents import NOTEBOOKS, SUMMARY_TABLES
from plumbline.settings import find_path, load_settings
from plumbline.sources.catalogue import find_sources
from plumbline.study import (
    check_writable,
    code_version,
    data_files,
    find_sheet,
    hold_folder,
    prepare_environment,
    remove_stale,
)

prepare_environment(PROJECT)
STUDY = Path.cwd()
STUDY_NAME = "" if STUDY == PROJECT else f"{STUDY.name}/"

try:
    SETTINGS = load_settings(PROJECT, STUDY, config)
    CORPUS = find_path(SETTINGS["corpus"], "corpus", PROJECT, STUDY)
    found, LEFT_OUT = find_sources(CORPUS, find_sheet(SETTINGS, CORPUS, PROJECT, STUDY))
    SOURCES = {source.source_id: source for source in found}
    if not SOURCES:
        raise PlumblineError(
            f"{SETTINGS['corpus']}: this folder holds no readable source; put .txt, .md or .html files there."
        )
except PlumblineError as error:
    sys.exit(f"Plumbline: {error}")

BATCHES = plan_batches(
    SOURCES, SETTINGS["batches"]["single_up_to"], SETTINGS["batches"]["size"]
)


wildcard_constraints:
    batch="[A-Za-z0-9_][A-Za-z0-9._-]*",


def configured(key):
    """Path of the file or folder that a setting names."""
    try:
        return str(find_path(SETTINGS[key], key, PROJECT, STUDY))
    except PlumblineError as error:
        sys.exit(f"Plumbline: {error}")


def configured_files(key):
    """Data files of the folder that a setting names; none where the setting is empty."""
    return data_files(configured(key)) if SETTINGS[key] else []


def files_to_import():
    """Files that the setting `import_from` names: itself one, or those in its folder."""
    path = Path(configured("import_from"))
    suffixes = (".csv", ".bib", ".ris", ".json")
    return [str(path)] if path.is_file() else data_files(path, suffixes)


# lexicons of the appeal to evidence; all others are marker categories and their guards
ATTRIBUTION = {"attribution.tsv", "attribution_guards.yaml", "named_sources.tsv"}


def marker_lexicons():
    """Lexicons that the markers depend on."""
    return [
        file
        for file in configured_files("lexicons")
        if Path(file).name not in ATTRIBUTION
    ]


def attribution_lexicons():
    """Lexicons that the search for citations depends on."""
    wanted = ATTRIBUTION | {"word_classes.tsv"}
    return [file for file in configured_files("lexicons") if Path(file).name in wanted]


def batch_sources(wildcards):
    """Files of the sources in a batch."""
    return [str(SOURCES[source_id].path) for source_id in BATCHES[wildcards.batch]]


def batch_records(wildcards):
    """What the source sheet says of the sources in a batch."""
    return [SOURCES[source_id].record() for source_id in BATCHES[wildcards.batch]]


def parts(kind, suffix="csv"):
    """The parts of one kind over all batches."""
    return [f"results/batches/{kind}/{batch}.{suffix}" for batch in BATCHES]


def tables(*names):
    """Paths of tables by name, for named inputs."""
    return {name: f"results/tables/{name}.csv" for name in names}


def notebook_tables(wildcards):
    """Tables that a notebook and its figures read."""
    return tables(*NOTEBOOKS[wildcards.notebook].tables)


def print_summary():
    """Close a run in words: what was found, and which file to open."""
    summary, page = Path("results/summary.txt"), Path("results/report/index.html")
    if summary.exists():
        print("", summary.read_text(encoding="utf-8"), sep="\n", file=sys.stderr)
    if page.exists():
        print(
            f"Open {STUDY_NAME}{page} first; notebooks and tables stand beside it.",
            file=sys.stderr,
        )


def begin_run():
    """Keep the folder to this run, and remove what belongs to sources no longer there."""
    try:
        hold_folder(Path(".snakemake/plumbline.lock"))
        check_writable(Path("results"))
    except PlumblineError as error:
        sys.exit(f"Plumbline: {error}")
    remove_stale(Path("results/batches"), BATCHES)
    remove_stale(Path("results/logs"), [*BATCHES, *NOTEBOOKS])
