"""A batch that has changed is measured where it changed; the rest is copied, to the same bytes."""

import json

import pytest

from plumbline.batch.measure import PARTS, measure_batch, text_rows
from plumbline.batch.read import read_bulk
from plumbline.batch.unchanged import Pages, find_pages, keep_pages, pages_file
from plumbline.sources.bulk import index_bulk_file
from plumbline.store import Store
from plumbline.text.rules import load_rules

FIELDS = ("id", "text", "title", "group", "language", "url", "published")
COLUMNS = {**{name: name for name in FIELDS}, "format": "text"}
LIMITS = {"max_bytes": 1000000}
SENTENCE = "On most nights the light in room {} went out before the others did, and stayed so. "
RECIPES = {"texts": "as it is read", "rhetoric": "as words are counted"}


def mark_words(document):
    """Count long words: a step of its own, told how often it was asked."""
    mark_words.asked.append(document.source_id)
    words = [w for w in document.text.split() if len(w) > 5]
    row = {"source_id": document.source_id, "category": "long"}
    return {"markers": [{**row, "start": i, "text": word} for i, word in enumerate(words)]}


def write_pages(folder, changed=None):
    rows = [{"id": f"p{n}", "text": SENTENCE.format(n) * (n % 40 + 1)} for n in range(400)]
    rows[7]["text"] = " "
    if changed is not None:
        rows[changed]["text"] += "Nobody knew why."
    lines = [json.dumps(row) for row in rows]
    lines.insert(9, '{"id": "torn')
    (folder / "pages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def measure(tmp_path, project):
    """Measure the pages into a folder of the name given; return the parts and the pages."""
    store = Store(tmp_path / "store")
    rules = load_rules(project / "config/segmentation")
    listed = pages_file(store.folder, "pages")

    def run(name, recipes=RECIPES, known=True):
        mark_words.asked = []
        index, _ = index_bulk_file(tmp_path, "pages.jsonl", COLUMNS, 10**9, 10**6, set())
        (stretch,) = index.stretches
        pages = find_pages(listed, "", recipes, recipes, store) if known else Pages("", {}, None)
        documents = read_bulk(tmp_path, stretch, COLUMNS, pages, LIMITS, rules, "note")
        folder = tmp_path / name
        folder.mkdir()
        measure_batch(documents, {"texts": text_rows, "rhetoric": mark_words}, folder)
        keys = {step: f"{name} {step}" for step in recipes}
        for step in recipes:
            store.keep(keys[step], [folder / f"{part}.parquet" for part in PARTS[step]])
        keep_pages(listed, pages, recipes, keys)
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    return run


def test_one_changed_page_is_measured_alone_and_the_parts_are_those_of_a_whole_run(
    tmp_path, measure
):
    write_pages(tmp_path)
    first = measure("first")
    assert len(mark_words.asked) == 400
    write_pages(tmp_path, changed=200)
    parts = measure("second")
    assert mark_words.asked == ["p7", "p200"]  # and the one that holds no text
    assert parts == measure("afresh", known=False) != first
    assert len(mark_words.asked) == 400
    write_pages(tmp_path)
    assert measure("back") == first


def test_nothing_is_copied_that_came_about_in_another_way(tmp_path, measure):
    write_pages(tmp_path)
    measure("first")
    measure("second", recipes={**RECIPES, "rhetoric": "as words are counted now"})
    assert len(mark_words.asked) == 400


def test_a_damaged_part_is_not_copied_from(tmp_path, measure):
    write_pages(tmp_path)
    first = measure("first")
    for part in (tmp_path / "store").glob("*/*/markers.parquet"):
        part.unlink()
        part.write_bytes(b"")
    assert measure("second") == first
    assert len(mark_words.asked) == 400
