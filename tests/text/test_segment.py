"""Sentences: worked examples of our own, the public golden rules, and properties of any text."""

import json
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.text.segment import split_sentences


def cut(text):
    return [text[start:end] for start, end in split_sentences(text)]


TWO = [  # the bar shows where the sentence ends
    "She slept well.| He did not.",
    "Did she sleep?| He asked twice.",
    "It helps!!| Ask anyone.",
    "Take 3.5 mg of it.| Then rest.",
    "We gave vitamin B12.| The dose was low.",
    "They lack vitamin C.| It matters little.",
    "Nuts, seeds, etc.| The list is long.",
    "Sleep came sooner.12| The others lay awake.",
    "Sleep came sooner.[3]| The others lay awake.",
    "Sleep came sooner. [3,4]| The others lay awake.",
    "Sleep came sooner.(5)| The others lay awake.",
    "“It works.”| She nodded.",
    "(It may help.)| She nodded.",
    "He lives in the U.S.| The trial ran there.",
    "Doe et al. found less.| The rest agreed.",
    "We met at 6 p.m.| The talk was short.",
    "It was late...| She slept.",
    "I was tired.|Then I slept.",
    "so good.| it really helps",
    "Great stuff! :)| The second one broke.",
    "Many took it.| iPhones buzzed on.",
    "Ask her.| “Why?”",
    "The cat sat.| (It was a big cat.)",
    "A p value < 0.05.| We stopped.",
    "We loved it :)| The room was small.",
    "The place is lovely.| very busy on weekends",
    "we got it on sale.| the kids love it",
    "They opened in 2009.| best decision ever.",
    "So good!| would go again.",
    "“So did I.”| ‘Good.’",
]
WEB = Path(__file__).with_name("web_sentences.txt").read_text(encoding="utf-8").splitlines()
ONE = [
    "Dr. Roe and Mrs. Doe slept.",
    "Take magnesium, e.g. 200 mg, at night.",
    "Minerals, i.e. Magnesium and zinc, differ.",
    "Glycinate vs. Oxide is a common question.",
    "See No. 5 and p. 55 and Fig. 2 there.",
    "J. A. Roe wrote it.",
    "The U.S. Senate met.",
    "Doe et al. (2019) counted sheep.",
    "It costs 3.50 dollars, not 1,000.25 dollars.",
    "Look at www.example.org/a.Html or write to Jane.Roe@example.org today.",
    "The value was p < 0.05 Across all groups",
    "“Does it work?” she asked.",
    "She said (and meant it!) that she slept.",
    "He read [...] and slept.",
    "At 5 a.m. Ms. Roe woke.",
    "St. Mary and Mt. Etna are names.",
    "Wait ... there is more.",
    "It costs approx. $5 a month.",
    "Take 1 tbsp. of it.",
    "He is 5 ft. 6 tall.",
    "Look at Fig. S2 there.",
    "They met at 2 p.m. EST on a very cold Monday in March.",
    "Roe & Co. at noon.",
    "Yahoo! was a portal.",
    "They sell abt. 9 of it.",
    "It has catalogue no. ab18 on it.",
]


@pytest.mark.parametrize("marked", TWO)
def test_a_sentence_ends_where_the_bar_stands(marked):
    expected = [part.strip() for part in marked.split("|")]
    assert cut(marked.replace("|", "")) == expected


def test_sentences_of_mails_reviews_and_forums_are_told_apart():
    found, there = set(), set()
    for number, marked in enumerate(WEB):
        if not marked.startswith("#"):
            parts = marked.split("|")
            found |= {(number, end) for _, end in split_sentences("".join(parts))}
            there |= {(number, end) for end in accumulate(map(len, parts))}
    assert 2 * len(found & there) / (len(found) + len(there)) >= 0.97


@pytest.mark.parametrize("text", ONE)
def test_a_stop_inside_a_sentence_ends_nothing(text):
    assert cut(text) == [text]


def test_a_list_run_into_one_line_is_cut_before_each_number():
    assert cut("1. Rest well 2. Eat well 3. Walk") == ["1. Rest well", "2. Eat well", "3. Walk"]
    assert cut("• Rest • Eat • Walk") == ["• Rest", "• Eat", "• Walk"]
    assert len(cut("It took 2. Then nothing.")) == 2


def test_golden_rules(gold):
    path = gold / "segmentation" / "pysbd_english_golden_rules.json"
    cases = json.loads(path.read_text(encoding="utf-8"))
    cases = [case for case in cases if case["group"].startswith("GOLDEN")]
    right = sum(cut(case["input"]) == [e.strip() for e in case["expected"]] for case in cases)
    assert len(cases) == 48
    assert right >= 47


PIECES = st.sampled_from(
    [
        "Dr",
        "U.S",
        "sleep",
        "The",
        "it",
        "3",
        "5",
        ".",
        "!",
        "?",
        "...",
        ". . .",
        "…",
        " ",
        "  ",
        "\n",
        "(",
        ")",
        "“",
        "”",
        '"',
        "'",
        "[1]",
        "12",
        "a.m",
        "e.g",
        "•",
        "1.",
        "2)",
        ":)",
        "é",
        "😀",
        "\u00b2",
    ]
)


@settings(max_examples=200)
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=80)))
def test_spans_are_ordered_trimmed_and_leave_out_only_white_space(text):
    spans = split_sentences(text)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize("flood", [".", ". ", "(", ".)", ". . ", "1. ", "A. ", "!?", ".[1]", "…"])
def test_floods_take_time_in_proportion_to_their_length(flood, check_linear):
    check_linear(split_sentences, flood)
