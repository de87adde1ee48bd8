"""The write-up bundle: what it holds, that it escapes, that its bytes are reproducible."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import zipfile

import frictionless
import pandas as pd
import pytest
import yaml

from plumbline.publish.figures import FIGURES, save_figures
from plumbline.publish.flow import say_flow
from plumbline.publish.summaries import pool_rates
from plumbline.publish.wording import say_limits
from plumbline.publish.writeup import bundle as bundle_module
from plumbline.publish.writeup.archive import pack_folder
from plumbline.publish.writeup.bundle import Study, build_writeup
from plumbline.publish.writeup.compared import say_compared
from plumbline.publish.writeup.facts import collect_facts, say_agreement, say_groups
from plumbline.publish.writeup.latex import escape_latex, latex_table, make_settable
from plumbline.publish.writeup.markdown import escape_markdown, markdown_table
from plumbline.publish.writeup.pandoc import write_latex, write_word
from plumbline.publish.writeup.prose import render_section
from plumbline.publish.writeup.references import (
    DATASETS,
    LEXICON_SOURCES,
    OWN,
    list_keys,
    write_references,
)
from plumbline.publish.writeup.study_copy import portable_settings
from plumbline.settings import load_settings
from plumbline.tables import read_table

SHOWN = ("sources_read", "rhetoric_profile", "source_flow")


def make_writeup(project, study_folder, folder, **settings):
    own = load_settings(project, folder, {"corpus": "pages", "sources": ""} | settings)
    topic = project / own["topic"] if own["topic"] else None
    study = Study(own, project, folder, folder / "pages", project / own["lexicons"], topic,
                  project / own["licensed_levels"])  # fmt: skip
    tables = study_folder / "tables"
    names = [p.stem for p in tables.glob("*.csv") if p.stem != "agreement"]
    build_writeup(study, tables, folder / "writeup", folder / "writeup.zip", names)
    return folder / "writeup"


def draw_few(tables, target, formats, dpi):
    """Draw some figures and let them stand for all: all take longer than all tests here."""
    save_figures(tables, target, SHOWN, formats, dpi=30)
    for name in FIGURES:
        if name not in SHOWN:
            shutil.copyfile(target / f"{SHOWN[0]}.png", target / f"{name}.png")


@pytest.fixture(scope="module")
def writeup(project, study_folder, tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setattr(bundle_module, "FORMATS", ("png",))
    patch.setattr(bundle_module, "save_figures", draw_few)
    folder = tmp_path_factory.mktemp("bundle")
    yield make_writeup(
        project,
        study_folder,
        folder,
        corpus="/somewhere/else/pages",
        writeup={"title": "A <b>title</b> & more", "authors": ["A. Author"]},
        statistics={"resamples": 1234},
    )
    patch.undo()


def read(folder, name):
    return (folder / name).read_text(encoding="utf-8")


def test_the_bundle_holds_what_a_paper_needs(writeup, study_folder):
    names = {p.relative_to(writeup).as_posix() for p in writeup.rglob("*") if p.is_file()}
    for section in ("methods", "results"):
        assert {f"{section}.md", f"{section}.docx", f"{section}.tex"} <= names
    assert {"references.bib", "writeup.tex", "README.md", "datapackage.json"} <= names
    assert {"tables/tables.docx", "tables/gaps.tex", "tables/documents.csv"} <= names
    assert {"supplement/codebook.md", "supplement/claims_and_sentences.csv"} <= names
    assert {"study/config.yaml", "study/config/lexicons/hedges.tsv"} <= names
    assert "study/config/topics/magnesium-sleep/evidence.yaml" in names
    assert {"ro-crate-metadata.json", "provenance/requirements.lock"} <= names


def test_the_zip_holds_the_folder_and_nothing_of_the_day(writeup, tmp_path):
    for path in writeup.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    pack_folder(writeup, tmp_path / "again.zip")
    first = writeup.parent / "writeup.zip"
    assert (tmp_path / "again.zip").read_bytes() == first.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_word_files_carry_no_date_but_the_fixed_one(writeup):
    for path in sorted(writeup.rglob("*.docx")):
        with zipfile.ZipFile(path) as document:
            properties = document.read("docProps/core.xml").decode()
            assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", properties)) == {
                "1980-01-01T00:00:00Z"
            }
            assert {e.date_time for e in document.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_word_files_hold_pictures_and_written_out_references(writeup):
    with zipfile.ZipFile(writeup / "results.docx") as document:
        assert sum(name.startswith("word/media/") for name in document.namelist()) > 0
    with zipfile.ZipFile(writeup / "methods.docx") as document:
        text = re.sub(r"<[^>]+>", "", document.read("word/document.xml").decode())
    assert "A New Readability Yardstick" in text
    assert "@" not in text


def test_methods_tell_of_no_resampling_where_there_was_none(project, study):
    settings = load_settings(project, project, {"topic": ""})
    tables = dict(study(2).tables)
    tables["rhetoric"] = tables["rhetoric"].assign(boot_method="none")
    methods = render_section("methods", collect_facts(tables, settings, {}, None, 2))
    assert "resampled sentences" not in methods
    assert "Intervals come from leaving out one sentence at a time." in methods


def test_methods_state_the_real_numbers(writeup, study):
    methods = read(writeup, "methods.md")
    assert "intervals from resampled sentences stand beside them" in methods
    words = study(5).tables["documents"]["n_words"].sum()
    assert f"hold {words:,} words of running text" in methods
    assert "1,234 resamples" in methods
    assert "three groups" in methods
    assert "five sources were read and measured" in methods
    assert "| Hedges | bafi set, test | 1,204 | 0.81 (0.77 to 0.85) |" in methods


def test_methods_name_the_tests_of_this_study_and_no_other():
    methods = ["rate ratio, exact conditional test", "Cliff's delta, permutation of sources"]
    tested = pd.DataFrame({"method": methods, "p": [0.2, None]})
    pairs = "rates of two sources by the exact conditional test [@przyborowski:1940]"
    assert say_compared(tested) == f"Compared were {pairs}."
    groups = say_compared(tested.assign(p=[None, 0.1]))
    assert groups.startswith("Compared were groups of sources by Cliff's delta")
    assert "9,999 were drawn" in groups
    assert say_compared(tested.assign(p=None)).startswith("No contrast")


@pytest.mark.parametrize(
    ("n", "said"), [(2, "take matches and claims as independent"), (5, "the source is the unit")]
)
def test_methods_say_what_the_units_of_intervals_are(project, study, n, said):
    settings = load_settings(project, project, {"topic": ""})
    facts = collect_facts(study(n).tables, settings, {}, None, n)
    assert said in render_section("methods", facts)


def test_rates_over_sources_have_one_interval_with_sources_as_units(writeup, study):
    text, tables = read(writeup, "results.md"), study(5).tables
    rates = pool_rates(tables["citation_density"], key="tier")
    for tier, name in (("A+B+C", "checkable citations"), ("vague", "vague attributions")):
        assert f"{rates[tier].estimate:.1f} {name} ({say_limits(rates[tier])})" in text
    assert text.count("in brackets 95 % intervals with sources as units") == 2


def test_every_citation_is_in_the_bibliography(writeup):
    known = set(list_keys(read(writeup, "references.bib")))
    cited = set()
    for name in ("methods.md", "results.md"):
        cited |= set(re.findall(r"(?<!\\)@([\w:.+-]+\w)", read(writeup, name)))
    assert len(cited) > 40
    assert cited <= known
    latex = "".join(read(writeup, p.relative_to(writeup)) for p in writeup.rglob("*.tex"))
    keys = {
        k.strip() for group in re.findall(r"\\citep\{([^}]*)\}", latex) for k in group.split(",")
    }
    assert keys <= known


def test_text_of_sources_stays_text(writeup):
    for name in ("methods", "results"):
        assert "<b>" not in read(writeup, f"{name}.tex")
        assert "<script" not in read(writeup, f"{name}.tex")
    assert r"\<b\>" in read(writeup, "results.md")
    assert r"\frac" not in read(writeup, "results.tex")


def test_no_cell_of_the_supplement_is_a_formula(writeup):
    for path in sorted((writeup / "supplement").glob("*.csv")):
        for row in csv.reader(path.open(encoding="utf-8", newline="")):
            for cell in row:
                assert not re.match(r"[=+@\t\r]|-(?![\d.])", cell), (path.name, cell)


def test_every_sentence_and_every_claim_is_in_the_supplement(writeup, study):
    made = read_table(writeup / "supplement" / "claims_and_sentences.csv")
    tables = study(5).tables
    sentences = set(zip(made["source_id"], made["sentence_id"], strict=True))
    assert sentences == set(
        zip(tables["sentences"]["source_id"], tables["sentences"]["sentence_id"], strict=True)
    )
    assert int(made["rule"].notna().sum()) == len(tables["claims"])
    gaps = made.dropna(subset=["gap"])
    assert (gaps["gap"] == gaps["level"] - gaps["licensed_level"]).all()


def test_the_data_package_is_valid(writeup):
    report = frictionless.validate(str(writeup / "datapackage.json"))
    assert report.valid, report.flatten(["path", "message"])[:5]


def test_no_path_of_the_machine_is_left(writeup):
    for path in writeup.rglob("*"):
        if path.is_file() and path.suffix in (".md", ".yaml", ".json", ".tex", ".sha256"):
            assert str(writeup.parent) not in path.read_text(encoding="utf-8"), path
            assert "/somewhere" not in path.read_text(encoding="utf-8"), path


def test_the_crate_names_sources_settings_code_and_results_with_hashes(writeup, study):
    graph = json.loads(read(writeup, "ro-crate-metadata.json"))["@graph"]
    by_id = {entity["@id"]: entity for entity in graph}
    root, run = by_id["./"], by_id["#run"]
    assert {p["@id"].rsplit("/", 2)[1] for p in root["conformsTo"]} == {
        "process",
        "workflow",
        "workflow-ro-crate",
    }
    assert run["instrument"] == root["mainEntity"] == {"@id": "provenance/Snakefile"}
    assert "ComputationalWorkflow" in by_id["provenance/Snakefile"]["@type"]
    inputs = {reference["@id"] for reference in run["object"]}
    assert {f"#source-{name}" for name in study(5).texts} <= inputs
    assert "study/config/lexicons/hedges.tsv" in inputs
    assert json.loads(by_id["#setting-statistics"]["value"])["resamples"] == 1234
    results = {reference["@id"] for reference in run["result"]}
    assert {"tables/claims.csv", "methods.docx"} <= results
    assert all("sha256" in by_id[name] for name in results)
    for entity in graph:
        for value in entity.values():
            for reference in value if isinstance(value, list) else [value]:
                if isinstance(reference, dict):
                    target = reference["@id"]
                    assert target in by_id or target.startswith("https://w3id.org/ro/crate")


def test_the_release_date_of_the_crate_is_that_of_the_code(project):
    cited = yaml.safe_load((project / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cited["date-released"]) == bundle_module.crate.RELEASED


def test_texts_are_packed_only_where_that_is_wanted(writeup):
    assert not (writeup / "study" / "corpus").exists()
    assert "The sources themselves are not in here" in read(writeup, "README.md")


@pytest.mark.parametrize(("n", "topic"), [(0, True), (1, False), (30, False)])
def test_sections_read_well_for_any_study(project, study, tmp_path, monkeypatch, n, topic):
    monkeypatch.setattr(bundle_module, "save_figures", lambda *a, **k: tmp_path / "figures")
    monkeypatch.setattr(bundle_module, "write_captions", lambda *a: None)
    monkeypatch.setattr(bundle_module, "write_word", lambda *a, **k: None)
    study(n, topic=topic).write(tmp_path / "s" / "tables")
    settings = {"topic": "config/topics/magnesium-sleep" if topic else ""}
    writeup = make_writeup(project, tmp_path / "s", tmp_path / "w", **settings)
    text = read(writeup, "methods.md") + read(writeup, "results.md")
    assert not re.search(r"\bnan\b|None|\{\{|\[\]|\(\)| \.(?![\d.])|(?<!\.)\.\.(?!\.)", text)
    assert not re.search(r"\b(one|1) (sources|words|groups|contrasts|branches)\b", text)
    assert not re.search(r"\b([2-9]|\d\d+) (source|word|group|contrast|branch)\b", text)
    assert ("No topic was set" in text) == (not topic)
    if n == 0:
        assert "No source could be read" in text


def test_groups_are_named_only_where_there_are_several():
    assert say_groups(pd.DataFrame({"group": ["a", "a"]})) == ""
    said = say_groups(pd.DataFrame({"group": ["a", "b", "b", ""]}))
    assert said == "The sources fall into three groups: a (1), b (2) and no group (1)."


def test_agreement_of_coders_is_said_in_a_sentence_per_code():
    frame = pd.DataFrame(
        [("hedge", 40, 2, 0.8, 0.7, 0.9, 0.85, 0.9)],
        columns=["code", "n", "coders", "alpha", "alpha_low", "alpha_high", "ac1", "f1"],
    )
    assert say_agreement(frame, 0.95) == [
        "Hedges: Krippendorff's alpha 0.80 (95 % interval 0.70 to 0.90) over 40 sentences and two "
        "coders; Gwet's AC1 0.85; F1 of the instrument 0.90."
    ]


def test_the_flow_is_said_in_a_sentence():
    rows = [("found", "", 6), ("found", "no text", 2), ("listed", "", 4), ("listed", "empty", 2)]
    flow = pd.DataFrame([*rows, ("read", "", 2)], columns=["stage", "reason", "n"])
    assert say_flow(flow) == (
        "six files and records were found, of which two were no source; two sources could not be "
        "read or hold no running text; two sources were read and measured"
    )


# --- escaping, tables, references ---------------------------------------------------------------


def test_markdown_is_escaped():
    assert escape_markdown("a|b *c*\n[d](e) <f> @g") == r"a\|b \*c\* \[d\](e) \<f\> \@g"
    lines = markdown_table(pd.DataFrame({"a": ["x|y"], "key studies": ["k:1 k:2"]})).splitlines()
    assert lines[2] == r"| x\|y | [@k:1; @k:2] |"


def test_latex_is_escaped_and_uses_booktabs():
    latex = latex_table(pd.DataFrame({"50 %": [r"a_b & \input{x}"]}), "100 %", "t")
    assert r"\toprule" in latex
    assert r"a\_\allowbreak{}b \& \textbackslash{}input\{x\}" in latex
    assert r"100 \%" in latex


def test_what_latex_cannot_set_becomes_its_code_point():
    assert make_settable("naïve – ≥ 5 µg") == r"naïve – \ensuremath{\geq} 5 µg"
    assert make_settable("睡") == "{[}U+7761{]}"
    assert escape_latex("^^M$\\") == r"\textasciicircum{}\textasciicircum{}M\$\textbackslash{}"


def test_hostile_cells_reach_latex_as_text(tmp_path):
    text = markdown_table(
        pd.DataFrame({"a": ["`x`{=latex} $\\immediate\\write18{ls}$ @flesch:1948"]})
    )
    write_latex(text, tmp_path / "t.tex")
    latex = (tmp_path / "t.tex").read_text(encoding="utf-8")
    assert "\\write18" not in latex
    assert "\\cite" not in latex


def test_word_files_are_the_same_in_any_time_zone(tmp_path, monkeypatch):
    for i, zone in enumerate(("UTC", "Asia/Tokyo")):
        monkeypatch.setenv("TZ", zone)
        write_word("# T\n\nText [@flesch:1948].", tmp_path / f"{i}.docx", OWN, title="t")
    assert (tmp_path / "0.docx").read_bytes() == (tmp_path / "1.docx").read_bytes()


def test_references_of_project_and_topic_are_joined(project, tmp_path):
    known = write_references(project / "config/topics/magnesium-sleep", tmp_path / "r.bib")
    assert {"flesch:1948", "abbasi_2012"} <= known
    keys = list_keys((tmp_path / "r.bib").read_text(encoding="utf-8"))
    assert len(keys) == len(set(keys))


def test_every_source_that_the_project_names_is_a_reference(project):
    known = set(list_keys(OWN.read_text(encoding="utf-8")))
    assert {key for keys in LEXICON_SOURCES.values() for key in keys} <= known
    assert set(DATASETS.values()) <= known
    named = "".join(
        p.read_text() for p in (project / "src/plumbline/publish/templates").glob("*.j2")
    )
    cited = {
        k
        for group in re.findall(r'cite\(("[^)]*")\)', named)
        for k in re.findall(r'"([^"]+)"', group)
    }
    assert len(cited) > 40
    assert cited <= known


def test_settings_become_portable():
    given = {"corpus": "/x/pages", "topic": "../shared/sleep", "lexicons": "config/lexicons",
             "crate": "w.zip", "statistics": {"seed": 1}}  # fmt: skip
    assert portable_settings(given) == {
        "corpus": "corpus/pages",
        "topic": "topic/sleep",
        "lexicons": "config/lexicons",
        "statistics": {"seed": 1},
    }


def test_figures_have_captions_that_end(writeup, study):
    captions = read(writeup, "figures/captions.md")
    for name in FIGURES:
        assert f"`{name}`: " in captions
