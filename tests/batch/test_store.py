"""The store: found by content, never half there, never wrong, never larger than allowed."""

import os

import pytest

from plumbline.store import Store, make_key


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def make_file(folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def test_what_was_kept_is_found_again(store, tmp_path):
    store.keep("ab12", [make_file(tmp_path / "one", "part", "rows")])
    (tmp_path / "two").mkdir()
    assert store.fetch("ab12", tmp_path / "two")
    assert (tmp_path / "two/part").read_text() == "rows"
    assert not store.fetch("ab99", tmp_path / "two")


def test_a_damaged_entry_is_not_used_and_goes(store, tmp_path):
    file = make_file(tmp_path / "one", "part", "rows")
    store.keep("ab12", [file])
    file.write_text("changed in place")  # the entry is a second name of the same file
    (tmp_path / "two").mkdir()
    assert not store.fetch("ab12", tmp_path / "two")
    assert not (tmp_path / "store/ab/ab12").exists()


def test_an_entry_that_a_killed_job_left_behind_is_no_entry(store, tmp_path):
    make_file(tmp_path / "store/ab/ab12.77.unfinished", "part", "half")
    (tmp_path / "two").mkdir()
    assert not store.fetch("ab12", tmp_path / "two")
    store.trim(10**9)
    assert not list((tmp_path / "store").glob("*/*"))


def test_the_longest_unused_goes_first(store, tmp_path):
    for i, key in enumerate(("aa1", "bb2", "cc3")):
        store.keep(key, [make_file(tmp_path / key, "part", "x" * 1000)])
        os.utime(tmp_path / f"store/{key[:2]}/{key}/entry.json", ns=(i, i + 1))
    (tmp_path / "out").mkdir()
    assert store.fetch("aa1", tmp_path / "out")  # used: now the newest
    store.trim(2500)
    assert not store.fetch("bb2", tmp_path / "out")
    assert store.fetch("aa1", tmp_path / "out")
    assert store.fetch("cc3", tmp_path / "out")


def test_a_key_changes_with_everything_that_it_is_made_of():
    keys = {make_key("a", {"x": 1}), make_key("a", {"x": 2}), make_key("b", {"x": 1})}
    assert len(keys) == 3
    assert make_key({"x": 1, "y": 2}) == make_key({"y": 2, "x": 1})
