"""The report: complete, escaped, loading nothing, and every mark where the tables say."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from plumbline.evidence.load import Evidence, Field
from plumbline.publish import report_page
from plumbline.publish.html import content_policy, hash_source, render_table
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.reading_view import LAYER_OF, LAYERS, collect_texts
from plumbline.publish.report_claims import describe_study
from plumbline.publish.report_page import build_report, collect_data, embed_json
from plumbline.publish.report_plot import SIGNALS, plot_spec
from plumbline.publish.report_rules import list_lexicons, list_rules, read_lists
from plumbline.publish.sentences import found_lines


class Page(HTMLParser):
    """Collects the elements of a page with their attributes, and the text of scripts and styles."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict]] = []
        self.embedded: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside = tag
        if tag in self.embedded:
            self.embedded[tag].append("")

    def handle_data(self, data):
        if self._inside in self.embedded:
            self.embedded[self._inside][-1] += data

    def handle_endtag(self, tag):
        self._inside = ""


def build(folder: Path, target: Path) -> str:
    build_report(StudyTables(folder / "tables"), folder / "text", target)
    return target.read_text(encoding="utf-8")


def rows_of(numbers: list[int], width: int) -> list[list[int]]:
    return [numbers[i : i + width] for i in range(0, len(numbers), width)]


@pytest.fixture(scope="module")
def text(study_folder, tmp_path_factory):
    return build(study_folder, tmp_path_factory.mktemp("report") / "index.html")


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


@pytest.fixture(scope="module")
def data(page):
    return json.loads(page.embedded["script"][0])


def test_same_tables_give_the_same_page(text, study_folder, tmp_path):
    assert build(study_folder, tmp_path / "index.html") == text


def test_page_loads_nothing(page):
    for tag, attributes in page.elements:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img")
        assert "src" not in attributes


def test_nothing_in_the_page_runs_but_its_own_scripts(page):
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv"))
    kinds = [a.get("type") for t, a in page.elements if t == "script"]
    assert kinds == ["application/json", None, None]
    for script in page.embedded["script"][1:]:
        assert hash_source(script) in policy
    assert hash_source(page.embedded["style"][0]) in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_page_script_never_reads_text_as_html(page):
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in page.embedded["script"][-1]


def test_hostile_text_cannot_leave_the_data(text, data):
    assert "<script>alert" not in text
    assert "<b>" not in text
    assert any("<script>alert" in own["text"] for own in data["texts"]["texts"].values())


def test_data_survive_being_embedded():
    hostile = {"</script><!--": "<script>\u2028\u2029\x00\x1b[31m\u202e{{ 7*7 }}</SCRIPT"}
    embedded = str(embed_json(hostile))
    assert "<" not in embedded
    assert json.loads(embedded) == hostile


def test_every_mark_stands_where_the_tables_say(data, study):
    """The marks of each layer are the rows of its tables, and their words are in the text."""
    tables, about, layers = study(5).tables, data["texts"]["about"], data["layers"]
    shown = {layer: set() for layer in LAYERS}
    for source_id, own in data["texts"]["texts"].items():
        for start, length, place in rows_of(own["marks"], 3):
            shown[layers[about[place][0]]].add((source_id, start, start + length))
        for start, length, place, *_ in rows_of(own["claims"], 6):
            assert layers[about[place][0]] == "claim"
            shown["claim"].add((source_id, start, start + length))
    wanted = {layer: set() for layer in LAYERS}
    for name in ("markers", "citations", "numbers", "claims"):
        for row in tables[name].itertuples():
            if name == "citations":
                layer = "vague" if row.tier == "vague" else "checkable"
            else:
                layer = {"numbers": "number", "claims": "claim"}.get(name) or LAYER_OF.get(
                    row.category
                )
            if layer:
                wanted[layer].add((row.source_id, row.start, row.end))
            if name != "claims":
                said = data["texts"]["texts"][row.source_id]["text"][row.start : row.end]
                assert said == row.text
    assert shown == wanted
    assert sum(map(len, wanted.values())) > 100


def test_every_cell_and_point_is_a_row_of_the_gap(data, study):
    gap = study(5).tables["evidence_gap"]
    claims, sources = data["claims"], data["sources"]
    cells = {
        (claims[claim]["id"], sources[source]["id"], level)
        for claim, source, level, *_ in data["cells"]
    }
    rows = gap[["claim_id", "source_id", "asserted_level"]].itertuples(index=False, name=None)
    assert cells == set(rows)
    keys = {point["key"] for point in data["points"]}
    assert keys == {f"{claim}~{source}" for claim, source, _ in cells}
    for point in data["points"]:
        claim_id, source_id = point["key"].split("~")
        row = gap[gap["claim_id"].eq(claim_id) & gap["source_id"].eq(source_id)].iloc[0]
        assert abs(point["x"] - row["licensed_level"]) < 0.5
        assert abs(point["y"] - row["asserted_level"]) < 0.5


def test_points_of_one_place_do_not_cover_each_other(data):
    places = [(point["x"], point["y"]) for point in data["points"]]
    assert len(set(places)) == len(places)


def test_plot_answers_to_what_the_page_sets(data):
    spec = plot_spec(data["points"])
    assert {p["name"] for p in spec["params"]} >= set(SIGNALS)
    assert "http" not in json.dumps({k: v for k, v in spec.items() if k != "$schema"})


def test_findings_are_five_sentences(study):
    lines = found_lines(study(5).tables)
    assert len(lines) == 5
    assert all(line.endswith(".") for line in lines)


def test_overview_shows_every_measure_with_its_interval(page, study):
    tables = study(5).tables
    values = [a["data-value"] for t, a in page.elements if t == "td" and "data-value" in a]
    width = 1 + 9  # group and measures
    assert len(values) == width * len(tables["documents"])
    rates = tables["rhetoric"][tables["rhetoric"]["category"].eq("hype")]["per_1000"]
    shown = [float(values[i]) for i in range(5, len(values), width)]
    assert sorted(shown) == pytest.approx(sorted(rates), rel=1e-4)
    drawn = [a for t, a in page.elements if t == "path" and a.get("class") == "interval"]
    assert len(drawn) == 7 * len(tables["documents"])
    assert len([a for _, a in page.elements if a.get("class") == "advised"]) == 2 * 5


def test_page_has_a_language_headings_and_labels(page):
    assert ("html", {"lang": "en"}) in page.elements
    levels = [int(t[1]) for t, _ in page.elements if t in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    named = {a["for"] for t, a in page.elements if t == "label" and "for" in a}
    assert {a["id"] for t, a in page.elements if t in ("select", "input") and "id" in a} == named


@pytest.mark.parametrize(
    ("tier", "heading_tier", "kind", "layer", "said"),
    [
        ("A", "", "doi", "checkable", "Citation, tier A · doi"),
        ("none", "A", "doi", "checkable", "Citation, tier A · doi · in a heading, not counted"),
        ("none", "", "malformed_identifier", "checkable",
         "Citation · malformed identifier · not counted"),
        ("vague", "", "authority", "vague", "Vague attribution · authority"),
        ("none", "", "negated", "vague", "Vague attribution · negated · not counted"),
    ],
)  # fmt: skip
def test_a_citation_says_whether_it_counts(study, tier, heading_tier, kind, layer, said):
    tables = study(2).tables
    row = (
        tables["citations"]
        .iloc[[0]]
        .assign(tier=tier, heading_tier=heading_tier, kind=kind, identifier="", start=0, end=5)
    )
    source_id = row["source_id"].item()
    shown = {**tables, "citations": row, "markers": tables["markers"].head(0)}
    shown["numbers"] = tables["numbers"].head(0)
    found = collect_texts(shown, {source_id: study(2).texts[source_id]}, {}, [])
    *_, place = found["texts"][source_id]["marks"]
    assert (list(LAYERS)[found["about"][place][0]], found["about"][place][1]) == (layer, said)


def test_many_sources_have_a_point_per_claim_and_level(study, tmp_path):
    study(30).write(tmp_path / "tables")
    data = collect_data(StudyTables(tmp_path / "tables"), tmp_path / "text", None, None)
    assert not data["few"]
    gap = study(30).tables["evidence_gap"]
    counted = gap.groupby(["claim_id", "asserted_level"]).size()
    assert {p["key"]: p["n"] for p in data["points"]} == {
        f"{claim}~:{level}": n for (claim, level), n in counted.items()
    }


def test_above_the_limit_texts_are_sampled_and_said_to_be(study_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(report_page, "MOST_BYTES", 4000)
    text = build(study_folder, tmp_path / "index.html")
    held = json.loads(Page(text).embedded["script"][0])
    n = len(held["texts"]["texts"])
    assert 0 < n < 5
    assert held["left_out"] == {"sources": 0, "texts": 5 - n}
    assert f"it holds the texts of {n} sources" in text
    assert len(held["cells"]) > 0


def test_above_the_limit_sources_are_sampled_and_said_to_be(study_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(report_page, "MOST_SOURCES", 2)
    text = build(study_folder, tmp_path / "index.html")
    assert "it lists 2 sources" in text
    assert "3 more stand in the tables" in text


def test_study_without_topic_or_sources_still_makes_a_page(tmp_path):
    text = build(tmp_path, tmp_path / "index.html")
    assert "No source could be read." in text
    assert "No claim could be held against published evidence" in text


def test_rules_name_their_entry_and_its_source(project):
    lexicons = project / "config/lexicons"
    rules = list_rules(lexicons, {"S1": "Bafi helps"})
    assert rules["hedge.modal.may"].startswith("entry “may” in hedges.tsv, source: Hyland")
    assert rules["S1"] == "claims.yaml: Bafi helps"
    files = {lexicon.file for lexicon in list_lexicons(lexicons)}
    assert {"hedges.tsv", "hype.tsv", "attribution.tsv"} <= files


def test_letters_of_the_lexicons_are_those_of_the_manual(project):
    manual = (project / "docs/lexicons.md").read_text(encoding="utf-8")
    for row in read_lists(project / "config/lexicons"):
        assert f"\n| {row['letter']} | " in manual


def test_tables_escape_their_text():
    table = str(render_table(pd.DataFrame({"<a>": ["<i>&", "2"], "n": ["1.5", "2"]}), "<cap>"))
    assert "&lt;a&gt;" in table
    assert "&lt;i&gt;&amp;" in table
    assert "&lt;cap&gt;" in table
    assert '<td class="number">1.5</td>' in table


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"doi": "10.1000/a<b"}, "https://doi.org/10.1000/a%3Cb"),
        ({"doi": "javascript:alert(1)"}, ""),
        ({"pmid": "12345"}, "https://pubmed.ncbi.nlm.nih.gov/12345/"),
        ({"pmid": "12/../x"}, ""),
        ({}, ""),
    ],
)
def test_studies_link_to_their_doi_or_pubmed_only(fields, url):
    study = {name: Field(value, "verified") for name, value in fields.items()}
    evidence = Evidence("t", "2026", {}, {"k": study})
    assert describe_study("k", evidence)["url"] == url


def test_policy_without_scripts_allows_none():
    assert "script-src 'none'" in content_policy(["a"])


def test_readme_shows_its_images_with_alt_text(project):
    readme = (project / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", readme)
    assert [path for _, path in shown] == [
        "docs/images/asserted_licensed.png",
        "docs/images/report.png",
    ]
    assert all(len(alt) > 40 for alt, _ in shown)
    assert all((project / path).stat().st_size > 10_000 for _, path in shown)
