"""Batches: one source each for few, stable buckets for many."""

from hypothesis import given
from hypothesis import strategies as st

from plumbline.batches import plan_batches

IDS = [f"page-{i}" for i in range(1000)]


def test_few_sources_are_batches_of_their_own():
    assert plan_batches(["b", "a"], 50, 500) == {"a": ["a"], "b": ["b"]}


def test_one_more_source_touches_one_batch():
    before = plan_batches(IDS, 50, 100)
    after = plan_batches([*IDS, "new"], 50, 100)
    assert before.keys() == after.keys()
    assert sum(before[name] != after[name] for name in before) == 1


@given(st.sets(st.text(st.characters(codec="utf-8"), min_size=1), max_size=200), st.integers(1, 30))
def test_every_source_is_in_exactly_one_batch(ids, size):
    batches = plan_batches(ids, 10, size)
    assert sorted(i for members in batches.values() for i in members) == sorted(ids)
