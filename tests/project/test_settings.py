"""Settings: every wrong key is one sentence that says where and what to do."""

import pytest

from plumbline.errors import SettingsError
from plumbline.settings import find_path, load_settings, merge, read_yaml
from plumbline.study import find_data


@pytest.fixture
def study(tmp_path):
    return tmp_path


def test_the_defaults_are_complete_and_valid(project):
    settings = load_settings(project, project, {})
    schema = read_yaml(project / "workflow/schemas/config.schema.yaml")
    assert set(settings) == set(schema["properties"])
    assert settings["corpus"] == "resources/demo"
    assert settings["sources"] == "config/sources.tsv"


def test_another_corpus_leaves_the_bundled_sheet_behind(project):
    assert load_settings(project, project, {"corpus": "pages"})["sources"] == ""
    both = {"corpus": "pages", "sources": "mine.tsv"}
    assert load_settings(project, project, both)["sources"] == "mine.tsv"


def test_a_setting_left_empty_on_the_command_line_is_empty(project):
    assert load_settings(project, project, {"topic": None})["topic"] == ""


def test_a_study_reads_its_own_folder_of_sources(project, study):
    settings = load_settings(project, study, {})
    assert (settings["corpus"], settings["sources"]) == ("sources", "")


def test_a_study_lays_its_settings_over_the_defaults(project, study):
    (study / "config.yaml").write_text("corpus: pages\nstatistics: {seed: 7}\n")
    settings = load_settings(project, study, {"statistics": {"resamples": 500}})
    assert settings["corpus"] == "pages"
    assert settings["statistics"] == {
        "confidence": 0.95,
        "block": "sentence",
        "resamples": 500,
        "seed": 7,
        "resample_up_to": 1000,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "corpuss: x",
            "config.yaml of the study: the key 'corpuss' is unknown; did you mean 'corpus'?",
        ),
        ("statistics: {seeds: 1}", "the key 'statistics.seeds' is unknown; did you mean 'seed'?"),
        ("on_bad_source: stop", "the key 'on_bad_source' is 'stop'; use one of 'note', 'fail'."),
        ("limits: {max_bytes: 0}", "the key 'limits.max_bytes' is 0; it must be at least 1."),
        ("limits: 5", "the key 'limits' is 5; it must be a block of 'key: value' lines."),
        ("a: [", "config.yaml, line 2: this is not valid YAML"),
        ("- a", "config.yaml: this file must hold 'key: value' lines; rewrite it so."),
        ("topic: caf\xe9", "config.yaml: this file is not UTF-8; save it as UTF-8."),
    ],
)
def test_a_wrong_setting_is_one_sentence(project, study, text, expected):
    (study / "config.yaml").write_text(text, encoding="latin-1")
    with pytest.raises(SettingsError) as error:
        load_settings(project, study, {})
    assert expected in str(error.value)
    assert "\n" not in str(error.value)


def test_a_wrong_key_on_the_command_line_is_named_as_such(project):
    with pytest.raises(
        SettingsError, match="--config: the key 'topik' is unknown; did you mean 'topic'"
    ):
        load_settings(project, project, {"topik": "x"})


def test_the_mark_that_some_editors_put_in_front_is_no_setting(study):
    path = study / "a.yaml"
    path.write_text("topic: x\n", encoding="utf-8-sig")
    assert read_yaml(path) == {"topic": "x"}


def test_a_folder_in_place_of_a_file_is_one_sentence(study):
    with pytest.raises(SettingsError, match=r"cannot be opened \(Is a directory\)"):
        read_yaml(study)


def test_yaml_cannot_run_code(study):
    path = study / "evil.yaml"
    path.write_text("corpus: !!python/object/apply:os.system ['touch pwned']\n")
    with pytest.raises(SettingsError):
        read_yaml(path)


def test_paths_are_looked_up_in_the_study_first(project, study):
    assert find_path("config/lexicons", "lexicons", project, study) == project / "config/lexicons"
    (study / "config/lexicons").mkdir(parents=True)
    assert str(find_path("config/lexicons", "lexicons", project, study)) == "config/lexicons"
    with pytest.raises(SettingsError, match="'topic' names 'nowhere'"):
        find_path("nowhere", "topic", project, study)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere", "'topic' names 'nowhere', which is neither in the study folder nor"),
        ("zinc.yaml", "'topic' names the file 'zinc.yaml'; name the folder that it stands in"),
        ("sources", "'topic' names 'sources', a folder without a .tsv, .yaml or .bib file"),
    ],
)
def test_a_setting_without_a_folder_of_data_is_one_sentence(
    project, study, monkeypatch, name, words
):
    monkeypatch.chdir(study)
    (study / "zinc.yaml").write_text("claims: []\n")
    (study / "sources").mkdir()
    (study / "sources/page.txt").write_text("Zinc.")
    with pytest.raises(SettingsError, match=words):
        find_data(name, "topic", project, study)


def test_merge_goes_key_by_key():
    assert merge({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": 3}, "d": []}) == {
        "a": {"b": 3, "c": 2},
        "d": [],
    }


def test_a_file_of_settings_under_another_name_is_not_passed_over(project, tmp_path):
    (tmp_path / "config.yml").write_text("corpus: pages\n")
    with pytest.raises(SettingsError, match=r"^config.yml: this file is not read; name it"):
        load_settings(project, tmp_path, {})
