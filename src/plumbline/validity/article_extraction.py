"""Zyte's article extraction benchmark: web pages, and the article on each as people copied it.

Scrapinghub (now Zyte) 2020, https://github.com/scrapinghub/article-extraction-benchmark, MIT
licence; the pages are third-party. ``ground-truth.json`` maps the id of a page to its
``articleBody``; the page is ``html/<id>.html.gz``. The score is the benchmark's: precision and
recall of 4-gram shingles, averaged over pages, and the F1 of the two averages.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from plumbline.errors import SettingsError, SourceError
from plumbline.sources.encoding import DecodeError, decode
from plumbline.text.clean import clean_text
from plumbline.text.rules import Rules
from plumbline.validity.gold import find_file

SHINGLE = 4  # words
LARGEST = 20_000_000  # bytes of an unpacked page; the largest of the benchmark has 3 million
_WORD = re.compile(r"\w+")
_PAGE_ID = re.compile(r"[0-9A-Za-z_-]{1,100}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the benchmark: where it is, and the text of its article."""

    page_id: str
    path: Path
    article: str


def load_pages(folder: Path) -> list[Page]:
    """Return the pages at hand, sorted by id; the pages themselves are not read yet.

    Raises:
        SettingsError: ``ground-truth.json`` is missing or of another form, or no page is at hand.

    """
    truth = find_file(folder, "ground-truth.json")
    try:
        entries = json.loads(truth.read_text(encoding="utf-8"))
        articles = {str(key): str(entry["articleBody"]) for key, entry in entries.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise SettingsError(
            f"{folder.name}/{truth.name}: this file is missing or holds no articles by page; use "
            "the file as released."
        ) from None
    paths = {key: truth.parent / "html" / f"{key}.html.gz" for key in sorted(articles)}
    pages = [
        Page(page_id, path, articles[page_id])
        for page_id, path in paths.items()
        if _PAGE_ID.fullmatch(page_id) and path.is_file()
    ]
    if not pages:
        raise SettingsError(
            f"{folder.name}/html: none of the pages of {truth.name} is here; fetch the benchmark "
            "again."
        )
    return pages


def extract_article(page: Page, rules: Rules) -> str:
    """Return what the cleaning takes for the article; empty where it finds none.

    Entries of reference lists stand apart, as in the articles of the benchmark, which hold none.

    Raises:
        SettingsError: the file of the page cannot be unpacked.

    """
    try:
        with gzip.open(page.path) as file:
            data = file.read(LARGEST)
    except (OSError, EOFError, zlib.error):
        raise SettingsError(
            f"{page.path.name}: this page cannot be unpacked; fetch the benchmark again."
        ) from None
    try:
        text, _, _ = decode(data, declared=True)
        document = clean_text(page.page_id, text, "html", rules)
    except (DecodeError, SourceError):
        return ""
    kept = [block for block in document.blocks if block.kind not in ("boilerplate", "reference")]
    return "\n".join(document.text[block.start : block.end] for block in kept)


def compare_shingles(found: str, wanted: str) -> tuple[float, float]:
    """Return (precision, recall) of the shingles of `found`; repeated ones count as often.

    Where there is nothing to compare with, the value is 0 as in the benchmark; two empty texts
    agree.
    """
    ours, theirs = count_shingles(found), count_shingles(wanted)
    if not ours and not theirs:
        return 1.0, 1.0
    shared = (ours & theirs).total()
    return shared / max(1, ours.total()), shared / max(1, theirs.total())


def count_shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words; a shorter text is one run."""
    words = _WORD.findall(text)
    size = min(SHINGLE, len(words))
    if not size:
        return Counter()
    return Counter(zip(*(words[i:] for i in range(size)), strict=False))
