"""What must hold for any input whatsoever: one function per part that reads sources.

A target takes bytes, reads them as a source (or as a pattern, or a lexicon) and asserts what the
part promises: offsets point to the text they claim, rows follow in order, and nothing is raised
but the errors that the part names. `test_targets.py` runs each on the kept inputs and on drawn
ones; `run.py` runs them under a coverage-guided fuzzer for as long as one likes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from office_documents import WORD, make_docx

from plumbline.citations import find_citations, load_resources
from plumbline.claims import extract_claims, load_grammar, load_topic
from plumbline.errors import PlumblineError
from plumbline.lexicons import REQUIRED, read_lexicon
from plumbline.numbers import find_numbers, load_references, load_units
from plumbline.readability import count_sentences, load_syllables, score_document
from plumbline.rhetoric.markers import find_markers, load_lexicons
from plumbline.settings import load_settings
from plumbline.sources.archives import check_archive, parse_xml, read_members
from plumbline.sources.docx import repair_docx
from plumbline.sources.encoding import DecodeError, decode
from plumbline.text.clean import clean_text
from plumbline.text.document import Document
from plumbline.text.patterns import PatternError, PatternMatcher
from plumbline.text.tokens import tokenise

PROJECT = Path(__file__).parents[2]
CONFIG = PROJECT / "config"
TOPIC = CONFIG / "topics" / "magnesium-sleep"


@cache
def settings() -> dict:
    return load_settings(PROJECT, PROJECT, {})


@cache
def vocabulary() -> list[str]:
    """Pieces from which texts are put together: words of the lexicons, numbers, marks."""
    words = set()
    for path in sorted((CONFIG / "lexicons").glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        entries = [line.split("\t")[0] for line in lines[1:] if not line.startswith("#")]
        words |= {word for entry in entries for word in entry.replace("|", " ").split()}
    words = sorted(word.strip("()[]~?#@") for word in words)
    topic = [
        "magnesium",
        "sleep",
        "insomnia",
        "relaxes",
        "improves",
        "GABA",
        "could",
        "not",
        "does",
    ]
    numbers = [
        "1",
        "320",
        "320-500",
        "1,000",
        "mg",
        "IU",
        "%",
        "B12",
        "2019",
        "[1]",
        "[2,3]",
        "²,³",
    ]
    sources = ["10.1000/x", "(Lee, 2019)", "https://a.b/c", "studies show", "experts", "References"]
    marks = [
        ".",
        ". ",
        "! ",
        "? ",
        ", ",
        "; ",
        "\n",
        "\n\n",
        "- ",
        "# ",
        "•",
        "“",
        "”",
        "’",
        "'",
        '"',
    ]
    return [*words, *topic * 4, *numbers * 2, *sources * 2, *marks * 8]


def read_text(data: bytes) -> str:
    """Return the bytes as text: as they are, or, after a first byte below 128, as words."""
    if not data or data[0] >= 128:
        return data[1:].decode("utf-8", errors="replace")
    words = vocabulary()
    pairs = zip(data[1::2], data[2::2], strict=False)
    return " ".join(words[(256 * high + low) % len(words)] for high, low in pairs)


def check_document(document: Document) -> None:
    """Assert that blocks, sentences, marks and tokens lie in the text, in order, and nest."""
    size = len(document.text)
    last = 0
    for block in document.blocks:
        assert last <= block.start <= block.end <= size
        last = block.end
    last = 0
    for number, sentence in enumerate(document.sentences, start=1):
        block = document.blocks[sentence.paragraph - 1]
        assert sentence.sentence_id == number
        assert last <= sentence.start < sentence.end <= size
        assert block.start <= sentence.start
        assert sentence.end <= block.end
        assert document.text[sentence.start : sentence.end].strip()
        last = sentence.end
    for mark in document.marks:
        assert 0 <= mark.start < mark.end <= size
    tokens = document.tokens
    assert len(tokens.words) == len(tokens.starts) == len(tokens.ends)
    assert all(a < b for a, b in zip(tokens.starts, tokens.ends, strict=True))
    assert Document.from_dict(document.to_dict()) == document


def check_spans(document: Document, rows: list[dict], text: str = "text") -> None:
    """Assert that each row's span lies in its sentence and is the text that the row gives."""
    for row in rows:
        sentence = document.sentences[row["sentence_id"] - 1]
        assert sentence.start <= row["start"] < row["end"] <= len(document.text)
        if text in row:
            assert document.text[row["start"] : row["end"]] == row[text]


def clean(data: bytes, fmt: str = "text") -> Document | None:
    """Return the document of the bytes; None where it is refused as it should be."""
    try:
        return clean_text("source", read_text(data), fmt)
    except PlumblineError:
        return None


def fuzz_decode(data: bytes) -> None:
    for declared in (False, True):
        try:
            text, encoding, broken = decode(data, declared)
        except DecodeError:
            continue
        assert isinstance(text, str)
        assert encoding
        assert broken >= 0


def fuzz_tokens(data: bytes) -> None:
    text = read_text(data)
    tokens = tokenise(text, [(0, len(text))])
    between = zip([0, *tokens.ends], [*tokens.starts, len(text)], strict=True)
    assert not "".join(text[end:start] for end, start in between).strip()


def fuzz_text(data: bytes) -> None:
    document = clean(data)
    if document:
        check_document(document)


def fuzz_markdown(data: bytes) -> None:
    document = clean(data, "markdown")
    if document:
        check_document(document)


def fuzz_html(data: bytes) -> None:
    document = clean(data, "html")
    if document:
        check_document(document)


def fuzz_docx(data: bytes) -> None:
    with suppress(PlumblineError):
        check_archive(data, "source", 1_000_000)
    packed = make_docx(data)
    check_archive(packed, "source", 1_000_000)
    repaired, hidden = repair_docx(packed)
    before, after = _word_text(packed), _word_text(repaired)
    assert 0 <= hidden <= before - after  # the rest was deleted, or is there in two versions
    assert repair_docx(repaired)[1] == 0


def _word_text(packed: bytes) -> int:
    """Return the number of characters in the document's runs of text."""
    [document] = read_members(packed, re.compile(r"word/document\.xml")).values()
    root = parse_xml(document)
    texts = root.iter(f"{{{WORD}}}t") if root is not None else ()
    return sum(len(text.text or "") for text in texts)


def fuzz_patterns(data: bytes) -> None:
    pattern, _, rest = read_text(data).partition("\n")
    matcher = PatternMatcher()
    try:
        matcher.add(pattern, "found")
    except PatternError:
        return
    tokens = tokenise(rest, [(0, len(rest))])
    last = 0
    for match in matcher.find(tokens, 0):
        assert last <= match.first < match.last <= len(tokens.words)
        last = match.last


@cache
def _folder() -> TemporaryDirectory:
    return TemporaryDirectory()


def fuzz_lexicon(data: bytes) -> None:
    path = Path(_folder().name, "lexicon.tsv")
    path.write_bytes("\t".join(REQUIRED).encode() + b"\n" + data)
    with suppress(PlumblineError):
        read_lexicon(path)


@cache
def _syllables() -> object:
    return load_syllables(CONFIG / "syllables.tsv")


def fuzz_readability(data: bytes) -> None:
    document = clean(data)
    if not document:
        return
    for row in score_document(document, _syllables(), settings()["readability"]):
        assert row["value"] is None or math.isfinite(row["value"])
        assert row["value"] is not None or row["note"]
    for row in count_sentences(document, _syllables()):
        assert all(not isinstance(value, int) or value >= 0 for value in row.values())


@cache
def _lexicons() -> object:
    return load_lexicons(CONFIG / "lexicons", settings()["rhetoric"])


def fuzz_markers(data: bytes) -> None:
    document = clean(data)
    if document:
        check_spans(document, find_markers(document, _lexicons()))


@cache
def _resources() -> object:
    return load_resources(CONFIG / "citations.yaml", CONFIG / "lexicons", settings()["attribution"])


def fuzz_citations(data: bytes) -> None:
    document = clean(data)
    if document:
        check_spans(document, find_citations(document, _resources()))


@cache
def _topic() -> tuple:
    return load_grammar(CONFIG / "claims"), load_topic(TOPIC)


def fuzz_claims(data: bytes) -> None:
    document = clean(data)
    if document:
        rows = extract_claims(document, *_topic())
        check_spans(document, rows)
        assert all(0 <= row["level"] <= 6 for row in rows)


@cache
def _units() -> tuple:
    units = load_units(CONFIG / "units.yaml")
    return units, load_references(TOPIC, units)


def fuzz_numbers(data: bytes) -> None:
    document = clean(data)
    if document:
        rows = find_numbers(document, *_units())
        check_spans(document, rows)
        for row in rows:
            low, high = row["value_low"], row["value_high"]
            assert low is None or high is None or low <= high


TARGETS: dict[str, Callable[[bytes], None]] = {
    name.removeprefix("fuzz_"): function
    for name, function in sorted(globals().items())
    if name.startswith("fuzz_")
}
