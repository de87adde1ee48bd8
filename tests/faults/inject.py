"""Disturb runs of a small study in every way, and show that a plain rerun puts all of it right.

    python tests/faults/inject.py [--kills 60] [--seed 0] [--target all] [FAULT ...]

Each fault starts from an undisturbed copy of the study; afterwards a plain rerun must end in the
bytes of an undisturbed run. What is written is compared while the disturbance lasts, too: a file
under `results/` is either as it should be or not there, never half of it. Faults that need rights
or tools that are not there are named as not tried. `make test-faults` runs all of them (about a
quarter of an hour); a few stand in the everyday tests as well (`tests/workflow/test_faults.py`).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PAGES = 3  # of the bundled study: enough for every table, figure and notebook
KILLS_IN_A_ROW = 15  # then a plain rerun; each within a sixth of the time that a run takes


class NotTriedError(Exception):
    """A fault that this machine does not allow to be made; the message says why."""


class Study:
    """A study in a folder of its own, and the bytes that an undisturbed run of it ends in."""

    def __init__(self, folder: Path, target: str) -> None:
        self.folder, self.target = folder, target
        self.expected: dict[str, bytes] = {}
        self.seconds = 0.0  # that an undisturbed run takes
        self.sessions: set[int] = set()  # of all runs
        sources = folder / "sources"
        sources.mkdir(parents=True)
        for page in sorted((PROJECT / "resources/demo").glob("*.txt"))[:PAGES]:
            shutil.copy(page, sources)

    def start(self, stderr: int | None = subprocess.PIPE, **environment: str) -> subprocess.Popen:
        """Start a run in a session of its own; `stderr` None throws away what it says."""
        command = [sys.executable, "-m", "snakemake", "--snakefile", str(PROJECT / "Snakefile")]
        command += ["--directory", str(self.folder), "--cores", "2", self.target]
        run = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if stderr is None else stderr,
            text=True,
            start_new_session=True,
        )
        self.sessions.add(run.pid)
        return run

    def run(self, **environment: str) -> tuple[int, str]:
        """Run to the end; return the exit code and what was said."""
        run = self.start(**environment)
        _, said = run.communicate()
        return run.returncode, said

    def written(self) -> dict[str, bytes]:
        """Return every result there is, logs and unfinished temporary files aside."""
        results = self.folder / "results"
        return {
            path.relative_to(results).as_posix(): path.read_bytes()
            for path in sorted(results.rglob("*"))
            if path.is_file() and "logs" not in path.parts and not path.name.startswith(".")
        }

    def differences(self, unfinished: bool = False) -> list[str]:
        """Return the results that are not as they should be, missing ones unless unfinished."""
        written = self.written()
        wrong = {name for name, data in written.items() if self.expected.get(name) != data}
        return sorted(wrong if unfinished else wrong | (self.expected.keys() - written.keys()))

    def clear(self) -> None:
        """Remove all results, as if nothing had run; jobs without a run end first."""
        while any(session in self.sessions for _, session in processes()):
            time.sleep(0.1)
        for name in ("results", ".snakemake"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def recover(self) -> None:
        """Run plainly and hold the results against an undisturbed run's."""
        code, said = self.run()
        assert code == 0, f"the plain rerun failed: {said[-2000:]}"
        assert not self.differences(), f"differs: {self.differences()[:10]}"
        left = sorted(path.name for path in (self.folder / "results").rglob(".*.unfinished"))
        assert not left, f"left behind: {left[:10]}"


def fails_plainly(code: int, said: str) -> str:
    """Assert that a run failed with words for people, not a trace of calls; return its words."""
    assert code != 0, "the run went through in spite of the fault"
    assert "Traceback" not in said, said[-3000:]
    sentences = [line for line in said.splitlines() if line.startswith("Plumbline: ")]
    assert sentences, f"no plain sentence: {said[-3000:]}"
    return sentences[0]


def kill_at_random(study: Study, kills: int, draw: random.Random) -> str:
    """SIGKILL at random moments: in turn the whole group, and the workflow alone."""
    finished = recovered = 0
    for number in range(kills):
        alone = number % 2 == 1
        while not killed(study.start(None), draw.uniform(0.3, study.seconds / 6), alone):
            finished += 1
            study.clear()
        wrong = study.differences(unfinished=True)
        assert not wrong, f"half-written after kill {number}: {wrong[:10]}"
        if number % KILLS_IN_A_ROW == KILLS_IN_A_ROW - 1:
            study.recover()
            study.clear()
            recovered += 1
    study.recover()
    return (
        f"{kills} runs killed, {finished} more ended before their moment came; "
        f"{recovered + 1} plain reruns"
    )


def killed(run: subprocess.Popen, moment: float, alone: bool) -> bool:
    """SIGKILL a run after `moment` seconds; say whether it was still at work then.

    The jobs of a run that is killed alone go on, while the next run is already at work.
    """
    with contextlib.suppress(subprocess.TimeoutExpired):
        run.wait(timeout=moment)
    at_work = run.poll() is None
    if at_work:
        (os.kill if alone else os.killpg)(run.pid, signal.SIGKILL)
    run.wait()
    return at_work


def processes() -> Iterator[tuple[Path, int]]:
    """Yield the folder under /proc and the session of every process."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            yield entry, os.getsid(int(entry.name))


def workers(run: subprocess.Popen) -> list[int]:
    """Return the process ids of a run's job scripts that are at work."""
    found = []
    for entry, session in processes():
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            if session == run.pid and command.count(b"\0") == 2:
                found += [int(entry.name)] if b".snakemake/scripts" in command else []
    return found


def disturb_workers(study: Study, disturb: Callable[[int], None], moment: float) -> int:
    """Disturb a run's workers from `moment` (seconds) on until it ends; return how many it had."""
    run = study.start()
    time.sleep(moment)
    disturbed: set[int] = set()
    while run.poll() is None:
        for worker in set(workers(run)) - disturbed:
            with contextlib.suppress(ProcessLookupError):
                disturb(worker)
                disturbed.add(worker)
        time.sleep(0.05)
    run.communicate()
    assert not study.differences(unfinished=True)
    study.recover()
    return len(disturbed)


def kill_workers(study: Study, kills: int, draw: random.Random) -> str:
    """SIGKILL for workers, as the kernel does when the memory runs out."""
    moments = [draw.uniform(2, 8) for _ in range(max(kills // 20, 1))]
    number = sum(disturb_workers(study, kill, moment) for moment in moments)
    return f"{number} workers killed"


def kill(worker: int) -> None:
    """End a process at once."""
    os.kill(worker, signal.SIGKILL)


def starve_workers(study: Study, kills: int, draw: random.Random) -> str:
    """Workers that may not take another byte of memory."""
    number = disturb_workers(study, starve, draw.uniform(2, 8))
    return f"{number} workers starved"


def starve(worker: int) -> None:
    """Limit the address space of a process to less than it has."""
    resource.prlimit(worker, resource.RLIMIT_AS, (50_000_000, 50_000_000))


def mounted(folder: Path, options: str) -> None:
    """Mount a file system in memory on `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise NotTriedError("mounting a file system takes more rights than this user has")


def recover_from(study: Study, options: str, remedy: str) -> str:
    """Run with the results on a file system that fails, mend it and run again."""
    results = study.folder / "results"
    mounted(results, options)
    try:
        sentence = fails_plainly(*study.run())
        assert not study.differences(unfinished=True)
        subprocess.run(["mount", "-o", f"remount,{remedy}", str(results)], check=True)
        study.recover()
    finally:
        subprocess.run(["umount", str(results)], check=False)
    return sentence


def fill_the_disk(study: Study, kills: int, draw: random.Random) -> str:
    """A disk that fills up on the way, then has room again."""
    quarter = sum(map(len, study.expected.values())) // 4
    return recover_from(study, f"size={quarter}", "size=500m")


def forbid_writing(study: Study, kills: int, draw: random.Random) -> str:
    """Results on a file system that cannot be written to."""
    return recover_from(study, "ro", "rw")


def fill_the_temporary_folder(study: Study, kills: int, draw: random.Random) -> str:
    """No room in the folder for temporary files."""
    with tempfile.TemporaryDirectory() as folder:
        mounted(Path(folder), "size=16k")
        try:
            Path(folder, "filler").write_bytes(b"x" * 12_000)
            code, said = study.run(TMPDIR=folder)
            sentence = fails_plainly(code, said) if code else "the run did without it"
            assert not study.differences(unfinished=True)
        finally:
            subprocess.run(["umount", folder], check=False)
    study.recover()
    return sentence


def make_the_clock_jump(study: Study, kills: int, draw: random.Random) -> str:
    """Runs under a clock a year behind and a year ahead, in turn, each killed on the way."""
    library = next(Path("/usr/lib").rglob("libfaketime.so.1"), None)
    if library is None:
        raise NotTriedError("libfaketime is not installed")
    for offset in ("-365d", "+365d", "-1d"):
        run = study.start(LD_PRELOAD=str(library), FAKETIME=offset)
        try:
            run.wait(timeout=draw.uniform(6, 12))
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        assert not study.differences(unfinished=True)
    study.recover()
    return "a year back, a year ahead, a day back"


def start_two_at_once(study: Study, kills: int, draw: random.Random) -> str:
    """Two runs in one folder: the second is refused, the first goes through."""
    first = study.start()
    lock = study.folder / ".snakemake/plumbline.lock"
    while not lock.exists():
        time.sleep(0.1)
    time.sleep(0.5)
    sentence = fails_plainly(*study.run())
    assert "another run is at work in this folder" in sentence
    first.communicate()
    assert first.returncode == 0
    assert not study.differences()
    return sentence


FAULTS = {
    function.__name__: function
    for function in (
        kill_at_random,
        kill_workers,
        starve_workers,
        fill_the_disk,
        forbid_writing,
        fill_the_temporary_folder,
        make_the_clock_jump,
        start_two_at_once,
    )
}


def main() -> None:
    """Make every fault and print what happened; end with 1 where a rerun did not put it right."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faults", nargs="*", default=list(FAULTS))
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--target", default="all")
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        study = Study(Path(folder, "study"), options.target)
        begin = time.monotonic()
        code, said = study.run()
        assert code == 0, said
        study.seconds, study.expected = time.monotonic() - begin, study.written()
        print(f"undisturbed: {len(study.expected)} files, {study.seconds:.0f} s", flush=True)
        for name in options.faults:
            study.clear()
            try:
                print(f"{name}: {FAULTS[name](study, options.kills, random.Random(options.seed))}")
            except NotTriedError as why:
                print(f"{name}: not tried, because {why}")
            except AssertionError as why:
                failed = True
                print(f"{name}: FAILED, {why}")
            sys.stdout.flush()
    sys.exit(failed)


if __name__ == "__main__":
    main()
