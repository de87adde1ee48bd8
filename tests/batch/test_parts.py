"""Parts of tables: what is written comes back, and some sources can be read alone."""

from itertools import chain

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.batch.collect import (
    describe_sample,
    draw_sources,
    draw_table,
    list_sources,
)
from plumbline.parts import PartWriter, arrow_types, make_array, read_frame

CELLS = {
    "string": st.text(),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(),
    "boolean": st.booleans(),
}
TYPES = {"source_id": "string", "n": "integer"}


@pytest.mark.parametrize("kind", CELLS)
@given(data=st.data())
def test_an_array_is_the_one_that_arrow_makes(kind, data):
    values = data.draw(st.lists(st.none() | CELLS[kind], max_size=20))
    array = make_array(values, kind)
    array.validate(full=True)
    if kind == "string":
        values = [value or "" for value in values]
    assert str(array) == str(pa.array(values, arrow_types()[kind]))


def test_only_what_is_drawn_is_read(tmp_path):
    folders = {batch: tmp_path / batch for batch in ("one", "two", "three")}
    for folder, sources in zip(folders.values(), ["ab", "cd", "e"], strict=True):
        folder.mkdir()
        writer = PartWriter(folder / "rows.parquet", TYPES)
        writer.add({"source_id": source, "n": n} for source in sources for n in range(3))
        writer.close()
    (folders["three"] / "rows.parquet").write_bytes(b"never opened")
    frame = draw_table(folders, "rows", TYPES, {"one": ["a"], "two": ["c", "d"]})
    assert frame["source_id"].tolist() == [*"aaacccddd"]
    assert read_frame([], TYPES, []).empty


def test_sources_with_words_are_drawn_by_seed_whatever_their_batch(tmp_path):
    words = {"one": {"a": 5, "b": 0, "c": 9}, "two": {"d": 4}}
    for batch, sources in words.items():
        (tmp_path / batch).mkdir()
        writer = PartWriter(
            tmp_path / batch / "documents.parquet", {"source_id": "string", "n_words": "integer"}
        )
        writer.add({"source_id": source, "n_words": n} for source, n in sources.items())
        writer.close()
    homes = list_sources([tmp_path / "one", tmp_path / "two"])
    assert homes == {"a": "one", "c": "one", "d": "two"}
    assert draw_sources(homes, 9, 1) == {"one": ["a", "c"], "two": ["d"]}
    moved = draw_sources(dict.fromkeys("cad", "other"), 2, 7)
    assert moved["other"] == [*chain.from_iterable(draw_sources(homes, 2, 7).values())]
    assert describe_sample(moved, homes, 7) == '{"drawn": 2, "seed": 7, "sources": 3}\n'
