"""All patterns of a grammar and a topic as one automaton, built as texts need it.

A state stands for every pattern that is still open after the words read so far. What follows a
state on a word is worked out once and remembered, so that reading a text costs a look-up per word.
Words that no pattern names are alike to it, which keeps the number of states bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plumbline.text.patterns import NUMBER_WORDS, Sequence, parse_pattern

_WORD, _NUMBER, _MARK = "\0word", "\0number", "\0mark"


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """One sequence of a pattern and what it stands for."""

    sequence: Sequence
    payload: object


# an entry, the place reached in it, and how many more words the gap there may swallow, plus one
_Open = tuple[_Entry, int, int]


class State:
    """A state: what has matched when it is reached, and what each symbol leads to."""

    __slots__ = ("accepted", "following", "opened")

    def __init__(self, opened: tuple[_Open, ...]) -> None:
        self.opened = opened
        self.following: dict[str, State | None] = {}
        self.accepted = tuple(e.payload for e, k, _ in opened if k == len(e.sequence))


class Automaton:
    """Finds where patterns match; patterns may overlap."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self.classes = classes
        self.words: set[str] = set()
        self._by_word: dict[str, list[_Entry]] = {}
        self._by_number: list[_Entry] = []
        self._starts: dict[str, State | None] = {}
        self._states: dict[tuple[_Open, ...], State] = {}

    def add(self, pattern: str, payload: object) -> None:
        """Add one pattern; among matches of equal length the one added first comes first."""
        for sequence in parse_pattern(pattern, self.classes):
            entry = _Entry(sequence, payload)
            for element in sequence:
                self.words |= element.all_words()
            for element in sequence:
                for word in element.all_words():
                    self._by_word.setdefault(word, []).append(entry)
                if element.number:
                    self._by_number.append(entry)
                if not element.optional:
                    break

    def symbols(self, words: list[str]) -> list[str]:
        """Return each word as the automaton sees it."""
        known = self.words
        seen = {w: w if w in known else _sort_of(w) for w in set(words)}
        return [seen[w] for w in words]

    def start(self, symbol: str) -> State | None:
        """Return the state after a first symbol, or nothing where no pattern begins so."""
        try:
            return self._starts[symbol]
        except KeyError:
            entries = list(self._by_word.get(symbol, ()))
            if _is_digits(symbol):
                entries += [e for e in self._by_number if e not in entries]
            self._starts[symbol] = state = self._state([(e, 0, 0) for e in entries], symbol)
            return state

    def follow(self, state: State, symbol: str) -> State | None:
        """Return the state after one more symbol, or nothing where all patterns end."""
        following = state.following
        try:
            return following[symbol]
        except KeyError:
            following[symbol] = found = self._state(state.opened, symbol)
            return found

    def _state(self, opened: Iterable[_Open], symbol: str) -> State | None:
        found: list[_Open] = []
        for place in opened:
            _advance(place, symbol, found)
        if not found:
            return None
        key = tuple(dict.fromkeys(found))
        if key not in self._states:
            self._states[key] = State(key)
        return self._states[key]


def _sort_of(word: str) -> str:
    if word[0].isdigit():
        return _NUMBER
    return _WORD if word[0].isalnum() else _MARK


def _is_digits(symbol: str) -> bool:
    return symbol == _NUMBER or symbol[0].isdigit()


def _is_word(symbol: str) -> bool:
    return symbol in (_WORD, _NUMBER) or symbol[0].isalnum()


def _advance(place: _Open, symbol: str, found: list[_Open]) -> None:
    """Add to `found` what is open of one entry after `symbol`."""
    entry, k, gap = place
    if k == len(entry.sequence):
        return
    element = entry.sequence[k]
    if element.gap:
        left = gap or element.gap + 1
        if left > 1 and _is_word(symbol):
            found.append((entry, k, left - 1))
        _advance((entry, k + 1, 0), symbol, found)
        return
    if symbol in element.words or (
        element.number and (symbol in NUMBER_WORDS or _is_digits(symbol))
    ):
        found.append((entry, k + 1, 0))
    if element.optional:
        _advance((entry, k + 1, 0), symbol, found)
