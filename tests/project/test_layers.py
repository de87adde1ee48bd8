"""Arrows run one way: publish -> compare -> measures -> text -> sources."""

import ast

import pytest

MEASURES = {"readability", "rhetoric", "citations", "claims", "numbers", "evidence"}
SHARED = {
    "batches",
    "code",
    "errors",
    "guards",
    "hashes",
    "lexicons",
    "memory",
    "neighbourhood",
    "parts",
    "progress",
    "scheduling",
    "settings",
    "store",
    "study",
    "tables",
    "whole",
}
MAY_IMPORT = {
    "sources": set(),
    "text": {"sources"},
    **{measure: {"text", "sources"} for measure in MEASURES},
    "compare": {*MEASURES, "text"},
    "batch": {*MEASURES, "compare", "text", "sources"},
    "publish": {*MEASURES, "compare", "text"},
    "validity": {*MEASURES, "compare", "text", "sources"},
}
HEAVY = {"pandas", "scipy", "matplotlib", "nbclient", "nbconvert", "IPython"}


def imports(path, top_level_only=False):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_package_has_its_layer(project):
    packages = {path.parent.name for path in (project / "src/plumbline").glob("*/*.py")}
    assert packages == set(MAY_IMPORT)


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_a_package_imports_only_what_lies_below_it(project, package):
    for path in sorted((project / "src/plumbline" / package).rglob("*.py")):
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "plumbline" and len(parts) > 1 and parts[1] != package:
                assert parts[1] in MAY_IMPORT[package] | SHARED, f"{path.name} imports {name}"


@pytest.mark.parametrize("package", ["sources", "text", *sorted(MEASURES)])
def test_measuring_jobs_import_nothing_heavy(project, package):
    for path in sorted((project / "src/plumbline" / package).rglob("*.py")):
        for name in imports(path, top_level_only=True):
            assert name.split(".")[0] not in HEAVY, f"{path.name} imports {name}"


def test_the_library_knows_nothing_of_snakemake(project):
    for path in sorted((project / "src/plumbline").rglob("*.py")):
        assert not [name for name in imports(path) if name.split(".")[0] == "snakemake"], path
