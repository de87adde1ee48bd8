"""Nothing that a study brings along is run: settings, lexicons, sheets, titles, tables."""

import ast

import pytest

from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv
from plumbline.settings import read_yaml

TAGS = (
    "!!python/object/apply:os.system ['touch pwned']",
    "!!python/object:os.path.join {}",
    "!!python/name:os.system",
    "!!python/module:os",
)
RUNNERS = {"eval", "exec", "compile", "__import__"}
UNSAFE = {"pickle", "marshal", "shelve", "dill", "joblib"}


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_in_yaml_is_an_error_of_one_sentence(tmp_path, monkeypatch, tag):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "config.yaml"
    path.write_text(f"corpus: {tag}\n")
    with pytest.raises(SettingsError, match="not valid YAML"):
        read_yaml(path)
    assert not (tmp_path / "pwned").exists()


def test_a_sheet_is_text_and_nothing_else(tmp_path):
    path = tmp_path / "sources.tsv"
    path.write_text("source_id\tpath\n__import__('os')\t{{ 7*7 }}\n")
    rows = [row for _, row in read_tsv(path, ("source_id", "path"), ())]
    assert rows == [{"source_id": "__import__('os')", "path": "{{ 7*7 }}"}]


def test_the_library_runs_no_code_that_it_reads(project):
    for path in sorted((project / "src/plumbline").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in RUNNERS, f"{path.name}: {node.func.id}"
            if isinstance(node, ast.Import):
                assert not UNSAFE & {alias.name for alias in node.names}, path.name
            if isinstance(node, ast.keyword) and node.arg == "shell":
                assert not getattr(node.value, "value", True), f"{path.name}: shell=True"


def test_yaml_is_only_read_by_the_safe_loader(project):
    for folder in ("src", "workflow", "bench"):
        for path in sorted((project / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            for unsafe in ("yaml.unsafe_load", "yaml.full_load", "UnsafeLoader", "FullLoader"):
                assert unsafe not in text, path.name
