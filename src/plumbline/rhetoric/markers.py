"""Markers: hedges, capability, scope, boosters, hype and the rest, each match with its rule.

The words are in ``config/lexicons/*.tsv``, the decisions in ``guards.yaml``. All categories share
one matcher, so that every token counts once: the longest match first, then the category that
stands first in `CATEGORIES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.guards import Guards, Place, read_guards
from plumbline.lexicons import Entry, read_lexicon, read_word_classes
from plumbline.rhetoric.cue_weights import CueWeights, Weigher, load_cue_weights
from plumbline.rhetoric.skips import find_quoted
from plumbline.text.document import KINDS, Document
from plumbline.text.names import is_name
from plumbline.text.patterns import Accept, PatternMatch, PatternMatcher

CATEGORIES = {
    "hedge": "hedges.tsv",
    "capability": "capability.tsv",
    "discourse_hedge": "discourse_hedges.tsv",
    "scope": "scope.tsv",
    "safety": "safety.tsv",
    "booster": "boosters.tsv",
    "importance": "importance.tsv",
    "amplifier": "amplifiers.tsv",
    "structure_function": "structure_function.tsv",
    "hype": "hype.tsv",
    "commercial": "commercial.tsv",
    "causal": "direct_causal.tsv",
    "uncertainty": "uncertainty.tsv",
}
RESEARCH = "research"  # the genre in which learned weights decide about hedges
GENRES = ("web", RESEARCH)
BOILERPLATE = "boilerplate"
UNCERTAINTY = "uncertainty"  # conditions, questions and reported belief; not counted unless asked


@dataclass(frozen=True)
class RhetoricSettings:
    """What is counted; the section ``rhetoric`` of the configuration.

    ``skip_kinds`` are kinds of sentences that are not looked at. Headings are looked at and
    marked with their kind, but only running text enters the rates: the multiverse shows what they
    would change. ``categories`` are those counted; the default leaves out ``uncertainty``
    (conditions, questions, reported belief), which corpora of uncertainty cues count but rhetoric
    does not. ``in_boilerplate`` are the categories, or a category and subcategory, that are looked
    for in boilerplate that is skipped: what sells, disclaimers and warnings. In the genre
    ``research`` learned weights decide about the hedges that they know
    (`plumbline.rhetoric.cue_weights`).
    """

    skip_quotes: bool = True
    skip_names: bool = True
    skip_kinds: tuple[str, ...] = ("reference", "boilerplate")
    categories: tuple[str, ...] = tuple(c for c in CATEGORIES if c != UNCERTAINTY)
    genre: str = GENRES[0]
    in_boilerplate: tuple[str, ...] = ("commercial", "discourse_hedge.fda", "safety")

    def skips(self, entry: Entry) -> bool:
        """Say whether an entry is passed over in boilerplate."""
        group = f"{entry.category}.{entry.subcategory}"
        return not {entry.category, group} & set(self.in_boilerplate)

    @classmethod
    def from_mapping(cls, settings: Mapping) -> RhetoricSettings:
        """Check a mapping of settings; keys that are missing take their default.

        Raises:
            SettingsError: an unknown key or value, in one sentence.

        """
        values = {}
        for key, value in settings.items():
            if key not in cls.__dataclass_fields__:
                known = ", ".join(cls.__dataclass_fields__)
                raise SettingsError(f"rhetoric: the key '{key}' is unknown; use {known}.")
            _check_setting(key, value)
            values[key] = tuple(value) if isinstance(value, list) else value
        return cls(**values)


def _check_setting(key: str, value: object) -> None:
    """Check one setting: a choice, a list of choices, or true or false."""
    known = {"skip_kinds": KINDS, "categories": tuple(CATEGORIES), "genre": GENRES}
    choices = known.get(key, tuple(CATEGORIES) if key == "in_boilerplate" else ())
    if not choices:
        if not isinstance(value, bool):
            raise SettingsError(f"rhetoric.{key}: '{value}' is neither; write true or false.")
        return
    for item in [value] if key == "genre" else value:
        name = item.partition(".")[0] if key == "in_boilerplate" else item
        if name not in choices:
            raise SettingsError(f"rhetoric.{key}: '{item}' is unknown; use {', '.join(choices)}.")


@dataclass(frozen=True)
class Lexicons:
    """The lexicons in force: their entries, the matcher over them, guards and settings.

    ``weights`` decide about hedges in the genre of research prose; elsewhere there are none.
    ``in_boilerplate`` matches the few entries that are looked for where boilerplate is skipped.
    """

    entries: list[Entry]
    matcher: PatternMatcher[Entry]
    guards: Guards
    settings: RhetoricSettings
    weights: CueWeights | None = None
    in_boilerplate: PatternMatcher[Entry] = field(default_factory=PatternMatcher)


def load_lexicons(folder: Path, settings: Mapping) -> Lexicons:
    """Read all marker lexicons of `folder` with their guards.

    Args:
        folder: holds the files of `CATEGORIES`, ``word_classes.tsv`` and ``guards.yaml``.
        settings: section ``rhetoric`` of the configuration, see `RhetoricSettings`.

    Raises:
        SettingsError: one sentence with file, line or key, what is wrong and what to do.

    """
    chosen = RhetoricSettings.from_mapping(settings)
    classes = read_word_classes(folder / "word_classes.tsv")
    guards = read_guards(folder / "guards.yaml", classes)
    _check_categories(guards)
    matcher: PatternMatcher[Entry] = PatternMatcher()
    in_boilerplate: PatternMatcher[Entry] = PatternMatcher()
    entries: list[Entry] = []
    for category, name in CATEGORIES.items():
        if category not in chosen.categories:
            continue
        for entry in read_lexicon(
            folder / name, categories=[category], guards=guards.by_name, classes=classes
        ):
            entries.append(entry)
            matcher.add_sequences(entry.sequences, entry)
            if not chosen.skips(entry):
                in_boilerplate.add_sequences(entry.sequences, entry)
    weights = load_cue_weights(folder) if chosen.genre == RESEARCH else None
    return Lexicons(entries, matcher, guards, chosen, weights, in_boilerplate)


def _check_categories(guards: Guards) -> None:
    effects = guards.when_negated
    used = {effect.category for effect in effects.values()} | set(effects)
    for guard in guards.by_name.values():
        used |= {e.category for e in (guard.when_negated, guard.becomes) if e is not None}
    for category in sorted(used - set(CATEGORIES) - {""}):
        raise SettingsError(
            f"guards.yaml: the category '{category}' is unknown; use {', '.join(CATEGORIES)}."
        )


def find_markers(document: Document, lexicons: Lexicons) -> list[dict]:
    """Find the markers of a document in its running text and its headings, some in boilerplate.

    Returns:
        one dict per match with the columns of the table ``markers``, sorted by start.

    """
    source_id, text, tokens = document.source_id, document.text, document.tokens
    starts, ends, skipped = tokens.starts, tokens.ends, lexicons.settings.skip_kinds
    outcomes: dict[int, tuple[str, str]] = {}
    accept = _judge(document, lexicons, outcomes)
    rows: list[dict] = []
    sentences = document.sentences
    counted = [i for i, sentence in enumerate(sentences) if sentence.kind not in skipped]
    found = list(lexicons.matcher.find_each(tokens, counted, accept))
    around = [i for i, sentence in enumerate(sentences) if sentence.kind == BOILERPLATE]
    if around and BOILERPLATE in skipped:
        found += lexicons.in_boilerplate.find_each(tokens, around, accept)
        found.sort(key=lambda match: match.first)
    for match in found:
        first, sentence = match.first, sentences[match.sentence]
        start, end = starts[first], ends[match.last - 1]
        category, subcategory = outcomes[first]
        rows.append(
            {
                "source_id": source_id,
                "sentence_id": sentence.sentence_id,
                "sentence_kind": sentence.kind,
                "start": start,
                "end": end,
                "text": text[start:end],
                "category": category,
                "subcategory": subcategory,
                "rule": match.payload.rule,
            }
        )
    return rows


def _judge(document: Document, lexicons: Lexicons, outcomes: dict[int, tuple[str, str]]) -> Accept:
    """Return the test that a match must pass; `outcomes` keeps, by first token, its category."""
    words, starts, text = document.tokens.words, document.tokens.starts, document.text
    ranges, guards, settings = document.tokens.ranges, lexicons.guards, lexicons.settings
    marks = settings.skip_quotes and ('"' in words or "'" in words)
    quoted = find_quoted(document) if marks else frozenset()
    weigher = (
        Weigher(document, lexicons.matcher, guards, lexicons.weights) if lexicons.weights else None
    )

    def accept(match: PatternMatch[Entry]) -> bool:
        first, last = match.first, match.last
        if first in quoted:
            return False
        capital = settings.skip_names and text[starts[first]].isupper()
        begin, end = ranges[match.sentence]
        if capital and is_name(document, begin, end, first, last):
            return False
        place = Place(words, first, last, begin, end, text, starts)
        outcome = guards.judge(match.payload, place)
        if weigher is not None:
            outcome = weigher.judge(match, place, outcome)
        if outcome is None:
            return False
        outcomes[first] = outcome
        return True

    return accept
