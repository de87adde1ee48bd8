import pytest

from plumbline.batch.plan import survey_study
from plumbline.errors import SettingsError
from plumbline.settings import load_settings


@pytest.fixture
def study(tmp_path):
    for name in ("a.txt", "results/text/a.txt", "results/tables/documents.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text\nPeople who sleep badly look for help.\n")
    return tmp_path


def survey(project, study, corpus):
    return survey_study(load_settings(project, study, {"corpus": str(corpus)}), project, study)


def test_a_study_whose_folder_holds_its_sources_does_not_read_its_results(project, study):
    found = survey(project, study, study)
    assert list(found.single) == ["a"]
    assert not found.bulk


@pytest.mark.parametrize("corpus", ["results", "results/text", "results/tables/documents.csv"])
def test_sources_among_the_results_are_refused(project, study, corpus):
    with pytest.raises(SettingsError, match=r"among the results of the study.*; move it to"):
        survey(project, study, study / corpus)
