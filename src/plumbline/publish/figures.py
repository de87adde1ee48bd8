"""All figures of a study by name: draw them, describe them, save them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from plumbline.publish import figures_evidence as evidence
from plumbline.publish import figures_flow as flow
from plumbline.publish import figures_rhetoric as rhetoric
from plumbline.publish import figures_robustness as robustness
from plumbline.publish import figures_sources as sources
from plumbline.publish.read_tables import SAFETY_TOPICS
from plumbline.publish.style import SCREEN_DPI, render_figure, save_figure, use_style
from plumbline.publish.wording import confidence_of
from plumbline.tables import write_json

DESCRIPTIONS = "descriptions.json"


@dataclass(frozen=True)
class FigureKind:
    """A figure: its title, the tables it is drawn from, and who draws and describes it.

    Both are given the tables in this order; where it has `intervals`, their coverage too.
    """

    title: str
    tables: tuple[str, ...]
    draw: Callable[..., Figure]
    describe: Callable[..., str]
    intervals: bool = False


FIGURES = {
    "source_flow": FigureKind(
        "Flow of sources",
        ("source_flow",),
        flow.draw_source_flow,
        flow.describe_source_flow,
    ),
    "sources_read": FigureKind(
        "What was read and what was left out",
        ("documents", "sentences"),
        sources.draw_sources_read,
        sources.describe_sources_read,
    ),
    "shared_passages": FigureKind(
        "Text that sources share",
        ("reuse", "sentences", "documents"),
        sources.draw_shared_passages,
        sources.describe_shared_passages,
        intervals=True,
    ),
    "readability_grades": FigureKind(
        "Readability against the recommended grades",
        ("readability", "documents"),
        sources.draw_readability_grades,
        sources.describe_readability_grades,
        intervals=True,
    ),
    "readability_preparations": FigureKind(
        "What the preparation of the text does to the scores",
        ("readability", "documents"),
        sources.draw_readability_preparations,
        sources.describe_readability_preparations,
    ),
    "rhetoric_profile": FigureKind(
        "Rhetoric profile",
        ("rhetoric", "documents"),
        rhetoric.draw_rhetoric_profile,
        rhetoric.describe_rhetoric_profile,
        intervals=True,
    ),
    "hedges_and_capability": FigureKind(
        "Hedges, capability and scope",
        ("rhetoric", "documents"),
        rhetoric.draw_hedges_and_capability,
        rhetoric.describe_hedges_and_capability,
        intervals=True,
    ),
    "citations_vague": FigureKind(
        "Checkable citations against vague attributions",
        ("citation_density", "documents"),
        rhetoric.draw_citations_vague,
        rhetoric.describe_citations_vague,
        intervals=True,
    ),
    "claims_cited": FigureKind(
        "How much of what is said can be checked",
        ("attribution", "documents"),
        rhetoric.draw_claims_cited,
        rhetoric.describe_claims_cited,
        intervals=True,
    ),
    "left_out": FigureKind(
        "Safety topics that sources mention or leave out",
        ("markers", "documents", SAFETY_TOPICS),
        rhetoric.draw_left_out,
        rhetoric.describe_left_out,
        intervals=True,
    ),
    "claim_matrix": FigureKind(
        "Which source claims what, and how strongly",
        ("evidence_gap", "claim_totals", "documents"),
        evidence.draw_claim_matrix,
        evidence.describe_claim_matrix,
    ),
    "asserted_licensed": FigureKind(
        "Asserted against licensed level",
        ("evidence_gap",),
        evidence.draw_asserted_licensed,
        evidence.describe_asserted_licensed,
    ),
    "gap_by_source": FigureKind(
        "Gap between wording and evidence by source",
        ("overclaim", "documents"),
        evidence.draw_gap_by_source,
        evidence.describe_gap_by_source,
        intervals=True,
    ),
    "kinds_and_certainty": FigureKind(
        "Wording by kind of claim, and by certainty of the evidence",
        ("evidence_gap", "claim_totals", "claim_frequency"),
        evidence.draw_kinds_and_certainty,
        evidence.describe_kinds_and_certainty,
        intervals=True,
    ),
    "multiverse_curve": FigureKind(
        "How far the result depends on choices of the analysis",
        ("multiverse",),
        robustness.draw_multiverse_curve,
        robustness.describe_multiverse_curve,
    ),
    "rank_stability": FigureKind(
        "How stable the order of the sources is",
        ("multiverse", "rank_stability", "documents"),
        robustness.draw_rank_stability,
        robustness.describe_rank_stability,
        intervals=True,
    ),
    "accuracy": FigureKind(
        "Accuracy of the instruments",
        ("validity",),
        robustness.draw_accuracy,
        robustness.describe_accuracy,
        intervals=True,
    ),
}


def draw_figure(name: str, tables: Mapping[str, pd.DataFrame]) -> Figure:
    """Draw one figure of `FIGURES`; the caller saves it with `save_figure`."""
    kind = FIGURES[name]
    with use_style():
        return kind.draw(*_inputs(kind, tables))


def alt_text(name: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """Describe one figure in words, with the numbers a reader would take from it."""
    kind = FIGURES[name]
    return f"{kind.title}. {kind.describe(*_inputs(kind, tables))}"


def save_figures(
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
    names: Iterable[str] = (),
    formats: Iterable[str] = ("svg", "png"),
    dpi: int = SCREEN_DPI,
) -> list[Path]:
    """Draw figures into `folder`, with ``descriptions.json``; return the files written.

    No `names` draws all of them.

    The descriptions hold title and alt text of each figure, so that a notebook or page can show
    the files without drawing them again.
    """
    written = []
    names = list(names) or list(FIGURES)
    for name in names:
        figure = draw_figure(name, tables)
        for kind in formats:
            path = Path(folder) / f"{name}.{kind}"
            save_figure(figure, path, dpi)
            written.append(path)
    path = Path(folder) / DESCRIPTIONS
    write_json(describe_figures(tables, names), path)
    return [*written, path]


def describe_figures(
    tables: Mapping[str, pd.DataFrame], names: Iterable[str] = FIGURES
) -> dict[str, dict[str, str]]:
    """Return name -> title and alt text of figures."""
    return {n: {"title": FIGURES[n].title, "alt": alt_text(n, tables)} for n in names}


def draw_png(name: str, tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return one figure as PNG, as `save_figures` would write it."""
    return render_figure(draw_figure(name, tables), "png")


def _inputs(kind: FigureKind, tables: Mapping[str, pd.DataFrame]) -> list:
    inputs = {name: tables[name] for name in kind.tables}
    if SAFETY_TOPICS in inputs:
        inputs[SAFETY_TOPICS] = list(inputs[SAFETY_TOPICS]["topic"])
    return [*inputs.values(), *([confidence_of(tables)] if kind.intervals else [])]
