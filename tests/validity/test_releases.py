"""Data sets as they are released: some folders down, or still in an archive."""

import io
import tarfile
import zipfile

import pytest

from plumbline.errors import SettingsError
from plumbline.validity.gold import find_file, find_files
from plumbline.validity.releases import open_releases


def test_files_are_found_some_folders_down(tmp_path):
    deep = tmp_path / "set/repository-main/data"
    deep.mkdir(parents=True)
    (deep / "a.csv").write_text("x")
    (tmp_path / "set/README.md").write_text("x")
    assert find_file(tmp_path / "set", "b.csv", "a.csv") == deep / "a.csv"
    assert find_files(tmp_path / "set", "*.csv") == [deep / "a.csv"]


def test_what_lies_deeper_is_left_aside(tmp_path):
    (tmp_path / "set/sources").mkdir(parents=True)
    for name in ("en_ewt-ud-dev.conllu", "sources/one.conllu", ".hidden.conllu"):
        (tmp_path / "set" / name).write_text("x")
    assert [p.name for p in find_files(tmp_path / "set", "*.conllu")] == ["en_ewt-ud-dev.conllu"]
    with pytest.raises(SettingsError, match=r"set/\*\.xml: there is no such file"):
        find_files(tmp_path / "set", "*.xml")


def write_archive(path, members):
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in members.items():
                archive.writestr(name, text)
        return
    with tarfile.open(path, "w:*" if path.suffix == ".tar" else f"w:{path.suffix[1:]}") as archive:
        for name, text in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))


@pytest.mark.parametrize("name", ["release.zip", "release.tar.gz", "release.tar.xz"])
def test_an_archive_is_read_as_if_it_were_unpacked(tmp_path, name):
    (tmp_path / "set").mkdir()
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain/b.csv").write_text("b")
    members = {"release/data/a.csv": "a", "release/code/run.py": "x", "__MACOSX/a.csv": "x"}
    write_archive(tmp_path / "set" / name, members)
    with open_releases(tmp_path, ["set", "plain"]) as opened:
        assert find_file(opened / "set", "a.csv").read_text() == "a"
        assert find_file(opened / "plain", "b.csv").read_text() == "b"
        with pytest.raises(SettingsError):
            find_file(opened / "set", "run.py")
    assert not opened.exists()
    assert sorted(p.name for p in (tmp_path / "set").iterdir()) == [name]


def test_names_in_an_archive_lead_nowhere_else(tmp_path):
    (tmp_path / "gold/set").mkdir(parents=True)
    members = {"../../out.csv": "x", "/abs.csv": "y", "C:\\\\drive.csv": "z"}
    write_archive(tmp_path / "gold/set/x.zip", members)
    with open_releases(tmp_path / "gold", ["set"]) as opened:
        found = sorted(p.relative_to(opened).as_posix() for p in opened.rglob("*.csv"))
    assert found == ["set/x.zip unpacked/abs.csv", "set/x.zip unpacked/drive.csv"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_an_archive_that_cannot_be_read_is_named(tmp_path, name):
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / name).write_bytes(b"no archive")
    with (
        pytest.raises(SettingsError, match=f"set/{name}: this archive cannot be read"),
        open_releases(tmp_path, ["set"]),
    ):
        pass


def test_without_archives_nothing_is_copied(tmp_path):
    (tmp_path / "set").mkdir()
    with open_releases(tmp_path, ["set"]) as opened:
        assert opened == tmp_path
