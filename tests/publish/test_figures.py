"""Figures: readable and complete at any number of sources, and the same bytes every time."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from scipy import stats

from plumbline.compare.multiverse import read_multiverse
from plumbline.publish import labels, parts, style
from plumbline.publish.contents import NOTEBOOKS
from plumbline.publish.figures import FIGURES, alt_text, draw_figure, save_figures
from plumbline.publish.figures_robustness import split_settings
from plumbline.publish.style import (
    render_figure,
    shorten_labels,
    shorten_text,
    use_style,
    wrap_text,
)

SIZES = (1, 5, 30, 200)


def outside(figure) -> float:
    """Return by how many inches anything drawn sticks out of the figure."""
    with use_style():
        FigureCanvasAgg(figure)
        box = figure.get_tightbbox(figure.canvas.get_renderer())
    width, height = figure.get_size_inches()
    return max(-box.x0, -box.y0, box.x1 - width, box.y1 - height)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("name", FIGURES)
def test_figure_fits_on_a_page_and_nothing_is_cut_off(name, n, study):
    figure = draw_figure(name, study(n).tables)
    width, height = figure.get_size_inches()
    assert width == style.WIDTH
    assert height < 10
    assert outside(figure) < 0.03


@pytest.mark.parametrize("name", FIGURES)
def test_figure_without_data_says_so_in_a_sentence(name, study):
    figure = draw_figure(name, study(0).tables)
    if name == "accuracy":  # does not depend on sources
        return
    assert not figure.axes or name == "multiverse_curve"
    assert figure.texts[0].get_text().endswith(".")


def test_sources_of_nothing_but_headings_give_a_sentence(study):
    some, none = study(2).tables, study(0).tables
    documents = some["documents"].assign(n_words=0)
    sentences = some["sentences"].assign(kind="heading")
    figure = draw_figure("sources_read", {**none, "documents": documents, "sentences": sentences})
    assert figure.texts[0].get_text().startswith("No source holds running text")


@pytest.mark.parametrize("name", FIGURES)
def test_alt_text_is_a_description_with_numbers(name, study):
    text = alt_text(name, study(5).tables)
    assert text.startswith(FIGURES[name].title)
    assert any(c.isdigit() for c in text)
    assert text.endswith(".")


def test_bundled_topics_and_groups_may_be_missing(study):
    bare = study(5, topic=False, citations=False, groups=1).tables
    for name in FIGURES:
        assert outside(draw_figure(name, bare)) < 0.03


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_same_tables_give_the_same_bytes(kind, study):
    tables = study(5).tables
    first, second = (render_figure(draw_figure("rhetoric_profile", tables), kind) for _ in range(2))
    assert first == second
    assert b"CreationDate" not in first
    assert b"dc:date" not in first


def test_saved_figures_come_with_their_descriptions(study, tmp_path):
    written = save_figures(study(2).tables, tmp_path, ["left_out", "accuracy"])
    assert {p.name for p in written} == {
        "left_out.svg",
        "left_out.png",
        "accuracy.svg",
        "accuracy.png",
        "descriptions.json",
    }


def test_every_figure_stands_in_a_notebook():
    shown = [name for contents in NOTEBOOKS.values() for name in contents.figures]
    assert sorted(shown) == sorted(FIGURES)


def test_text_of_sources_is_never_read_as_mathematics(study):
    tables = dict(study(2).tables)
    documents = tables["documents"].copy()
    renamed = {old: f"$\\frac{i}{{0}}$ _x^" for i, old in enumerate(documents["source_id"])}
    for name in ("documents", "sentences"):
        tables[name] = tables[name].assign(source_id=tables[name]["source_id"].map(renamed))
    assert render_figure(draw_figure("sources_read", tables))


@pytest.mark.parametrize(("n", "low", "high"), [(6, 1, 6), (10, 2, 9), (20, 6, 15), (50, 18, 33)])
def test_median_interval_has_the_ranks_of_the_published_table(n, low, high):
    # ranks of the 95 % interval of a median: Conover 1999, table of the binomial, p = 1/2
    assert parts.median_interval(range(1, n + 1), 0.95) == (low, high)


def test_median_interval_of_thousands_has_the_ranks_of_the_binomial():
    low = stats.binom.ppf(0.025, 5000, 0.5)
    assert parts.median_interval(range(1, 5001), 0.95) == (low, 5001 - low)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_no_interval_of_a_median_is_given_that_few_values_cannot_hold(n):
    # The whole range holds the median with 1 - 2 * 0.5 ** n: of five values in 93.75 %.
    assert all(map(math.isnan, parts.median_interval(range(n), 0.95)))
    assert parts.median_interval(range(n), 1 - 2 * 0.5**n) == (0, n - 1)


def test_groups_of_few_sources_are_said_to_have_no_interval(study):
    def key_of(tables):
        figure = draw_figure("hedges_and_capability", tables)
        return " ".join(text.get_text() for text in figure.legends[0].get_texts())

    tables = dict(study(200).tables)
    assert "too few" not in key_of(tables)
    groups = tables["documents"]["group"].mask(tables["documents"].index < 3, "a handful")
    tables["documents"] = tables["documents"].assign(group=groups)
    assert "median, 95 % interval (no line: too few)" in key_of(tables)


def test_few_sources_stand_one_by_one_and_many_in_groups(study):
    few, many = (parts.plan_rows(study(n).tables["documents"]) for n in (5, 200))
    assert not few.grouped
    assert [m for members in few.members for m in members] == sorted(
        study(5).texts, key=lambda s: (int(s[:3]) % 3, s)
    )
    assert many.grouped
    assert sum(len(m) for m in many.members) == 200


def test_middling_numbers_of_sources_are_sorted_by_what_is_shown(study):
    documents = study(30).tables["documents"]
    order = documents.set_index("source_id")["n_words"]
    rows = parts.plan_rows(documents, order=order)
    shown = [order[m[0]] for m in rows.members]
    assert shown == sorted(shown, reverse=True)


def test_short_labels_stay_apart():
    ids = [f"a_very_long_common_beginning_{i}" for i in range(3)] + ["short"]
    short = shorten_labels(ids, 18)
    assert len(set(short.values())) == 4
    assert short["short"] == "short"
    assert all(len(label) <= 18 for label in short.values())


def test_text_is_cut_at_a_word():
    assert shorten_text("one two three four", 12) == "one two…"
    assert shorten_text("one\n two", 12) == "one two"


def test_long_text_is_wrapped_into_two_lines():
    assert wrap_text("one two three four", 9) == "one two\nthree…"
    assert wrap_text("one two", 9) == "one two"


def test_every_choice_of_the_multiverse_has_words():
    setup = read_multiverse(Path(__file__).parents[2] / "config/multiverse.yaml")
    for axis, chosen in setup["axes"].items():
        words = [labels.name_choice(axis, value) for value in chosen["values"]]
        assert len(set(words)) == len(words)
        assert axis == "formula" or set(labels.CHOICES[axis]) == set(chosen["values"])
        assert not any("_" in text for text in words)
    assert labels.name_choice("one_of_mine", "odd_one") == "one of mine: odd one"


def test_shares_of_appeals_and_of_claims_carry_both_numbers(study):
    attribution = study(5).tables["attribution"]
    figure = draw_figure("claims_cited", study(5).tables)
    shown = {text.get_text() for text in figure.axes[0].get_yticklabels()}
    for row in attribution.itertuples():
        n = f"({row.checkable + row.vague:,}; {row.claims:,})"
        assert any(text.startswith(row.source_id[:8]) and text.endswith(n) for text in shown)


def test_a_panel_without_a_match_has_an_axis_that_says_nothing(study):
    tables = dict(study(200).tables)
    tables["rhetoric"] = tables["rhetoric"].assign(per_1000=0.0)
    figure = draw_figure("hedges_and_capability", tables)
    assert [axes.get_xlim() for axes in figure.axes] == [(0, 1)] * 3


def test_settings_of_branches_are_split_by_axis(study):
    settings = split_settings(study(2).tables["multiverse"])
    assert list(settings) == ["can", "scope", "tiers"]
    assert len(settings) == 12


@pytest.mark.parametrize("name", FIGURES)
def test_captions_speak_of_one_source_in_the_singular(name, study):
    text = alt_text(name, study(1).tables)
    assert not re.search(r"(\S+) to \1\b", text)
    assert "median source" not in text
    assert "1 of 1 lie " not in text


@pytest.mark.parametrize("name", FIGURES)
def test_captions_write_a_minus_and_not_a_hyphen(name, study):
    tables = dict(study(5).tables)
    tables["evidence_gap"] = tables["evidence_gap"].assign(gap=-1)
    tables["overclaim"] = tables["overclaim"].assign(mean_gap=-1.0)
    assert not re.search(r"[ (]-\d", alt_text(name, tables))


def test_captions_of_rates_tell_sources_from_intervals(study):
    text = alt_text("rhetoric_profile", study(5).tables)
    assert re.search(r"Hedges: \d+ in all \(sources from \S+ to \S+\)", text)


def test_no_key_names_what_cannot_be_in_the_figure(study):
    names = [
        t.get_text() for t in draw_figure("claim_matrix", study(5).tables).legends[0].get_texts()
    ]
    assert "1 no effect" in names
    assert "0 no relation" not in names
    for n, ending in ((1, "branches, sorted"), (5, "sorted by the median source")):
        figure = draw_figure("multiverse_curve", study(n).tables)
        assert figure.axes[0].get_title("left").endswith(ending)


def test_captions_count_only_the_sources_that_are_drawn(study):
    tables = dict(study(5).tables)
    unread = tables["documents"]["source_id"][0]
    nothing = dict.fromkeys(("checkable", "vague", "claims", "n_words"), 0) | {"value": math.nan}
    for name in ("documents", "attribution", "multiverse"):
        own = tables[name]["source_id"].eq(unread)
        held = {k: v for k, v in nothing.items() if k in tables[name]}
        tables[name] = tables[name].assign(**{k: tables[name][k].mask(own, held[k]) for k in held})
    for name in ("reuse", "rank_stability"):
        tables[name] = tables[name].head(0)
    for name in ("sources_read", "shared_passages", "claims_cited", "multiverse_curve",
                 "rank_stability"):  # fmt: skip
        assert "4 sources" in alt_text(name, tables)


def test_a_rate_that_is_the_same_everywhere_has_no_range(study):
    tables = dict(study(5).tables)
    tables["rhetoric"] = tables["rhetoric"].assign(count=0, per_1000=0.0)
    assert "Hedges: 0 in all (each source 0.0)" in alt_text("rhetoric_profile", tables)


def test_the_caption_of_the_accuracy_names_each_part_of_a_data_set(study):
    validity = study(5).tables["validity"]
    row = validity.head(1).assign(instrument="hedges", dataset="d", metric="f1", value=0.9)
    parts_of = [row.assign(split=split) for split in ("build", "held out")]
    text = alt_text("accuracy", study(5).tables | {"validity": pd.concat(parts_of)})
    assert "hedges on d, build: F1 0.90; hedges on d, held out: F1 0.90." in text


def test_no_interval_of_a_grade_is_cut_off(study):
    tables = dict(study(5).tables)
    tables["readability"] = tables["readability"].assign(ci_low=1.5)
    axes = draw_figure("readability_grades", tables).axes[0]
    assert axes.get_xlim()[0] < 1.5


def test_a_mean_without_an_interval_is_not_taken_for_a_sure_one(study):
    tables = dict(study(5).tables)
    limits = tables["overclaim"][["ci_low", "ci_high"]]
    for first, said in ((0.5, False), (math.nan, True)):
        known = limits.fillna(1.0)
        known.iloc[0] = first
        tables["overclaim"] = tables["overclaim"].assign(**known)
        key = draw_figure("gap_by_source", tables).legends[0].get_texts()[0].get_text()
        assert ("no line: too few, or all alike" in key) is said
