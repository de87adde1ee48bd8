"""Citations held against the studies they name, on an invented substance: florium and headache."""

from pathlib import Path

import pytest
import yaml

from plumbline.errors import SettingsError
from plumbline.evidence import load_evidence
from plumbline.evidence.citation_check import check_citations
from plumbline.evidence.tested import Vocabulary, read_tested, split_authors
from plumbline.settings import check, read_yaml
from plumbline.tables import columns

PROJECT = Path(__file__).parents[2]


def known(value, status="verified"):
    return {"value": value, "status": status}


def florium():
    verdict = {"direction": "mixed", "certainty": "low", "rationale": "Two small trials."}
    return {
        "topic": "florium",
        "compiled": "2026-01-01",
        "claims": {
            "headache": {**verdict, "studies": ["ode_2015", "brandt_2019"]},
            "appetite": {**verdict, "studies": ["brandt_2019"]},
            "dizziness": dict(verdict),
            "mood": {**verdict, "studies": ["mouse_2001"]},
        },
        "studies": {
            "ode_2015": {
                "title": known("Florium acetate against tension headache in nurses"),
                "authors": known("Ødegård K, Brightwater P"),
                "year": known(2015),
                "doi": known("10.5555/flor.2015.77"),
                "pmid": known("20417733"),
                "forms_tested": known(["acetate"]),
                "people_tested": known(["nurses"], "secondary"),
                "numbers": known(
                    {"dose": ["40 mg"], "duration": ["8 wk"], "sample_size": [61, 58]}
                ),
            },
            "brandt_2019": {
                "authors": known("Jo Brandt, Ann Lowe"),
                "year": known("online 2018; print 2019"),
                "doi": known("10.5555/flor.2019.3"),
                "forms_tested": known(["chloride"]),
                "bears_on": known(["headache", "appetite"]),
                "no_effect_on": known(["appetite"], "unverified"),
                "identifiers": known(["NCT09182736"]),
            },
            "mouse_2001": {
                "authors": known("Lindqvist A"),
                "year": known(2001),
                "pmid": known("11999002"),
                "people_tested": known(["mice"]),
            },
        },
        "words": {
            "forms": {"acetate": ["acetate"], "chloride": ["chloride"], "oxide": ["oxide"]},
            "people": {
                "nurses": ["nurse[s]"],
                "children": ["child|children"],
                "mice": ["mice|mouse"],
            },
            "not_people": ["mice"],
            "denials": ["(not|never) tested"],
        },
        "citation_hazards": [
            {"kind": "k", "what": "w", "identifiers": ["20417700"], "study": "ode_2015"}
        ],
    }


def write(folder, data):
    (folder / "evidence.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return load_evidence(folder)


@pytest.fixture
def evidence(tmp_path):
    return write(tmp_path, florium())


DOI = ("doi", "10.5555/flor.2015.77")
PMID = ("pmid", "20417733")
TIERS = {"malformed_identifier": "none", "placeholder_identifier": "none", "author_year": "B"}
TIERS |= {"numbered": "B"}


def judge(evidence, text, cited, claims=(), numbers=(), before=None, kind="body"):
    """Check one sentence; `cited` are (kind, identifier) or (kind, identifier, words)."""
    place = {"source_id": "a", "sentence_id": 2}
    citations = []
    for i, (what, identifier, *words) in enumerate(cited):
        rule = "identifier.pmid" if str(identifier).isdigit() else f"identifier.{what}"
        spot = {"start": i, "end": i + 1, "text": words[0] if words else str(identifier)}
        row = {**place, **spot, "tier": TIERS.get(what, "A"), "kind": what, "rule": rule}
        citations.append({**row, "identifier": identifier, "heading_tier": ""})
    asserted = [
        {**place, "claim_id": c, "level": level, "agent": agent}
        for c, level, agent in [(*claim, None)[:3] for claim in claims]
    ]
    read = [
        {**place, "quantity": q, "value_low": low, "value_high": low, "unit": unit, "note": None}
        for q, low, unit in numbers
    ]
    sentences = [{**place, "paragraph": 1, "kind": kind, "text": text}]
    if before:
        sentences.append({**place, "sentence_id": 1, "paragraph": 1, "text": before[0]})
        asserted += [{**place, "sentence_id": 1, "claim_id": before[1], "level": 6, "agent": ""}]
    rows = check_citations(citations, asserted, read, sentences, evidence)
    assert all(list(row) == columns("citation_check") for row in rows)
    return rows


def checks(rows):
    return [(row["check"], row["study"], row["expected"], row["found"]) for row in rows]


def test_a_citation_that_fits_its_study_is_matched(evidence):
    rows = judge(
        evidence,
        "In 61 nurses, 40 mg of florium acetate for two months eased headache.",
        [DOI],
        claims=[("headache", 6)],
        numbers=[("sample_size", 61, None), ("dose", 40, "mg"), ("duration", 2, "mo")],
    )
    assert checks(rows) == [("matched", "ode_2015", "", "")]


@pytest.mark.parametrize(
    "identifier", ["10.5555/FLOR.2015.77", "10.5555/flor.2015.77/full", "20417733"]
)
def test_an_identifier_is_matched_however_it_is_written(evidence, identifier):
    kind = "pmid" if identifier.isdigit() else "doi"
    rows = judge(evidence, "Florium eases headache.", [(kind, identifier)])
    assert checks(rows) == [("matched", "ode_2015", "", "")]


def test_another_form_than_the_one_tested_is_wrong(evidence):
    rows = judge(evidence, "Florium oxide eases headache.", [DOI], claims=[("headache", 6)])
    assert checks(rows) == [("wrong_form", "ode_2015", "acetate", "oxide")]


def test_a_pronoun_that_stands_for_a_form_counts(evidence):
    rows = judge(evidence, "It eases headache.", [DOI], claims=[("headache", 6, "florium oxide")])
    assert [row["check"] for row in rows] == ["wrong_form"]


@pytest.mark.parametrize(
    "text",
    ["Florium acetate beat the oxide.", "The oxide was not tested in nurses.", "Florium helps."],
)
def test_a_form_is_not_wrong_where_it_is_compared_denied_or_not_named(evidence, text):
    assert [r["check"] for r in judge(evidence, text, [DOI])] == ["matched"]


def test_a_sentence_on_several_studies_is_wrong_only_if_none_fits(evidence):
    both = [DOI, ("doi", "10.5555/flor.2019.3")]
    fits = judge(evidence, "The chloride eases headache.", both, claims=[("headache", 5)])
    assert [row["check"] for row in fits] == ["matched", "matched"]
    neither = judge(evidence, "The oxide eases headache.", both, claims=[("headache", 5)])
    assert [row["check"] for row in neither] == ["wrong_form", "wrong_form"]


def test_another_outcome_than_the_one_studied_is_wrong(evidence):
    rows = judge(evidence, "Florium lifts the mood.", [DOI], claims=[("mood", 6), ("other", 6)])
    assert checks(rows) == [("wrong_outcome", "ode_2015", "headache", "mood")]


def test_an_effect_that_the_study_did_not_find_is_wrong_and_a_denial_is_right(evidence):
    cited = [("doi", "10.5555/flor.2019.3")]
    rows = judge(evidence, "Florium brings back appetite.", cited, claims=[("appetite", 6)])
    assert checks(rows) == [("wrong_outcome", "brandt_2019", "no effect", "appetite")]
    assert "not verified" in rows[0]["note"]
    denied = judge(evidence, "Florium left appetite as it was.", cited, claims=[("appetite", 1)])
    assert [row["check"] for row in denied] == ["matched"]


def test_other_people_than_those_tested_are_wrong(evidence):
    rows = judge(evidence, "It eases headache in children.", [DOI], claims=[("headache", 6)])
    assert checks(rows) == [("wrong_population", "ode_2015", "nurses", "children")]
    assert "second hand" in rows[0]["note"]


def test_animals_that_a_sentence_passes_over_are_reported(evidence):
    cited = [("pmid", "11999002")]
    rows = judge(evidence, "Florium lifts the mood.", cited, claims=[("mood", 6)])
    assert checks(rows) == [("wrong_population", "mouse_2001", "mice", "people")]
    told = judge(evidence, "Florium lifts the mood of mice.", cited, claims=[("mood", 6)])
    assert [row["check"] for row in told] == ["matched"]


def test_other_numbers_than_those_of_the_study_are_wrong(evidence):
    rows = judge(
        evidence,
        "A trial of 160 nurses took 0.04 g for 3 weeks.",
        [PMID],
        numbers=[("sample_size", 160, None), ("dose", 0.04, "g"), ("duration", 3, "wk")],
    )
    expected = "duration 8 wk; sample size 61, 58"
    found = "duration 3 wk; sample size 160"
    assert checks(rows) == [("wrong_number", "ode_2015", expected, found)]


def test_minutes_are_no_duration_of_a_trial_and_units_of_another_kind_are_not_compared(evidence):
    numbers = [("duration", 20, "min"), ("dose", 5, "IU")]
    assert judge(evidence, "It took 20 minutes.", [PMID], numbers=numbers)[0]["check"] == "matched"


def test_several_mismatches_are_several_rows(evidence):
    rows = judge(evidence, "The oxide lifts the mood of children.", [PMID], claims=[("mood", 6)])
    wrong = ["wrong_form", "wrong_outcome", "wrong_population"]
    assert [row["check"] for row in rows] == wrong


def test_a_claim_in_the_sentence_before_counts_where_the_citation_stands_alone(evidence):
    rows = judge(evidence, "See the trial.", [PMID], before=("The oxide lifts moods.", "mood"))
    assert [row["check"] for row in rows] == ["wrong_form", "wrong_outcome"]


def test_authors_that_do_not_belong_to_the_identifier_are_reported(evidence):
    cited = [("author_year", None, "Lindqvist (2001)"), DOI]
    row = judge(evidence, "Lindqvist (2001) found relief.", cited)[1]
    assert (row["check"], row["study"], row["expected"]) == (
        "wrong_identifier",
        "ode_2015",
        "Ødegård 2015",
    )
    assert "Lindqvist 2001 is 11999002" in row["note"]


@pytest.mark.parametrize("words", ["Odegard et al. (2015)", "Ødegård & Brightwater, 2016"])
def test_the_right_authors_agree_however_they_are_spelt(evidence, words):
    rows = judge(evidence, f"{words} found relief.", [("author_year", None, words), DOI])
    assert {row["check"] for row in rows} == {"matched"}


def test_the_right_author_with_another_year_is_another_paper(evidence):
    rows = judge(evidence, "As shown.", [("author_year", None, "Ødegård (2009)"), DOI])
    assert [row["check"] for row in rows] == ["wrong_identifier"]


def test_a_known_study_beside_an_identifier_of_no_study_means_a_wrong_identifier(evidence):
    cited = [("author_year", None, "Ødegård (2015)"), ("pmid", "20417799")]
    rows = judge(evidence, "As shown.", cited)
    assert checks(rows)[1] == ("wrong_identifier", "ode_2015", "20417733", "20417799")


def test_a_wrong_identifier_in_circulation_is_reported_with_the_right_one(evidence):
    rows = judge(evidence, "Florium eases headache.", [("pmid", "20417700")])
    assert checks(rows) == [("wrong_identifier", "ode_2015", "20417733", "20417700")]


def test_an_identifier_one_digit_off_is_only_suspected(evidence):
    row = judge(evidence, "Florium eases headache.", [("pmid", "20417734")])[0]
    assert (row["check"], row["study"]) == ("unknown", "")
    assert "one digit off that of Ødegård 2015, 20417733" in row["note"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("malformed_identifier", "malformed"), ("placeholder_identifier", "placeholder")],
)
def test_malformed_and_placeholder_identifiers_are_reported(evidence, kind, expected):
    rows = judge(evidence, "Florium eases headache.", [(kind, "10.5555/123456")])
    assert checks(rows) == [(expected, "", "", "10.5555/123456")]


def test_authors_and_year_alone_are_matched_and_checked(evidence):
    cited = [("author_year", None, "(Brandt 2018; Nobody 2018)")]
    rows = judge(evidence, "The oxide helps.", cited, claims=[("headache", 4)])
    assert checks(rows) == [("wrong_form", "brandt_2019", "chloride", "oxide")]
    assert rows[0]["identifier"] == ""


def test_a_trial_number_and_a_mark_that_points_to_an_entry_are_matched(evidence):
    rows = judge(evidence, "It helps.", [("nct", "NCT09182736"), ("numbered", DOI[1])])
    assert [row["study"] for row in rows] == ["brandt_2019", "ode_2015"]


def test_a_mark_that_points_to_several_entries_is_looked_up_one_by_one(evidence):
    several = "; ".join([DOI[1], "10.5555/other.1999.1", "NCT09182736", DOI[1]])
    rows = judge(evidence, "It helps.", [("mark", several)])
    assert [(row["check"], row["study"], row["found"]) for row in rows] == [
        ("unknown", "", "10.5555/other.1999.1"),
        ("matched", "brandt_2019", ""),
        ("matched", "ode_2015", ""),
    ]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("Odegard K. Florium acetate against tension headache in nurses. J Flor 2015.", "matched"),
        ("Florium acetate, tension headache, nurses: a report without names, no year", "matched"),
        (
            "Lindqvist A. Sunshine weather tremendously improves forgotten houseplants. 2001.",
            "wrong_identifier",
        ),
    ],
)
def test_an_entry_of_the_reference_list_must_be_that_of_its_identifier(evidence, entry, expected):
    cited = [("reference_entry", DOI[1], entry)]
    assert [r["check"] for r in judge(evidence, entry, cited, kind="reference")] == [expected]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("forms_tested", ["acetat"], "'acetat' is neither a claim nor under 'words'"),
        ("forms_tested", "acetate", "the value must be a list; write [a, b]."),
        ("numbers", {"doses": ["4 mg"]}, "'doses' is unknown; use dose, duration, sample_size."),
        ("numbers", {"dose": ["a lot"]}, "'a lot' cannot be read; write a number and a unit"),
    ],
)
def test_a_wrong_field_is_one_sentence(tmp_path, field, value, message):
    data = florium()
    data["studies"]["ode_2015"][field] = known(value)
    with pytest.raises(SettingsError) as error:
        read_tested(write(tmp_path, data))
    assert message in str(error.value)
    assert "study 'ode_2015'" in str(error.value)


def test_a_phrase_that_cannot_be_read_is_one_sentence(tmp_path):
    data = florium()
    data["words"]["forms"]["acetate"] = ["(acetate"]
    with pytest.raises(SettingsError, match="words, forms 'acetate': '\\(acetate' cannot be read"):
        Vocabulary(write(tmp_path, data).words)


def test_the_invented_evidence_fits_the_schema_of_topics():
    schema = read_yaml(PROJECT / "workflow/schemas/topic_evidence.schema.yaml")
    check(florium(), schema, "evidence.yaml")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Held K, Van Dyk AB, et al. (18 authors)", ["Held", "Van Dyk"]),
        ("Ann Lowe, Jo Brandt", ["Lowe", "Brandt"]),
        ("Lowe A. and Brandt J.", ["Lowe", "Brandt"]),
        ("", []),
    ],
)
def test_family_names_are_read_in_either_order(names, expected):
    assert split_authors(names) == expected


@pytest.mark.parametrize("topic", ["magnesium-sleep", "vitamin-c-colds"])
def test_the_bundled_topics_can_be_checked(topic):
    evidence = load_evidence(PROJECT / "config/topics" / topic)
    studies = read_tested(evidence)
    for hazard in evidence.citation_hazards:
        assert not set(hazard.get("identifiers", ())) & {
            i for study in studies.values() for i in study.identifiers
        }
        assert hazard.get("study", "") in {"", *studies}
    assert all(study.no_effect_on <= study.claims for study in studies.values())
