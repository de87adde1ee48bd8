"""Read the tables of a study in the plain types that figures and sentences work with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from plumbline.compare.intervals import CONFIDENCE
from plumbline.errors import SettingsError
from plumbline.lexicons import OPTIONAL, REQUIRED, read_tsv
from plumbline.tables import SCHEMAS, empty_table, read_table

SAFETY_TOPICS = "safety_topics"  # the one table that comes from a lexicon


def list_tables() -> list[str]:
    """Return the names of all tables that have a schema, sorted."""
    return sorted(path.stem for path in SCHEMAS.glob("*.yaml"))


class StudyTables(dict):
    """The tables of a study by name, each read when it is first asked for.

    They have the columns of their schemas. A table that is missing comes back empty with its
    columns, so that what reads it need not ask. Missing text is "", missing numbers are NaN, whole
    numbers without a gap are int64. `SAFETY_TOPICS` lists the topics (subcategories) of
    ``safety.tsv``, so that what no source mentions can be named.

    ``sample`` says of how many sources these were drawn (drawn, sources, seed); None where the
    tables hold them all. ``confidence`` is the coverage of the intervals in them.

    Args:
        folder: holds ``<table>.csv``.
        lexicons: folder of the lexicons; without it there are no `SAFETY_TOPICS`.
        confidence: of the study's settings.

    Raises:
        SettingsError: a table that was asked for does not fit its schema.

    """

    def __init__(
        self, folder: Path | str, lexicons: Path | str = "", confidence: float = CONFIDENCE
    ):
        super().__init__()
        self.folder, self.lexicons, self.confidence = Path(folder), lexicons, confidence
        self.sample = _read_sample(self.folder)

    def __missing__(self, name: str) -> pd.DataFrame:
        if name == SAFETY_TOPICS:
            self[name] = _read_safety_topics(Path(self.lexicons)) if self.lexicons else _topics([])
        else:
            self[name] = _read(self.folder / f"{name}.csv", name)
        return self[name]


def _read_sample(folder: Path) -> dict[str, int] | None:
    """Read what stands beside the tables of a sample (`plumbline.batch.sample`)."""
    about = folder.parent / "sample.json"
    return json.loads(about.read_text(encoding="utf-8")) if about.is_file() else None


def _read_safety_topics(lexicons: Path) -> pd.DataFrame:
    path = lexicons / "safety.tsv"
    rows = read_tsv(path, REQUIRED, OPTIONAL) if path.exists() else []
    return _topics(row["subcategory"] for _, row in rows if row.get("use") != "off")


def _topics(names: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame({"topic": list(dict.fromkeys(n for n in names if n))}, dtype=str)


def _read(path: Path, name: str) -> pd.DataFrame:
    if not path.exists() or not path.stat().st_size:
        return simplify(empty_table(name))
    try:
        return simplify(read_table(path, name))
    except (KeyError, ValueError) as error:
        raise SettingsError(
            f"{path.name}: this table does not fit its schema ({error}); make the tables again."
        ) from None


def simplify(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with plain text, float64 and, where no value is missing, int64 columns."""
    columns = {}
    for name, values in frame.items():
        kind = str(values.dtype).lower()
        if kind.startswith("int") and not values.isna().any():
            columns[name] = values.astype("int64")
        elif kind.startswith(("int", "float")):
            columns[name] = values.astype("float64")
        elif kind == "boolean":
            columns[name] = values
        else:
            columns[name] = values.fillna("").astype(str)
    return pd.DataFrame(columns, index=frame.index)
