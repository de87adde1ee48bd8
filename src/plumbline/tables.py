"""Tables: their schemas, how they are written, and how they are read back.

A schema (workflow/schemas/tables/<table>.yaml) is a Frictionless Table Schema with a unit per
field; everything that writes or reads a table goes through it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from plumbline.settings import read_yaml
from plumbline.whole import whole_file, write_text

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SCHEMAS = Path(__file__).parents[2] / "workflow" / "schemas" / "tables"
PANDAS_TYPES = {"string": "string", "integer": "Int64", "number": "float64", "boolean": "boolean"}
SUPPLEMENT = SCHEMAS.parent / "supplement"  # tables that only the write-up holds
_FILLED_LATER = {
    "readability": ("ci_low", "ci_high", "n"),
    "claims": ("attribution",),
    "numbers": ("claim_id",),
}
_LARGEST_WHOLE = 1e15  # up to here every whole number is written as it is
_FORMULA = re.compile(r"'*[=+\-@\t]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNSAFE = rf"^{_FORMULA.pattern}|{_CONTROL.pattern}"  # text that holds one or begins with the other


@cache
def table_schema(table: str) -> dict:
    """Return the schema of a table by its name."""
    path = SCHEMAS / f"{table}.yaml"
    return read_yaml(path if path.exists() else SUPPLEMENT / f"{table}.yaml")


def columns(table: str) -> list[str]:
    """Return the column names of a table, in order."""
    return [field["name"] for field in table_schema(table)["fields"]]


def table_columns(table: str) -> dict[str, str]:
    """Return column -> type of a table, in order."""
    return {field["name"]: field["type"] for field in table_schema(table)["fields"]}


def write_part(rows: Iterable[Mapping], path: Path, types: Mapping[str, str]) -> None:
    """Write the rows of one batch as CSV, numbers in full, a missing value empty.

    Measuring jobs are many and short, so this imports nothing heavy.

    Args:
        rows: one mapping per row; keys that `types` does not name are an error.
        path: file to write.
        types: column -> string, integer, number or boolean, in order.

    """
    booleans = {name for name, kind in types.items() if kind == "boolean"}
    with (
        whole_file(path) as unfinished,
        open(unfinished, "w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.DictWriter(file, list(types), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            for name in booleans & row.keys():
                row = {**row, name: {None: None, True: "true", False: "false"}[row[name]]}
            writer.writerow(row)


def part_types(table: str) -> dict[str, str]:
    """Return column -> type of a table's parts: without the columns that a later step fills."""
    later = _FILLED_LATER.get(table, ())
    return {f["name"]: f["type"] for f in table_schema(table)["fields"] if f["name"] not in later}


def read_parts(paths: Iterable[Path], types: Mapping[str, str]) -> pd.DataFrame:
    """Read the parts of all batches into one frame, typed as they were written; no text is ""."""
    import pandas as pd

    dtypes = {name: PANDAS_TYPES[kind] for name, kind in types.items()}
    parts = [
        pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""]) for path in paths
    ]
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})
    frame = pd.concat(filled, ignore_index=True)
    texts = [name for name, kind in types.items() if kind == "string"]
    return frame.fillna(dict.fromkeys(texts, ""))


def write_table(frame: pd.DataFrame, path: Path, table: str) -> None:
    """Write a table as CSV: UTF-8, columns and types by its schema, sorted by its primary key.

    Numbers are written with at most six significant digits after rounding noise is gone; a missing
    value is empty. Text that a spreadsheet would read as a formula gets a leading apostrophe, which
    `read_table` takes off again.

    """
    schema = table_schema(table)
    missing = set(columns(table)) - set(frame.columns)
    extra = set(frame.columns) - set(columns(table))
    if missing or extra:
        raise KeyError(
            f"{table}: columns missing {sorted(missing)}, not in the schema {sorted(extra)}"
        )
    frame = frame[columns(table)].copy()
    for field in schema["fields"]:
        frame[field["name"]] = frame[field["name"]].astype(PANDAS_TYPES[field["type"]])
    keys = [key for key in ("source_id", "start") if key in frame.columns]
    keys += [key for key in schema["primaryKey"] if key not in keys]
    frame = frame.sort_values(keys, kind="stable")
    for field in schema["fields"]:
        if field["type"] == "string":
            frame[field["name"]] = _safe_cells(frame[field["name"]])
        elif field["type"] == "boolean":
            frame[field["name"]] = frame[field["name"]].map({True: "true", False: "false"})
        elif field["type"] == "number":
            frame[field["name"]] = _format_numbers(frame[field["name"]])
    with whole_file(path) as unfinished:
        frame.to_csv(unfinished, index=False, lineterminator="\n", encoding="utf-8")


def write_rows(rows: Iterable[Mapping], path: Path, columns: Iterable[str]) -> None:
    """Write rows that have no schema as CSV, as safe in a spreadsheet as `write_table`."""
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            cells = (row[name] for name in columns)
            writer.writerow([_safe_cell(c) if isinstance(c, str) else c for c in cells])


def format_number(value: float) -> str:
    """Write a number with six significant digits at most, whole ones in full, and no -0."""
    whole = abs(value) < _LARGEST_WHOLE and value == int(value)
    text = f"{value:.0f}" if whole else f"{value:.6g}"
    return "0" if text == "-0" else text


def _format_numbers(numbers: pd.Series) -> pd.Series:
    """Return a column of numbers as text; a value that comes again is formatted once."""
    import pandas as pd

    codes, distinct = pd.factorize(numbers)
    texts = pd.Series(map(format_number, distinct.tolist()), dtype=object)
    return texts.reindex(codes).set_axis(numbers.index)


def _safe_cells(cells: pd.Series) -> pd.Series:
    """Return a column of text with each cell made safe; few need it, and looking is cheap."""
    unsafe = cells.str.contains(_UNSAFE).fillna(False).astype(bool)
    return cells.mask(unsafe, cells[unsafe].map(_safe_cell)) if unsafe.any() else cells


def _safe_cell(value: str) -> str:
    value = _CONTROL.sub(" ", value)
    return "'" + value if _FORMULA.match(value) else value


def read_table(
    path: Path,
    table: str | None = None,
    wanted: Iterable[str] | None = None,
    coded: Collection[str] = (),
) -> pd.DataFrame:
    """Read a table, or the columns `wanted` of it, typed by its schema (name: the file's stem).

    A table is a CSV file that `write_table` wrote, or a folder of Parquet with a part per batch;
    of the latter the columns `coded`, which never lack a value, come as categories.
    """
    import pandas as pd

    types = table_columns(table or path.stem)
    if wanted is not None:
        types = {name: types[name] for name in wanted}
    texts = [name for name, kind in types.items() if kind == "string"]
    if path.is_dir():
        from plumbline.parts import read_frame

        frame = read_frame(sorted(path.glob("*.parquet")), types, coded=coded)
        plain = [name for name in texts if name not in coded]
        return frame.assign(**{name: frame[name].replace("", pd.NA) for name in plain})
    frame = pd.read_csv(
        path,
        usecols=None if wanted is None else list(types),
        dtype={name: PANDAS_TYPES[kind] for name, kind in types.items()},
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )
    for name in texts:
        guarded = frame[name].str.match(f"'{_FORMULA.pattern}").fillna(False)
        frame[name] = frame[name].where(~guarded, frame[name].str[1:])
    return frame


def empty_table(table: str) -> pd.DataFrame:
    """Return a table without rows, with its columns and types."""
    import pandas as pd

    return pd.DataFrame(
        {f["name"]: pd.Series(dtype=PANDAS_TYPES[f["type"]]) for f in table_schema(table)["fields"]}
    )


def table_rows(frame: pd.DataFrame) -> list[dict]:
    """Return the rows of a table as plain dictionaries; a missing value is None."""
    names = list(frame.columns)
    cells = zip(*(plain_values(frame[name]) for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]


def plain_values(column: pd.Series) -> list:
    """Return the values of a column in Python's own types; a missing value is None."""
    return column.to_numpy(object, na_value=None).tolist()


def to_floats(column: pd.Series) -> np.ndarray:
    """Return a column of numbers as an array of floats, NaN where a value is missing."""
    return column.astype("Float64").to_numpy(float, na_value=float("nan"))


def make_table(rows: list[dict], table: str) -> pd.DataFrame:
    """Return rows as a frame with the columns of a table; no rows give an empty table."""
    import pandas as pd

    return pd.DataFrame(rows, columns=columns(table)) if rows else empty_table(table)


def describe_tables(
    paths: Iterable[Path], name: str, title: str, folder: Path | None = None
) -> dict:
    """Return a Frictionless data package that describes the tables at `paths`.

    A table is a CSV file, or a folder of Parquet whose parts are listed one by one. `folder` is
    where the description will stand; without it, beside the tables.
    """
    resources = [
        {**_describe_file(path, folder or path.parent), **_describe_table(path.stem)}
        for path in sorted(paths)
    ]
    return {"profile": "tabular-data-package", "name": name, "title": title, "resources": resources}


def _describe_table(table: str) -> dict:
    schema = table_schema(table)
    return {
        "name": table,
        "title": schema["title"],
        "description": schema["description"],
        "profile": "tabular-data-resource",
        "schema": {k: schema[k] for k in ("fields", "primaryKey", "missingValues")},
    }


def _describe_file(path: Path, folder: Path) -> dict:
    name = path.relative_to(folder).as_posix()
    if path.is_dir():
        parts = sorted(path.glob("*.parquet"))
        return {
            "path": [f"{name}/{part.name}" for part in parts],
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "bytes": sum(part.stat().st_size for part in parts),
        }
    data = path.read_bytes()
    return {
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
    }


def write_json(data: object, path: Path) -> None:
    """Write JSON with sorted keys and a closing newline."""
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    write_text(path, text + "\n")
