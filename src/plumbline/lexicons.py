"""Lexicon files: tab-separated word lists that a researcher edits without touching code.

Each row is one pattern (the language of `plumbline.text.patterns`) with its category. The schema
is checked here, row by row, because an error must name the file and the line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.settings import read_text, suggest
from plumbline.text.patterns import PatternError, Sequence, parse_pattern

REQUIRED = ("entry", "category", "subcategory", "guard", "source", "note")
OPTIONAL = ("use", "precision", "n")

_OPTIONAL = re.compile(r"\([^()]*\)\?|[^\s()|]+\?|\[[^\[\]]*\]|~\d+")
_CHOICE = re.compile(r"\(([^()|]*)(?:\|[^()]*)?\)|(?<=\|)[^\s()|]+|\|")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a lexicon.

    ``rule`` is its id in every table (``hedge.modal.may``); ``sequences`` what the pattern
    ``entry`` stands for.
    """

    entry: str
    category: str
    subcategory: str
    guard: str
    source: str
    note: str
    rule: str
    sequences: tuple[Sequence, ...] = field(repr=False, compare=False)


def read_lexicon(
    path: Path,
    *,
    categories: Iterable[str] = (),
    guards: Iterable[str] = (),
    classes: Mapping[str, Iterable[str]] | None = None,
) -> list[Entry]:
    """Read one lexicon file; rows with ``use`` = off are left out.

    Args:
        path: a tab-separated file in UTF-8 with the columns of `REQUIRED`, perhaps `OPTIONAL`.
        categories: the categories allowed; empty allows any.
        guards: the guard names allowed beside the empty one.
        classes: word classes that patterns may name.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    categories, guards = set(categories), set(guards)
    entries: list[Entry] = []
    rules: dict[str, int] = {}  # rule -> the line that it stands on
    rows: dict[tuple[str, ...], int] = {}  # the same of what a rule is spelled from
    for line, row in read_tsv(path, REQUIRED, OPTIONAL):
        where = f"{path.name}, line {line}"
        _check_row(row, where, categories, guards)
        sequences = _parse_entry(row["entry"], where, classes)
        parts = row["category"], row["subcategory"], row["entry"]
        rule = rule_id(*parts, rules)
        before = rows.get(parts) or rules.get(rule)
        if before:
            raise SettingsError(
                f"{where}: the entry '{row['entry']}' stands on line {before} already; "
                "delete one of the two."
            )
        rows[parts] = rules[rule] = line
        if row.get("use") != "off":
            cells = {name: row[name] for name in REQUIRED}
            entries.append(Entry(**cells, rule=rule, sequences=sequences))
    return entries


def _check_row(row: Mapping[str, str], where: str, categories: set[str], guards: set[str]) -> None:
    if not row["entry"]:
        raise SettingsError(f"{where}: the entry is empty; write a pattern or delete the line.")
    if categories and row["category"] not in categories:
        raise SettingsError(
            f"{where}: the category '{row['category']}' is unknown; "
            f"use one of {', '.join(sorted(categories))}."
        )
    if row["guard"] and row["guard"] not in guards:
        raise SettingsError(
            f"{where}: the guard '{row['guard']}' is not defined; "
            + suggest(row["guard"], guards, "take one from guards.yaml or leave it empty.")
        )
    if row.get("use", "on") not in ("", "on", "off"):
        raise SettingsError(f"{where}: 'use' is '{row['use']}'; write on or off.")


def _parse_entry(
    entry: str, where: str, classes: Mapping[str, Iterable[str]] | None
) -> tuple[Sequence, ...]:
    try:
        return tuple(parse_pattern(entry, classes))
    except PatternError as error:
        raise SettingsError(
            f"{where}: the pattern '{entry}' cannot be read because {error}; "
            "docs/lexicons.md shows the language."
        ) from None


def read_word_classes(path: Path) -> dict[str, list[str]]:
    """Read ``word_classes.tsv`` (class, word, note) into name -> its words, in file order."""
    classes: dict[str, list[str]] = {}
    for line, row in read_tsv(path, ("class", "word", "note")):
        if not row["class"] or not row["word"]:
            raise SettingsError(f"{path.name}, line {line}: class and word must both be filled in.")
        classes.setdefault(row["class"], []).append(row["word"])
    return classes


def read_tsv(
    path: Path, required: Iterable[str], optional: Iterable[str] = ()
) -> list[tuple[int, dict[str, str]]]:
    """Read a tab-separated table into (line number, row), with its columns checked.

    Lines that are empty or begin with ``#`` are passed over.
    """
    required, known = list(required), [*required, *optional]
    lines = read_text(path).splitlines()
    numbered = [
        (n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")
    ]
    cells = list(csv.reader((line for _, line in numbered), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not cells:
        raise SettingsError(
            f"{path.name}: this file is empty; it needs the columns {', '.join(required)}."
        )
    header = cells[0]
    for name in required:
        if name not in header:
            parted = any(mark in header[0] for mark in ",;")
            todo = "part the columns with tabs" if parted else "add it"
            raise SettingsError(f"{path.name}, line 1: the column '{name}' is missing; {todo}.")
    for name in header:
        if name not in known:
            raise SettingsError(
                f"{path.name}, line 1: the column '{name}' is unknown; use only {', '.join(known)}."
            )
    rows = []
    for (number, _), values in zip(numbered[1:], cells[1:], strict=True):
        if len(values) > len(header):
            raise SettingsError(
                f"{path.name}, line {number}: {len(values)} cells where the header has "
                f"{len(header)}; remove the tabs that are too many."
            )
        values += [""] * (len(header) - len(values))
        rows.append((number, {k: v.strip() for k, v in zip(header, values, strict=True)}))
    return rows


def rule_id(category: str, subcategory: str, entry: str, taken: Container[str] = ()) -> str:
    """Return the id of a rule: readable, stable, and safe in any file.

    It spells the pattern with the first of every choice and without what may be left out
    (``hedge.verb.appear_to``); where that is `taken`, it spells the whole pattern.
    """
    short = _replace_all(_CHOICE, r"\1", _replace_all(_OPTIONAL, "", entry))
    for text in (short, entry):
        slug = re.sub(r"[^a-z0-9]+", "_", text.lower().replace("#", " number ")).strip("_")
        rule = ".".join(part for part in (category, subcategory, slug) if part)
        if slug and rule not in taken:
            break
    return rule


def _replace_all(pattern: re.Pattern, by: str, text: str) -> str:
    """Replace until nothing is left to replace, so that brackets within brackets go as well."""
    replaced = pattern.sub(by, text)
    return text if replaced == text else _replace_all(pattern, by, replaced)
