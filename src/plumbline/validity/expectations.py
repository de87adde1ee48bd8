"""The small language of expectations: what an instrument must, and must not, find in a text.

A cell holds conditions parted by ``; ``, each ``[!]name[=value][:words]``; a leading ``!`` asks for
the opposite. docs/behaviour.md lists the names of each instrument with examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plumbline.rhetoric.markers import CATEGORIES
from plumbline.text.document import PROSE, Document

INSTRUMENTS = ("rhetoric", "citations", "claims", "segmentation", "numbers")
OPTIONS = ("topic", "format")  # how the text is read, beside what is expected of it
_NAMES = {
    "rhetoric": tuple(CATEGORIES),
    "citations": ("tier", "checkable", "vague", "vague_specific", "supported"),
    "claims": ("level", "claims", "claim", "tag", "adams", "attribution"),
    "segmentation": ("sentences",),
    "numbers": (
        *("dose", "duration", "time", "sample_size", "percentage", "interval", "count"),
        *("p_value", "concentration"),
    ),
}
_WITH_VALUE = ("tier", "level", "claims", "claim", "tag", "attribution", "sentences")
_CONDITION = re.compile(r"(!?)([a-z_]+(?:\.[a-z_]+)?)(?:=([^:;]+))?(?::(.+))?")


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold (``wanted``) or must not; empty ``value``, ``words``: any."""

    wanted: bool
    name: str
    value: str
    words: str


def parse_conditions(cell: str, instrument: str) -> tuple[list[Condition], dict[str, str]]:
    """Return the conditions of a cell, and its options by name.

    Raises:
        ValueError: a part cannot be read; the message is the middle of a sentence.

    """
    conditions, options = [], {}
    for part in filter(None, (part.strip() for part in cell.split("; "))):
        match = _CONDITION.fullmatch(part)
        if match is None:
            raise ValueError(f"'{part}' is no condition such as hedge.modal:may")
        negated, name, value, words = match.groups(default="")
        if name in OPTIONS:
            options[name] = value
            continue
        if name.partition(".")[0] not in _NAMES[instrument]:
            raise ValueError(f"'{name}' is not one of {', '.join(_NAMES[instrument])}")
        if name in _WITH_VALUE and not value:
            raise ValueError(f"'{part}' needs a value, such as {name}=1")
        conditions.append(Condition(not negated, name, value, words))
    if not conditions:
        raise ValueError("nothing is expected")
    return conditions, options


def locate_words(words: str, text: str) -> list[tuple[int, int]]:
    """Return where `words` stand in `text`, as whole words, whatever their case."""
    before = r"(?<!\w)" if words[0].isalpha() else ""
    after = r"(?!\w)" if words[-1].isalpha() else ""
    pattern = re.compile(before + re.escape(words) + after, re.IGNORECASE)
    return [match.span() for match in pattern.finditer(text)]


def holds(condition: Condition, rows: Sequence[dict], document: Document, instrument: str) -> bool:
    """Say whether a condition holds of what `instrument` found in `document`."""
    return _TESTS[instrument](condition, rows, document) == condition.wanted


def _any_there(condition: Condition, rows: Iterable[dict], document: Document) -> bool:
    """Say whether one of the rows touches the words of the condition."""
    if not condition.words:
        return any(True for _ in rows)
    places = locate_words(condition.words, document.text)
    return any(row["start"] < end and start < row["end"] for row in rows for start, end in places)


def _test_markers(condition: Condition, rows: Sequence[dict], document: Document) -> bool:
    category, _, subcategory = condition.name.partition(".")
    fitting = [
        row
        for row in rows
        if row["category"] == category and subcategory in ("", row["subcategory"])
    ]
    return _any_there(condition, fitting, document)


def _test_citations(condition: Condition, rows: Sequence[dict], document: Document) -> bool:
    name, _, form = condition.name.partition(".")
    fitting = {
        "tier": lambda row: row["tier"] == condition.value,
        "checkable": lambda row: row["tier"] in ("A", "B", "C"),
        "vague": lambda row: row["tier"] == "vague" and form in ("", row["kind"]),
        "vague_specific": lambda row: row["tier"] == "vague" and bool(row["identifier"]),
        "supported": lambda row: bool(row["supported"]),
    }[name]
    return _any_there(condition, filter(fitting, rows), document)


def _test_claims(condition: Condition, rows: Sequence[dict], document: Document) -> bool:
    """Ask all claims about the words (level, adams, attribution) or any of them (tag, claim)."""
    name, value, words = condition.name, condition.value, condition.words.lower()
    stated = [r for r in rows if r["level"] > 0 and words in r["outcome"].lower()]
    if name == "level":
        return {str(r["level"]) for r in stated} == ({value} if value != "0" else set())
    if name == "adams":
        read = {r["adams"] for r in stated} - {""}
        return read == {value} if value else bool(read)
    if name == "claims":
        return len(stated) == int(value)
    if name == "attribution":
        return bool(stated) and all(r["attribution"] == value for r in stated)
    if name == "claim":
        return any(r["claim_id"] == value for r in stated)
    return any(value in r["tags"].split() for r in rows)


def _test_sentences(condition: Condition, rows: Sequence[dict], document: Document) -> bool:
    return str(sum(s.kind in PROSE for s in document.sentences)) == condition.value


def _test_numbers(condition: Condition, rows: Sequence[dict], document: Document) -> bool:
    found = [_write_number(row) for row in rows if row["quantity"] == condition.name]
    return condition.value in found if condition.value else bool(found)


def _write_number(row: dict) -> str:
    low, high = f"{row['value_low']:g}", f"{row['value_high']:g}"
    return f"{low if low == high else f'{low}-{high}'} {row['unit']}".strip()


_TESTS = {
    "rhetoric": _test_markers,
    "citations": _test_citations,
    "claims": _test_claims,
    "segmentation": _test_sentences,
    "numbers": _test_numbers,
}
