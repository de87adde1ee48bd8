"""The `comparison` table: the contrasts of the plan, each with an interval and an exact test."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import numpy as np
import pandas as pd

from plumbline.compare.adjust import adjust_benjamini_hochberg, adjust_holm
from plumbline.compare.claim_contrasts import contrast_claims
from plumbline.compare.plan import SECTIONS, check_categories, measure_sources
from plumbline.compare.source_contrasts import (
    contrast_correlations,
    contrast_groups,
    contrast_pairs,
)
from plumbline.tables import columns

CODED = ("source_id", "claim_id", "category", "tier")  # few values, each in many rows
_NAMES = {"low": "ci_low", "high": "ci_high", "p_smallest": "p_smallest_possible"}
_NUMBERS = (
    "estimate",
    "ci_low",
    "ci_high",
    "p",
    "p_blocks",
    "p_smallest_possible",
    "detectable",
    "left_out_low",
    "left_out_high",
)


def compare_sources(
    tables: Mapping[str, pd.DataFrame], plan: Mapping, settings: Mapping, plan_sha256: str = ""
) -> pd.DataFrame:
    """Return the `comparison` table.

    Args:
        tables: rhetoric, citation_density, attribution, overclaim, documents, evidence_gap and
            claim_frequency; those that are missing or empty give no rows. With sentences, markers
            and citations the notes on pairs of sources say more.
        plan: from `plan.read_plan`.
        settings: the section ``statistics`` of the configuration: seed and confidence.
        plan_sha256: the plan file's; stands in every row.

    Returns:
        One row per contrast, sorted by measure and contrast; no pairs, groups or correlations with
        fewer than two sources.

    Raises:
        SettingsError: the plan counts a category that the tables do not hold.

    """
    check_categories(tables, plan)
    numbered, names = _number_keys(tables)
    values = {name: measure_sources(numbered, m) for name, m in plan["measures"].items()}
    named = {name: own.set_axis(names[own.index]) for name, own in values.items()}
    rows = []
    for section in SECTIONS:
        found = {
            "pairs of sources": contrast_pairs(named, tables, plan, section, settings),
            "groups": contrast_groups(values, numbered, plan, section, settings),
            "correlations": contrast_correlations(values, plan, section, settings),
            "claims": contrast_claims(numbered, plan, section, settings),
        }
        for family, contrasts in found.items():
            about = {"planned": section == "planned", "family": family}
            rows += [
                {"measure": measure, "contrast": contrast, **about, **result._asdict()}
                for measure, contrast, result in contrasts
            ]
    if not rows:
        return pd.DataFrame(columns=columns("comparison"))
    frame = pd.DataFrame(rows).rename(columns=_NAMES)
    frame = frame.astype(dict.fromkeys(_NUMBERS, float))
    frame = frame.drop_duplicates(["measure", "contrast"])  # planned ones come first
    frame = _adjust(frame).assign(plan_sha256=plan_sha256)
    return frame.sort_values(["measure", "contrast"], ignore_index=True)[columns("comparison")]


def _number_keys(
    tables: Mapping[str, pd.DataFrame],
) -> tuple[dict[str, pd.DataFrame], pd.Index]:
    """Return the tables with numbers in place of sources and claims, and the names of the sources.

    The numbers are in the order of the names. Rows are joined, grouped and sorted several times,
    by numbers at a tenth of what it costs by text.
    """
    names = {}
    for key in ("claim_id", "source_id"):
        own = [_distinct(table[key]) for table in tables.values() if key in table]
        names[key] = reduce(pd.Index.union, own, pd.Index([], dtype="string")).sort_values()
    numbered = {
        table: frame.assign(
            **{key: _number(frame[key], known) for key, known in names.items() if key in frame}
        )
        for table, frame in tables.items()
    }
    return numbered, names["source_id"]


def _distinct(column: pd.Series) -> pd.Index:
    coded = isinstance(column.dtype, pd.CategoricalDtype)
    return column.cat.categories if coded else pd.Index(column.unique())


def _number(column: pd.Series, names: pd.Index) -> np.ndarray:
    """Return the place of each value among `names`."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return names.get_indexer(column.cat.categories)[column.cat.codes.to_numpy()]
    return names.get_indexer(column)


def _adjust(frame: pd.DataFrame) -> pd.DataFrame:
    """Add p_adjusted, by Holm within each planned family and Benjamini-Hochberg for the rest.

    Where a contrast has two p values, for matches and for whole sentences, the larger one counts.
    """
    frame = frame.assign(p_adjusted=np.nan, adjusted_by="")
    larger = frame[["p", "p_blocks"]].max(axis=1).where(frame["p"].notna())
    families = frame["family"].where(frame["planned"], "exploratory")
    for family, own in larger.groupby(families):
        planned, tested = family != "exploratory", own.index[own.notna()]
        adjust = adjust_holm if planned else adjust_benjamini_hochberg
        frame.loc[own.index, "p_adjusted"] = adjust(own.to_numpy())
        name = "Holm" if planned else "Benjamini-Hochberg"
        frame.loc[tested, "adjusted_by"] = f"{name} over {len(tested)} tests"
    return frame
