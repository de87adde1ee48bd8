"""Figures of how far the results depend on choices, and how accurate the instruments are."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from plumbline.publish import labels, parts, style
from plumbline.publish.summaries import choose_accuracy, choose_measure, count_read, name_middle
from plumbline.publish.wording import count_noun, name_interval

FEW_BRANCHES = 60
MOST_RANKED = 12  # sources whose ranks are shown one by one
KEY_COLUMNS = 3
OWN_BRANCH = 1  # the branches are numbered from the study's own choices on
METRICS = {
    "precision": ("o", style.BLUE),
    "recall": ("s", style.ORANGE),
    "f1": ("D", style.INK),
    "accuracy": ("^", style.GREEN),
}
NO_BRANCHES = "No other branch of the analysis was computed, so there is nothing to show."
NO_RANKS = "With fewer than three sources or two branches there is no order to compare."
NO_ACCURACY = "The instruments were not measured in this run, so there is nothing to show."


def split_settings(multiverse: pd.DataFrame) -> pd.DataFrame:
    """Return branch × axis -> value, from the settings column."""
    branches = multiverse.drop_duplicates("branch").set_index("branch")["settings"].sort_index()
    return pd.DataFrame(
        [dict(p.split("=", 1) for p in text.split(";") if "=" in p) for text in branches],
        index=branches.index,
    ).fillna("")


def draw_multiverse_curve(multiverse: pd.DataFrame, measure: str = "") -> Figure:
    """Draw a specification curve: a measure in every branch, sorted, over the choices made."""
    if multiverse.empty:
        return parts.draw_empty(NO_BRANCHES)
    measure = measure or choose_measure(multiverse)
    own = multiverse[multiverse["measure"].eq(measure) & multiverse["value"].notna()]
    if own.empty:
        return parts.draw_empty(NO_BRANCHES)
    middle = own.groupby("branch")["value"].median().sort_values(kind="stable")
    settings = split_settings(own).loc[middle.index]
    settings = settings[[c for c in settings if settings[c].nunique() > 1]]
    choices = [(axis, value) for axis in settings for value in sorted(set(settings[axis]))]
    names = [labels.name_choice(axis, value) for axis, value in choices]
    sources = own["source_id"].nunique()
    entries = 1 + (sources if sources <= len(style.SHAPES) else 3)  # and the study's own branch
    figure, grid = parts.start_figure(
        [2.2, 0.145 * max(len(choices), 1)],
        labels=[*names, "100.0"],
        label_size=6.5,
        titles=True,
        x_labels=False,
        key_lines=math.ceil(entries / KEY_COLUMNS),
        bottom=0.2,
        left=0.1,
    )
    (top,), (bottom,) = grid
    handles = _draw_values(top, own, middle)
    if OWN_BRANCH in middle.index:
        line = {"color": style.GREY, "linewidth": 0.9}
        for axes in (top, bottom):
            axes.axvline(middle.index.get_loc(OWN_BRANCH), zorder=0, **line)
        handles.append(Line2D([], [], label="the study's own branch", **line))
    by = f" by {name_middle(sources)}" if sources > 1 else ""
    top.set_title(f"{labels.label(measure)} in {len(middle):,} branches, sorted{by}")
    top.set_ylabel(labels.label(measure))
    top.grid(True, axis="y")
    top.set_xlim(-1, len(settings))
    top.set_xticks([])
    _draw_choices(bottom, settings, choices)
    bottom.set_yticks(range(len(choices)), names)
    parts.add_legend(figure, handles, min(len(handles), KEY_COLUMNS))
    return figure


def _draw_values(axes: Axes, own: pd.DataFrame, middle: pd.Series) -> list:
    x = np.arange(len(middle))
    wide = own.pivot_table(index="branch", columns="source_id", values="value").loc[middle.index]
    if wide.shape[1] <= len(style.SHAPES):
        short = style.shorten_labels(wide.columns)
        size = 4 if len(middle) <= FEW_BRANCHES else 2
        for source, colour, shape in zip(wide, style.COLOURS, style.SHAPES, strict=False):
            axes.plot(
                x, wide[source], shape, color=colour, markersize=size, markeredgewidth=0, alpha=0.85
            )
        return [
            Line2D([], [], color=c, marker=m, markersize=4, linestyle="", label=short[s])
            for s, c, m in zip(wide, style.COLOURS, style.SHAPES, strict=False)
        ]
    ends = wide.quantile([0.05, 0.25, 0.75, 0.95], axis=1)
    axes.fill_between(x, ends.iloc[0], ends.iloc[3], color=style.PALE, step="mid", linewidth=0)
    axes.fill_between(
        x, ends.iloc[1], ends.iloc[2], color=style.BLUE, alpha=0.45, step="mid", linewidth=0
    )
    axes.plot(x, middle, color=style.INK, drawstyle="steps-mid", linewidth=1.2)
    return [
        Line2D(
            [], [], color=style.INK, linewidth=1.2, label=f"median of {wide.shape[1]:,} sources"
        ),
        Patch(color=style.BLUE, alpha=0.45, label="middle half"),
        Patch(color=style.PALE, label="middle nine tenths"),
    ]


def _draw_choices(axes: Axes, settings: pd.DataFrame, choices: list[tuple[str, str]]) -> None:
    size = 5 if len(settings) <= FEW_BRANCHES else 3
    previous, bands = "", 0
    for y, (axis, value) in enumerate(choices):
        bands += axis != previous
        if bands % 2:
            axes.axhspan(y - 0.5, y + 0.5, color="#f1f1f1", linewidth=0)
        chosen = np.flatnonzero(settings[axis].eq(value))
        axes.plot(
            chosen,
            np.full(len(chosen), y),
            "|",
            color=style.INK,
            markersize=size,
            markeredgewidth=1.4,
        )
        previous = axis
    axes.tick_params(axis="y", labelsize=6.5)
    axes.set_ylim(len(choices) - 0.4, -0.6)
    axes.set_xlim(-1, len(settings))
    axes.set_xticks([])
    axes.grid(False)
    axes.set_xlabel("branches: a mark shows the choice made in each")


def describe_multiverse_curve(multiverse: pd.DataFrame, measure: str = "") -> str:
    """Describe the figure for those who do not see it."""
    if multiverse.empty:
        return NO_BRANCHES
    measure = measure or choose_measure(multiverse)
    own = multiverse[multiverse["measure"].eq(measure) & multiverse["value"].notna()]
    if own.empty:
        return NO_BRANCHES
    middle, n = own.groupby("branch")["value"].median(), own["source_id"].nunique()
    return (
        f"Specification curve of {labels.label(measure).lower()} over "
        f"{count_noun(len(middle), 'branch', 'branches')} and {count_noun(n, 'source')}: "
        f"between {middle.min():.1f} and {middle.max():.1f} for {name_middle(n)}."
    )


def draw_rank_stability(
    multiverse: pd.DataFrame,
    rank_stability: pd.DataFrame,
    documents: pd.DataFrame,
    confidence: float,
) -> Figure:
    """Draw the ranks of few sources over all branches; of many, how far the branches agree."""
    ranked = rank_stability[rank_stability["kendalls_w"].notna()]
    if ranked.empty:
        return parts.draw_empty(NO_RANKS)
    if ranked["sources"].max() > MOST_RANKED:
        return _draw_agreement(ranked)
    panels = {}
    for measure in ranked["measure"]:
        ranks = multiverse[multiverse["measure"].eq(measure)].dropna(subset=["rank"])
        own = ranks[ranks["branch"].eq(OWN_BRANCH)].set_index("source_id")["rank"]
        ends = ranks.groupby("source_id")["rank"].agg(["min", "max"])
        frame = pd.DataFrame({"value": own, "low": ends["min"], "high": ends["max"]})
        panels[labels.MEASURES_SHORT.get(measure, labels.label(measure))] = frame
    figure = parts.draw_panels(
        panels,
        documents,
        "rank, 1 the highest (dot: the study's own branch; line: all branches)",
        confidence,
        columns=4,
        key=False,
        n_label="",
    )
    n = int(ranked["sources"].max())
    for axes in figure.axes:
        axes.set_xlim(0.5, n + 0.5)
        axes.set_xticks(sorted({1, (n + 1) // 2, n}))
    return figure


def _draw_agreement(ranked: pd.DataFrame) -> Figure:
    names = [
        f"{labels.label(row.measure)} ({row.branches:,.0f} branches)" for row in ranked.itertuples()
    ]
    figure, grid = parts.start_figure([0.26 * len(names)], labels=names, key_lines=1)
    axes, y = grid[0, 0], range(len(names))
    axes.hlines(y, ranked["smallest_tau"], ranked["kendalls_w"], color=style.PALE, linewidth=2)
    shown = (
        ("kendalls_w", "o", style.BLUE, "all branches (Kendall's W)"),
        ("smallest_tau", "s", style.ORANGE, "the branch least like the study's own (tau)"),
    )
    for column, shape, colour, name in shown:
        axes.plot(ranked[column], y, shape, color=colour, markersize=5, clip_on=False, label=name)
    axes.set_yticks(list(y), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(min(0, ranked["smallest_tau"].min() - 0.05), 1)
    n = f"{ranked['sources'].max():,.0f}"
    axes.set_xlabel(f"agreement on the order of up to {n} sources (1: the same order)")
    parts.add_legend(figure, axes.get_legend_handles_labels()[0], 2)
    return figure


def describe_rank_stability(
    multiverse: pd.DataFrame,
    rank_stability: pd.DataFrame,
    documents: pd.DataFrame,
    confidence: float,
) -> str:
    """Describe the figure for those who do not see it."""
    ranked = rank_stability[rank_stability["kendalls_w"].notna()]
    if ranked.empty:
        return f"{count_noun(count_read({'documents': documents}), 'source')}. {NO_RANKS}"
    said = [
        f"{labels.label(r.measure)}: Kendall's W {r.kendalls_w:.2f} over {r.branches:,.0f} branches"
        for r in ranked.itertuples()
    ]
    return f"How far the branches agree on the order of the sources. {'; '.join(said)}."


def draw_accuracy(validity: pd.DataFrame, confidence: float) -> Figure:
    """Draw precision, recall and F1 of every instrument on every data set with intervals."""
    own = choose_accuracy(validity)
    if own.empty:
        return parts.draw_empty(NO_ACCURACY)
    keys = ["instrument", "dataset", "split"]
    names = own.drop_duplicates(keys).sort_values(keys, kind="stable")
    place = {tuple(row): y for y, row in enumerate(names[keys].to_numpy())}
    row_labels = [
        f"{style.wrap_text(_name_row(row), 36)} (n = {row.n:,.0f})" for row in names.itertuples()
    ]
    pitch = min(0.36, (style.MAX_HEIGHT - 0.8) / len(place))
    lines = [line for name in row_labels for line in name.splitlines()]
    figure, grid = parts.start_figure([pitch * len(place)], labels=lines, key_lines=1)
    axes = grid[0, 0]
    offsets, interval = np.linspace(-0.22, 0.22, len(METRICS)), name_interval(confidence)
    for (metric, (shape, colour)), offset in zip(METRICS.items(), offsets, strict=True):
        chosen = own[own["metric"].eq(metric)]
        if chosen.empty:
            continue
        y = [place[tuple(row)] + offset for row in chosen[keys].to_numpy()]
        axes.hlines(y, chosen["ci_low"], chosen["ci_high"], color=colour, linewidth=1.2)
        axes.plot(chosen["value"], y, shape, color=colour, markersize=4.5, clip_on=False,
                  label=f"{_name_metric(metric)}, {interval}")  # fmt: skip
    axes.set_yticks(range(len(place)), row_labels)
    axes.set_ylim(len(place) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel("agreement with the human annotation (no line: no error was seen)")
    parts.add_legend(figure, axes.get_legend_handles_labels()[0], 4)
    return figure


def _name_row(row) -> str:
    name = f"{row.instrument} on {row.dataset}" + (f", {row.split}" if row.split else "")
    return name.replace("_", " ")


def describe_accuracy(validity: pd.DataFrame, confidence: float) -> str:
    """Describe the figure for those who do not see it."""
    own = choose_accuracy(validity)
    if own.empty:
        return NO_ACCURACY
    said = []
    for _, rows in own.groupby(["instrument", "dataset", "split"], sort=True):
        first = next(rows.itertuples())
        values = (f"{_name_metric(r.metric)} {r.value:.2f}" for r in rows.itertuples())
        said.append(f"{_name_row(first)}: {', '.join(values)}")
    return f"Accuracy of the instruments against human annotation. {'; '.join(said)}."


def _name_metric(metric: str) -> str:
    return "F1" if metric == "f1" else metric
