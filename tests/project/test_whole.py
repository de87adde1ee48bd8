"""Files appear whole or not at all."""

import pytest

from plumbline.whole import sweep, whole_file, whole_folder, write_text


def test_a_file_keeps_its_old_content_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "table.csv"
    write_text(path, "old\r\n")
    with whole_file(path) as unfinished:
        unfinished.write_text("new")
        assert path.read_bytes() == b"old\r\n"
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["table.csv"]


def break_off(path):
    with whole_file(path) as unfinished:
        unfinished.write_text("half")
        raise OSError("full")


def test_a_failure_leaves_what_was_there(tmp_path):
    write_text(tmp_path / "table.csv", "old")
    with pytest.raises(OSError, match="full"):
        break_off(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["table.csv"]


def test_a_folder_takes_the_place_of_the_old_one_at_once(tmp_path):
    with whole_folder(tmp_path / "text") as folder:
        write_text(folder / "a.txt", "a")
    with whole_folder(tmp_path / "text") as folder:
        write_text(folder / "b.txt", "b")
        assert [p.name for p in (tmp_path / "text").iterdir()] == ["a.txt"]
    assert [p.name for p in (tmp_path / "text").iterdir()] == ["b.txt"]


def test_what_a_killed_process_left_is_swept_away(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / ".markers.csv.77.unfinished").write_text("half")
    (tmp_path / ".text.77.unfinished" / "text").mkdir(parents=True)
    write_text(tmp_path / "tables" / "markers.csv", "whole")
    sweep(tmp_path)
    assert [p.name for p in sorted(tmp_path.rglob("*"))] == ["tables", "markers.csv"]
