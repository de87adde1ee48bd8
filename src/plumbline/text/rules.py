"""The word lists behind cleaning and segmentation, read from ``config/segmentation``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.lexicons import read_lexicon, read_word_classes
from plumbline.text.patterns import PatternMatcher

DEFAULT_FOLDER = Path(__file__).parents[3] / "config" / "segmentation"

CLASSES = (
    "never_ends",
    "before_number",
    "may_end",
    "clock",
    "before_letter",
    "starter",
    "lower_starter",
    "reference_heading",
    "lead_in",
    "announces",
)


@dataclass(frozen=True)
class Rules:
    """Word lists by name, and the patterns of site furniture with the guard as their payload."""

    words: dict[str, frozenset[str]]
    boilerplate: PatternMatcher[str]

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
    matcher: PatternMatcher[str] = PatternMatcher()
    entries = read_lexicon(
        folder / "boilerplate.tsv", categories=("boilerplate",), guards=("short_block",)
    )
    for entry in entries:
        matcher.add(entry.entry, entry.guard)
    words = {name: frozenset(found) for name, found in classes.items()}
    return Rules(words, matcher)
