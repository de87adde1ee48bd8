from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.citations import count_tiers, mark_supported, quest_level, select_counted


@pytest.mark.parametrize(
    ("checkable", "vague", "claims", "claims_cited", "level"),
    [
        (0, 0, 12, 0, 0),
        (0, 3, 12, 0, 1),
        (1, 0, 12, 1, 2),
        (6, 2, 12, 6, 2),  # half of the claims is not more than half
        (7, 2, 12, 7, 3),
        (4, 0, 0, 0, 2),  # without claims there is no share to exceed
    ],
)
def test_quest_level(checkable, vague, claims, claims_cited, level):
    assert (
        quest_level(checkable=checkable, vague=vague, claims=claims, claims_cited=claims_cited)
        == level
    )


@pytest.mark.parametrize("counts", [(-1, 0, 0, 0), (1, 0, 2, 3)])
def test_impossible_counts_are_refused(counts):
    names = ("checkable", "vague", "claims", "claims_cited")
    with pytest.raises(ValueError, match="counts must not"):
        quest_level(**dict(zip(names, counts, strict=True)))


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_quest_level_never_falls_when_more_is_cited(checkable, vague, claims, cited):
    cited = min(cited, claims)
    level = quest_level(checkable=checkable, vague=vague, claims=claims, claims_cited=cited)
    more = quest_level(checkable=checkable + 1, vague=vague, claims=claims, claims_cited=claims)
    assert 0 <= level <= more <= 3


def row(sentence_id, tier, kind="numbered"):
    return {"sentence_id": sentence_id, "tier": tier, "kind": kind, "supported": None}


PARAGRAPHS = {1: 1, 2: 1, 3: 1, 4: 2}


@pytest.mark.parametrize(
    ("cited", "scope", "supported"),
    [
        (1, "sentence", True),
        (2, "sentence", False),
        (2, "next_sentence", True),
        (3, "next_sentence", False),
        (3, "paragraph", True),
        (4, "paragraph", False),
    ],
)
def test_support_reaches_as_far_as_its_scope(cited, scope, supported):
    rows = [row(1, "vague", "bare_evidence"), row(cited, "B")]
    assert [r["supported"] for r in mark_supported(rows, PARAGRAPHS, scope)] == [supported, None]


def test_the_next_sentence_must_stand_in_the_same_paragraph():
    rows = [row(3, "vague", "bare_evidence"), row(4, "A", "doi")]
    assert mark_supported(rows, PARAGRAPHS)[0]["supported"] is False


@pytest.mark.parametrize(
    "bad", [row(1, "none", "malformed_identifier"), row(1, "B", "reference_entry")]
)
def test_bad_identifiers_and_list_entries_support_nothing(bad):
    rows = [row(1, "vague", "bare_evidence"), bad]
    assert mark_supported(rows, PARAGRAPHS)[0]["supported"] is False


def test_a_list_counts_once():
    entries = [row(8, "A", "reference_entry"), row(9, "B", "reference_entry")]
    marks = [row(1, "B"), row(2, "B")]
    assert select_counted(entries) == entries
    assert select_counted([*marks, *entries]) == marks


def test_counts_by_tier_add_up():
    rows = [
        row(1, "A", "doi"),
        row(2, "B"),
        row(3, "C", "named_body"),
        row(4, "none", "malformed_identifier"),
        {**row(5, "vague", "passive"), "supported": True},
        {**row(6, "vague", "passive"), "supported": False},
    ]
    assert count_tiers(rows) == {"A": 1, "A+B": 2, "A+B+C": 3, "vague": 2, "vague_unsupported": 1}
