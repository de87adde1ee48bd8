"""Read a CSV in the shape of a GRADE summary-of-findings table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plumbline.evidence.load import CERTAINTIES, DIRECTIONS, INDIRECT
from plumbline.evidence.tested import fold

# column -> words of its heading, the first that fit; one heading fills one column
_COLUMNS = {
    "claim_id": ("claim id", "claim"),
    "certainty": ("certainty", "quality of the evidence", "grade"),
    "participants": ("participants",),
    "direction": ("direction",),
    "form": ("form tested", "form"),
    "population": ("population",),
    "indirect": ("indirect",),
    "references": ("references", "study keys"),
    "rationale": ("rationale",),
    "note": ("note",),
    "comments": ("comments", "comment", "what happens", "what it means", "interpretation"),
    "relative": ("relative effect",),
    "absolute": ("difference", "absolute effect", "risk with", "corresponding risk"),
    "outcome": ("outcomes", "outcome"),
}
_HEADER_WITHIN = 30  # rows in which the heading is looked for: titles stand above it
_DASHES = ("-", "\u2013", "\u2014")  # nothing stands here
_SYMBOLS = {4: "high", 3: "moderate", 2: "low", 1: "very low"}
_NUMBER = r"[-\u2212]?\d{1,9}(?:[.,]\d{1,6})?"
_SIDE = r"(?:\s?(lower|fewer|less|higher|more))?"
_INTERVAL = re.compile(
    rf"[(\[]\s?(?:95\s?%\s?(?:CI)?:?,?\s?)?({_NUMBER})\s?%?{_SIDE}[^\d()\[\]]{{0,20}}?"
    rf"(?:\s(?:to|bis)\s|\s?[,;\u2013]\s?|(?<=\d)-)({_NUMBER})\s?%?{_SIDE}",
    re.IGNORECASE,
)
_NO_STUDY = re.compile(
    r"\bno (?:studies|study|trials|trial|data)\b|\bnot (?:reported|measured|assessed|studied)\b",
    re.IGNORECASE,
)
_MEAN_DIFFERENCE = re.compile(r"\b(?:MD|SMD|WMD|difference)\b")
_GUESSED = "Direction read from the interval; check which way it points and whether it matters."


@dataclass(frozen=True, slots=True)
class Finding:
    """One row: ``entry`` is a claim of ``evidence.yaml``, ``references`` are keys of studies."""

    line: int
    claim_id: str
    entry: Mapping[str, object]
    references: tuple[str, ...]


def read_findings(text: str) -> tuple[list[Finding], list[tuple[int, str]]]:
    """Return the rows of a summary-of-findings table, and what was not understood.

    The heading may stand below titles; its columns may come in any order, parted by comma,
    semicolon or tab. Certainty is read from words or from the symbols of GRADE. Where no column
    gives the direction it is read from the 95 % interval: one that leaves out no difference
    supports an effect, one that holds it is mixed; a note then says so.

    """
    problems: list[tuple[int, str]] = []
    table = _find_table(text, problems)
    if table is None:
        sentence = "no heading with an outcome and a certainty was found; add a row with both."
        return [], [(1, sentence)]
    heading, rows = table
    findings = []
    for line, cells in rows:
        row = {name: cells[i].strip() for name, i in heading.items() if i < len(cells)}
        row = {name: "" if cell in _DASHES else cell for name, cell in row.items()}
        if not any(row.values()):
            continue
        result = _read_row(line, row)
        if isinstance(result, str):
            problems.append((line, result))
        else:
            findings.append(result)
    return findings, problems


def _find_table(
    text: str, problems: list[tuple[int, str]]
) -> tuple[dict[str, int], list[tuple[int, list[str]]]] | None:
    """Return the columns by name and the rows below the heading with their lines."""
    for delimiter in (",", ";", "\t"):
        rows, broken = _rows(text, delimiter)
        for i, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
            heading = _name_columns(cells)
            if {"certainty"} < heading.keys() and {"outcome", "claim_id"} & heading.keys():
                if broken:
                    sentence = "a quotation mark or cell does not end; the rest was left out."
                    problems.append((broken, sentence))
                return heading, rows[i + 1 :]
    return None


def _rows(text: str, delimiter: str) -> tuple[list[tuple[int, list[str]]], int]:
    """Return the rows with their lines, and the line from which the rest cannot be read, else 0."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        return rows, line
    return rows, 0


def _name_columns(cells: Sequence[str]) -> dict[str, int]:
    heads = [" ".join(re.findall(r"[a-z]+", cell.lower())) for cell in cells]
    named: dict[str, int] = {}
    for name, phrases in _COLUMNS.items():
        fits = [
            i
            for phrase in phrases
            for i, head in enumerate(heads)
            if phrase in head and i not in named.values()
        ]
        if fits:
            named[name] = fits[0]
    return named


def _read_row(line: int, row: Mapping[str, str]) -> Finding | str:
    """Return a finding, or the sentence that says why there is none."""
    claim_id = row.get("claim_id", "") or _slug(row.get("outcome", ""))
    if not claim_id:
        return "this row names neither a claim nor an outcome; it was left out."
    certainty, direction = _certainty(row.get("certainty", "")), row.get("direction", "").lower()
    guessed = False
    if not certainty and _NO_STUDY.search(" ".join(row.values())):
        certainty, direction = "none", direction or "not tested in humans"
    if not certainty:
        return (
            f"the certainty '{row.get('certainty', '')[:40]}' is not understood; "
            f"write one of {', '.join(CERTAINTIES)}."
        )
    if direction and direction not in DIRECTIONS:
        return f"the direction '{direction[:40]}' is unknown; use one of {', '.join(DIRECTIONS)}."
    if not direction:
        direction, guessed = _read_direction(row), True
    if not direction:
        return "no interval was found that tells the direction; add a column 'direction'."
    indirect = [word for word in INDIRECT if word in row.get("indirect", "").lower()]
    entry = {
        "direction": direction,
        "certainty": certainty,
        "rationale": _rationale(row),
        "form": row.get("form", ""),
        "population": row.get("population", ""),
        "indirect": indirect,
        "note": " ".join(part for part in (row.get("note", ""), _GUESSED * guessed) if part),
    }
    keys = tuple(k for k in re.split(r"[\s,;]+", row.get("references", "")) if k)
    return Finding(line, make_key(claim_id), {k: v for k, v in entry.items() if v}, keys)


def make_key(name: str) -> str:
    """Return a name as a key: letters, digits and underscores, at most 60 characters."""
    return name if re.fullmatch(r"\w{1,60}", name) else _slug(name) or "unnamed"


def _slug(name: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", fold(name)))[:60].strip("_")


def _certainty(cell: str) -> str:
    words = " ".join(re.findall(r"[a-z]+", cell.lower()))
    for certainty in ("very low", "low", "moderate", "high", "none"):
        if re.search(rf"\b{certainty}\b", words):
            return certainty
    return _SYMBOLS.get(cell.count("\u2295"), "")


def _read_direction(row: Mapping[str, str]) -> str:
    """Return the direction that an interval tells, else nothing."""
    for name in ("relative", "absolute"):
        cell = row.get(name, "")
        match = _INTERVAL.search(cell)
        if match is None:
            continue
        ratio = name == "relative" and not _MEAN_DIFFERENCE.search(cell)
        low, high = sorted((_number(match[1], match[2]), _number(match[3], match[4])))
        return "mixed" if low <= (1.0 if ratio else 0.0) <= high else "supports"
    return ""


def _number(digits: str, side: str | None) -> float:
    value = float(digits.replace(",", ".").replace("\u2212", "-"))
    below = (side or "").lower() in ("lower", "fewer", "less")
    return -abs(value) if below else value


def _rationale(row: Mapping[str, str]) -> str:
    words = row.get("rationale") or row.get("comments", "")
    figures = [row.get(name, "") for name in ("relative", "absolute", "participants")]
    parts = [words.rstrip("."), "; ".join(figure for figure in figures if figure)]
    said = ". ".join(" ".join(part.split()) for part in parts if part)
    return f"{said}." if said else "The table gives no comment."
