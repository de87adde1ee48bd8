"""The comparison table: the planned contrasts, adjusted and honest about what they can show."""

from __future__ import annotations

import copy
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from plumbline.compare.contrasts import compare_sources
from plumbline.compare.plan import count_by_sentence, measure_sources, read_plan
from plumbline.errors import SettingsError
from plumbline.hashes import hash_file
from plumbline.tables import columns, empty_table, write_table

PLAN = Path(__file__).parents[2] / "config" / "plan.yaml"
SETTINGS = {"seed": 1, "confidence": 0.95, "resamples": 200}


@pytest.fixture(scope="module")
def checked_plan():
    return read_plan(PLAN)


@pytest.fixture
def plan(checked_plan):
    return copy.deepcopy(checked_plan)


def make_tables(n_sources: int, seed: int = 1, effect: float = 1.0) -> dict[str, pd.DataFrame]:
    """Tables of a made-up study: sources alternate between two groups."""
    rng = np.random.default_rng(seed)
    sources = [f"page_{i:03}" for i in range(n_sources)]
    groups = ["clinic" if i % 2 else "shop" for i in range(n_sources)]
    words = rng.integers(400, 900, n_sources)
    rhetoric, density, gap, frequency = [], [], [], []
    categories = ("hedge", "capability", "scope", "discourse_hedge", "booster", "hype", "safety")
    for i, source in enumerate(sources):
        factor = effect if groups[i] == "shop" else 1.0
        for category in categories:
            rhetoric.append((source, category, rng.poisson(0.008 * words[i] * factor), words[i]))
        for tier in ("A", "A+B", "A+B+C", "vague", "vague_unsupported"):
            density.append((source, tier, rng.poisson(0.004 * words[i]), words[i]))
        for claim in range(6):
            asserted, licensed = rng.integers(2, 7), 3 + claim % 3
            gap.append((source, f"claim_{claim}", asserted, licensed, asserted - licensed))
            frequency.append((source, f"claim_{claim}", 2, rng.integers(0, 3)))
    gap = pd.DataFrame(
        gap, columns=["source_id", "claim_id", "asserted_level", "licensed_level", "gap"]
    )
    return {
        "documents": pd.DataFrame({"source_id": sources, "group": groups}),
        "rhetoric": pd.DataFrame(rhetoric, columns=["source_id", "category", "count", "n_words"]),
        "citation_density": pd.DataFrame(
            density, columns=["source_id", "tier", "count", "n_words"]
        ),
        "evidence_gap": gap.astype({"gap": "Int64"}),
        "claim_frequency": pd.DataFrame(
            frequency, columns=["source_id", "claim_id", "mentions", "hedged"]
        ),
        "overclaim": gap.groupby("source_id")["gap"]
        .agg(mean_gap="mean", above=lambda g: (g > 0).sum(), claims_compared="size")
        .reset_index(),
        "attribution": pd.DataFrame(
            {"source_id": sources, "attribution_ratio": rng.random(n_sources)}
        ).assign(claims_cited=rng.integers(0, 5, n_sources), claims=6),
    }


def test_five_sources_give_every_planned_contrast(plan):
    frame = compare_sources(make_tables(5), plan, SETTINGS)
    assert list(frame.columns) == columns("comparison")
    pairs = frame[frame["contrast"].str.contains(" / page")]
    assert pairs.groupby("measure").size().eq(10).all()
    assert set(pairs.loc[pairs["planned"], "measure"]) == {"hedge", "booster_hype", "vague"}
    shares = frame[frame["contrast"].str.contains(" - page")]
    assert shares.groupby("measure").size().to_dict() == {
        "share_above": 10,
        "share_claims_cited": 10,
    }
    assert shares.set_index("measure").loc["share_above", "planned"].all()
    assert {"gap", "asserted_level", "share_hedged"} <= set(frame["measure"])
    assert "with share_above over sources" in set(frame["contrast"])
    assert not frame.duplicated(["measure", "contrast"]).any()


def test_the_table_fits_its_schema_and_is_the_same_every_time(plan, tmp_path):
    first, second = (compare_sources(make_tables(5), plan, SETTINGS) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    write_table(first, tmp_path / "comparison.csv", "comparison")
    assert (tmp_path / "comparison.csv").read_text(encoding="utf-8").startswith("measure,contrast")


def test_the_order_of_the_rows_read_does_not_matter(plan):
    tables = make_tables(5)
    shuffled = {k: t.sample(frac=1, random_state=3) for k, t in tables.items()}
    shuffled["rhetoric"] = shuffled["rhetoric"].reset_index(drop=True)
    first = compare_sources(tables, plan, SETTINGS)
    second = compare_sources(shuffled, plan, SETTINGS)
    pd.testing.assert_frame_equal(first, second)


def test_p_stands_between_its_floor_and_its_adjusted_value(plan):
    frame = compare_sources(make_tables(5), plan, SETTINGS).dropna(subset=["p"])
    assert (frame["p_smallest_possible"] <= frame["p"] + 1e-12).all()
    assert (frame["p"] <= frame["p_adjusted"] + 1e-12).all()
    assert frame["p_adjusted"].notna().all()


def test_planned_are_adjusted_by_holm_within_their_kind_and_others_together(plan):
    frame = compare_sources(make_tables(5), plan, SETTINGS)
    hedge = frame[frame["measure"].eq("hedge") & frame["contrast"].str.contains("/ page")]
    assert hedge["adjusted_by"].eq("Holm over 40 tests").all()
    exploratory = frame[~frame["planned"] & frame["p"].notna()]
    assert exploratory["adjusted_by"].str.contains("Benjamini-Hochberg").all()


def test_pairs_say_what_becomes_of_p_when_sentences_stay_whole(plan):
    tables = make_tables(2)
    even = [("page_000", i, "body", 20) for i in range(30)]
    even += [("page_001", i, "body", 20) for i in range(30)]
    tables["sentences"] = pd.DataFrame(
        even, columns=["source_id", "sentence_id", "kind", "n_words"]
    )
    rate = tables["rhetoric"]["category"].eq("hedge")
    tables["rhetoric"].loc[rate, ["count", "n_words"]] = [[12, 600], [2, 600]]
    p_blocks = {}
    for name, places in (("bunched", [0] * 12), ("spread", range(12))):
        hits = [("page_000", i, "hedge") for i in places] + [
            ("page_001", i, "hedge") for i in (0, 9)
        ]
        tables["markers"] = pd.DataFrame(hits, columns=["source_id", "sentence_id", "category"])
        frame = compare_sources(tables, plan, SETTINGS).set_index(["measure", "contrast"])
        row = frame.loc[("hedge", "page_000 / page_001")]
        assert row["p"] < 0.02
        p_blocks[name] = row["p_blocks"]
        assert row["p_adjusted"] >= max(row["p"], row["p_blocks"])
    assert p_blocks["spread"] == pytest.approx(row["p"])
    assert p_blocks["bunched"] == 1  # one sentence against two


def test_the_hash_of_the_plan_stands_in_every_row(plan, tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_bytes(b"abc")
    digest = hash_file(file)
    assert (
        digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )  # FIPS 180-2
    frame = compare_sources(make_tables(2), plan, SETTINGS, digest)
    assert frame["plan_sha256"].eq(digest).all()


def test_shares_name_what_they_count_and_that_it_is_taken_as_independent(plan):
    shares = compare_sources(make_tables(5), plan, SETTINGS)
    shares = shares[shares["measure"].eq("share_claims_cited")]
    assert set(shares["unit"]) == {"claim mentions"}
    assert set(shares["note"]) == {"claim mentions of a source taken as independent"}


def test_contrasts_say_what_they_could_have_shown(plan):
    frame = compare_sources(make_tables(5), plan, SETTINGS)
    hedge = frame[frame["measure"].eq("hedge") & frame["family"].eq("pairs of sources")]
    assert hedge["detectable"].gt(1).all()
    assert frame.loc[frame["unit"].eq("matches"), "n"].gt(0).any()
    groups = frame[frame["family"].eq("groups")]
    assert groups["detectable"].isna().all()  # two against three sources cannot reach .05
    ranks = frame[frame["family"].eq("correlations")]
    assert ranks["detectable"].gt(0.98).all()
    assert (ranks["left_out_low"] <= ranks["left_out_high"]).all()
    many = compare_sources(make_tables(30), plan, SETTINGS)
    delta = many[many["method"].str.contains("Cliff")]
    assert delta["detectable"].between(0.4, 0.7).all()


def test_the_shift_between_groups_has_limits_of_its_own_and_no_second_test(plan):
    frame = compare_sources(make_tables(30), plan, SETTINGS)
    shift = frame[frame["contrast"].eq("group clinic - group shop")]
    assert set(plan["planned"]["groups"]) <= set(shift["measure"])
    assert shift["p"].isna().all()
    assert (shift["ci_low"] <= shift["estimate"]).all()
    assert (shift["estimate"] <= shift["ci_high"]).all()


def test_groups_of_two_and_three_show_their_floor(plan):
    frame = compare_sources(make_tables(5), plan, SETTINGS)
    groups = frame[frame["contrast"].eq("group clinic against group shop") & frame["p"].notna()]
    assert len(groups) >= 5
    assert (groups["p_smallest_possible"] >= 0.2 - 1e-12).all()
    assert groups["note"].str.contains("2 against 3 sources").all()


def test_many_sources_are_compared_in_groups_not_in_all_pairs(plan):
    plan["planned"]["named_pairs"] = [["page_001", "page_000"], ["page_001", "gone"]]
    frame = compare_sources(make_tables(30), plan, SETTINGS)
    pairs = frame[frame["contrast"].str.contains(" / page")]
    assert set(pairs["contrast"]) == {"page_001 / page_000"}
    gone = frame[frame["contrast"].eq("page_001 / gone")]
    assert set(gone["measure"]) == {"hedge", "booster_hype", "vague"}
    assert set(gone["note"]) == {"no source 'gone' with a value of this measure"}
    assert gone[["p", "p_adjusted"]].isna().all(axis=None)
    told = frame[frame["contrast"].eq("all pairs")]
    assert told["note"].str.contains("30 sources").all()
    assert told["p"].isna().all()
    modelled = frame[frame["contrast"].eq("group clinic / group shop")]
    assert {"hedge", "hype"} <= set(modelled["measure"])
    assert modelled["ci_low"].lt(modelled["estimate"]).all()


def test_of_many_groups_only_the_named_ones_are_compared(plan):
    tables = make_tables(30)
    tables["documents"]["group"] = [f"site_{i // 2:02}" for i in range(29)] + ["alone"]
    plan["planned"]["named_groups"] = [["site_03", "site_01"], ["site_01", "alone"]]
    frame = compare_sources(tables, plan, SETTINGS)
    groups = frame[frame["contrast"].str.startswith("group ")]
    assert set(groups["contrast"].str.split(r" (?:against|-|/) ", regex=True).str[0]) == {
        "group site_03",
        "group site_01",
    }
    assert set(groups.loc[groups["p"].notna(), "measure"]) == set(plan["planned"]["groups"])
    alone = frame[frame["contrast"].eq("group site_01 against group alone")]
    assert alone["note"].str.startswith("no group 'alone' with two sources").all()
    told = frame[frame["contrast"].eq("all groups")]
    assert set(told["measure"]) == {*plan["planned"]["groups"], *plan["exploratory"]["groups"]}
    assert told["note"].str.startswith("14 groups: ").all()


def test_a_true_difference_between_many_sources_is_found(plan):
    plan["exploratory"] = {}
    frame = compare_sources(make_tables(40, effect=2.0), plan, SETTINGS)
    ratio = frame[frame["contrast"].eq("group clinic / group shop") & frame["measure"].eq("hedge")]
    assert ratio["estimate"].item() == pytest.approx(0.5, abs=0.12)
    delta = frame[
        frame["contrast"].str.endswith("against group shop") & frame["measure"].eq("hedge")
    ]
    assert delta["p_adjusted"].item() < 0.05


def test_without_any_effect_planned_contrasts_seldom_reach_5_percent(plan):
    plan["exploratory"] = {}
    found = []
    for seed in range(8):
        frame = compare_sources(make_tables(5, seed=seed), plan, SETTINGS)
        planned = frame[frame["planned"]]
        found.append(planned["p_adjusted"].lt(0.05).any())
    assert sum(found) <= 3  # four families at 5 percent: P(4 or more of 8) is 0.04


@pytest.mark.parametrize("n_sources", [0, 1])
def test_fewer_than_two_sources_give_no_pairs_and_no_error(plan, n_sources):
    frame = compare_sources(make_tables(n_sources) if n_sources else {}, plan, SETTINGS)
    assert list(frame.columns) == columns("comparison")
    assert not frame["contrast"].astype(str).str.contains("/").any()


def test_empty_tables_give_an_empty_frame(plan, tmp_path):
    names = ("documents", "rhetoric", "citation_density", "attribution", "overclaim")
    names += ("evidence_gap", "claim_frequency")
    frame = compare_sources({name: empty_table(name) for name in names}, plan, SETTINGS)
    assert len(frame) == 0
    write_table(frame, tmp_path / "comparison.csv", "comparison")


def test_a_category_that_no_table_holds_is_an_error_and_not_a_rate_of_0(plan):
    plan["measures"]["booster_hype"]["categories"] = ["booster", "hpye"]
    with pytest.raises(SettingsError, match="'booster_hype' counts 'hpye'"):
        compare_sources(make_tables(3), plan, SETTINGS)


def test_sentences_carry_the_matches_of_their_tiers():
    citations = pd.DataFrame(
        {"source_id": "a", "sentence_id": [1, 1, 2, 3], "tier": ["A", "vague", "C", "B"]}
    )
    sentences = pd.DataFrame(
        {"source_id": "a", "sentence_id": [1, 2, 3, 4], "kind": ["body"] * 3 + ["heading"]}
    ).assign(n_words=[10, 0, 12, 3])
    tables = {"citations": citations, "sentences": sentences}
    measure = {"table": "citation_density", "categories": ["A+B+C"]}
    blocks = count_by_sentence(tables, measure, {"a", "b"})
    assert blocks["a"].tolist() == [[1, 10], [1, 12]]
    assert list(blocks) == ["a"]
    assert count_by_sentence({}, measure, {"a"}) == {}


def test_a_rate_adds_up_its_categories(plan):
    tables = make_tables(3)
    both = measure_sources(tables, plan["measures"]["booster_hype"])
    booster, hype = (measure_sources(tables, plan["measures"][m]) for m in ("booster", "hype"))
    assert both["value"].to_numpy() == pytest.approx((booster["value"] + hype["value"]).to_numpy())
    assert all(a < b for a, b in pairwise(both.index))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("planned", "groups"), ["hegde"], "names the measure 'hegde'"),
        (("planned", "claims"), ["gap"], "use one of"),
        (("planned", "source_pairs"), ["mean_gap"], "one number per source"),
        (("measures", "hedge"), {"table": "rhetoric", "column": "count"}, "needs 'categories'"),
        (("max_paired_sources",), "many", "must be a whole number"),
        (("max_pairs",), 3, "unknown"),
    ],
)
def test_mistakes_in_the_plan_are_one_sentence(plan, tmp_path, path, value, words):
    *outer, last = path
    place = plan
    for key in outer:
        place = place[key]
    place[last] = value
    file = tmp_path / "plan.yaml"
    file.write_text(yaml.safe_dump(plan), encoding="utf-8")
    with pytest.raises(SettingsError, match=words) as caught:
        read_plan(file)
    assert str(caught.value).startswith("plan.yaml: ")
    assert "\n" not in str(caught.value)
