"""The word lists behind cleaning and segmentation, read from ``config/segmentation``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from plumbline.errors import SettingsError
from plumbline.lexicons import Entry, read_lexicon, read_word_classes
from plumbline.text.patterns import PatternMatcher, Sequence

DEFAULT_FOLDER = Path(__file__).parents[3] / "config" / "segmentation"

# words in a block of furniture: of any, and of those with the guard short_block
MOST_WORDS, MOST_WORDS_SHORT = 100, 15
SHORT_BLOCK, FROM_HERE = "short_block", "from_here"
NOTICE = "notice"

CLASSES = (
    "never_ends",
    "before_number",
    "may_end",
    "clock",
    "before_letter",
    "starter",
    "lower_starter",
    "short_word",
    "reference_heading",
    "prose_word",
    "lead_in",
    "announces",
    "no_list",
    "small_word",
    "english",
)
ABBREVIATIONS = ("never_ends", "before_number", "may_end", "clock")  # a full stop may be theirs


@dataclass(frozen=True)
class Furniture:
    """Patterns of site furniture that count in blocks of up to ``most_words`` words.

    Each pattern holds one of the ``anchors``, so that a text without any is passed over at once.
    """

    most_words: int
    matcher: PatternMatcher[str]
    anchors: AhoCorasick


@dataclass(frozen=True)
class Rules:
    """Word lists by name, and the patterns of site furniture, the narrower ones last.

    ``notices`` are those of them by which a page says that it does not show its article,
    ``endings`` those that leave what stands before them in their block to the article;
    ``abbreviations`` the words of all lists of `ABBREVIATIONS`.
    """

    words: dict[str, frozenset[str]]
    abbreviations: frozenset[str]
    furniture: tuple[Furniture, ...]
    notices: Furniture
    endings: Furniture

    def __getitem__(self, name: str) -> frozenset[str]:
        """Return one word list."""
        return self.words[name]


@lru_cache(maxsize=8)
def load_rules(folder: Path = DEFAULT_FOLDER) -> Rules:
    """Read ``words.tsv`` and ``boilerplate.tsv`` of a folder, once per process.

    Raises:
        SettingsError: one sentence with file, line, what is wrong and what to do.

    """
    path = folder / "words.tsv"
    classes = read_word_classes(path)
    for name in CLASSES:
        if name not in classes:
            raise SettingsError(
                f"{path.name}: the class '{name}' is missing; add at least one word."
            )
    for name in classes:
        if name not in CLASSES:
            raise SettingsError(
                f"{path.name}: the class '{name}' is unknown; use only {', '.join(CLASSES)}."
            )
    words = {name: frozenset(found) for name, found in classes.items()}
    path = folder / "boilerplate.tsv"
    guards = (SHORT_BLOCK, FROM_HERE)
    entries = read_lexicon(path, categories=("boilerplate", NOTICE), guards=guards)
    long = [entry for entry in entries if entry.guard != SHORT_BLOCK]
    short = [entry for entry in entries if entry.guard == SHORT_BLOCK]
    notices = [entry for entry in entries if entry.category == NOTICE]
    endings = [entry for entry in entries if entry.guard == FROM_HERE]
    abbreviations = frozenset().union(*[words[name] for name in ABBREVIATIONS])
    return Rules(
        words,
        abbreviations,
        furniture=(_compile(long, MOST_WORDS, path), _compile(short, MOST_WORDS_SHORT, path)),
        notices=_compile(notices, MOST_WORDS, path),
        endings=_compile(endings, MOST_WORDS, path),
    )


def _compile(entries: list[Entry], most_words: int, path: Path) -> Furniture:
    matcher: PatternMatcher[str] = PatternMatcher()
    anchors: set[str] = set()
    for entry in entries:
        matcher.add_sequences(entry.sequences, entry.rule)
        for sequence in entry.sequences:
            anchors |= _anchors(sequence)
    if "" in anchors:
        raise SettingsError(f"{path.name}: an entry holds no word at all; add one to it.")
    return Furniture(most_words, matcher, AhoCorasick(sorted(anchors)))


def _anchors(sequence: Sequence) -> frozenset[str]:
    """Return the words of the most telling place of a pattern; a text it matches holds one."""
    places = [e.words for e in sequence if e.words and not e.optional and not e.number]
    return max(places, key=_telling, default=frozenset([""]))


def _telling(words: frozenset[str]) -> int:
    """Signs and long words are rare, and so is a place that few words fit."""
    return min(2 * len(word) if word.isalnum() else 20 for word in words) - len(words)
