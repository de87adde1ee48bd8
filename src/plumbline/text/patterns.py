"""Phrase patterns over tokens: the small language that every lexicon is written in.

==============  ============================================================
``up to``       these tokens, one after the other
``a|an|the``    one of these words
``suggest[s|ed]``  the word, bare or with one of these endings
``(is|are) known``  one of these words or phrases, in any place
``(very)?``     may be left out (also ``word?``)
``@people``     any word or phrase of a named class
``#``           a number, in digits or written out
``~3``          up to three words of any kind, never across punctuation
``well-known``  the hyphen may be missing: *well known* matches as well
==============  ============================================================

Matching is by token, so it is word-bounded by construction, and runs in time linear in the
text: a match begins only at words that open a pattern, and all patterns are followed at once
(`plumbline.text.automaton`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress
from typing import Generic, NamedTuple, TypeVar

from plumbline.text.automaton import Automaton
from plumbline.text.tokens import TOKEN, Tokens, plain

T = TypeVar("T")

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty "
    "fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions "
    "billion billions half dozen dozens"
)
NUMBER_WORDS = frozenset(_NUMBERS.split())
# far above what any entry of a lexicon needs; a slip of the keyboard must not fill the memory
MOST_CHARACTERS, MOST_BRACKETS, MOST_PHRASES = 5_000, 20, 5_000
_ATOM = re.compile(
    r"(?P<open>\()|(?P<close>\))|(?P<bar>\|)|(?P<optional>\?)|~(?P<gap>\d+)|(?P<number>#)"
    r"|@(?P<cls>\w+)|\[(?P<endings>[^\[\]]*)\]|(?P<space>\s+)|(?P<text>[^\s()|?~#@\[\]]+)"
)


class PatternError(ValueError):
    """A pattern that cannot be read; the message says why, in half a sentence."""


class Element(NamedTuple):
    """One place of a pattern: any of `words`, a number, or a gap of up to `gap` words."""

    words: frozenset[str] = frozenset()
    number: bool = False
    gap: int = 0
    optional: bool = False

    def accepts(self, word: str) -> bool:
        """Say whether a single token fits this place."""
        return word in self.words or (self.number and (word[0].isdigit() or word in NUMBER_WORDS))

    def all_words(self) -> frozenset[str]:
        """Return the words that fit this place, numbers in digits aside."""
        return self.words | NUMBER_WORDS if self.number else self.words


Sequence = tuple[Element, ...]


def parse_pattern(
    pattern: str, classes: Mapping[str, Iterable[str]] | None = None
) -> list[Sequence]:
    """Read `pattern` into the sequences of elements that it stands for.

    Args:
        pattern: in the language of this module.
        classes: name -> words or phrases, for ``@name``.

    Raises:
        PatternError: unbalanced brackets, an unknown class, nothing to match, or a pattern that
            no lexicon would hold (`MOST_CHARACTERS`, `MOST_BRACKETS`, `MOST_PHRASES`).

    """
    return list(_parse_plain(pattern) if "@" not in pattern else _parse(pattern, classes or {}))


@lru_cache(maxsize=4_096)
def _parse_plain(pattern: str) -> tuple[Sequence, ...]:
    """Read a pattern that names no class: guards give the same words again and again."""
    return tuple(_parse(pattern, {}))


def _parse(pattern: str, classes: Mapping[str, Iterable[str]]) -> list[Sequence]:
    parser = _Parser(pattern, classes)
    sequences = parser.sequence(depth=0)
    if parser.atoms:
        raise PatternError("a closing bracket has no opening one")
    for sequence in sequences:
        if all(e.optional or e.gap for e in sequence):
            raise PatternError("it would match nothing at all")
        if sequence[0].gap or sequence[-1].gap:
            raise PatternError("a gap must stand between words")
    return sequences


class _Parser:
    """Recursive descent; every method returns the alternative sequences of what it read."""

    def __init__(self, pattern: str, classes: Mapping[str, Iterable[str]]) -> None:
        if len(pattern) > MOST_CHARACTERS:
            raise PatternError(f"it is longer than {MOST_CHARACTERS:,} characters")
        self.classes = classes
        self.atoms: list[tuple[str, str]] = []
        position = 0
        while position < len(pattern):
            match = _ATOM.match(pattern, position)
            if match is None:
                raise PatternError(f"the character {pattern[position]!r} has no meaning here")
            if match.lastgroup != "space":
                self.atoms.append((match.lastgroup, match[match.lastgroup]))
            position = match.end()

    def _next_is(self, kind: str) -> bool:
        return bool(self.atoms) and self.atoms[0][0] == kind

    def _take_if(self, kind: str) -> bool:
        if self._next_is(kind):
            self.atoms.pop(0)
            return True
        return False

    def sequence(self, depth: int) -> list[Sequence]:
        """Places one after the other; inside brackets a bar ends the sequence."""
        done: list[Sequence] = [()]
        while self.atoms and not self._next_is("close") and not (depth and self._next_is("bar")):
            choices = self.place(depth)
            if not depth:
                while self._take_if("bar"):
                    choices = choices + self.place(depth)
            choices = _merged(choices)
            if len(done) * len(choices) > MOST_PHRASES:
                raise PatternError(f"it stands for more than {MOST_PHRASES:,} phrases")
            done = [left + right for left in done for right in choices]
        return done

    def place(self, depth: int) -> list[Sequence]:
        """One word, number, class, gap or bracket, and its question mark."""
        if not self.atoms:
            raise PatternError("a bar needs a word on either side")
        kind, value = self.atoms.pop(0)
        if kind == "open":
            choices = self.bracket(depth + 1)
        elif kind == "text":
            choices = [self.literal(value)]
        elif kind == "number":
            choices = [(Element(number=True),)]
        elif kind == "gap":
            choices = [(Element(gap=int(value)),)]
        elif kind == "cls":
            choices = self.word_class(value)
        else:
            raise PatternError(f"the mark {value!r} does not belong here")
        return [*choices, ()] if self._take_if("optional") else choices

    def bracket(self, depth: int) -> list[Sequence]:
        """Whole alternatives, separated by bars, up to the closing bracket."""
        if depth > MOST_BRACKETS:
            raise PatternError(f"its brackets stand more than {MOST_BRACKETS} deep")
        choices = self.sequence(depth)
        while self._take_if("bar"):
            choices = choices + self.sequence(depth)
        if not self._take_if("close"):
            raise PatternError("an opening bracket is never closed")
        return choices

    def literal(self, value: str) -> Sequence:
        """A word, or several glued by hyphens; the last may carry endings."""
        words = _words(value)
        elements = [Element(frozenset([w]), optional=w == "-" and len(words) > 1) for w in words]
        if self._next_is("endings"):
            endings = self.atoms.pop(0)[1].split("|")
            elements[-1] = Element(frozenset([words[-1], *(words[-1] + e for e in endings)]))
        return tuple(elements)

    def word_class(self, name: str) -> list[Sequence]:
        """Every word or phrase of a class."""
        if name not in self.classes:
            raise PatternError(f"the word class @{name} is not defined")
        return [self.literal_phrase(phrase) for phrase in self.classes[name]]

    @staticmethod
    def literal_phrase(phrase: str) -> Sequence:
        """A phrase of plain words, with optional hyphens."""
        return tuple(Element(frozenset([w]), optional=w == "-") for w in _words(phrase))


def _merged(choices: list[Sequence]) -> list[Sequence]:
    """Join all one-word alternatives into a single element, so that patterns stay few."""
    words: set[str] = set()
    number = False
    longer: dict[Sequence, None] = {}  # in order, each once
    for sequence in choices:
        if len(sequence) == 1 and not sequence[0].gap and not sequence[0].optional:
            words |= sequence[0].words
            number |= sequence[0].number
        else:
            longer[sequence] = None
    joined = [(Element(frozenset(words), number=number),)] if words or number else []
    return [*joined, *longer]


def _words(text: str) -> list[str]:
    """Split a literal into plain tokens, the way texts are tokenised."""
    return [plain(m[0]) for m in TOKEN.finditer(text)]


_DIGITS = ""  # stands for any number in digits in the index; no token is empty


def _opening_words(sequence: Sequence, k: int) -> set[str] | None:
    """Return the words that a match of `sequence[k:]` can begin with; None: any word."""
    words: set[str] = set()
    for element in sequence[k:]:
        if element.gap:
            return None
        words |= element.words
        if element.number:
            words |= NUMBER_WORDS | {_DIGITS}
        if not element.optional:
            return words
    return None


class PatternIndex(Generic[T]):
    """Sequences as one automaton, and the words that tell at which tokens it is worth a try."""

    def __init__(self) -> None:
        self.branches: set[str] = set()  # words that some sequence can begin with
        self.begins_with_digits = False
        self._automaton = Automaton()
        self._second_words: dict[str, set[str]] = {}  # of words that never match alone
        self._alone: set[str] = set()  # words that may match alone, or before any other

    def add(self, sequence: Sequence, payload: T) -> None:
        """Add one sequence; its payload comes back with every match."""
        first, second = _opening_words(sequence, 0), _opening_words(sequence, 1)
        if first is None:
            return
        self._automaton.add(sequence, payload)
        self.branches |= first
        self.begins_with_digits |= _DIGITS in first
        if second is None or sequence[0].optional or _DIGITS in second:
            self._alone |= first
            return
        for word in first:
            self._second_words.setdefault(word, set()).update(second)

    def starts(self, words: list[str], begin: int, end: int) -> list[int]:
        """Return the tokens of ``begin:end`` at which a match is worth trying."""
        branches, second_words, alone = self.branches, self._second_words, self._alone
        digits = self.begins_with_digits
        if digits:
            known = [i for i in range(begin, end) if words[i] in branches or words[i][0].isdigit()]
        else:
            known = compress(range(begin, end), map(branches.__contains__, words[begin:end]))
        return [
            i
            for i in known
            if words[i] in alone
            or (digits and words[i][0].isdigit())
            or (i + 1 < end and words[i + 1] in second_words[words[i]])
        ]

    def may_begin(self, word: str) -> bool:
        """Say whether some sequence can begin with this token."""
        return word in self.branches or (self.begins_with_digits and word[0].isdigit())

    def fits(self, words: list[str], i: int, end: int) -> bool:
        """Say whether some sequence matches at token `i`."""
        return self.may_begin(words[i]) and self._automaton.fits(words, i, end)

    def matches(self, words: list[str], i: int, end: int) -> list[tuple[int, T]]:
        """Return (end, payload) of every sequence that matches at token `i`, longest first."""
        return self._automaton.matches(words, i, end) if self.may_begin(words[i]) else []


@dataclass(slots=True)
class PatternMatch(Generic[T]):
    """A match: tokens ``first`` to ``last`` (past the end) of sentence ``sentence`` (from 0)."""

    sentence: int
    first: int
    last: int
    payload: T


Accept = Callable[[PatternMatch], bool]


@dataclass
class PatternMatcher(Generic[T]):
    """Finds many patterns at once, leftmost and longest first, without overlaps."""

    classes: Mapping[str, Iterable[str]] = field(default_factory=dict)
    index: PatternIndex[T] = field(default_factory=PatternIndex)

    def add(self, pattern: str, payload: T) -> None:
        """Add one pattern; among matches of equal length the one added first wins."""
        self.add_sequences(parse_pattern(pattern, self.classes), payload)

    def add_sequences(self, sequences: Iterable[Sequence], payload: T) -> None:
        """Add a pattern that `parse_pattern` has read."""
        for sequence in sequences:
            self.index.add(sequence, payload)

    def candidates(self, words: list[str], i: int, end: int) -> list[tuple[int, T]]:
        """Return (end, payload) of every pattern that matches at token `i`, longest first."""
        return self.index.matches(words, i, end)

    def find(
        self, tokens: Tokens, sentence: int, accept: Accept | None = None
    ) -> list[PatternMatch[T]]:
        """Return the matches in one sentence, in order.

        A match that `accept` turns down does not hide a shorter one, nor the next.
        """
        starts = self.index.starts(tokens.words, *tokens.ranges[sentence])
        return self._find_at(starts, tokens, sentence, accept)

    def find_each(
        self, tokens: Tokens, sentences: Iterable[int], accept: Accept | None = None
    ) -> Iterator[PatternMatch[T]]:
        """Yield the matches in several sentences; quicker than `find` for one after the other."""
        starts = self.index.starts(tokens.words, 0, len(tokens.words))
        for sentence in sentences:
            begin, end = tokens.ranges[sentence]
            first = bisect_left(starts, begin)
            inside = starts[first : bisect_left(starts, end, first)]
            if inside:
                yield from self._find_at(inside, tokens, sentence, accept)

    def _find_at(
        self, starts: Iterable[int], tokens: Tokens, sentence: int, accept: Accept | None
    ) -> list[PatternMatch[T]]:
        index, words, (free, end) = self.index, tokens.words, tokens.ranges[sentence]
        matches: list[PatternMatch[T]] = []
        for i in starts:  # `free` is the first token that no match has taken
            if i < free:
                continue
            for last, payload in index.matches(words, i, end):
                match = PatternMatch(sentence, i, last, payload)
                if accept is None or accept(match):
                    matches.append(match)
                    free = last
                    break
        return matches
