"""The columns ``precision`` and ``n`` of the lexicons: measured, and written back.

Precision is the share of an entry's matches that touch a cue marked by hand in the Szeged corpus,
on the documents that no word or guard was chosen on, with guards as in the genre of web pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from plumbline.lexicons import OPTIONAL, REQUIRED, read_tsv, rule_id
from plumbline.rhetoric.markers import Lexicons
from plumbline.validity.gold import find_files
from plumbline.validity.szeged import load_szeged, measure_rules

MEASURED = ("hedges.tsv", "uncertainty.tsv", "discourse_hedges.tsv")

Precision = Mapping[str, tuple[float, int]]


def measure_entries(folder: Path, lexicons: Lexicons) -> Precision:
    """Return (precision, matches) by rule, on the held-out documents of the corpus in `folder`."""
    paths = find_files(folder, "*.xml")
    held_out = [s for path in paths for s in load_szeged(path) if s.held_out]
    return measure_rules(held_out, lexicons)


def write_precision(path: Path, measured: Precision) -> None:
    """Write `measured` into the columns ``precision`` and ``n`` of a lexicon; all else is kept."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header: list[str] = []
    for i, line in enumerate(lines):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        row = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
        figure = measured.get(rule_id(row["category"], row["subcategory"], row["entry"]))
        row["precision"], row["n"] = _cells(figure)
        lines[i] = "\t".join(row.values())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def list_differences(path: Path, measured: Precision) -> Iterable[str]:
    """Yield the rules of a lexicon whose columns are not what was measured."""
    for _, row in read_tsv(path, REQUIRED, OPTIONAL):
        rule = rule_id(row["category"], row["subcategory"], row["entry"])
        if (row["precision"], row["n"]) != _cells(measured.get(rule)):
            yield rule


def _cells(figure: tuple[float, int] | None) -> tuple[str, str]:
    """Return the cells of an entry; they are empty where it never matched."""
    return (f"{figure[0]:.2f}", str(figure[1])) if figure else ("", "")
