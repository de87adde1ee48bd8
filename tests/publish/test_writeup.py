"""The write-up bundle: what it holds, that it escapes, and that its bytes are reproducible."""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml

from plumbline.publish import writeup
from plumbline.publish.figures import FIGURES
from plumbline.publish.provenance import make_portable
from plumbline.publish.read_tables import StudyTables, list_tables
from plumbline.publish.writeup import (
    build_writeup,
    escape_markdown,
    latex_table,
    markdown_table,
    pack_folder,
)

SETTINGS = {
    "corpus": "/somewhere/else/pages",
    "attribution": {"support_scope": "paragraph"},
    "statistics": {"confidence": 0.95, "resamples": 1234, "seed": 7},
}


@pytest.fixture(scope="module")
def bundle(study_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    (folder / "lexicons").mkdir()
    (folder / "lexicons" / "hedges.tsv").write_text("entry\n", encoding="utf-8")
    (folder / "references.bib").write_text("@misc{a}\n", encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.setattr(writeup, "FORMATS", ("svg",))  # all three take as long as all other tests here
    build_writeup(
        StudyTables(study_folder / "tables"),
        study_folder / "tables",
        folder / "writeup",
        folder / "writeup.zip",
        settings=SETTINGS,
        data_folders={"lexicons": folder / "lexicons"},
        references=folder / "references.bib",
    )
    patch.undo()
    return folder


def test_bundle_holds_texts_tables_figures_settings_and_references(bundle):
    names = {p.relative_to(bundle / "writeup").as_posix() for p in (bundle / "writeup").rglob("*")}
    assert {"methods.md", "results.md", "references.bib", "provenance.json"} <= names
    assert {f"tables/{name}.csv" for name in list_tables()} <= names
    assert {f"figures/{name}.svg" for name in FIGURES} <= names
    assert {"settings/config.yaml", "settings/lexicons/hedges.tsv", "tables/gaps.tex"} <= names


def test_zip_holds_the_bundle_and_nothing_of_the_day(bundle, tmp_path):
    for path in (bundle / "writeup").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    pack_folder(bundle / "writeup", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (bundle / "writeup.zip").read_bytes()
    with zipfile.ZipFile(bundle / "writeup.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(archive.namelist())


def test_methods_state_the_real_numbers(bundle, study):
    methods = (bundle / "writeup" / "methods.md").read_text(encoding="utf-8")
    words = study(5).tables["documents"]["n_words"].sum()
    assert f"({words:,} words of running text)" in methods
    assert "1,234 resamples" in methods
    assert "scope: paragraph" in methods
    assert "| Hedges | bafi set test | 1,204 | 0.81 (0.77 to 0.85) |" in methods


def test_results_show_figures_that_are_there(bundle):
    results = (bundle / "writeup" / "results.md").read_text(encoding="utf-8")
    shown = re.findall(r"\]\(figures/([^)]+)\.png\)", results)
    assert sorted(shown) == sorted(FIGURES)
    assert writeup.FORMATS == ("pdf", "svg", "png")


def test_titles_of_sources_stay_text(bundle):
    results = (bundle / "writeup" / "results.md").read_text(encoding="utf-8")
    assert "<b>" not in results
    assert r"\<b\>" in results


def test_no_path_of_the_machine_is_left(bundle):
    for path in (bundle / "writeup").rglob("*"):
        if path.is_file() and path.suffix in (".md", ".yaml", ".json", ".tex", ".svg"):
            assert str(bundle) not in path.read_text(encoding="utf-8")
    settings = yaml.safe_load((bundle / "writeup/settings/config.yaml").read_text(encoding="utf-8"))
    assert settings["corpus"] == "pages"


def test_provenance_names_every_source_and_data_file(bundle, study):
    run = json.loads((bundle / "writeup" / "provenance.json").read_text(encoding="utf-8"))
    assert set(run["sources"]) == set(study(5).texts)
    assert list(run["data"]) == ["settings/lexicons/hedges.tsv"]
    assert run["versions"]["textstat"] == "0.7.8"


def test_markdown_is_escaped():
    assert escape_markdown("a|b *c*\n[d](e) <f>") == r"a\|b \*c\* \[d\](e) \<f\>"
    assert markdown_table(pd.DataFrame({"a": ["x|y"]})).splitlines() == [
        "| a |",
        "| --- |",
        r"| x\|y |",
    ]


def test_latex_is_escaped_and_uses_booktabs():
    latex = latex_table(pd.DataFrame({"50 %": [r"a_b & \input{x}"]}), "100 %", "t")
    assert r"\toprule" in latex
    assert r"a\_b \& \textbackslash input\{x\}" in latex
    assert r"100 \%" in latex


def test_settings_keep_relative_paths():
    given = {"a": ["b/c", str(Path("/x/y"))], "n": 1}
    assert make_portable(given) == {"a": ["b/c", "y"], "n": 1}
