"""The traps: for each word, sentences in which it counts and sentences in which it does not."""

from pathlib import Path

import pytest

from plumbline.rhetoric.markers import find_markers, load_lexicons
from plumbline.text.document import Block, Document, Sentence

LEXICONS = load_lexicons(Path(__file__).parents[2] / "config/lexicons", {})

# trap -> (marker, category, sentences in which it counts, sentences in which it does not)
TRAPS = {
    "May": (
        "may",
        "hedge",
        [
            "Zinc may shorten a cold.",
            "Diet alone may not suffice for shift workers.",
            "May reduce cramps, according to one small trial.",
            "One may wake less often.",
        ],
        [
            "The trial began in May and ended in autumn.",
            "The label was revised on 3 May 2021.",
            "May 5 was the last day of the trial.",
            "Recruitment ran from early May to June.",
        ],
    ),
    "can": (
        "can",
        "capability",
        [
            "Zinc can shorten a cold.",
            "Cold rooms can help with sleep.",
            "A warm bath can be relaxing.",
        ],
        [
            "Pour the syrup from the can into a glass.",
            "As you can see, the dose differs.",
            "It comes in three sizes, so you can choose the one you like.",
            "Use a can opener.",
            "Water from a paint can is no drink, and a soup can in the cupboard is no dinner.",
        ],
    ),
    "could": (
        "could",
        "hedge",
        [
            "Zinc could shorten a cold.",
            "A lack of iron could explain the fatigue.",
            "This could lead to fewer awakenings.",
        ],
        [
            "After the coffee he could not sleep.",
            "Could you tell us your age?",
            "At last she could breathe freely.",
            "No difference could be observed.",
        ],
    ),
    "should": (
        "should",
        "hedge",
        [
            "A lower dose should result in fewer complaints.",
            "The effect should be noticeable after a week.",
            "Less light should lead to an earlier bedtime.",
        ],
        [
            "You should take it with food.",
            "Adults should avoid caffeine after noon.",
            "Children should not use this product.",
        ],
    ),
    "likely": (
        "likely",
        "hedge",
        [
            "The effect is likely small.",
            "It is likely to help only the deficient.",
            "A placebo response is the likely reason.",
        ],
        [
            "Smokers are more likely to wake at night.",
            "This form is less likely to upset the stomach.",
            "Shift workers are the group most likely to report fatigue.",
        ],
    ),
    "about": (
        "about",
        "hedge",
        [
            "Take it about 30 minutes before bed.",
            "It lasts about an hour.",
            "The study had about two hundred participants.",
        ],
        [
            "This page is about sleep.",
            "Ask about your other medicines.",
            "Here is a book about 3 common myths.",
        ],
    ),
    "around": (
        "around",
        "hedge",
        [
            "Most people need around 7 hours.",
            "It costs around $20.",
            "Melatonin rises around noon in night workers.",
        ],
        [
            "The nurse is on duty around the clock.",
            "There is a myth around magnesium.",
            "Light seeps in around the curtains.",
        ],
    ),
    "appear": (
        "appear[s]",
        "hedge",
        [
            "The drug appears to be safe.",
            "It appears that older adults gain most.",
            "Zinc appears effective in a few trials.",
        ],
        [
            "The symptoms appear after midnight.",
            "These numbers appear in the second table.",
            "Red spots appear on the skin.",
        ],
    ),
    "seem": (
        "seem[s]",
        "hedge",
        [
            "The benefit seems to fade.",
            "It seems that the dose matters.",
            "The results seem plausible enough.",
        ],
        [
            "It may seem hard at first.",
            "This might seem odd.",
            "That can seem endless at night.",
        ],
    ),
    "suggest": (
        "suggest[s|ed|ing]",
        "hedge",
        [
            "Two trials suggest that zinc shortens colds.",
            "The data suggested a small benefit.",
            "One review suggests a modest effect.",
        ],
        [
            "The suggested dose is one tablet.",
            "Suggested use: one capsule with water.",
            "Doctors suggest avoiding screens before bed.",
        ],
    ),
    "support": (
        "support[s|ed|ing]",
        "structure_function",
        [
            "Zinc supports the immune system.",
            "These minerals support healthy muscles.",
            "It works by supporting nerve signals.",
        ],
        [
            "The tablets are sold as sleep support.",
            "She joined a support group.",
            "Evidence supports this use.",
            "It came without the support of her family.",
        ],
    ),
    "quite": (
        "quite",
        "scope",
        [
            "The effect was quite small.",
            "It is quite common in winter.",
            "The tablets are quite large.",
        ],
        [
            "It is not quite ready.",
            "We heard quite a few complaints.",
            "Is it safe? Quite.",
        ],
    ),
    "rather": (
        "rather",
        "scope",
        [
            "The effect was rather small.",
            "It is a rather costly form.",
            "The trial was rather short.",
        ],
        [
            "Take it at night rather than in the morning.",
            "She would rather sleep.",
            "It is a food, or rather, a condiment.",
        ],
    ),
    "potential": (
        "potential",
        "hedge",
        [
            "Nausea is a potential problem.",
            "One potential benefit is fewer cramps.",
            "It lists three potential causes.",
        ],
        [
            "The action potential travels along the nerve.",
            "A change of the membrane potential follows.",
            "Unlock your full potential.",
        ],
    ),
    "potential to": (
        "potential",
        "hedge",
        [
            "Its potential to improve mood is unclear.",
            "Zinc shows potential to shorten colds.",
            "There is potential to reduce the dose.",
        ],
        [
            "The action potential to the muscle is delayed.",
            "The membrane potential to the left is lower.",
            "The resting potential to be measured is small.",
        ],
    ),
    "some": (
        "some",
        "scope",
        [
            "Some people feel drowsy.",
            "Some experts disagree.",
            "It helped in trials, though some of the studies were short.",
        ],
        [
            "Take it with some water.",
            "Get some rest.",
            "You need some magnesium every day.",
        ],
    ),
    "many": (
        "many",
        "scope",
        [
            "Many people wake at night.",
            "Many studies were short.",
            "Many health professionals doubt it.",
        ],
        [
            "It has many uses.",
            "Leafy greens hold many minerals.",
            "How many tablets are left?",
        ],
    ),
    "most": (
        "most",
        "scope",
        [
            "Most people get enough.",
            "Most of the patients slept longer.",
            "Most experts agree.",
        ],
        [
            "It is the most soluble form.",
            "Most of the night was quiet.",
            "Use it where the light is most dim.",
        ],
    ),
    "possible": (
        "possible",
        "hedge",
        [
            "Nausea is one possible effect.",
            "It is possible that the dose was too low.",
            "A possible reason is diet.",
        ],
        [
            "Call as soon as possible.",
            "We aim for the best possible sleep.",
            "Use as little light as possible.",
            "If possible, avoid caffeine.",
        ],
    ),
    "significant": (
        "significant[ly]",
        "amplifier",
        [
            "It makes a significant contribution to comfort.",
            "Zinc significantly shortens colds.",
            "Stress has a significant impact on rest.",
        ],
        [
            "The difference was statistically significant.",
            "Sleep was significantly longer (p < 0.05).",
            "The change was significant at the 5 percent level.",
        ],
    ),
    "essential": (
        "essential",
        "importance",
        [
            "Rest is essential for recovery.",
            "A dark room is essential.",
            "It plays an essential part in growth.",
        ],
        [
            "Zinc is an essential mineral.",
            "Iron and iodine are essential nutrients.",
            "Add two drops of an essential oil.",
            "It contains every essential amino acid.",
        ],
    ),
    "key": (
        "key",
        "importance",
        [
            "Zinc plays a key role in immunity.",
            "Routine is a key factor.",
            "Timing is key.",
        ],
        [
            "The key ingredient is zinc.",
            "They spent a low-key evening at home.",
            "He left the house key on the table.",
        ],
    ),
    "critical": (
        "critical",
        "importance",
        [
            "Rest is critical for athletes.",
            "A critical part of recovery is sleep.",
            "Timing is critical.",
        ],
        [
            "She works in critical care.",
            "The course teaches critical appraisal.",
            "He remained in critical condition.",
        ],
    ),
    "natural": (
        "natural (solution|remedy|way)",
        "hype",
        [
            "It is a natural solution.",
            "Honey is a natural remedy.",
            "Here is a natural way to rest.",
        ],
        [
            "It fits the body's natural sleep processes.",
            "Natural light helps in the morning.",
            "Spinach is a natural source of iron.",
        ],
    ),
    "deeper": (
        "deeper",
        "hype",
        [
            "Enjoy deeper sleep tonight.",
            "It brings deeper rest.",
            "You will drift into deeper slumber.",
        ],
        [
            "Sleep was deeper in the first group than in the second.",
            "Deep sleep is one of the stages.",
            "Let us take a deeper look at the data.",
        ],
    ),
    "restless": (
        "more restful",
        "hype",
        [
            "Wake after a more restful night.",
            "It gives you more restful sleep.",
            "Everyone wants a more restful evening.",
        ],
        [
            "Restless legs syndrome is a condition of the nerves.",
            "A restless night has many causes.",
            "Nights were more restful at home than in hospital.",
        ],
    ),
    "will": (
        "will",
        "booster",
        [
            "This tea will improve your sleep.",
            "You will wake up rested.",
            "Our blend will end your fatigue.",
        ],
        [
            "We will discuss the dose below.",
            "It takes free will and patience.",
            "Dr Will Smith wrote the foreword.",
            "This article will explain the trial.",
        ],
    ),
    "proven": (
        "proven",
        "booster",
        [
            "It is a proven aid.",
            "The method is proven.",
            "They sell proven products.",
        ],
        [
            "The effect is not proven.",
            "No benefit has been proven.",
            "Its value has never been proven.",
        ],
    ),
    "help": (
        "help[s|ed|ing]",
        "structure_function",
        [
            "Zinc helps the skin.",
            "Tea may help you relax.",
            "It helps to maintain muscles.",
        ],
        [
            "For help call the number on the back.",
            "Seek help if it lasts.",
            "With the help of a nurse she recovered.",
        ],
    ),
    "like, well, show, find, feel": (
        "like|well|show|find|feel",
        "",
        [],
        [
            "You feel well and like the taste.",
            "Trials show it.",
            "You may find it dear.",
        ],
    ),
}


def document(text: str) -> Document:
    """Return a document of one body sentence."""
    span = (0, len(text))
    return Document("s", text, (Block("body", *span),), (Sentence(1, 1, "body", *span),))


def found(text: str) -> list[tuple[str, str]]:
    """Return (text in lower case, category) of every marker."""
    return [
        (row["text"].lower(), row["category"]) for row in find_markers(document(text), LEXICONS)
    ]


def forms(marker: str) -> set[str]:
    """Spell out a pattern of plain alternatives through the pattern language itself."""
    from plumbline.text.patterns import parse_pattern

    spelt = set()
    for sequence in parse_pattern(marker):
        done = [""]
        for element in sequence:
            done = [f"{left} {word}".strip() for left in done for word in element.words]
        spelt.update(done)
    return spelt


COUNTS = [(trap, s) for trap, (_, _, yes, _) in TRAPS.items() for s in yes]
DOES_NOT = [(trap, s) for trap, (_, _, _, no) in TRAPS.items() for s in no]


@pytest.mark.parametrize(("trap", "sentence"), COUNTS)
def test_counts(trap, sentence):
    marker, category, _, _ = TRAPS[trap]
    assert any(text in forms(marker) and cat == category for text, cat in found(sentence))


@pytest.mark.parametrize(("trap", "sentence"), DOES_NOT)
def test_does_not_count(trap, sentence):
    marker, category, _, _ = TRAPS[trap]
    hits = [cat for text, cat in found(sentence) if text in forms(marker)]
    assert category not in hits if category else not hits


def test_each_trap_has_three_pairs():
    for trap, (_, category, yes, no) in TRAPS.items():
        assert len(no) >= 3, trap
        assert not category or len(yes) >= 3, trap


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The effect is not proven.", "proven"),
        ("It is not effective against colds.", "effective"),
        ("No benefit has been proven.", "proven"),
        ("It does not fully explain fatigue.", "fully"),
        ("It was never confirmed in humans.", "confirmed"),
        ("It is no longer effective.", "effective"),
        ("No one has proven it.", "proven"),
        ("It has not yet been definitively settled.", "definitively"),
        ("It has not so far been clearly shown.", "clearly"),
    ],
)
def test_negated_boosters_become_hedges(sentence, word):
    rows = [r for r in find_markers(document(sentence), LEXICONS) if r["text"] == word]
    assert [(r["category"], r["subcategory"]) for r in rows] == [("hedge", "negated_booster")]
    assert rows[0]["rule"].startswith("booster.")


@pytest.mark.parametrize(
    "sentence",
    [
        "It is effective against colds.",  # a plain claim, no booster
        "It is not cheap, but proven.",  # the clause of "not" ends at the comma
        "It not only tastes good, it is proven.",
    ],
)
def test_negation_ends_with_its_clause(sentence):
    assert ("proven", "hedge") not in found(sentence)
    assert ("effective", "hedge") not in found(sentence)
