"""Shared passages of the pairs that share most: looked for once, and kept while texts stay."""

import pytest

from plumbline.batch import reuse
from plumbline.batch.instruments import load_measure
from plumbline.batch.measure import measure_batch
from plumbline.batch.reuse import find_reuse_of_likely_pairs, pairs_file
from plumbline.text.clean import clean_text

PASSAGE = " ".join(f"The old mill number {n} stood by the river for many years." for n in range(9))
OTHER = " ".join(f"A grey cat number {n} slept upon the kitchen table all day." for n in range(9))
PAGES = {
    "one": {"a": f"Morning. {PASSAGE}", "b": f"{OTHER} Evening."},
    "two": {"c": f"{PASSAGE} Night.", "d": f"Noon. {OTHER}"},
}


def write(folder, pages):
    documents = [clean_text(source, text) for source, text in pages.items()]
    measures = {step: load_measure(step, {}, {}) for step in ("texts", "fingerprints")}
    folder.mkdir(exist_ok=True)
    measure_batch(documents, measures, folder)


@pytest.fixture
def folders(tmp_path):
    for batch, pages in PAGES.items():
        write(tmp_path / batch, pages)
    return [tmp_path / batch for batch in PAGES]


@pytest.fixture
def looked_at(monkeypatch):
    """Remember which pairs are compared."""
    compared = []
    find = reuse.find_passages_of_pairs

    def remember(pairs):
        for pair in pairs:
            compared.append({document.source_id for document in pair})
            yield from find([pair])

    monkeypatch.setattr(reuse, "find_passages_of_pairs", remember)
    return compared


def test_pairs_in_batches_that_stay_are_not_compared_again(folders, looked_at, tmp_path):
    kept = pairs_file(tmp_path / "store")
    first, told = find_reuse_of_likely_pairs(folders, 9, kept, "code")
    assert set(zip(first["source_a"], first["source_b"], strict=True)) == {("a", "c"), ("b", "d")}
    assert told.endswith("2 of them were compared.")
    assert len(looked_at) == 2
    for place in (kept, None):
        again, _ = find_reuse_of_likely_pairs(folders, 9, place, "code")
        assert again.equals(first)
    assert len(looked_at) == 4
    find_reuse_of_likely_pairs(folders, 9, kept, "other code")
    assert len(looked_at) == 6


def test_pairs_of_a_batch_that_changed_are_compared_again(folders, looked_at, tmp_path):
    kept = pairs_file(tmp_path / "store")
    find_reuse_of_likely_pairs(folders, 9, kept)
    write(folders[1], {"c": f"{PASSAGE} Night.", "d": f"Noon, at last. {OTHER}"})
    changed, _ = find_reuse_of_likely_pairs(folders, 9, kept)
    assert len(looked_at) == 4
    assert changed.equals(find_reuse_of_likely_pairs(folders, 9)[0])
    kept.write_text("[1")
    assert changed.equals(find_reuse_of_likely_pairs(folders, 9, kept)[0])
