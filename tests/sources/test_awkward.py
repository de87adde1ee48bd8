"""Awkward files of every format: what a reader should find in each, block by block."""

from collections import Counter

import pytest
from awkward_documents import BUILT, MADE_ELSEWHERE, build, expected, show_blocks

from plumbline.sources.catalogue import FORMATS, Source
from plumbline.text.clean import clean_source

NAMES = sorted([*BUILT, *MADE_ELSEWHERE])
LEAST_BLOCKS = 0.9  # of the blocks: the same kind, text, links and superscripts


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("awkward")
    build(made)
    return made


def read(folder, name):
    return clean_source(Source("page", folder / name, name))


def test_there_is_an_awkward_file_of_every_format():
    suffixes = {"." + name.rsplit(".", 1)[1] for name in NAMES}
    assert {FORMATS[suffix] for suffix in suffixes} == set(FORMATS.values())
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_what_a_reader_should_find_is_found(folder, name):
    document = read(folder, name)
    found, wanted = Counter(show_blocks(document)), Counter(expected(name))
    same = (found & wanted).total()
    assert 2 * same / (found.total() + wanted.total()) >= LEAST_BLOCKS, (
        "missing",
        list(wanted - found),
        "not wanted",
        list(found - wanted),
    )


@pytest.mark.parametrize("name", NAMES)
def test_marks_and_sentences_point_to_their_text(folder, name):
    document = read(folder, name)
    for mark in document.marks:
        assert document.text[mark.start : mark.end].strip()
    for sentence in document.sentences:
        words = document.sentence_text(sentence)
        assert words.strip() == words != ""


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("running_header.pdf", "Nights without pills"),
        ("notes.docx", "Warm feet"),
        ("lists.odt", "Light at night"),
        ("unicode.rtf", "Tea at night"),
        ("chapters.epub", "A book of nights"),
        ("article.xml", "Naps by day: a trial"),
        ("entities.xhtml", "Caf\u00e9 & sleep"),
        ("notes.md", "Naps by day"),
        ("wrapped.txt", "Naps By Day"),
    ],
)
def test_every_format_gives_a_title(folder, name, title):
    assert read(folder, name).metadata["title"] == title
