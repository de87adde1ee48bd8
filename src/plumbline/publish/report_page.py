"""The report: one page that shows sources, claims and texts side by side and loads nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from plumbline.publish import sentences
from plumbline.publish.html import content_policy, environment, read_asset
from plumbline.publish.levels import LEVELS
from plumbline.publish.reading_view import LAYERS, collect_texts, sample_texts
from plumbline.publish.report_claims import Topic, collect_cells, collect_claims
from plumbline.publish.report_method import build_method
from plumbline.publish.report_overview import build_overview
from plumbline.publish.report_plot import bundle_scripts, collect_points, plot_spec
from plumbline.publish.report_rules import list_rules
from plumbline.publish.wording import confidence_of, name_interval
from plumbline.whole import write_text

MOST_COLUMNS = 24  # sources that the matrix shows one by one
MOST_SOURCES = 1_000  # listed in the page; above, they are taken evenly and said to be
MOST_BYTES = 4_500_000  # of text in the page; above, texts are taken evenly and said to be
SWITCHED_ON = ("hedge", "capability", "booster", "hype", "vague", "checkable", "claim")
STYLES = ("page.css", "report.css")
SCRIPTS = tuple(
    f"report/{name}.js"
    for name in (
        "page",
        "address",
        "overview",
        "details",
        "matrix",
        "plot",
        "text",
        "search",
        "start",
    )
)


def build_report(
    tables: Mapping[str, pd.DataFrame],
    texts: Path,
    target: Path,
    *,
    topic: Topic | None = None,
    lexicons: Path | None = None,
    code: str = "",
) -> None:
    """Write the report to `target` as one file.

    Args:
        tables: of the study.
        texts: folder with ``<source_id>.txt``, the cleaned texts.
        target: file to write.
        topic: its evidence and licensed wordings; none where the study has no topic.
        lexicons: folder of the lexicons in force.
        code: hash of the library code that the results rest on.

    """
    data = collect_data(tables, texts, topic, lexicons)
    style = Markup("").join(read_asset(name) for name in STYLES)
    script = Markup('(() => {{\n"use strict";\n{}}})();').format(
        Markup("").join(read_asset(name) for name in SCRIPTS)
    )
    plot = bundle_scripts() if data["points"] else Markup("")
    spec = plot_spec(data["points"]) if data["points"] else None
    page = environment().get_template("report.html.j2").render(
        policy=content_policy([style], [text for text in (plot, script) if text]),
        style=style,
        script=script,
        plot=plot,
        data=embed_json({**data, "spec": spec}),
        found=sentences.found_lines(tables, topic=topic.name if topic else ""),
        no_evidence=sentences.say_no_evidence(tables),
        kinds=sentences.answer_kinds(tables),
        interval=name_interval(confidence_of(tables)),
        plot_alt=_describe_plot(data["points"]),
        few=data["few"],
        parts=_name_parts(data["sources"]),
        on=SWITCHED_ON,
        readers=_name_texts(data),
        overview=build_overview(tables, [source["id"] for source in data["sources"]]),
        left_out=data["left_out"],
        levels=LEVELS,
        layers=LAYERS,
        claims=data["claims"],
        texts=data["texts"]["texts"],
        method=build_method(tables, lexicons, code),
    )  # fmt: skip
    write_text(target, page)


def collect_data(
    tables: Mapping[str, pd.DataFrame], texts: Path, topic: Topic | None, lexicons: Path | None
) -> dict:
    """Return all that the page builds its views from, as plain data."""
    documents = tables["documents"].sort_values("source_id")
    listed = documents.iloc[:: max(1, -(-len(documents) // MOST_SOURCES))]
    readable = listed.loc[listed["n_words"] > 0, "source_id"]
    held, left_out = sample_texts(readable, texts, MOST_BYTES)
    claims, studies = collect_claims(tables, topic)
    sources = [_describe_source(row) for row in listed.itertuples()]
    ids = [source["id"] for source in sources]
    cells = collect_cells(tables, claims, ids)
    few = len(documents) <= MOST_COLUMNS
    rules = list_rules(lexicons, {claim["id"]: claim["text"] for claim in claims})
    return {
        "sources": sources,
        "left_out": {"sources": len(documents) - len(listed), "texts": left_out},
        "levels": {str(level): name for level, name in LEVELS.items()},
        "layers": list(LAYERS),
        "topic": topic is not None,
        "claims": claims,
        "studies": studies,
        "cells": cells,
        "few": few,
        "columns": MOST_COLUMNS,
        "points": collect_points(claims, cells, sources, few),
        "texts": collect_texts(tables, held, rules, [claim["id"] for claim in claims]),
    }


def _describe_source(row: Mapping) -> dict[str, str]:
    return {"id": row.source_id, "title": row.title, "group": row.group, "lang": row.language}


def _name_parts(sources: Sequence[Mapping]) -> list[str]:
    """Return the names of the parts of the sources that the matrix can show one by one."""
    ends = range(0, len(sources), MOST_COLUMNS)
    return [f"sources {i + 1:,} to {min(i + MOST_COLUMNS, len(sources)):,}" for i in ends]


def _name_texts(data: Mapping) -> list[tuple[str, str]]:
    return [(s["id"], s["title"]) for s in data["sources"] if s["id"] in data["texts"]["texts"]]


def _describe_plot(points: Sequence[Mapping]) -> str:
    """Describe the plot for those who do not see it."""
    n = {
        side: sum(p["n"] for p in points if p["side"] == side) for side in ("above", "at", "below")
    }
    return (
        f"Scatter of asserted against licensed level of {sum(n.values()):,} pairs of claim and "
        f"source: {n['above']:,} are worded above the licensed level, {n['at']:,} at it and "
        f"{n['below']:,} below it. The matrix below holds the same."
    )


def embed_json(data: Mapping | Sequence) -> Markup:
    """Return `data` as JSON that can stand inside a script element, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(
        text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )
