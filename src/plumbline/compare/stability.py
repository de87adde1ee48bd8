"""How far ranks and conclusions hold across the multiverse.

No joint p is given: the branches are choices, not a sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from plumbline.tables import columns

FEW = 1 / 3  # of the branches


def rank_stability(multiverse: pd.DataFrame) -> pd.DataFrame:
    """Return the `rank_stability` table: how far the branches agree on the order of the sources.

    Args:
        multiverse: from `multiverse.run_multiverse`.

    Returns:
        One row per measure: number of branches; sources with a rank in all of them; Kendall's W
        over branches (1 where all orders agree); the source that leads alone in branch 1 and the
        share of branches it leads in; the smallest Kendall tau-b of a branch with branch 1. W and
        tau are missing, with a reason, below three sources or two branches.

    """
    rows = [_stability_row(name, own) for name, own in multiverse.groupby("measure", sort=True)]
    return pd.DataFrame(rows, columns=columns("rank_stability"))


def _stability_row(name: str, own: pd.DataFrame) -> dict:
    values = own.pivot(index="branch", columns="source_id", values="value").sort_index()
    values = values.dropna(axis=1)
    ranks = values.rank(axis=1, ascending=False).to_numpy()
    row = {"measure": name, "branches": len(values), "sources": values.shape[1], "note": ""}
    if values.shape[1] == 0:
        return row | {"note": "no source has a value in every branch"}
    leads = ranks == ranks.min(axis=1, keepdims=True)
    if leads[0].sum() == 1:
        top = int(np.argmax(leads[0]))
        row |= {"top_source": values.columns[top], "share_top": float(leads[:, top].mean())}
    else:
        row["note"] = "several sources share the lead in branch 1"
    if values.shape[1] < 3 or len(values) < 2:
        return row | {"note": "fewer than three sources or two branches: no order to compare"}
    taus = [value for value in (_tau(ranks[0], other) for other in ranks[1:]) if value is not None]
    return row | {"kendalls_w": kendalls_w(ranks), "smallest_tau": min(taus, default=None)}


def kendalls_w(ranks: np.ndarray) -> float | None:
    """Return Kendall's coefficient of concordance, corrected for ties.

    Kendall & Babington Smith (1939), Ann. Math. Stat. 10:275-287: with R the rank sums of n
    objects over m orders, W = 12 sum (R - mean R)^2 / (m^2 (n^3 - n) - m sum (t^3 - t)).

    Args:
        ranks: mean ranks, shape (m orders, n objects).

    """
    m, n = ranks.shape
    spread = 12 * float(np.sum((ranks.sum(axis=0) - m * (n + 1) / 2) ** 2))
    ties = sum(float(np.sum(t**3 - t)) for t in (_tie_sizes(order) for order in ranks))
    possible = m**2 * (n**3 - n) - m * ties
    return spread / possible if possible > 0 else None


def _tie_sizes(order: np.ndarray) -> np.ndarray:
    return np.unique(order, return_counts=True)[1].astype(float)


def _tau(first: np.ndarray, second: np.ndarray) -> float | None:
    """Kendall's tau-b of two orders; None where one of them ranks nothing."""
    tau = float(stats.kendalltau(first, second).statistic)
    return None if np.isnan(tau) else tau


def conclusions(
    multiverse: pd.DataFrame,
    stability: pd.DataFrame,
    stated: Sequence[Mapping],
    names: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Say in how many branches each stated conclusion holds, and which source leads each measure.

    A conclusion on two measures is held against every pair of branches that agree on the axes
    the two share. Branches in which it cannot be judged (no source with a value) do not count.

    Args:
        multiverse: from `multiverse.run_multiverse`.
        stability: from `rank_stability`.
        stated: the section ``conclusions`` of ``config/multiverse.yaml``.
        names: what to call a measure; its id, where it has none.

    Returns:
        The `conclusions` table.

    """
    tables = {
        name: own.pivot(index="settings", columns="source_id", values="value")
        for name, own in multiverse.groupby("measure")
    }
    rows = []
    for conclusion in stated:
        needed = [n for n in (conclusion["measure"], conclusion["above"]) if isinstance(n, str)]
        if all(name in tables for name in needed):
            verdicts = list(_judge(tables, conclusion))
            rows.append(_conclusion_row(conclusion["says"], conclusion["measure"], verdicts))
    for row in stability.to_dict("records"):
        if isinstance(row["top_source"], str) and row["sources"] > 1:
            name = (names or {}).get(row["measure"]) or row["measure"].replace("_", " ")
            says = f"{row['top_source']} has the highest {name}"
            holds = round(row["share_top"] * row["branches"])
            verdicts = [True] * holds + [False] * (row["branches"] - holds)
            rows.append(_conclusion_row(says, row["measure"], verdicts))
    return pd.DataFrame(rows, columns=columns("conclusions"))


def _judge(tables: Mapping[str, pd.DataFrame], conclusion: Mapping) -> Iterator[bool]:
    """Yield for each branch whether the conclusion holds."""
    values, above = tables[conclusion["measure"]], conclusion["above"]
    if isinstance(above, str):
        others = tables[above].reindex(columns=values.columns)
    else:
        others = pd.DataFrame(above, index=[""], columns=values.columns)
    choices = [_choices(settings) for settings in others.index]
    rows = others.to_numpy(float)
    for settings, row in zip(values.index, values.to_numpy(float), strict=True):
        own = _choices(settings)
        for its, other in zip(choices, rows, strict=True):
            if all(its.get(axis, value) == value for axis, value in own.items()):
                margin = row - other
                margin = margin[~np.isnan(margin)]
                if len(margin):
                    yield _holds(margin, conclusion["sources"])


def _choices(settings: str) -> dict[str, str]:
    """Return the value that a branch takes on each of its axes."""
    return dict(pair.split("=") for pair in settings.split(";") if pair)


def _holds(margin: np.ndarray, sources: str) -> bool:
    if sources == "mean":
        return bool(margin.mean() > 0)
    share = float((margin > 0).mean())
    return share == 1 if sources == "every" else share > 0.5


def _conclusion_row(says: str, measure: str, verdicts: list[bool]) -> dict:
    branches, holds = len(verdicts), sum(verdicts)
    extent = _name_extent(holds, branches)
    words = {
        "": "cannot be judged in any branch",
        "every": f"holds in every branch ({branches})",
        "none": f"holds in none of {branches} branches",
    }.get(extent, f"holds in {extent} branches ({holds} of {branches})")
    return {
        "measure": measure,
        "conclusion": says,
        "branches": branches,
        "holds": holds,
        "share": holds / branches if branches else None,
        "extent": extent,
        "in_words": f"{says}: {words}.",
    }


def _name_extent(holds: int, branches: int) -> str:
    if not branches:
        return ""
    if holds in (0, branches):
        return "every" if holds else "none"
    return "most" if holds > branches / 2 else "few" if holds < FEW * branches else "some"
