"""Markers: offsets, one category per token, what is skipped, and the settings."""

import csv
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plumbline.errors import SettingsError
from plumbline.rhetoric.markers import CATEGORIES, find_markers, load_lexicons
from plumbline.text.document import Block, Document, Sentence

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "config/lexicons"
LEXICONS = load_lexicons(FOLDER, {})


def document(*sentences: str, kind: str = "body") -> Document:
    """Return a document of one paragraph with the given sentences."""
    spans, start = [], 0
    for number, sentence in enumerate(sentences, 1):
        spans.append(Sentence(number, 1, kind, start, start + len(sentence)))
        start += len(sentence) + 1
    text = " ".join(sentences)
    return Document("s", text, (Block(kind, 0, len(text)),), tuple(spans))


def found(*sentences: str, **settings) -> list[tuple[str, str]]:
    lexicons = load_lexicons(FOLDER, settings) if settings else LEXICONS
    rows = find_markers(document(*sentences), lexicons)
    return [(row["text"], row["category"]) for row in rows]


def test_one_sentence_with_many_categories():
    assert found("Studies suggest that zinc may often help very amazing skin.") == [
        ("suggest", "hedge"),
        ("may", "hedge"),
        ("often", "scope"),
        ("help", "structure_function"),
        ("very", "amplifier"),
        ("amazing", "hype"),
    ]


@pytest.mark.parametrize(
    ("sentence", "marker", "category"),
    [
        ("Ask your doctor before use.", "Ask your doctor", "safety"),
        ("Tell us if you take warfarin.", "take warfarin", "safety"),
        ("It is safe alongside antidepressants.", "alongside antidepressants", "safety"),
        ("Doses above 5 g are not advised.", "Doses above 5", "safety"),
        ("More research is needed.", "More research is needed", "discourse_hedge"),
        ("It does not prove a cause.", "does not prove", "discourse_hedge"),
        ("This statement has not been evaluated by the FDA.",
         "has not been evaluated by the FDA", "discourse_hedge"),
        ("It has the ability to bind iron.", "has the ability to", "capability"),
        ("It has the potential to bind iron.", "has the potential to", "capability"),
        ("Breastfeeding women ask first.", "Breastfeeding", "safety"),
        ("Ginger should never be given to cats.", "should never be given", "safety"),
        ("It is not recommended during fever.", "not recommended during", "safety"),
        ("Don't try this without a helmet.", "Don't try this without", "safety"),
        ("Never go above 40 g of it.", "Never go above 40", "safety"),
        ("Never use cloves together with iron.", "Never use cloves together", "safety"),
        ("Stop taking it at once.", "Stop taking it at once", "safety"),
        ("Raw kidney beans are poisonous.", "poisonous", "safety"),
        ("Some reported nerve damage.", "nerve damage", "safety"),
        ("The quality of these studies was rated as very poor.",
         "quality of these studies was rated as very poor", "discourse_hedge"),
        ("The data were still scarce.", "data were still scarce", "discourse_hedge"),
        ("There are barely any human trials.", "barely any human trials", "discourse_hedge"),
        ("Both studies were short.", "studies were short", "discourse_hedge"),
        ("No trial has ever compared them.", "No trial has ever compared", "discourse_hedge"),
        ("Teas have not yet been properly investigated.",
         "have not yet been properly investigated", "discourse_hedge"),
        ("It is Norway's and the world's finest butter.", "world's finest", "hype"),
        ("That would be fantastic.", "fantastic", "hype"),
        ("Order now and save.", "Order now", "commercial"),
        ("A clinically proven blend.", "clinically proven", "hype"),
        ("It is well known for taste.", "well known", "booster"),
        ("It is a game changer.", "game changer", "hype"),
        ("Zinc leads to fewer colds.", "leads to", "causal"),
        ("Without a doubt it works.", "Without a doubt", "booster"),
    ],
)  # fmt: skip
def test_phrases(sentence, marker, category):
    assert (marker, category) in found(sentence)


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Never swim alone.", "booster"),
        ("Always ask at the desk.", "booster"),
        ("You must always rinse it.", "booster"),
        ("This tea will not make you rich.", "booster"),
        ("Her speech had might and grace.", "hedge"),
        ("Don't expect too much.", "hedge"),
        ("It is among the best-researched oils.", "hype"),
        ("It is by no means harmful.", "safety"),
        ("Rice water relieves diarrhoea.", "safety"),
    ],
)
def test_orders_nouns_and_denials_do_not_count(sentence, category):
    assert category not in [kind for _, kind in found(sentence)]


def test_the_longest_match_takes_its_tokens():
    texts = [text for text, _ in found("It is clinically proven, without a doubt.")]
    assert texts == ["clinically proven", "without a doubt"]


def test_effects_on_disease_are_escalated():
    rows = find_markers(document("It may help with insomnia and supports the skin."), LEXICONS)
    by_text = {row["text"]: row["subcategory"] for row in rows}
    assert by_text["help"] == "disease_object"
    assert by_text["supports"] == "verb"
    rows = find_markers(document("It treats cramps."), LEXICONS)
    assert [(r["category"], r["subcategory"]) for r in rows] == [("causal", "treatment")]


def test_negated_effects_are_told_apart():
    rows = find_markers(document("It does not reduce cramps."), LEXICONS)
    assert [(r["category"], r["subcategory"]) for r in rows] == [("causal", "negated")]


def test_the_disclaimer_is_one_match():
    text = "This product is not intended to diagnose, treat, cure, or prevent any disease."
    rows = find_markers(document(text), LEXICONS)
    assert [(r["category"], r["subcategory"]) for r in rows] == [("discourse_hedge", "fda")]
    assert rows[0]["text"] == "not intended to diagnose, treat, cure, or prevent any disease"


def test_quotations_are_skipped_and_the_setting_counts_them():
    text = "The maker calls it \u201can amazing aid\u201d and a miracle."
    assert ("amazing", "hype") not in found(text)
    assert ("miracle", "hype") in found(text)
    assert ("amazing", "hype") in found(text, skip_quotes=False)


def test_a_quotation_over_two_sentences_is_one_quotation():
    assert found("He said: \u201cIt may work.", "It could last.\u201d", "It might.") == [
        ("might", "hedge")
    ]


def test_inches_and_stray_marks_quote_nothing():
    assert ("may", "hedge") in found('The 5" tube may break, a 6" tube too.')
    assert ("may", "hedge") in found("The \u201ctube may break.")


def test_names_are_skipped_and_the_setting_counts_them():
    text = "They sell Amazing Rest at the counter."
    assert found(text) == []
    assert found(text, skip_names=False) == [("Amazing", "hype")]


def test_sentence_openings_and_shouting_are_no_names():
    assert ("Amazing", "hype") in found("Amazing rest awaits.")
    assert ("AMAZING", "hype") in found("This is AMAZING rest.")


def test_headings_are_marked_with_their_kind():
    rows = find_markers(document("It may work.", kind="heading"), LEXICONS)
    assert [(row["text"], row["sentence_kind"]) for row in rows] == [("may", "heading")]


@pytest.mark.parametrize("kind", ["reference", "boilerplate"])
def test_references_and_boilerplate_are_not_searched(kind):
    rows = find_markers(document("It may work.", kind=kind), LEXICONS)
    assert rows == []
    everything = load_lexicons(FOLDER, {"skip_kinds": []})
    assert len(find_markers(document("It may work.", kind=kind), everything)) == 1


def test_what_sells_and_disclaimers_are_marked_in_boilerplate():
    text = "Buy now: our amazing capsules may help. Ask your doctor. Not evaluated by the FDA."
    boilerplate = document(text, kind="boilerplate")
    rows = find_markers(boilerplate, LEXICONS)
    found_there = [(row["category"], row["subcategory"]) for row in rows]
    assert found_there == [
        ("commercial", "action"),
        ("commercial", "product"),
        ("safety", "consult"),
        ("discourse_hedge", "fda"),
    ]
    assert {row["sentence_kind"] for row in rows} == {"boilerplate"}
    nothing = load_lexicons(FOLDER, {"in_boilerplate": []})
    assert find_markers(boilerplate, nothing) == []
    assert find_markers(document(text, kind="reference"), LEXICONS) == []


def test_categories_can_be_chosen():
    assert found("It may be amazing if true.", categories=["hedge"]) == [("may", "hedge")]
    assert ("if", "uncertainty") in found("It may work if true.", categories=["uncertainty"])
    assert ("if", "uncertainty") not in found("It may work if true.")


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"skip_quote": True}, "the key 'skip_quote' is unknown"),
        ({"skip_quotes": "yes"}, "write true or false"),
        ({"skip_kinds": ["headings"]}, "'headings' is unknown"),
        ({"categories": ["hedges"]}, "'hedges' is unknown"),
        ({"in_boilerplate": ["sales.offer"]}, "'sales.offer' is unknown"),
        ({"genre": "news"}, "'news' is unknown"),
    ],
)
def test_wrong_settings_are_named(settings, part):
    with pytest.raises(SettingsError) as error:
        load_lexicons(FOLDER, settings)
    assert part in str(error.value)
    assert str(error.value).startswith("rhetoric")


def test_a_category_that_no_lexicon_has_is_named(tmp_path):
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8").replace("  booster: {cat", "  boster: {cat")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="the category 'boster' is unknown"):
        load_lexicons(tmp_path, {})


def _rows() -> list[dict]:
    rows = []
    for name in CATEGORIES.values():
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        table = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        rows += [{**row, "file": name} for row in table]
    return rows


def test_every_entry_says_where_it_comes_from():
    for row in _rows():
        assert row["source"], row


def test_entries_that_are_off_say_why():
    off = [row for row in _rows() if row["use"] == "off"]
    assert off
    for row in off:
        assert row["note"], row


def test_every_guard_is_used_and_says_why():
    guards = yaml.safe_load((FOLDER / "guards.yaml").read_text(encoding="utf-8"))["guards"]
    used = {row["guard"] for row in _rows()} | {g.get("extends") for g in guards.values()}
    assert sorted(set(guards) - used) == []
    assert all(guard["why"].strip() for guard in guards.values())


def test_rows_have_the_columns_of_the_table():
    schema = yaml.safe_load((PROJECT / "workflow/schemas/tables/markers.yaml").read_text())
    (row,) = find_markers(document("It may work."), LEXICONS)
    assert list(row) == [field["name"] for field in schema["fields"]]


PLAIN = (
    "may not the proven 12 mg , of help insomnia best more likely to can up at least May research"
)
WORDS = [*PLAIN.split(), "\u201c", "\u201d", "-", "in", "mice", "\u00c9t\u00e9", "\U0001f600"]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), max_size=5))
def test_matches_lie_in_their_sentence_in_order_without_overlap(sentences):
    source = document(*[" ".join(words) for words in sentences])
    end = 0
    for row in find_markers(source, LEXICONS):
        sentence = source.sentences[row["sentence_id"] - 1]
        assert sentence.start <= row["start"] < row["end"] <= sentence.end
        assert source.text[row["start"] : row["end"]] == row["text"]
        assert row["start"] >= end
        end = row["end"]


@given(st.text(max_size=80))
def test_any_text_is_read_without_failing(text):
    rows = find_markers(document(text), LEXICONS)
    assert all(row["category"] in CATEGORIES for row in rows)


def test_time_grows_with_the_text_only():
    import time

    def seconds(n: int) -> float:
        source = document("not may would " * n + "A Amazing help " * n + "up to " * n)
        assert len(source.tokens.words) == 8 * n
        start = time.process_time()
        find_markers(source, LEXICONS)
        return time.process_time() - start

    seconds(100)
    short, long = min(seconds(500) for _ in range(3)), min(seconds(4000) for _ in range(3))
    assert long < 40 * short


@pytest.mark.parametrize(
    ("sentence", "marker", "category"),
    [
        ("It is an acid which calms the nerves.", "calms", "structure_function"),
        ("Minerals that support the bones help too.", "support", "structure_function"),
        ("This supports the heart.", "supports", "structure_function"),
        ("It relaxes the muscles.", "relaxes", "structure_function"),
        ("Tea makes rest easier.", "makes", "causal"),
        ("It increased the length of sleep.", "increased", "causal"),
        ("Sleep improved in both groups.", "improved", "causal"),
    ],
)
def test_verbs_of_effect(sentence, marker, category):
    assert (marker, category) in found(sentence)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("A calming bath comes first.", "calming"),
        ("It has calming and relaxing properties.", "calming"),
        ("Eat a balanced diet.", "balanced"),
        ("She was more relaxed after the walk.", "relaxed"),
        ("Tea lets you relax completely.", "relax"),
        ("Make sure the room is dark.", "Make"),
        ("The tablets are made of chalk.", "made"),
        ("Do not increase the dose.", "increase"),
        ("Take the lower dose.", "lower"),
        ("The increase in weight was small.", "increase"),
        ("A contributor to improved sleep is light.", "improved"),
        ("The cause of the fatigue is unknown.", "cause"),
    ],
)
def test_nouns_adjectives_and_orders_are_no_verbs_of_effect(sentence, word):
    assert word not in [text for text, _ in found(sentence)]
