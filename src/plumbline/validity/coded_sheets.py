"""Filled coding sheets: read with care, held against one another and against the instruments."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from plumbline.compare.agreement import (
    alpha_of_sums,
    coincidences,
    gwet_ac1,
    krippendorff_alpha,
)
from plumbline.compare.intervals import Interval
from plumbline.errors import SettingsError
from plumbline.validity.coding_sheet import KEY_COLUMNS, hash_sentence
from plumbline.validity.scores import (
    class_scores,
    confusion_columns,
    defined,
    precision_recall_f1,
    score_units,
)

KEY = "key.csv"
_SCORES = ("precision", "recall", "f1")


def read_key(path: Path) -> pd.DataFrame:
    """Read the key of a coding sheet.

    Raises:
        SettingsError: it lacks a column.

    """
    key = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [name for name in KEY_COLUMNS if name not in key.columns]
    if missing:
        raise SettingsError(
            f"{path.name}: the column '{missing[0]}' is missing; restore the key that "
            "coding_sheet wrote."
        )
    return key.astype({"sentence_id": int, "weight": float})


def read_sheets(paths: Sequence[Path], units: Sequence[str], codes: Mapping) -> np.ndarray:
    """Read the sheets of all coders.

    Args:
        paths: one sheet per coder.
        units: ids of the units, from the key.
        codes: of the plan.

    Returns:
        Places of the values in their order, NaN where a cell is empty, shape (codes, coders,
        units).

    Raises:
        SettingsError: one sentence that names file, line and column.

    """
    if len(paths) < 2:
        found = f"holds {'one sheet' if paths else 'no sheet'}"
        raise SettingsError(
            f"coded_sheets: this folder {found}; agreement needs the .csv files of at least two "
            "coders."
        )
    return np.stack([_read_sheet(path, list(units), codes) for path in paths], axis=1)


def _read_sheet(path: Path, units: list[str], codes: Mapping) -> np.ndarray:
    rows = _read_rows(path)
    for name in ("unit", *codes):
        if name not in rows[0]:
            raise SettingsError(
                f"{path.name}: the column '{name}' is missing; keep all columns of the sheet."
            )
    place = {unit: i for i, unit in enumerate(units)}
    table = np.full((len(codes), len(units)), np.nan)
    seen: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        unit = (row["unit"] or "").strip()
        if not unit and not any((row[name] or "").strip() for name in codes):
            continue  # rows that a spreadsheet adds at the end
        if unit not in place:
            raise SettingsError(
                f"{path.name}, line {line}: the unit '{unit}' is not in the key; put the key.csv "
                "that was drawn with this sheet beside it."
            )
        if unit in seen:
            raise SettingsError(
                f"{path.name}, line {line}: the unit '{unit}' stands on line {seen[unit]} "
                "already; delete one of the two."
            )
        seen[unit] = line
        for c, (name, code) in enumerate(codes.items()):
            table[c, place[unit]] = _read_cell(row[name], code, f"{path.name}, line {line}", name)
    if np.isnan(table).all():
        raise SettingsError(f"{path.name}: no cell is filled; code the sheet or take it out.")
    return table


def _read_rows(path: Path) -> list[dict]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # as some spreadsheets save; codes are ASCII
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    if not rows:
        raise SettingsError(f"{path.name}: this sheet is empty; fill the sheet of coding_sheet.")
    return rows


def _read_cell(cell: str | None, code: Mapping, where: str, name: str) -> float:
    """Return the place of a value in the order of its code; 1.0 is 1, as spreadsheets have it."""
    text = (cell or "").strip().lstrip("'").removesuffix(".0").removesuffix(",0")
    if not text:
        return float("nan")
    values = [str(value) for value in code["values"]]
    if text not in values:
        raise SettingsError(
            f"{where}: '{cell}' is no code of '{name}'; use {', '.join(values)} or leave it empty."
        )
    return float(values.index(text))


def measure_agreement(
    coded: np.ndarray, key: pd.DataFrame, measured: pd.DataFrame, plan: Mapping, statistics: Mapping
) -> list[dict]:
    """Return the rows of the table ``agreement``: one per code.

    Args:
        coded: from `read_sheets`.
        key: from `read_key`.
        measured: what the instruments say now, from `measure_sentences`.
        plan: from `load_codes`.
        statistics: ``confidence``, ``resamples`` and ``seed`` of the settings.

    """
    now = key.merge(measured, on=["source_id", "sentence_id"], how="left")
    same = [
        isinstance(text, str) and hash_sentence(text) == digest
        for text, digest in zip(now["text"], now["sentence_hash"], strict=True)
    ]
    rows = []
    for c, (name, code) in enumerate(plan["codes"].items()):
        n_values = len(code["values"])
        instrument = _places(now[name], code)
        row = _coders_among_themselves(coded[c], code["scale"], n_values, statistics, name)
        scores, note = _instrument_against_coders(
            coded[c], instrument, key["weight"].to_numpy(), np.array(same), n_values, statistics,
            name,
        )  # fmt: skip
        note = "; ".join(filter(None, (row.pop("note"), note)))
        rows.append({"code": name, **row, **scores, "note": note})
    return rows


def _places(values: pd.Series, code: Mapping) -> np.ndarray:
    place = {value: float(i) for i, value in enumerate(code["values"])}
    return values.map(place).to_numpy(float)


def _coders_among_themselves(
    codes: np.ndarray, scale: str, n_values: int, statistics: Mapping, name: str
) -> dict:
    coders = int((~np.isnan(codes)).any(axis=1).sum())
    paired = (~np.isnan(codes)).sum(axis=0) >= 2
    n = int(paired.sum())
    alpha = krippendorff_alpha(codes, scale, n_values) if n else float("nan")
    row = {"n": n, "coders": coders, "ac1": defined(gwet_ac1(codes, n_values))}
    if np.isnan(alpha):
        note = "all codes are alike, so alpha is undefined" if n else "no unit has two codes"
        return {**row, "alpha": None, "alpha_low": None, "alpha_high": None, "note": note}

    def statistic(sums: np.ndarray) -> dict[str, np.ndarray]:
        return {"alpha": alpha_of_sums(sums, scale, n_values)}

    units = coincidences(codes[:, paired], n_values)
    limits = score_units(units, statistic, statistics, f"agreement {name}")["alpha"]
    return {**row, "alpha": alpha, "alpha_low": limits.low, "alpha_high": limits.high,
            "note": limits.note}  # fmt: skip


def _instrument_against_coders(
    codes: np.ndarray, instrument: np.ndarray, weights: np.ndarray, same: np.ndarray,
    n_values: int, statistics: Mapping, name: str,
) -> tuple[dict, str]:  # fmt: skip
    """Return precision, recall and F1 against the majority of coders, and what was left out."""
    majority = find_majority(codes, n_values)
    used = ~np.isnan(majority) & same & ~np.isnan(instrument)
    notes = [
        _say_left_out(int((~same).sum()), "whose sentence has changed"),
        _say_left_out(int((same & np.isnan(majority)).sum()), "without a majority"),
    ]
    if not used.any():
        scores = {name: Interval(None, None, None) for name in _SCORES}
    elif n_values == 2:
        hit = (majority == 1) & (instrument == 1)
        columns = np.stack([hit, (instrument == 1) & ~hit, (majority == 1) & ~hit], axis=1)
        units = columns[used] * weights[used, None]
        scores = score_units(units, precision_recall_f1, statistics, f"instrument {name}")
    else:
        classes = [str(i) for i in range(n_values)]
        pairs = [(str(int(m)), str(int(i))) for m, i in zip(majority[used], instrument[used],
                                                             strict=True)]  # fmt: skip
        units = confusion_columns(pairs, classes) * weights[used, None]
        scores = score_units(units, _macro(classes), statistics, f"instrument {name}")
        notes.append("precision, recall and F1 are means over the values")
    row = {}
    for metric in _SCORES:
        value, low, high = scores[metric][:3]
        row |= {metric: value, f"{metric}_low": low, f"{metric}_high": high}
    return row, "; ".join(filter(None, notes))


def _macro(classes: Sequence[str]):
    """Return the statistic of plain means of precision, recall and F1 over the classes seen."""
    every = class_scores(classes)

    def statistic(sums: np.ndarray) -> dict[str, np.ndarray]:
        metrics = every(sums)
        made = {"f1": metrics["macro_f1"]}
        for metric in ("precision", "recall"):
            own = np.stack([metrics[f"{metric}_{name}"] for name in classes])
            seen = ~np.isnan(own)
            count = seen.sum(axis=0)
            total = np.where(seen, own, 0.0).sum(axis=0)
            made[metric] = np.divide(
                total, count, out=np.full(np.shape(total), np.nan), where=count > 0
            )
        return made

    return statistic


def find_majority(codes: np.ndarray, n_values: int) -> np.ndarray:
    """Return the value most coders gave each unit; NaN where two values share the first place."""
    counts = np.stack([(codes == value).sum(axis=0) for value in range(n_values)], axis=1)
    most = counts.max(axis=1)
    clear = (most > 0) & ((counts == most[:, None]).sum(axis=1) == 1)
    return np.where(clear, counts.argmax(axis=1), np.nan)


def _say_left_out(n: int, why: str) -> str:
    return (
        f"{n} {'unit' if n == 1 else 'units'} {why} left out of the instrument's scores"
        if n
        else ""
    )
