"""The figures of the last run, as the tables that docs/validity.md holds between its marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv

FLOOR_COLUMNS = ("name", "measure", "instrument", "dataset", "split", "metric", "floor", "aim")
OF_ONE_CLASS = ("precision_", "recall_", "f1_")  # metrics of one class; confusion tells as much
ELSEWHERE = ("behaviour",)  # data sets with a page of their own
_BEGIN, _END = "<!-- {} of the last run -->", "<!-- end of {} -->"

Row = Mapping[str, str]


def read_floors(path: Path) -> list[dict[str, str]]:
    """Read what each instrument was asked to reach, with the columns of `FLOOR_COLUMNS`.

    Raises:
        SettingsError: a column is missing; one sentence says where.

    """
    return [row for _, row in read_tsv(path, FLOOR_COLUMNS)]


def list_figures(validity: Iterable[Row]) -> list[str]:
    """Return a Markdown table of every figure, those of single classes left out."""
    shown = [
        row
        for row in validity
        if row["value"]
        and not row["metric"].startswith(OF_ONE_CLASS)
        and not row["dataset"].startswith(ELSEWHERE)
    ]
    return _table(
        ("instrument", "data set", "part", "metric", "n", "value", "95 % limits"),
        [
            (row["instrument"], row["dataset"], row["split"], row["metric"],
             f"{int(row['n']):,}", _short(row["value"]), _limits(row))
            for row in shown
        ],
    )  # fmt: skip


def compare_floors(validity: Iterable[Row], floors: Iterable[Row]) -> list[str]:
    """Return a Markdown table of what each instrument was asked to reach and reached."""
    keys = ("instrument", "dataset", "split", "metric")
    reached = {tuple(row[key] for key in keys): row["value"] for row in validity}
    rows = []
    for floor in floors:
        value = reached.get(tuple(floor[key] for key in keys), "")
        below = value and float(value) < float(floor["floor"])
        gap = _short(float(floor["floor"]) - float(value)) if below else ""
        rows.append(
            (floor["name"], floor["measure"], _short(floor["floor"]), _short(floor["aim"]),
             _short(value) if value else "not measured", gap)
        )  # fmt: skip
    return _table(("instrument", "measure", "floor", "aim", "reached", "gap"), rows)


def list_confusion(confusion: Sequence[Row]) -> list[str]:
    """Return a Markdown table of coded classes by measured ones, for each part of a data set."""
    parts = dict.fromkeys((r["instrument"], r["dataset"], r["split"]) for r in confusion)
    lines: list[str] = []
    for part in parts:
        own = [r for r in confusion if (r["instrument"], r["dataset"], r["split"]) == part]
        if part[1].startswith(ELSEWHERE):
            continue
        classes = list(dict.fromkeys(r[key] for key in ("coded", "measured") for r in own))
        count = {(r["coded"], r["measured"]): r["n"] for r in own}
        header = (", ".join(part), *(f"as {name}" for name in classes))
        cells = [(name, *(count.get((name, as_), "0") for as_ in classes)) for name in classes]
        lines += [*_table(header, cells), ""]
    return lines[:-1]


def fill_blocks(text: str, blocks: Mapping[str, Sequence[str]]) -> str:
    """Return `text` with what stands between the marks of each block replaced.

    Raises:
        SettingsError: a mark is missing; one sentence names it.

    """
    for name, lines in blocks.items():
        begin, end = _BEGIN.format(name), _END.format(name)
        before, found, rest = text.partition(begin)
        _, ended, after = rest.partition(end)
        if not (found and ended):
            raise SettingsError(f"the marks '{begin}' and '{end}' are missing; put them back.")
        text = f"{before}{begin}\n" + "\n".join(lines) + f"\n{end}{after}"
    return text


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _limits(row: Row) -> str:
    if not row["ci_low"] or row["ci_low"] == row["ci_high"]:
        return ""  # all units alike: limits from resampling say nothing
    return f"{_short(row['ci_low'])}–{_short(row['ci_high'])}"


def _short(value: str | float) -> str:
    """Return a share to three places without its leading 0: .745."""
    text = f"{float(value):.3f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text[:4]
