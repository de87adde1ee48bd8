"""A behavioural suite: invented texts for every guard, trap and rule, run through the instruments.

After the checklists of Ribeiro et al. (2020), Beyond Accuracy: Behavioral Testing of NLP Models
with CheckList, ACL 2020: each capability has minimal pairs of texts, and its share of passed
cases is reported. The cases are data (``resources/behaviour/cases.tsv``, docs/behaviour.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from plumbline.citations import find_citations, load_resources
from plumbline.claims import extract_claims, load_grammar, load_topic
from plumbline.errors import PlumblineError, SettingsError
from plumbline.lexicons import read_tsv
from plumbline.numbers import find_numbers, load_units
from plumbline.rhetoric.markers import UNCERTAINTY, find_markers, load_lexicons
from plumbline.text.clean import clean_text
from plumbline.text.document import Document
from plumbline.text.rules import load_rules
from plumbline.validity.expectations import (
    INSTRUMENTS,
    Condition,
    holds,
    locate_words,
    parse_conditions,
)
from plumbline.validity.measurement import Measurement
from plumbline.validity.scores import name_share

COLUMNS = ("case_id", "capability", "text", "instrument", "expect", "note")
FLOOR_COLUMNS = ("capability", "floor", "note")
PARAGRAPH = "¶"  # parts the paragraphs of a text
DATASET = "behaviour"


@dataclass(frozen=True, slots=True)
class Case:
    """One text with what must hold of it; ``topic`` and ``format`` say how it is read."""

    case_id: str
    capability: str
    text: str
    instrument: str
    conditions: tuple[Condition, ...]
    expect: str
    topic: str = ""
    format: str = "text"


@dataclass(frozen=True)
class Shipped:
    """The instruments as shipped: every data file under the folder ``config``, no settings."""

    config: Path

    @cached_property
    def rules(self):
        """Word lists of cleaning and segmentation."""
        return load_rules(self.config / "segmentation")

    @cached_property
    def markers(self):
        """The lexicons that rhetoric counts."""
        return load_lexicons(self.config / "lexicons", {})

    @cached_property
    def uncertainty(self):
        """The cues of uncertainty alone, which are off by default."""
        return load_lexicons(self.config / "lexicons", {"categories": [UNCERTAINTY]})

    @cached_property
    def citation_resources(self):
        """Resources of the search for citations."""
        return load_resources(self.config / "citations.yaml", self.config / "lexicons")

    @cached_property
    def grammar(self):
        """Grammar of claims."""
        return load_grammar(self.config / "claims")

    @cached_property
    def topics(self) -> dict:
        """Topics by the name of their folder, and no topic under the empty name."""
        folders = sorted(p.parent for p in (self.config / "topics").glob("*/claims.yaml"))
        return {"": None, **{folder.name: load_topic(folder) for folder in folders}}

    @cached_property
    def units(self):
        """Units and number words."""
        return load_units(self.config / "units.yaml")


def load_cases(path: Path) -> list[Case]:
    """Read the cases of a file in its order.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    cases: dict[str, Case] = {}
    for line, row in read_tsv(path, COLUMNS):
        where = f"{path.name}, line {line}"
        for name in COLUMNS[:-1]:
            if not row[name]:
                raise SettingsError(f"{where}: the cell '{name}' is empty; fill it in.")
        if row["case_id"] in cases:
            raise SettingsError(f"{where}: the case_id '{row['case_id']}' stands twice; change it.")
        if row["instrument"] not in INSTRUMENTS:
            raise SettingsError(
                f"{where}: the instrument '{row['instrument']}' is unknown; "
                f"use one of {', '.join(INSTRUMENTS)}."
            )
        cases[row["case_id"]] = _read_case(row, where)
    return list(cases.values())


def _read_case(row: dict[str, str], where: str) -> Case:
    try:
        conditions, options = parse_conditions(row["expect"], row["instrument"])
    except ValueError as error:
        raise SettingsError(
            f"{where}: {error}; docs/behaviour.md shows what 'expect' may hold."
        ) from None
    for condition in conditions:
        if condition.words and not locate_words(condition.words, row["text"]):
            raise SettingsError(
                f"{where}: the words '{condition.words}' are expected but do not stand in the "
                "text; correct one of the two."
            )
    plain = {name: row[name] for name in ("case_id", "capability", "text", "instrument", "expect")}
    return Case(**plain, conditions=tuple(conditions), **options)


def load_floors(path: Path) -> dict[str, float]:
    """Read the least share of each capability that must pass.

    Raises:
        SettingsError: a floor is no share, or a capability stands twice.

    """
    floors: dict[str, float] = {}
    for line, row in read_tsv(path, FLOOR_COLUMNS):
        where, name = f"{path.name}, line {line}", row["capability"]
        try:
            floor = float(row["floor"])
        except ValueError:
            floor = -1.0
        if not 0 <= floor <= 1:
            raise SettingsError(f"{where}: the floor '{row['floor']}' is not between 0 and 1.")
        if not name or name in floors:
            raise SettingsError(f"{where}: '{name}' is empty or stands twice; correct the name.")
        floors[name] = floor
    return floors


def passes(case: Case, shipped: Shipped) -> bool:
    """Say whether all conditions of a case hold.

    Raises:
        SettingsError: the case names a topic that is not there, or a text that cannot be read.

    """
    try:
        text = case.text.replace(PARAGRAPH, "\n\n")
        document = clean_text(case.case_id, text, case.format, shipped.rules)
    except PlumblineError as error:
        raise SettingsError(f"case {case.case_id}: {error}") from None
    rows = _measure(case, document, shipped)
    return all(holds(c, rows, document, case.instrument) for c in case.conditions)


def _measure(case: Case, document: Document, shipped: Shipped) -> list[dict]:
    if case.instrument == "rhetoric":
        asked = any(c.name.startswith(UNCERTAINTY) for c in case.conditions)
        rows = find_markers(document, shipped.uncertainty if asked else shipped.markers)
        return [row for row in rows if row["sentence_kind"] != "heading"]
    if case.instrument == "citations":
        rows = find_citations(document, shipped.citation_resources)
        return [row for row in rows if not row["heading_tier"]]
    if case.instrument == "numbers":
        return find_numbers(document, shipped.units, None)
    if case.instrument == "claims":
        if case.topic not in shipped.topics:
            known = ", ".join(filter(None, shipped.topics))
            raise SettingsError(
                f"case {case.case_id}: the topic '{case.topic}' is unknown; use one of {known}."
            )
        rows = extract_claims(document, shipped.grammar, shipped.topics[case.topic])
        if any(condition.name == "attribution" for condition in case.conditions):
            _attribute(rows, document, shipped)
        return rows
    return []


def _attribute(claims: list[dict], document: Document, shipped: Shipped) -> None:
    """Join to each claim what evidence stands by it, as the table of claims does."""
    import pandas as pd

    from plumbline.compare.tabulate import attribute_claims, sentences_table

    keys = ["source_id", "sentence_id"]
    citations = find_citations(document, shipped.citation_resources)
    attribution = attribute_claims(
        pd.DataFrame(claims, columns=keys),
        pd.DataFrame(citations, columns=[*keys, "tier"]),
        sentences_table([document]),
        "next_sentence",
    )
    for row, value in zip(claims, attribution, strict=True):
        row["attribution"] = value


def run_cases(cases: Iterable[Case], shipped: Shipped) -> list[dict]:
    """Run the cases and count them by capability, in the order of the file.

    Returns:
        One dict per capability: capability, instrument, n, passed, share, low and high (the
        limits of Wilson 1927), and failures, the list of cases that failed.

    """
    from plumbline.compare.intervals import wilson_interval

    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.capability, []).append(case)
    rows = []
    for capability, members in groups.items():
        failures = [case for case in members if not passes(case, shipped)]
        n, passed = len(members), len(members) - len(failures)
        share, low, high, _ = wilson_interval(passed, n)
        rows.append(
            {
                "capability": capability,
                "instrument": members[0].instrument,
                "n": n,
                "passed": passed,
                "share": share,
                "low": low,
                "high": high,
                "failures": failures,
            }
        )
    return rows


def measure_behaviour(path: Path, shipped: Shipped) -> Iterator[Measurement]:
    """Measure the share of cases that each instrument passes, over all capabilities."""
    cases = load_cases(path)
    for instrument in INSTRUMENTS:
        members = [case for case in cases if case.instrument == instrument]
        passed = [passes(case, shipped) for case in members]
        errors = [
            (case.capability, f"{case.text} ({case.expect})")
            for case, right in zip(members, passed, strict=True)
            if not right
        ]
        units = np.array([(right, 1) for right in passed])
        yield Measurement(instrument, DATASET, "all", units, name_share("share_passed"), "cases",
            "invented minimal pairs, as shipped", errors)  # fmt: skip
