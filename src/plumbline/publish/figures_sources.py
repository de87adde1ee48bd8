"""Figures of what was read and how hard it is to read."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from plumbline.compare.reuse import count_shared
from plumbline.publish import labels, parts, style
from plumbline.publish.summaries import count_read, pick, summarise_grades
from plumbline.publish.wording import count_noun, name_interval, say_range, say_signed
from plumbline.text.document import PROSE

KINDS = {
    "body": ("body text", style.BLUE, ""),
    "list_item": ("list items", "#56B4E9", "..."),
    "heading": ("headings", style.PALE, "///"),
    "reference": ("references", style.PALE, "xxx"),
    "boilerplate": ("boilerplate", style.PALE, "|||"),
}
SHOWN = {
    "smog": ("s", style.ORANGE),
    "flesch_kincaid": ("o", style.BLUE),
    "coleman_liau": ("^", style.GREEN),
}
COMPARED = {
    "flesch_kincaid": "school grade: lower is easier",
    "flesch_reading_ease": "score: higher is easier",
}
NOTHING_SHARED = "No two sources share a passage of eight words or more."
TARGETS = {6: "6th grade (AMA)", 8: "8th grade (NIH)"}


def draw_sources_read(documents: pd.DataFrame, sentences: pd.DataFrame) -> Figure:
    """Draw the words of each source by kind: what was measured and what was left out."""
    if not (documents["n_words"] > 0).any():
        return parts.draw_empty("No source holds running text, so there is nothing to show.")
    words = sentences.pivot_table(
        index="source_id", columns="kind", values="n_words", aggfunc="sum", fill_value=0
    ).reindex(columns=list(KINDS), fill_value=0)
    read = words[list(PROSE)].sum(axis=1)
    rows = parts.plan_rows(documents, n_label="", order=read)
    figure, grid = parts.start_figure(
        [rows.height],
        labels=rows.labels,
        label_size=rows.label_size,
        key_lines=1,
        right=_groups_width(rows, documents),
    )
    axes = grid[0, 0]
    sums = pd.DataFrame([words.reindex(m).sum() for m in rows.members])
    means = sums.div([len(m) for m in rows.members], axis=0)
    left = np.zeros(len(rows.labels))
    for kind, (name, colour, hatch) in KINDS.items():
        axes.barh(range(len(left)), means[kind], left=left, height=0.72, color=colour,
                  hatch=hatch, edgecolor="white" if not hatch else style.GREY, linewidth=0.4,
                  label=name if kind in PROSE else f"{name} (left out)")  # fmt: skip
        left += means[kind].to_numpy()
    parts.finish_rows(axes, rows)
    _name_groups(axes, rows, documents)
    axes.set_xlim(0, 1.02 * left.max())
    axes.set_xlabel("words per source, mean" if rows.grouped else "words")
    parts.add_legend(figure, axes.get_legend_handles_labels()[0], 5)
    return figure


def _groups_width(rows: parts.Rows, documents: pd.DataFrame) -> float:
    return parts.text_width(documents["group"].str[:24], 6.5) if rows.breaks else 0.0


def _name_groups(axes: Axes, rows: parts.Rows, documents: pd.DataFrame) -> None:
    """Write each group's name where it begins, right of the bars, if there are several."""
    if not rows.breaks:
        return
    groups = documents.set_index("source_id")["group"]
    for row in (0, *rows.breaks):
        name = style.shorten_text(groups[rows.members[row][0]], 24) or "no group"
        axes.annotate(name, (1, row), (3, 0), xycoords=("axes fraction", "data"), fontsize=6.5,
                      textcoords="offset points", va="center", style="italic")  # fmt: skip


def describe_sources_read(documents: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """Describe the figure for those who do not see it."""
    words = sentences.groupby("kind")["n_words"].sum()
    kept = int(words.reindex(list(PROSE)).sum())
    return (
        f"Stacked bars of the words of {count_noun(count_read({'documents': documents}), 'source')}"
        f" by kind of text. {kept:,} words "
        f"stand in body text and list items and are measured; {int(words.sum()) - kept:,} stand in "
        "headings, references or boilerplate and are left out."
    )


def draw_shared_passages(
    reuse: pd.DataFrame, sentences: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> Figure:
    """Draw the share of each source's running text that stands in another source as well."""
    if reuse.empty:
        return parts.draw_empty(NOTHING_SHARED)
    shares = count_shared(reuse, sentences)["share"].dropna() * 100
    rows = parts.plan_rows(documents, order=shares)
    figure, grid = parts.start_figure(
        [rows.height], labels=rows.labels, label_size=rows.label_size, key_lines=int(rows.grouped)
    )
    axes = grid[0, 0]
    if rows.grouped:
        parts.draw_rows(axes, rows, shares.rename("value").to_frame(), confidence=confidence)
        parts.add_key(figure, rows, confidence)
    else:
        known = shares.reindex([m[0] for m in rows.members]).fillna(0)
        axes.barh(range(len(known)), known, height=0.6, color=style.BLUE)
        axes.plot(np.zeros(len(known)), range(len(known)), "|", color=style.INK, markersize=5)
    parts.finish_rows(axes, rows)
    axes.set_xlim(0, min(100, max(5, 1.1 * shares.max())))
    counted = "" if rows.grouped else " (in brackets: its words)"
    axes.set_xlabel(f"running text that stands in another source, %{counted}")
    return figure


def describe_shared_passages(
    reuse: pd.DataFrame, sentences: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> str:
    """Describe the figure for those who do not see it."""
    if reuse.empty:
        return f"{count_noun(count_read({'documents': documents}), 'source')}. {NOTHING_SHARED}"
    shared = count_shared(reuse, sentences)
    some = int((shared["words_shared"] > 0).sum())
    return (
        f"Share of running text that stands in another source as well: {some} of {len(shared)} "
        f"sources share some, at most {100 * shared['share'].max():.0f} % of their words; "
        f"{len(reuse):,} shared passages in all."
    )


def draw_readability_grades(
    readability: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> Figure:
    """Draw per source the range and median over the grade-level formulas, and three of them."""
    grades = summarise_grades(readability)
    if grades.empty:
        return parts.draw_empty("No source has a grade level, so there is nothing to show.")
    rows = parts.plan_rows(documents, n_label="n_sentences", order=grades["median"])
    pitch = rows.pitch * (1.45 if len(rows.labels) <= 20 and not rows.grouped else 1)
    figure, grid = parts.start_figure(
        [pitch * len(rows.labels)],
        labels=rows.labels,
        label_size=rows.label_size,
        titles=True,
        key_lines=1 if rows.grouped else 2,
    )
    axes = grid[0, 0]
    for grade, name in TARGETS.items():
        axes.axvline(grade, color=style.INK, linewidth=1, linestyle="--" if grade == 6 else ":")
        axes.annotate(name, (grade, 1), (1.5, 2), xycoords=("data", "axes fraction"), fontsize=6.5,
                      textcoords="offset points", ha="right" if grade == 6 else "left")  # fmt: skip
    if rows.grouped:
        middle = grades.rename(columns={"median": "value"})[["value"]]
        parts.draw_rows(axes, rows, middle, confidence=confidence)
        parts.add_key(figure, rows, confidence)
    else:
        _draw_grade_rows(axes, rows, readability, grades, confidence)
        parts.add_legend(figure, _grade_key(rows, confidence), 3)
    parts.finish_rows(axes, rows)
    what = "median of the grade-level formulas" if rows.grouped else "US school grade"
    count = "" if rows.grouped else "; in brackets: sentences of the source"
    axes.set_xlabel(f"{what} (prepared text){count}")
    low = min(5, axes.dataLim.x0)
    axes.set_xlim(left=max(low - 0.5, 0) if low >= 0 else None)
    axes.xaxis.set_major_locator(MaxNLocator(9, integer=True))
    return figure


def _draw_grade_rows(
    axes: Axes,
    rows: parts.Rows,
    readability: pd.DataFrame,
    grades: pd.DataFrame,
    confidence: float,
) -> None:
    known = grades.reindex([m[0] for m in rows.members])
    y = np.arange(len(known))
    thick = 7 if len(known) <= 20 else 4
    axes.hlines(y, known["low"], known["high"], color=style.PALE, linewidth=thick)
    axes.plot(known["median"], y, "|", color=style.INK, markersize=thick + 3, markeredgewidth=2)
    if len(known) > 20:
        return
    prepared = readability[readability["preparation"].eq("prepared")]
    for (formula, (shape, colour)), offset in zip(SHOWN.items(), (-0.24, 0.0, 0.24), strict=True):
        chosen = prepared[prepared["formula"].eq(formula)]
        values = pick(chosen, "value", "ci_low", "ci_high")
        look = {"colour": colour, "shape": shape, "offset": offset}
        parts.draw_rows(axes, rows, values, confidence=confidence, **look)


def _grade_key(rows: parts.Rows, confidence: float) -> list:
    handles = [
        Line2D([], [], color=style.PALE, linewidth=7, label="range over the grade-level formulas"),
        Line2D([], [], color=style.INK, marker="|", markersize=9, markeredgewidth=2, linestyle="",
               label="their median"),
    ]  # fmt: skip
    if len(rows.labels) <= 20:
        handles += [
            Line2D([], [], color=colour, marker=shape, markersize=4.5, linewidth=1.2,
                   label=f"{labels.label(formula)}, {name_interval(confidence)}")
            for formula, (shape, colour) in SHOWN.items()
        ]  # fmt: skip
    return handles


def describe_readability_grades(
    readability: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> str:
    """Describe the figure for those who do not see it."""
    grades = summarise_grades(readability)
    if grades.empty:
        return "No source has a grade level."
    above, middle = int((grades["median"] > 8).sum()), grades["median"]
    return (
        f"School grades of {count_noun(len(grades), 'source')} against the 6th and 8th grade. "
        "Median over the grade-level formulas: "
        f"{say_range(f'{middle.min():.1f}', f'{middle.max():.1f}')}; {above} of {len(grades)} "
        f"{'lies' if above == 1 else 'lie'} above the 8th grade."
    )


def draw_readability_preparations(readability: pd.DataFrame, documents: pd.DataFrame) -> Figure:
    """Draw the same formula on the text as it is and on the prepared text, source by source."""
    pairs = readability.pivot(
        index=["formula", "source_id"], columns="preparation", values="value"
    ).reindex(columns=["textstat", "prepared"])
    shown = {f: pairs.loc[f].dropna() for f in COMPARED if f in pairs.index}
    if not any(len(both) for both in shown.values()):
        return parts.draw_empty(
            "No source was scored on both preparations, so there is nothing to show."
        )
    rows = parts.plan_rows(documents)
    few = not rows.grouped and len(rows.labels) <= parts.FEW_ROWS
    figure, grid = parts.start_figure(
        [rows.height if few else 2.7],
        labels=rows.labels if few else ["100"],
        widths=[1] * len(shown),
        titles=True,
        key_lines=1 if few else 0,
        left=0 if few else 0.25,
    )
    for i, (axes, formula) in enumerate(zip(grid[0], shown, strict=True)):
        axes.set_title(labels.label(formula))
        (_draw_dumbbells if few else _draw_diagonal)(axes, shown[formula], rows, first=i == 0)
        if few:
            axes.set_xlabel(COMPARED[formula])
    if few:
        dot = {"color": style.BLUE, "marker": "o", "markersize": 5, "linestyle": ""}
        raw = Line2D([], [], **dot, markerfacecolor="white", label="textstat: text as it is")
        done = Line2D([], [], **dot, label="prepared text (in brackets: words read)")
        parts.add_legend(figure, [raw, done], 2)
    return figure


def _draw_dumbbells(axes: Axes, both: pd.DataFrame, rows: parts.Rows, first: bool) -> None:
    known = both.reindex([m[0] for m in rows.members])
    y = np.arange(len(known))
    axes.hlines(y, known["textstat"], known["prepared"], color=style.GREY, linewidth=1.2)
    axes.plot(known["textstat"], y, "o", color=style.BLUE, markerfacecolor="white", markersize=5)
    axes.plot(known["prepared"], y, "o", color=style.BLUE, markersize=5)
    parts.finish_rows(axes, rows, labels=first)


def _draw_diagonal(axes: Axes, both: pd.DataFrame, rows: parts.Rows, first: bool) -> None:
    low, high = both.min().min(), both.max().max()
    axes.plot([low, high], [low, high], "--", color=style.GREY, linewidth=1)
    axes.plot(both["textstat"], both["prepared"], "o", color=style.BLUE, markersize=2.5, alpha=0.5)
    axes.grid(True, axis="both")
    axes.set_aspect("equal", adjustable="box")
    axes.set_xlabel(f"textstat: text as it is (n = {len(both):,})")
    axes.set_ylabel("prepared text" if first else "")


def describe_readability_preparations(readability: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Describe the figure for those who do not see it."""
    chosen = readability[readability["formula"].eq("flesch_kincaid")]
    both = chosen.pivot_table(index="source_id", columns="preparation", values="value")
    if not {"textstat", "prepared"} <= set(both):
        return "No source was scored on both preparations."
    shift = (both["prepared"] - both["textstat"]).dropna()
    middle = f", {say_signed(shift.median())} in the median" if len(shift) > 1 else ""
    return (
        f"Flesch–Kincaid grade and Flesch Reading Ease of {count_noun(len(shift), 'source')} on "
        "the text as it is and on the prepared text. Preparation moves the Flesch–Kincaid grade by "
        f"{say_range(say_signed(shift.min()), say_signed(shift.max()))} grades{middle}."
    )
