"""The bundled study: complete, listed, checkable, and in the project's own words."""

from __future__ import annotations

import os
import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml import html

from plumbline.lexicons import read_tsv

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "resources" / "demo"
TOPIC = ROOT / "config" / "topics" / "magnesium-sleep"
NOT_SOURCES = {"README.md", "codes.tsv"}
COLUMNS = ("source_id", "path", "group", "title", "publisher", "url", "published", "notes")
GROUPS = {"marketing", "blog", "leaflet", "summary", "press release"}
# Words between blanks: within a tenth of the page that each of the five follows.
LENGTHS = {
    "bisglycinate_deep_rest": (781, 953),
    "glycinate_capsules_better_nights": (403, 491),
    "magnesium_deep_sleep_support": (536, 654),
    "chelated_magnesium_relaxation_guide": (557, 679),
    "five_ways_magnesium_sleep": (385, 469),
}
STRENGTHS = {
    "unhedged_causal",
    "conditional_may",
    "correlational",
    "mention_only",
    "no_effect",
    "none",
}
APPEALS = {"none", "vague_studies", "vague_experts", "vague_known", "checkable"}
DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"]*[^\s<>\".,;)]")
WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def read_sources() -> dict[str, dict[str, str]]:
    rows = read_tsv(ROOT / "config" / "sources.tsv", COLUMNS)
    return {row["source_id"]: row for _, row in rows}


def read_text(source_id: str) -> str:
    """Return what a reader sees: of a web page its main part without superscripts."""
    path = DEMO / read_sources()[source_id]["path"]
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".html":
        return text
    main = html.document_fromstring(text).find(".//main")
    for mark in main.findall(".//sup"):
        mark.drop_tree()
    return main.text_content()


def split_words(text: str) -> list[str]:
    return WORD.findall(text.lower().replace("\u2019", "'"))


def find_runs(text: str, size: int) -> set[tuple[str, ...]]:
    words = split_words(text)
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def test_the_list_and_the_folder_name_the_same_files() -> None:
    listed = [row["path"] for row in read_sources().values()]
    present = {path.name for path in DEMO.iterdir() if path.is_file()} - NOT_SOURCES
    assert len(listed) == len(set(listed))
    assert set(listed) == present


def test_every_source_has_a_known_group_a_title_and_a_note_on_its_origin() -> None:
    for source_id, row in read_sources().items():
        assert row["group"] in GROUPS, source_id
        assert row["title"], source_id
        assert row["notes"].startswith("Written for the project. "), source_id
        assert len(row["notes"]) > len("Written for the project. "), source_id
        assert row["url"] == "", source_id
    assert {row["group"] for row in read_sources().values()} == GROUPS


@pytest.mark.parametrize(("source_id", "band"), sorted(LENGTHS.items()))
def test_the_five_pages_are_about_as_long_as_their_models(source_id, band) -> None:
    assert band[0] <= len(read_text(source_id).split()) <= band[1]


@pytest.mark.parametrize("source_id", sorted(read_sources().keys() - LENGTHS.keys()))
def test_the_contrast_pages_have_a_usual_length(source_id) -> None:
    running_text = re.split(r"References|Notes for editors", read_text(source_id))[0]
    assert 500 <= len(running_text.split()) <= 800


def test_the_formats_of_the_pipeline_are_shown() -> None:
    assert {Path(row["path"]).suffix for row in read_sources().values()} == {
        ".txt",
        ".html",
        ".md",
    }


def test_one_page_has_lost_the_list_after_a_colon() -> None:
    lines = [line for line in read_text("bisglycinate_deep_rest").splitlines() if line]
    after = [nxt for line, nxt in pairwise(lines) if line.endswith(":")]
    assert len(after) == 2
    assert all(len(line.split()) > 12 for line in after), "a paragraph follows, not a list"


def test_the_oddities_of_the_pages_are_there() -> None:
    colons = re.findall(r"^[^.\n]+:$", read_text("glycinate_capsules_better_nights"), re.M)
    assert len(colons) == 6
    ways = read_text("five_ways_magnesium_sleep")
    assert re.findall(r"^(\d)\. ", ways, re.M) == list("12345")
    assert "320\u2013500 milligrams" in ways
    assert "7\u20138 weeks" in ways
    assert "\u00ae" in ways
    guide = read_text("chelated_magnesium_relaxation_guide")
    assert "400-420 mg" in guide
    assert "310-320 mg" in guide


def test_the_leaflet_stands_in_a_page_with_menu_cookie_notice_and_footer() -> None:
    page = html.document_fromstring((DEMO / "magnesium_and_sleep_leaflet.html").read_bytes())
    assert page.find(".//nav") is not None
    assert page.find(".//footer") is not None
    assert "cookies" in page.get_element_by_id("cookies").text_content()
    targets = {link.get("href") for link in page.findall(".//sup/a")}
    assert targets == {f"#{item.get('id')}" for item in page.findall(".//li[@id]")}


def test_every_reference_of_the_summary_is_cited_and_every_citation_resolves() -> None:
    body, references = read_text("magnesium_evidence_summary").split("## References")
    cited = {int(n) for group in re.findall(r"\[([\d,]+)\]", body) for n in group.split(",")}
    assert cited == {int(n) for n in re.findall(r"^(\d+)\. ", references, re.M)}


def test_no_two_pages_share_a_passage() -> None:
    runs = {source_id: find_runs(read_text(source_id), 8) for source_id in read_sources()}
    for one, other in combinations(sorted(runs), 2):
        assert not runs[one] & runs[other], (one, other)


def test_every_doi_stands_in_the_evidence_of_the_topic() -> None:
    path = TOPIC / "evidence.yaml"
    if not path.exists():
        pytest.skip(f"{path.relative_to(ROOT)} is not there: the DOIs stay UNCHECKED")
    known = {doi.lower() for doi in DOI.findall(path.read_text(encoding="utf-8"))}
    for source_id in read_sources():
        found = {doi.lower() for doi in DOI.findall(read_text(source_id))}
        assert found <= known, (source_id, sorted(found - known))


def test_the_summary_names_at_least_eight_dois() -> None:
    assert len(set(DOI.findall(read_text("magnesium_evidence_summary")))) >= 8


def test_no_sentence_is_copied_from_the_pages_that_were_followed() -> None:
    folder = os.environ.get("PLUMBLINE_CORPUS")
    if not folder:
        pytest.skip("PLUMBLINE_CORPUS is not set: copying from the models stays UNCHECKED")
    models = sorted(Path(folder).glob("*.txt"))
    assert len(models) >= 5, f"{folder} holds {len(models)} of the five pages"
    runs = {path.name: find_runs(path.read_text(encoding="utf-8"), 6) for path in models}
    for source_id in read_sources():
        own = find_runs(read_text(source_id), 6)
        for name, run in runs.items():
            assert not own & run, (source_id, name, sorted(own & run))


def read_codes() -> list[dict[str, str]]:
    columns = (
        "source_id",
        "sentence_no",
        "sentence",
        "claim_id",
        "strength",
        "cue",
        "appeal_to_evidence",
        "pass",
        "notes",
    )
    return [row for _, row in read_tsv(DEMO / "codes.tsv", columns)]


def test_the_codes_cover_every_sentence_letter_for_letter_and_in_order() -> None:
    coded: dict[str, dict[int, str]] = {}
    for row in read_codes():
        sentences = coded.setdefault(row["source_id"], {})
        number = int(row["sentence_no"])
        assert sentences.setdefault(number, row["sentence"]) == row["sentence"]
    assert coded.keys() == read_sources().keys()
    for source_id, sentences in coded.items():
        assert list(sentences) == list(range(1, len(sentences) + 1)), source_id
        text = read_text(source_id)
        if source_id == "magnesium_evidence_summary":
            text = re.sub(r"^(#+|-|\d+\.) ", "", text, flags=re.M)
        flat, position = " ".join(text.split()), 0
        for sentence in sentences.values():
            assert sentence in flat[position:], (source_id, sentence)
            position = flat.index(sentence, position) + len(sentence)
        assert split_words(" ".join(sentences.values())) == split_words(flat), source_id


def test_the_codes_use_the_values_they_document() -> None:
    seen = set()
    for row in read_codes():
        key = (row["source_id"], row["sentence_no"], row["claim_id"])
        assert key not in seen
        seen.add(key)
        assert row["strength"] in STRENGTHS, key
        assert row["appeal_to_evidence"] in APPEALS, key
        assert row["pass"] in {"1", "2", "both"}, key
        assert (row["claim_id"] == "NONE") == (row["strength"] == "none"), key
        cues = [] if row["cue"] == "none" else re.split(r"; | ", row["cue"])
        assert all(cue in row["sentence"].lower() for cue in cues), key
    lone = [key[:2] for key in seen if key[2] == "NONE"]
    assert not {key[:2] for key in seen if key[2] != "NONE"} & set(lone)


def test_every_coded_claim_stands_in_the_list_of_the_topic() -> None:
    path = TOPIC / "claims.yaml"
    if not path.exists():
        pytest.skip(f"{path.relative_to(ROOT)} is not there: the claim ids stay UNCHECKED")
    text = path.read_text(encoding="utf-8")
    known = {"NONE", *re.findall(r"\b[A-Z]\d\d_\w+", text)}
    assert {row["claim_id"] for row in read_codes()} <= known
