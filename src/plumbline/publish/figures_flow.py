"""The figure of the flow of sources: boxes for what went on, beside them what did not and why."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from plumbline.publish import parts, style
from plumbline.publish.flow import say_flow
from plumbline.publish.wording import count_noun, open_sentence

_LINE = 0.145  # inches of a line of text in a box
_PAD = 0.16
_GAP = 0.32
_MOST_REASONS = 6
_LEFT, _RIGHT = (0.2, 2.9), (3.7, 6.6)  # inches: the two columns of boxes


def draw_source_flow(flow: pd.DataFrame) -> Figure:
    """Draw the flow of sources after PRISMA 2020: found, read, compared; left out and why."""
    if flow["n"].eq(0).all():
        return parts.draw_empty("No source was found, so there is nothing to show.")
    stages = [
        (own.iloc[0], _list_reasons(own.iloc[1:])) for _, own in flow.groupby("stage", sort=False)
    ]
    heights = [max(_height(2), _height(len(reasons))) for _, reasons in stages]
    total = sum(heights) + _GAP * (len(heights) - 1) + 0.1
    figure = Figure(figsize=(style.WIDTH, total))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, style.WIDTH), ylim=(0, total))
    axes.axis("off")
    top = total - 0.05
    for i, ((stage, reasons), height) in enumerate(zip(stages, heights, strict=True)):
        middle = top - height / 2
        _draw_box(axes, _LEFT, middle, [stage["description"], f"n = {stage['n']:,}"], style.BLUE)
        if reasons:
            _draw_box(axes, _RIGHT, middle, reasons, style.GREY)
            _draw_arrow(axes, (_LEFT[1], middle), (_RIGHT[0], middle))
        if i + 1 < len(stages):
            below = top - height - _GAP - heights[i + 1] / 2 + _height(2) / 2
            centre = sum(_LEFT) / 2
            _draw_arrow(axes, (centre, middle - _height(2) / 2), (centre, below))
        top -= height + _GAP
    return figure


def describe_source_flow(flow: pd.DataFrame) -> str:
    """Describe the flow of sources in words."""
    compared = int(flow["n"].iloc[-1])
    of = count_noun(compared, "source")
    return open_sentence(f"{say_flow(flow)}, and claims of {of} were held against evidence")


def _height(lines: int) -> float:
    return lines * _LINE + _PAD


def _list_reasons(lost: pd.DataFrame) -> list[str]:
    """Return the lines of the box of what was left out; beyond a few reasons the rest in one."""
    lines = [f"{row.reason} (n = {row.n:,})" for row in lost.head(_MOST_REASONS).itertuples()]
    rest = lost.iloc[_MOST_REASONS:]
    if len(rest):
        lines.append(f"{len(rest):,} other reasons (n = {rest['n'].sum():,})")
    lines = [style.shorten_text(line, 130) for line in lines]
    return [part for line in lines for part in textwrap.wrap(line, 46, subsequent_indent="   ")]


def _draw_box(
    axes: Axes, column: tuple[float, float], middle: float, lines: list[str], colour: str
) -> None:
    height = _height(len(lines))
    box = Rectangle((column[0], middle - height / 2), column[1] - column[0], height)
    box.set(facecolor="white", edgecolor=colour, linewidth=1)
    axes.add_patch(box)
    for i, line in enumerate(lines):
        y = middle + height / 2 - _PAD / 2 - (i + 0.5) * _LINE
        axes.text(column[0] + 0.1, y, line, va="center", ha="left", fontsize=8, color=style.INK)


def _draw_arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    arrow = {"arrowstyle": "-|>", "color": style.GREY, "linewidth": 1, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=arrow)
