import os
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.errors import SettingsError
from plumbline.sources.bulk import find_bulk_files
from plumbline.sources.catalogue import (
    LONGEST_ID,
    Source,
    _unique_id,
    find_sources,
    make_id,
    survey_folder,
)
from plumbline.whole import is_of_the_future, settle_times

HEADER = "source_id\tpath\tgroup\ttitle\n"


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    for name in ("b.txt", "a page.HTML", "blogs/b.md", "blogs/deep/c.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("words")
    return folder


def test_every_readable_file_is_a_source(corpus):
    found = [(s.source_id, s.relative_path, s.group) for s in find_sources(corpus)[0]]
    assert found == [
        ("a-page", "a page.HTML", ""),
        ("b", "b.txt", ""),
        ("blogs-b", "blogs/b.md", "blogs"),
        ("c", "blogs/deep/c.txt", "blogs/deep"),
    ]


def test_files_of_one_name_in_thousands_of_folders_have_ids_at_once():
    paths = [f"{i}/{name}.html" for i in range(20_000) for name in ("01/index", "01/Index")]
    taken, last = {"index-3"}, {}
    ids = [_unique_id(PurePosixPath(path), taken, last) for path in paths]  # 100 s if one by one
    assert ids[:5] == ["index", "01-Index", "index-2", "Index-4", "index-5"]
    assert len({source_id.lower() for source_id in ids}) == len(paths)


def test_ids_stay_unique_whatever_the_case(corpus):
    (corpus / "B.md").write_text("words")
    (corpus / "b!.txt").write_text("words")
    ids = [s.source_id for s in find_sources(corpus)[0]]
    assert len({i.lower() for i in ids}) == len(ids) == 6


def test_what_is_left_out_is_listed_with_the_reason(corpus, tmp_path):
    (corpus / "scan.png").write_text("x")
    (corpus / ".hidden.txt").write_text("x")
    (tmp_path / "secret.txt").write_text("x")
    (corpus / "link.txt").symlink_to(tmp_path / "secret.txt")
    (corpus / "up").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(corpus / "pipe.txt")
    sources, left_out = survey_folder(corpus)
    assert len(sources) == 4
    reasons = {entry.relative_path: entry.reason for entry in left_out}
    assert set(reasons) == {"scan.png", ".hidden.txt", "link.txt", "up", "pipe.txt"}
    assert "outside the corpus" in reasons["link.txt"]
    assert all(reason.endswith(".") for reason in reasons.values())


def test_the_pieces_of_a_saved_page_are_no_sources(corpus):
    for name in ("a page_files/frame.html", "a page_files/a.css", "b_files/c.txt"):
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text("words")
    (corpus / "a page.HTML").rename(corpus / "a page.html")
    sources, left_out = survey_folder(corpus)
    assert [s.relative_path for s in sources if "_files" in s.relative_path] == ["b_files/c.txt"]
    reason = "It holds the pieces of the saved page a page.html; rename it if it holds sources."
    assert [(e.relative_path, e.reason) for e in left_out] == [("a page_files", reason)]


def test_the_results_of_a_study_are_no_sources_of_it(corpus):
    (corpus / "results/text").mkdir(parents=True)
    (corpus / "results/text/b.txt").write_text("words")
    sources, left_out = find_sources(corpus, results=corpus / "results")
    assert not any("results" in source.relative_path for source in sources)
    assert [(e.relative_path, e.reason) for e in left_out] == [
        ("results", "It holds the results of this study.")
    ]
    assert any(s.relative_path == "results/text/b.txt" for s in find_sources(corpus)[0])


def test_the_mark_of_an_open_document_is_no_source(corpus):
    (corpus / "~$report.docx").write_bytes(b"\x05Roe")
    sources, left_out = survey_folder(corpus)
    assert len(sources) == 4
    assert [(e.relative_path, e.reason.split()[-1]) for e in left_out] == [
        ("~$report.docx", "open.")
    ]


def test_a_link_within_the_corpus_is_a_source(corpus):
    (corpus / "again.txt").symlink_to(corpus / "b.txt")
    assert "again" in [s.source_id for s in find_sources(corpus)[0]]


@given(st.text(max_size=200))
def test_an_id_is_never_a_path(name):
    made = make_id(name)
    assert 0 < len(made) <= LONGEST_ID
    assert made[0] not in ".-"
    assert set(made) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


def sheet(corpus, rows):
    path = corpus.parent / "sources.tsv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def test_a_sheet_names_its_sources(corpus):
    found, _ = find_sources(corpus, sheet(corpus, "two\tblogs/b.md\tblog\tRest\none\tb.txt\n"))
    assert [s.source_id for s in found] == ["one", "two"]
    assert found[1].title == "Rest"
    assert found[1].path == corpus / "blogs/b.md"


def test_a_source_survives_its_record(corpus):
    source = find_sources(corpus)[0][0]
    assert "path" not in source.record()
    assert Source.from_record(source.record(), source.path) == source


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("one\tmissing.txt\n", "line 2: the file 'missing.txt' is missing"),
        ("one\tb.txt\nONE\tblogs/b.md\n", "line 3: the source_id 'ONE' stands on line 2"),
        ("../one\tb.txt\n", "line 2: the source_id '../one' is not usable"),
        (".one\tb.txt\n", "line 2: the source_id '.one' is not usable"),
        ("\tb.txt\n", "line 2: the source_id '' is not usable"),
        ("one\t../sources.tsv\n", "line 2: the path '../sources.tsv' is not usable"),
        ("one\t/etc/hostname\n", "line 2: the path '/etc/hostname' is not usable"),
        ("one\tblogs\n", "line 2: 'blogs' is not a regular file"),
        ("one\tout.txt\n", "line 2: 'out.txt' is a link to a file outside"),
        ("one\tpicture.png\n", "line 2: the format of 'picture.png' is not read"),
    ],
)
def test_an_error_in_the_sheet_is_one_sentence_with_its_line(corpus, rows, message):
    (corpus / "out.txt").symlink_to(sheet(corpus, rows))
    (corpus / "picture.png").write_text("x")
    with pytest.raises(SettingsError) as caught:
        find_sources(corpus, sheet(corpus, rows))
    assert message in str(caught.value)
    assert str(caught.value).startswith("sources.tsv, ")
    assert str(caught.value).endswith(".")


def test_a_sheet_saved_by_a_spreadsheet_is_read_or_refused_in_plain_words(corpus):
    path = corpus.parent / "sources.tsv"
    path.write_text(HEADER + "one\tb.txt\n", encoding="utf-8-sig")
    assert [s.source_id for s in find_sources(corpus, path)[0]] == ["one"]
    path.write_text("source_id,path\none,b.txt\n", encoding="utf-8-sig")
    with pytest.raises(SettingsError, match="missing; part the columns with tabs"):
        find_sources(corpus, path)


def test_a_missing_corpus_is_one_sentence(tmp_path):
    with pytest.raises(SettingsError, match="does not exist"):
        find_sources(tmp_path / "none")


def test_a_file_dated_in_the_future_is_a_source(tmp_path):
    for name in ("a.txt", "b.jsonl"):
        (tmp_path / name).write_text("Rest.")
        os.utime(tmp_path / name, (4e9, 4e9))
    sources, left_out = survey_folder(tmp_path)
    assert [source.source_id for source in sources] == ["a"]
    assert find_bulk_files(tmp_path, left_out) == (["b.jsonl"], [])


def test_a_bulk_file_whose_name_cannot_be_seen_says_so(tmp_path):
    (tmp_path / "pages\u200b.jsonl").write_text("{}")
    _, left_out = survey_folder(tmp_path)
    assert find_bulk_files(tmp_path, left_out)[1][0].reason.endswith(
        "; rename the file or its folder."
    )


def test_a_link_to_nothing_is_named_as_such(tmp_path):
    (tmp_path / "a.txt").symlink_to("nowhere.txt")
    [entry] = survey_folder(tmp_path)[1]
    assert entry.reason == "It is a link to a file that is not there."


def test_what_a_clock_that_ran_ahead_has_written_is_dated_back(tmp_path):
    (tmp_path / "a.csv").write_text("x")
    os.utime(tmp_path / "a.csv", (4e9, 4e9))
    settle_times(tmp_path)
    assert not is_of_the_future(tmp_path / "a.csv")
