"""Sentence boundaries, article extraction and readability against reference data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from plumbline.readability.scores import score_prepared
from plumbline.text.clean import clean_text
from plumbline.validity.article_extraction import compare_shingles, extract_article, load_pages
from plumbline.validity.clear import load_clear
from plumbline.validity.gold import find_file, find_files
from plumbline.validity.instruments import Instruments
from plumbline.validity.measurement import Measurement
from plumbline.validity.onestopenglish import LEVELS, load_onestopenglish
from plumbline.validity.scores import (
    correlation,
    count_agreement,
    f1_of_averages,
    moment_columns,
    name_share,
    precision_recall_f1,
)
from plumbline.validity.segmentation import cut_text, load_golden_rules
from plumbline.validity.ud_ewt import find_ends, load_ud_ewt

POOR_PAGE = 0.9  # F1 below which a page is listed among the errors


def measure_golden_rules(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure how many golden rules of segmentation hold."""
    path = find_file(folder, "pysbd_english_golden_rules.json")
    cases = load_golden_rules(path)
    cuts = [tuple(cut_text(case.text, instruments.rules)) for case in cases]
    right = [(cut == case.sentences, 1) for cut, case in zip(cuts, cases, strict=True)]
    errors = [
        ("rule broken", " | ".join(cut))
        for cut, case in zip(cuts, cases, strict=True)
        if cut != case.sentences
    ]
    yield Measurement(
        "sentence boundaries",
        "segmentation",
        "golden rules",
        np.array(right),
        name_share("accuracy"),
        "rules",
        "",
        errors,
    )


def measure_web_sentences(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure sentence ends in web text: all of them, and those inside a paragraph."""
    for path in find_files(folder, "*.conllu"):
        paragraphs = load_ud_ewt(path)
        everywhere, inside, errors = [], [], []
        for paragraph in paragraphs:
            found, there = find_ends(paragraph.text, instruments.rules), set(paragraph.ends)
            last = {len(paragraph.text)}
            everywhere.append(count_agreement(found, there))
            inside.append(count_agreement(found - last, there - last))
            for ends, kind in ((found - there, "false end"), (there - found, "missed end")):
                errors += [
                    (kind, f"{paragraph.text[max(0, e - 60) : e]}|{paragraph.text[e : e + 60]}")
                    for e in sorted(ends)
                ]
        for split, units, note in (
            (path.stem, everywhere, "all ends, the last of a paragraph included"),
            (f"{path.stem} (inside paragraphs)", inside, "ends inside a paragraph only"),
        ):
            yield Measurement(
                "sentence boundaries",
                "ud-ewt",
                split,
                np.array(units),
                precision_recall_f1,
                "paragraphs",
                note,
                errors if units is everywhere else (),
            )


def measure_articles(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure how much of each article is kept, and how much else."""
    units, errors = [], []
    for page in load_pages(folder):
        precision, recall = compare_shingles(extract_article(page, instruments.rules), page.article)
        units.append((precision, recall, 1))
        if 2 * precision * recall < POOR_PAGE * (precision + recall) or not precision:
            kind = "article lost" if recall < precision else "too much kept"
            errors.append((kind, f"{page.page_id}: precision {precision:.2f}, recall {recall:.2f}"))
    yield Measurement(
        "article extraction",
        "article-extraction",
        "all",
        np.array(units),
        f1_of_averages,
        "pages",
        "4-gram shingles; F1 of the averages",
        errors,
    )


def measure_levels(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure whether the Flesch-Kincaid grade follows the three levels of OneStopEnglish."""
    ordered, grades, errors = [], [], []
    for title, texts in load_onestopenglish(folder).items():
        of_title = [_grade(texts[level], instruments) for level in LEVELS]
        grades += of_title
        ordered.append((of_title[0] < of_title[1] < of_title[2], 1))
        if not ordered[-1][0]:
            shown = ", ".join(f"{level} {g:.1f}" for level, g in zip(LEVELS, of_title, strict=True))
            errors.append(("levels out of order", f"{title}: {shown}"))
    columns = moment_columns(grades, [1, 2, 3] * len(ordered))
    by_title = columns.reshape(len(ordered), len(LEVELS), -1).sum(axis=1)
    where = ("onestopenglish", "all")
    yield Measurement(
        "readability",
        *where,
        np.array(ordered),
        name_share("strictly_ordered"),
        "articles",
        "Flesch-Kincaid grade, prepared; three levels",
        errors,
    )
    yield Measurement(
        "readability",
        *where,
        by_title,
        correlation,
        "articles",
        "Flesch-Kincaid grade, prepared, with the level as 1, 2, 3",
    )


def measure_ease(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure readability on CLEAR: with the corpus's own column, and with judged ease."""
    path = find_files(folder, "CLEAR*.[xc]*")[0]
    excerpts, scores = [], []
    for excerpt in load_clear(path):
        values = _score(excerpt.text, instruments)
        if values["flesch_kincaid"] is not None:
            excerpts.append(excerpt)
            scores.append(values)
    grades = [values["flesch_kincaid"] for values in scores]
    own = moment_columns(grades, [excerpt.flesch_kincaid for excerpt in excerpts])
    yield Measurement(
        "readability",
        "clear",
        "own Flesch-Kincaid column",
        own,
        correlation,
        "excerpts",
        "flesch_kincaid, prepared, with the corpus's own value",
    )
    ease = [excerpt.ease for excerpt in excerpts]
    for formula in ("flesch_reading_ease", "flesch_kincaid", "smog", "dale_chall"):
        columns = moment_columns([values[formula] for values in scores], ease)
        yield Measurement(
            "readability",
            "clear",
            f"judged ease, {formula}",
            columns,
            correlation,
            "excerpts",
            f"{formula}, prepared, with the ease that teachers judged",
        )


def _score(text: str, instruments: Instruments) -> dict[str, float | None]:
    document = clean_text("text", text, rules=instruments.rules)
    return score_prepared(document, instruments.word_counts)[0]


def _grade(text: str, instruments: Instruments) -> float:
    value = _score(text, instruments)["flesch_kincaid"]
    return float("nan") if value is None else value
