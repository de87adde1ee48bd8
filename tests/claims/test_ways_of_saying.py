"""The many ways in which pages put a claim, deny it, ask about it or leave who acts unsaid."""

from functools import partial

import pytest

TOPIC = """
topic: nettle
agents:
  nettle: {subject: supplement, main: true, phrases: ["nettle (tea|leaf|capsule[s])?"]}
outcomes:
  hay_fever: {valence: bad, phrases: ["hay fever", "sneezing"]}
  joint_pain: {valence: bad, phrases: ["joint pain"]}
  swelling: {valence: bad, phrases: [swelling, inflammatory]}
  energy: {valence: good, phrases: [energy]}
  sleep: {valence: good, phrases: [sleep, slept]}
  rash: {valence: bad, phrases: ["rash[es]", "stomach upset", laxative, "side effects"]}
  enamel: {valence: good, phrases: ["tooth enamel"]}
claims:
  hay_fever: {text: Nettle eases hay fever, class: outcome, outcome: hay_fever}
  joint_pain: {text: Nettle eases joint pain, class: outcome, outcome: joint_pain}
  swelling: {text: Nettle eases swelling, class: outcome, outcome: swelling}
  energy: {text: Nettle gives energy, class: outcome, outcome: energy}
  sleep: {text: Nettle improves sleep, class: outcome, outcome: sleep}
  rash: {text: Nettle brings on rashes, class: safety, outcome: rash, harm: true}
  enamel: {text: Nettle harms tooth enamel, class: safety, outcome: enamel, harm: true}
"""
INTRODUCTION = "Nettle is a weed that grows by the wayside."
CALMS = "Nettle calms swelling."


@pytest.fixture(scope="module")
def nettle(written_topic):
    return written_topic(TOPIC)


@pytest.fixture(scope="module")
def levels(nettle, read_last):
    return partial(read_last, nettle)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [("Does nettle tea help with hay fever?", "Yes, in most seasons.", {"hay_fever": 6}),
     ("Can nettle ease joint pain?", "Perhaps.", {"joint_pain": 4}),
     ("Can nettle ease joint pain?", "It could well.", {"joint_pain": 4}),
     ("Does nettle improve sleep?", "Not really.", {"sleep": 1}),
     ("Does nettle improve sleep?", "No, and it was never meant to.", {"sleep": 1}),
     ("Will nettle give me energy?", "Nobody knows.", {"energy": 0}),
     ("Does nettle cause rashes?", "No.", {"rash": 1}),
     ("Is nettle good for sleep?", "No study has looked at that.", {}),
     ("How does nettle ease joint pain?", "Yes, it is a riddle.", {}),
     ("Is nettle better than garlic for hay fever?", "No.", {})],
)  # fmt: skip
def test_short_answers(levels, question, answer, expected):
    assert levels(("heading", question), ("body", answer)) == expected
    if "study" not in answer:
        assert levels(("body", question, answer)) == expected


def test_an_answer_stands_right_behind_its_question(levels):
    asked = "Does nettle ease joint pain?"
    assert levels(("heading", asked), ("body", "Some weeds sting.", "Yes, they do.")) == {}


def test_an_answer_may_go_on_to_say_more(levels):
    said = levels(
        ("heading", "Does nettle ease joint pain?"), ("body", "Yes, it lifts energy too.")
    )
    assert said == {"joint_pain": 6, "energy": 6}


def test_help_for_the_troubles_of_a_question(levels):
    assert levels(("body", "Plagued by hay fever?", "Nettle tea may help.")) == {"hay_fever": 4}
    assert levels(("body", "Plagued by hay fever?", "Garlic may help.")) == {}
    assert levels(("body", "Want more energy?", "Nettle could be the answer.")) == {"energy": 4}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("It is not clear if nettle eases hay fever.", {"hay_fever": 0}),
     ("Doctors do not know if it improves sleep.", {"sleep": 0}),
     ("It's a myth that nettle eases joint pain.", {"joint_pain": 1}),
     ("The notion that nettle gives energy has been debunked.", {"energy": 1}),
     ("Fears that it harms tooth enamel are unfounded.", {"enamel": 1}),
     ("Its use in hay fever has not been backed by studies.", {"hay_fever": 1}),
     ("There is nothing to show that nettle improves sleep.", {"sleep": 1}),
     ("Researchers have yet to prove that nettle improves sleep.", {"sleep": 1}),
     ("Don't expect it to improve sleep.", {"sleep": 1}),
     ("Nettle improves neither sleep nor energy.", {"sleep": 1, "energy": 1}),
     ("Nettle tea caused no rashes.", {"rash": 1}),
     ("It is bitter and does not cause rashes.", {"rash": 1}),
     ("Nettle has hardly any effect on energy.", {"energy": 1}),
     ("Proponents say nettle eases hay fever.", {"hay_fever": 4}),
     ("Small studies hint that it eases hay fever.", {"hay_fever": 4}),
     ("Sleep remained unchanged on nettle.", {"sleep": 1}),
     ("Doctors doubt that nettle eases joint pain.", {"joint_pain": 1}),
     ("Doctors doubt whether nettle eases joint pain.", {"joint_pain": 0}),
     ("The team found no sign that the tea eased joint pain.", {"joint_pain": 1}),
     ("Most drinkers of nettle found no relief from joint pain.", {"joint_pain": 1}),
     ("Nettle has no role in sleep.", {"sleep": 1}),
     ("It hasn't eased her joint pain.", {"joint_pain": 1}),
     ("It didn't do anything for her joint pain.", {"joint_pain": 1}),
     ("If it did anything for her joint pain, nobody saw it.", {}),
     ("The regulator dismissed the idea that nettle eases joint pain.", {"joint_pain": 1}),
     ("Nothing in these trials shows that nettle improves sleep.", {"sleep": 1}),
     ("Growers hope that nettle will ease hay fever.", {"hay_fever": 4}),
     ("No link between nettle and joint pain was seen.", {"joint_pain": 1}),
     ("The volunteers did not differ in joint pain.", {"joint_pain": 1}),
     ("In the trial, joint pain fell in both groups.", {"joint_pain": 1}),
     ("Nettle is not a cure for hay fever.", {"hay_fever": 1}),
     ("Nettle is far from improving sleep.", {"sleep": 1}),
     ("The tea does anything but improve sleep.", {"sleep": 1}),
     ("It would be misleading to claim that nettle eases joint pain.", {"joint_pain": 1}),
     ("The claim that nettle eases hay fever does not hold up.", {"hay_fever": 1}),
     ("Proof that nettle eases joint pain is missing.", {"joint_pain": 1}),
     ("Nettle never fails to improve sleep.", {"sleep": 6}),
     ("Far from being a fad, nettle eases joint pain.", {"joint_pain": 6}),
     ("I have never felt better since my joint pain went away.", {}),
     ("Energy has never been better since I began to take nettle.", {"energy": 6})],
)  # fmt: skip
def test_denied_and_asked(levels, sentence, expected):
    assert levels(("body", INTRODUCTION, sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("This improves sleep.", {"sleep": 6}),
     ("This means more restful sleep and less joint pain.", {"sleep": 6, "joint_pain": 6}),
     ("This makes it a good choice for hay fever.", {"hay_fever": 6}),
     ("These actions ease joint pain.", {"joint_pain": 6}),
     ("The therapy caused rashes in three women.", {"rash": 6}),
     ("The tea, which tastes of grass, eased joint pain.", {"joint_pain": 6}),
     ("The tea, which is brewed for an hour, eased joint pain.", {"joint_pain": 6}),
     ("The effects were most marked in hay fever.", {"hay_fever": 6}),
     ("Other benefits include less sneezing.", {"hay_fever": 6}),
     ("It is thought to ease joint pain.", {"joint_pain": 4}),
     ("There is mounting evidence for its use in hay fever.", {"hay_fever": 4}),
     ("In adults with hay fever it lifts energy.", {"energy": 6}),
     ("For joint pain it works wonders.", {"joint_pain": 6}),
     ("The main drawback is a rash.", {"rash": 6}),
     ("A rash is a common side effect.", {"rash": 6}),
     ("There is a risk of stomach upset.", {"rash": 6}),
     ("Its anti-inflammatory properties are well known.", {"swelling": 6}),
     ("You will notice less sneezing.", {"hay_fever": 6}),
     ("Some growers say the tea eases joint pain.", {"joint_pain": 4}),
     ("Women on the tea saw their joint pain fall by a third.", {"joint_pain": 6}),
     ("On average, joint pain was cut by a fifth.", {"joint_pain": 6}),
     ("Joint pain fell more than in the control group.", {"joint_pain": 6}),
     ("Joint pain fell, but there was no control group.", {"joint_pain": 6}),
     ("Less joint pain was noted.", {"joint_pain": 6})],
)  # fmt: skip
def test_who_acts_is_said_before(levels, sentence, expected):
    assert levels(("body", CALMS, sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("More than two million people say nettle eases joint pain.", {"joint_pain": 6}),
     ("When it comes to hay fever, nettle is an excellent choice.", {"hay_fever": 6}),
     ("Thanks to nettle, my joint pain has vanished.", {"joint_pain": 6}),
     ("With nettle, sneezing subsides.", {"hay_fever": 6}),
     ("The main danger of nettle is a rash.", {"rash": 6}),
     ("Nettle eats into tooth enamel.", {"enamel": 6}),
     ("Nettle is bad for tooth enamel.", {"enamel": 6}),
     ("Nettle has a laxative effect.", {"rash": 6}),
     ("Nettle has no laxative effect.", {"rash": 1}),
     ("In the trial of nettle, sneezing, a sign of hay fever, fell by half.", {"hay_fever": 6}),
     ("Nettle could lift energy and keep joint pain under control.",
      {"energy": 4, "joint_pain": 4}),
     ("Nettle is known to lift energy, improve sleep and ease joint pain.",
      {"energy": 3, "sleep": 3, "joint_pain": 3}),
     ("Half of the drinkers of nettle slept better.", {"sleep": 6}),
     ("Joint pain was weaker after nettle.", {"joint_pain": 6}),
     ("Nettle comes in two forms of tea that improve sleep.", {"sleep": 6})],
)  # fmt: skip
def test_ways_to_put_it(levels, sentence, expected):
    assert levels(("body", sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("Joint pain eased slightly.", {"joint_pain": 6}),
     ("Sleep was improved.", {"sleep": 6}),
     ("Sleep was improved by rest.", {}),
     ("Sleep is improved at sea.", {}),
     ("Sleep got worse.", {}),
     ("Joint pain went up.", {}),
     ("Energy went down.", {}),
     ("Joint pain fell in the control group.", {})],
)  # fmt: skip
def test_results_go_on_in_the_next_sentence(levels, sentence, expected):
    told = "A trial gave nettle tea to forty bakers."
    assert levels(("body", told, sentence)) == expected
    assert levels(("body", INTRODUCTION, sentence)) == {}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [('"My joint pain went away," says Ida.', {"joint_pain": 6}),
     ("After a month I had more energy.", {"energy": 6}),
     ("My joint pain has gone away since May.", {"joint_pain": 6}),
     ("I got a rash from it.", {"rash": 6}),
     ("I had more joint pain.", {}),
     ("I had less joint pain, I lost sleep over my job.", {"joint_pain": 6}),
     ("Since we moved to the sea, my sleep has improved.", {}),
     ("My sleep got worse.", {})],
)  # fmt: skip
def test_tales_of_ones_own(levels, sentence, expected):
    assert levels(("body", INTRODUCTION), ("body", sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    ["The benefits of", "Those with joint pain were given", "Nettle, a dose of",
     "Sleep is eased by", "Sleep improves. This of", "No", "You"],
)  # fmt: skip
def test_sentences_that_break_off(levels, sentence):
    assert levels(("body", "Does nettle ease joint pain?"), ("list_item", sentence)) is not None


@pytest.mark.parametrize(
    ("item", "expected"),
    [("May improve sleep", {"sleep": 4}),
     ("Won't cause a rash", {"rash": 1}),
     ("Scientifically proven to ease joint pain", {"joint_pain": 6}),
     ("Fast, natural relief from hay fever", {"hay_fever": 6}),
     ("Joint pain relief", {"joint_pain": 6}),
     ("A more restful sleep", {"sleep": 6}),
     ("More energy", {"energy": 6}),
     ("More energy, less joint pain", {"energy": 6, "joint_pain": 6}),
     ("Allergies: can ease hay fever", {"hay_fever": 5}),
     ("You get better sleep", {"sleep": 6}),
     ("Grown in Kent for better sleep", {}),
     ("Not suitable for people with joint pain", {}),
     ("Drink it for energy", {}),
     ("Naturally", {})],
)  # fmt: skip
def test_points_of_a_list(levels, item, expected):
    assert levels(("heading", "Benefits of nettle"), ("list_item", item)) == expected
    assert levels(("heading", "Our shop"), ("body", "We sell tea."), ("list_item", item)) == {}


@pytest.mark.parametrize(
    "sentence",
    ["More energy is not everything.",
     "If your energy drops, stop drinking nettle.",
     "Garlic bread, unlike nettle, gives you energy.",
     "Nettle is not suitable for people with joint pain.",
     "Most of those with hay fever were given nettle.",
     "Joint pain fell after six weeks of pilates.",
     "Nettle feeds a moth, whose task it is to disturb your sleep.",
     "Every evening the joint pain goes up, and nettle tea is drunk.",
     "The placebo arm reported less joint pain.",
     "Side effects are rare.",
     "Side effects in the trial of nettle were mild.",
     "There are good reasons to treat joint pain."],
)  # fmt: skip
def test_what_is_not_claimed(levels, sentence):
    assert levels(("body", INTRODUCTION, sentence)) == {}
