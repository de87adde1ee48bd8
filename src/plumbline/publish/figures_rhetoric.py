"""Figures of how the sources talk and what they show: markers, citations, what is left out."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from matplotlib.figure import Figure

from plumbline.publish import labels, parts, style
from plumbline.publish.summaries import count_safety_topics, pick, pick_rates
from plumbline.publish.wording import count_noun, name_interval, say_range

APART = ("hedge", "capability", "scope")
TIERS = ("A", "A+B", "A+B+C", "vague")
RATE = "per 1,000 words"


def draw_rhetoric_profile(
    rhetoric: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> Figure:
    """Draw the rate of every category per source: a panel for each, with a scale of its own."""
    if rhetoric.empty:
        return parts.draw_empty("No marker was counted, so there is nothing to show.")
    names = labels.sort_known(rhetoric["category"], labels.CATEGORIES)
    panels = {labels.label(name): pick_rates(rhetoric, "category", name) for name in names}
    label = f"matches {RATE} (each panel has its own scale)"
    return parts.draw_panels(panels, documents, label, confidence)


def draw_hedges_and_capability(
    rhetoric: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> Figure:
    """Draw hedges, capability and scope side by side on one scale, never added up."""
    names = [name for name in APART if name in set(rhetoric["category"])]
    if not names:
        return parts.draw_empty("No hedge was counted, so there is nothing to show.")
    panels = {labels.label(name): pick_rates(rhetoric, "category", name) for name in names}
    label = f"matches {RATE} (one scale)"
    return parts.draw_panels(panels, documents, label, confidence, share_x=True)


def draw_citations_vague(
    citation_density: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> Figure:
    """Draw the checkable citations, tier by tier, beside the vague attributions on one scale."""
    if citation_density.empty:
        return parts.draw_empty(
            "No source was searched for citations, so there is nothing to show."
        )
    present = set(citation_density["tier"])
    titles = {"A": "Tier A", "A+B": "Tiers A+B", "A+B+C": "Tiers A+B+C", "vague": "Vague"}
    panels = {titles[t]: pick_rates(citation_density, "tier", t) for t in TIERS if t in present}
    label = f"matches {RATE} (one scale)"
    return parts.draw_panels(panels, documents, label, confidence, columns=4, share_x=True)


def draw_claims_cited(
    attribution: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> Figure:
    """Draw per source how much of its appeals, and of its claims, can be checked."""
    known = _say_something(attribution)
    if known.empty:
        return parts.draw_empty("No source makes a claim or appeals to evidence.")
    counted = [
        f"{row.checkable + row.vague:,}; {row.claims:,}" for row in known.itertuples(index=False)
    ]
    held = documents.merge(known[["source_id"]].assign(counted=counted), on="source_id")
    rows = parts.plan_rows(held, n_label="counted", order=known.set_index("source_id")["claims"])
    figure, left, right = parts.start_pair(rows)
    shown = (
        (left, "Appeals that can be checked", "attribution_ratio", "ci", "of appeals, %"),
        (right, "Mentions with a citation", "share_claims_cited", "claims_ci", "of mentions, %"),
    )
    for axes, title, value, limits, label in shown:
        shares = pick(known, value, f"{limits}_low", f"{limits}_high") * 100
        parts.draw_rows(axes, rows, shares, confidence=confidence, hollow_zero=True)
        axes.set(xlim=(0, 100), xlabel=label)
        axes.set_title(title)
        parts.finish_rows(axes, rows, labels=axes is left)
    parts.add_key(figure, rows, confidence, unit="appeals; mentions")
    return figure


def describe_claims_cited(
    attribution: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> str:
    """Describe the figure for those who do not see it."""
    claims, cited = int(attribution["claims"].sum()), int(attribution["claims_cited"].sum())
    checkable, vague = int(attribution["checkable"].sum()), int(attribution["vague"].sum())
    return (
        f"Shares of {count_noun(len(_say_something(attribution)), 'source')} with "
        f"{name_interval(confidence)}s (Wilson). "
        f"{checkable:,} of {checkable + vague:,} appeals to evidence can be checked; {cited:,} of "
        f"{claims:,} claim mentions have a checkable citation beside them."
    )


def _say_something(attribution: pd.DataFrame) -> pd.DataFrame:
    """Return the sources that appeal to evidence or make a claim: those of which a share exists."""
    return attribution[attribution[["checkable", "vague", "claims"]].sum(axis=1) > 0]


def describe_rhetoric_profile(
    rhetoric: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> str:
    """Describe the figure for those who do not see it."""
    return _describe_rates(rhetoric, "category", labels.CATEGORIES, confidence)


def describe_hedges_and_capability(
    rhetoric: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> str:
    """Describe the figure for those who do not see it."""
    shown = rhetoric[rhetoric["category"].isin(APART)]
    return _describe_rates(shown, "category", APART, confidence)


def describe_citations_vague(
    citation_density: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> str:
    """Describe the figure for those who do not see it."""
    shown = citation_density[citation_density["tier"].isin(TIERS)]
    return _describe_rates(shown, "tier", TIERS, confidence)


def _describe_rates(table: pd.DataFrame, key: str, known: Iterable[str], confidence: float) -> str:
    if table.empty:
        return "Nothing was counted."
    said = []
    for name in labels.sort_known(table[key], known):
        rates = table.loc[table[key].eq(name), "per_1000"].dropna()
        total = int(table.loc[table[key].eq(name), "count"].sum())
        text = f"{labels.label(name)}: {total:,} in all"
        if len(rates):
            low, high = f"{rates.min():.1f}", f"{rates.max():.1f}"
            of = "sources from " if low != high else "each source " if len(rates) > 1 else ""
            text += f" ({of}{say_range(low, high)})"
        said.append(text)
    n = table["source_id"].nunique()
    interval = name_interval(confidence)
    return f"Rates {RATE} of {count_noun(n, 'source')} with {interval}s. {'; '.join(said)}."


def draw_left_out(
    markers: pd.DataFrame, documents: pd.DataFrame, safety_topics: list[str], confidence: float
) -> Figure:
    """Draw the share of sources that mention each safety topic, the least mentioned on top."""
    topics = count_safety_topics(markers, documents, safety_topics, confidence)
    if topics.empty or not topics["n"].max():
        return parts.draw_empty(
            "No source was searched for safety advice, so there is nothing to show."
        )
    names = [
        f"{labels.label(t)} ({k:,} of {n:,})"
        for t, k, n in zip(topics["topic"], topics["sources"], topics["n"], strict=True)
    ]
    figure, grid = parts.start_figure([0.24 * len(topics)], labels=names)
    axes = grid[0, 0]
    y = range(len(topics))
    axes.hlines(y, 100 * topics["low"], 100 * topics["high"], color=style.BLUE, linewidth=1.2)
    zero = topics["sources"].eq(0)
    for chosen, face in ((~zero, style.BLUE), (zero, "white")):
        if not chosen.any():
            continue
        axes.plot(100 * topics["value"][chosen], topics.index[chosen], "o", color=style.BLUE,
                  markerfacecolor=face, markersize=5, clip_on=False)  # fmt: skip
    axes.set_yticks(list(y), names)
    axes.set_ylim(len(topics) - 0.4, -0.6)
    axes.set_xlim(0, 100)
    line = f"{name_interval(confidence)} (Wilson)"
    axes.set_xlabel(f"sources that mention it, % (line: {line}; hollow: no source does)")
    return figure


def describe_left_out(
    markers: pd.DataFrame, documents: pd.DataFrame, safety_topics: list[str], confidence: float
) -> str:
    """Describe the figure for those who do not see it."""
    topics = count_safety_topics(markers, documents, safety_topics, confidence)
    said = [
        f"{labels.label(t)}: {k} of {n}"
        for t, k, n in zip(topics["topic"], topics["sources"], topics["n"], strict=True)
    ]
    return "Sources that mention each safety topic. " + ("; ".join(said) + "." if said else "None.")
