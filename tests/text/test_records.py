"""Records of bulk files: limits, and readers that fail."""

import os
import signal

import pytest

from plumbline.sources import reader
from plumbline.sources.bulk_records import Record
from plumbline.text import records
from plumbline.text.records import clean_record

TEXT = "Rest is good. " * 50


def clean(limits=None, form="text"):
    record = Record(line=3, start=0, end=0, raw=b"", text=TEXT, format=form)
    return clean_record("a", record, "pages.jsonl, line 3", limits=limits)


@pytest.mark.parametrize("unit", ["sentences", "characters"])
def test_a_record_beyond_a_limit_is_left_out_with_a_note(unit):
    assert clean().text
    document = clean({f"max_{unit}": 10})
    assert not document.text
    assert document.metadata["note"].startswith("pages.jsonl, line 3: this source holds ")
    assert f"raise limits.max_{unit}" in document.metadata["note"]


def test_a_reader_that_fails_costs_its_record_only(monkeypatch):
    def fail(*_):
        raise ValueError("a page that nobody foresaw")

    monkeypatch.setattr(reader, "RawText", fail)
    document = clean()
    assert not document.text
    assert document.metadata["note"] == (
        "pages.jsonl, line 3: this record cannot be read (its reader failed with ValueError); "
        "take it out of the file."
    )


def test_a_large_page_that_crashes_its_reader_costs_its_record_only(monkeypatch):
    page = f"<html><body><article><p>{TEXT * 200}</p></article></body></html>"
    record = Record(line=3, start=0, end=0, raw=b"", text=page, format="html")
    place = "pages.warc, record 3"
    assert clean_record("a", record, place).text.startswith("Rest is good.")
    monkeypatch.setattr(records, "parse_text", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    note = clean_record("a", record, place).metadata["note"]
    assert note.startswith(f"{place}: this file cannot be read (its reader crashed)")
