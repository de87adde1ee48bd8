"""How long Snakemake takes over the graph of a large study, and how much memory: nothing is run.

    python bench/simulate_graph.py 1000 10000 100000

For each number of jobs, a study is set up whose bulk file exists in name only: its index lists the
batches, so that the real workflow builds its graph as it would for a corpus of that size. Prints
the CPU time and the peak memory of `snakemake --dry-run tables`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "src"))

from plumbline.batch.plan import INDEX  # noqa: E402
from plumbline.settings import load_settings  # noqa: E402
from plumbline.sources.bulk import (  # noqa: E402
    BulkFile,
    Stretch,
    hash_id,
    index_file,
    index_key,
    keep_index,
)

SIZE, BYTES = 512, 5000  # pages in a batch; bytes of a page


def make_study(folder: Path, batches: int) -> None:
    """Set up a study of so many batches that has no text at all."""
    name = "pages.jsonl"
    with (folder / name).open("wb") as file:
        file.truncate(batches * SIZE * BYTES)  # takes no room on the disk
    (folder / "config.yaml").write_text(f"corpus: {name}\nbatches: {{size: {SIZE}}}\n")
    settings = load_settings(PROJECT, folder, {})
    stretches = tuple(
        Stretch(
            name=f"pages-{hash_id(str(i)):016x}",
            path=name,
            start=i * SIZE * BYTES,
            stop=(i + 1) * SIZE * BYTES,
            line=i * SIZE + 1,
            records=SIZE,
            digest=f"{i:064x}",
        )
        for i in range(batches)
    )
    limit = settings["limits"]["max_bytes"]
    key = index_key(folder, name, settings["bulk"], SIZE, limit)
    keep_index(index_file(folder / INDEX, name), key, BulkFile(name, stretches), [], folder)


def measure(folder: Path) -> tuple[int, float, float, int]:
    """Return jobs, CPU seconds, seconds on the clock and peak memory (MB) of a dry run."""
    command = [sys.executable, "-m", "snakemake", "tables", "--directory", str(folder)]
    command += ["--snakefile", str(PROJECT / "Snakefile"), "--cores", "2"]
    command += ["--dry-run", "--quiet", "rules"]
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the dry run failed: {output[-500:]}")
    total = [line.split()[1] for line in output.splitlines() if line.startswith("total")]
    cpu = usage.ru_utime + usage.ru_stime
    return int(total[0]), cpu, time.monotonic() - start, usage.ru_maxrss // 1024


def main(numbers: list[int]) -> None:
    """Print one line per number of jobs."""
    print("jobs      CPU s   clock s   peak MB   pages")
    for number in numbers:
        with tempfile.TemporaryDirectory() as folder:
            batches = max(2, number // 2)
            make_study(Path(folder), batches)
            jobs, cpu, clock, memory = measure(Path(folder))
        print(f"{jobs:<8d}{cpu:>7.1f}{clock:>10.1f}{memory:>10d}   {batches * SIZE:,}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("jobs", type=int, nargs="+")
    main(parser.parse_args().jobs)
