"""Sources that are shown: drawn by seed, and their rows read once."""

import os
from itertools import chain

import pytest

from plumbline.batch.measure import measured_types
from plumbline.batch.sample import (
    describe_sample,
    draw_sources,
    list_sources,
    make_frame,
    read_drawn,
    rows_file,
)
from plumbline.parts import PartWriter

WORDS = {"one": {"a": 5, "b": 0, "c": 9}, "two": {"d": 4}}


@pytest.fixture
def folders(tmp_path):
    for batch, sources in WORDS.items():
        (tmp_path / batch).mkdir()
        rows = [{"source_id": source, "n_words": n} for source, n in sources.items()]
        write(tmp_path / batch, "documents", rows)
        texts = [{"source_id": source, "text": f"Text {source}\u2028"} for source in sources]
        write(tmp_path / batch, "texts", texts)
    return {batch: tmp_path / batch for batch in WORDS}


def write(folder, part, rows):
    writer = PartWriter(folder / f"{part}.parquet", measured_types(part))
    writer.add(rows)
    writer.close()


def test_sources_with_words_are_drawn_by_seed_whatever_their_batch(folders):
    homes = list_sources(folders.values())
    assert homes == {"a": "one", "c": "one", "d": "two"}
    assert draw_sources(homes, 9, 1) == {"one": ["a", "c"], "two": ["d"]}
    moved = draw_sources(dict.fromkeys("cad", "other"), 2, 7)
    assert moved["other"] == [*chain.from_iterable(draw_sources(homes, 2, 7).values())]
    assert describe_sample(moved, homes, 7) == '{"drawn": 2, "seed": 7, "sources": 3}\n'


def test_rows_are_the_same_whether_read_or_kept(folders, tmp_path):
    parts = {name: folders["one"] / f"{name}.parquet" for name in ("documents", "texts")}
    kept = rows_file(tmp_path / "store", "one")
    rows = [read_drawn(parts, ["a", "c"], place) for place in (None, kept, kept)]
    for table in parts:
        first, *others = (make_frame(table, own[table]) for own in rows)
        assert first["source_id"].tolist() == ["a", "c"]
        assert all(first.equals(other) for other in others)
    times = [path.stat().st_mtime_ns for path in parts.values()]
    for path, time in zip(parts.values(), times, strict=True):
        path.write_bytes(b"-" * path.stat().st_size)
        os.utime(path, ns=(time, time))
    assert read_drawn(parts, ["a", "c"], kept)["texts"] == [
        ["a", "Text a\u2028", ""],
        ["c", "Text c\u2028", ""],
    ]


def test_what_has_changed_is_read_again(folders, tmp_path):
    parts = {"documents": folders["one"] / "documents.parquet"}
    kept = rows_file(tmp_path / "store", "one")

    def words(sources):
        return make_frame("documents", read_drawn(parts, sources, kept)["documents"])[
            "n_words"
        ].tolist()

    assert words(["a"]) == [5]
    assert words(["a", "c"]) == [5, 9]
    write(folders["one"], "documents", [{"source_id": "a", "n_words": 6, "note": "longer"}])
    assert words(["a", "c"]) == [6]
    kept.write_text('{"key"')
    assert words(["a", "c"]) == [6]
