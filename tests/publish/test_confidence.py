"""Intervals bear the coverage that the study asks for, in all that is published of them."""

import pytest
from matplotlib.text import Text

from plumbline.publish import sentences, small_tables
from plumbline.publish.figures import FIGURES, alt_text, draw_figure
from plumbline.publish.parts import median_interval
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.report_page import build_report
from plumbline.publish.writeup.facts import answer
from plumbline.publish.writeup.tables import list_entries, make_tables


@pytest.fixture(scope="module")
def open_tables(study, tmp_path_factory):
    """Return a function that reads the tables of a study of n sources as of 90 % intervals."""
    folder = tmp_path_factory.mktemp("confidence")
    for n in (5, 70):  # shown one by one, and in groups
        study(n).write(folder / f"{n}/tables")
    return lambda n, confidence=0.9: StudyTables(folder / f"{n}/tables", confidence=confidence)


def test_sentences_and_short_tables_name_it(open_tables):
    tables = open_tables(5)
    said = [say(tables) for answers in sentences.ANSWERS.values() for say in answers]
    said += sentences.found_lines(tables)
    for build, _ in small_tables.SMALL_TABLES.values():
        said += list(build(tables))
    said += [small_tables.caption_table(name, 1, 0.9) for name in small_tables.SMALL_TABLES]
    assert sum("90 % interval" in text for text in said) > 8
    assert not [text for text in said if "95 %" in text]


@pytest.mark.parametrize("n", [5, 70])
@pytest.mark.parametrize("name", FIGURES)
def test_figures_name_it(name, n, open_tables):
    tables = open_tables(n)
    said = [alt_text(name, tables)]
    said += [text.get_text() for text in draw_figure(name, tables).findobj(Text)]
    assert not [text for text in said if "95 %" in text]
    if FIGURES[name].intervals and name not in ("shared_passages", "rank_stability"):
        assert any("90 %" in text for text in said)


def test_report_and_write_up_name_it(project, open_tables, tmp_path):
    tables = open_tables(5)
    build_report(tables, tables.folder.parent / "text", tmp_path / "index.html")
    made = make_tables(tables, list_entries(project / "config/lexicons"), set())
    said = [
        (tmp_path / "index.html").read_text("utf-8"),
        *(caption for caption, _ in made.values()),
    ]
    said += [text for topic in sentences.ANSWERS for text in answer(tables, topic)]
    assert any("Lines are 90 % intervals" in text for text in said)
    assert not [text for text in said if "95 % interval" in text]


def test_a_lower_confidence_gives_narrower_intervals(open_tables):
    wide, narrow = (sentences.answer_rhetoric(open_tables(5, c)) for c in (0.95, 0.8))
    assert wide.replace("95 %", "80 %") != narrow
    (low, high), (lower, higher) = (median_interval(range(100), c) for c in (0.8, 0.95))
    assert lower < low < high < higher
