"""Every part that reads sources keeps its promises on kept and on drawn inputs."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from office_documents import make_docx
from targets import TARGETS, check_document

from plumbline.errors import PlumblineError
from plumbline.sources.reader import parse_bytes
from plumbline.text.clean import clean_raw

INPUTS = Path(__file__).parent / "inputs"


@pytest.mark.parametrize("name", TARGETS)
def test_kept_inputs(name):
    kept = sorted((INPUTS / name).iterdir()) if (INPUTS / name).is_dir() else []
    for path in [*sorted((INPUTS / "any").iterdir()), *kept]:
        TARGETS[name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_drawn_inputs(name):
    @settings(max_examples=40)
    @given(st.one_of(st.binary(max_size=120), st.text(max_size=60).map(as_source)))
    def check(data):
        TARGETS[name](data)

    check()


@settings(max_examples=10, deadline=None)
@given(st.binary(max_size=120))
def test_drawn_word_documents_are_read_or_refused(data):
    try:
        document = clean_raw("source", parse_bytes(make_docx(data), "docx"))
    except PlumblineError:
        return
    check_document(document)


def as_source(text):
    return b"\xff" + text.encode("utf-8", errors="replace")
