"""Settings, sources and batches: what every rule file needs."""

import sys
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(workflow.basedir)
sys.path.insert(0, str(PROJECT / "src"))

from plumbline.batch.plan import plan_study, survey_study
from plumbline.code import script_version
from plumbline.errors import PlumblineError
from plumbline.settings import find_folder, find_path, load_settings
from plumbline.study import find_data, prepare_environment
from plumbline.whole import settle_times

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


def script_code(script, *modules):
    """Version of the code that a job runs: its script and what that imports, and `modules`."""
    return script_version(PROJECT / f"workflow/scripts/{script}.py", *modules)


def growing(megabytes):
    """Memory of a job: twice as much each time that it is tried again."""

    def memory(wildcards, attempt):
        return megabytes * 2 ** (attempt - 1)

    return memory
