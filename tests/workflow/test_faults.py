"""Runs that are killed, and two runs at once."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from small_study import results


def start(project, folder):
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(project / "Snakefile")]
    command += ["--directory", str(folder), "--cores", "1", "tables"]
    return subprocess.Popen(
        command,
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(happened, seconds=120):
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "the run did not get so far"
        time.sleep(0.05)


@pytest.fixture
def fresh(study, tmp_path):
    shutil.copytree(study / "sources", tmp_path / "sources")
    return tmp_path


@pytest.mark.parametrize("kill", [os.killpg, os.kill])  # with its jobs, and without them
def test_a_killed_run_goes_on_and_ends_in_the_same_bytes(study, fresh, project, snakemake, kill):
    run = start(project, fresh)
    wait_until(lambda: len(list((fresh / "results/batches").glob("*/*.csv"))) > 2)
    kill(run.pid, signal.SIGKILL)
    run.wait()
    again = snakemake(fresh, "tables")
    assert again.returncode == 0, again.stderr
    assert results(fresh) == results(study)


def test_a_second_run_in_the_same_folder_is_refused_in_one_sentence(fresh, project, snakemake):
    run = start(project, fresh)
    wait_until(lambda: (fresh / ".snakemake/plumbline.lock").exists())
    try:
        second = snakemake(fresh, "tables")
        assert second.returncode != 0
        assert "another run is at work in this folder" in second.stderr
        assert "Traceback" not in second.stderr
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
