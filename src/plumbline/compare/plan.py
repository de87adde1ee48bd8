"""The plan of comparisons: read, checked, and turned into one number per source and measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from plumbline.errors import SettingsError
from plumbline.settings import check, read_yaml
from plumbline.text.document import PROSE

SCHEMA = Path(__file__).parents[3] / "workflow" / "schemas" / "plan.schema.yaml"
COUNTED = {"rhetoric": "category", "citation_density": "tier"}
MATCHES = {"rhetoric": "markers", "citation_density": "citations"}
TIERS = {"A+B": ("A", "B"), "A+B+C": ("A", "B", "C")}
SECTIONS = ("planned", "exploratory")


def read_plan(path: Path) -> dict:
    """Read and check ``config/plan.yaml``.

    Raises:
        SettingsError: one sentence with the key, what is wrong and what to do.

    """
    plan = read_yaml(path)
    check(plan, read_yaml(SCHEMA), path.name)
    for name, measure in plan["measures"].items():
        counted = measure["table"] in COUNTED
        given = sorted(set(measure) - {"table"} - ({"unit"} if "part" in measure else set()))
        if given not in ([["categories"]] if counted else [["column"], ["part", "whole"]]):
            wanted = "'categories'" if counted else "'column', or 'part' and 'whole'"
            raise SettingsError(
                f"{path.name}: the measure '{name}' is taken from {measure['table']} and needs "
                f"{wanted}; correct it."
            )
    for section in SECTIONS:
        _check_names(plan, section, path.name)
    return plan


def _check_names(plan: Mapping, section: str, name: str) -> None:
    contrasts, measures = plan[section], plan["measures"]
    named = [*contrasts.get("source_pairs", []), *contrasts.get("groups", [])]
    named += [measure for pair in contrasts.get("correlations", []) for measure in pair]
    for measure in named:
        if measure not in measures:
            raise SettingsError(
                f"{name}: '{section}' names the measure '{measure}', which 'measures' does not "
                "define; add it there or correct the name."
            )
    for measure in contrasts.get("source_pairs", []):
        if "column" in measures[measure]:
            raise SettingsError(
                f"{name}: '{section}.source_pairs' names '{measure}', which is one number per "
                "source; pairs are compared on counts and shares, so take it out."
            )


def check_categories(tables: Mapping[str, pd.DataFrame], plan: Mapping) -> None:
    """Refuse a measure that counts what no table holds: its rate would be wrong, not 0.

    Raises:
        SettingsError: one sentence with the measure and the category.

    """
    for name, measure in plan["measures"].items():
        table = tables.get(measure["table"])
        if table is None or table.empty or measure["table"] not in COUNTED:
            continue
        unknown = sorted(
            set(measure["categories"]) - set(table[COUNTED[measure["table"]]].unique())
        )
        if unknown:
            raise SettingsError(
                f"plan: the measure '{name}' counts '{unknown[0]}', which the table "
                f"{measure['table']} does not hold; correct the name, count it "
                "(rhetoric.categories) or take it out of the plan."
            )


def measure_sources(tables: Mapping[str, pd.DataFrame], measure: Mapping) -> pd.DataFrame:
    """Return one row per source with its value of a measure.

    Args:
        tables: the study's tables by name.
        measure: its definition in the plan.

    Returns:
        Index source_id, sorted; column ``value``, for counts ``count`` and ``n_words`` too, for
        shares ``part`` and ``whole``. Sources without a value are left out.

    """
    table = tables.get(measure["table"])
    if table is None or table.empty:
        return pd.DataFrame(columns=["value", "count", "n_words", "part", "whole"], dtype=float)
    if "part" in measure:
        own = [measure["part"], measure["whole"]]
        shares = table.set_index("source_id")[own].set_axis(["part", "whole"], axis=1)
        shares = shares.astype("Float64").dropna().astype(float).sort_index()
        shares = shares[shares["whole"] > 0]
        return shares.assign(value=shares["part"] / shares["whole"])
    if "column" in measure:
        values = table.set_index("source_id")[[measure["column"]]]
        return (
            values.set_axis(["value"], axis=1).astype("Float64").dropna().astype(float).sort_index()
        )
    rows = table[table[COUNTED[measure["table"]]].isin(measure["categories"])]
    sources = rows.groupby("source_id", sort=True).agg({"count": "sum", "n_words": "first"})
    sources = sources.astype(float)
    sources = sources[sources["n_words"] > 0]
    return sources.assign(value=1000 * sources["count"] / sources["n_words"])


def count_by_sentence(
    tables: Mapping[str, pd.DataFrame], measure: Mapping, sources: Iterable[str]
) -> dict[str, np.ndarray]:
    """Return matches and words of each sentence of running text, per source.

    Args:
        tables: the study's tables; without sentences and matches nothing comes back.
        measure: definition of a counted measure in the plan.
        sources: the sources wanted.

    Returns:
        source_id -> array of shape (sentences, 2): matches, words.

    """
    matches = tables.get(MATCHES.get(measure["table"], ""))
    sentences, wanted = tables.get("sentences"), sorted(sources)
    if matches is None or sentences is None or not wanted:
        return {}
    if "vague_unsupported" in measure["categories"]:  # no label of a match but a combination
        return {}
    prose = sentences[sentences["source_id"].isin(wanted) & sentences["kind"].isin(PROSE)]
    prose = prose[prose["n_words"] > 0].sort_values(["source_id", "sentence_id"])
    label, members = COUNTED[measure["table"]], set(measure["categories"])
    members |= {tier for name in members for tier in TIERS.get(name, ())}
    keys = ["source_id", "sentence_id"]
    counts = matches[matches[label].isin(members)].groupby(keys).size().rename("count")
    both = prose.merge(counts.reset_index(), how="left", on=keys)
    both["count"] = both["count"].fillna(0)
    return {s: own[["count", "n_words"]].to_numpy(float) for s, own in both.groupby("source_id")}
