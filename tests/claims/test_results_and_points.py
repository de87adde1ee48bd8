"""What studies saw, what people went through, and the points of a list, as pages put them."""

from functools import partial

import pytest
from made_documents import make_document

from plumbline.claims import extract_claims

TOPIC = """
topic: guarana
agents:
  guarana: {subject: supplement, main: true, phrases: ["guarana (capsule[s]|powder)?"]}
outcomes:
  fatigue: {valence: bad, phrases: [fatigue|tiredness]}
  attention: {valence: good, phrases: [attention]}
  stamina: {valence: good, phrases: [stamina]}
  glucose: {valence: bad, phrases: ["blood sugar"]}
  migraine: {valence: bad, phrases: ["migraine[s]"]}
  heart: {valence: bad, phrases: ["heart (problems|flutter)", "palpitation[s]"]}
claims:
  eases_fatigue: {text: Guarana eases fatigue, class: outcome, outcome: fatigue}
  sharpens_attention: {text: Guarana sharpens attention, class: outcome, outcome: attention}
  builds_stamina: {text: Guarana builds stamina, class: outcome, outcome: stamina}
  lowers_glucose: {text: Guarana lowers blood sugar, class: outcome, outcome: glucose}
  eases_migraine: {text: Guarana eases migraine, class: outcome, outcome: migraine}
  upsets_heart: {text: Guarana upsets the heart, class: safety, outcome: heart, harm: true}
"""
INTRODUCTION = "Guarana is the seed of a climbing plant."


@pytest.fixture(scope="module")
def guarana(written_topic):
    return written_topic(TOPIC)


@pytest.fixture(scope="module")
def levels(guarana, read_last):
    return partial(read_last, guarana)


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("Reductions in tiredness were recorded after four weeks.", {"eases_fatigue": 6}),
        ("A rise in stamina was seen in two trials.", {"builds_stamina": 6}),
        ("Blood sugar fell by 8% in the treated group of the study.", {"lowers_glucose": 6}),
        ("After six weeks attention was 12% higher than on placebo.", {"sharpens_attention": 6}),
        ("The volunteers also had less fatigue.", {"eases_fatigue": 6}),
        ("A trial of 60 nurses found a gain in attention.", {"sharpens_attention": 6}),
        ("It was better than placebo at easing fatigue.", {"eases_fatigue": 6}),
        ("Guarana was no better than a dummy pill for fatigue.", {"eases_fatigue": 1}),
        ("Guarana was more helpful than placebo in migraine.", {"eases_migraine": 6}),
        ("Guarana was less effective than placebo for migraine.", {"eases_migraine": 1}),
        ("Some studies reported less tiredness.", {"eases_fatigue": 2}),
        ("A dose of 75 mg twice a day sharpened attention.", {"sharpens_attention": 6}),
        ("Regular use could build stamina.", {"builds_stamina": 4}),
        ("Two teaspoons a day can sharpen attention.", {"sharpens_attention": 5}),
        (
            "In those with migraine, gains in stamina and attention were seen in one study.",
            {"builds_stamina": 6},
        ),
        ("300 mg a day for a month eased fatigue.", {"eases_fatigue": 6}),
    ],
)
def test_results_are_about_what_the_text_is_about(levels, sentence, claims):
    assert levels(("body", INTRODUCTION, sentence)) == claims


@pytest.mark.parametrize(
    "sentence",
    [
        "Running led to reductions in fatigue in the trial.",
        "Trials of meditation found reductions in fatigue.",
        "Studies link fatigue to low attention.",
        "A dose of caffeine eased fatigue.",
        "Fatigue was measured with a questionnaire.",
        "Patients in the trial had severe fatigue.",
        "The drinks that ease fatigue are listed below.",
    ],
)
def test_results_of_something_else_are_not(levels, sentence):
    assert levels(("body", INTRODUCTION, sentence)) == {}


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "Guarana sharpened attention, built stamina and reduced fatigue.",
            {"sharpens_attention": 6, "builds_stamina": 6, "eases_fatigue": 6},
        ),
        (
            "Guarana may have lowered blood sugar and improved attention.",
            {"lowers_glucose": 4, "sharpens_attention": 4},
        ),
        ("Guarana lowered blood sugar and related markers.", {"lowers_glucose": 6}),
    ],
)
def test_verbs_in_a_row_share_subject_and_modal(levels, sentence, claims):
    assert levels(("body", sentence)) == claims


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("Guarana eases fatigue in women with migraine.", {"eases_fatigue": 6}),
        ("Guarana eased fatigue among adults with migraine or palpitations.", {"eases_fatigue": 6}),
        ("Guarana helps people with migraine.", {"eases_migraine": 6}),
        ("Guarana eases fatigue and migraine in women.", {"eases_fatigue": 6, "eases_migraine": 6}),
    ],
)
def test_what_people_have_is_not_acted_on_with_the_rest(levels, sentence, claims):
    assert levels(("body", sentence)) == claims


@pytest.mark.parametrize(
    "item",
    ["Less fatigue", "Better attention", "Noticeably sharper attention", "Improved attention",
     "Relief from tiredness", "Reduced fatigue"],
)  # fmt: skip
def test_a_point_without_a_verb_is_a_claim(levels, item):
    found = levels(("heading", "Benefits of guarana"), ("list_item", item))
    assert list(found.values()) == [6]


def test_a_point_under_another_name_is_none(levels):
    before = ("body", INTRODUCTION), ("heading", "Benefits of zinc")
    assert levels(*before, ("list_item", "Less fatigue")) == {}


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("There have been several reports of palpitations in people who take guarana.", 2),
        ("Palpitations have occurred in people taking guarana.", 2),
        ("Seven people on guarana complained of palpitations.", 2),
        ("Heart problems have been linked to guarana.", 3),
        ("Some people experience palpitations while taking it.", 6),
        ("The commonest complaints are palpitations and a dry mouth.", 6),
    ],
)
def test_harm_that_people_went_through(levels, sentence, level):
    assert levels(("body", INTRODUCTION, sentence)) == {"upsets_heart": level}


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("It is thought that guarana eases fatigue.", 4),
        ("Sellers claim that guarana eases fatigue.", 4),
        ("Many insist guarana eases fatigue.", 4),
        ("It is said to wake you up, ease fatigue and lift the mood.", 4),
        ("One review associated guarana with less fatigue.", 2),
        ("Limited evidence suggests that guarana eases fatigue.", 4),
        ("There is limited evidence that guarana eases fatigue.", 1),
        ("The suspicion is that guarana eases fatigue.", 4),
        ("The effect of guarana on fatigue was not examined.", 0),
        ("Guarana eased fatigue; its effect on stamina has not been studied.", 6),
        ("Guarana is marketed for fatigue.", 3),
    ],
)
def test_what_stands_over_a_claim(levels, sentence, level):
    assert levels(("body", INTRODUCTION, sentence))["eases_fatigue"] == level


def test_healthy_levels_are_no_trouble(levels):
    assert levels(("body", "Guarana promotes healthy blood sugar.")) == {"lowers_glucose": 6}
    assert levels(("body", "Guarana promotes high blood sugar.")) == {}


@pytest.mark.parametrize(
    "sentence",
    ["Guarana capsules are made from stamina seeds.",
     "Guarana can interact with medicines for migraine."],
)  # fmt: skip
def test_what_only_looks_like_a_relation(levels, sentence):
    assert levels(("body", sentence)) == {}


def test_a_renamed_subject_acts(levels):
    found = levels(("body", "Guarana is a tonic: a seed that eases fatigue."))
    assert found == {"eases_fatigue": 6}


def test_for_many_people_limits_the_whole_sentence(grammar, guarana):
    text = "For many people, taking guarana and resting can ease fatigue."
    rows = extract_claims(make_document(("body", text)), grammar, guarana)
    assert [r for r in rows if r["claim_id"] == "eases_fatigue" and "qualified" in r["tags"]]


def test_terms_that_fall_or_rise_as_idioms_make_no_relation(levels):
    assert levels(("body", "Guarana is taken by those who fall ill with fatigue.")) == {}
