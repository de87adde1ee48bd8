import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.errors import SourceError
from plumbline.sources.catalogue import Source
from plumbline.sources.encoding import DecodeError, decode
from plumbline.sources.reader import read_source

TEXT = "The body\u2019s clock \u2014 \u201crest\u201d and caf\u00e9 \u2014 costs 5 \u20ac."
PLAIN = "Rest well at night and walk by day."


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("cp1252", b"", "cp1252"),
    ],
)
def test_encodings_are_recognised(codec, mark, name):
    assert decode(mark + TEXT.encode(codec)) == (TEXT, name, 0)


def test_a_page_may_declare_its_encoding():
    page = (
        "<html><head><meta charset='{}'></head><body>\u0434\u0430 \u010de\u0161tina</body></html>"
    )
    assert (
        decode(page.format("windows-1250").replace("\u0434\u0430", "").encode("cp1250"), True)[1]
        == "cp1250"
    )
    assert decode(page.format("utf-8").encode("utf-8"), True)[1] == "utf-8"
    western = "<meta charset=iso-8859-1><p>the body\u2019s</p>".encode("cp1252")
    assert decode(western, True)[:2] == (
        "<meta charset=iso-8859-1><p>the body\u2019s</p>",
        "cp1252",
    )


def test_text_that_is_not_western_goes_to_the_detector():
    russian = (
        "Многие люди плохо спят по ночам и хотят знать, почему это так происходит с ними. " * 5
    )
    assert decode(russian.encode("cp1251"))[0] == russian


def test_a_few_broken_bytes_do_not_lose_the_encoding():
    text, name, broken = decode((TEXT * 5).encode() + b"\xe2\x80")
    assert name == "utf-8"
    assert broken == 1
    assert text.startswith(TEXT)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4", b"PK\x03\x04zip", b"\x89PNG\r\n", b"\x00\x01\x02\x03" * 9]
)
def test_binary_data_is_refused(data):
    with pytest.raises(DecodeError):
        decode(data)


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_decode_or_are_refused(data, declared):
    try:
        text, name, broken = decode(data, declared)
    except DecodeError:
        return
    assert isinstance(text, str)
    assert name
    assert broken >= 0


def source(folder, name, data=None):
    path = folder / name
    if data is not None:
        path.write_bytes(data)
    return Source("page", path, name)


def test_a_read_source_knows_its_hash_and_encoding(tmp_path):
    raw = read_source(source(tmp_path, "a.txt", TEXT.encode("cp1252")))
    assert raw.text == TEXT
    assert raw.encoding == "cp1252"
    assert len(raw.sha256) == 64


def refusal(bad, **limits):
    with pytest.raises(SourceError) as caught:
        read_source(bad, limits)
    message = str(caught.value)
    assert message.startswith(f"{bad.relative_path}: ")
    assert message.endswith(".")
    return message


def test_bad_files_end_in_one_sentence(tmp_path):
    assert "empty" in refusal(source(tmp_path, "a.txt", b""))
    assert "white space" in refusal(source(tmp_path, "b.txt", b"\n \n"))
    assert "too large" in refusal(source(tmp_path, "c.txt", b"word" * 9), max_bytes=20)
    assert "PDF" in refusal(source(tmp_path, "d.txt", b"%PDF-1.7"))
    assert "missing" in refusal(source(tmp_path, "e.txt"))
    assert "no running text" in refusal(source(tmp_path, "f.html", b"<html><img src=x></html>"))
    (tmp_path / "g.txt").mkdir()
    assert "folder" in refusal(source(tmp_path, "g.txt"))
    os.mkfifo(tmp_path / "h.txt")
    assert "not a regular file" in refusal(source(tmp_path, "h.txt"))
    (tmp_path / "i.txt").symlink_to("i.txt")
    assert refusal(source(tmp_path, "i.txt"))


def test_a_link_out_of_the_corpus_is_refused(tmp_path):
    corpus = tmp_path / "corpus"
    (corpus / "blogs").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text(PLAIN)
    (corpus / "blogs" / "a.txt").symlink_to(tmp_path / "secret.txt")
    (corpus / "b.txt").write_text(PLAIN)
    (corpus / "blogs" / "c.txt").symlink_to(corpus / "b.txt")
    assert "outside the corpus" in refusal(source(corpus, "blogs/a.txt"))
    assert read_source(source(corpus, "blogs/c.txt")).text == PLAIN
