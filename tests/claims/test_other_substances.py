"""A sentence about another supplement or medicine makes no claim about the page's own."""

import pytest
from made_documents import make_document

from plumbline.claims import extract_claims

BEFORE = "Magnesium is popular."


def claims_of(grammar, topic, *paragraphs):
    """Return the ids of the canonical claims of the last sentence."""
    document = make_document(*paragraphs)
    last = document.sentences[-1].sentence_id
    rows = extract_claims(document, grammar, topic)
    return {r["claim_id"] for r in rows if r["sentence_id"] == last} - {"other"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Taking zinc an hour before bed is common.",
        "Zinc supplements are generally safe for healthy adults.",
        "Ibuprofen is gentle on the stomach.",
        "Talk to your doctor before taking vitamin D if you have kidney disease.",
        "Too much iron can cause diarrhoea.",
    ],
)
def test_a_named_substance_is_what_its_sentence_speaks_of(grammar, topic, sentence):
    assert claims_of(grammar, topic, ("body", BEFORE, sentence)) == set()


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Taking it an hour before bed is common.", "D03_timing"),
        ("Take magnesium, not zinc, an hour before bed.", "D03_timing"),
        ("Unlike aspirin, it is gentle on the stomach.", "F02_gi_tolerance"),
        ("Along with zinc, it improves sleep quality.", "S01_sleep_quality"),
        ("Zinc and magnesium improve sleep quality.", "S01_sleep_quality"),
        ("Talk to your doctor if you take aspirin and have kidney disease.", "D05"),
        ("Taken with zinc, it is best an hour before bed.", "D03_timing"),
    ],
)
def test_a_substance_named_beside_the_topic_takes_nothing_away(grammar, topic, sentence, claim):
    found = claims_of(grammar, topic, ("body", BEFORE, sentence))
    assert any(name.startswith(claim) for name in found)


def test_a_pronoun_stands_for_the_substance_before_it(grammar, topic):
    paragraph = ("body", BEFORE, "Ginger is another option.", "It improves sleep quality.")
    assert claims_of(grammar, topic, paragraph) == set()


def test_a_new_paragraph_returns_to_the_topic(grammar, topic):
    first, second = ("body", BEFORE, "Ginger is another option."), ("body", "It eases stress.")
    assert claims_of(grammar, topic, first, second) == {"M06_stress"}


def test_a_heading_turns_its_section_to_another_substance(grammar, topic):
    page = [("body", BEFORE), ("heading", "What about ginger?"), ("body", "It eases stress.")]
    assert claims_of(grammar, topic, *page) == set()
    back = [("heading", "How it compares"), ("body", "Magnesium works.", "It eases stress.")]
    assert claims_of(grammar, topic, *page, *back) == {"M06_stress"}


def test_the_words_of_the_topic_win_over_the_list(grammar, topic):
    """Melatonin is on the list, and this topic has claims about it."""
    found = claims_of(grammar, topic, ("body", BEFORE, "It raises melatonin."))
    assert found == {"M08_melatonin"}
