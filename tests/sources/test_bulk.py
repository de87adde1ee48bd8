"""Bulk files: every record is read or named, cuts are stable, ids are never paths."""

import csv
import gzip
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.errors import SourceError
from plumbline.sources.bulk import find_stretch, index_bulk_files, index_file, read_stretch
from plumbline.sources.bulk_records import BulkError, bulk_format, read_records, rows_at_a_time

COLUMNS = {
    "id": "id",
    "text": "text",
    "format": "text",
    "title": "title",
    "group": "group",
    "language": "language",
    "url": "url",
    "published": "published",
}
LIMIT = 10_000


def write_jsonl(path, rows):
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def pages(n):
    return [{"id": f"page {i}", "text": f"Text number {i}.", "group": "blog"} for i in range(n)]


def index(folder, *names, size=4, known=()):
    cache = folder / "index"
    return index_bulk_files(folder, names, COLUMNS, size, LIMIT, cache, known)


def read_all(folder, found):
    return [
        pair
        for file in found
        for stretch in file.stretches
        for pair in read_stretch(folder, stretch, COLUMNS, LIMIT)
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.jsonl", "jsonl"),
        ("a.jsonl.gz", "jsonl"),
        ("A.CSV", "csv"),
        ("a.tsv.gz", "tsv"),
        ("a.parquet", "parquet"),
        ("crawl.warc.gz", "warc"),
        ("crawl.warc.wet.gz", "warc"),
        ("a.parquet.gz", ""),
        ("a.txt", ""),
        ("jsonl", ""),
    ],
)
def test_the_name_tells_a_bulk_file(name, expected):
    assert bulk_format(name) == expected


BAD_LINES = [
    ("{", "it is not valid JSON"),
    ("[1]", "it is no JSON object"),
    ('{"id": "x"}', "'text' is missing"),
    ('{"id": "x", "text": ""}', "'text' is missing"),
    ('{"id": "x", "text": 5}', "'text' is not text"),
    ('{"id": {"a": 1}, "text": "x"}', "'id' is neither text nor a whole number"),
    ('{"id": true, "text": "x"}', "'id' is neither text nor a whole number"),
    ("[" * 5000, "it is not valid JSON"),
    ('{"id": "x", "text": "' + "long " * 3000 + '"}', "it is longer than the limit"),
]


@pytest.mark.parametrize(("line", "problem"), BAD_LINES)
def test_a_bad_line_is_named_and_its_neighbours_are_read(tmp_path, line, problem):
    path = write_jsonl(tmp_path / "a.jsonl", [pages(1)[0], line, pages(2)[1]])
    records = list(read_records(path, COLUMNS, LIMIT))
    assert [record.line for record in records] == [1, 2, 3]
    assert problem in records[1].problem
    assert (records[0].problem, records[2].problem) == ("", "")
    assert records[2].text == "Text number 1."


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_list_is_refused_as_such(tmp_path, indent):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(pages(2), indent=indent))
    with pytest.raises(BulkError, match=r"one JSON list; write each of its objects on a line"):
        list(read_records(path, COLUMNS, LIMIT))


def test_bytes_that_are_no_utf_8_are_named(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "caf\xe9"}\n{"text": "sound"}\n')
    first, second = read_records(path, COLUMNS, LIMIT)
    assert first.problem == "it is not UTF-8"
    assert second.text == "sound"


def test_rows_of_a_table_may_hold_lines_quotes_and_zero_bytes(tmp_path):
    texts = ['One "quoted"\nover two lines, with a comma', "Zero \0 byte", "=SUM(A1)"]
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "group"])
        writer.writerows([[i, text, "g"] for i, text in enumerate(texts)])
    records = list(read_records(tmp_path / "a.csv", COLUMNS, LIMIT))
    assert [record.text for record in records] == texts
    assert [record.line for record in records] == [2, 4, 5]
    again = list(read_records(tmp_path / "a.csv", COLUMNS, LIMIT, records[1].start, None, 4))
    assert [record.text for record in again] == texts[1:]


def test_a_table_without_the_column_of_the_text_says_so(tmp_path):
    (tmp_path / "a.tsv").write_text("id\tbody\n1\tx\n")
    with pytest.raises(BulkError, match=r"no column 'text'; name the column of the text"):
        list(read_records(tmp_path / "a.tsv", COLUMNS, LIMIT))
    renamed = {**COLUMNS, "text": "body"}
    assert [r.text for r in read_records(tmp_path / "a.tsv", renamed, LIMIT)] == ["x"]


def test_every_format_reads_the_same_records(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    rows = pages(300)
    write_jsonl(tmp_path / "a.jsonl", rows)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "c.parquet", row_group_size=70)
    with (tmp_path / "d.tsv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)
    for name in ("a.jsonl", "b.jsonl.gz", "c.parquet", "d.tsv"):
        found = read_all(tmp_path, index(tmp_path, name))
        assert [record.text for _, record in found] == [row["text"] for row in rows], name
        assert [source_id for source_id, _ in found][:2] == ["page-0", "page-1"]
        assert {record.fields["group"] for _, record in found} == {"blog"}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_csv_of_a_spreadsheet_may_have_other_delimiters(tmp_path, delimiter):
    rows = [
        ["id", "text"],
        ["1", f'Rest, it "may" help{delimiter} or\nnot'],
        ["2", "Rest is good."],
    ]
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    found = list(read_records(tmp_path / "a.csv", COLUMNS, LIMIT))
    assert [[record.record_id, record.text] for record in found] == rows[1:]
    part = read_records(tmp_path / "a.csv", COLUMNS, LIMIT, found[1].start, None, found[1].line)
    assert [record.record_id for record in part] == ["2"]


@pytest.mark.parametrize("packed", [False, True])
def test_lines_may_end_in_carriage_returns_alone(tmp_path, packed):
    rows = ["id,text", 'a,"Rest,\rtoo"', "b,Walk by day.", f"c,{'Long ' * 1_800}"]
    data = "\r".join(rows).encode()
    name = "old.csv.gz" if packed else "old.csv"
    (tmp_path / name).write_bytes(gzip.compress(data) if packed else data)
    found = [record for _, record in read_all(tmp_path, index(tmp_path, name, size=1))]
    assert [(r.line, r.text) for r in found] == [
        (2, "Rest,\ntoo"),
        (4, "Walk by day."),
        (5, "Long " * 1_800),
    ]
    assert found[-1].end == len(data)


def test_a_comma_goes_before_other_delimiters(tmp_path):
    (tmp_path / "a.csv").write_text("id;x,text\n1;2,Rest is good.\n")
    (found,) = read_records(tmp_path / "a.csv", COLUMNS, LIMIT)
    assert found.text == "Rest is good."


def chunked(body):
    pieces = [body[i : i + 30] for i in range(0, len(body), 30)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


PAGE = b"<html><body><p>Sleep well, and rest when you are tired.</p></body></html>"


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        (b"Transfer-Encoding: chunked", chunked(PAGE), PAGE),
        (b"Content-Encoding: gzip", gzip.compress(PAGE, mtime=0), PAGE),
        (
            b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip",
            chunked(gzip.compress(PAGE, mtime=0)),
            PAGE,
        ),
        (b"Transfer-Encoding: chunked", PAGE, PAGE),  # unpacked by whoever wrote the archive
        (b"Content-Encoding: gzip", PAGE, PAGE),
        (b"Transfer-Encoding: chunked", chunked(PAGE)[:50], "cannot be unpacked"),
        (b"Content-Encoding: gzip", b"\x1f\x8b\x08 broken", "cannot be unpacked"),
        (
            b"Content-Encoding: gzip",
            gzip.compress(bytes(LIMIT + 9), mtime=0),
            "longer than the limit",
        ),
    ],
    ids=("chunked", "gzip", "both", "no_longer_chunked", "no_longer_gzip", "cut", "broken", "long"),
)
def test_pages_are_unpacked_as_their_headers_say(tmp_path, headers, body, expected):
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + b"\r\n\r\n" + body
    http = "application/http; msgtype=response"
    records = [
        warc_record("response", 1, http, answer),
        warc_record("resource", 2, "text/html", PAGE),
    ]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    found, after = read_records(tmp_path / "a.warc", {}, LIMIT)
    assert after.text == PAGE
    if isinstance(expected, bytes):
        assert (found.text, found.problem) == (expected, "")
    else:
        assert expected in found.problem


def warc_record(kind, number, content_type, body):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0000-{number}>\r\n"
        f"WARC-Target-URI: https://example.org/{number}\r\nWARC-Date: 2024-01-02T03:04:05Z\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_gives_its_pages_and_names_the_rest(tmp_path, packed):
    page = b"HTTP/1.1 %s\r\nContent-Type: %s\r\n\r\n<html><body><p>Sleep well.</p></body></html>"
    http = "application/http; msgtype=response"
    records = [
        warc_record("request", 1, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        warc_record("response", 2, http, page % (b"200 OK", b"text/html; charset=utf-8")),
        warc_record("response", 3, http, page % (b"404 Not Found", b"text/html")),
        warc_record("response", 4, http, page % (b"200 OK", b"image/png")),
        warc_record("conversion", 5, "text/plain", b"Plain text of a page."),
    ]
    name = "a.warc.gz" if packed else "a.warc"
    (tmp_path / name).write_bytes(b"".join(map(gzip.compress, records) if packed else records))
    found = list(read_records(tmp_path / name, {}, LIMIT))
    assert [record.problem for record in found] == [
        "it is no page (a record of the type 'request')",
        "",
        "the server answered 404",
        "it is no page of text but 'image/png'",
        "",
    ]
    assert (found[1].format, found[4].format) == ("html", "text")
    assert found[1].fields == {"url": "https://example.org/2", "published": "2024-01-02"}
    part = read_records(tmp_path / name, {}, LIMIT, found[1].start, found[3].start, 2)
    assert [record.record_id for record in part] == ["0000-2", "0000-3"]


@given(st.lists(st.text(max_size=8), max_size=40), st.integers(1, 8))
def test_the_batches_hold_every_record_once_and_in_order(ids, size):
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder)
        write_jsonl(path / "a.jsonl", [{"id": i, "text": f"t{n}"} for n, i in enumerate(ids)])
        found = read_all(path, index(path, "a.jsonl", size=size))
        assert [record.line for _, record in found] == list(range(1, len(ids) + 1))
        given_ids = [source_id for source_id, record in found if not record.problem]
        assert len({source_id.lower() for source_id in given_ids}) == len(given_ids)
        assert all("/" not in i and not i.startswith(".") for i in given_ids)


def test_a_new_record_touches_one_batch(tmp_path):
    rows = pages(200)
    before = index(tmp_path, write_jsonl(tmp_path / "a.jsonl", rows).name, size=16)[0].stretches
    rows.insert(77, {"id": "new", "text": "Something new."})
    after = index(tmp_path, write_jsonl(tmp_path / "a.jsonl", rows).name, size=16)[0].stretches
    known = {(stretch.name, stretch.digest) for stretch in before}
    changed = [s for s in after if (s.name, s.digest) not in known]
    assert len(before) > 5
    assert 1 <= len(changed) <= 2


def test_a_repeated_id_is_named_with_the_line_of_the_first(tmp_path):
    rows = [{"id": "a", "text": "one"}, {"id": "b", "text": "two"}, {"id": "a", "text": "three"}]
    write_jsonl(tmp_path / "a.jsonl", rows)
    found = read_all(tmp_path, index(tmp_path, "a.jsonl"))
    assert [source_id for source_id, _ in found] == ["a", "b", ""]
    assert found[2][1].problem == "its id stands on line 1 already; it is 'a'"


def test_ids_that_become_the_same_are_told_apart(tmp_path):
    rows = [{"id": "../../x", "text": "one"}, {"id": "x", "text": "two"}, {"id": "X", "text": "3"}]
    write_jsonl(tmp_path / "a.jsonl", rows)
    write_jsonl(tmp_path / "b.jsonl", [{"id": "x", "text": "four"}])
    ids = [i for i, _ in read_all(tmp_path, index(tmp_path, "a.jsonl", "b.jsonl", known=["y"]))]
    assert ids[0] == "x"
    assert len({i.lower() for i in ids}) == 4
    assert all(i.lower().startswith("x") for i in ids)


def test_a_second_file_learns_the_ids_of_a_first_that_was_indexed_alone(tmp_path):
    write_jsonl(tmp_path / "a.jsonl", pages(3))
    index(tmp_path, "a.jsonl")
    write_jsonl(tmp_path / "b.jsonl", pages(3))
    ids = [i for i, _ in read_all(tmp_path, index(tmp_path, "a.jsonl", "b.jsonl"))]
    assert len(set(ids)) == 6


def test_files_of_one_name_have_batches_of_their_own(tmp_path):
    paths = ["2023/pages.jsonl", "2024/pages.jsonl", "pages.csv", "pages.jsonl"]
    for path in paths:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        write_jsonl(tmp_path / path, pages(3))
    (tmp_path / "pages.csv").write_text("id,text\npage-0,one\n")
    stretches = [s for file in index(tmp_path, *paths) for s in file.stretches]
    assert len({stretch.name for stretch in stretches}) == len(stretches) >= len(paths)


def test_an_id_of_a_single_source_is_not_taken_again(tmp_path):
    write_jsonl(tmp_path / "a.jsonl", [{"id": "leaflet", "text": "one"}])
    ((source_id, _),) = read_all(tmp_path, index(tmp_path, "a.jsonl", known=["Leaflet"]))
    assert source_id.startswith("leaflet-")


def test_without_ids_file_and_line_make_them(tmp_path):
    write_jsonl(tmp_path / "my pages.jsonl", [{"text": "one"}, {"text": "two"}])
    found = read_all(tmp_path, index(tmp_path, "my pages.jsonl"))
    assert [source_id for source_id, _ in found] == ["my-pages-1", "my-pages-2"]


def test_an_unchanged_file_is_not_read_again_and_a_damaged_index_is_made_anew(tmp_path):
    path = write_jsonl(tmp_path / "a.jsonl", pages(30))
    first = index(tmp_path, "a.jsonl")
    kept = index_file(tmp_path / "index", "a.jsonl")
    stamp = kept.stat().st_mtime_ns
    assert index(tmp_path, "a.jsonl") == first
    assert kept.stat().st_mtime_ns == stamp
    place = (kept, first[0].stretches[0].name, tmp_path)
    assert find_stretch(*place) == first[0].stretches[0]
    kept.write_text(kept.read_text()[:50])
    assert index(tmp_path, "a.jsonl") == first
    write_jsonl(path, pages(31))
    with pytest.raises(SourceError, match="changed during the run; start again"):
        find_stretch(*place)
    assert index(tmp_path, "a.jsonl")[0].records == 31


def test_a_file_that_ends_too_early_is_named_and_what_came_before_is_kept(tmp_path):
    write_jsonl(tmp_path / "a.jsonl", pages(2000))
    packed = gzip.compress((tmp_path / "a.jsonl").read_bytes())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    found = index(tmp_path, "a.jsonl.gz")[0]
    assert "it cannot be read to its end" in found.problem
    assert 0 < found.records < 2000
    assert len(read_all(tmp_path, [found])) == found.records


def test_a_quotation_mark_that_is_never_closed_takes_no_more_than_the_limit(tmp_path):
    lines = ["id,text", 'a,"never closed', *(f"{i},line {i}" for i in range(2000)), "z,the last"]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n")
    records = list(read_records(tmp_path / "a.csv", COLUMNS, LIMIT))
    assert "it is no row of a table" in records[0].problem
    assert records[-1].text == "the last"
    assert len(records) > 500


def refuse(folder, name, data):
    (folder / name).write_bytes(data)
    return index(folder, name)[0].problem


# without the time, which would set the names of the tests apart from one process to the next
TWICE_PACKED = gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("blank.jsonl", b"\n\n", "it holds no record"),
        ("blank.jsonl.gz", gzip.compress(b"", mtime=0), "it holds no record"),
        ("heading.csv", b"id,text\n", "it holds no record"),
        ("empty.csv", b"", "it is empty"),
        ("twice.csv", b"id,text,text\na,b,c\n", "more than one column 'text'; rename"),
        ("wide.csv", "id,text\n".encode("utf-16"), "in UTF-16; save it anew in UTF-8"),
        ("again.jsonl.gz", TWICE_PACKED, "once more than its ending says"),
        ("sheet.csv", b"PK\x03\x04" + bytes(40), "a ZIP archive or a spreadsheet"),
        ("broken.jsonl.gz", gzip.compress(b"{}" * 400, mtime=0)[:12] + b"\xff" * 40, "to its end"),
        ("plain.jsonl.gz", b"{}", "to its end"),
        ("page.warc", b"<html>", "no web archive"),
        ("feeds.warc", b"WARC/1.0\nWARC-Type: response\n\n", "line feeds alone"),
        ("zeros.csv", bytes(100), "begins with zeros"),
    ],
)
def test_a_bulk_file_that_gives_no_record_says_why(tmp_path, name, data, problem):
    assert problem in refuse(tmp_path, name, data)


def test_a_quotation_mark_that_nothing_closes_is_named(tmp_path):
    (tmp_path / "a.csv").write_text('id,text\na,Rest.\nb,"Walk\nc,Sit\n')
    found = [(r.line, r.problem) for _, r in read_all(tmp_path, index(tmp_path, "a.csv"))]
    assert found == [(2, ""), (3, "a quotation mark opens in it that nothing closes")]


def test_a_page_that_a_web_archive_cuts_off_is_named(tmp_path):
    whole = warc_record("response", 1, "text/html", b"<p>Rest</p>")
    later = warc_record("response", 2, "text/html", b"<p>Walk</p>" * 90)
    packed = gzip.compress(whole) + gzip.compress(later[:400])
    (tmp_path / "a.warc.gz").write_bytes(packed)
    problems = [r.problem for _, r in read_all(tmp_path, index(tmp_path, "a.warc.gz"))]
    assert problems[0] == ""
    assert problems[1].startswith("it is cut off: ")


def test_records_of_a_web_archive_that_are_packed_together_are_refused(tmp_path):
    pages = [warc_record("response", n, "text/html", b"<p>Rest</p>") for n in (1, 2)]
    problem = refuse(tmp_path, "a.warc.gz", gzip.compress(b"".join(pages)))
    assert "packed together; pack each of them by itself" in problem


def test_columns_of_bytes_and_dates_are_read_and_doubled_ones_refused(tmp_path):
    columns = {"id": [b"a"], "text": [b"caf\xc3\xa9"], "published": [date(2020, 1, 2)]}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    ((_, record),) = read_all(tmp_path, index(tmp_path, "a.parquet"))
    assert (record.record_id, record.text) == ("a", b"caf\xc3\xa9")
    assert record.fields["published"] == "2020-01-02"
    arrays = [pa.array(["a"]), pa.array(["b"]), pa.array(["c"])]
    table = pa.Table.from_arrays(arrays, names=["id", "text", "text"])
    pq.write_table(table, tmp_path / "b.parquet")
    assert "more than one column 'text'" in index(tmp_path, "b.parquet")[0].problem


def test_an_id_of_accents_without_end_is_cut_before_it_is_taken_apart(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "a\u0301\u0323" * 1_500, "text": "Rest"}, ensure_ascii=False)
    )
    ((source_id, _),) = read_all(tmp_path, index(tmp_path, "a.jsonl"))
    assert source_id.startswith("aaa")
    assert len(source_id) <= 120


def test_a_page_before_the_damage_of_a_packed_archive_is_read(tmp_path):
    page = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 11\r\n"
    page = gzip.compress(page + b"\r\n<p>Rest.</p>"[:13] + b"\r\n\r\n", mtime=0)
    (tmp_path / "a.warc.gz").write_bytes(page + b"\x1f\x8b\x08 broken" + page)
    found = index(tmp_path, "a.warc.gz")
    assert [record.problem for _, record in read_all(tmp_path, found)] == [""]
    assert "to its end" in found[0].problem


def test_what_a_file_puts_into_a_reason_is_one_short_line(tmp_path):
    kind = b"x\x1b[31m" + b"y" * 5_000
    page = b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(page)
    [(_, record)] = read_all(tmp_path, index(tmp_path, "a.warc"))
    assert "it is no page (a record of the type 'x\\x1b[31m" in record.problem
    assert len(record.problem) < 300


def test_blank_lines_may_stand_before_the_headings_of_a_table(tmp_path):
    (tmp_path / "a.csv").write_text("\n\nid,text\na,Rest is good.\n")
    [(source_id, record)] = read_all(tmp_path, index(tmp_path, "a.csv"))
    assert (source_id, record.line, record.text) == ("a", 4, "Rest is good.")


def test_a_date_that_no_calendar_knows_does_not_cost_the_file(tmp_path):
    published = pa.array([10**8], pa.date32())
    table = pa.table({"id": ["a"], "text": ["Rest is good."], "published": published})
    pq.write_table(table, tmp_path / "a.parquet")
    [(source_id, record)] = read_all(tmp_path, index(tmp_path, "a.parquet"))
    assert (source_id, record.text) == ("a", "Rest is good.")


def test_few_rows_are_held_where_they_share_a_long_text(tmp_path):
    words = pa.DictionaryArray.from_arrays(pa.array([0] * 300, pa.int32()), ["good " * 2_000_000])
    table = pa.table({"id": [str(i) for i in range(300)], "text": words})
    pq.write_table(table, tmp_path / "a.parquet", compression="zstd")
    with pq.ParquetFile(tmp_path / "a.parquet") as file:
        assert rows_at_a_time(file.metadata.row_group(0), ["id", "text"]) < 60
