"""Settings, sources and batches: what every rule file needs."""

import sys
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(workflow.basedir)
sys.path.insert(0, str(PROJECT / "src"))

from plumbline.batch.plan import INDEX, KNOWN, plan_study, survey_study
from plumbline.batch.topic_files import check_topic
from plumbline.code import code_version, script_version
from plumbline.errors import PlumblineError
from plumbline.progress import show_progress
from plumbline.publish.contents import NOTEBOOKS, SUMMARY_TABLES
from plumbline.scheduling import look_when_jobs_end
from plumbline.settings import find_folder, find_path, load_settings
from plumbline.sources.bulk import index_file
from plumbline.store import Store
from plumbline.study import (
    check_writable,
    data_files,
    find_data,
    find_sheet,
    hold_folder,
    jobs_left,
    plain_path,
    prepare_environment,
    project_version,
    remove_other_forms,
    remove_stale,
    setting_files,
)
from plumbline.whole import file_status, is_of_the_future, settle_times, sweep

prepare_environment(PROJECT)
STUDY = Path.cwd()
STUDY_NAME = "" if STUDY == PROJECT else f"{STUDY.name}/"


@contextmanager
def said_plainly():
    """End the run in one sentence where the user can act."""
    try:
        yield
    except PlumblineError as error:
        sys.exit(f"Plumbline: {error}")


if workflow.is_main_process:
    settle_times(Path("results"))

with said_plainly():
    SETTINGS = load_settings(PROJECT, STUDY, config)
    FOUND = survey_study(SETTINGS, PROJECT, STUDY)

BATCHES = plan_study(FOUND, SETTINGS["batches"])

STORE = f"{SETTINGS['store']['folder']}/store" if SETTINGS["store"]["folder"] else ""

# Up to so many files the graph shows each measure of each source; above, and where there is a bulk
# file, one job per batch.
MANY = bool(FOUND.bulk) or FOUND.number > SETTINGS["batches"]["single_up_to"]
# Above so many, long tables are folders of Parquet, and what people read shows a sample.
LARGE = FOUND.number > SETTINGS["tables"]["csv_up_to"]

# The bootstrap of every single source costs more than all measures together.
STATISTICS = SETTINGS["statistics"] | {
    "resampled": FOUND.number <= SETTINGS["statistics"]["resample_up_to"]
}


wildcard_constraints:
    batch="[A-Za-z0-9_][A-Za-z0-9._-]*",


@said_plainly()
def configured(key):
    """Path of the file or folder that a setting names."""
    return str(find_path(SETTINGS[key], key, PROJECT, STUDY))


@said_plainly()
def configured_folder(key):
    """Path of the folder that a setting names; "" where the setting is empty."""
    name = SETTINGS[key]
    return str(find_folder(name, key, PROJECT, STUDY)) if name else ""


@said_plainly()
def configured_files(key):
    """Data files of the folder that a setting names; none where the setting is empty."""
    return find_data(SETTINGS[key], key, PROJECT, STUDY) if SETTINGS[key] else []


@said_plainly()
def lexicon(name):
    """Path of one lexicon; one sentence where the folder lacks it."""
    path = Path(configured("lexicons")) / name
    if not path.is_file():
        raise PlumblineError(
            f"config: 'lexicons' names a folder without {name}; copy it from config/lexicons."
        )
    return str(path)


def study_data():
    """Every file that a setting names: what the write-up holds of the study's data."""
    return [str(file) for file in setting_files(SETTINGS, PROJECT, STUDY)]


def tracked(path):
    """Path of a source under a name that Snakemake takes."""
    return plain_path(path, Path(".snakemake/plumbline"))


def dated(path):
    """A source as it is tracked: by its date, or by `batch_digest` where that is in the future."""
    return ancient(tracked(path)) if is_of_the_future(path) else tracked(path)


def source_paths():
    """Every file that a source stands in, under its own name."""
    single = [source.path for source in FOUND.single.values()]
    return sorted([*single, *(FOUND.folder / file.path for file in FOUND.bulk)])


def source_files():
    """Every file that a source stands in, under names that Snakemake takes."""
    return [dated(path) for path in source_paths()]


def source_sheet():
    """The source sheet, where there is one."""
    sheet = find_sheet(SETTINGS, FOUND.folder, PROJECT, STUDY)
    return [tracked(sheet)] if sheet else []


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


def script_code(script, *modules):
    """Version of the code that a job runs: its script and what that imports, and `modules`."""
    return script_version(PROJECT / f"workflow/scripts/{script}.py", *modules)


def growing(megabytes):
    """Memory of a job: twice as much each time that it is tried again."""

    def memory(wildcards, attempt):
        return megabytes * 2 ** (attempt - 1)

    return memory


def batch_sources(wildcards):
    """Files of the sources in a batch, under names that Snakemake takes.

    A bulk file counts by what the batch holds of it.
    """
    batch = BATCHES[wildcards.batch]
    if isinstance(batch, list):
        return [dated(FOUND.single[source_id].path) for source_id in batch]
    return ancient(tracked(FOUND.folder / batch.path))


def batch_paths(wildcards):
    """Files of the sources in a batch, under their own names; None for a batch of a bulk file."""
    batch = BATCHES[wildcards.batch]
    if isinstance(batch, list):
        return [str(FOUND.single[source_id].path) for source_id in batch]
    return None


def batch_records(wildcards):
    """What the source sheet says of the sources in a batch; None for a batch of a bulk file."""
    batch = BATCHES[wildcards.batch]
    if isinstance(batch, list):
        return [FOUND.single[source_id].record() for source_id in batch]
    return None


def batch_digest(wildcards):
    """What tells a change that dates do not tell, so that the batch is measured again.

    Of a bulk file a hash of what the batch holds; of files dated in the future size and date.
    """
    batch = BATCHES[wildcards.batch]
    if not isinstance(batch, list):
        return batch.digest
    paths = [FOUND.single[source_id].path for source_id in batch]
    return [file_status(path) for path in paths if is_of_the_future(path)]


def batch_index(wildcards):
    """Index of the bulk file that a batch is cut from."""
    batch = BATCHES[wildcards.batch]
    return "" if isinstance(batch, list) else str(index_file(Path(INDEX), batch.path))


def parts(kind, suffix="csv"):
    """The parts of one kind over all batches."""
    return [f"results/batches/{kind}/{batch}.{suffix}" for batch in BATCHES]


def batch_folders(kind):
    """The folders of one kind over all batches, where a job makes many parts of a batch."""
    return [f"results/batches/{kind}/{batch}" for batch in BATCHES]


# tables with many rows per source: folders of Parquet in a large study, all others stay CSV
LONG_TABLES = (
    "sentences readability markers rhetoric citations citation_density claims claim_frequency "
    "numbers evidence_gap citation_check rewordings"
).split()


def tables(*names):
    """Paths of tables by name, for named inputs: CSV, or a folder of Parquet in a large study."""
    return {
        name: f"results/tables/{name}{'' if LARGE and name in LONG_TABLES else '.csv'}"
        for name in names
    }


# where the tables and texts stand that people look at
SHOWN = "results/sample/tables" if LARGE else "results/tables"
SHOWN_TEXTS = "results/sample/text" if LARGE else "results/text"


def shown_tables(*names):
    """The same of what people look at: all sources, or in a large study those drawn."""
    if not LARGE:
        return tables(*names)
    return {name: f"results/sample/tables/{name}.csv" for name in names}


def notebook_tables(wildcards):
    """Tables that a notebook and its figures read."""
    return shown_tables(*NOTEBOOKS[wildcards.notebook].tables)


@said_plainly()
def crate_to_verify(wildcards):
    """The archive that the setting `crate` names; one sentence where it names none."""
    if not SETTINGS["crate"]:
        raise PlumblineError(
            "verify needs the write-up to check; add --config crate=path/to/writeup.zip."
        )
    return configured("crate")


@said_plainly()
def coded_folder():
    """The folder of the filled sheets; one sentence where the setting names none."""
    if not SETTINGS["coded_sheets"]:
        raise PlumblineError(
            "agreement needs the filled sheets; add --config coded_sheets=FOLDER."
        )
    return Path(configured_folder("coded_sheets"))


def filled_sheets(wildcards):
    """The filled sheets."""
    sheets = data_files(coded_folder(), [".csv"])
    return [sheet for sheet in sheets if Path(sheet).name != "key.csv"]


def key_of_sheets(wildcards):
    """The key beside the filled sheets where there is one, else that of the sheet drawn now."""
    beside = coded_folder() / "key.csv"
    return str(beside) if beside.is_file() else "results/coding/key.csv"


def print_summary():
    """Close a run in words: what was found, and which file to open."""
    summary, page = Path("results/summary.txt"), Path("results/report/index.html")
    if summary.exists():
        made = summary.stat().st_mtime_ns
        if any(Path(path).stat().st_mtime_ns > made for path in rules.summarise.input):
            print(
                "Plumbline: the tables are newer than what was said of them; start again without "
                "naming a part to bring everything up to date.",
                file=sys.stderr,
            )
            return
        print("", summary.read_text(encoding="utf-8"), sep="\n", file=sys.stderr)
    if page.exists():
        print(
            f"Open {STUDY_NAME}{page} first; notebooks and tables stand beside it.",
            file=sys.stderr,
        )


def end_run():
    """Keep the store within its size."""
    if STORE:
        Store(Path(STORE)).trim(SETTINGS["store"]["max_bytes"])


def begin_run():
    """Check the topic, keep the folder to this run, remove what belongs to sources long gone."""
    lock = Path(".snakemake/plumbline.lock")
    with said_plainly():
        if topic := configured_folder("topic"):
            check_topic(Path(topic), PROJECT / "workflow/schemas")
        hold_folder(lock)
        if jobs_left(lock):
            print(
                "Plumbline: waiting for jobs of a run that was killed.", file=sys.stderr
            )
            jobs_left(lock, wait=True)
        check_writable(Path("results"))
        sweep(Path("results"))
    look_when_jobs_end(workflow.scheduler)
    show_progress()
    remove_other_forms(Path("results"), LONG_TABLES, LARGE)
    remove_stale(Path("results/batches"), BATCHES)
    remove_stale(Path("results/logs"), [*BATCHES, *NOTEBOOKS])
    if STORE:
        remove_stale(Path(STORE).parent / KNOWN, BATCHES)
