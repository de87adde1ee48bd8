import os
import shutil
import subprocess
import sys

import pytest
from small_study import write_study


def as_any_user():
    """What a command begins with so that root, too, cannot read what its owner may not."""
    if os.geteuid() or not shutil.which("setpriv"):
        return []
    prefix = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    allowed = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    return prefix if allowed.returncode == 0 else []


@pytest.fixture(scope="session")
def snakemake(project):
    """Run the workflow in a study folder and return the finished process."""
    prefix = as_any_user()

    def run(study, *arguments, cores="2"):
        command = [*prefix, sys.executable, "-m", "snakemake"]
        command += ["--snakefile", str(project / "Snakefile")]
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
