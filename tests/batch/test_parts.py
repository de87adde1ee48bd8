"""Parts of tables: what is written comes back."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.parts import arrow_types, make_array

CELLS = {
    "string": st.text(),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(),
    "boolean": st.booleans(),
}


@pytest.mark.parametrize("kind", CELLS)
@given(data=st.data())
def test_an_array_is_the_one_that_arrow_makes(kind, data):
    values = data.draw(st.lists(st.none() | CELLS[kind], max_size=20))
    array = make_array(values, kind)
    array.validate(full=True)
    if kind == "string":
        values = [value or "" for value in values]
    assert str(array) == str(pa.array(values, arrow_types()[kind]))
