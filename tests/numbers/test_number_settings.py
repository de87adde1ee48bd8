from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from plumbline.errors import SettingsError
from plumbline.numbers import load_references, load_units
from plumbline.numbers.references import FILE_KEYS, KINDS, RESULTS, SCOPES, STATUSES, VALUE_KEYS

PROJECT = Path(__file__).parents[2]
UNITS_FILE = PROJECT / "config/units.yaml"
UNITS = load_units(UNITS_FILE)
TOPICS = sorted(PROJECT.glob("config/topics/*/reference_values.yaml"))
TOPICS.append(Path(__file__).parent / "topic/reference_values.yaml")
SCHEMA = yaml.safe_load(
    (PROJECT / "workflow/schemas/reference_values.schema.yaml").read_text(encoding="utf-8")
)


def changed(path, tmp_path, change):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    target = tmp_path / path.name
    target.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return target


@pytest.mark.parametrize("path", TOPICS, ids=lambda p: p.parent.name)
def test_every_topic_fits_the_schema_and_loads(path):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert list(Draft202012Validator(SCHEMA).iter_errors(data)) == []
    assert load_references(path.parent, UNITS).values


def test_the_schema_and_the_loader_know_the_same_keys():
    value = SCHEMA["properties"]["values"]["additionalProperties"]["properties"]
    trial = SCHEMA["properties"]["trials"]["additionalProperties"]["properties"]
    assert set(SCHEMA["properties"]) == set(FILE_KEYS)
    assert set(value) == set(VALUE_KEYS)
    assert set(value["kind"]["enum"]) == set(KINDS)
    assert set(value["scope"]["enum"]) == set(SCOPES)
    assert set(value["status"]["enum"]) == set(STATUSES)
    assert set(trial["result"]["enum"]) == set(RESULTS)


def test_the_studies_and_claims_of_the_bundled_values_exist():
    folder = TOPICS[0].parent
    data = yaml.safe_load(TOPICS[0].read_text(encoding="utf-8"))
    evidence = yaml.safe_load((folder / "evidence.yaml").read_text(encoding="utf-8"))
    claims = yaml.safe_load((folder / "claims.yaml").read_text(encoding="utf-8"))["claims"]
    studies = {v["study"] for v in data["values"].values() if "study" in v} | set(data["trials"])
    assert studies <= set(evidence["studies"])
    assert {v["claim"] for v in data["values"].values() if "claim" in v} <= set(claims)


def test_a_folder_without_reference_values_compares_nothing(tmp_path):
    assert load_references(tmp_path, UNITS) is None
    assert load_references(None, UNITS) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.update(colour="red"), ["'colour'", "unknown"]),
        (lambda d: d.pop("values"), ["'values'", "missing"]),
        (lambda d: d["values"]["ul_us"].update(kind="limit"), ["'ul_us'", "kind", "upper_level"]),
        (lambda d: d["values"]["ul_us"].update(unit="stone"), ["'ul_us'", "'stone'"]),
        (lambda d: d["values"]["ul_us"].update(high="lots"), ["'ul_us'", "'lots'"]),
        (lambda d: d["values"]["ul_us"].pop("high"), ["'ul_us'", "low and high"]),
        (lambda d: d["values"]["rda_men"].update(low=99), ["'rda_men'", "99"]),
        (lambda d: d["values"]["rda_men"].update(per="wk"), ["'rda_men'", "per day"]),
        (lambda d: d["values"]["rda_men"].update(colour="red"), ["'rda_men'", "'colour'"]),
        (lambda d: d["trials"]["beta_2012"].update(result="good"), ["'beta_2012'", "benefit"]),
        (lambda d: d["substance"]["forms"]["oxide"].update(share=60), ["'oxide'", "60"]),
        (lambda d: d["substance"]["conversions"].update(stone=2), ["'stone: 2'", "mmol"]),
        (lambda d: d["substance"]["phrases"].append("("), ["'('", "pattern"]),
        (lambda d: d.update(values=[1]), ["'values'"]),
    ],
)
def test_a_wrong_reference_file_ends_in_one_sentence(tmp_path, change, words):
    changed(TOPICS[-1], tmp_path, change)
    with pytest.raises(SettingsError) as caught:
        load_references(tmp_path, UNITS)
    message = str(caught.value)
    assert message.startswith("reference_values.yaml")
    assert "\n" not in message
    assert all(word in message for word in words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.update(colour=[]), ["'colour'", "unknown"]),
        (lambda d: d.pop("labels"), ["'labels'", "missing"]),
        (lambda d: d.update(labels={}), ["'labels'", "list"]),
        (lambda d: d["units"]["mg"].update(colour="red"), ["'mg'", "'colour'"]),
        (lambda d: d["units"]["g"].update({"is": [1, "min"]}), ["'g'", "'min'"]),
        (lambda d: d["units"]["g"].update({"is": 1000}), ["'g'", "'is'"]),
        (lambda d: d["units"]["g"]["words"].append("mg"), ["'g'", "'mg'"]),
        (lambda d: d["units"]["g"].update(words=[]), ["'g'", "words"]),
        (lambda d: d["number_words"].update(many="lots"), ["'many'", "number"]),
        (lambda d: d["rates"].update({"often": ["daily"]}), ["'often'", "whole number"]),
        (lambda d: d["contexts"].update(mood=["glad"]), ["'mood'", "unknown"]),
        (lambda d: d["contexts"]["need"].append("need|"), ["'need|'", "pattern"]),
    ],
)
def test_a_wrong_units_file_ends_in_one_sentence(tmp_path, change, words):
    path = changed(UNITS_FILE, tmp_path, change)
    with pytest.raises(SettingsError) as caught:
        load_units(path)
    message = str(caught.value)
    assert message.startswith("units.yaml")
    assert "\n" not in message
    assert all(word in message for word in words)


def test_a_unit_that_is_added_is_read(tmp_path):
    from plumbline.numbers import find_numbers
    from plumbline.text.clean import clean_text

    def add_stone(data):
        data["units"]["stone"] = {"quantity": "weight", "is": [6.35, "kg"], "words": ["stone"]}

    units = load_units(changed(UNITS_FILE, tmp_path, add_stone))
    (row,) = find_numbers(clean_text("x", "It weighs 12 stone today."), units, None)
    assert (row["value_low"], row["unit"], row["quantity"]) == (12, "stone", "weight")


def test_reference_values_in_another_unit_of_the_same_kind_are_converted(tmp_path):
    from plumbline.numbers import find_numbers
    from plumbline.text.clean import clean_text

    def to_grams(data):
        data["values"]["ul_us"].update(unit="mcg", high=35_000)

    changed(TOPICS[-1], tmp_path, to_grams)
    references = load_references(tmp_path, UNITS)
    document = clean_text("x", "Take 0.06 g of florium a day as a supplement.")
    (row,) = (r for r in find_numbers(document, UNITS, references) if r["reference"] == "ul_us")
    assert (row["verdict"], round(row["reference_high"], 9)) == ("above", 0.035)
