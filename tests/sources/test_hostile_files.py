"""Hostile and broken files: each is read, or left out with one sentence; none stops the others."""

import os
import signal

import pytest
from awkward_documents import make_docx
from hostile_files import FILES, HUGE, write_hostile

from plumbline.errors import SettingsError, SourceError
from plumbline.sources.bulk_records import Record
from plumbline.sources.catalogue import Source, read_sheet, survey_folder
from plumbline.sources.confine import run_confined
from plumbline.sources.limits import Limits
from plumbline.sources.reader import parse_bytes
from plumbline.text.clean import clean_source
from plumbline.text.records import clean_record
from plumbline.text.rules import load_rules

WHERE = "page.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("hostile") / "sources"
    write_hostile(made)
    return made


@pytest.fixture(scope="module")
def surveyed(folder):
    return survey_folder(folder)


@pytest.fixture(scope="module")
def documents(folder):
    return {h.name: clean(folder, h) for h in FILES}


def clean(folder, hostile, **limits):
    return clean_source(Source("page", folder / hostile.name, "page"), limits)


@pytest.mark.parametrize("hostile", FILES, ids=lambda hostile: ascii(hostile.name[:40]))
def test_a_hostile_file_is_read_or_left_out_with_one_sentence(documents, hostile):
    document = documents[hostile.name]
    note = document.metadata["note"]
    if hostile.says:
        assert not document.text
        assert hostile.says in note
        assert note.startswith("page: ")
        assert note.endswith(".")
        assert "Traceback" not in note
    else:
        assert document.text
        assert document.metadata["sha256"]


def test_everything_in_the_folder_is_a_source_or_left_out_with_its_reason(surveyed):
    sources, left_out = surveyed
    assert len(sources) == len(FILES) + 1  # the file that its owner must not read, too
    reasons = {entry.relative_path: entry.reason for entry in left_out}
    assert "circle" in reasons["circle.txt"]
    assert "outside" in reasons["outside.txt"]
    assert "outside" in reasons["device.txt"]
    assert "link to a folder" in reasons["up"]
    assert "not a regular file" in reasons["pipe.txt"]
    assert any("not UTF-8" in reason for reason in reasons.values())


def test_names_are_shown_without_anything_unseen_and_ids_are_plain(surveyed):
    sources, left_out = surveyed
    for shown in [s.relative_path for s in sources] + [e.relative_path for e in left_out]:
        assert shown.isprintable()
    ids = [source.source_id for source in sources]
    assert len({source_id.lower() for source_id in ids}) == len(ids)
    assert all(source_id.isascii() and source_id[0] not in ".-" for source_id in ids)


def test_what_is_kept_of_a_text_holds_no_control_characters(documents):
    for name, document in documents.items():
        assert all(line.isprintable() for line in document.text.split("\n")), name


def test_nothing_that_a_page_would_run_is_among_its_text(documents):
    page = documents["script.html"]
    assert "alert" not in page.text
    assert "display:none" not in page.text


def test_what_only_looks_lost_is_read(documents):
    assert documents["pages.pdf"].text.count("Rest is good on page") == 300
    assert "caf\u00e9" in documents["codec_zlib.html"].text
    assert "caf\u00e9" in documents["codec_escape.html"].text
    assert documents["cesu8.txt"].text.endswith("\U0001f600 \ufffd")
    assert "More." in documents["pictures.rtf"].text
    assert "Sleep is good for people" in documents["data_uri.html"].text
    assert "shown to nobody" not in documents["template.html"].text
    assert "nested more than 100 deep" in documents["quotes.md"].metadata["note"]


def test_what_no_reader_sees_is_no_text(documents):
    assert "Gone" not in documents["unseen.html"].text
    assert "Kept." in documents["unseen.html"].text
    assert documents["white.pdf"].text == " ".join(["Sleep is good for people who rest."] * 2)
    assert "characters that cannot be seen" in documents["white.pdf"].metadata["note"]
    assert "Sleep is good" in documents["white_on_dark.pdf"].text


def test_a_page_that_waits_for_its_script_is_read():
    page = (
        f"<html><body><div style='display:none'><p>{'Rest is good. ' * 9}</p></div></body></html>"
    )
    assert parse_bytes(page.encode(), "html").blocks


def test_what_is_lost_is_said(documents):
    def note(name):
        return documents[name].metadata["note"]

    assert "Rest at noon" in documents["many_attributes.html"].text
    assert "more than 1,000 attributes" in note("many_attributes.html")
    assert "nested more than 256 deep" in note("fragments.md")
    assert documents["cut.rtf"].text == "Rest is good. More"
    assert "cut off" in note("cut.rtf")
    assert documents["lost_chapter.epub"].text.endswith("Rest is good.")
    assert "1 chapter that this book lists is not in it" in note("lost_chapter.epub")


def test_elements_that_hold_nothing_hold_nothing(documents):
    kinds = [block.kind for block in documents["void.html"].blocks]
    assert kinds == ["heading", "body", "body"]
    assert "Sleeping is good" in documents["void.html"].text


def test_text_behind_which_a_file_is_padded_or_in_a_declared_encoding_is_read(documents):
    assert documents["padded.txt"].text.endswith("3:1-9.")
    assert "\u0421\u043e\u043d" in documents["saved_1251.mhtml"].text
    assert documents["mark_of_utf16.txt"].text.startswith("Rest at night")
    assert documents["mark_of_utf8.txt"].text.startswith("caf\u00e9 Rest")


def test_a_language_that_is_not_certain_is_not_named(documents):
    metadata = documents["code.txt"].metadata
    assert metadata["language"] == "und"
    assert "the language of this text is uncertain" in metadata["note"]


def test_titles_groups_and_messages_hold_nothing_that_a_terminal_obeys(documents, tmp_path):
    assert documents["title.html"].metadata["title"] == "Rest evil"
    record = Record(1, 0, 1, b"", "a", "Rest is good.", "text", {"group": "\x1b[31m\u202e=1+1"})
    assert clean_record("a", record, "a.csv, line 1", load_rules()).metadata["group"] == "=1+1"
    (tmp_path / "sources.tsv").write_text("source_id\tpath\n\x1b[2J\u202ex\ta.txt\n")
    with pytest.raises(SettingsError) as caught:
        read_sheet(tmp_path, tmp_path / "sources.tsv")
    assert str(caught.value).isprintable()


def test_accents_without_end_are_cut(documents):
    assert documents["marks.txt"].text.count("\u0301") < 50


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file: unreadable not checked")
def test_a_file_that_may_not_be_read_is_noted(folder):
    note = clean_source(Source("page", folder / "unreadable.txt", "unreadable.txt")).metadata[
        "note"
    ]
    assert "cannot be opened" in note


def test_many_files_in_one_folder_are_found_quickly(tmp_path):
    for number in range(5_000):
        (tmp_path / f"{number}.txt").write_bytes(b"Rest.")
    sources, left_out = survey_folder(tmp_path)
    assert len(sources) == 5_000
    assert left_out == []


# --- limits -------------------------------------------------------------------------------------


def refusal(work, **limits):
    with pytest.raises(SourceError) as caught:
        run_confined(work, WHERE, Limits(**limits))
    message = str(caught.value)
    assert message.startswith(f"{WHERE}: ")
    assert message.endswith(".")
    return message


def spin():
    while True:
        pass


def grow():
    held = []
    while True:
        held.append(bytes(10_000_000))


def recurse():
    return recurse() + 1


def crash():
    os.kill(os.getpid(), signal.SIGKILL)


def raise_unnamed():
    raise ZeroDivisionError


def test_work_in_a_process_of_its_own_hands_back_what_it_makes():
    assert run_confined(lambda: {"a": [1, "\u00e9"]}, WHERE, Limits()) == {"a": [1, "\u00e9"]}


def test_limits_of_time_and_memory_hold():
    assert "more than 1 seconds" in refusal(spin, seconds=1)
    assert "more than 100 MB" in refusal(grow, memory_mb=100)


def test_a_reader_that_fails_or_crashes_is_one_sentence():
    assert "too deeply" in refusal(recurse)
    assert "crashed" in refusal(crash)
    assert "ZeroDivisionError" in refusal(raise_unnamed)


def test_every_limit_names_its_setting(tmp_path):
    (tmp_path / "a.txt").write_text("Rest is good. " * 50)
    source = Source("a", tmp_path / "a.txt", "a.txt")
    assert "limits.max_bytes" in clean_source(source, {"max_bytes": 10}).metadata["note"]
    assert "limits.max_sentences" in clean_source(source, {"max_sentences": 10}).metadata["note"]
    assert "limits.max_characters" in clean_source(source, {"max_characters": 10}).metadata["note"]
    (tmp_path / "a.docx").write_bytes(make_docx("<w:p><w:r><w:t>Rest</w:t></w:r></w:p>"))
    packed = Source("a", tmp_path / "a.docx", "a.docx")
    note = clean_source(packed, {"max_unpacked_bytes": 10}).metadata["note"]
    assert "limits.max_unpacked_bytes" in note


def test_a_long_document_is_stopped_by_pandocs_own_limit_on_memory():
    paragraphs = "<w:p><w:r><w:t>Rest is good for people.</w:t></w:r></w:p>" * 400_000
    with pytest.raises(SourceError, match="memory"):
        parse_bytes(make_docx(paragraphs), "docx", "long.docx", {"memory_mb": 128})


@pytest.mark.skipif(
    not os.environ.get("PLUMBLINE_HUGE"), reason="PLUMBLINE_HUGE is not set: huge files not checked"
)
@pytest.mark.parametrize("hostile", HUGE, ids=lambda hostile: hostile.name)
def test_a_huge_file_is_left_out(tmp_path, hostile):
    (tmp_path / hostile.name).write_bytes(hostile.data)
    assert hostile.says in clean(tmp_path, hostile).metadata["note"]
