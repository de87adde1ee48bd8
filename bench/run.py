"""Plumbline's cost beside that of other tools: prints a table and writes docs/benchmarks.md.

    make bench                        (sets up the environment of the others first)
    python bench/run.py --rounds 3 --documents 20 --page ""     a quick look, nothing written

Both sides of a comparison run in processes of their own and measure the same new texts in turn,
round after round; a ratio is the CPU time of the other by that of Plumbline in the same round.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from statistics import median

BENCH = Path(__file__).parent
PROJECT = BENCH.parent
sys.path[:0] = [str(PROJECT / "src"), str(BENCH)]

from corpora import WORDS, Corpus, make_corpus  # noqa: E402

OURS = ("plumbline_nine", "plumbline_markers", "plumbline_all", "plumbline_stages")
WIDE, PLAIN = Corpus("wide", wide=True), Corpus("plain", "plain")
NARROW = Corpus("narrow")
CLAIMS, HTML = Corpus("claims", "claims"), Corpus("html", html=True)
SHORT, LONG = Corpus("short", words=WORDS // 5), Corpus("long", words=WORDS * 10)


@dataclass(frozen=True)
class Comparison:
    """What is compared on which corpus; `least` and `aim` are how many times less is wanted."""

    title: str
    ours: str
    other: str
    corpus: Corpus
    least: float | None = None
    aim: float | None = None
    equal: bool = False
    whole_process: bool = False


NINE, ALL, MARKERS = "plumbline_nine", "plumbline_all", "plumbline_markers"
THOUSAND = replace(NARROW, documents=1000)
COMPARISONS = (
    Comparison("nine indices against textstat", NINE, "textstat", NARROW, 30, 100, equal=True),
    Comparison("nine indices against textstat", NINE, "textstat", WIDE, 20, 100, equal=True),
    Comparison("the same, whole process", NINE, "textstat", THOUSAND, 12, 20, whole_process=True),
    *(
        Comparison("everything against textstat's nine", ALL, "textstat", corpus, 4, 10)
        for corpus in (NARROW, WIDE, PLAIN, CLAIMS, SHORT, LONG)
    ),
    Comparison("indices against textdescriptives", NINE, "textdescriptives", NARROW, 50, 150),
    Comparison("against py-readability-metrics", NINE, "py_readability_metrics", NARROW, 50, 150),
    Comparison("indices against readability", NINE, "readability", NARROW),
    Comparison("markers against proselint", MARKERS, "proselint", NARROW),
    Comparison("markers against a notebook", MARKERS, "notebook", NARROW),
)


class Worker:
    """One tool in a process of its own (worker.py)."""

    def __init__(self, tool: str, peers: Path, project: Path = PROJECT) -> None:
        self.command = [_python(tool, peers), str(BENCH / "worker.py"), tool]
        readability = {"BENCH_READABILITY": str(peers / "readability")}
        self.environment = {**os.environ, **readability, "BENCH_PROJECT": str(project)}

    def __enter__(self) -> Worker:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(self.command, env=self.environment, **pipes)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def measure(self, texts: list[str], fmt: str = "text", values: bool = False) -> dict:
        """Measure texts; return seconds of CPU, peak memory and, if asked for, the values."""
        batch = {"texts": texts, "format": fmt, "values": values}
        self.process.stdin.write(json.dumps(batch) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def run_whole(self, texts: list[str]) -> float:
        """Return the seconds of CPU of a process that starts, measures the texts and ends."""
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump({"texts": texts, "format": "text", "values": False}, file)
            file.flush()
            before = _children_cpu()
            subprocess.run([*self.command, file.name], env=self.environment, check=True)
            return _children_cpu() - before


def _python(tool: str, peers: Path) -> str:
    return sys.executable if tool in OURS else str(peers / "bin" / "python")


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _new_texts(corpus: Corpus, rounds: int) -> Iterator[list[str]]:
    """Yield texts that no round has had before: textstat remembers the last texts it was given."""
    for number in range(rounds):
        yield make_corpus(replace(corpus, seed=corpus.seed + number))


def compare(comparison: Comparison, rounds: int, peers: Path) -> dict:
    """Return medians of both sides (ms per document), of the ratio, its range, and peak memory."""
    sides = comparison.ours, comparison.other
    spent: tuple[list[float], list[float]] = ([], [])
    peaks = [0.0, 0.0]
    fmt = "html" if comparison.corpus.html else "text"
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(tool, peers)) for tool in sides]
        for number, texts in enumerate(_new_texts(comparison.corpus, rounds + 1)):
            order = (0, 1) if number % 2 else (1, 0)
            values: dict[int, list] = {}
            for side in order:
                if comparison.whole_process:
                    seconds = workers[side].run_whole(texts)
                else:
                    result = workers[side].measure(texts, fmt, comparison.equal)
                    seconds, values[side] = result["cpu"], result["values"]
                    peaks[side] = result["peak_mb"]
                if number or comparison.whole_process:  # the first round loads what comes first
                    spent[side].append(1000 * seconds / len(texts))
            if comparison.equal:
                _check_equal(values[0], values[1], comparison)
    ratios = [other / ours for ours, other in zip(*spent, strict=True)]
    return {
        "ours_ms": median(spent[0]),
        "other_ms": median(spent[1]),
        "ratio": median(ratios),
        "lowest": min(ratios),
        "highest": max(ratios),
        "ours_mb": peaks[0],
        "other_mb": peaks[1],
    }


def _check_equal(ours: list, other: list, comparison: Comparison) -> None:
    for mine, theirs in zip(ours, other, strict=True):
        for a, b in zip(mine, theirs, strict=True):
            if not math.isclose(a, b, rel_tol=0, abs_tol=1e-9):
                raise SystemExit(f"{comparison.title}: {a!r} is not {b!r} to 1e-9.")


def measure_stages(rounds: int, documents: int, peers: Path, before: Path | None) -> dict:
    """Return (corpus, checkout) -> stage -> ms of CPU per document, the checkouts in turn."""
    checkouts = {"now": PROJECT} | ({"before": before} if before else {})
    found = {}
    for corpus in (NARROW, WIDE, CLAIMS, PLAIN, HTML):
        spent: dict[str, dict[str, list[float]]] = {name: {} for name in checkouts}
        with ExitStack() as stack:
            workers = {
                name: stack.enter_context(Worker("plumbline_stages", peers, path))
                for name, path in checkouts.items()
            }
            sized = replace(corpus, documents=documents)
            fmt = "html" if corpus.html else "text"
            for number, texts in enumerate(_new_texts(sized, rounds + 1)):
                for name, worker in workers.items():
                    values = worker.measure(texts, fmt, values=True)["values"]
                    for stages in values if number else ():  # the first round loads
                        for stage, seconds in stages.items():
                            spent[name].setdefault(stage, []).append(1000 * seconds)
        for name, stages in spent.items():
            found[corpus.name, name] = {k: sum(v) / len(v) for k, v in stages.items()}
    return found


STUDY_GOALS = {"tables": (15, 8), "all": (60, 35)}  # target -> seconds wanted, and aimed at
STUDY_RUNS = 3  # of each target


def run_study(target: str, sources: int = 5, cores: int = 2) -> tuple[float, float]:
    """Return the seconds on the clock, and of CPU, of a run that begins with the sources alone."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "sources")
        corpus.mkdir()
        for number, text in enumerate(make_corpus(replace(NARROW, documents=sources))):
            (corpus / f"page-{number}.txt").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "snakemake", target, "--directory", folder, "--quiet"]
        command += ["--cores", str(cores), "--snakefile", str(PROJECT / "Snakefile")]
        # a developer's shell may forbid to keep compiled modules; users' shells do not
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        start, before = time.monotonic(), _children_cpu()
        subprocess.run(command, cwd=PROJECT, env=kept, stderr=subprocess.DEVNULL, check=True)
        return time.monotonic() - start, _children_cpu() - before


def table_of_studies(spent: dict[str, list[tuple[float, float]]]) -> str:
    """Return what the runs of `run_study` cost, target by target, as a Markdown table."""
    rows = ["| target | s on the clock (range) | CPU, s | wanted, aim |", "|---|---|---|---|"]
    for target, runs in spent.items():
        clocks, cpu = [run[0] for run in runs], median(run[1] for run in runs)
        clock, (least, aim) = median(clocks), STUDY_GOALS[target]
        verdict = "met" if clock <= least else "not met"
        seen = f"{clock:.1f} ({min(clocks):.1f} to {max(clocks):.1f})"
        rows.append(f"| `{target}` | {seen} | {cpu:.1f} | {least}, {aim} ({verdict}) |")
    return "\n".join(rows)


def table_of_comparisons(results: list[tuple[Comparison, dict]]) -> str:
    """Return the comparisons as a Markdown table."""
    rows = [
        "| comparison | corpus | ms | other, ms | times less (range) | wanted, aim | peak MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for c, r in results:
        wanted = f"{c.least:g}, {c.aim:g}" if c.least else ""
        verdict = ("met" if r["ratio"] >= c.least else "not met") if c.least else ""
        memory = f"{r['ours_mb']:.0f}, {r['other_mb']:.0f}" if r["ours_mb"] else ""
        rows.append(
            f"| {c.title} | {c.corpus.name} | {r['ours_ms']:.3f} | {r['other_ms']:.3f} "
            f"| {r['ratio']:.1f} ({r['lowest']:.1f} to {r['highest']:.1f}) "
            f"| {wanted} {f'({verdict})' if verdict else ''} | {memory} |"
        )
    return "\n".join(rows)


def table_of_stages(stages: dict) -> str:
    """Return the profile as a Markdown table: ms of CPU per document and stage."""
    names = list(next(iter(stages.values())))
    rows = [f"| corpus | checkout | {' | '.join(names)} | sum |", "|---" * (len(names) + 3) + "|"]
    for (corpus, checkout), spent in stages.items():
        cells = " | ".join(f"{spent[name]:.2f}" for name in names)
        rows.append(f"| {corpus} | {checkout} | {cells} | {sum(spent.values()):.2f} |")
    return "\n".join(rows)


def describe_machine() -> str:
    """Return processor, memory, system and Python in one line."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
        total = Path("/proc/meminfo").read_text("utf-8").split()[1]
        memory = f", {int(total) / 2**20:.0f} GB"
    except (OSError, StopIteration):
        model, memory = platform.processor() or platform.machine(), ""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores{memory}; {platform.system()}; {python}"


def describe_peers(peers: Path) -> str:
    """Return the versions of the other tools."""
    names = ("textstat", "textdescriptives", "spacy", "py-readability-metrics", "nltk", "proselint")
    paths = [str(path) for path in (peers / "lib").glob("python*/site-packages")]
    found = {d.metadata["Name"].lower(): d.version for d in metadata.distributions(path=paths)}
    path = [str(peers / "readability")]
    found |= {d.metadata["Name"].lower(): d.version for d in metadata.distributions(path=path)}
    return ", ".join(f"{n} {found[n]}" for n in (*names, "readability") if n in found)


def main() -> None:
    """Run every comparison and print, or write, what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--documents", type=int, default=40, help="of a corpus and round")
    parser.add_argument("--peers", type=Path, default=BENCH / ".peers")
    parser.add_argument("--before", type=Path, help="another checkout of the project to compare")
    parser.add_argument("--page", default=str(PROJECT / "docs" / "benchmarks.md"))
    options = parser.parse_args()
    results = []
    for comparison in COMPARISONS:
        corpus = comparison.corpus
        if not comparison.whole_process:
            share = max(1, corpus.words // WORDS)  # long documents: as many words, fewer of them
            corpus = replace(corpus, documents=max(1, options.documents // share))
        rounds = min(3, options.rounds) if comparison.whole_process else options.rounds
        sized = replace(comparison, corpus=corpus)
        results.append((sized, compare(sized, rounds, options.peers)))
        print(f"{comparison.title}, {corpus.name}: {results[-1][1]['ratio']:.1f}", flush=True)
    stages = measure_stages(options.rounds, options.documents, options.peers, options.before)
    runs = {target: [run_study(target) for _ in range(STUDY_RUNS)] for target in STUDY_GOALS}
    studies = table_of_studies(runs)
    comparisons, profile = table_of_comparisons(results), table_of_stages(stages)
    print(comparisons, profile, studies, sep="\n\n")
    if options.page:
        template = (BENCH / "benchmarks.md.in").read_text("utf-8")
        page = template.format(
            machine=describe_machine(),
            peers=describe_peers(options.peers),
            rounds=options.rounds,
            documents=options.documents,
            comparisons=comparisons,
            profile=profile,
            studies=studies,
        )
        Path(options.page).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
