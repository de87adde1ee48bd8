"""A write-up held to what it says: every kind of change is found, and nothing else."""

from __future__ import annotations

import json
import shutil
import zipfile

import pandas as pd
import pytest

from plumbline.errors import PlumblineError
from plumbline.hashes import hash_file
from plumbline.publish.provenance import list_versions
from plumbline.publish.writeup import crate, verify
from plumbline.publish.writeup.archive import MAX_FILES, pack_folder, unpack_archive
from plumbline.tables import empty_table, write_json, write_table


@pytest.fixture
def project_copy(tmp_path):
    folder = tmp_path / "project"
    for name in ("src/a.py", "workflow/b.smk", "config/lexicons/hedges.tsv", "notebooks/n.ipynb"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    for name in ("Snakefile", "requirements.lock"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


@pytest.fixture
def made(project_copy, tmp_path):
    """A small write-up, as a run would leave it."""
    folder = tmp_path / "writeup"
    documents = empty_table("documents")
    documents.loc[0, ["source_id", "path", "sha256"]] = ["one", "one.txt", "aaaa"]
    for name in ("tables/documents.csv", crate.SOURCES):
        write_table(documents, folder / name, "documents")
    (folder / "methods.md").write_text("Methods", encoding="utf-8")
    (folder / "study").mkdir()
    (folder / "study" / "config.yaml").write_text("corpus: pages\ngold: ''\n", encoding="utf-8")
    crate.write_provenance(project_copy, folder)
    settings = {"corpus": "pages"}
    crate.write_crate(documents, settings, project_copy, folder, title="A study")
    return folder


def kinds(differences):
    return [(d.kind, d.name) for d in differences]


def test_nothing_differs_where_nothing_was_changed(made, project_copy):
    differences = verify.compare_record(made, project_copy) + verify.compare_results(made, made)
    assert differences == []
    assert verify.say_verdict("w.zip", made, differences).startswith("Identical: ")


def test_a_file_changed_in_the_archive_is_found(made, project_copy):
    (made / "methods.md").write_text("Other methods", encoding="utf-8")
    (made / "extra.md").write_text("", encoding="utf-8")
    (made / "study" / "config.yaml").unlink()
    assert kinds(verify.compare_record(made, project_copy)) == [
        ("archive", "extra.md"),
        ("archive", "methods.md"),
        ("archive", "study/config.yaml"),
    ]


def test_changed_code_lexicon_and_lock_are_found(made, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "project", other)
    (other / "src/a.py").write_text("changed", encoding="utf-8")
    (other / "config/lexicons/hedges.tsv").write_text("changed", encoding="utf-8")
    (other / "requirements.lock").write_text("changed", encoding="utf-8")
    (other / "workflow/b.smk").unlink()
    assert kinds(verify.compare_record(made, other)) == [
        ("shipped data", "config/lexicons/hedges.tsv"),
        ("lock", "requirements.lock"),
        ("code", "src/a.py"),
        ("code", "workflow/b.smk"),
    ]


def test_another_version_is_found(made, project_copy):
    versions = list_versions() | {"textstat": "0.0.1"}
    write_json(versions, made / crate.VERSIONS)
    metadata = made / crate.METADATA
    data = json.loads(metadata.read_text())
    entity = next(e for e in data["@graph"] if e["@id"] == crate.VERSIONS)
    entity["sha256"] = hash_file(made / crate.VERSIONS)
    write_json(data, metadata)
    assert kinds(verify.compare_record(made, project_copy)) == [("version", "textstat")]


def test_changed_sources_and_results_are_found(made, tmp_path):
    rerun = tmp_path / "rerun"
    shutil.copytree(made, rerun)
    documents = pd.read_csv(rerun / "tables/documents.csv")
    documents.loc[0, "sha256"] = "bbbb"
    for name in ("tables/documents.csv", crate.SOURCES):
        documents.to_csv(rerun / name, index=False)
    (rerun / "methods.md").write_text("Other numbers", encoding="utf-8")
    assert kinds(verify.compare_results(made, rerun)) == [
        ("source", "one"),
        ("result", "methods.md"),
        ("result", "tables/documents.csv"),
    ]
    report = verify.say_verdict("w.zip", made, verify.compare_results(made, rerun))
    assert report.startswith("Not identical: 3 things differ from w.zip.")
    assert "source: one is not the text that was measured" in report


def test_a_study_is_made_ready_with_the_users_sources(made, tmp_path):
    (tmp_path / "texts").mkdir()
    pack_folder(made, tmp_path / "w.zip")
    crate_folder = verify.prepare_rerun(
        tmp_path / "w.zip", tmp_path / "v", tmp_path / "texts", None
    )
    assert (crate_folder / "methods.md").exists()
    assert (tmp_path / "v/study/pages").resolve() == (tmp_path / "texts").resolve()


def test_gold_data_must_be_named_where_the_study_used_some(made, tmp_path):
    (made / "study/config.yaml").write_text("corpus: pages\ngold: gold/data\n", encoding="utf-8")
    pack_folder(made, tmp_path / "w.zip")
    with pytest.raises(PlumblineError, match="name their folder with gold=FOLDER"):
        verify.prepare_rerun(tmp_path / "w.zip", tmp_path / "v", tmp_path, None)


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside", "a\\..\\b"])
def test_an_archive_that_points_outside_is_refused(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(PlumblineError, match="points outside the archive"):
        unpack_archive(tmp_path / "bad.zip", tmp_path / "out")
    assert not (tmp_path / "outside.txt").exists()


def test_what_is_no_write_up_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "no.zip").write_text("no zip", encoding="utf-8")
    with pytest.raises(PlumblineError, match="cannot be read"):
        unpack_archive(tmp_path / "no.zip", tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("folder/file.txt", "x")
    with pytest.raises(PlumblineError, match="no write-up of Plumbline"):
        verify.prepare_rerun(tmp_path / "other.zip", tmp_path / "v", tmp_path, None)
    assert MAX_FILES >= 1000
