"""All patterns of a grammar and a topic as one automaton, built as texts need it.

A state stands for every pattern that is still open after the words read so far. What follows a
state on a word is worked out once and remembered, so that reading a text costs a look-up per word.
Words that no pattern names are alike to it, which keeps the number of states bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plumbline.text.patterns import NUMBER_WORDS, Sequence, parse_pattern

_WORD, _NUMBER, _MARK = "\0word", "\0number", "\0mark"

# a sequence, the place reached in it, how many more words its gap may swallow, and its payload
_Open = tuple[Sequence, int, int, object]


class State:
    """A state: what has matched when it is reached, and what each symbol leads to."""

    __slots__ = ("accepted", "following", "opened")

    def __init__(self, opened: tuple[_Open, ...]) -> None:
        self.opened = opened
        self.following: dict[str, State | None] = {}
        self.accepted = tuple(payload for sequence, k, _, payload in opened if k == len(sequence))


class Automaton:
    """Finds where patterns match; patterns may overlap."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self.classes = classes
        self.words: set[str] = set()
        self._by_word: dict[str, list[tuple[Sequence, object]]] = {}
        self._by_number: list[tuple[Sequence, object]] = []
        self._starts: dict[str, State | None] = {}
        self._states: dict[tuple, State] = {}

    def add(self, pattern: str, payload: object) -> None:
        """Add one pattern; among matches of equal length the one added first comes first."""
        for sequence in parse_pattern(pattern, self.classes):
            for element in sequence:
                self.words |= element.words
            for element in sequence:
                for word in element.words | (NUMBER_WORDS if element.number else frozenset()):
                    self._by_word.setdefault(word, []).append((sequence, payload))
                if element.number:
                    self.words |= NUMBER_WORDS
                    self._by_number.append((sequence, payload))
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
            if _is_number(symbol) and symbol not in NUMBER_WORDS:
                entries += self._by_number
            opened = [(sequence, 0, 0, payload) for sequence, payload in entries]
            self._starts[symbol] = state = self._state(_step(opened, symbol))
            return state

    def follow(self, state: State, symbol: str) -> State | None:
        """Return the state after one more symbol, or nothing where all patterns end."""
        following = state.following
        try:
            return following[symbol]
        except KeyError:
            following[symbol] = found = self._state(_step(state.opened, symbol))
            return found

    def _state(self, opened: list[_Open]) -> State | None:
        if not opened:
            return None
        unique = {(id(s), k, gap): (s, k, gap, payload) for s, k, gap, payload in opened}
        key = tuple(unique)
        if key not in self._states:
            self._states[key] = State(tuple(unique.values()))
        return self._states[key]


def _sort_of(word: str) -> str:
    if word[0].isdigit():
        return _NUMBER
    return _WORD if word[0].isalnum() else _MARK


def _is_number(symbol: str) -> bool:
    return symbol == _NUMBER or symbol in NUMBER_WORDS or symbol[0].isdigit()


def _step(opened: Iterable[_Open], symbol: str) -> list[_Open]:
    """Return what is open after `symbol`."""
    found: list[_Open] = []
    for sequence, k, gap, payload in opened:
        _advance(sequence, k, gap, payload, symbol, found)
    return found


def _advance(
    sequence: Sequence, k: int, gap: int, payload: object, symbol: str, found: list[_Open]
) -> None:
    if k == len(sequence):
        return
    element = sequence[k]
    if element.gap:
        left = gap or element.gap + 1  # how many more words, plus one, so that 0 means unbegun
        if left > 1 and symbol != _MARK and symbol[0].isalnum() or symbol in (_WORD, _NUMBER):
            if left > 1:
                found.append((sequence, k, left - 1, payload))
        _advance(sequence, k + 1, 0, payload, symbol, found)
        return
    if symbol in element.words or (element.number and _is_number(symbol)):
        found.append((sequence, k + 1, 0, payload))
    if element.optional:
        _advance(sequence, k + 1, 0, payload, symbol, found)
