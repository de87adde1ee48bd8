"""The rules behind what the page marks: where each stands, and which list it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from plumbline.hashes import hash_file
from plumbline.lexicons import OPTIONAL, REQUIRED, read_tsv, rule_id
from plumbline.rhetoric.markers import CATEGORIES

LEXICONS = (*CATEGORIES.values(), "attribution.tsv", "named_sources.tsv")
LISTS = "lists.tsv"  # what the letters in the column `source` of the lexicons stand for
# Rules that are no row of a lexicon, by how their ids begin.
_ELSEWHERE = {
    **dict.fromkeys(
        ("identifier", "link", "named", "numbered", "author_year", "reference", "study"),
        "citations.yaml, explained in docs/citations.md",
    ),
    "other": "relations.yaml: a relation outside the topic's claims",
}


class Lexicon(NamedTuple):
    """A lexicon in force: its file, category, number of entries and the SHA-256 of its bytes."""

    file: str
    category: str
    entries: int
    sha256: str


def list_rules(lexicons: Path | None, claims: Mapping[str, str]) -> dict[str, str]:
    """Return rule id, or how it begins, -> where the rule stands and which list it comes from.

    Args:
        lexicons: folder of the lexicons; without it only rules that are no row of one are known.
        claims: claim_id -> what the claim says, of the topic.

    """
    rules = _ELSEWHERE | {key: f"claims.yaml: {text}" for key, text in claims.items()}
    if lexicons is None:
        return rules
    names = {row["letter"]: row["name"] for row in read_lists(lexicons)}
    for file in LEXICONS:
        seen: dict[str, None] = {}
        for row in _rows(lexicons / file):
            rule = rule_id(row["category"], row["subcategory"], row["entry"], seen)
            seen[rule] = None
            after = _name_lists(row["source"], names)
            rules[rule] = f"entry “{row['entry']}” in {file}{after}"
    return rules


def _name_lists(letters: str, names: Mapping[str, str]) -> str:
    """Return the published lists behind an entry by name; what is no letter stays as it is."""
    if not letters:
        return ""
    first, *rest = letters.split()
    if not all(letter in names for letter in rest):
        return f", source: {' '.join([names.get(first, first), *rest])}"
    return f", source: {', '.join(names.get(letter, letter) for letter in [first, *rest])}"


def list_lexicons(lexicons: Path | None) -> list[Lexicon]:
    """Return the lexicons of a folder with the number of their entries and their hashes."""
    found = []
    for file in LEXICONS if lexicons else ():
        rows = [row for row in _rows(lexicons / file) if row.get("use") != "off"]
        if rows:
            categories = ", ".join(dict.fromkeys(row["category"] for row in rows))
            found.append(Lexicon(file, categories, len(rows), hash_file(lexicons / file)))
    return found


def read_lists(lexicons: Path) -> list[dict[str, str]]:
    """Return the published lists that entries come from: letter, name, reference."""
    path = lexicons / LISTS
    if not path.exists():
        return []
    return [row for _, row in read_tsv(path, ("letter", "name", "reference"))]


def _rows(path: Path) -> list[dict[str, str]]:
    return [row for _, row in read_tsv(path, REQUIRED, OPTIONAL)] if path.exists() else []
