"""Generated corpora: pages of invented sentences, the same for the same seed on any machine.

The sentences stand in ``sentences.yaml``. A narrow vocabulary takes its words from the short lists
there (some 250 words in all); a wide one takes nouns, adjectives and verbs from the pronouncing
dictionary, few of them often and most of them rarely, and every eighth one is coined, so that no
dictionary has it.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import yaml

from plumbline.readability.dictionaries import read_syllable_counts

SEED = 20260101
WORDS = 740  # of a page, the length that all figures per document refer to
_SLOT = re.compile(r"\{(\w+)\}")
_WIDE_SLOTS = frozenset(["noun", "adjective", "verb"])
_WIDE_WORDS = 20_000
_COINED = 8  # one wide word of so many stands in no dictionary
_SYLLABLES = (
    "ba",
    "bre",
    "ci",
    "dor",
    "el",
    "fa",
    "glo",
    "hin",
    "ja",
    "ko",
    "lun",
    "mer",
    "no",
    "pli",
)
_PARAGRAPH, _REFERENCES = 36, 60  # words of a paragraph and of a list of references, about


@dataclass(frozen=True)
class Corpus:
    """What is generated: ``kind`` (a key of ``shares``), vocabulary, size and format."""

    name: str
    kind: str = "wellness"
    wide: bool = False
    documents: int = 100
    words: int = WORDS
    html: bool = False
    seed: int = SEED


def make_corpus(corpus: Corpus) -> list[str]:
    """Return the texts of a corpus, one string per document."""
    rng = random.Random(f"{corpus.seed} {corpus.kind} {corpus.wide}")
    return [make_document(rng, corpus) for _ in range(corpus.documents)]


def make_document(rng: random.Random, corpus: Corpus) -> str:
    """Return one page of about ``corpus.words`` words, as plain text or as HTML."""
    blocks = list(_blocks(rng, corpus))
    if corpus.html:
        return _as_html(blocks)
    return "\n\n".join(f"\u2022 {t}" if kind == "item" else t for kind, t in blocks) + "\n"


def _blocks(rng: random.Random, corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield (kind, text): headings, paragraphs, list items, and references at the end."""
    references = corpus.kind != "plain" and rng.random() < 0.3
    left = corpus.words - _PARAGRAPH // 2 - references * _REFERENCES
    while left > 0:
        for kind, text in _section(rng, corpus):
            left -= len(text.split())
            yield kind, text
            if left <= 0:
                break
    if references:
        yield "heading", "References"
        for _ in range(3):
            yield "item", _fill(rng, rng.choice(_data()["references"]), corpus.wide)


def _section(rng: random.Random, corpus: Corpus) -> Iterator[tuple[str, str]]:
    yield "heading", _fill(rng, rng.choice(_data()["headings"]), corpus.wide)
    for _ in range(3):
        yield "paragraph", " ".join(_sentence(rng, corpus) for _ in range(rng.randint(2, 4)))
    if rng.random() < 0.3:
        for _ in range(3):
            yield "item", _fill(rng, rng.choice(_data()["items"]), corpus.wide)


def _sentence(rng: random.Random, corpus: Corpus) -> str:
    shares = _data()["shares"][corpus.kind]
    group = rng.choices(list(shares), list(shares.values()))[0]
    return _fill(rng, rng.choice(_data()[group]), corpus.wide)


def _fill(rng: random.Random, template: str, wide: bool) -> str:
    return _SLOT.sub(lambda match: _word(rng, match[1], wide), template)


def _word(rng: random.Random, slot: str, wide: bool) -> str:
    name = slot.lower()
    if name in _NUMBERS:
        low, high = _NUMBERS[name]
        return str(rng.randint(low, high))
    in_wide = wide and name in _WIDE_SLOTS
    word = _wide_word(rng) if in_wide else rng.choice(_data()["words"][name])
    return word[:1].upper() + word[1:] if slot[0].isupper() else word


_NUMBERS = {
    "year": (1994, 2024),
    "digit": (2, 9),
    "number": (12, 95),
    "dose": (100, 500),
    "digits": (100, 99_999),
}


def _wide_word(rng: random.Random) -> str:
    if rng.randrange(_COINED) == 0:
        return "".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4)))
    words, weights = _wide_vocabulary()
    return rng.choices(words, cum_weights=weights)[0]


@cache
def _wide_vocabulary() -> tuple[list[str], list[float]]:
    """Return words of the dictionary with cumulative weights that fall with their rank (Zipf)."""
    words = sorted(w for w in read_syllable_counts() if w.isalpha() and len(w) > 2)
    random.Random(SEED).shuffle(words)
    words = words[:_WIDE_WORDS]
    return words, list(accumulate(1 / rank for rank in range(10, len(words) + 10)))


@cache
def _data() -> dict:
    return yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text("utf-8"))


def _as_html(blocks: list[tuple[str, str]]) -> str:
    """Wrap the blocks in a page with the usual furniture around the article."""
    parts, in_list = [], False
    for kind, text in blocks:
        if (kind == "item") != in_list:
            in_list = not in_list
            parts.append("<ul>" if in_list else "</ul>")
        tag = {"heading": "h2", "item": "li"}.get(kind, "p")
        parts.append(f"<{tag}>{_linked(html.escape(text))}</{tag}>")
    body = "\n".join([*parts, "</ul>" if in_list else ""])
    menu = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in _MENU)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head>'
        f"<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>A page</h1>\n{body}\n"
        "</article></main><footer><p>All rights reserved. Sign up for our newsletter.</p></footer>"
        "<script>var page = 1;</script></body></html>"
    )


_MENU = ("home", "shop", "recipes", "about", "contact")


def _linked(text: str) -> str:
    return text.replace(
        "Studies show", '<a href="https://example.org/study">Studies show</a>'
    ).replace("magnesium", "<strong>magnesium</strong>", 1)
