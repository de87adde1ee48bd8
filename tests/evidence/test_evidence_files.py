"""The bundled evidence: complete, checked, in step with its bibliography, right where texts err."""

import re
from pathlib import Path

import pytest
import yaml

from plumbline.claims import load_topic
from plumbline.errors import SettingsError
from plumbline.evidence import (
    bibliography,
    licensed_level,
    load_evidence,
    load_licensed_levels,
    weigh,
)
from plumbline.evidence.load import Verdict
from plumbline.settings import check, read_yaml

PROJECT = Path(__file__).parents[2]
TOPICS = sorted(p for p in (PROJECT / "config/topics").iterdir() if p.is_dir())
SCHEMAS = PROJECT / "workflow/schemas"


@pytest.fixture(scope="module")
def magnesium():
    return load_evidence(PROJECT / "config/topics/magnesium-sleep")


@pytest.fixture(scope="module")
def table():
    return load_licensed_levels(PROJECT / "config/licensed_levels.yaml")


@pytest.mark.parametrize("folder", TOPICS, ids=lambda p: p.name)
def test_every_claim_has_evidence_and_the_other_way_round(folder):
    assert set(load_topic(folder).claims) == set(load_evidence(folder).verdicts)


@pytest.mark.parametrize("folder", TOPICS, ids=lambda p: p.name)
def test_the_bibliography_is_in_step_with_the_evidence(folder):
    written = (folder / "references.bib").read_text("utf-8")
    assert written == bibliography(load_evidence(folder))


@pytest.mark.parametrize("folder", TOPICS, ids=lambda p: p.name)
@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("claims.yaml", "topic_claims"),
        ("evidence.yaml", "topic_evidence"),
        ("reference_values.yaml", "reference_values"),
    ],
)
def test_topic_files_fit_their_schemas(folder, file, schema):
    check(read_yaml(folder / file), read_yaml(SCHEMAS / f"{schema}.schema.yaml"), file)


def test_the_grammar_fits_its_schema():
    grammar = {}
    for path in sorted((PROJECT / "config/claims").glob("*.yaml")):
        grammar |= read_yaml(path)
    check(grammar, read_yaml(SCHEMAS / "claim_grammar.schema.yaml"), "config/claims")


def test_a_wrong_key_is_named_with_what_to_do(tmp_path):
    data = read_yaml(PROJECT / "config/topics/vitamin-c-colds/evidence.yaml")
    data["claims"]["prevents_colds"]["certanty"] = "low"
    (tmp_path / "evidence.yaml").write_text(yaml.safe_dump(data), "utf-8")
    with pytest.raises(
        SettingsError, match=r"claim 'prevents_colds': the key 'certanty' is unknown"
    ):
        load_evidence(tmp_path)
    with pytest.raises(SettingsError, match="did you mean 'certainty'"):
        check(data, read_yaml(SCHEMAS / "topic_evidence.schema.yaml"), "evidence.yaml")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"direction": "unclear"}, "direction is 'unclear'; use one of supports"),
        ({"certainty": "medium"}, "certainty is 'medium'"),
        ({"studies": ["nobody_1900"]}, "the study 'nobody_1900' is not under 'studies'"),
        ({"indirect": ["dose"]}, "indirect is 'dose'"),
    ],
)
def test_wrong_values_are_refused_in_one_sentence(tmp_path, change, message):
    data = read_yaml(PROJECT / "config/topics/vitamin-c-colds/evidence.yaml")
    data["claims"]["prevents_colds"] |= change
    (tmp_path / "evidence.yaml").write_text(yaml.safe_dump(data), "utf-8")
    with pytest.raises(SettingsError, match=re.escape(message)) as error:
        load_evidence(tmp_path)
    assert "\n" not in str(error.value)


def test_every_field_says_how_it_was_verified(magnesium):
    fields = [f for study in magnesium.studies.values() for f in study.values()]
    assert {f.status for f in fields} == {"verified", "secondary", "unverified"}
    assert all(f.seen for f in fields if f.status != "unverified")


def test_what_was_not_seen_is_marked_in_the_bibliography(magnesium):
    text = bibliography(magnesium)
    entry = text[text.index("@article{schuster_2025") :].split("\n}\n")[0]
    assert "seen at second hand: title, authors, year, journal, doi, pmid" in entry
    entry = text[text.index("@article{mah_pitre_2021") :].split("\n}\n")[0]
    assert "note" not in entry
    assert "10.1186/s12906-021-03297-z" in entry


def test_facts_that_are_often_misreported_are_right_here(magnesium):
    studies = magnesium.studies
    assert "2 RCTs and 55 people" in studies["mah_pitre_2021"]["n"].value
    assert "151 in 3 RCTs" in studies["mah_pitre_2021"]["n"].value
    assert "no magnesium-specific sleep effect" in studies["nielsen_2010"]["result"].value
    assert "Glycinate was NOT tested" in studies["firoz_graber_2001"]["result"].value
    assert "Glycinate was NOT tested" in studies["uysal_2019"]["result"].value
    assert "NO overall difference" in studies["schuette_1994"]["result"].value


@pytest.mark.parametrize(
    ("direction", "certainty", "correct", "level"),
    [
        ("supports", "high", "yes", 6),
        ("supports", "moderate", "yes", 5),
        ("mixed", "low", "yes", 4),
        ("mixed", "very low", "yes", 3),
        ("supports", "none", "yes", 2),
        ("not tested in humans", "very low", "yes", 2),
        ("no effect", "high", "yes", 1),
        ("factual", "high", "yes", 6),
        ("factual", "high", "no", 1),
    ],
)
def test_certainty_and_direction_license_a_level(table, direction, certainty, correct, level):
    verdict = Verdict("x", direction, certainty, "", correct=correct)
    assert licensed_level(verdict, table) == level


def row(claim_id, level, tags="nutrient", sentence_id=1):
    return {
        "source_id": "a",
        "sentence_id": sentence_id,
        "claim_id": claim_id,
        "level": level,
        "tags": tags,
    }


def test_the_strongest_mention_of_a_source_counts_once(magnesium, table):
    rows = [row("S02_onset", 4), row("S02_onset", 6, sentence_id=2), row("S02_onset", 0)]
    (gap,) = weigh(rows, magnesium, table)
    assert (gap["asserted_level"], gap["licensed_level"], gap["gap"]) == (6, 4, 2)
    assert gap["mentions"] == 2


def test_wording_more_cautious_than_it_need_be_shows(magnesium, table):
    (gap,) = weigh([row("M13_physiological_roles", 4)], magnesium, table)
    assert gap["gap"] == -2
    assert gap["verdict"] == "supported"


def test_verdicts_name_what_the_evidence_is_not_about(magnesium, table):
    found = {
        claim: weigh([row(claim, 6, tags)], magnesium, table)[0]
        for claim, tags in [
            ("S02_onset", "form"),
            ("S08_rls", "form"),
            ("M12_cramps", "nutrient"),
            ("F06_form_superiority", "form"),
            ("M14_300_reactions", "nutrient"),
            ("B03_rem_is_deep", "background"),
        ]
    }
    judged = {claim: (gap["verdict"], gap["reason"]) for claim, gap in found.items()}
    assert judged == {
        "S02_onset": ("indirect", "form population"),
        "S08_rls": ("indirect", "form"),
        "M12_cramps": ("contradicted", ""),
        "F06_form_superiority": ("no_evidence", ""),
        "M14_300_reactions": ("supported", ""),
        "B03_rem_is_deep": ("contradicted", ""),
    }


def test_the_tested_form_matters_only_where_a_page_speaks_of_a_form(magnesium, table):
    (gap,) = weigh([row("S08_rls", 6, "nutrient")], magnesium, table)
    assert (gap["verdict"], gap["reason"]) == ("contradicted", "")
    (gap,) = weigh([row("S08_rls", 3, "nutrient")], magnesium, table)
    assert gap["verdict"] == "supported"


def test_denying_an_effect_agrees_with_evidence_of_none(magnesium, table):
    (gap,) = weigh([row("M12_cramps", 1)], magnesium, table)
    assert (gap["verdict"], gap["gap"]) == ("supported", 0)


def test_claims_without_evidence_keep_an_empty_level_and_a_note(magnesium, table):
    (gap,) = weigh([row("new_claim", 5)], magnesium, table)
    assert gap["licensed_level"] is None
    assert gap["gap"] is None
    assert gap["note"]


def test_the_table_of_licensed_levels_is_checked(tmp_path):
    table = read_yaml(PROJECT / "config/licensed_levels.yaml")
    table["certainty"]["low"] = 9
    path = tmp_path / "licensed_levels.yaml"
    path.write_text(yaml.safe_dump(table), "utf-8")
    with pytest.raises(SettingsError, match="certainty 'low' is 9; write a level from 0 to 6"):
        load_licensed_levels(path)
