"""Many patterns as one automaton, built as texts need it.

A state stands for every pattern that is still open after the words read so far. What follows a
state on a word is worked out once and remembered, so that reading a text costs a look-up per word,
however many patterns there are. Words that no pattern names are alike to it, which keeps the number
of states bounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plumbline.text.patterns import Element, Sequence

# what stands for every number, word or mark that no pattern names; no token holds a NUL inside
_NUMBER, _WORD, _MARK = "0\0", "w\0", "\0"
_rank_of = attrgetter("rank")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One sequence of a pattern, what it stands for, and when it was added."""

    sequence: Sequence
    payload: object
    rank: int


# an entry, the place reached in it, and how many more words the gap there may swallow, plus one
_Open = tuple[Entry, int, int]


class State(dict[str, "State | None"]):
    """Maps each word to the state that it leads to, or to nothing where all patterns end.

    ``accepted`` holds the entries that have matched when the state is reached, in order of adding;
    ``payloads`` what they stand for, each once; ``ends`` says that no pattern goes on. Where a word
    leads is worked out when it is first asked for.
    """

    __slots__ = ("_automaton", "_opened", "accepted", "ends", "payloads")

    def __init__(self, automaton: Automaton, opened: tuple[_Open, ...] = ()) -> None:
        super().__init__()
        self._automaton = automaton
        self._opened = opened
        matched = {e: None for e, k, _ in opened if k == len(e.sequence)}
        self.accepted = sorted(matched, key=_rank_of)
        self.payloads = tuple(dict.fromkeys(e.payload for e in self.accepted))
        self.ends = all(k == len(e.sequence) for e, k, _ in opened)

    def __missing__(self, word: str) -> State | None:
        if word not in self._automaton.named and (symbol := _sort_of(word)) != word:
            return self[symbol]
        found = self[word] = self._follow(word)
        return found

    def _follow(self, symbol: str) -> State | None:
        return self._automaton.advance(self._opened, symbol)


class _Start(State):
    """The state before the first word: every pattern is open."""

    __slots__ = ()

    def _follow(self, symbol: str) -> State | None:
        return self._automaton.begin(symbol)


class Automaton:
    """Finds where sequences of pattern elements match; they may overlap.

    ``named`` holds every word of a pattern.
    """

    def __init__(self) -> None:
        self.named: set[str] = set()
        self._openers: dict[Element, list[Entry]] = {}  # what can come first -> where it does
        self._known: set[Element] = set()
        self.start: State = _Start(self)
        self._states: dict[tuple[_Open, ...], State] = {}
        self._size = 0

    def add(self, sequence: Sequence, payload: object) -> None:
        """Add a sequence; among matches of equal length the one added first comes first."""
        self._size += 1
        entry = Entry(sequence, payload, self._size)
        for element in set(sequence) - self._known:
            self._known.add(element)
            self.named |= element.all_words()
        for element in _openers(sequence):
            self._openers.setdefault(element, []).append(entry)

    def symbol(self, word: str) -> str:
        """Return a word where some pattern names it, else what stands for its sort."""
        return word if word in self.named else _sort_of(word)

    def matches(self, words: list[str], i: int, end: int) -> list[tuple[int, object]]:
        """Return (end, payload) of every sequence at token `i`, its longest match, longest first.

        Of equally long ones the one added first comes first.
        """
        reached = []
        state = self.start[words[i]]
        while state is not None:
            i += 1
            if state.accepted:
                reached.append((i, state))
            if i == end or state.ends:
                break
            state = state[words[i]]
        if len(reached) < 2:
            return [(i, payload) for i, state in reached for payload in state.payloads]
        longest: dict[Entry, int] = {}
        for i, state in reversed(reached):
            for entry in state.accepted:
                longest.setdefault(entry, i)
        return [(i, entry.payload) for entry, i in longest.items()]

    def fits(self, words: list[str], i: int, end: int) -> bool:
        """Say whether some sequence matches at token `i`."""
        state = self.start[words[i]]
        while state is not None:
            if state.accepted:
                return True
            i += 1
            if i == end:
                return False
            state = state[words[i]]
        return False

    def begin(self, symbol: str) -> State | None:
        """Return the state after a first symbol, or nothing where no sequence begins so."""
        lists = (entries for e, entries in self._openers.items() if e.accepts(symbol))
        opened = sorted(set(chain.from_iterable(lists)), key=_rank_of)
        return self.advance([(entry, 0, 0) for entry in opened], symbol)

    def advance(self, opened: Iterable[_Open], symbol: str) -> State | None:
        """Return the state after one more symbol, or nothing where all sequences end."""
        found: list[_Open] = []
        for place in opened:
            _advance(place, symbol, found)
        if not found:
            return None
        key = tuple(dict.fromkeys(found))
        if key not in self._states:
            self._states[key] = State(self, key)
        return self._states[key]


def _openers(sequence: Sequence) -> Iterable[Element]:
    """Yield the elements that a match can begin with: up to the first that must be there."""
    for element in sequence:
        yield element
        if not element.optional:
            break


def _sort_of(word: str) -> str:
    if word[0].isdigit():
        return _NUMBER
    return _WORD if word[0].isalnum() else _MARK


def _advance(place: _Open, symbol: str, found: list[_Open]) -> None:
    """Add to `found` what is open of one entry after `symbol`."""
    entry, k, gap = place
    if k == len(entry.sequence):
        return
    element = entry.sequence[k]
    if element.gap:
        left = gap or element.gap + 1
        if left > 1 and symbol[0].isalnum():
            found.append((entry, k, left - 1))
        _advance((entry, k + 1, 0), symbol, found)
        return
    if element.accepts(symbol):
        found.append((entry, k + 1, 0))
    if element.optional:
        _advance((entry, k + 1, 0), symbol, found)
