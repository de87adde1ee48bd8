"""The files that rules read: sources, batches, tables, lexicons, sheets."""

from plumbline.batch.plan import INDEX
from plumbline.publish.contents import NOTEBOOKS
from plumbline.sources.bulk import index_file
from plumbline.study import data_files, find_sheet, plain_path, setting_files
from plumbline.whole import file_status, is_of_the_future, is_readable


def tracked(path):
    """Path of a source under a name that Snakemake takes."""
    return plain_path(path, Path(".snakemake/plumbline"))


def dated(path):
    """A source as it is tracked: by its date, or by `batch_digest` where that is in the future."""
    return ancient(tracked(path)) if is_of_the_future(path) else tracked(path)


def source_paths():
    """Every file that a source stands in, under its own name, but for those not to be read.

    Snakemake would stop at them; the table `documents` says what is wrong.
    """
    single = [source.path for source in FOUND.single.values()]
    paths = [*single, *(FOUND.folder / file.path for file in FOUND.bulk)]
    return sorted(filter(is_readable, paths))


def source_files():
    """The same files, under names that Snakemake takes."""
    return [dated(path) for path in source_paths()]


def source_sheet():
    """The source sheet, where there is one."""
    sheet = find_sheet(SETTINGS, FOUND.folder, PROJECT, STUDY)
    return [tracked(sheet)] if sheet else []


def study_data():
    """Every file that a setting names: what the write-up holds of the study's data."""
    return [str(file) for file in setting_files(SETTINGS, PROJECT, STUDY)]


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
    """Files of the sources in a batch, under names that Snakemake takes.

    A bulk file counts by what the batch holds of it.
    """
    batch = BATCHES[wildcards.batch]
    if isinstance(batch, list):
        paths = (FOUND.single[source_id].path for source_id in batch)
        return [dated(path) for path in paths if is_readable(path)]
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


def files_to_import():
    """Files that the setting `import_from` names: itself one, or those in its folder."""
    path = Path(configured("import_from"))
    suffixes = (".csv", ".bib", ".ris", ".json")
    return [str(path)] if path.is_file() else data_files(path, suffixes)


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
