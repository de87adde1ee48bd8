"""Asserted against licensed as an interactive plot: its specification, and what draws it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

import altair as alt
import vl_convert
from markupsafe import Markup

from plumbline.publish.levels import LEVELS
from plumbline.publish.style import shorten_text

# What the page sets while it is read, and the plot answers to.
SIGNALS = ("chosen", "pointed", "kind", "side")
# what the sides of the diagonal mean, and where: each runs inwards, so that nothing is cut off
_SAID = (
    ("wording runs ahead of the evidence", 0.5, 6.62, "left"),
    ("wording more cautious than it need be, or a denial", 6.5, 0.6, "right"),
)
_SPACING = 0.065  # between dots, in levels
_TOP = 6.75
_SHOWN = "(kind === '' || datum.kind === kind) && (side === '' || datum.side === side)"
# Okabe and Ito 2008, in tones that stand out from white and from near-black.
_COLOURS = ("#2f86c5", "#c7761b", "#119474", "#bd6a99", "#7d7a2c", "#8a78c9")
_NOTICE = """/*!
Vega, Vega-Lite and Vega-Embed: Copyright University of Washington Interactive Data Lab and
contributors, BSD 3-Clause License. D3: Copyright Mike Bostock, ISC License.
*/
"""


@cache
def bundle_scripts() -> Markup:
    """Return Vega, Vega-Lite and Vega-Embed as one script, for a page that loads nothing.

    Wrapped in a function, because the bundle's names would else be names of the page.
    """
    return Markup(f"{_NOTICE}(() => {{\n{vl_convert.javascript_bundle()}\n}})();")


def collect_points(
    claims: Sequence[Mapping], cells: Sequence[Sequence], sources: Sequence[Mapping], few: bool
) -> list[dict]:
    """Return the points of the plot: a point per cell of the matrix, with its key.

    Where the matrix has a column per source (`few`), a point is a claim in a source; else it is a
    claim at a level, as large as the number of sources. Points of one place are packed around it
    (Vogel's spiral).
    """
    drawn: dict[tuple[int, int], list[dict]] = {}
    for claim, place, level, n in _list_pairs(claims, cells, few):
        licensed = claim["licensed"]
        if licensed is None:
            continue
        where = sources[place]["id"] if few else f"{n:,} source{'s' if n != 1 else ''}"
        gap = level - licensed
        point = {
            "key": f"{claim['id']}~{where if few else f':{level}'}",
            "claim": shorten_text(claim["text"], 90),
            "where": where,
            "group": (sources[place]["group"] or "no group") if few else "",
            "kind": claim["cls"],
            "side": "above" if gap > 0 else "below" if gap < 0 else "at",
            "levels": f"asserted {level}, licensed {licensed}, gap {gap:+d}",
            "n": n,
        }
        drawn.setdefault((licensed, level), []).append(point)
    for (x, y), points in drawn.items():
        points.sort(key=lambda point: (-point["n"], point["group"], point["key"]))
        step = _SPACING if few else 1.6 * _SPACING
        for i, point in enumerate(points):
            radius, angle = step * math.sqrt(i), i * math.pi * (3 - math.sqrt(5))
            point["x"] = round(x + radius * math.cos(angle), 3)
            point["y"] = round(y + radius * math.sin(angle), 3)
    return [point for place in sorted(drawn) for point in drawn[place]]


def _list_pairs(claims: Sequence[Mapping], cells: Sequence[Sequence], few: bool):
    if few:
        return ((claims[claim], source, level, 1) for claim, source, level, *_ in cells)
    return ((claim, 0, int(level), n) for claim in claims for level, n in claim["levels"].items())


def plot_spec(points: Sequence[Mapping]) -> dict:
    """Return the Vega-Lite specification of the plot.

    The page sets the parameters in `SIGNALS`: the key of the point that is chosen, the one that is
    pointed at in the matrix, and the kind and side that are shown.
    """
    names = {str(level): name for level, name in LEVELS.items() if level}
    axis = alt.Axis(values=list(range(1, 7)), grid=True, tickCount=6)
    words = alt.Axis(
        values=list(range(1, 7)), labelExpr=f"datum.value + ' ' + ({names})[datum.value]"
    )
    x = alt.X("x:Q", axis=axis, title="level that the evidence licenses",
              scale=alt.Scale(domain=[0.4, 6.6], nice=False))  # fmt: skip
    y = alt.Y("y:Q", axis=words, title="strongest level asserted",
              scale=alt.Scale(domain=[0.4, _TOP], nice=False))  # fmt: skip
    chart = alt.layer(_diagonal(x, y), _marks(points, x, y))
    return (
        chart.add_params(*(alt.param(name=name, value="") for name in SIGNALS))
        .properties(width="container", height=380, background="transparent")
        .configure_view(stroke=None)
        .configure_legend(orient="top", title=None, columns=3, symbolOpacity=1, labelLimit=160)
        .to_dict()
    )


def _diagonal(x: alt.X, y: alt.Y) -> alt.LayerChart:
    ends = alt.Data(values=[{"x": 0.4, "y": 0.4}, {"x": 6.6, "y": 6.6}])
    line = alt.Chart(ends).mark_line(strokeDash=[5, 4], color="#808080", aria=False)
    layers = [line.encode(x=x, y=y)]
    for words, left, up, align in _SAID:
        said = alt.Chart(alt.Data(values=[{"x": left, "y": up, "t": words}]))
        text = said.mark_text(align=align, fontStyle="italic", aria=False)
        layers.append(text.encode(x=x, y=y, text="t:N"))
    return alt.layer(*layers)


def _marks(points: Sequence[Mapping], x: alt.X, y: alt.Y) -> alt.Chart:
    groups = sorted({point["group"] for point in points})
    colour = alt.value(_COLOURS[0])
    if 1 < len(groups) <= len(_COLOURS):
        scale = alt.Scale(domain=groups, range=list(_COLOURS[: len(groups)]))
        colour = alt.Color("group:N", scale=scale, legend=alt.Legend())
    most = max((point["n"] for point in points), default=1)
    size = alt.value(46) if most == 1 else alt.Size(
        "n:Q", scale=alt.Scale(domain=[0, most], range=[30, 300]), legend=None
    )  # fmt: skip
    named = "datum.key === chosen || datum.key === pointed"
    return (
        alt.Chart(alt.Data(values=list(points)))
        .mark_point(filled=True, cursor="pointer", strokeOpacity=1, aria=False)
        .encode(
            x=x,
            y=y,
            color=colour,
            size=size,
            opacity=alt.condition(_SHOWN, alt.value(0.8), alt.value(0.08)),
            stroke=alt.condition(named, alt.value("#e0007a"), alt.value("transparent")),
            strokeWidth=alt.condition(named, alt.value(4), alt.value(0)),
            tooltip=["claim:N", "where:N", "levels:N"],
        )
    )
