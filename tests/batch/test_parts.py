"""Parts of tables: what is written comes back, and some sources can be read alone."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.batch.collect import draw_table, find_homes
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
    for part, sources in {"one": "ab", "two": "cd", "three": "e"}.items():
        writer = PartWriter(tmp_path / f"{part}.parquet", TYPES)
        writer.add({"source_id": source, "n": n} for source in sources for n in range(3))
        writer.close()
    homes = find_homes(tmp_path, ["a", "c", "d"])
    assert homes == {"one.parquet": ["a"], "two.parquet": ["c", "d"]}
    (tmp_path / "three.parquet").write_bytes(b"never opened")
    frame = draw_table(tmp_path, TYPES, homes)
    assert frame["source_id"].tolist() == [*"aaacccddd"]
    assert read_frame([], TYPES, []).empty
