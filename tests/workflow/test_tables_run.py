"""The workflow on a small study: what it makes, what it makes again, and what it refuses."""

import json
import shutil

import pandas as pd
import pytest

from plumbline.tables import SCHEMAS, columns, read_table


def made_by_batches(study):
    """Parts that jobs have made of single sources, with the time of their making."""
    parts = (study / "results/batches").glob("*/*")
    return {f"{path.parent.name}/{path.stem}": path.stat().st_mtime_ns for path in parts}


def remade(before, after):
    return {part for part, time in after.items() if before.get(part) != time}


@pytest.fixture
def copy(study, tmp_path):
    """The finished study, to be changed at will."""
    folder = tmp_path / "study"
    shutil.copytree(study, folder)
    return folder


def table(study, name):
    return read_table(study / "results/tables" / f"{name}.csv")


def test_every_table_is_there_with_its_columns(study):
    made = {path.stem for path in (study / "results/tables").glob("*.csv")}
    assert made == {path.stem for path in SCHEMAS.glob("*.yaml")} - {
        "agreement",
        "confusion",
        "validity",
    }
    for name in made:
        assert list(table(study, name).columns) == columns(name)


def test_the_data_package_lists_every_table(study):
    package = json.loads((study / "results/tables/datapackage.json").read_text())
    listed = {resource["path"] for resource in package["resources"]}
    assert listed == {path.name for path in (study / "results/tables").glob("*.csv")}


def test_every_source_is_listed_and_a_bad_one_has_its_reason(study):
    documents = table(study, "documents").set_index("source_id")
    assert list(documents.index) == ["calm_nights", "capsules", "empty", "leaflet"]
    assert documents.loc["capsules", "group"] == "shop"
    assert documents.loc["empty", "n_words"] == 0
    assert "empty" in documents.loc["empty", "note"]
    assert documents.loc["leaflet", "format"] == "markdown"


@pytest.mark.parametrize("name", ["sentences", "markers", "citations", "claims", "numbers"])
def test_every_span_points_to_its_text(study, name):
    frame = table(study, name)
    assert len(frame)
    texts = {p.stem: p.read_text() for p in (study / "results/text").glob("*.txt")}
    for row in frame.itertuples():
        span = texts[row.source_id][row.start : row.end]
        assert span.strip() == span != ""
        if hasattr(row, "text"):
            assert row.text == span


def test_the_pages_differ_as_they_should(study):
    density = table(study, "citation_density").set_index(["source_id", "tier"])["count"]
    assert density["calm_nights", "A+B+C"] == 0
    assert density["calm_nights", "vague"] >= 1
    assert density["leaflet", "A+B"] >= 1
    rhetoric = table(study, "rhetoric").set_index(["source_id", "category"])["count"]
    assert rhetoric["calm_nights", "hedge"] >= 1
    assert rhetoric["capsules", "hype"] > rhetoric["leaflet", "hype"]
    gap = table(study, "overclaim").set_index("source_id")
    assert gap.loc["capsules", "mean_gap"] > 0


def test_nothing_in_the_results_names_this_machine(study):
    for path in sorted((study / "results").rglob("*")):
        if path.is_file() and path.suffix in {".csv", ".json", ".jsonl", ".txt"}:
            assert str(study) not in path.read_text(), path


def test_a_second_run_has_nothing_to_do(study, snakemake):
    result = snakemake(study, "tables")
    assert "Nothing to be done" in result.stderr + result.stdout


def test_changing_one_source_measures_that_source_again_and_no_other(copy, snakemake):
    before = made_by_batches(copy)
    source = copy / "sources/calm_nights.txt"
    source.write_text(source.read_text() + "\nMagnesium might help.\n")
    assert snakemake(copy, "tables").returncode == 0
    again = remade(before, made_by_batches(copy))
    assert again == {part for part in before if part.endswith("/calm_nights")}


def test_a_new_word_in_a_lexicon_runs_only_what_depends_on_it(copy, project, snakemake):
    shutil.copytree(project / "config/lexicons", copy / "lexicons")
    (copy / "config.yaml").write_text("lexicons: lexicons\n")
    assert snakemake(copy, "tables").returncode == 0
    before = made_by_batches(copy)
    hedges = copy / "lexicons/hedges.tsv"
    hedges.write_text(hedges.read_text() + "sleepwise\thedge\tadverb\t\tX\ton\t\t\ta test\n")
    assert snakemake(copy, "tables").returncode == 0
    again = remade(before, made_by_batches(copy))
    assert again == {part for part in before if part.startswith("markers/")}


def test_two_runs_give_the_same_bytes(study, tmp_path, snakemake):
    shutil.copytree(study / "sources", tmp_path / "sources")
    assert snakemake(tmp_path, "tables", cores="1").returncode == 0
    assert tree(tmp_path / "results") == tree(study / "results")


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "logs" not in path.parts
    }


def test_without_a_topic_every_claim_is_other(tmp_path, study, snakemake):
    shutil.copytree(study / "sources", tmp_path / "sources")
    (tmp_path / "config.yaml").write_text('topic: ""\n')
    result = snakemake(tmp_path, "tables")
    assert result.returncode == 0, result.stderr
    claims = table(tmp_path, "claims")
    assert set(claims["claim_id"]) == {"other"}
    assert len(table(tmp_path, "evidence_gap")) == 0


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ("topic: nowhere", "'topic' names 'nowhere'"),
        ("corpus: nowhere", "'corpus' names 'nowhere'"),
        ("colour: red", "the key 'colour' is unknown"),
    ],
)
def test_a_wrong_setting_stops_with_one_sentence(tmp_path, snakemake, config, sentence):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/a.txt").write_text("Magnesium may help people sleep.")
    (tmp_path / "config.yaml").write_text(config)
    result = snakemake(tmp_path, "tables")
    assert result.returncode != 0
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_a_bad_source_stops_the_run_only_where_that_is_wanted(tmp_path, snakemake):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/a.txt").write_text("")
    (tmp_path / "config.yaml").write_text("on_bad_source: fail")
    result = snakemake(tmp_path, "tables")
    assert result.returncode != 0
    assert "a.txt" in result.stderr


def test_a_sheet_decides_what_is_read_and_how_it_is_called(tmp_path, study, snakemake):
    shutil.copytree(study / "sources", tmp_path / "sources")
    (tmp_path / "sources.tsv").write_text(
        "source_id\tpath\tgroup\ttitle\nshop\tshop/capsules.html\tmarketing\tCapsules\n"
    )
    assert snakemake(tmp_path, "tables").returncode == 0
    documents = pd.read_csv(tmp_path / "results/tables/documents.csv")
    assert documents["source_id"].tolist() == ["shop"]
    assert documents["group"].tolist() == ["marketing"]
    assert documents["title"].tolist() == ["Capsules"]


def test_a_folder_without_a_lexicon_that_is_needed_ends_in_one_sentence(
    project, tmp_path, snakemake
):
    shutil.copytree(project / "config/lexicons", tmp_path / "words")
    (tmp_path / "words/safety.tsv").unlink()
    result = snakemake(tmp_path, "--dry-run", "--config", "lexicons=words", "corpus=resources/demo")
    assert result.returncode != 0
    assert "Plumbline: config: 'lexicons' names a folder without safety.tsv" in result.stderr


def test_what_was_said_of_older_tables_is_not_said_again(copy, snakemake):
    (copy / "results/summary.txt").write_text("Three sources.\n", encoding="utf-8")
    page = copy / "sources/leaflet.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSleep well.\n", encoding="utf-8")
    said = snakemake(copy, "tables").stderr
    assert "Three sources." not in said
    assert "the tables are newer than what was said of them" in said
