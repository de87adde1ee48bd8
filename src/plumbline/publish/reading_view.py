"""The texts of the page: each with its sentences, and every match with what stands behind it.

The texts are data. The page builds the text that is being read from them, so that nothing of a
source is ever read as HTML, and a page with hundreds of texts opens at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pandas as pd

from plumbline.publish import labels
from plumbline.publish.levels import LEVELS
from plumbline.text.document import KINDS, PROSE

Tables = Mapping[str, pd.DataFrame]

# Layers that can be switched, in the order of the switches: key -> what it is called.
LAYERS = {
    "hedge": "hedges",
    "capability": "capability",
    "scope": "scope",
    "limitation": "limitations stated",
    "booster": "boosters",
    "hype": "hype",
    "safety": "safety",
    "vague": "vague attributions",
    "checkable": "checkable citations",
    "number": "numbers",
    "claim": "claims by strength",
}
LAYER_OF = {
    "hedge": "hedge",
    "uncertainty": "hedge",
    "capability": "capability",
    "scope": "scope",
    "discourse_hedge": "limitation",
    "booster": "booster",
    "amplifier": "booster",
    "importance": "booster",
    "hype": "hype",
    "commercial": "hype",
    "safety": "safety",
}


class Pool:
    """Values that recur, kept once; a value is known by its place in `values`."""

    def __init__(self) -> None:
        self.values: list = []
        self._places: dict = {}

    def place(self, value: tuple | str) -> int:
        """Return where `value` stands, adding it at the end where it is new."""
        if value not in self._places:
            self._places[value] = len(self.values)
            self.values.append(value)
        return self._places[value]


def collect_texts(
    tables: Tables,
    texts: Mapping[str, str],
    rules: Mapping[str, str],
    claims: Sequence[str],
) -> dict:
    """Return the texts with all that is marked in them, as compact as plain data can be.

    Args:
        tables: of the study.
        texts: source_id -> cleaned text, of the sources that the page holds.
        rules: from `list_rules`.
        claims: ids of the canonical claims; a claim is known by its place here, others by -1.

    Returns:
        ``about``: what a match says of itself, as (place of its layer in `LAYERS`, words, place in
        ``rules``). ``rules``: each rule and where it stands. ``kinds``: of sentences. ``texts``:
        by source, the ``text`` and flat lists of numbers: ``sentences`` (id, paragraph, place of
        the kind, start, length), ``marks`` (start, length, place in about) and ``claims`` (start,
        length, place in about, sentence, claim, level). Offsets count code points.

    """
    about, stated = Pool(), Pool()
    places = {claim_id: i for i, claim_id in enumerate(claims)}

    def place(said: tuple) -> int:
        layer, words, rule = said
        return about.place((layer, words, stated.place(rule)))

    held = {source_id: {"text": text, "sentences": [], "marks": [], "claims": []}
            for source_id, text in texts.items()}  # fmt: skip
    for source_id, rows in _by_source(tables["sentences"], held):
        held[source_id]["sentences"] = _flatten(
            (row["sentence_id"], row["paragraph"], KINDS.index(row["kind"]), *_span(row))
            for row in rows
        )
    for source_id, marks in _collect_marks(tables, held, rules).items():
        rows = sorted((start, -length, said) for start, length, said in marks)
        held[source_id]["marks"] = _flatten(
            (start, -length, place(said)) for start, length, said in rows
        )
    for source_id, rows in _by_source(tables["claims"][tables["claims"]["level"] > 0], held):
        held[source_id]["claims"] = _flatten(
            (*_span(row), place(_describe_claim(row, rules)), row["sentence_id"],
             places.get(row["claim_id"], -1), row["level"])
            for row in rows
        )  # fmt: skip
    return {"about": about.values, "rules": stated.values, "kinds": KINDS, "texts": held}


def _by_source(frame: pd.DataFrame, held: Mapping) -> Iterable[tuple[str, list[dict]]]:
    rows = frame[frame["source_id"].isin(held)].to_dict("records")
    return ((key, list(own)) for key, own in groupby(rows, key=itemgetter("source_id")))


def _span(row: Mapping) -> tuple[int, int]:
    return int(row["start"]), int(row["end"]) - int(row["start"])


def _flatten(rows: Iterable[tuple]) -> list[int]:
    return [int(value) for row in rows for value in row]


def _collect_marks(tables: Tables, held: Mapping, rules: Mapping[str, str]) -> dict[str, list]:
    """Return source_id -> (start, length, what is said) of all matches that have a layer."""
    found: dict[str, list] = {}
    describers = {
        "markers": _describe_marker,
        "citations": _describe_citation,
        "numbers": _describe_number,
    }
    for name, describe in describers.items():
        for source_id, rows in _by_source(tables[name], held):
            said = ((row, describe(row, rules)) for row in rows)
            found.setdefault(source_id, []).extend((*_span(row), s) for row, s in said if s)
    return found


def _describe_marker(row: Mapping, rules: Mapping[str, str]) -> tuple | None:
    layer = LAYER_OF.get(row["category"])
    if layer is None:
        return None
    counted = row["sentence_kind"] in PROSE
    where = "" if counted else f"in a {row['sentence_kind']}, not counted".replace("_", " ")
    kind = _join(labels.label(row["category"]), row["subcategory"].replace("_", " "), where)
    return _about(layer, kind, row["rule"], rules)


def _describe_citation(row: Mapping, rules: Mapping[str, str]) -> tuple:
    tier, counted = row["heading_tier"] or row["tier"], row["tier"] != "none"
    vague = tier == "vague" or row["kind"] == "negated"  # no studies show that
    name = "Vague attribution" if vague else "Citation"
    name += f", tier {tier}" if tier not in ("vague", "none") else ""
    where = "in a heading, not counted" if row["heading_tier"] else "" if counted else "not counted"
    said = _join(name, row["kind"].replace("_", " "), row["identifier"], where)
    return _about("vague" if vague else "checkable", said, row["rule"], rules)


def _describe_number(row: Mapping, rules: Mapping[str, str]) -> tuple:
    said = _join("Number", row["quantity"].replace("_", " "), row["verdict"].replace("_", " "))
    if not row["reference"]:
        return _place("number"), said, "no reference value to compare with"
    known = ""
    if pd.notna(row["reference_low"]):
        low, high = row["reference_low"], row["reference_high"]
        both = f"{low:g}" if pd.isna(high) or low == high else f"{low:g} to {high:g}"
        known = f"{both} {row['unit']}".strip()
    where = _join(f"reference {row['reference']}", known, row["note"])
    return _place("number"), said, where


def _describe_claim(row: Mapping, rules: Mapping[str, str]) -> tuple:
    level = int(row["level"])
    said = _join(
        f"Claim, level {level} {LEVELS[level]}",
        f"“{row['cue']}”" if row["cue"] else "",
        f"attribution: {row['attribution']}".replace("_", " "),
    )
    return _about("claim", said, row["rule"], rules)


def _about(layer: str, said: str, rule: str, rules: Mapping[str, str]) -> tuple:
    known = rules.get(rule) or rules.get(rule.split(".")[0], "")
    return _place(layer), said, _join(f"rule {rule}", known)


def _place(layer: str) -> int:
    return list(LAYERS).index(layer)


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def sample_texts(
    source_ids: Iterable[str], folder: Path, most_bytes: int
) -> tuple[dict[str, str], int]:
    """Return source_id -> text of as many sources as the page may hold, and how many it leaves out.

    Where all texts together are larger than `most_bytes`, they are taken evenly over the sources,
    so that a sample is not the head of the alphabet.

    Args:
        source_ids: of the sources, in their order; those without a text are passed over.
        folder: with ``<source_id>.txt``.
        most_bytes: of all texts together, in UTF-8.

    """
    paths = {source_id: folder / f"{source_id}.txt" for source_id in source_ids}
    sizes = {key: path.stat().st_size for key, path in paths.items() if path.exists()}
    share = min(1.0, most_bytes / max(1, sum(sizes.values())))
    texts: dict[str, str] = {}
    room = most_bytes
    for i, (source_id, size) in enumerate(sizes.items()):
        if int((i + 1) * share) > int(i * share) and size <= room:
            texts[source_id] = paths[source_id].read_bytes().decode("utf-8")
            room -= size
    return texts, len(sizes) - len(texts)
