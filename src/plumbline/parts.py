"""Parts of tables as Parquet: what a batch gives to a table, written row by row.

A large study keeps its tables as folders of such parts. They are written and read with pyarrow
alone, a slice of rows at a time, so that measuring jobs stay small.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plumbline.tables import PANDAS_TYPES
from plumbline.whole import unfinished_name, whole_file

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from pyarrow import parquet

_ROWS = 8192  # of a row group
_HELD = 512  # rows held as they are; as Arrow arrays they need a tenth of the memory


class Span(NamedTuple):
    """Rows of a table: from the first to the one before `end`."""

    table: pa.Table
    first: int
    end: int

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return self.end - self.first


class PartWriter:
    """Writes the rows of one part; the file has its name only once it is whole.

    Args:
        path: file to write.
        types: column -> string, integer, number or boolean, in order.
        rows: of a row group, about; fewer where a row is long.

    """

    def __init__(self, path: Path, types: Mapping[str, str], rows: int = _ROWS) -> None:
        from pyarrow import parquet

        self.path, self.types, self.schema = path, dict(types), part_schema(types)
        self.most, self.most_held = rows, min(rows, _HELD)
        self.unfinished = unfinished_name(path)
        self.writer = parquet.ParquetWriter(self.unfinished, self.schema, compression="zstd")
        self.rows: list[Mapping] = []
        self.spans: list[Span] = []
        self.held = 0  # rows added since they were last looked at

    def add(self, rows: Iterable[Mapping]) -> None:
        """Add rows; a key that the columns do not name is an error, missing text is ""."""
        before = len(self.rows)
        self.rows.extend(rows)
        self._look(len(self.rows) - before)

    def copy(self, spans: Iterable[Span]) -> None:
        """Add rows of a part that was written before, as if they had been added together."""
        spans = list(spans)
        if not spans:
            return
        self._pack()
        for span in spans:
            before = self.spans[-1] if self.spans else None
            if before and before.table is span.table and before.end == span.first:
                self.spans[-1] = before._replace(end=span.end)
            else:
                self.spans.append(span)
        self._look(sum(span.size for span in spans))

    def _look(self, added: int) -> None:
        """Write what is held where it is enough; where, depends on the numbers of rows alone."""
        self.held += added
        if self.held >= self.most_held:
            self.held = 0
            self._pack()
            if sum(span.size for span in self.spans) >= self.most:
                self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self.spans:
            rows = [span.table.slice(span.first, span.size) for span in self.spans]
            self.writer.write_table(pa.concat_tables(rows).combine_chunks())
            self.spans = []

    def _pack(self) -> None:
        import pyarrow as pa

        if not self.rows:
            return
        arrays = list(map(make_array, self._columns(), self.types.values()))
        table = pa.Table.from_arrays(arrays, schema=self.schema)
        self.spans.append(Span(table, 0, len(table)))
        self.rows = []

    def _columns(self) -> list[tuple]:
        """Return the values of each column; what a row does not have is None."""
        names = tuple(self.types)
        if set(map(len, self.rows)) == {len(names)}:
            with suppress(KeyError):  # rows that are as long and have all names have no other
                return list(zip(*map(itemgetter(*names), self.rows), strict=True))
        unknown = sorted({key for row in self.rows for key in row.keys() - self.types.keys()})
        if unknown:
            raise ValueError(f"{self.path.name}: dict contains fields not in the part: {unknown}")
        return [tuple(row.get(name) for row in self.rows) for name in names]

    def close(self) -> None:
        """Write what is left and give the file its name."""
        self._pack()
        self._flush()
        self.writer.close()
        os.replace(self.unfinished, self.path)


def make_array(values: Sequence, kind: str) -> pa.Array:
    """Return an Arrow array of Python values; None is a missing value, or "" among strings.

    It is put together from its buffers, because `pyarrow.array` imports pandas first, to learn
    whether it was given a series: half a second and 60 MB in every measuring job.
    """
    import numpy as np
    import pyarrow as pa

    if kind == "string":
        return _make_strings(values)
    known = None  # all of them
    if None in values:
        told = np.array([value is not None for value in values], bool)
        known = pa.py_buffer(np.packbits(told, bitorder="little"))
        values = [0 if value is None else value for value in values]
    if kind == "boolean":
        cells = np.packbits(np.array(values, bool), bitorder="little")
    else:
        cells = np.array(values, np.int64 if kind == "integer" else np.float64)
    return pa.Array.from_buffers(arrow_types()[kind], len(values), [known, pa.py_buffer(cells)])


def _make_strings(values: Sequence[str | None]) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    if None in values:
        values = [value or "" for value in values]
    text = "".join(values)
    data = text.encode()
    if len(data) > len(text):  # offsets count bytes
        values = [value.encode() for value in values]
    ends = np.zeros(len(values) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, values), np.int32, len(values)), out=ends[1:])
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)


def arrow_types() -> dict[str, pa.DataType]:
    """Return the Arrow type of each kind of column."""
    import pyarrow as pa

    return {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
    }


def part_schema(types: Mapping[str, str]) -> object:
    """Return the Arrow schema of a part."""
    import pyarrow as pa

    arrow = arrow_types()
    return pa.schema([(name, arrow[kind]) for name, kind in types.items()])


def write_frame(frame: pd.DataFrame, path: Path, types: Mapping[str, str]) -> None:
    """Write a data frame as one part, with the columns and types given."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = part_schema(types)
    arrays = []
    for name, kind in types.items():
        column = frame[name].astype(PANDAS_TYPES[kind])
        if kind == "string":
            column = column.fillna("")
        arrays.append(pa.array(column, schema.field(name).type, from_pandas=True))
    table = pa.Table.from_arrays(arrays, schema=schema)
    with whole_file(path) as unfinished:
        parquet.write_table(table, unfinished, compression="zstd", row_group_size=_ROWS)


def read_frame(
    paths: Path | Iterable[Path],
    types: Mapping[str, str],
    sources: Iterable[Iterable[str]] | None = None,
    coded: Collection[str] = (),
) -> pd.DataFrame:
    """Read parts into one frame with the types of `plumbline.tables`; missing text is "".

    Args:
        paths: one part, or several in the order wanted.
        types: the columns wanted, with their types.
        sources: for each part the sources whose rows are wanted; all if None. Few sources that
            stand together in a part cost less than the whole of it.
        coded: columns of text that come as categories instead.

    """
    import pandas as pd
    import pyarrow as pa

    paths = [paths] if isinstance(paths, Path) else list(paths)
    names, own = list(types), [None] * len(paths) if sources is None else sources
    codes = [name for name in names if name in coded]
    tables = [_read_part(path, names, some, codes) for path, some in zip(paths, own, strict=True)]
    dtypes = {
        name: "category" if name in coded else PANDAS_TYPES[kind] for name, kind in types.items()
    }
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})
    joined = pa.concat_tables(tables).select(names).unify_dictionaries()
    return joined.to_pandas(use_threads=False).astype(dtypes)


def read_rows(
    path: Path, names: Sequence[str], sources: Iterable[str] | None = None
) -> Iterator[tuple]:
    """Yield columns of a part as Python values, row by row: all, or those of some sources."""
    table = _read_part(path, list(names), sources)
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _read_part(
    path: Path, names: list[str], sources: Iterable[str] | None, coded: list[str] | None = None
) -> pa.Table:
    """Read columns of a part: all rows, or those of some sources; `coded` ones as dictionaries.

    The general reader of data sets does the same at several times the cost for small files.
    """
    import pyarrow as pa
    from pyarrow import compute, parquet

    with parquet.ParquetFile(path, read_dictionary=coded) as part:
        if sources is None:
            return part.read(columns=names, use_threads=False)
        wanted = sorted(sources)
        wide = names if "source_id" in names else [*names, "source_id"]
        groups = _groups_with(part, wanted)
        table = part.read_row_groups(groups, columns=wide, use_threads=False)
    return table.filter(compute.is_in(table["source_id"], pa.array(wanted, pa.string())))


def _groups_with(part: parquet.ParquetFile, wanted: list[str]) -> list[int]:
    """Return the row groups that may hold rows of some sources, by what is known of each group."""
    place = part.schema_arrow.get_field_index("source_id")
    groups = []
    for group in range(part.metadata.num_row_groups):
        known = part.metadata.row_group(group).column(place).statistics
        told = known is not None and known.has_min_max
        if not told or any(known.min <= source <= known.max for source in wanted):
            groups.append(group)
    return groups
