"""Notebooks: committed without outputs, executed to the same bytes, pages that load nothing."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from plumbline.errors import PlumblineError
from plumbline.publish.contents import NOTEBOOKS
from plumbline.publish.figures import save_figures
from plumbline.publish.notebooks import execute_notebook

FOLDER = Path(__file__).parents[2] / "notebooks"
PARAMETERS = {"tables": "tables", "figures": "figures", "lexicons": ""}


def run(source: Path, folder: Path, monkeypatch) -> tuple[bytes, bytes]:
    monkeypatch.chdir(folder)
    execute_notebook(source, Path("out.ipynb"), Path("out.html"), PARAMETERS)
    return Path("out.ipynb").read_bytes(), Path("out.html").read_bytes()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_committed_notebook_is_clean(name):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert [c.id for c in notebook.cells] == [
        f"cell-{i:02d}" for i in range(1, len(notebook.cells) + 1)
    ]
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert not any(c.outputs or c.execution_count for c in code)
    assert code[0].metadata.tags == ["parameters"]
    assert "**Question.**" in notebook.cells[0].source
    assert "## What cannot be concluded" in [c.source for c in notebook.cells]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook_shows_the_figures_it_is_said_to_show(name):
    source = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    shown = re.findall(r'show_figure\(\\"(\w+)\\"\)', source)
    assert sorted(shown) == sorted(NOTEBOOKS[name].figures)


@pytest.fixture(scope="module")
def executed(study, study_folder, tmp_path_factory):
    """Return notebook and page of 04, executed in two folders of different names."""
    patch = pytest.MonkeyPatch()
    source, results = FOLDER / "04_evidence_shown.ipynb", []
    for seed in ("1", "2"):
        folder = tmp_path_factory.mktemp(f"run{seed * 3}")
        shutil.copytree(study_folder / "tables", folder / "tables")
        names = NOTEBOOKS["04_evidence_shown"].figures
        save_figures(study(5).tables, folder / "figures", names, ("png",))
        patch.setenv("PYTHONHASHSEED", seed)
        results.append((*run(source, folder, patch), folder))
    patch.undo()
    return results


def test_two_runs_give_the_same_bytes(executed):
    (notebook, page, _), (notebook_again, page_again, _) = executed
    assert notebook == notebook_again
    assert page == page_again


def test_no_path_of_the_machine_is_left(executed):
    notebook, page, folder = executed[0]
    for text in (notebook.decode(), page.decode()):
        assert str(folder) not in text
        assert str(FOLDER.parent) not in text


def test_page_loads_nothing_and_describes_its_figures(executed):
    page = executed[0][1].decode()
    assert not re.search(r"<(script|link|iframe|object)\b", page)
    assert not re.search(r"""(src|href)=["']?https?:""", page)
    images = re.findall(r"<img\b[^>]*>", page, re.S)
    assert len(images) == len(NOTEBOOKS["04_evidence_shown"].figures)
    assert all(re.search(r'alt="[^"]{40,}"', image) for image in images)
    assert "default-src 'none'" in html.unescape(page)


def test_page_holds_the_answer_but_not_the_code(executed):
    page = executed[0][1].decode()
    assert "Five sources, " in page
    assert "review.show_figure" not in page
    assert b"review.show_figure" in executed[0][0]


def test_study_without_tables_ends_in_sentences(tmp_path, monkeypatch):
    source = FOLDER / "05_rhetoric_against_evidence.ipynb"
    _, page = run(source, tmp_path, monkeypatch)
    assert "No claim could be held against published evidence" in page.decode()
    assert "Traceback" not in page.decode()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", "broken.ipynb: the notebook stopped with ZeroDivisionError: division by zero"),
        ("import os; os._exit(1)", "broken.ipynb: the notebook's kernel died"),
    ],
)
def test_failure_is_one_sentence(code, said, tmp_path, monkeypatch):
    cell = nbformat.v4.new_code_cell(code, metadata={"tags": ["parameters"]})
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "broken.ipynb")
    with pytest.raises(PlumblineError) as error:
        run(tmp_path / "broken.ipynb", tmp_path, monkeypatch)
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "out.html").exists()
