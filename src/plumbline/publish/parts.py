"""Parts that the figures are put together from: rows of sources, strips of groups, panels.

Few sources are drawn one by one with their intervals. Where their rows can no longer be read on a
page, each group becomes a strip: every source a faint dot, the middle half a bar, the median with
its interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.textpath import text_to_path
from scipy import special

from plumbline.publish import style
from plumbline.publish.wording import name_interval

# Lengths in inches; laid out by hand, because automatic layout is slow and moves with content.
PITCH, SMALLEST_PITCH = 0.21, 0.135  # per row
TITLE, TICKS, X_LABEL, KEY_LINE, MARGIN = 0.24, 0.19, 0.17, 0.17, 0.08
PANEL_FRAME = TITLE + TICKS + MARGIN
GAP = 0.22

FEW_ROWS, MOST_IN_PANELS, MOST_ROWS = 20, 24, 60
MOST_GROUPS = 8
_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True)
class Rows:
    """What stands on the vertical axis: ``members`` lists the source ids of each row.

    ``breaks`` are the rows that a new group begins with, where sources stand one by one.
    """

    labels: list[str]
    members: list[list[str]]
    pitch: float
    grouped: bool
    breaks: tuple[int, ...] = ()

    @property
    def height(self) -> float:
        """Height of all rows in inches."""
        return self.pitch * len(self.labels)

    @property
    def label_size(self) -> float:
        """Size of the labels in points."""
        return 6 if self.pitch < 0.16 else 7


def plan_rows(
    documents: pd.DataFrame,
    *,
    panel_rows: int = 1,
    most: int = MOST_ROWS,
    n_label: str = "n_words",
    order: pd.Series | None = None,
) -> Rows:
    """Decide whether sources stand one by one or in groups, by what can be read on a page.

    Up to `FEW_ROWS` sources are kept together by group, in the same order in every figure; more
    are sorted by what the figure shows.

    Args:
        documents: the table; sources without words are left out.
        panel_rows: panels that stand one above the other.
        most: most sources shown one by one.
        n_label: column of `documents` printed beside each source, "" for none.
        order: value per source_id to sort by, the largest on top.

    """
    readable = documents[documents["n_words"] > 0]
    readable = readable.sort_values(["group", "source_id"], kind="stable")
    n = len(readable)
    room = style.MAX_HEIGHT / panel_rows - PANEL_FRAME
    if n > most or n * SMALLEST_PITCH > room:
        groups = split_groups(readable)
        labels = [f"{style.shorten_text(name, 20)} (n = {len(m):,})" for name, m in groups.items()]
        return Rows(labels, list(groups.values()), min(0.42, room / len(groups)), grouped=True)
    by_value = order is not None and n > FEW_ROWS
    if by_value:
        rank = readable["source_id"].map(order)
        readable = readable.loc[rank.sort_values(ascending=False, kind="stable").index]
    short = style.shorten_labels(readable["source_id"])
    counts = [f" ({_write(v)})" for v in readable[n_label]] if n_label else [""] * n
    labels = [short[i] + count for i, count in zip(readable["source_id"], counts, strict=True)]
    groups = list(readable["group"])
    breaks = tuple(i for i in range(1, n) if groups[i] != groups[i - 1] and not by_value)
    members = [[i] for i in readable["source_id"]]
    return Rows(labels, members, min(PITCH, room / max(n, 1)), grouped=False, breaks=breaks)


def _write(count: float | str) -> str:
    return count if isinstance(count, str) else f"{count:,.0f}"


def split_groups(documents: pd.DataFrame) -> dict[str, list[str]]:
    """Return group -> source ids; the smallest groups are put together above `MOST_GROUPS`."""
    sizes = documents["group"].value_counts()
    if len(sizes) <= 1:
        return {"all sources": sorted(documents["source_id"])}
    kept = sorted(sizes.index, key=lambda g: (-sizes[g], g))
    if len(kept) > MOST_GROUPS:
        kept = kept[: MOST_GROUPS - 1]
    names = documents["group"].where(documents["group"].isin(kept), "other groups")
    names = names.mask(names == "", "no group")
    order = sorted(set(names), key=lambda g: (g in ("other groups", "no group"), g))
    return {g: sorted(documents.loc[names == g, "source_id"]) for g in order}


def text_width(texts: Iterable[str], size: float) -> float:
    """Return the width in inches of the widest of `texts` at `size` points."""
    longest = sorted((text for text in texts if text.strip()), key=len)[-8:]
    # hinting makes text on a screen a little wider than its outline
    return 1.05 * max((_outline_width(text, size) for text in longest), default=0.0)


@cache
def _outline_width(text: str, size: float) -> float:
    font = FontProperties(family="DejaVu Sans", size=size)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 72


def start_figure(
    heights: Sequence[float],
    *,
    labels: Sequence[str] = (),
    label_size: float = 7,
    widths: Sequence[float] = (1,),
    titles: bool = False,
    x_labels: bool = True,
    key_lines: int = 0,
    top: float = 0.0,
    bottom: float = TICKS,
    left: float = 0.0,
    right: float = 0.0,
) -> tuple[Figure, np.ndarray]:
    """Return a figure of page width and its grid of axes, with room for everything around them.

    Args:
        heights: inches of each row of panels, without titles and ticks.
        labels: labels of the vertical axis; the longest sets the left margin.
        label_size: their size in points.
        widths: of the columns, relative.
        titles: whether panels have titles.
        x_labels: whether each panel has a label below its ticks.
        key_lines: lines below the figure for the legend or a common label.
        top: inches kept free above everything.
        bottom: inches for the tick labels of the lowest panels.
        left: inches left of the tick labels, for an axis label.
        right: inches right of the panels.

    """
    head, under = (TITLE if titles else MARGIN), (X_LABEL if x_labels else 0)
    gap = TICKS + under + head + 0.02
    foot = bottom + under + key_lines * KEY_LINE + MARGIN
    total = top + head + sum(heights) + gap * (len(heights) - 1) + foot
    figure = Figure(figsize=(style.WIDTH, total))
    side = left + text_width(labels, label_size) + 0.12
    across = (style.WIDTH - side - right - 0.15 - GAP * (len(widths) - 1)) / sum(widths)
    grid = np.empty((len(heights), len(widths)), dtype=object)
    y = total - top - head
    for i, height in enumerate(heights):
        x = side
        for j, width in enumerate(widths):
            box = (
                x / style.WIDTH,
                (y - height) / total,
                width * across / style.WIDTH,
                height / total,
            )
            grid[i, j] = figure.add_axes(box)
            x += width * across + GAP
        y -= height + gap
    return figure, grid


def start_pair(rows: Rows) -> tuple[Figure, Axes, Axes]:
    """Return a figure with two panels of equal width side by side, and room for a key below."""
    figure, grid = start_figure(
        [rows.height],
        labels=rows.labels,
        label_size=rows.label_size,
        widths=(1, 1),
        titles=True,
        key_lines=1,
    )
    return figure, *grid[0]


def add_legend(figure: Figure, handles: Sequence, columns: int) -> None:
    """Put the legend at the foot of the figure, in the lines that `start_figure` kept free."""
    figure.legend(
        handles=handles,
        loc="lower center",
        ncols=columns,
        bbox_to_anchor=(0.5, 0),
        borderaxespad=0.8,
        borderpad=0,
        handlelength=1.8,
        columnspacing=1.4,
    )


def label_below(figure: Figure, text: str, lines_below: int = 1) -> None:
    """Write the label that all panels share, above the legend."""
    inches = lines_below * KEY_LINE + 0.06
    figure.text(0.5, inches / figure.get_figheight(), text, ha="center", va="bottom", fontsize=8)


def median_interval(values: Sequence[float], confidence: float) -> tuple[float, float]:
    """Return the exact distribution-free interval of a median, from order statistics.

    Of few values (below six of them for 95 %) not even the whole range reaches the confidence;
    then both limits are NaN. Source: Conover 1999, Practical Nonparametric Statistics, section 3.2.
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    n = len(ordered)
    below = special.bdtr(np.arange(n), n, 0.5)  # chance that so many values or fewer lie below it
    rank = int(np.searchsorted(below, (1 - confidence) / 2, side="right")) - 1
    if rank < 0:
        return math.nan, math.nan
    return float(ordered[rank]), float(ordered[n - 1 - rank])


def spread(n: int, width: float) -> np.ndarray:
    """Return `n` even, repeatable offsets between -width/2 and width/2 (golden-ratio sequence)."""
    return ((np.arange(1, n + 1) * _GOLDEN) % 1 - 0.5) * width


def draw_rows(
    axes: Axes,
    rows: Rows,
    values: pd.DataFrame,
    *,
    confidence: float,
    colour: str = style.BLUE,
    shape: str = "o",
    offset: float = 0.0,
    hollow_zero: bool = False,
) -> None:
    """Draw one value per source on `axes`, or its distribution per group.

    Args:
        axes: where to draw; row i stands at y = i, the first on top.
        rows: from `plan_rows`.
        values: indexed by source_id with value and, where known, low and high.
        confidence: coverage of the interval of a group's median.
        colour: of the marks.
        shape: of the marks.
        offset: vertical shift in rows, for several marks per row.
        hollow_zero: draw a count of 0 hollow, because its interval matters more than the dot.

    """
    if rows.grouped:
        _draw_strips(axes, rows, values["value"], confidence, colour)
        return
    known = values.reindex([m[0] for m in rows.members])
    y = np.arange(len(known)) + offset
    if "low" in known:
        axes.hlines(y, known["low"], known["high"], color=colour, linewidth=1.2, alpha=0.75)
    hollow = (known["value"] == 0).to_numpy() & hollow_zero
    for chosen, face in ((~hollow, colour), (hollow, "white")):
        if not chosen.any():
            continue
        axes.plot(
            known["value"][chosen],
            y[chosen],
            shape,
            color=colour,
            markerfacecolor=face,
            markersize=4.5,
            clip_on=False,
        )


def _draw_strips(axes: Axes, rows: Rows, values: pd.Series, confidence: float, colour: str) -> None:
    for y, members in enumerate(rows.members):
        known = values.reindex(members).dropna().sort_values(kind="stable")
        if known.empty:
            continue
        heights = y + spread(len(known), 0.6)
        axes.plot(known, heights, "o", color=colour, markersize=1.8, alpha=0.35, markeredgewidth=0,
                  clip_on=False)  # fmt: skip
        low, middle, high = np.quantile(known, [0.25, 0.5, 0.75])
        axes.hlines(y, low, high, color=style.GREY, linewidth=5, alpha=0.55)
        axes.hlines(y, *median_interval(known, confidence), color=style.INK, linewidth=1.4)
        axes.plot([middle], [y], "D", color=style.INK, markersize=4, markeredgecolor="white",
                  clip_on=False)  # fmt: skip


def finish_rows(axes: Axes, rows: Rows, labels: bool = True) -> None:
    """Set the vertical axis: the first row on top, its labels only where asked."""
    axes.set_ylim(len(rows.labels) - 0.4, -0.6)
    axes.set_yticks(range(len(rows.labels)), rows.labels if labels else [])
    axes.tick_params(axis="y", labelsize=rows.label_size)
    for row in rows.breaks:
        axes.axhline(row - 0.5, color=style.GREY, linewidth=0.5, linestyle=(0, (1, 2)))


def draw_panels(
    panels: Mapping[str, pd.DataFrame],
    documents: pd.DataFrame,
    x_label: str,
    confidence: float,
    *,
    columns: int = 3,
    share_x: bool = False,
    key: bool = True,
    n_label: str = "n_words",
) -> Figure:
    """Draw a panel of values per entry of `panels` (title -> values), with the same rows in each.

    `key` says whether dots and lines are the usual ones, rates with intervals, and explained at
    the foot; without it `x_label` does so. `confidence` is the coverage of the intervals, `n_label`
    the column printed beside each source.
    """
    high, columns = math.ceil(len(panels) / columns), min(columns, len(panels))
    rows = plan_rows(documents, panel_rows=high, most=MOST_IN_PANELS, n_label=n_label)
    figure, grid = start_figure(
        [rows.height] * high,
        labels=rows.labels,
        label_size=rows.label_size,
        widths=[1] * columns,
        titles=True,
        x_labels=False,
        key_lines=2 if key else 1,
    )
    for axes in grid.flat[len(panels) :]:
        axes.set_visible(False)
    used = list(grid.flat[: len(panels)])
    for i, (axes, title) in enumerate(zip(used, panels, strict=True)):
        draw_rows(axes, rows, panels[title], confidence=confidence, hollow_zero=key)
        axes.set_title(title)
        axes.locator_params(axis="x", nbins=4)
        drawn = panels[title][["value"]] if rows.grouped else panels[title]
        if not drawn.max().max() > 0:
            # nothing anywhere: an axis of thousandths would look like something
            axes.set_xlim(0, 1)
        finish_rows(axes, rows, labels=i % columns == 0)
    widest = max(axes.get_xlim()[1] for axes in used)
    for axes in used:
        axes.set_xlim(0, widest if share_x else axes.get_xlim()[1])
    label_below(figure, x_label, int(key))
    if key:
        add_key(figure, rows, confidence)
    return figure


def add_key(
    figure: Figure,
    rows: Rows,
    confidence: float,
    unit: str = "words read",
    zero: bool = True,
    bare: bool = False,
) -> None:
    """Say at the foot what dot, line and bar mean.

    Args:
        figure: where to say it.
        rows: from `plan_rows`.
        confidence: coverage of the intervals.
        unit: what the row labels count.
        zero: whether a count of 0 stands hollow.
        bare: whether some value stands without an interval.

    """
    interval = name_interval(confidence)
    if rows.grouped:
        few = any(math.isnan(median_interval(range(len(m)), confidence)[0]) for m in rows.members)
        median = f"median, {interval}{' (no line: too few)' if few else ''}"
        handles = [
            Line2D([], [], color=style.BLUE, marker="o", markersize=2, ls="", label="a source"),
            Patch(color=style.GREY, alpha=0.55, label="middle half of the sources"),
            Line2D([], [], color=style.INK, marker="D", markersize=4, label=median),
        ]
    else:
        dot = {"color": style.BLUE, "marker": "o", "markersize": 4.5, "linewidth": 1.2}
        line = f"{interval} (no line: too few, or all alike)" if bare else interval
        handles = [Line2D([], [], **dot, label=f"value, {line}; in brackets: {unit}")]
        if zero:
            name = "none found, with the upper limit"
            handles.append(Line2D([], [], **dot, markerfacecolor="white", label=name))
    add_legend(figure, handles, len(handles))


def draw_empty(sentence: str) -> Figure:
    """Return a figure that says in a sentence why there is nothing to draw."""
    figure = Figure(figsize=(style.WIDTH, 0.9))
    figure.text(0.02, 0.5, sentence, fontsize=9, va="center", color=style.INK)
    return figure
