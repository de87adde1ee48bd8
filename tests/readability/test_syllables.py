"""Syllables: the study's table, the dictionary, endings, spelling, and the table's errors."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plumbline.errors import SettingsError
from plumbline.readability.dictionaries import read_syllable_counts
from plumbline.readability.syllables import count_spelling, count_syllables, read_syllables

HEADER = "word\tsyllables\tsource\tnote\n"


@pytest.fixture(scope="module")
def table(project):
    return read_syllables(project / "config" / "syllables.tsv")


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("bioavailable", 6),
        ("bisglycinate", 4),
        ("glycinate", 3),
        ("glycinates", 3),
        ("mg", 3),
        ("gaba", 2),
        ("parasympathetic", 6),
        ("magnesium", 4),
        ("magnesium's", 4),
        ("sleep", 1),
        ("hmm", 1),
        ("320", 1),
        ("1,000", 1),
        ("20th", 1),
        ("b12", 2),
        ("600mg", 4),
        ("rct", 3),
        ("www", 9),
        ("naïve", 2),
        ("juice's", 2),
        ("randomised", 3),
        ("中文", 1),
    ],
)
def test_word_has_the_syllables_one_hears(word, syllables, table):
    assert count_syllables(word, table) == syllables


def test_table_goes_before_the_dictionary():
    assert count_syllables("sleep", {"sleep": 7}) == 7
    assert count_syllables("sleep", {}) == 1


def test_spelling_is_right_for_nine_in_ten_long_words_of_the_dictionary():
    known = [(w, n) for w, n in read_syllable_counts().items() if len(w) >= 8 and w.isalpha()][::20]
    right = sum(count_spelling(word) == syllables for word, syllables in known)
    assert right / len(known) > 0.88


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30))
@example("𒐀")
@example("½")
def test_any_word_has_a_syllable(word):
    assert count_syllables(word.lower(), {}) >= 1


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("two words\t2\tx\t\n", "line 2: 'two words' is not one word"),
        ("self-made\t2\tx\t\n", "line 2: 'self-made' is not one word"),
        ("%\t2\tx\t\n", "line 2: '%' is not one word"),
        ("sleep\tone\tx\t\n", "line 2: 'one' is no number of syllables"),
        ("sleep\t0\tx\t\n", "line 2: '0' is no number of syllables"),
        ("sleep\t1\tx\t\nSleep\t1\tx\t\n", "line 3: 'sleep' stands there twice"),
    ],
)
def test_wrong_row_is_named_with_its_line(row, complaint, tmp_path):
    path = tmp_path / "syllables.tsv"
    path.write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^syllables\.tsv, line") as error:
        read_syllables(path)
    assert complaint in str(error.value)
