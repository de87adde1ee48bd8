"""The report: complete, escaped, and every mark where the tables say."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.evidence.load import Evidence, Field
from plumbline.publish.html import content_policy, hash_source, render_table
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.reading_view import Span, collect_spans, render_text
from plumbline.publish.report_page import build_report, describe_study


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

    def handle_data(self, data):
        if self._inside in self.embedded:
            self.embedded[self._inside].append(data)
            self._inside = ""


def build(folder: Path, target: Path) -> str:
    build_report(StudyTables(folder / "tables"), folder / "text", target)
    return target.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def text(study_folder, tmp_path_factory):
    return build(study_folder, tmp_path_factory.mktemp("report") / "index.html")


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_same_tables_give_the_same_page(text, study_folder, tmp_path):
    assert build(study_folder, tmp_path / "index.html") == text


def test_page_loads_nothing(page):
    for tag, attributes in page.elements:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form")
        assert not attributes.get("src", "data:").startswith(("http", "//", "file"))


def test_nothing_in_the_page_runs_but_its_own_script(page):
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv"))
    scripts = [a for t, a in page.elements if t == "script"]
    assert [a.get("type") for a in scripts] == ["application/json", None]
    assert hash_source(page.embedded["script"][-1]) in policy
    assert hash_source(page.embedded["style"][0]) in policy
    assert "unsafe" not in policy
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_hostile_text_is_shown_and_not_obeyed(text, study):
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert "<b>" not in text


def test_every_mark_stands_where_the_tables_say(page, study):
    spans = collect_spans(study(5).tables)
    wanted = sorted(f"{s.start}-{s.end}" for own in spans.values() for s in own)
    marks = [a["data-at"].split() for t, a in page.elements if t == "mark" and "data-at" in a]
    assert sorted(at for own in marks for at in own) == wanted
    assert len(wanted) > 100


def test_every_cell_opens_the_sentences_behind_it(page, study):
    data = json.loads(page.embedded["script"][0])
    cells = [a for t, a in page.elements if a.get("class", "").startswith("cell ")]
    gap = study(5).tables["evidence_gap"]
    assert len(cells) == len(gap)
    texts = study(5).tables["sentences"].set_index(["source_id", "sentence_id"])["text"]
    for cell in cells:
        behind = data["mentions"][cell["data-claim"]][cell["data-column"]]
        assert behind["n"] == len(behind["shown"]) > 0
        for source_id, sentence, level, _, _, said in behind["shown"]:
            assert texts[source_id, sentence] == said
            assert 1 <= level <= 6


def test_page_has_a_language_headings_and_labels(page):
    assert ("html", {"lang": "en"}) in page.elements
    levels = [int(t[1]) for t, _ in page.elements if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    named = {a["for"] for t, a in page.elements if t == "label" and "for" in a}
    assert {a["id"] for t, a in page.elements if t == "select"} <= named


def test_many_sources_have_a_column_per_level(study, tmp_path):
    study(30).write(tmp_path / "tables")
    page = Page(build(tmp_path, tmp_path / "index.html"))
    columns = {a["data-column"] for _, a in page.elements if "data-column" in a}
    assert columns <= set("123456")


def test_study_without_topic_or_sources_still_makes_a_page(tmp_path):
    text = build(tmp_path, tmp_path / "index.html")
    assert "No source could be read." in text
    assert "No claim could be held against published evidence" in text


@given(
    st.text(alphabet="ab<&\"' é\n", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 10)), max_size=8),
)
@settings(max_examples=150, deadline=None)
def test_marking_changes_no_character(text, places):
    spans = [Span(a, min(a + n, len(text)), "hedge", "x") for a, n in places if a < len(text)]
    marked = render_text(text, 0, len(text), sorted(spans, key=lambda s: (s.start, -s.end)))
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", str(marked))) == text
    stops = re.findall(r'data-at="([^"]+)"', str(marked))
    assert sorted(" ".join(stops).split()) == sorted(f"{s.start}-{s.end}" for s in spans)


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
