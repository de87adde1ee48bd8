"""Readability formulas, one function each, straight from their papers.

All arguments are counts of a text. Plain numbers and NumPy arrays (one value per bootstrap sample)
work alike. Nothing here guards against empty texts: whoever counts says why a value is undefined.
Unless a docstring says otherwise, the value is a United States school grade.
"""

from __future__ import annotations

from typing import TypeVar

Number = TypeVar("Number")

FORMULAS = (
    "flesch_reading_ease",
    "flesch_kincaid",
    "smog",
    "gunning_fog",
    "coleman_liau",
    "ari",
    "dale_chall",
    "linsear_write",
    "spache",
    "lix",
    "rix",
    "words_per_sentence",
    "syllables_per_word",
)
SMOG_SENTENCES = 30
GRADE_FORMULAS = (
    "flesch_kincaid",
    "smog",
    "gunning_fog",
    "coleman_liau",
    "ari",
    "linsear_write",
)


def flesch_reading_ease(words: Number, sentences: Number, syllables: Number) -> Number:
    """206.835 - 1.015 words/sentences - 84.6 syllables/words; 0 (hard) to 100 (easy).

    Flesch R. A new readability yardstick. Journal of Applied Psychology 1948;32:221-233.
    """
    return 206.835 - 1.015 * (words / sentences) - 84.6 * (syllables / words)


def flesch_kincaid(words: Number, sentences: Number, syllables: Number) -> Number:
    """0.39 words/sentences + 11.8 syllables/words - 15.59.

    Kincaid JP, Fishburne RP, Rogers RL, Chissom BS. Derivation of new readability formulas for
    Navy enlisted personnel. Research Branch Report 8-75, 1975.
    """
    return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59


def smog(sentences: Number, polysyllables: Number) -> Number:
    """1.043 sqrt(30 polysyllables/sentences) + 3.1291; polysyllables have 3 syllables or more.

    Normed on samples of 30 sentences; shorter texts need a caution.
    McLaughlin GH. SMOG grading: a new readability formula. Journal of Reading 1969;12:639-646.
    """
    return 1.043 * (SMOG_SENTENCES * (polysyllables / sentences)) ** 0.5 + 3.1291


def gunning_fog(words: Number, sentences: Number, complex_words: Number) -> Number:
    """0.4 (words/sentences + 100 complex_words/words).

    Gunning R. The technique of clear writing. New York: McGraw-Hill; 1952.
    """
    return 0.4 * (words / sentences + 100 * (complex_words / words))


def coleman_liau(
    words: Number, sentences: Number, letters: Number, *, letter_weight: float = 0.0588
) -> Number:
    """0.0588 L - 0.296 S - 15.8, with L letters and S sentences per 100 words.

    `letter_weight` exists because textstat rounds it to 0.058.
    Coleman M, Liau TL. A computer readability formula designed for machine scoring. Journal of
    Applied Psychology 1975;60:283-284.
    """
    return letter_weight * (100 * letters / words) - 0.296 * (100 * sentences / words) - 15.8


def ari(words: Number, sentences: Number, characters: Number) -> Number:
    """4.71 characters/words + 0.5 words/sentences - 21.43.

    Smith EA, Senter RJ. Automated readability index. AMRL-TR-66-220. Wright-Patterson Air Force
    Base; 1967.
    """
    return 4.71 * (characters / words) + 0.5 * (words / sentences) - 21.43


def dale_chall(
    words: Number, sentences: Number, difficult_words: Number, *, constant_above: float = -1.0
) -> Number:
    """0.1579 P + 0.0496 words/sentences + 3.6365, with P the percentage of difficult words.

    A score, not a grade: 4.9 and below is grade 4, 9.0 to 9.9 is college. `constant_above` is the
    percentage above which 3.6365 is added: always in the paper, above 5 in textstat and others.
    Dale E, Chall JS. A formula for predicting readability. Educational Research Bulletin
    1948;27:11-20, 37-54. The word list is the later one: Chall JS, Dale E. Readability revisited:
    the new Dale-Chall readability formula. Cambridge: Brookline Books; 1995.
    """
    percentage = 100 * difficult_words / words
    score = 0.1579 * percentage + 0.0496 * (words / sentences)
    return score + 3.6365 * (percentage > constant_above)


def linsear_write(easy_words: Number, hard_words: Number, sentences: Number) -> Number:
    """r/2 where r > 20, else r/2 - 1, with r = (easy_words + 3 hard_words)/sentences.

    Hard words have 3 syllables or more.
    O'Hayre J. Gobbledygook has gotta go. Washington: US Government Printing Office; 1966.
    """
    points = (easy_words + 3 * hard_words) / sentences
    return points / 2 - (points <= 20)


def spache(words: Number, sentences: Number, difficult_words: Number) -> Number:
    """0.141 words/sentences + 0.086 P + 0.839, with P the percentage of difficult words.

    Made for grades 1 to 3.
    Spache G. A new readability formula for primary-grade reading materials. Elementary School
    Journal 1953;53:410-413.
    """
    return 0.141 * (words / sentences) + 0.086 * (100 * difficult_words / words) + 0.839


def lix(words: Number, sentences: Number, long_words: Number) -> Number:
    """words/sentences + 100 long_words/words; a score: below 30 very easy, above 60 very hard.

    Long words have more than 6 letters.
    Björnsson CH. Läsbarhet. Stockholm: Liber; 1968.
    """
    return words / sentences + 100 * (long_words / words)


def rix(sentences: Number, long_words: Number) -> Number:
    """long_words/sentences; a score: 0.2 is grade 1, 7.2 and above is college.

    Anderson J. Lix and Rix: variations on a little-known readability index. Journal of Reading
    1983;26:490-496.
    """
    return long_words / sentences
