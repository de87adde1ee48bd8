"""Sentences: right for 0, 1 and many, and every number from a table."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from plumbline.compare.intervals import Interval
from plumbline.publish import limits, sentences, summaries
from plumbline.publish.sentences_contrasts import say_power
from plumbline.publish.wording import (
    open_sentence,
    say_count,
    say_limits,
    say_list,
    say_number,
    say_percent,
    say_share,
    say_value,
)
from plumbline.tables import empty_table

ANSWERS = (
    sentences.answer_sources,
    sentences.answer_readability,
    sentences.answer_rhetoric,
    sentences.answer_evidence_shown,
    sentences.answer_gap,
    sentences.answer_robustness,
)


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 sources"), (1, "one source"), (2, "two sources"), (9, "nine sources"),
     (10, "10 sources"), (2943, "2,943 sources")],
)  # fmt: skip
def test_counts_agree_with_their_noun(n, said):
    assert say_count(n, "source") == said


def test_irregular_plural():
    assert say_count(2, "branch", "branches") == "two branches"


def test_small_numbers_are_words_and_large_ones_have_separators():
    assert [say_number(n) for n in (0, 1, 9, 10, 12345)] == ["0", "one", "nine", "10", "12,345"]


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_end_in_and(items, said):
    assert say_list(items) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.5, "50 %"),
        (0.996, "99.6 %"),
        (0.9999, "99.9 %"),
        (0.002, "0.2 %"),
    ],
)
def test_per_cent_is_never_rounded_to_all_or_nothing(share, said):
    assert say_percent(share) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0, 0.0146, "0.00 to 0.01"), (0, 1.26, "0.0 to 1.3"), (-2.06, 5, "−2.1 to 5.0")],
)
def test_an_upper_limit_is_never_rounded_to_0(low, high, said):
    assert say_limits(Interval(1.0, low, high)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0.00"),
        (-0.934, "−0.93"),
        (0.000208, "0.0002"),
        (22.4, "22.40"),
        (104.402, "104"),
        (4803.53, "4,800"),
        (84471.8, "84,500"),
    ],
)
def test_an_estimate_says_something_at_any_size(value, said):
    assert say_value(value) == said


def test_shares_carry_their_base():
    assert say_share(3, 5, "source") == "three of five sources"
    assert say_share(2, 2, "source") == "both sources"
    assert say_share(7, 7) == "all seven"
    assert say_share(30, 45, "claim") == "30 of 45 claims (67 %)"
    assert say_share(0, 4) == "0 of four"


def test_summary_names_the_numbers_of_the_tables(study):
    tables = study(5).tables
    words = tables["documents"]["n_words"].sum()
    vague = tables["attribution"]["vague"].sum()
    checkable = tables["attribution"]["checkable"].sum()
    first = sentences.found_lines(tables, kinds=True)[0]
    assert first.startswith(f"Five sources, {words:,} words: ")
    assert say_count(checkable, "checkable citation") in first
    assert say_count(vague, "vague one") in first


def test_the_summary_says_how_many_vague_ones_stand_beside_a_checkable_one(study):
    tables = dict(study(5).tables)
    density = tables["citation_density"].copy()
    alone = density["tier"].eq("vague_unsupported")
    density.loc[alone, "count"] = 0
    density.loc[density[alone].index[0], "count"] = 1
    tables["citation_density"] = density
    first = sentences.found_lines(tables)[0]
    assert first.endswith("three vague ones, two of these beside a checkable one.")


def test_the_gap_names_the_topic_whose_evidence_it_is(study):
    lines = sentences.found_lines(study(5).tables, topic="zinc-colds")
    assert any(x.startswith("Held against the evidence of the topic zinc-colds, ") for x in lines)


@pytest.mark.parametrize("n", [0, 1, 2, 5, 30, 200])
def test_every_sentence_begins_with_a_capital_or_number_and_ends_in_a_stop(n, study):
    tables = study(n).tables
    said = [*sentences.found_lines(tables, kinds=True), *(answer(tables) for answer in ANSWERS)]
    said += limits.list_limits(tables, "gap")
    for line in said:
        assert re.fullmatch(r"[A-Z0-9].*\.", line), line
        assert "nan" not in line.lower().split()
        assert not re.search(r"\bone \w+s (are|have)\b|  ", line), line


def test_without_topic_it_says_that_nothing_was_held_against_evidence(study):
    bare = study(5, topic=False, citations=False, groups=1).tables
    said = "No claim could be held against published evidence: the "
    assert sentences.answer_gap(bare).startswith(f"{said}study has no topic (")
    tables = dict(study(5).tables)
    tables["evidence_gap"] = tables["evidence_gap"].head(0)
    assert sentences.answer_gap(tables).startswith(f"{said}topic has no evidence, or no source ")
    assert "0 checkable citations" in sentences.found_lines(bare, kinds=True)[0]
    assert any("one group" in line for line in limits.list_limits(bare, "gap"))


def test_five_sources_are_told_what_they_can_show(study):
    reach = limits.say_reach(study(5).tables)
    assert "these five" in reach
    assert "0.017" in reach  # 2 / 5!, the smallest two-sided p of a rank correlation


def test_unread_sources_are_named_as_such(study):
    tables = dict(study(2).tables)
    documents = tables["documents"].copy()
    documents.loc[0, "n_words"] = 0
    tables["documents"] = documents
    assert sentences.found_lines(tables, kinds=True)[-1].startswith(
        "One source could not be read or holds"
    )


def test_files_that_are_no_source_are_counted_but_for_hidden_ones(study):
    tables = dict(study(2).tables)
    reasons = ["The format is not read; read are .md.", "The name begins with a dot, so it hides."]
    tables["left_out"] = pd.DataFrame({"path": ["a.doc", ".b"], "reason": reasons})
    said = "One file or record is no source; the table left_out says why."
    assert sentences.found_lines(tables, kinds=True)[-1] == said
    tables["left_out"] = tables["left_out"][1:]
    assert said not in sentences.found_lines(tables, kinds=True)


def test_topics_that_no_source_mentions_are_named(study):
    assert sentences.say_left_out(study(5).tables) == (
        "No mention of these safety topics was found in any source: interactions with medicines "
        "and an upper limit. Not every wording of such advice is known to the lexicon: look before "
        "you print this."
    )


def test_topics_that_the_only_source_leaves_out_are_named(study):
    tables = dict(study(1).tables)
    tables["markers"] = tables["markers"].head(0)
    topics = tables["safety_topics"]
    said = "No mention of these safety topics was found in the source: "
    assert sentences.say_left_out(tables).startswith(said)
    tables["safety_topics"] = topics.head(1)
    said = "No mention of an upper limit was found in the source. "
    assert sentences.say_left_out(tables).startswith(said)


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (["en", "und", "en"], ""),
        (["en", "de", "en"], "One of three sources is not in English, "),
        (["fr", "de", "en"], "Two of three sources are not in English, "),
    ],
)
def test_sources_in_other_languages_are_said_to_be_measured_all_the_same(languages, said, study):
    tables = dict(study(3).tables)
    tables["documents"] = tables["documents"].assign(language=languages)
    for lines in (sentences.found_lines(tables), limits.list_limits(tables, "sources")):
        assert any(said and line.startswith(said) for line in lines) is bool(said)
        assert any("not in English" in line for line in lines) is bool(said)


def test_of_a_sample_nothing_is_said_that_only_all_sources_can_show(study):
    class Drawn(dict):
        sample = None

    tables = Drawn(study(5).tables)
    tables.sample = {"drawn": 5, "sources": 3005, "seed": 1}
    lines = sentences.found_lines(tables)
    assert lines[0].startswith("Of 3,005 sources, five were drawn at random (seed 1)")
    assert lines[-1].startswith(
        "No mention of these safety topics was found in any of the sources drawn: "
    )


def test_sentences_open_with_a_capital():
    assert open_sentence("five sources") == "Five sources."


def test_kinds_of_claims_are_told_apart_by_gap_and_wording():
    def claim(cls, level, licensed, i):
        name = f"{cls}_{i}"
        gap = {"source_id": "a", "claim_id": name, "asserted_level": level}
        return gap | {"gap": level - licensed}, {"claim_id": name, "cls": cls}

    claims = [claim("mechanism", 6, 2, i) for i in range(5)]
    claims += [claim("outcome", 4, 4, i) for i in range(5)]
    claims += [claim("form", 6, 2, i) for i in range(4)]
    gaps, totals = zip(*claims, strict=True)
    tables = {"evidence_gap": pd.DataFrame(gaps), "claim_totals": pd.DataFrame(totals)}
    said = sentences.answer_kinds(tables)
    assert (
        "furthest ahead of the evidence are mechanism claims, on average 4.0 levels above" in said
    )
    assert "all five are put in plain verbs" in said
    assert "0 of five are put in plain verbs" in said
    assert (
        "Least so are outcome claims, on average at what is licensed, from too few sources" in said
    )
    assert "form claims" not in said


def test_two_sources_have_no_median_one(study):
    tables = study(2).tables
    assert "median source" not in sentences.answer_readability(tables)
    assert sentences.answer_readability(tables).startswith("The two sources read at grades ")
    assert "for the two sources together" in sentences.answer_robustness(tables)


def test_sources_that_share_the_lead_are_all_counted():
    branches = [(1, "a", 2.0, 1.5), (1, "b", 2.0, 1.5), (2, "a", 3.0, 1), (2, "b", 1.0, 2)]
    multiverse = pd.DataFrame(branches, columns=["branch", "source_id", "value", "rank"])
    multiverse = multiverse.assign(measure="mean_gap")
    nothing = {"conclusions": pd.DataFrame({"extent": []}), "validity": empty_table("validity")}
    said = sentences.answer_robustness({"multiverse": multiverse, **nothing})
    assert "two sources are highest in at least one of them" in said


def test_a_kind_whose_gaps_are_all_alike_is_said_to_be_so():
    rows = [(s, f"{cls}_{i}", cls, level) for s in "abcd" for i in range(2)
            for cls, level in (("form", 6), ("outcome", 3 + i))]  # fmt: skip
    gaps = pd.DataFrame(rows, columns=["source_id", "claim_id", "cls", "asserted_level"])
    tables = {
        "evidence_gap": gaps.assign(gap=gaps["asserted_level"] - 2),
        "claim_totals": gaps.drop_duplicates("claim_id"),
    }
    said = sentences.answer_kinds(tables)
    assert "form claims, on average 4.0 levels above what is licensed in every source" in said


def test_claims_that_no_study_has_tested_are_called_so(study):
    tables = dict(study(5).tables)
    tables["evidence_gap"] = tables["evidence_gap"].assign(certainty="low")
    first = tables["evidence_gap"]["claim_id"].iloc[0]
    tables["evidence_gap"].loc[tables["evidence_gap"]["claim_id"].eq(first), "certainty"] = "none"
    said = sentences.answer_certainty(tables)
    assert said.startswith("Where the certainty of the evidence is low, ")
    assert "; where no human study has tested the claim, " in said


@pytest.mark.parametrize(
    ("hedges", "boosters", "said"),
    [
        ([3, 1, 2], [1, 2, 1], "with sources as units."),
        (
            [3, 1, 2],
            [0, 0, 0],
            "with sources as units, or matches where no source differs (exact Poisson).",
        ),
        ([0, 0, 0], [0, 0, 0], "with matches as units."),
        ([3, 1], [1, 2], "with matches as units."),
    ],
)
def test_intervals_name_their_units(hedges, boosters, said):
    n = len(hedges)
    sources = pd.DataFrame({"source_id": list("abc")[:n], "n_words": 100})
    counted = {"hedge": hedges, "booster": boosters}
    rhetoric = pd.concat(sources.assign(category=c, count=k) for c, k in counted.items())
    assert sentences.answer_rhetoric({"rhetoric": rhetoric, "documents": sources}).endswith(said)


def test_a_share_without_exceptions_has_claims_as_units():
    gap = pd.DataFrame({"source_id": list("aabbcc"), "gap": [1, 2, 1, 1, 2, 1]})
    assert "100 %, with claims as units)" in sentences.answer_gap({"evidence_gap": gap})
    mixed = gap.assign(gap=[1, 0, 1, 1, 2, 1])
    assert "as units" not in sentences.answer_gap({"evidence_gap": mixed})


def test_citations_of_no_source_have_mentions_as_units(study):
    tables = dict(study(5).tables)
    tables["attribution"] = tables["attribution"].assign(claims=10, claims_cited=0)
    said = sentences.answer_evidence_shown(tables)
    assert "0 of 50 claim mentions (0 %) have a checkable citation" in said
    assert "0 to 7 %, with mentions as units)" in said


def test_one_source_is_spoken_of_in_the_singular(study):
    tables = dict(study(1).tables)
    assert "Per 1,000 words the source holds " in sentences.answer_rhetoric(tables)
    mentions = pd.DataFrame({"source_id": "a", "claim_id": list("xy"), "mentions": 1, "hedged": 0})
    gap = pd.DataFrame({"claim_id": list("xy"), "certainty": ["high", "low"]})
    said = sentences.answer_certainty({"claim_frequency": mentions, "evidence_gap": gap})
    assert "0 of one mention is hedged" in said
    assert said.endswith("hedged are levels 2 to 4.")


def test_no_mean_gap_is_given_a_limit_that_is_impossible():
    gap = pd.DataFrame({"source_id": list("aabbcc"), "gap": [5, 5, 5, 4, 3, 3]})
    mean = summaries.mean_gap(gap)
    assert mean.low > 0
    assert mean.high == 5
    assert "to 5.0)" in sentences.answer_gap({"evidence_gap": gap})


def test_copies_are_said_to_make_a_study_look_surer_than_it_is(study):
    tables = dict(study(5).tables)
    assert limits.say_copies(tables | {"reuse": tables["reuse"].iloc[:0]}) == ""
    texts = dict.fromkeys("abc", "Nobody sold bread near the old harbour before the war.")
    sentence = {"sentence_id": 1, "kind": "body", "start": 0, "end": 54, "n_words": 10}
    tables["sentences"] = pd.DataFrame([sentence | {"source_id": s} for s in texts])
    each = {"n_words": 10, "group": "", "language": "en"}
    tables["documents"] = pd.DataFrame({"source_id": list("abc"), **each})
    passage = {"start_a": 0, "end_a": 54, "start_b": 0, "end_b": 54}
    pairs = (("a", "b"), ("a", "c"), ("b", "c"))
    tables["reuse"] = pd.DataFrame([passage | {"source_a": a, "source_b": b} for a, b in pairs])
    said = limits.say_copies(tables)
    assert "the three sources are one voice; intervals and tests take them as three" in said
    assert said in limits.list_limits(tables, "sources")


def test_copies_are_not_called_too_few_sources():
    pages = pd.DataFrame({"claim_id": ["m0", "m1", "o0", "o1"], "cls": ["form"] * 2 + ["use"] * 2})
    pages = pages.merge(pd.Series(list("abc"), name="source_id"), how="cross")
    gap = pages.assign(gap=pages["claim_id"].map({"m0": 4, "m1": 2, "o0": 1, "o1": 0}))
    gap = gap.assign(asserted_level=5)
    totals = pages.drop_duplicates("claim_id")
    said = sentences.answer_kinds({"evidence_gap": gap, "claim_totals": totals})
    assert "form claims, on average 3.0 levels above what is licensed in every source" in said


@pytest.mark.parametrize(
    ("p", "smallest", "said"),
    [
        (None, None, "No planned contrast could be tested with these sources."),
        (1.0, 0.5, "With these sources no planned contrast could have come to p .05."),
        (0.4, 0.01, ""),
    ],
)
def test_the_power_of_tests_on_claims_alone_is_said_as_it_is(p, smallest, said):
    row = {"planned": True, "unit": "claims", "family": "claims", "method": "permutation",
           "detectable": None, "p": p, "p_smallest_possible": smallest}  # fmt: skip
    table = pd.DataFrame([row]).astype({"p": float, "p_smallest_possible": float})
    assert say_power({"comparison": table}) == said
