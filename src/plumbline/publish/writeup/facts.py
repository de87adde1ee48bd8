"""What the methods and results sections are made of: numbers, sentences, tables, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from plumbline.evidence.load import load_evidence
from plumbline.publish import labels, sentences
from plumbline.publish.contents import NOTEBOOKS
from plumbline.publish.figures import FIGURES, alt_text
from plumbline.publish.flow import say_flow
from plumbline.publish.limits import list_limits
from plumbline.publish.provenance import list_versions
from plumbline.publish.summaries import choose_accuracy, count_read, pool_rates
from plumbline.publish.wording import (
    confidence_of,
    name_interval,
    open_sentence,
    say_count,
    say_limits,
    say_list,
    say_share,
    say_value,
)
from plumbline.publish.writeup.compared import say_compared
from plumbline.publish.writeup.references import DATASETS
from plumbline.publish.writeup.tables import TIERS, Made

Tables = Mapping[str, pd.DataFrame]
SPECIAL = ("lexicons", "accuracy", "evidence")  # in the methods, or too long for the text
LONGEST_CAPTION = 420


@dataclass(frozen=True)
class Section:
    """A section of the results: heading, topic of its answers, tables, notebook of its figures."""

    title: str
    topic: str
    tables: tuple[str, ...]
    notebook: str


RESULTS = (
    Section("Sources", "sources", ("flow", "sources", "left_out"), "01_sources"),
    Section("Readability", "readability", ("grades",), "02_readability"),
    Section("Rhetoric", "rhetoric", ("profile", "markers"), "03_rhetoric"),
    Section("Evidence shown", "evidence_shown", ("vague", "mismatches"), "04_evidence_shown"),
    Section(
        "Wording against evidence",
        "gap",
        ("gaps", "numbers", "rewordings"),
        "05_rhetoric_against_evidence",
    ),
    Section("Comparisons and robustness", "robustness", ("contrasts",), "06_robustness"),
)


def collect_facts(
    tables: Tables,
    settings: Mapping,
    made: Made,
    topic: Path | None,
    n_sources: int,
    agreement: pd.DataFrame | None = None,
) -> dict:
    """Return everything that the templates of the two sections name.

    Args:
        tables: of the study.
        settings: in force.
        made: the tables of the write-up, from `make_tables`.
        topic: folder of the topic, if there is one.
        n_sources: of the whole study, of which `tables` may hold a sample.
        agreement: the table of the human coders, if there is one.

    """
    documents = tables["documents"]
    read = documents[documents["n_words"] > 0]
    kinds = tables["sentences"].groupby("kind")["n_words"].sum()
    sections = list_sections(made)
    return {
        "settings": settings,
        "versions": list_versions(),
        "flow": open_sentence(say_flow(tables["source_flow"]))[:-1],
        "n_read": len(read),
        "n_words": int(read["n_words"].sum()),
        "words_out": int(kinds.drop(["body", "list_item"], errors="ignore").sum()),
        "sample": say_sample(len(documents), n_sources),
        "groups": say_groups(read),
        "categories": _list_categories(tables),
        "resampled": bool(tables["rhetoric"]["boot_method"].ne("none").any()),
        "topic": describe_topic(topic, tables),
        "contrasts": count_contrasts(tables["comparison"]),
        "compared": say_compared(tables["comparison"]),
        "branches": count_branches(tables["multiverse"]),
        "datasets": _list_datasets(tables["validity"]),
        "agreement": [] if agreement is None else say_agreement(agreement, confidence_of(tables)),
        "sections": sections,
        "answers": {s.topic: answer(tables, s.topic) for s, _, _ in sections},
        "made": made,
        "captions": {name: say_caption(name, tables) for name in FIGURES},
        "alt": {name: alt_text(name, tables) for name in FIGURES},
        "limits": list_all_limits(tables, topic),
    }


def list_sections(made: Made) -> list[tuple[Section, list[str], list[str]]]:
    """Return each section with its tables and figures; what none names stands in the last."""
    named = {name for section in RESULTS for name in section.tables} | set(SPECIAL)
    listed = []
    for section in RESULTS:
        own = list(section.tables)
        if section is RESULTS[-1]:
            own += [name for name in made if name not in named]
        figures = list(NOTEBOOKS[section.notebook].figures)
        listed.append((section, [name for name in own if name in made], figures))
    return listed


def answer(tables: Tables, topic: str) -> list[str]:
    """Return the answers of a topic, sentence by sentence; those that say nothing are dropped."""
    said = [build(tables) for build in sentences.ANSWERS[topic]]
    confidence = confidence_of(tables)
    if topic == "evidence_shown":
        said.append(say_citation_rates(tables))
        said.append(sentences.say_left_out(tables))
    if topic == "gap":
        said += [build(tables) for build in sentences.ANSWERS["kinds"]]
        said += say_contrasts(tables["comparison"], "gap", confidence)
    return [text for text in said if text]


def say_citation_rates(tables: Tables) -> str:
    """Say the rates of citations and vague attributions over all sources taken together."""
    confidence = confidence_of(tables)
    rates = pool_rates(tables["citation_density"], confidence, "tier")
    shown = {title: rates[tier] for tier, title in TIERS.items() if tier in rates}
    if not count_read(tables) or not shown:
        return ""
    parts = [f"{rate.estimate:.1f} {title} ({say_limits(rate)})" for title, rate in shown.items()]
    return open_sentence(
        f"per 1,000 words {sentences.hold_sources(tables)} {say_list(parts)}; in brackets "
        f"{name_interval(confidence)}s with {sentences.say_units(shown.values())}"
    )


def say_sample(drawn: int, whole: int) -> str:
    """Say that the text describes a sample, where it does."""
    if drawn == whole:
        return ""
    return (
        "The comparison of sources and the totals of claims rest on all of them too; other "
        f"numbers, tables and figures describe {say_count(drawn, 'source')} drawn at random from "
        f"the {say_count(whole, 'source')} of the study, whose tables stand beside this write-up."
    )


def say_groups(read: pd.DataFrame) -> str:
    """Say how many sources each group has; nothing where there is one group or none."""
    sizes = read["group"].replace("", "no group").value_counts().sort_index()
    if len(sizes) < 2:
        return ""
    parts = [f"{name} ({n:,})" for name, n in sizes.items()]
    return f"The sources fall into {say_count(len(sizes), 'group')}: {say_list(parts)}."


def say_caption(name: str, tables: Tables) -> str:
    """Return the caption of a figure: its title and description, cut where it gets long."""
    text = alt_text(name, tables)
    if len(text) <= LONGEST_CAPTION:
        return open_sentence(text)
    cut = text[:LONGEST_CAPTION]
    ends = max(cut.rfind("; "), cut.rfind(". "))
    return open_sentence(cut[:ends]) if ends > 0 else open_sentence(cut.rsplit(" ", 1)[0])


def _list_categories(tables: Tables) -> str:
    names = labels.sort_known(tables["rhetoric"]["category"], labels.CATEGORIES)
    return say_list(labels.label(name)[:1].lower() + labels.label(name)[1:] for name in names)


def _list_datasets(validity: pd.DataFrame) -> list[str]:
    measured = validity.loc[validity["value"].notna(), "dataset"]
    return [DATASETS[name] for name in sorted(set(measured)) if name in DATASETS]


def describe_topic(topic: Path | None, tables: Tables) -> dict:
    """Return what is to be said of the topic: its name, claims, studies and how they were seen."""
    compared = tables["evidence_gap"].dropna(subset=["gap"])
    about = {
        "name": topic.name if topic else "",
        "n_compared": int(compared["claim_id"].nunique()),
        "rated": 0,
        "n_studies": 0,
        "compiled": "",
        "seen": "",
    }
    if topic and (topic / "evidence.yaml").exists():
        evidence = load_evidence(topic)
        about |= {
            "rated": len(evidence.verdicts),
            "n_studies": len(evidence.studies),
            "compiled": evidence.compiled,
            "seen": _say_seen(evidence.studies),
        }
    return about


def _say_seen(studies: Mapping[str, Mapping]) -> str:
    """Say how many details of the studies were seen at the source itself."""
    statuses = [field.status for study in studies.values() for field in study.values()]
    n = len(statuses)
    if not n:
        return ""
    seen = sum(status == "verified" for status in statuses)
    share = say_share(seen, n, "detail of these studies", "details of these studies")
    verb = "was" if seen == 1 else "were"
    return f"{share} {verb} checked against the study, its journal or its abstract"


def count_contrasts(comparison: pd.DataFrame) -> dict[str, int | str]:
    """Return how many contrasts were decided beforehand, and how many of those have an estimate.

    ``plan`` is the start of the plan's SHA-256, which the table holds; empty without rows.
    """
    planned = comparison[comparison["planned"].fillna(False).astype(bool)]
    return {
        "planned": len(planned),
        "estimated": int(planned["estimate"].notna().sum()),
        "exploratory": len(comparison) - len(planned),
        "plan": "" if comparison.empty else str(comparison["plan_sha256"].iloc[0])[:12],
    }


def count_branches(multiverse: pd.DataFrame) -> int:
    """Return the number of branches over all measures."""
    return int(multiverse.groupby("measure")["branch"].nunique().sum()) if len(multiverse) else 0


def say_contrasts(comparison: pd.DataFrame, measure: str, confidence: float) -> list[str]:
    """Say what the planned contrasts of a measure came to, one sentence each."""
    planned = comparison["planned"].fillna(False).astype(bool)
    own = comparison[planned & comparison["measure"].eq(measure) & comparison["estimate"].notna()]
    interval = name_interval(confidence)
    return [_say_contrast(row, interval) for row in own.sort_values("contrast").itertuples()]


def _say_contrast(row, interval: str) -> str:
    said = say_value(row.estimate)
    if pd.notna(row.ci_low) and pd.notna(row.ci_high):
        said += f" ({interval} {say_value(row.ci_low)} to {say_value(row.ci_high)})"
    details = [] if pd.isna(row.n) else [f"n = {row.n:,.0f}"]
    if pd.notna(row.p_adjusted):
        details.append(f"adjusted {_say_p(row.p_adjusted)}")
    if pd.notna(row.p_smallest_possible):
        details.append(f"smallest possible {_say_p(row.p_smallest_possible)}")
    contrast = row.contrast.replace("_", " ")
    return (
        f"The planned contrast of {labels.label(row.measure).lower()} ({contrast}) came to {said}: "
        f"{row.method}; {', '.join(details)}."
    )


def _say_p(p: float) -> str:
    return "p < .001" if p < 0.001 else f"p = {p:.3f}".replace("0.", ".", 1)


def say_agreement(agreement: pd.DataFrame, confidence: float) -> list[str]:
    """Say how far human coders of this study agree, one sentence per code; none without codes."""
    said = []
    for row in agreement.dropna(subset=["alpha"]).itertuples():
        limits = ""
        if pd.notna(row.alpha_low):
            low, high = f"{row.alpha_low:.2f}", f"{row.alpha_high:.2f}"
            limits = f" ({name_interval(confidence)} {low} to {high})"
        said.append(
            f"{labels.label(row.code)}: Krippendorff's alpha {row.alpha:.2f}{limits} over "
            f"{say_count(row.n, 'sentence')} and {say_count(row.coders, 'coder')}"
            + (f"; Gwet's AC1 {row.ac1:.2f}" if pd.notna(row.ac1) else "")
            + (f"; F1 of the instrument {row.f1:.2f}" if pd.notna(row.f1) else "")
            + "."
        )
    return said


def list_all_limits(tables: Tables, topic: Path | None) -> list[str]:
    """Return what cannot be concluded, each limit once."""
    topics = [section.topic for section in RESULTS if topic or section.topic != "gap"]
    lines = [line for name in topics for line in list_limits(tables, name)]
    if choose_accuracy(tables["validity"]).empty:
        lines.append("The accuracy of the instruments was not measured in this run.")
    # the notebooks have numbers, a paper has headings
    places = {
        "stands in notebook 06": "stands under the heading Accuracy of the instruments",
        "notebook 06 shows": "the sensitivity analysis shows",
    }
    text = "\n".join(dict.fromkeys(lines))
    for notebook, heading in places.items():
        text = text.replace(notebook, heading)
    return text.split("\n")
