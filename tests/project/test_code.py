"""A result is made anew when any of the code behind it changes, and not when other code does."""

import ast
import json
import re

import pytest

from plumbline import code

# the job measures by steps, each with a version of its own; or the page names the whole library
OWN_VERSIONS = {"measure_batch", "build_report"}
# nothing is computed: images for the README; a run in another folder, whose project is its version
NO_VERSION = {"take_readme_images", "say_verified", "compare_crate"}


@pytest.fixture
def scripts(project):
    return sorted((project / "workflow/scripts").glob("*.py"))


def modules_named(file):
    """Every module that the imports of a file name, read by Python's own parser."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_what_a_script_imports_is_found_to_the_end(project, scripts):
    library = project / "src"
    for script in scripts:
        found = code.imported_files(script)
        for file in found:
            for module in modules_named(file):
                path = library.joinpath(*module.split("."))
                for needed in (path / "__init__.py", path.with_suffix(".py")):
                    assert not needed.is_file() or needed in found, f"{script.stem}: {needed}"


def test_every_job_depends_on_the_code_of_its_script(project, scripts):
    rules = "".join(f.read_text("utf-8") for f in sorted((project / "workflow/rules").glob("*")))
    scripts_run = re.findall(r'"\.\./scripts/(\w+)\.py"', rules)
    assert {script.stem for script in scripts} == {*scripts_run, "job"}
    versions = set(re.findall(r'code=script_code\(\s*"(\w+)"', rules))
    assert versions == set(scripts_run) - OWN_VERSIONS - NO_VERSION


def test_notebooks_import_what_their_version_follows(project):
    rules = (project / "workflow/rules/publish.smk").read_text("utf-8")
    for path in sorted((project / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        source = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
        for module in re.findall(r"^\s*(?:from|import) (plumbline[\w.]*)", source, re.M):
            assert f'script_code("execute_notebook", "{module}")' in rules


def forget():
    """Let the next version be worked out from the files again."""
    for function in (code.script_version, code._imports, code._module_files, code._hash_once):
        function.cache_clear()


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A small project: a script, two packages, the schema of a table."""
    files = {
        "workflow/scripts/job.py": "",
        "workflow/scripts/count.py": "from plumbline.rates import (\n    count,\n    share,\n)\n",
        "workflow/schemas/tables/counts.yaml": "fields: []\n",
        "src/plumbline/__init__.py": "",
        "src/plumbline/rates/__init__.py": "from plumbline.rates.count import count\n",
        "src/plumbline/rates/count.py": "def count():\n    from plumbline import words\n",
        "src/plumbline/rates/page.css": "",
        "src/plumbline/words.py": "",
        "src/plumbline/figures/__init__.py": "",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(code, "LIBRARY", tmp_path / "src/plumbline")
    yield tmp_path
    forget()


def version(project):
    forget()
    return code.script_version(project / "workflow/scripts/count.py")


@pytest.mark.parametrize(
    ("changed", "matters"),
    [
        ("workflow/scripts/job.py", True),
        ("workflow/schemas/tables/counts.yaml", True),
        ("src/plumbline/rates/__init__.py", True),
        ("src/plumbline/rates/page.css", True),
        ("src/plumbline/words.py", True),
        ("src/plumbline/figures/__init__.py", False),
    ],
)
def test_a_version_changes_with_what_is_imported_and_with_nothing_else(library, changed, matters):
    before = version(library)
    with (library / changed).open("a") as file:
        file.write("# changed\n")
    assert (version(library) != before) is matters
