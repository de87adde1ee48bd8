"""Rewordings: the most overclaimed sentences, put as the evidence licenses, and no stronger."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plumbline.claims import load_topic
from plumbline.errors import SettingsError
from plumbline.evidence import licensed_level, load_evidence, load_licensed_levels
from plumbline.evidence.load import Evidence, Field, Verdict
from plumbline.evidence.rewording import (
    describe_evidence,
    load_templates,
    load_wordings,
    reword,
    reword_claims,
)
from plumbline.tables import columns

PROJECT = Path(__file__).parents[2]
TEMPLATES = load_templates(PROJECT / "config/rewordings.yaml")
TOPICS = sorted(p for p in (PROJECT / "config/topics").iterdir() if p.is_dir())

PARTS = {"text": "Florium eases headache", "subject": "florium", "verb": "ease"}
PARTS["object"] = "headache"
PLAIN = {"text": "Florium eases headache"}


def verdict(direction="supports", certainty="low", **rest):
    return Verdict("headache", direction, certainty, "One small trial.", **rest)


@pytest.mark.parametrize(
    ("wording", "known", "level", "expected"),
    [
        (PLAIN, verdict(certainty="high"), 6, "Florium eases headache (high certainty)."),
        (
            PLAIN,
            verdict(certainty="moderate"),
            5,
            "It is likely that florium eases headache (moderate certainty).",
        ),
        (PARTS, verdict(), 4, "Florium may ease headache (low certainty)."),
        (PLAIN, verdict(), 4, "It may be that florium eases headache (low certainty)."),
        (PLAIN, verdict(), 3, "It is very uncertain whether florium eases headache."),
        (
            PARTS,
            verdict("mixed"),
            4,
            "Florium may ease headache, but studies disagree (low certainty).",
        ),
        (
            PARTS,
            verdict("no effect", "moderate"),
            1,
            "Trials found no effect of florium on headache (moderate certainty).",
        ),
        (
            PLAIN,
            verdict("no effect", "moderate"),
            1,
            "Trials do not show that florium eases headache (moderate certainty).",
        ),
        (
            PLAIN,
            verdict("not tested in humans", "none"),
            2,
            "It has not been tested in people whether florium eases headache.",
        ),
        (PLAIN, verdict("factual", "high"), 6, "Florium eases headache."),
        (
            PLAIN,
            verdict("factual", "high", correct="partly"),
            6,
            "It is only partly right that florium eases headache.",
        ),
        (
            PLAIN,
            verdict("factual", "high", correct="no"),
            1,
            "It is not right that florium eases headache.",
        ),
    ],
)
def test_the_wording_follows_direction_and_licensed_level(wording, known, level, expected):
    assert reword(wording, known, level, TEMPLATES) == expected


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("GABA calms the brain", "GABA calms the brain"),
        ("B12 helps", "B12 helps"),
        ("Women's levels shift", "women's levels shift"),
        ("A mineral helps", "a mineral helps"),
        ("Vitamin C helps", "vitamin C helps"),
        ("320 mg help", "320 mg help"),
    ],
)
def test_a_claim_inside_a_sentence_keeps_its_names(text, within):
    untested = verdict("not tested in humans", "none")
    assert f"whether {within}." in reword({"text": text}, untested, 2, TEMPLATES)


def test_a_clause_of_its_own_goes_before_the_text():
    wording = {"text": "Start low", "clause": "starting low matters"}
    said = reword(wording, verdict("factual", "high"), 6, TEMPLATES)
    assert said == "Starting low matters."


@pytest.mark.parametrize("folder", TOPICS, ids=lambda p: p.name)
@pytest.mark.parametrize("level", [None, *range(7)])
def test_every_claim_of_a_topic_can_be_reworded_at_any_level(folder, level):
    evidence, wordings = load_evidence(folder), load_wordings(folder)
    licensed = load_licensed_levels(PROJECT / "config/licensed_levels.yaml")
    assert set(wordings) == set(load_topic(folder).claims)
    for claim_id, known in evidence.verdicts.items():
        at = licensed_level(known, licensed) if level is None else level
        said = reword(wordings[claim_id], known, at, TEMPLATES)
        assert said[0] == said[0].upper()
        assert said.endswith(".")
        assert "{" not in said
        assert "  " not in said


def claim(sentence_id, claim_id, level, start=None, source_id="a"):
    start = 100 * sentence_id if start is None else start
    row = {"source_id": source_id, "sentence_id": sentence_id, "claim_id": claim_id}
    return {**row, "level": level, "start": start}


def run(claims, licensed, **options):
    studies = {"ode_2015": {"authors": Field("Ode K", "verified"), "year": Field(2015, "verified")}}
    verdicts = {
        name: Verdict(name, "supports", "low", "One small trial.", studies=("ode_2015",))
        for name in licensed
    }
    places = sorted({(c["source_id"], c["sentence_id"]) for c in claims})
    sentences = [
        {"source_id": s, "sentence_id": i, "start": 100 * i, "end": 100 * i + 9, "text": f"No. {i}"}
        for s, i in places
    ]
    gaps = [
        {"source_id": s, "claim_id": name, "licensed_level": level}
        for s in sorted({s for s, _ in places})
        for name, level in licensed.items()
    ]
    wordings = {name: {"text": f"Florium acts on {name}"} for name in licensed}
    evidence = Evidence("florium", "today", verdicts, studies)
    return reword_claims(claims, sentences, gaps, evidence, wordings, TEMPLATES, **options)


def test_a_row_holds_the_sentence_the_evidence_and_a_generated_wording():
    row = run([claim(3, "mood", 6, start=305)], {"mood": 4})[0]
    assert list(row) == columns("rewordings")
    assert (row["start"], row["end"], row["sentence"]) == (300, 309, "No. 3")
    assert (row["asserted_level"], row["licensed_level"], row["gap"]) == (6, 4, 2)
    assert row["evidence"] == "One small trial. Key studies: Ode 2015."
    assert row["rewording"] == "It may be that florium acts on mood (low certainty)."
    assert row["generated"] is True


def test_the_largest_gap_goes_first_and_what_is_licensed_is_left_out():
    claims = [claim(1, "mood", 5), claim(2, "pain", 6), claim(3, "sleep", 4), claim(4, "other", 6)]
    rows = run(claims, {"mood": 4, "pain": 2, "sleep": 4})
    assert [(r["claim_id"], r["gap"]) for r in rows] == [("pain", 4), ("mood", 1)]


def test_a_sentence_stands_for_its_worst_claim_and_counts_once():
    rows = run([claim(1, "mood", 5), claim(1, "pain", 6)], {"mood": 4, "pain": 2})
    assert [(r["sentence_id"], r["claim_id"]) for r in rows] == [(1, "pain")]


def test_among_equal_gaps_a_new_claim_goes_before_a_repeat():
    claims = [claim(1, "mood", 6), claim(2, "mood", 6), claim(3, "pain", 6)]
    rows = run(claims, {"mood": 2, "pain": 2}, per_source=2)
    assert [(r["sentence_id"], r["claim_id"]) for r in rows] == [(1, "mood"), (3, "pain")]


def test_a_claim_without_a_licensed_level_is_passed_over():
    assert run([claim(1, "mood", 6)], {"mood": None}) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"),
            st.integers(1, 9),
            st.sampled_from(["mood", "pain", "sleep"]),
            st.integers(0, 6),
        ),
        max_size=30,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_does_not_matter(drawn, random):
    claims = [claim(i, name, level, source_id=s) for s, i, name, level in drawn]
    licensed = {"mood": 4, "pain": 2, "sleep": 3}
    rows = run(claims, licensed)
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert run(shuffled, licensed) == rows
    for source_id in "ab":
        own = [r for r in rows if r["source_id"] == source_id]
        assert len(own) <= 5
        assert len({r["sentence_id"] for r in own}) == len(own)
        assert [r["gap"] for r in own] == sorted((r["gap"] for r in own), reverse=True)
        assert all(r["gap"] > 0 for r in own)


def test_studies_that_were_not_verified_are_named_as_such():
    studies = {
        "a": {"authors": Field("Ode K", "secondary"), "year": Field(2015, "verified")},
        "b": {"title": Field("On florium", "unverified"), "year": Field(1999, "verified")},
        "c_d": {},
        "e": {},
    }
    known = verdict(studies=("a", "b", "c_d", "e"))
    said = describe_evidence(known, Evidence("t", "d", {}, studies))
    assert said == (
        "One small trial. Key studies: Ode 2015 (seen at second hand); "
        "“On florium” 1999 (not verified); c d."
    )


@pytest.mark.parametrize(
    ("state", "levels", "message"),
    [
        ("mixed", {"any": ["{claims}"]}, "'{claims}' is no place to fill; use claim, Claim"),
        ("mixed", {"any": ["{claim!r}"]}, "is no place to fill"),
        ("mixed", {"any": ["{claim.__class__}"]}, "is no place to fill"),
        ("mixed", {"any": ["{claim"]}, "has a brace without its partner; add it."),
        ("mixed", {"any": ["{Subject} may {verb}."]}, "add one with {claim} alone."),
        ("mixed", {4: ["{claim}"]}, "the key 'mixed' lacks 'any'; add it."),
        ("mixed", {"any": ["{claim}"], 7: ["{claim}"]}, "the key 'mixed.7' is unknown"),
        ("doubtful", {"any": ["{claim}"]}, "the key 'doubtful' is unknown"),
    ],
)
def test_a_wrong_template_is_one_sentence(tmp_path, state, levels, message):
    data = yaml.safe_load((PROJECT / "config/rewordings.yaml").read_text("utf-8"))
    (tmp_path / "rewordings.yaml").write_text(yaml.safe_dump({**data, state: levels}))
    with pytest.raises(SettingsError) as error:
        load_templates(tmp_path / "rewordings.yaml")
    assert message in str(error.value)
    assert str(error.value).startswith("rewordings.yaml: ")


@pytest.mark.parametrize(
    ("wording", "message"),
    [
        ({"verb": "ease"}, "give subject, verb and object together, or none."),
        ({"verbs": "ease"}, "'verbs' is unknown or no text; use subject, verb, object, clause."),
        ("ease", "must hold 'key: value' lines"),
    ],
)
def test_a_wrong_wording_is_one_sentence(tmp_path, wording, message):
    entry = {"text": "Florium eases headache", "class": "outcome", "wording": wording}
    (tmp_path / "claims.yaml").write_text(yaml.safe_dump({"claims": {"headache": entry}}))
    with pytest.raises(SettingsError) as error:
        load_wordings(tmp_path)
    assert f"claims.yaml, claim 'headache', wording{'' if 'must' in message else ':'}" in str(
        error.value
    )
    assert message in str(error.value)
