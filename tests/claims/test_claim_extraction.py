"""Claims as a reader would code them: on sentences of our own, and by their general rules."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_documents import make_document

from plumbline.claims import (
    extract_claims,
    load_grammar,
    load_topic,
    load_weights,
    rate_sentence,
)
from plumbline.claims.reading import open_page, read_sentence
from plumbline.claims.sentence import sentence_features
from plumbline.text.clean import clean_text
from plumbline.text.document import Block, Document, Sentence
from plumbline.validity.claims_gold import strength_class

PROJECT = Path(__file__).parents[2]
CLASS = {
    "d": "unhedged_causal",
    "m": "conditional_may",
    "c": "correlational",
    "n": "mention_only",
}


@pytest.fixture(scope="module")
def colds():
    return load_topic(PROJECT / "config/topics/vitamin-c-colds")


def claims_of(grammar, topic, *sentences, kind="body"):
    """Return claim_id -> strongest row of the last sentence."""
    rows = extract_claims(make_document((kind, *sentences)), grammar, topic)
    found = {}
    for row in rows:
        if row["sentence_id"] == len(sentences) and row["claim_id"] != "other":
            best = found.get(row["claim_id"])
            if best is None or row["level"] > best["level"]:
                found[row["claim_id"]] = row
    return found


def read_cases():
    path = Path(__file__).with_name("cases.tsv")
    lines = [line for line in path.read_text("utf-8").splitlines() if line[:1] not in ("#", "")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_coded_sentences_are_found_with_their_strength(grammar, topic):
    matched = same = wrong = 0
    misses = []
    for case in read_cases():
        before = [case["before"]] if case["before"] else []
        found = claims_of(grammar, topic, *before, case["sentence"], kind=case["kind"])
        codes = dict(c.split("=") for c in case["claims"].split() if "=" in c)
        both = set(found) & set(codes)
        matched += len(both)
        wrong += len(set(found) ^ set(codes))
        for claim_id in both:
            row = found[claim_id]
            same += strength_class(row["level"], row["tags"].split()) == CLASS[codes[claim_id]]
        if set(found) != set(codes):
            misses.append(f"{case['sentence']} {sorted(found)} for {sorted(codes)}")
    f1 = 2 * matched / (2 * matched + wrong)
    assert f1 >= 0.92, "\n".join(misses)
    assert same / matched >= 0.95


@pytest.mark.parametrize(
    ("sentence", "strength", "level"),
    [
        ("Coffee intake was associated with a lower risk of stroke.", "correlational", 2),
        ("Coffee intake was not associated with the risk of stroke.", "correlational", 1),
        ("Coffee may reduce the risk of stroke.", "conditional", 4),
        ("Coffee reduces the risk of stroke.", "direct", 6),
        ("Coffee did not improve sleep.", "direct", 1),
        ("Further studies are needed to confirm these findings.", "none", 0),
        ("Regular walking lowers blood pressure, finds a new study.", "direct", 6),
        ("Researchers have found that tea is linked to calmer evenings.", "correlational", 2),
    ],
)
def test_whole_sentences_have_a_strength_without_a_topic(grammar, sentence, strength, level):
    weights = load_weights(PROJECT / "config/claims/sentence_weights.tsv")
    rated = rate_sentence(sentence, grammar, weights)
    assert (rated.strength, rated.level) == (strength, level)
    assert rated.reasons
    assert all(feature in weights for feature, _ in rated.reasons)


def test_what_stands_in_a_relative_clause_denies_nothing(grammar):
    weights = {"any": (0.0, 0.0, 0.0, 1.0)}
    aside = "The tea, which did not contain mint, reduced the pain."
    assert rate_sentence(aside, grammar, weights).level == 6
    assert rate_sentence("The tea did not reduce the pain.", grammar, weights).level == 1


def test_can_is_a_level_of_its_own(grammar):
    weights = {"any": (0.0, 0.0, 0.0, 1.0)}
    assert rate_sentence("The tea can reduce pain.", grammar, weights).level == 5


def test_who_found_it_leaves_the_strength_alone(grammar):
    bare = sentence_features("Walking lowers blood pressure.", grammar)
    framed = sentence_features("Walking lowers blood pressure, suggests a new study.", grammar)
    assert {f for f in framed - bare if not f.startswith(("frame", "cue frame"))} == set()


def test_a_main_conclusion_is_weighed_as_one(grammar):
    weights = {"any": (0.5, 0.0, 0.0, 0.0), "main conclusion": (0.0, 0.0, 0.0, 1.0)}
    text = "Walking lowers blood pressure."
    assert rate_sentence(text, grammar, weights).strength == "none"
    assert rate_sentence(text, grammar, weights, conclusion=True).strength == "direct"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_strength(text):
    weights = {"any": (1.0, 0.0, 0.0, 0.0)}
    assert rate_sentence(text, _loaded()[0], weights).level == 0


WORDS = (
    "magnesium sleep quality deep sleep anxiety improves reduces support may which , ; - and how "
    "long it takes to fall asleep poor better by thanks to people not"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=25).map(" ".join))
def test_segments_hold_what_begins_in_them(text):
    grammar, topic = _loaded()
    page = open_page(make_document(("body", text)), grammar, topic)
    reading = read_sentence(page, 0, len(page.words))
    for s in reading.segments:
        assert s.terms == reading.terms_within(s.first, s.last)
        assert s.relations == reading.within("relation", s.first, s.last)
    ends = [s.last for s in reading.segments]
    assert all(s.first >= end for s, end in zip(reading.segments, [0, *ends], strict=False))


def test_a_sentence_without_end_is_read_in_stretches(grammar, topic):
    text = "magnesium may reduce anxiety, which improves sleep, " * 400
    rows = extract_claims(make_document(("body", text.strip())), grammar, topic)
    assert {"M07_anxiety", "S01_sleep_quality"} <= {row["claim_id"] for row in rows}


@pytest.mark.parametrize("together", [1, 2, 3])
def test_claims_do_not_depend_on_how_much_is_read_at_once(grammar, topic, monkeypatch, together):
    texts = [path.read_text("utf-8") for path in sorted((PROJECT / "resources/demo").glob("*.txt"))]
    texts.append("Magnesium may help with:\n\n\u2022 falling asleep\n\n\u2022 less anxiety\n")
    documents = [clean_text("page", text) for text in texts]
    rows = [extract_claims(document, grammar, topic) for document in documents]
    assert all(rows)
    monkeypatch.setattr("plumbline.memory.TOGETHER", together)
    assert [extract_claims(document, grammar, topic) for document in documents] == rows


def test_the_cue_of_a_denial_is_its_negation(grammar, topic):
    found = claims_of(grammar, topic, "Magnesium does not lower cortisol.")
    assert found["M05_cortisol"]["cue"] == "not"


LEVELS = [
    ("Magnesium does not improve sleep quality.", 1),
    ("Magnesium intake is associated with sleep quality.", 2),
    ("Magnesium has been linked to better sleep quality.", 3),
    ("Magnesium plays a role in sleep quality.", 3),
    ("Magnesium may improve sleep quality.", 4),
    ("Magnesium has the potential to improve sleep quality.", 4),
    ("Magnesium can improve sleep quality.", 5),
    ("Magnesium has the ability to improve sleep quality.", 5),
    ("Magnesium improves sleep quality.", 6),
    ("Magnesium ensures better sleep quality.", 6),
]


@pytest.mark.parametrize(("sentence", "level"), LEVELS)
def test_levels_follow_the_scale(grammar, topic, sentence, level):
    assert claims_of(grammar, topic, sentence)["S01_sleep_quality"]["level"] == level


def test_adams_collapse_is_empty_below_two(grammar, topic):
    adams = [claims_of(grammar, topic, s)["S01_sleep_quality"]["adams"] for s, _ in LEVELS]
    assert adams == ["", *["moderate"] * 5, "can", "can", "direct", "direct"]


def test_a_participle_inherits_the_modal_of_its_clause(grammar, topic):
    found = claims_of(
        grammar, topic, "Magnesium may calm the nervous system, leading to less anxiety."
    )
    assert found["M07_anxiety"]["level"] == 4
    assert found["M04_relaxation"]["level"] == 4


def test_a_second_finite_verb_has_its_own_modal(grammar, topic):
    found = claims_of(grammar, topic, "Magnesium reduces anxiety and can lower cortisol.")
    assert (found["M07_anxiety"]["level"], found["M05_cortisol"]["level"]) == (6, 5)


def test_coordinated_outcomes_split_into_triples(grammar, topic):
    found = claims_of(grammar, topic, "Magnesium eases anxiety, muscle tension and night cramps.")
    assert {"M07_anxiety", "M11_muscle_relax", "M12_cramps"} <= set(found)


def test_a_relative_clause_belongs_to_the_noun_before_it(grammar, topic):
    found = claims_of(
        grammar,
        topic,
        "Magnesium aids the release of melatonin, a hormone that sets the body clock.",
    )
    assert {"M08_melatonin", "B06_melatonin_cycle"} == set(found)


def test_pronouns_stand_for_the_agent_of_the_paragraph(grammar, topic):
    found = claims_of(grammar, topic, "Magnesium glycinate is a salt.", "It may ease anxiety.")
    assert found["M07_anxiety"]["agent"] == "Magnesium glycinate"


def test_passives_and_nominalisations_find_their_agent(grammar, topic):
    passive = claims_of(grammar, topic, "Insomnia symptoms were reduced by magnesium.")
    nominal = claims_of(grammar, topic, "The role of magnesium in the regulation of melatonin.")
    assert passive["S07_insomnia"]["agent"] == "magnesium"
    assert nominal["M08_melatonin"]["level"] == 3


def test_headings_state_nothing(grammar, topic):
    found = claims_of(grammar, topic, "Muscle Relaxation and Less Anxiety", kind="heading")
    assert {row["level"] for row in found.values()} == {0}
    assert {"M11_muscle_relax", "M07_anxiety"} <= set(found)


def test_a_list_continues_its_lead_in(grammar, topic):
    text = "Magnesium may help by:\nreducing anxiety\nrelaxing tense muscles"
    spans = [(0, 22, "body"), (23, 39, "list_item"), (40, 62, "list_item")]
    document = Document(
        "page",
        text,
        tuple(Block(kind, a, b) for a, b, kind in spans),
        tuple(Sentence(n, n, kind, a, b) for n, (a, b, kind) in enumerate(spans, 1)),
    )
    levels = defaultdict(set)
    for row in extract_claims(document, grammar, topic):
        levels[row["claim_id"]].add(row["level"])
    assert levels["M07_anxiety"] == {4}
    assert levels["M11_muscle_relax"] == {4}


def test_directives_and_wishes_state_no_effect(grammar, topic):
    assert (
        claims_of(grammar, topic, "Take magnesium an hour before bed.")["D03_timing"]["level"] == 0
    )
    asked = "It is unclear whether magnesium improves sleep quality."
    assert claims_of(grammar, topic, asked)["S01_sleep_quality"]["level"] == 0


def test_another_agent_makes_no_claim_about_the_topic(grammar, topic):
    assert not claims_of(grammar, topic, "A dark room improves sleep quality.")
    assert not claims_of(grammar, topic, "Many factors contribute to good sleep.")


def test_what_lies_outside_the_topic_is_kept_as_other(grammar):
    rows = extract_claims(
        make_document(("body", "Green tea may lower blood pressure.")), grammar, None
    )
    assert [(r["claim_id"], r["agent"], r["outcome"], r["level"]) for r in rows] == [
        ("other", "Green tea", "blood pressure", 4)
    ]


def test_a_participle_that_describes_who_acts_is_no_relation(grammar, topic):
    document = make_document(("body", "Raised cortisol levels are linked to broken sleep."))
    rows = extract_claims(document, grammar, topic)
    assert [row["relation"] for row in rows] == ["linked to"]


def test_the_same_code_reads_another_topic(grammar, colds):
    found = claims_of(grammar, colds, "Vitamin C may shorten the duration of a cold.")
    assert found["shortens_colds"]["level"] == 4
    found = claims_of(grammar, colds, "Vitamin C does not reduce the number of colds.")
    assert found["prevents_colds"]["polarity"] == "negative"


OUTCOMES = [
    "sleep quality",
    "anxiety",
    "cortisol",
    "insomnia",
    "muscle tension",
    "melatonin production",
]
VERBS = ["improve", "ease", "regulate", "influence", "support", "affect"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OUTCOMES), st.sampled_from(VERBS))
def test_level_rises_with_the_strength_of_the_modal(outcome, verb):
    grammar, topic = _loaded()
    levels = []
    for modal in ("may ", "can ", ""):
        form = verb if modal else verb + "s"
        rows = claims_of(grammar, topic, f"Magnesium {modal}{form} {outcome}.")
        levels.append(max(r["level"] for r in rows.values()))
    assert levels == sorted(levels)
    assert levels[0] < levels[-1]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(OUTCOMES), st.sampled_from(VERBS))
def test_negation_flips_polarity(outcome, verb):
    grammar, topic = _loaded()
    plain = claims_of(grammar, topic, f"Magnesium {verb}s {outcome}.")
    denied = claims_of(grammar, topic, f"Magnesium does not {verb} {outcome}.")
    assert set(plain) == set(denied)
    assert {r["polarity"] for r in plain.values()} == {"positive"}
    assert {(r["polarity"], r["level"]) for r in denied.values()} == {("negative", 1)}


WORDS = st.sampled_from(
    [
        *["magnesium", "sleep", "it", "which", "that", "and", ",", ".", "may", "not", "by", "deep"],
        *["improving", "reduces", "calm", "anxiety", "GABA", "'s", "\u2014", "(", ")", ":", "to"],
        *["er", "can't", "you're", "300", "mg", "before", "bed", "\u201c\u201d", "-", "for", "the"],
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS | st.text(max_size=8), max_size=40))
def test_offsets_point_into_the_text_whatever_it_holds(words):
    grammar, topic = _loaded()
    document = make_document(("body", " ".join(words)))
    for used in (topic, None):
        for row in extract_claims(document, grammar, used):
            assert 0 <= row["start"] < row["end"] <= len(document.text)
            assert row["outcome"] in document.text
            assert row["cue"] in document.text
            assert 0 <= row["level"] <= 6


_CACHE = {}


def _loaded():
    if not _CACHE:
        _CACHE["both"] = (
            load_grammar(PROJECT / "config/claims"),
            load_topic(PROJECT / "config/topics/magnesium-sleep"),
        )
    return _CACHE["both"]


def test_what_words_of_the_topic_state_is_not_stated_again_outside_it(grammar, topic):
    def ids(text):
        rows = extract_claims(make_document(("body", text)), grammar, topic)
        return [row["claim_id"] for row in rows]

    assert ids("Magnesium takes part in over 300 reactions of the body.") == ["M14_300_reactions"]
    assert "other" in ids("Magnesium takes part in the upkeep of old bridges.")


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("Take our Magnesium Calm powder with a glass of water.", set()),
        ("The makers of Deep Relax sell magnesium in tins.", set()),
        (
            "Magnesium Calms The Mind And Relaxes Your Muscles.",
            {"M04_relaxation", "M11_muscle_relax"},
        ),
        ("Magnesium RELAXES your muscles.", {"M11_muscle_relax"}),
    ],
)
def test_the_name_of_a_product_claims_nothing(grammar, topic, sentence, claims):
    rows = extract_claims(make_document(("body", sentence)), grammar, topic)
    assert {row["claim_id"] for row in rows if row["level"]} == claims


def test_advice_goes_on_behind_an_adverb(grammar, topic):
    def levels(text):
        rows = extract_claims(make_document(("body", text)), grammar, topic)
        return {row["claim_id"]: row["level"] for row in rows}

    advice = (
        "Begin with a smaller dose of magnesium and slowly increase it to determine how you feel."
    )
    assert levels(advice) == {"D04_titrate": 0}
    assert levels("Magnesium calms the mind and slowly increases deep sleep.")["S05_deep_sws"] == 6
