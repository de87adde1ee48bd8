from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from plumbline.citations import load_resources
from plumbline.errors import SettingsError
from plumbline.validity.scicite import load_scicite, score_citations

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def resources():
    return load_resources(ROOT / "config/citations.yaml", ROOT / "config/lexicons")


def write(path: Path, *rows: dict) -> Path:
    path.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    return path


ROW = {
    "source": "explicit",
    "string": "Naps lift the mood (Elm & Ash, 2011) at noon.",
    "citeStart": 20,
    "citeEnd": 35.0,
    "unique_id": "a>b_0",
}


def test_only_explicit_spans_with_offsets_are_read(tmp_path):
    path = write(
        tmp_path / "x.jsonl", ROW, {**ROW, "source": "acronym"}, {**ROW, "citeStart": float("nan")}
    )
    (context,) = load_scicite(path)
    assert context.text[context.start : context.end] == "Elm & Ash, 2011"


def test_recall_counts_spans_that_a_citation_touches(tmp_path, resources):
    plain = {**ROW, "string": "Naps lift the mood of all at noon, they say.", "unique_id": "c"}
    score = score_citations(load_scicite(write(tmp_path / "x.jsonl", ROW, plain)), resources)
    assert (score["n"], score["found"], score["recall"]) == (2, 1, 0.5)
    assert [c.context_id for c in score["missed"]] == ["c"]


def test_another_file_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(SettingsError, match=r"x\.jsonl, line 1"):
        load_scicite(write(tmp_path / "x.jsonl", {"text": "no"}))
    with pytest.raises(SettingsError, match="missing"):
        load_scicite(tmp_path / "none.jsonl")


def test_recall_on_the_development_set(resources):
    folder = os.environ.get("PLUMBLINE_GOLD")
    if not folder:
        pytest.skip("PLUMBLINE_GOLD is not set: recall on SciCite is not checked")
    score = score_citations(load_scicite(Path(folder) / "scicite" / "dev.jsonl"), resources)
    assert score["n"] > 800
    assert score["recall"] >= 0.985
