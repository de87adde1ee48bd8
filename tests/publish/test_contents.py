"""What each notebook declares is what it reads, so that nothing in it can be out of date."""

import json

import pytest
from synthetic import Study

from plumbline.publish import review as review_module
from plumbline.publish.contents import NOTEBOOKS, SUMMARY_TABLES
from plumbline.publish.figures import FIGURES
from plumbline.publish.read_tables import SAFETY_TOPICS, StudyTables
from plumbline.publish.sentences import found_lines


@pytest.fixture(scope="module")
def study_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contents") / "tables"
    Study(5).write(folder)
    return folder


class WatchedTables(StudyTables):
    """Tables that remember which of them were asked for."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


def lines_of_code(project, notebook):
    cells = json.loads((project / f"notebooks/{notebook}.ipynb").read_text())["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_every_notebook_is_listed(project):
    assert {path.stem for path in (project / "notebooks").glob("*.ipynb")} == set(NOTEBOOKS)


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS))
def test_a_notebook_reads_and_shows_what_it_declares(project, notebook, study_folder, monkeypatch):
    monkeypatch.setattr(review_module, "StudyTables", WatchedTables)
    monkeypatch.setattr(review_module, "display", lambda *arguments, **options: None)
    review = review_module.Review(study_folder, "", project / "config/lexicons")
    shown = []
    monkeypatch.setattr(review, "show_figure", shown.append)
    for line in lines_of_code(project, notebook):
        if line.startswith("review."):
            eval(line, {"review": review})
    declared = NOTEBOOKS[notebook]
    assert tuple(shown) == declared.figures
    read = review.tables.asked | {t for name in shown for t in FIGURES[name].tables}
    assert read - {SAFETY_TOPICS} == set(declared.tables)


def test_the_summary_reads_what_it_declares(project, study_folder):
    tables = WatchedTables(study_folder, project / "config/lexicons")
    found_lines(tables, kinds=True)
    assert tables.asked - {SAFETY_TOPICS} == set(SUMMARY_TABLES)
