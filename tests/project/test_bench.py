"""The benchmark: its corpora are the same every time, and a tiny run works."""

import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
sys.path.insert(0, str(BENCH))

from corpora import Corpus, make_corpus  # noqa: E402
from run import Comparison, compare, table_of_comparisons  # noqa: E402


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("kind", ["wellness", "claims", "plain"])
def test_corpora_follow_from_their_seed(kind, wide):
    corpus = Corpus("pages", kind, wide, documents=3)
    assert make_corpus(corpus) == make_corpus(corpus)
    assert make_corpus(corpus) != make_corpus(Corpus("pages", kind, wide, documents=3, seed=7))


def test_pages_are_about_as_long_as_asked_for():
    for words in (150, 740, 3000):
        pages = make_corpus(Corpus("pages", documents=20, words=words))
        mean = sum(len(page.split()) for page in pages) / len(pages)
        assert abs(mean - words) < 40


def test_a_wide_vocabulary_is_many_times_the_narrow_one():
    narrow, wide = (
        {word for page in make_corpus(Corpus("pages", wide=w)) for word in page.split()}
        for w in (False, True)
    )
    assert len(wide) > 3 * len(narrow)


def test_a_tiny_run_measures_both_sides_and_fills_a_row():
    corpus = Corpus("tiny", documents=2, words=60)
    comparison = Comparison("a", "plumbline_nine", "plumbline_nine", corpus, 1e-9, 1, equal=True)
    result = compare(comparison, rounds=1, peers=Path("unused"))
    assert result["lowest"] <= result["ratio"] <= result["highest"]
    assert "| tiny |" in table_of_comparisons([(comparison, result)])
