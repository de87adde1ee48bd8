"""What is done as a run begins, and as it ends."""

from plumbline.batch.plan import KNOWN
from plumbline.batch.topic_files import check_topic
from plumbline.progress import show_progress
from plumbline.scheduling import look_when_jobs_end
from plumbline.store import Store
from plumbline.study import (
    check_writable,
    hold_folder,
    jobs_left,
    remove_other_forms,
    remove_stale,
)
from plumbline.whole import sweep


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


def end_run():
    """Keep the store within its size."""
    if STORE:
        Store(Path(STORE)).trim(SETTINGS["store"]["max_bytes"])


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
