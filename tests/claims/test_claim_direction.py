"""Benefit and harm: a sentence that says the opposite of a claim does not make it."""

import pytest
from made_documents import make_document

from plumbline.claims import extract_claims

TOPIC = """
topic: fennel
agents:
  fennel: {subject: supplement, main: true, phrases: [fennel]}
outcomes:
  nausea: {valence: bad, phrases: [nausea]}
  appetite: {phrases: [appetite]}
  kidney: {phrases: ["kidney[s]"]}
  rash: {valence: bad, phrases: [rash|rashes]}
  iron: {valence: good, phrases: ["iron (stores)?"]}
claims:
  eases_nausea: {text: Fennel eases nausea, class: outcome, outcome: nausea}
  lifts_appetite: {text: Fennel lifts the appetite, class: outcome, outcome: appetite}
  harms_kidneys: {text: Fennel harms the kidneys, class: safety, outcome: kidney, harm: true}
  brings_rash: {text: Fennel brings on a rash, class: safety, outcome: rash, harm: true}
  costs_iron: {text: Fennel lowers iron, class: safety, outcome: iron, harm: true}
"""


@pytest.fixture(scope="module")
def fennel(written_topic):
    return written_topic(TOPIC)


def levels(grammar, topic, text):
    """Return claim_id -> level of a sentence, without what lies outside the topic."""
    rows = extract_claims(make_document(("body", text)), grammar, topic)
    return {row["claim_id"]: row["level"] for row in rows if row["claim_id"] != "other"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Fennel causes nausea.",
        "Fennel may trigger nausea.",
        "Fennel increases nausea in some people.",
        "Fennel led to more nausea.",
        "Fennel does not cause nausea.",
        "Fennel damages the appetite.",
    ],
)
def test_more_of_a_trouble_is_no_claim_of_a_benefit(grammar, fennel, sentence):
    assert levels(grammar, fennel, sentence) == {}


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("Fennel reduces nausea.", 6),
        ("Fennel improves nausea.", 6),
        ("Fennel led to less nausea.", 6),
        ("Fennel may result in reduced nausea.", 4),
        ("Fennel does not relieve nausea.", 1),
    ],
)
def test_less_of_a_trouble_is(grammar, fennel, sentence, level):
    assert levels(grammar, fennel, sentence) == {"eases_nausea": level}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Fennel can damage the kidneys.", {"harms_kidneys": 5}),
        ("Fennel may cause a rash.", {"brings_rash": 4}),
        ("Fennel has been linked to a rash.", {"brings_rash": 3}),
        ("Fennel does not cause a rash.", {"brings_rash": 1}),
        ("Fennel had no effect on the kidneys.", {"harms_kidneys": 1}),
        ("Fennel supports the kidneys.", {}),
        ("Fennel reduces the rash.", {}),
        ("People on fennel had fewer rashes.", {}),
    ],
)
def test_a_claim_of_harm_is_made_by_harm_alone(grammar, fennel, sentence, found):
    assert levels(grammar, fennel, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("Fennel may lower your iron stores.", 4),
        ("Too much fennel reduced iron.", 6),
        ("Fennel does not lower iron.", 1),
        ("Fennel raises iron.", None),
    ],
)
def test_less_of_something_good_is_harm(grammar, fennel, sentence, level):
    assert levels(grammar, fennel, sentence).get("costs_iron") == level


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("High doses of magnesium bring on diarrhoea.", None),
        ("Stomach upset was seen in three of those who took magnesium citrate.", None),
        ("Magnesium can have a laxative effect.", None),
        ("Glycinate is less likely than other forms, oxide above all, to upset the stomach.", 6),
        ("Magnesium glycinate never irritates the gut.", 6),
        ("Magnesium glycinate may come with fewer digestive problems.", 4),
        ("Magnesium glycinate seldom leads to runny stools.", 6),
        ("Magnesium glycinate is not gentle on the gut.", 1),
    ],
)
def test_trouble_of_the_gut_is_no_ease_and_little_of_it_is(grammar, topic, sentence, level):
    assert levels(grammar, topic, sentence).get("F02_gi_tolerance") == level
