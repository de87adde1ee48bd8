"""Figures that hold what is claimed against what the evidence licenses."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke

from plumbline.publish import parts, style
from plumbline.publish.levels import LEVELS
from plumbline.publish.summaries import mean_gap, pick, share_hedged
from plumbline.publish.wording import count_noun, name_interval, say_range, say_signed

MOST_CLAIMS = 36
MOST_COLUMNS = 12  # sources that a matrix shows one by one
MOST_DOTS = 40  # in one cell of asserted against licensed
TOP = 6.85  # above the highest level, with room for words
NO_CLAIMS = "No claim of the topic was found in any source, so there is nothing to show."
NO_GAP = "No claim could be held against published evidence, so there is nothing to show."
LEVEL_AXIS = [f"{n} {name}" for n, name in LEVELS.items()]


def draw_claim_matrix(
    evidence_gap: pd.DataFrame, claim_totals: pd.DataFrame, documents: pd.DataFrame
) -> Figure:
    """Draw claims against sources, or above `MOST_COLUMNS` sources claims against levels."""
    if evidence_gap.empty:
        return parts.draw_empty(NO_CLAIMS)
    claims = _order_claims(evidence_gap, claim_totals)
    shown = claims.head(MOST_CLAIMS)
    rows = parts.plan_rows(documents, n_label="")
    ids = [m[0] for m in rows.members] if not rows.grouped else []
    few = 0 < len(ids) <= MOST_COLUMNS
    names = [style.wrap_text(c, 44) for c in shown["claim"]]
    figure, grid = parts.start_figure(
        [0.205 * len(shown)],
        labels=[line for name in names for line in name.splitlines()],
        label_size=6.5,
        top=0 if few else 0.28,
        key_lines=3 if few else 1,
        bottom=0.75 if len(ids) > 4 and few else parts.TICKS,
    )
    axes = grid[0, 0]
    if few:
        _draw_cells(axes, evidence_gap, shown, ids)
    else:
        _draw_level_counts(axes, evidence_gap, shown)
    axes.set_yticks(range(len(shown)), names, linespacing=0.95)
    axes.tick_params(axis="y", labelsize=6.5)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    parts.add_legend(figure, _matrix_key(few), 4 if few else 2)
    if len(claims) > len(shown):
        rest = len(claims) - len(shown)
        axes.set_xlabel(
            f"The {len(shown)} claims that most sources state; {rest} more in evidence_gap.csv"
        )
    return figure


def _order_claims(evidence_gap: pd.DataFrame, claim_totals: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that sources state: the most often stated first, then by class and id."""
    stated = evidence_gap.groupby("claim_id").agg(
        n=("source_id", "nunique"), licensed=("licensed_level", "first")
    )
    named = claim_totals.set_index("claim_id")[["claim", "cls"]]
    claims = stated.join(named).reset_index()
    claims["claim"] = claims["claim"].where(claims["claim"].notna(), claims["claim_id"])
    claims["cls"] = claims["cls"].fillna("")
    return claims.sort_values(
        ["n", "cls", "claim_id"], ascending=[False, True, True], kind="stable"
    )


def _draw_cells(axes: Axes, gap: pd.DataFrame, claims: pd.DataFrame, ids: list[str]) -> None:
    place = {claim: y for y, claim in enumerate(claims["claim_id"])}
    column = {source: x for x, source in enumerate(ids)}
    for y, licensed in enumerate(claims["licensed"]):
        if not math.isnan(licensed):
            axes.plot(-1, y, "D", color="white", markeredgecolor=style.INK, markersize=10)
            axes.text(-1, y, f"{licensed:.0f}", ha="center", va="center", fontsize=6.5)
    known = gap[gap["claim_id"].isin(place) & gap["source_id"].isin(column)]
    for row in known.itertuples():
        if math.isnan(row.asserted_level):
            continue
        x, y, level = column[row.source_id], place[row.claim_id], int(row.asserted_level)
        _fill_cell(
            axes, x, y, facecolor=style.LEVEL_COLOURS[level], edgecolor=style.GREY, linewidth=0.4
        )
        ink = "white" if level >= 4 else style.INK
        sign = "" if math.isnan(row.gap) else {1: " ▲", -1: " ▼", 0: ""}[int(np.sign(row.gap))]
        axes.text(x, y, f"{level}{sign}", ha="center", va="center", fontsize=6.5, color=ink)
    short = style.shorten_labels(ids, 16)
    axes.set_xticks([-1, *range(len(ids))], ["licensed", *(short[i] for i in ids)])
    axes.tick_params(axis="x", labelrotation=40 if len(ids) > 4 else 0, length=0)
    for tick in axes.get_xticklabels():
        tick.set_horizontalalignment("right" if len(ids) > 4 else "center")
        tick.set_rotation_mode("anchor")
    axes.set_xlim(-1.6, len(ids) - 0.4)


def _fill_cell(axes: Axes, x: float, y: float, **look: object) -> None:
    axes.add_patch(Rectangle((x - 0.47, y - 0.46), 0.94, 0.92, **look))


def _draw_level_counts(axes: Axes, gap: pd.DataFrame, claims: pd.DataFrame) -> None:
    counts = gap.groupby(["claim_id", "asserted_level"])["source_id"].nunique()
    for y, claim in enumerate(claims.itertuples()):
        for level in LEVELS:
            n = int(counts.get((claim.claim_id, level), 0))
            if n:
                share = n / claim.n
                _fill_cell(
                    axes, level, y, facecolor=style.BLUE, alpha=0.12 + 0.88 * share, linewidth=0
                )
                ink = "white" if share > 0.5 else style.INK
                axes.text(level, y, f"{n:,}", ha="center", va="center", fontsize=6.5, color=ink)
        if not math.isnan(claim.licensed):
            _fill_cell(axes, claim.licensed, y, fill=False, edgecolor=style.INK, linewidth=1.6)
    lowest = int(min(gap["asserted_level"].min(), claims["licensed"].min(), 2))
    levels = [level for level in LEVELS if level >= lowest]
    axes.set_xticks(levels, [f"{level}\n{LEVELS[level]}" for level in levels])
    axes.set_xlim(lowest - 0.6, 6.6)
    axes.tick_params(axis="x", labeltop=True, labelbottom=False, length=0, labelsize=6.5)


def _matrix_key(few: bool) -> list:
    if few:
        levels = [
            Patch(facecolor=colour, edgecolor=style.GREY, label=name)
            for colour, name in list(zip(style.LEVEL_COLOURS, LEVEL_AXIS, strict=True))[1:]
        ]  # a cell states a relation, so that none is at level 0
        marks = [
            ("D", "level that the evidence licenses"),
            ("^", "worded above it"),
            ("v", "worded below it"),
        ]
        return levels + [
            Line2D([], [], marker=m, linestyle="", markersize=5, color=style.INK, label=name,
                   markerfacecolor="white" if m == "D" else style.INK)
            for m, name in marks
        ]  # fmt: skip
    return [
        Patch(
            facecolor=style.BLUE,
            alpha=0.7,
            label="sources with their strongest wording here (dark: a large share)",
        ),
        Patch(
            fill=False, edgecolor=style.INK, linewidth=1.6, label="level that the evidence licenses"
        ),
    ]


def describe_claim_matrix(
    evidence_gap: pd.DataFrame, claim_totals: pd.DataFrame, documents: pd.DataFrame
) -> str:
    """Describe the figure for those who do not see it."""
    known = evidence_gap["gap"].dropna()
    if known.empty:
        return NO_CLAIMS
    return (
        f"Matrix of {evidence_gap['claim_id'].nunique()} claims and "
        f"{count_noun(evidence_gap['source_id'].nunique(), 'source')}"
        f". In {int((known > 0).sum()):,} of "
        f"{len(known):,} "
        f"cells the strongest wording is above the level that the evidence licenses, in "
        f"{int((known == 0).sum()):,} at it and in {int((known < 0).sum()):,} below it."
    )


def draw_asserted_licensed(evidence_gap: pd.DataFrame) -> Figure:
    """Draw asserted against licensed level: one dot per source and claim, or their numbers."""
    known = evidence_gap.dropna(subset=["asserted_level", "licensed_level"])
    if known.empty:
        return parts.draw_empty(NO_GAP)
    figure, grid = parts.start_figure([3.9], labels=LEVEL_AXIS, left=0.25)
    axes = grid[0, 0]
    axes.fill_between([0.5, 6.5], [0.5, 6.5], TOP, color="#f1f1f1", zorder=0)
    axes.plot([0.5, 6.5], [0.5, 6.5], "--", color=style.GREY, linewidth=1)
    said = {"fontsize": 7, "style": "italic"}
    axes.text(0.58, TOP - 0.06, "wording runs ahead of the evidence", va="top", **said)
    axes.text(6.42, 0.62, "wording more cautious than it need be, or a denial", ha="right", **said)
    cells = known.groupby(["licensed_level", "asserted_level"]).size()
    _draw_pairs(axes, cells)
    axes.set(xlim=(0.5, 6.5), ylim=(0.5, TOP), xticks=range(1, 7))
    axes.set_yticks(range(1, 7), LEVEL_AXIS[1:])
    axes.grid(True, axis="both")
    what = "a dot is" if cells.max() <= MOST_DOTS else "numbers count pairs:"
    n = f"{len(known):,}"
    axes.set_xlabel(f"level that the evidence licenses ({what} a claim in a source; n = {n})")
    axes.set_ylabel("strongest level asserted")
    return figure


def _draw_pairs(axes: Axes, cells: pd.Series) -> None:
    """Draw a dot per pair, or, where dots would overlap, an area per cell with its number."""
    for (x, y), n in cells.items():
        if cells.max() <= MOST_DOTS:
            dx, dy = _pack(n)
            axes.plot(x + dx, y + dy, "o", color=style.BLUE, markersize=3.6, markeredgewidth=0)
        else:
            size = max(34 * math.sqrt(n / cells.max()), 3)
            axes.plot(x, y, "o", color=style.BLUE, alpha=0.35, markersize=size, markeredgewidth=0)
            halo = [withStroke(linewidth=1.5, foreground="white", alpha=0.7)]
            axes.text(x, y, f"{n:,}", ha="center", va="center", fontsize=7, path_effects=halo)


def _pack(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return offsets that place `n` dots around a point without overlap (Vogel's spiral)."""
    index = np.arange(n)
    radius, angle = 0.065 * np.sqrt(index), index * math.pi * (3 - math.sqrt(5))
    return radius * np.cos(angle), radius * np.sin(angle)


def describe_asserted_licensed(evidence_gap: pd.DataFrame) -> str:
    """Describe the figure for those who do not see it."""
    known = evidence_gap["gap"].dropna()
    if known.empty:
        return NO_GAP
    return (
        f"Scatter of asserted against licensed level of {len(known):,} pairs of claim and source. "
        f"{int((known > 0).sum()):,} lie above the diagonal, {int((known == 0).sum()):,} on it, "
        f"{int((known < 0).sum()):,} below it."
    )


def draw_gap_by_source(
    overclaim: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> Figure:
    """Draw the mean gap of each source and its share of claims above the licensed level."""
    known = overclaim[overclaim["claims_compared"] > 0]
    if known.empty:
        return parts.draw_empty(NO_GAP)
    compared = documents.merge(known[["source_id", "claims_compared"]], on="source_id")
    rows = parts.plan_rows(
        compared, n_label="claims_compared", order=known.set_index("source_id")["mean_gap"]
    )
    figure, left, right = parts.start_pair(rows)
    means = pick(known, "mean_gap", "ci_low", "ci_high")
    parts.draw_rows(left, rows, means, confidence=confidence)
    left.axvline(0, color=style.INK, linewidth=0.9)
    left.set_title("Mean gap")
    left.set_xlabel("asserted − licensed, levels")
    shares = pick(known, "share_above", "share_low", "share_high") * 100
    parts.draw_rows(right, rows, shares, confidence=confidence)
    right.set(xlim=(0, 100), xlabel="claims worded above, %")
    right.set_title("Share above the licensed level")
    for axes, first in ((left, True), (right, False)):
        parts.finish_rows(axes, rows, labels=first)
    bare = bool(known["ci_low"].isna().any())
    parts.add_key(figure, rows, confidence, unit="claims compared", zero=False, bare=bare)
    return figure


def describe_gap_by_source(
    overclaim: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> str:
    """Describe the figure for those who do not see it."""
    known = overclaim[overclaim["claims_compared"] > 0]
    if known.empty:
        return NO_GAP
    clear, n = int((known["ci_low"] > 0).sum()), len(known)
    ends = say_signed(known["mean_gap"].min()), say_signed(known["mean_gap"].max())
    return (
        f"Mean gap and share of claims above the licensed level of {count_noun(n, 'source')}. Mean "
        f"gap: {say_range(*ends)} levels; for {clear} of {n} the whole {name_interval(confidence)} "
        "lies above 0."
    )


def draw_kinds_and_certainty(
    evidence_gap: pd.DataFrame,
    claim_totals: pd.DataFrame,
    claim_frequency: pd.DataFrame,
    confidence: float,
) -> Figure:
    """Draw wording by class of claim, mechanisms and outcomes first, and by certainty.

    Left the levels asserted; right the mean gap by class, and below the share that is hedged.
    """
    pairs = _with_class(evidence_gap, claim_totals)
    if pairs.empty:
        return parts.draw_empty(NO_GAP)
    classes = _order_classes(pairs)
    shares = share_hedged(claim_frequency, evidence_gap, confidence)
    certainties = [c for c in shares["certainty"] if c in set(pairs["certainty"])]
    shares = shares[shares["certainty"].isin(certainties)].reset_index(drop=True)
    names = [f"{_name_kind(name)} (n = 9,999)" for name in (*classes, *certainties)]
    heights = [max(0.28 * len(rows), 0.6) for rows in (classes, certainties)]
    figure, grid = parts.start_figure(
        heights, labels=names, widths=(1.25, 1), titles=True, key_lines=2
    )
    (left, right), (below_left, below_right) = grid
    _draw_level_shares(left, pairs, "cls", classes)
    left.set_title("Levels asserted, by kind of claim")
    _draw_class_gaps(right, pairs, classes, confidence)
    right.set_ylim(left.get_ylim())
    if certainties:
        _draw_level_shares(below_left, pairs, "certainty", certainties)
        _draw_hedged(below_right, shares, confidence)
        below_right.set_ylim(below_left.get_ylim())
    below_left.set_title("Levels asserted, by certainty of evidence")
    below_left.set_xlabel("claims in sources, %")
    legend = {h.get_label(): h for axes in (left, below_left) for h in axes.containers}
    parts.add_legend(figure, [legend[name] for name in LEVEL_AXIS if name in legend], 4)
    return figure


def _draw_class_gaps(
    axes: Axes, pairs: pd.DataFrame, classes: list[str], confidence: float
) -> None:
    for y, name in enumerate(classes):
        own = pairs[pairs["cls"].eq(name)]
        mean = mean_gap(own, confidence)
        if mean.low is not None:
            axes.hlines(y, mean.low, mean.high, color=style.BLUE, linewidth=1.4)
        face = style.BLUE if mean.low is not None else "white"
        axes.plot(mean.estimate, y, "o", color=style.BLUE, markerfacecolor=face, markersize=5)
    axes.axvline(0, color=style.INK, linewidth=0.9)
    axes.set_yticks(range(len(classes)), [])
    axes.set_title(f"Mean gap, {name_interval(confidence)}")
    axes.set_xlabel("asserted − licensed (hollow: no interval)")


def _draw_hedged(axes: Axes, shares: pd.DataFrame, confidence: float) -> None:
    y = range(len(shares))
    axes.hlines(y, 100 * shares["low"], 100 * shares["high"], color=style.BLUE, linewidth=1.4)
    axes.plot(100 * shares["value"], y, "o", color=style.BLUE, markersize=5, clip_on=False)
    for row, n in enumerate(shares["mentions"]):
        axes.annotate(f"n = {n:,}", (min(max(100 * shares["value"][row], 12), 88), row), (0, 3.5),
                      textcoords="offset points", fontsize=6, ha="center")  # fmt: skip
    axes.set_yticks(list(y), [])
    axes.set_xlim(0, 100)
    axes.set_title(f"Hedged, {name_interval(confidence)}")
    axes.set_xlabel("mentions at levels 2 to 4, %")


def describe_kinds_and_certainty(
    evidence_gap: pd.DataFrame,
    claim_totals: pd.DataFrame,
    claim_frequency: pd.DataFrame,
    confidence: float,
) -> str:
    """Describe the figure for those who do not see it."""
    pairs = _with_class(evidence_gap, claim_totals)
    if pairs.empty:
        return NO_GAP
    kinds = []
    for name in _order_classes(pairs):
        own = pairs[pairs["cls"].eq(name)]
        kinds.append(f"{_name_kind(name)} {say_signed(own['gap'].mean())} (n = {len(own):,})")
    shares = share_hedged(claim_frequency, evidence_gap, confidence)
    said = [
        f"{_name_kind(r.certainty)} {100 * r.value:.0f} % of {r.mentions:,}"
        for r in shares.itertuples()
    ]
    return (
        f"Wording by kind of claim and by certainty. Mean gap in levels: {'; '.join(kinds)}. Share "
        f"of mentions that are hedged, by certainty of the evidence: {'; '.join(said)}."
    )


def _with_class(evidence_gap: pd.DataFrame, claim_totals: pd.DataFrame) -> pd.DataFrame:
    pairs = evidence_gap.merge(claim_totals[["claim_id", "cls"]], how="left", on="claim_id")
    return pairs.assign(cls=pairs["cls"].fillna("")).dropna(subset=["asserted_level", "gap"])


def _order_classes(pairs: pd.DataFrame) -> list[str]:
    def rank(name: str) -> tuple:
        return (not name.startswith("mechanism"), "outcome" not in name, name)

    return sorted(set(pairs["cls"]), key=rank)


def _draw_level_shares(axes: Axes, pairs: pd.DataFrame, by: str, rows: list[str]) -> None:
    """Draw the shares of the levels asserted, a bar for each of `rows`."""
    counts = pairs.pivot_table(
        index=by, columns="asserted_level", values="gap", aggfunc="count", fill_value=0
    )
    counts = counts.reindex(index=rows, columns=list(LEVELS), fill_value=0)
    shares = counts.div(counts.sum(axis=1), axis=0) * 100
    left = np.zeros(len(rows))
    for level in (n for n in LEVELS if counts[n].any()):
        look = {"color": style.LEVEL_COLOURS[level], "edgecolor": style.GREY, "linewidth": 0.5}
        y = range(len(rows))
        axes.barh(y, shares[level], left=left, height=0.7, label=LEVEL_AXIS[level], **look)
        for y, (share, start) in enumerate(zip(shares[level], left, strict=True)):
            if share >= 7:
                axes.text(start + share / 2, y, str(level), ha="center", va="center", fontsize=6.5,
                          color="white" if level >= 4 else style.INK)  # fmt: skip
        left += shares[level].to_numpy()
    names = [f"{_name_kind(name)} (n = {counts.loc[name].sum():,})" for name in rows]
    axes.set_yticks(range(len(rows)), names)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, 100)


def _name_kind(name: str) -> str:
    """Return a class of claims or a certainty of evidence in words."""
    return {"": "no class", "none": "no human study"}.get(name, name)
