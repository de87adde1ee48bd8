"""The multiverse: each choice changes what it should, and conclusions are held against all."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy import stats

from plumbline.compare.multiverse import read_multiverse, run_multiverse
from plumbline.compare.stability import conclusions, kendalls_w, rank_stability
from plumbline.errors import SettingsError
from plumbline.tables import columns, empty_table, read_table, write_table

SETUP = Path(__file__).parents[2] / "config" / "multiverse.yaml"


@pytest.fixture(scope="module")
def setup():
    return read_multiverse(SETUP)


@pytest.fixture(scope="module")
def frame(tables, setup):
    return run_multiverse(tables, setup)


@pytest.fixture(scope="module")
def tables():
    """Two sources of 100 and 200 words of running text and a heading of 10 words each."""
    sentences = [
        ("a", 1, "heading", 0, 50, 10),
        ("a", 2, "body", 60, 200, 60),
        ("a", 3, "list_item", 210, 300, 40),
        ("b", 1, "heading", 0, 50, 10),
        ("b", 2, "body", 60, 300, 150),
        ("b", 3, "body", 310, 400, 50),
    ]
    markers = [
        ("a", 1, "hedge", "modal"),
        ("a", 2, "hedge", "modal"),
        ("a", 2, "hedge", "approximator"),
        ("a", 3, "capability", "modal"),
        ("b", 2, "hedge", "verb"),
        ("b", 3, "scope", "frequency"),
        ("b", 3, "booster", "adverb"),
        ("b", 3, "importance", "importance"),
    ]
    citations = [
        ("a", 1, "none", "author_year", None, "B"),
        ("a", 2, "A", "doi", None, ""),
        ("a", 3, "C", "journal", None, ""),
        ("b", 1, "none", "authority", False, "vague"),
        ("b", 2, "vague", "bare_evidence", True, ""),
        ("b", 3, "vague", "tradition", False, ""),
    ]
    gap = [
        ("a", "one", 6, 4, "low", "supports", "supported"),
        ("a", "two", 4, 4, "low", "supports", "indirect"),
        ("b", "one", 4, 4, "low", "supports", "supported"),
        ("b", "three", 6, 1, "none", "no effect", "contradicted"),
    ]
    claims = [
        ("a", 1, 10, "one", 0),
        ("a", 2, 70, "one", 6),
        ("a", 2, 90, "two", 4),
        ("a", 3, 220, "one", 3),
        ("b", 2, 70, "one", 4),
        ("b", 3, 320, "three", 6),
    ]
    names = ["source_id", "claim_id", "asserted_level", "licensed_level", "certainty"]
    gap = pd.DataFrame(gap, columns=[*names, "direction", "verdict"])
    return {
        "documents": pd.DataFrame({"source_id": ["b", "a"], "group": ["", ""]}),
        "sentences": pd.DataFrame(
            sentences, columns=["source_id", "sentence_id", "kind", "start", "end", "n_words"]
        ),
        "markers": pd.DataFrame(
            markers, columns=["source_id", "sentence_id", "category", "subcategory"]
        ),
        "citations": pd.DataFrame(
            citations,
            columns=["source_id", "sentence_id", "tier", "kind", "supported", "heading_tier"],
        ),
        "evidence_gap": gap.assign(gap=gap["asserted_level"] - gap["licensed_level"]),
        "claims": pd.DataFrame(
            claims, columns=["source_id", "sentence_id", "start", "claim_id", "level"]
        ).assign(attribution="none"),
        "readability": pd.DataFrame(
            {
                "source_id": ["a", "b"] * 3,
                "formula": ["flesch_kincaid"] * 2 + ["smog"] * 2 + ["flesch_kincaid"] * 2,
                "preparation": ["prepared"] * 4 + ["prepared_headings_dictionary"] * 2,
                "value": [9.0, 11.0, 12.0, None, 8.5, 10.5],
            }
        ),
        "reuse": pd.DataFrame(
            {
                "source_a": ["a"],
                "source_b": ["b"],
                "start_a": [210],
                "end_a": [300],
                "start_b": [310],
                "end_b": [400],
            }
        ),
    }


def value(frame, measure, source, **settings):
    """The value of a source in the branch with these settings and else the study's own."""
    own = frame[frame["measure"].eq(measure) & frame["source_id"].eq(source)]
    main = dict(p.split("=") for p in own.loc[own["branch"].eq(1), "settings"].item().split(";"))
    wanted = ";".join(f"{k}={v}" for k, v in (main | settings).items())
    return own.loc[own["settings"].eq(wanted), "value"].item()


def test_the_first_branch_is_the_main_analysis(frame):
    assert value(frame, "hedge_rate", "a") == pytest.approx(20)
    assert value(frame, "hedge_rate", "b") == pytest.approx(5)
    assert value(frame, "checkable_rate", "a") == pytest.approx(20)
    assert value(frame, "vague_rate", "b") == pytest.approx(10)
    assert value(frame, "mean_gap", "a") == pytest.approx(1)
    assert value(frame, "share_above", "b") == pytest.approx(0.5)
    assert value(frame, "grade_level", "b") == 11


@pytest.mark.parametrize(
    ("measure", "source", "settings", "expected"),
    [
        ("hedge_rate", "a", {"can": "in"}, 30),
        ("hedge_rate", "b", {"scope": "in"}, 10),
        ("hedge_rate", "a", {"approximators": "out"}, 10),
        ("hedge_rate", "a", {"headings": "in"}, 3000 / 110),
        ("hedge_rate", "a", {"shared_passages": "out", "can": "in"}, 2000 / 60),
        ("hedge_rate", "b", {"shared_passages": "out", "scope": "in"}, 1000 / 150),
        ("hedge_rate", "a", {"shared_passages": "once", "can": "in"}, 30),
        ("hedge_rate", "b", {"shared_passages": "once", "scope": "in"}, 1000 / 150),
        ("booster_hype_rate", "b", {}, 5),
        ("booster_hype_rate", "b", {"importance": "in"}, 10),
        ("checkable_rate", "a", {"tiers": "A"}, 10),
        ("checkable_rate", "b", {"tiers": "A"}, 0),
        ("vague_rate", "b", {"vague": "strict"}, 5),
        ("vague_rate", "b", {"support": "unsupported"}, 5),
        ("vague_rate", "b", {"support": "unsupported", "vague": "strict"}, 0),
        ("checkable_rate", "a", {"headings": "in"}, 3000 / 110),
        ("checkable_rate", "a", {"headings": "in", "tiers": "A"}, 1000 / 110),
        ("checkable_rate", "b", {"headings": "in"}, 0),
        ("vague_rate", "b", {"headings": "in"}, 3000 / 210),
        ("vague_rate", "b", {"headings": "in", "support": "unsupported"}, 2000 / 210),
        ("vague_rate", "b", {"headings": "in", "shared_passages": "out"}, 2000 / 160),
        ("mean_gap", "a", {"licensed": "strict"}, 2),
        ("mean_gap", "b", {"licensed": "strict"}, 3),
        ("mean_gap", "a", {"scale": "adams"}, 1),
        ("mean_gap", "b", {"scale": "adams"}, 1.5),
        ("mean_gap", "a", {"asserted": "median"}, 0.25),
        ("mean_gap", "a", {"indirect": "out"}, 2),
        ("share_above", "a", {"licensed": "lenient"}, 0.5),
        ("mean_gap", "a", {"asserted": "median", "shared_passages": "out"}, 1),
        ("mean_gap", "b", {"shared_passages": "out"}, 0),
        ("mean_gap", "a", {"asserted": "median", "shared_passages": "once"}, 0.25),
        ("mean_gap", "b", {"shared_passages": "once"}, 0),
        ("grade_level", "a", {"formula": "smog"}, 12),
        ("grade_level", "a", {"headings": "in", "syllables": "dictionary"}, 8.5),
    ],
)
def test_each_choice_changes_what_it_says(frame, measure, source, settings, expected):
    assert value(frame, measure, source, **settings) == pytest.approx(expected)


def test_branches_are_numbered_complete_and_only_by_axes_that_can_act(setup, tables, frame):
    branches = frame.groupby("measure")["branch"].nunique()
    assert branches["mean_gap"] == 3 * 2 * 2 * 2 * 3
    assert branches["hedge_rate"] == 2**5 * 3
    assert branches["checkable_rate"] == 3 * 2 * 3
    assert branches["grade_level"] == 3  # as many scores as were taken
    for _, own in frame.groupby("measure"):
        assert sorted(own["branch"].unique()) == list(range(1, own["branch"].nunique() + 1))
        assert own.groupby("branch")["settings"].nunique().eq(1).all()
    without = run_multiverse(tables | {"reuse": None}, setup)
    assert without[without["measure"].eq("hedge_rate")]["branch"].nunique() == 2**5
    assert without[without["measure"].eq("mean_gap")]["branch"].nunique() == 3 * 2 * 2 * 2
    prose = tables["sentences"][tables["sentences"]["kind"].ne("heading")]
    without = run_multiverse(tables | {"sentences": prose}, setup)
    assert without[without["measure"].eq("hedge_rate")]["branch"].nunique() == 2**4 * 3


def test_a_large_corpus_changes_one_choice_at_a_time(setup, tables):
    frame = run_multiverse(tables, setup | {"full_up_to": 1})
    own = frame[frame["measure"].eq("hedge_rate")].drop_duplicates("branch")
    assert len(own) == 1 + 5 + 2  # five axes of two values, one of three
    main = dict(p.split("=") for p in own["settings"].iloc[0].split(";"))
    for text in own["settings"].iloc[1:]:
        other = dict(p.split("=") for p in text.split(";"))
        assert sum(other[axis] != main[axis] for axis in main) == 1


def test_a_reference_list_counts_as_in_the_table_of_densities(setup, tables):
    sentences = pd.DataFrame(
        [("a", 4, "reference", 500, 600, 20)], columns=tables["sentences"].columns
    )
    entry = pd.DataFrame(
        [("a", 4, "B", "reference_entry", None, "")], columns=tables["citations"].columns
    )
    mark = pd.DataFrame([("a", 2, "B", "numbered", None, "")], columns=tables["citations"].columns)
    tables = tables | {"sentences": pd.concat([tables["sentences"], sentences], ignore_index=True)}
    for more, rate in ((entry, 30), (pd.concat([entry, mark]), 30)):
        own = tables | {"citations": pd.concat([tables["citations"], more], ignore_index=True)}
        assert value(run_multiverse(own, setup), "checkable_rate", "a") == pytest.approx(rate)


def test_the_table_fits_its_schema_with_missing_values_and_mean_ranks(frame, tmp_path):
    assert list(frame.columns) == columns("multiverse")
    assert not frame.duplicated(["branch", "source_id", "measure"]).any()
    smog = frame[frame["settings"].str.contains("formula=smog")].set_index("source_id")
    assert smog["rank"].isna().tolist() == [False, True]
    tied = frame[frame["measure"].eq("booster_hype_rate") & frame["branch"].eq(1)]
    assert tied.set_index("source_id")["rank"].to_dict() == {"a": 2, "b": 1}
    write_table(frame, tmp_path / "multiverse.csv", "multiverse")


def test_missing_tables_leave_their_measures_out(setup, tables):
    only = {name: tables[name] for name in ("documents", "sentences", "markers")}
    assert set(run_multiverse(only, setup)["measure"]) == {"hedge_rate", "booster_hype_rate"}
    assert list(run_multiverse({}, setup).columns) == columns("multiverse")


def test_tables_read_back_from_disk_give_the_same(setup, tables, tmp_path):
    names = ("documents", "sentences", "markers", "claims", "evidence_gap")
    short = {name: tables[name] for name in names}
    for name, table in short.items():
        write_table(table.reindex(columns=columns(name)), tmp_path / f"{name}.csv", name)
    read = {name: read_table(tmp_path / f"{name}.csv") for name in short}
    pd.testing.assert_frame_equal(run_multiverse(read, setup), run_multiverse(short, setup))


def test_a_corpus_without_any_match_has_rates_of_0_and_no_gaps(setup, tables):
    nothing = {
        name: empty_table(name) for name in ("markers", "citations", "evidence_gap", "reuse")
    }
    frame = run_multiverse({n: tables[n] for n in ("documents", "sentences")} | nothing, setup)
    assert set(frame["measure"]) == {
        "hedge_rate",
        "booster_hype_rate",
        "checkable_rate",
        "vague_rate",
    }
    assert frame["value"].eq(0).all()
    assert frame["rank"].eq(1.5).all()


def test_a_corpus_of_headings_has_no_main_analysis_to_hold_others_against(setup, tables):
    headings = {**tables, "sentences": tables["sentences"].assign(kind="heading")}
    rates = {name for name, measure in setup["measures"].items() if "select" in measure}
    assert rates.isdisjoint(run_multiverse(headings, setup)["measure"])


def test_kendalls_w_agrees_with_friedmans_statistic():
    rng = np.random.default_rng(1)
    data = rng.integers(0, 4, (6, 5)).astype(float)  # six orders of five objects, with ties
    ranks = np.apply_along_axis(stats.rankdata, 1, data)
    assert kendalls_w(ranks) == pytest.approx(
        stats.friedmanchisquare(*data.T).statistic / (6 * (5 - 1))
    )
    assert kendalls_w(np.tile([1.0, 2.0, 3.0], (4, 1))) == pytest.approx(1)
    assert kendalls_w(np.full((3, 3), 2.0)) is None


def made_up(values: dict[str, list[list[float]]], axis: str = "can") -> pd.DataFrame:
    """A multiverse with one axis: measure -> values per branch and source."""
    rows = [
        (branch, f"{axis}={branch}", "abcdef"[s], measure, value, np.nan)
        for measure, branches in values.items()
        for branch, own in enumerate(branches, 1)
        for s, value in enumerate(own)
    ]
    return pd.DataFrame(rows, columns=columns("multiverse"))


def test_stability_of_ranks():
    frame = made_up({"x": [[3, 2, 1], [5, 4, 0], [1, 2, 3], [9, 2, 1]], "y": [[1, 2], [2, 1]]})
    table = rank_stability(frame).set_index("measure")
    assert table.loc["x", "top_source"] == "a"
    assert table.loc["x", "share_top"] == 0.75
    assert table.loc["x", "smallest_tau"] == pytest.approx(-1)
    assert 0 < table.loc["x", "kendalls_w"] < 1
    assert "fewer than three" in table.loc["y", "note"]


def test_no_source_leads_where_all_are_equal():
    frame = made_up({"x": [[0, 0, 0], [1, 2, 3]]})
    row = rank_stability(frame).iloc[0]
    assert pd.isna(row["top_source"])
    assert "share the lead" in row["note"]
    assert conclusions(frame, rank_stability(frame), []).empty


def test_conclusions_count_the_branches_they_hold_in():
    frame = made_up(
        {"x": [[1, 2, 3], [1, -1, 1], [-1, -1, 1]], "y": [[2, 1, 1], [0, 0, 0], [2, 2, 2]]}
    )
    stated = [
        {"says": "All above 0", "measure": "x", "above": 0, "sources": "every"},
        {"says": "Most above 0", "measure": "x", "above": 0, "sources": "most"},
        {"says": "Mean above -1", "measure": "x", "above": -1, "sources": "mean"},
        {"says": "Most x above y", "measure": "x", "above": "y", "sources": "most"},
    ]
    table = conclusions(frame, rank_stability(frame), stated).set_index("conclusion")
    assert table.loc["All above 0", ["holds", "branches"]].tolist() == [1, 3]
    assert table.loc["Most above 0", "in_words"] == "Most above 0: holds in most branches (2 of 3)."
    assert table.loc["Mean above -1", "in_words"].endswith("holds in every branch (3).")
    # Branches pair up where they agree on the axis that both measures share.
    assert table.loc["Most x above y", ["holds", "branches"]].tolist() == [2, 3]
    assert "c has the highest x" in table.index
    named = conclusions(frame, rank_stability(frame), stated, {"x": "rate of x"}).set_index(
        "conclusion"
    )
    assert "c has the highest rate of x" in named.index


def test_conclusions_on_measures_without_common_axes_meet_in_every_pair():
    frame = pd.concat([made_up({"x": [[1], [3]]}), made_up({"y": [[0], [2]]}, axis="tiers")])
    stated = [{"says": "x above y", "measure": "x", "above": "y", "sources": "every"}]
    assert conclusions(frame, rank_stability(frame), stated).loc[
        0, ["holds", "branches"]
    ].tolist() == [3, 4]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("measures", "hedge_rate", "axes"), ["cna"], "names the axis 'cna'"),
        (("measures", "mean_gap", "select"), ["hedge"], "takes no 'select'"),
        (("axes", "can", "values", "in"), {"ad": ["capability"]}, "did you mean 'add'"),
        (("conclusions", 0, "measure"), "gap", "names the measure 'gap'"),
    ],
)
def test_mistakes_in_the_setup_are_one_sentence(setup, tmp_path, path, value, words):
    setup = copy.deepcopy(setup)
    *outer, last = path
    place = setup
    for key in outer:
        place = place[key]
    place[last] = value
    file = tmp_path / "multiverse.yaml"
    file.write_text(yaml.safe_dump(setup, sort_keys=False), encoding="utf-8")
    with pytest.raises(SettingsError, match=words) as caught:
        read_multiverse(file)
    assert "\n" not in str(caught.value)
