import os
import subprocess
import sys

import pytest
from small_study import write_study


@pytest.fixture(scope="session")
def snakemake(project):
    """Run the workflow in a study folder and return the finished process."""

    def run(study, *arguments, cores="2"):
        command = [sys.executable, "-m", "snakemake", "--snakefile", str(project / "Snakefile")]
        command += ["--directory", str(study), "--cores", cores, *arguments]
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        return subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture(scope="session")
def study(tmp_path_factory, snakemake):
    """A study of three pages and an empty file, with all its tables made."""
    folder = write_study(tmp_path_factory.mktemp("study"))
    result = snakemake(folder, "tables")
    assert result.returncode == 0, result.stderr
    return folder
