"""What the words around a number say it is: of which substance, on which basis, for whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from plumbline.numbers.references import References
from plumbline.numbers.units import Units
from plumbline.text.document import Document, Sentence
from plumbline.text.patterns import PatternMatcher


class Mention(NamedTuple):
    """A phrase that matters to the reading of numbers, by its tokens and offsets."""

    first: int
    last: int
    start: int
    end: int
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """``kind`` is total, supplement or '' (not said); ``named`` that the intake is recommended by
    its name or as a need; ``where`` the heading that decided, if one did.
    """

    kind: str
    named: bool = False
    where: str = ""


@dataclass
class Surroundings:
    """The mentions of a document, sentence by sentence, looked up once and only where needed."""

    document: Document
    units: Units
    references: References
    _contexts: dict[int, list[Mention]] = field(default_factory=dict)
    _mentions: dict[int, list[Mention]] = field(default_factory=dict)

    @cached_property
    def names_trials(self) -> bool:
        """Say whether the document holds the name of any author at all."""
        return not self.references.authors.isdisjoint(self.document.tokens.words)

    def contexts(self, index: int) -> list[Mention]:
        """Return the context words of sentence `index`."""
        if index not in self._contexts:
            found = self._match(self.units.contexts, index)
            self._contexts[index] = [Mention(*place, kind) for *place, kind in found]
        return self._contexts[index]

    def mentions(self, index: int) -> list[Mention]:
        """Return the substances, people, regions and trials of sentence `index`."""
        if index not in self._mentions:
            found = self._match(self.references.mentions, index)
            self._mentions[index] = [Mention(*place, *named) for *place, named in found]
        return self._mentions[index]

    def _match(self, matcher: PatternMatcher, index: int) -> Iterator[tuple]:
        tokens = self.document.tokens
        for match in matcher.find(tokens, index):
            span = tokens.starts[match.first], tokens.ends[match.last - 1]
            yield match.first, match.last, *span, match.payload

    def paragraph(self, index: int) -> list[int]:
        """Return the other sentences of the paragraph, nearest first, earlier before later."""
        sentences = self.document.sentences
        number = sentences[index].paragraph
        near = []
        for step in (-1, 1):
            i = index + step
            while 0 <= i < len(sentences) and sentences[i].paragraph == number:
                near.append(i)
                i += step
        return sorted(near, key=lambda i: (abs(i - index), i))

    def headings(self, index: int) -> list[int]:
        """Return the sentences of the headings above, nearest first."""
        above = bisect_left(self._headings, index)
        return self._headings[max(0, above - _HEADINGS) : above][::-1]

    @cached_property
    def _headings(self) -> list[int]:
        return [i for i, s in enumerate(self.document.sentences) if s.kind == "heading"]

    def sentence(self, index: int) -> Sentence:
        """Return sentence `index` (from 0)."""
        return self.document.sentences[index]


_HEADINGS = 3  # headings above that a number is still under: its own, and two it may belong to
_FAR = 10**9
_NEAR = 50  # words, or characters, within which those that decide stand


def find_substance(around: Surroundings, index: int, start: int, end: int) -> tuple[str, str]:
    """Say what the amount at ``start:end`` of sentence `index` is an amount of.

    Returns:
        (``substance``, ``form``, ``other`` or ``unknown``, name of the form). ``form`` only where
        the weight may be that of the compound, because its name stands right beside the number.

    """
    named = [m for m in around.mentions(index) if m.kind in ("substance", "form", "other")]
    if not named and find_named(around, index, "trial"):
        return "substance", ""
    behind = [m for m in named if m.start >= end]
    before = [m for m in named if m.end <= start]
    words = _gap_words(around, index, end, behind[0].start if behind else _FAR)
    if behind and _neutral(around, words):
        return behind[0].kind, behind[0].value
    if words[:1] == ["of"] and not _stands_for(around, words):
        return "other", ""
    if before:
        last = before[-1]
        beside = len(_gap_words(around, index, last.end, start)) <= 1
        kind = "substance" if last.kind == "form" and not beside else last.kind
        return kind, last.value if kind == "form" else ""
    if behind and behind[0].kind != "other":
        return "substance", ""
    for i in [j for j in around.paragraph(index) if j < index] + around.headings(index):
        for mention in reversed(around.mentions(i)):
            if mention.kind in ("substance", "form"):
                return "substance", ""
    return "unknown", ""


def _gap_words(around: Surroundings, index: int, start: int, end: int) -> list[str]:
    """Return the words between two offsets of a sentence, the first ones of very many."""
    tokens = around.document.tokens
    begin, stop = tokens.ranges[index]
    first = bisect_left(tokens.starts, start, begin, stop)
    last = bisect_right(tokens.ends, end, first, stop)
    return tokens.words[first : min(last, first + _NEAR)]


def _neutral(around: Surroundings, words: list[str]) -> bool:
    return len(words) <= 6 and around.units.sets["neutral"].issuperset(words)


def _stands_for(around: Surroundings, words: list[str]) -> bool:
    """Say whether ``of`` is followed by the substance in other words (``of the mineral``)."""
    neutral = around.units.sets["neutral"]
    noun = next((word for word in words[1:] if word not in neutral), "")
    return not noun or not noun.isalpha() or noun in around.units.sets["stands_for"]


def find_basis(around: Surroundings, index: int, start: int, end: int) -> Basis:
    """Say whether a dose is a supplement's or the whole intake.

    The nearest word of either kind in the sentence decides; else a need or food named there; else
    the paragraph, where the whole intake counts before the supplement; else the headings above.
    """
    own = around.contexts(index)
    kinds = {m.kind for m in own}
    forms = [m for m in around.mentions(index) if m.kind == "form"]
    nearest = _nearest(own, start, end, ("total", "supplement", "need"))
    if nearest is not None and not (nearest.kind == "need" and forms):
        supplement = nearest.kind == "supplement"
        return Basis("supplement" if supplement else "total", bool(kinds & {"total", "need"}))
    forms = [m for m in around.mentions(index) if m.kind == "form"]
    if forms:
        return Basis("supplement")
    if kinds & {"need", "food"}:
        return Basis("total", "need" in kinds)
    if "study" in kinds or find_named(
        around, index, "trial"
    ):  # what a study gives is a dose that somebody takes
        return Basis("supplement")
    others = around.paragraph(index)
    for kind in ("total", "supplement", "food"):
        for i in others:
            if kind in {m.kind for m in around.contexts(i)}:
                return Basis("supplement" if kind == "supplement" else "total", kind == "total")
    for i in others:
        if any(m.kind == "form" for m in around.mentions(i)):
            return Basis("supplement")
    for i in around.headings(index):
        title = around.document.sentence_text(around.sentence(i))
        kinds = {m.kind for m in around.contexts(i)}
        if "supplement" in kinds or any(m.kind == "form" for m in around.mentions(i)):
            return Basis("supplement", where=title)
        if "total" in kinds:
            return Basis("total", named=True, where=title)
    return Basis("")


def _nearest(
    mentions: list[Mention], start: int, end: int, kinds: tuple[str, ...]
) -> Mention | None:
    inside = [m for m in mentions if m.kind in kinds]
    return min(inside, key=lambda m: (_distance(m, start, end), m.start), default=None)


def _distance(mention: Mention, start: int, end: int) -> int:
    return max(mention.start - end, start - mention.end, 0)


def find_people(around: Surroundings, index: int, start: int, end: int) -> str:
    """Return the word for the people a dose is for: right behind it, else before it, else behind.

    People with values of their own (pregnant women) go before others that stand with them.
    """
    special = [m for m in around.contexts(index) if m.kind == "special"]
    known = [m for m in around.mentions(index) if m.kind == "who"]
    people = sorted(known + special, key=lambda m: (m.start, m.kind))
    behind = [m for m in people if m.start >= end]
    if behind and _neutral(around, _gap_words(around, index, end, behind[0].start)):
        return _word(around, behind[0])
    before = [m for m in people if m.end <= start]
    if not before:
        return _word(around, behind[0]) if behind else ""
    last_number = _last_digits(around, index, start)
    own = [m for m in before if m.start >= last_number] or before[-1:]
    return _word(around, next((m for m in own if m.kind == "special"), own[-1]))


def _word(around: Surroundings, mention: Mention) -> str:
    return around.document.tokens.words[mention.first]


def _last_digits(around: Surroundings, index: int, start: int) -> int:
    """Return where the last number before `start` ends, 0 if the sentence has none."""
    tokens = around.document.tokens
    ends = [
        tokens.ends[i]
        for i in range(*tokens.ranges[index])
        if tokens.ends[i] <= start and tokens.words[i][0].isdigit()
    ]
    return ends[-1] if ends else 0


def find_named(around: Surroundings, index: int, kind: str) -> frozenset[str]:
    """Return the regions or trials that a sentence names."""
    if kind == "trial" and not around.names_trials:
        return frozenset()
    return frozenset([m.value for m in around.mentions(index) if m.kind == kind])


def states_limit(around: Surroundings, index: int, start: int, end: int, comparator: str) -> bool:
    """Say whether a number is given as a limit: that word is nearest, or it warns of more."""
    if comparator == "more than" and "warning" in {m.kind for m in around.contexts(index)}:
        return True
    limits = [m for m in around.contexts(index) if m.kind == "limit"]
    if not limits:
        return False
    nearest = min(_distance(m, start, end) for m in limits)
    rivals = [m for m in around.contexts(index) if m.kind == "total"]
    return all(_distance(m, start, end) > nearest for m in rivals)


def is_difference(around: Surroundings, index: int, start: int, end: int) -> bool:
    """Say whether a number is a change: signed, behind *by*, or with *sooner* right behind it."""
    if around.document.text[start] in "+-\u2212":
        return True
    if _gap_words(around, index, start - _NEAR, start)[-1:] == ["by"]:
        return True
    behind = [m for m in around.contexts(index) if m.kind == "gain" and m.start >= end]
    return bool(behind) and not _gap_words(around, index, end, behind[0].start)


def reports_trial(around: Surroundings, index: int, has_sample: bool) -> bool:
    """Say whether a sentence tells what a study gave or found, rather than what to take."""
    kinds = {m.kind for m in around.contexts(index)}
    if find_named(around, index, "trial"):
        return True
    return "reporting" in kinds and (has_sample or "study" in kinds)
