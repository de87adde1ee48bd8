"""What a large study costs: a whole run, one with nothing changed, one with one page changed.

    python bench/run_at_scale.py 10000 100000 --cores 2

For each number of generated pages (one JSON Lines file), `snakemake tables` runs three times in a
folder of its own; a table for docs/scaling.md comes out, and below it each goal with what was seen.
CPU time tells more than the clock where a machine is shared; Snakemake's own share is that of its
main process. Memory is the peak of the largest process of the run, and of the largest that
measures a batch. A second table says which jobs the CPU time went to, as far as it was seen: each
process is looked at five times a second.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))

from make_corpus import write_corpus  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Of one run: seconds on the clock, CPU seconds in all and of Snakemake itself, peak MB."""

    clock: float
    cpu: float
    own: float
    memory: int
    measuring: int
    jobs: str
    steps: dict[str, tuple[int, float]]  # script -> processes, and their CPU seconds


def run(folder: Path, cores: int) -> Cost:
    """Run `snakemake tables` in `folder` and return what it cost."""
    command = [sys.executable, "-m", "snakemake", "tables", "--directory", str(folder)]
    command += ["--snakefile", str(PROJECT / "Snakefile"), "--cores", str(cores)]
    start = time.monotonic()
    with (folder / "run.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=PROJECT)
        watch = Watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
    watch.stop()
    log_text = (folder / "run.log").read_text()
    if status:
        raise SystemExit(f"the run failed: {log_text[-2000:]}")
    jobs = [line.split()[1] for line in log_text.splitlines() if line.startswith("total  ")]
    cpu = usage.ru_utime + usage.ru_stime
    clock, jobs = time.monotonic() - start, jobs[0] if jobs else "0"
    return Cost(clock, cpu, watch.own, watch.memory, watch.measuring, jobs, watch.steps())


class Watch:
    """Follows a run from outside: the main process's own CPU time, and the largest processes."""

    def __init__(self, pid: int) -> None:
        self.pid, self.own, self.memory, self.measuring = pid, 0.0, 0, 0
        self.seen: dict[str, tuple[str, float]] = {}  # process -> its script and CPU seconds
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def _follow(self) -> None:
        while not self.ended.wait(0.2):
            for status in [*Path("/proc").glob("[0-9]*/status")]:
                self._look_at(status)
            with suppress(OSError, IndexError):
                self.own = max(self.own, read_cpu(Path(f"/proc/{self.pid}/stat"))[1])

    def _look_at(self, status: Path) -> None:
        """Take in the peak memory of a process of the run: the main one or its descendants."""
        try:
            if os.getpgid(int(status.parent.name)) != os.getpgid(self.pid):
                return
            peak = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
            command = (status.parent / "cmdline").read_bytes()
            born, cpu = read_cpu(status.parent / "stat")
        except (OSError, IndexError):
            return
        script = re.search(rb"\.(\w+)\.py\b", command)
        if script:
            self.seen[f"{status.parent.name} {born}"] = (script[1].decode(), cpu)
        if peak and int(status.parent.name) != os.getpid():
            megabytes = int(peak[0].split()[1]) // 1024
            self.memory = max(self.memory, megabytes)
            if b"measure_batch.py" in command:
                self.measuring = max(self.measuring, megabytes)

    def steps(self) -> dict[str, tuple[int, float]]:
        """Return script -> processes, and their CPU seconds; what costs most comes first."""
        sums: dict[str, tuple[int, float]] = {}
        for script, cpu in self.seen.values():
            number, before = sums.get(script, (0, 0.0))
            sums[script] = number + 1, before + cpu
        return dict(sorted(sums.items(), key=lambda item: -item[1][1]))

    def stop(self) -> None:
        """End the following."""
        self.ended.set()
        self.thread.join()


def read_cpu(stat: Path) -> tuple[str, float]:
    """Return when a process began, in ticks, and its CPU seconds so far."""
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return fields[19], (int(fields[11]) + int(fields[12])) / TICKS


def change_one_page(path: Path) -> None:
    """Add a sentence to a page in the middle of the file."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    row = json.loads(lines[len(lines) // 2])
    row["text"] += "Magnesium may help some people to sleep.\n"
    lines[len(lines) // 2] = json.dumps(row) + "\n"
    path.write_text("".join(lines), encoding="utf-8")


def measure_storage(folder: Path) -> int:
    """Return the bytes on disk below a folder, each file once however many names it has."""
    files = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            files[status.st_ino] = status.st_size
    return sum(files.values())


RUNS = ("everything", "nothing changed", "one page changed")


def measure_study(number: int, cores: int) -> dict[str, Cost]:
    """Run a study of `number` pages three times, print a line for each, return what each cost."""
    costs = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(number, folder / "pages.jsonl")
        (folder / "config.yaml").write_text("corpus: pages.jsonl\n")
        for what in RUNS:
            if what == "one page changed":
                change_one_page(folder / "pages.jsonl")
            cost = costs[what] = run(folder, cores)
            cells = f"{cost.clock:.1f} | {cost.cpu:.1f} | {cost.own:.1f} | {cost.memory}"
            print(
                f"| {number:,} | {what} | {cells} | {cost.measuring or ''} | {cost.jobs} |",
                flush=True,
            )
        stored = measure_storage(folder / "results")
        print(f"| {number:,} | results on disk: {stored / 1e6:.0f} MB | | | | | | |", flush=True)
    return costs


def print_steps(number: int, costs: dict[str, Cost]) -> None:
    """Print which jobs the CPU time of each run went to."""
    for what in RUNS:
        if costs[what].steps:
            print(f"\n{number:,} pages, {what}\n\n| step | processes | CPU, s |\n|---|---|---|")
            print(f"| Snakemake | 1 | {costs[what].own:.1f} |")
        for script, (processes, cpu) in costs[what].steps.items():
            print(f"| {script} | {processes} | {cpu:.1f} |")


def list_goals(number: int, costs: dict[str, Cost], cores: int) -> list[tuple[str, str, str]]:
    """Return what a large study should cost, the goal, and what it cost here."""
    full, still, one = (costs[what] for what in RUNS)
    return [
        ("everything, minutes on the clock", "15 (5)", f"{full.clock / 60:.1f}"),
        (
            f"everything, CPU time over {cores} cores, minutes",
            "15 (5)",
            f"{full.cpu / cores / 60:.1f}",
        ),
        ("CPU time per page, ms", "", f"{1000 * full.cpu / number:.1f}"),
        ("largest process, MB", "2,000 (1,000)", f"{full.memory:,}"),
        ("measuring worker, MB", "300 (120)", f"{full.measuring:,}"),
        ("Snakemake's own share of CPU time, %", "15 (5)", f"{100 * full.own / full.cpu:.1f}"),
        ("nothing changed, s on the clock", "15 (5)", f"{still.clock:.1f}"),
        ("one page changed, % of the full CPU time", "2 (0.5)", f"{100 * one.cpu / full.cpu:.2f}"),
    ]


def main(numbers: list[int], cores: int) -> None:
    """Print the costs for each number of pages, and how they stand to the goals."""
    if os.getpgrp() != os.getpid():
        os.setpgrp()
    print(
        "| pages | run | clock, s | CPU, s | Snakemake, CPU s | peak, MB | measuring, MB | jobs |\n"
        "|---|---|---|---|---|---|---|---|",
        flush=True,
    )
    costs = {number: measure_study(number, cores) for number in numbers}
    for number, own in costs.items():
        print(f"\n{number:,} pages (goals are for 100,000)\n\n| what | goal (aim) | seen |")
        print("|---|---|---|")
        for row in list_goals(number, own, cores):
            print(f"| {' | '.join(row)} |")
        print_steps(number, own)
    for few, many in pairwise(numbers):
        ratio = costs[many]["everything"].cpu / costs[few]["everything"].cpu
        print(f"\nCPU time, {few:,} to {many:,} pages: {ratio:.1f} times")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=int, nargs="+")
    parser.add_argument("--cores", type=int, default=2)
    arguments = parser.parse_args()
    main(arguments.pages, arguments.cores)
