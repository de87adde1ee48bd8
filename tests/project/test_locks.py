"""pyproject.toml -> uv.lock -> requirements.lock -> environment.yml never drift apart."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

PUBLIC = ("https://pypi.org/", "https://files.pythonhosted.org/")


def uv(project, *arguments, tmp_path):
    program = Path(sys.executable).parent / "uv"
    environment = {**os.environ, "UV_CACHE_DIR": str(tmp_path)}
    return subprocess.run(
        [program, *arguments, "--offline"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_uv_lock_follows_from_pyproject(project, tmp_path):
    result = uv(
        project, "lock", "--check", "--default-index", "https://pypi.org/simple", tmp_path=tmp_path
    )
    assert result.returncode == 0, f"run 'make lock': {result.stderr}"


def test_requirements_lock_follows_from_uv_lock(project, tmp_path):
    result = uv(
        project,
        "export",
        "--quiet",
        "--frozen",
        "--all-groups",
        "--no-emit-project",
        "--no-header",
        "--format",
        "requirements-txt",
        tmp_path=tmp_path,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == (project / "requirements.lock").read_text(), "run 'make lock'"


def test_every_requirement_is_pinned_with_a_hash(project):
    text = (project / "requirements.lock").read_text().replace("\\\n", " ")
    requirements = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    assert len(requirements) > 50
    for line in requirements:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", line), line
        assert "--hash=sha256:" in line, line


def test_every_package_has_one_version_whatever_the_python(project):
    text = (project / "requirements.lock").read_text()
    names = re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==", text, re.MULTILINE)
    assert [name for name in names if names.count(name) > 1] == []


def test_locks_name_no_index_but_the_public_default(project):
    lock = tomllib.loads((project / "uv.lock").read_text())
    for package in lock["package"]:
        source = package["source"]
        assert source in ({"registry": "https://pypi.org/simple"}, {"virtual": "."}), package[
            "name"
        ]
        for file in [package.get("sdist"), *package.get("wheels", [])]:
            assert file is None or file["url"].startswith(PUBLIC), file
    requirements = (project / "requirements.lock").read_text()
    assert not re.search(r"://|--(extra-)?index|--find-links", requirements)
    pyproject = (project / "pyproject.toml").read_text()
    assert "index" not in tomllib.loads(pyproject)["tool"]["uv"]


def test_conda_installs_the_same_lock(project):
    environment = yaml.safe_load((project / "environment.yml").read_text())
    assert environment["name"] == "plumbline"
    python, pip, packages = environment["dependencies"]
    assert re.fullmatch(r"python=3\.\d+", python)
    assert pip == "pip"
    assert packages == {"pip": ["-r requirements.lock"]}


def test_textstat_stays_at_the_last_release_that_works_offline(project):
    assert "textstat==0.7.8 " in (project / "requirements.lock").read_text()
