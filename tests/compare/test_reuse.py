"""Shared passages: found in full, placed by offset, and nothing found by chance."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.compare.reuse import ReuseSettings, count_voices, find_reuse, shared_sentences
from plumbline.text.document import Block, Document, Sentence

COPIED = "Warm milk was handed round the ward each evening before the lamps were turned down low."


def make_document(source_id: str, *sentences: str, headings: tuple[int, ...] = ()) -> Document:
    """A document of one paragraph per sentence."""
    blocks, spans, at = [], [], 0
    for i, sentence in enumerate(sentences):
        kind = "heading" if i in headings else "body"
        blocks.append(Block(kind, at, at + len(sentence)))
        spans.append(Sentence(i + 1, i + 1, kind, at, at + len(sentence)))
        at += len(sentence) + 1
    return Document(source_id, "\n".join(sentences), tuple(blocks), tuple(spans))


def test_a_copied_sentence_is_found_whole_whatever_its_quotes_and_case():
    a = make_document(
        "a", "Nothing is shared in this one.", COPIED.replace("ward", "nurse\u2019s ward")
    )
    b = make_document(
        "b", COPIED.replace("ward", "NURSE'S ward"), "Nor is there anything here at all."
    )
    frame = find_reuse([b, a])
    assert len(frame) == 1
    row = frame.iloc[0]
    assert (row["source_a"], row["source_b"], row["similarity"]) == ("a", "b", 1.0)
    assert row["text"] == a.text[row["start_a"] : row["end_a"]]
    assert row["text"].startswith("Warm milk")
    assert row["text"].endswith("down low")
    assert b.text[row["start_b"] : row["end_b"]].endswith("down low")


def test_a_run_across_sentences_is_one_passage():
    first, second = "The kettle sang on the stove.", "Nobody in the house had slept."
    frame = find_reuse(
        [make_document("a", first, second), make_document("b", "Hm.", first, second)]
    )
    assert len(frame) == 1
    assert frame["text"].item().startswith("The kettle")
    assert frame["text"].item().endswith("had slept")


def test_short_runs_and_headings_are_not_passages():
    seven = "one two three four five six seven"
    assert find_reuse([make_document("a", seven), make_document("b", seven)]).empty
    frame = find_reuse([make_document("a", COPIED, headings=(0,)), make_document("b", COPIED)])
    assert frame.empty


def test_a_heading_between_two_sentences_breaks_the_run():
    halves = "the first half has five", "the second half has six words"
    a = make_document("a", halves[0], "A heading", halves[1], headings=(1,))
    assert find_reuse([a, make_document("b", *halves)]).empty


def test_a_passage_repeated_within_one_source_only_is_not_shared():
    assert find_reuse(
        [make_document("a", COPIED, COPIED), make_document("b", "Quite other.")]
    ).empty


def test_a_sentence_with_a_word_changed_near_its_end_is_near():
    changed = COPIED.replace("low", "dim")
    limits = ReuseSettings(min_words=16)
    frame = find_reuse([make_document("a", COPIED), make_document("b", changed)], limits)
    n = len(COPIED.split()) - 4
    assert frame["similarity"].tolist() == pytest.approx([(n - 1) / (n + 1)])
    assert frame["text"].item() == COPIED.rstrip(".")


def test_near_passages_inside_exact_ones_are_listed_once():
    frame = find_reuse([make_document("a", COPIED), make_document("b", COPIED)])
    assert frame["similarity"].tolist() == [1.0]


def test_passages_on_every_page_are_passed_over():
    pages = [make_document(f"p{i}", COPIED) for i in range(6)]
    assert find_reuse(pages, ReuseSettings(max_places=5)).empty
    assert len(find_reuse(pages, ReuseSettings(max_places=6))) == 15


@pytest.mark.parametrize("n", [0, 1])
def test_one_source_or_none_gives_an_empty_table(n):
    frame = find_reuse([make_document("a", COPIED)] * n)
    assert frame.empty
    assert "similarity" in frame.columns


def test_a_source_without_text_shares_nothing():
    documents = [Document("empty", ""), make_document("a", COPIED), make_document("b", COPIED)]
    assert find_reuse(documents)["source_b"].tolist() == ["b"]


def runs_by_hand(a: list[str], b: list[str], length: int) -> set[tuple[int, int, int]]:
    """Every maximal common run by comparing each place with each."""
    found = set()
    for i in range(len(a)):
        for j in range(len(b)):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            n = 0
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            if n >= length:
                found.add((i, j, n))
    return found


WORDS = st.lists(st.sampled_from(["up", "down", "left"]), min_size=1, max_size=25)


@given(WORDS, WORDS)
@settings(max_examples=80, deadline=None)
def test_exact_runs_equal_those_found_by_comparing_everything(a, b):
    limits = ReuseSettings(min_words=5, max_places=1000, min_similarity=1.1)
    documents = make_document("a", " ".join(a)), make_document("b", " ".join(b))
    frame = find_reuse(documents, limits)
    found = {
        (
            documents[0].tokens.starts.index(row.start_a),
            documents[1].tokens.starts.index(row.start_b),
            len(row.text.split()),
        )
        for row in frame.itertuples()
    }
    assert found == runs_by_hand(a, b, 5)


def test_sentences_mostly_shared_are_marked():
    sentences = pd.DataFrame(
        {
            "source_id": ["a", "a", "b", "c"],
            "sentence_id": [1, 2, 1, 1],
            "start": [0, 50, 0, 0],
            "end": [50, 100, 80, 10],
        }
    )
    reuse = pd.DataFrame(
        {
            "source_a": ["a", "a"],
            "source_b": ["b", "b"],
            "start_a": [10, 40],
            "end_a": [45, 60],
            "start_b": [0, 20],
            "end_b": [30, 39],
        }
    )
    assert shared_sentences(reuse, sentences).tolist() == [True, False, False, False]
    assert not shared_sentences(None, sentences).any()


def count_words(*documents: Document) -> pd.DataFrame:
    """The table `sentences` of the documents, as far as voices need it."""
    return pd.DataFrame(
        [
            (d.source_id, s.sentence_id, s.kind, s.start, s.end, len(d.sentence_text(s).split()))
            for d in documents
            for s in d.sentences
        ],
        columns=["source_id", "sentence_id", "kind", "start", "end", "n_words"],
    )


def test_pages_that_hang_together_by_copies_are_one_voice():
    own = "Somebody had written the whole list twice over on the back of an old card."
    a = make_document("a", COPIED, own)
    b = make_document("b", COPIED)  # all of it stands in a
    c = make_document("c", "A line alone.", own)  # most of it stands in a
    d = make_document("d", "Not a word of this is shared with any of them, nor could it be.", own)
    e = make_document("e", COPIED, headings=(0,))  # no running text, no voice
    for pages, voices in (((a, b), 1), ((a, c), 1), ((a, d), 2), ((b, c), 2), ((a, b, d, e), 2)):
        assert count_voices(find_reuse(pages), count_words(*pages)) == voices


def test_voices_take_overlapping_passages_once():
    sentences = count_words(make_document("a", COPIED, "x " * 40), make_document("b", "y " * 90))
    spans = [(0, 30), (10, 35), (20, 40)]  # less than half of the first sentence, three times
    reuse = pd.DataFrame(
        [("a", "b", start, end, start, end) for start, end in spans],
        columns=["source_a", "source_b", "start_a", "end_a", "start_b", "end_b"],
    )
    assert count_voices(reuse, sentences) == 2


def test_the_work_grows_with_the_corpus_and_not_with_its_pairs():
    rng = np.random.default_rng(1)
    vocabulary = np.array([f"w{i}" for i in range(3000)])
    pages = [
        make_document(f"p{i:04}", *(" ".join(rng.choice(vocabulary, 20)) for _ in range(20)))
        for i in range(400)
    ]
    for page in pages:
        page.tokens  # noqa: B018 - made beforehand, not part of what is timed

    def best_time(n: int) -> float:
        times = []
        for _ in range(3):
            start = time.process_time()
            find_reuse(pages[:n])
            times.append(time.process_time() - start)
        return min(times)

    assert best_time(400) < 10 * max(best_time(100), 0.02)  # 4 if linear, 16 if by pairs
