"""Claims about a practice, and the ways of leaflets, shops and forums to put benefit and harm."""

from functools import partial

import pytest

TOPIC = """
topic: sauna
agents:
  sauna: {subject: practice, main: true, phrases: ["sauna[s]", "sauna bathing"]}
  yoga: {subject: practice, phrases: [yoga]}
outcomes:
  backache: {valence: bad, phrases: [backache]}
  dizziness: {valence: bad, phrases: [dizziness|dizzy]}
  mood: {valence: good, phrases: [mood]}
  fitness: {phrases: [fitness]}
  clean: {property: true, phrases: [hygienic]}
claims:
  eases_backache: {text: Sauna eases backache, class: outcome, outcome: backache}
  lifts_mood: {text: Sauna lifts mood, class: outcome, outcome: mood}
  makes_dizzy: {text: Sauna makes people dizzy, class: safety, outcome: dizziness, harm: true}
  costs_fitness: {text: Sauna costs fitness, class: safety, outcome: fitness, harm: true}
  is_hygienic: {text: Sauna is hygienic, class: property, outcome: clean, stated: phrase}
"""


@pytest.fixture(scope="module")
def levels(written_topic, read_last):
    return partial(read_last, written_topic(TOPIC))


INTRODUCTION = ("body", "Sauna is a Finnish habit.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Sauna makes no difference to backache.",
        "Sauna probably makes little or no difference to backache.",
        "Sauna does nothing for backache.",
        "Sauna is useless against backache.",
        "There's no proof that sauna helps with backache.",
    ],
)
def test_no_difference_is_a_denial(levels, sentence):
    assert levels(("body", sentence)) == {"eases_backache": 1}


def test_a_difference_is_none(levels):
    assert levels(("body", "Sauna makes a real difference to mood.")) == {"lifts_mood": 6}


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("Sauna is hygienic.", 6),
        ("Sauna is not hygienic.", 1),
        ("There is no evidence that sauna is hygienic.", 1),
        ("Some reports suggest that sauna is hygienic.", 4),
        ("It is unclear whether sauna is hygienic.", 0),
    ],
)
def test_what_stands_over_a_phrase_counts(levels, sentence, level):
    assert levels(("body", sentence)) == {"is_hygienic": level}


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("The coach believes that sauna eases backache.", 4),
        ("The notion that sauna eases backache is old.", 4),
        ("Finnish doctors had linked sauna to a better mood.", 3),
    ],
)
def test_a_belief_and_a_link_are_no_plain_claim(levels, sentence, level):
    assert set(levels(("body", sentence)).values()) == {level}


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("Side effects of sauna include dizziness.", 6),
        ("Side effects may include dizziness.", 4),
        ("The most common unwanted effect is dizziness.", 6),
        ("Sauna made me dizzy.", 6),
        ("Sauna can bring on dizziness.", 5),
        ("Sauna does not make people dizzy.", 1),
        ("Sauna leaves people less dizzy.", None),
        ("Without side effects such as dizziness, sauna is popular.", None),
    ],
)
def test_side_effects_and_what_comes_upon_people_are_harm(levels, sentence, level):
    found = levels(INTRODUCTION, ("body", sentence))
    assert found == ({} if level is None else {"makes_dizzy": level})


@pytest.mark.parametrize(
    "sentence",
    ["Sauna lowers the mood.", "Sauna can blunt your mood.", "Sauna reduced gains in mood."],
)
def test_less_of_something_good_is_no_benefit(levels, sentence):
    assert levels(("body", sentence)) == {}


def test_a_gain_taken_away_is_a_harm(levels):
    assert levels(("body", "Sauna reduced gains in fitness.")) == {"costs_fitness": 6}
    assert levels(("body", "Sauna supports gains in fitness.")) == {}


def test_a_list_does_not_undo_its_own_members(levels):
    said = "Sauna can soothe backache, improve the mood, and bring on dizziness."
    assert levels(("body", said)) == {"eases_backache": 5, "lifts_mood": 5, "makes_dizzy": 5}


def test_a_trouble_that_is_eased_acts_by_itself(levels):
    told = levels(("body", "Sauna eases the backache that lowers the mood."))
    assert told == {"eases_backache": 6}
    assert levels(("body", "Sauna eases backache and lifts the mood.")) == {
        "eases_backache": 6,
        "lifts_mood": 6,
    }


def test_a_noun_outside_the_topic_takes_the_pronoun(levels):
    said = ("body", "Stretching eases backache.", "It also lifts the mood.")
    assert levels(INTRODUCTION, said) == {}
    said = ("body", "Stretching is free.", "Sauna eases backache.", "It also lifts the mood.")
    assert levels(INTRODUCTION, said) == {"lifts_mood": 6}


def test_an_agent_without_a_claim_is_something_else(levels):
    assert levels(INTRODUCTION, ("body", "Yoga is popular too.", "It eases backache.")) == {}
    assert levels(INTRODUCTION, ("heading", "Yoga"), ("body", "It eases backache.")) == {}
    said = "Like yoga, sauna eases backache."
    assert levels(("body", said)) == {"eases_backache": 6}


def test_a_clause_with_a_noun_of_its_own_speaks_of_that(levels):
    assert levels(("body", "Sauna is dear, but walking lifts the mood.")) == {}


def test_a_pronoun_next_to_the_verb_acts(levels):
    for sentence in ("For me it eased backache.", "My coach says it eases backache."):
        assert levels(INTRODUCTION, ("body", sentence)) == {"eases_backache": 6}
    said = "It eases backache, which lifts the mood."
    assert levels(INTRODUCTION, ("body", said)) == {"eases_backache": 6, "lifts_mood": 6}


@pytest.mark.parametrize("heading", ["Benefits", "Why regulars love it", "The main advantages"])
def test_points_under_a_heading_that_goes_on_are_about_the_same(levels, heading):
    points = ("heading", heading), ("list_item", "Ends backache."), ("list_item", "Lifts the mood.")
    assert levels(INTRODUCTION, *points) == {"lifts_mood": 6}
    assert levels(INTRODUCTION, *points[:2]) == {"eases_backache": 6}
    elsewhere = ("heading", "Walking"), ("body", "Walking is free.")
    assert levels(INTRODUCTION, *elsewhere, *points) == {}
