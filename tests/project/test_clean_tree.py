"""What is committed: notebooks without outputs, no absolute paths, no stray files."""

import json
import re
import subprocess

import pytest


def committed(project):
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=project, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    files = [project / name for name in names if name]
    if not files:
        pytest.skip("this is no git checkout: committed files not checked")
    return [file for file in files if file.is_file()]


def test_notebooks_carry_no_outputs(project):
    notebooks = sorted((project / "notebooks").glob("*.ipynb"))
    assert notebooks
    for path in notebooks:
        for cell in json.loads(path.read_text())["cells"]:
            if cell["cell_type"] == "code":
                assert cell["outputs"] == [], path.name
                assert cell["execution_count"] is None, path.name


def test_no_file_names_a_path_of_some_machine(project):
    homes = re.compile(r"(?<![\w.])/(home|root|Users|work)/\w")
    for path in committed(project):
        if path.suffix in {".lock", ".png", ".svg"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not homes.search(text), path


def test_results_are_not_committed(project):
    assert not [p for p in committed(project) if p.relative_to(project).parts[0] == "results"]
