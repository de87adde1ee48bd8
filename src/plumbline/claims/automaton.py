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
_REMEMBERED = 200_000  # words


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """One sequence of a pattern and what it stands for."""

    sequence: Sequence
    payload: object


# an entry, the place reached in it, and how many more words the gap there may swallow, plus one
_Open = tuple[_Entry, int, int]


class State(dict[str, "State | None"]):
    """Maps each symbol to the state that it leads to, or to nothing where all patterns end.

    ``accepted`` holds what has matched when the state is reached, in order of adding. Where a
    symbol leads is worked out when it is first asked for.
    """

    __slots__ = ("_automaton", "_opened", "accepted")

    def __init__(self, automaton: Automaton, opened: tuple[_Open, ...] = ()) -> None:
        super().__init__()
        self._automaton = automaton
        self._opened = opened
        self.accepted = tuple(
            dict.fromkeys(e.payload for e, k, _ in opened if k == len(e.sequence))
        )

    def __missing__(self, symbol: str) -> State | None:
        found = self[symbol] = self._automaton.advance(self._opened, symbol)
        return found


class _Start(State):
    """The state before the first word: every pattern is open."""

    __slots__ = ()

    def __missing__(self, symbol: str) -> State | None:
        found = self[symbol] = self._automaton.begin(symbol)
        return found


class _Symbols(dict[str, str]):
    """Word -> the word itself where some pattern names it, else the sort of word that it is."""

    def __init__(self) -> None:
        super().__init__()
        self.named: set[str] = set()

    def __missing__(self, word: str) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        symbol = self[word] = word if word in self.named else _sort_of(word)
        return symbol


class Automaton:
    """Finds where patterns match; patterns may overlap."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self.classes = classes
        self.start = _Start(self)
        self._symbols = _Symbols()
        self._by_word: dict[str, list[_Entry]] = {}
        self._by_number: list[_Entry] = []
        self._states: dict[tuple[_Open, ...], State] = {}

    def add(self, pattern: str, payload: object) -> None:
        """Add one pattern; among matches of equal length the one added first comes first."""
        for sequence in parse_pattern(pattern, self.classes):
            entry = _Entry(sequence, payload)
            for element in sequence:
                self._symbols.named |= element.all_words()
            for element in sequence:
                for word in element.all_words():
                    self._by_word.setdefault(word, []).append(entry)
                if element.number:
                    self._by_number.append(entry)
                if not element.optional:
                    break

    def symbols(self, words: list[str]) -> list[str]:
        """Return each word as the automaton sees it."""
        return list(map(self._symbols.__getitem__, words))

    def begin(self, symbol: str) -> State | None:
        """Return the state after a first symbol, or nothing where no pattern begins so."""
        entries = list(self._by_word.get(symbol, ()))
        if _is_digits(symbol):
            entries += [e for e in self._by_number if e not in entries]
        return self.advance([(e, 0, 0) for e in entries], symbol)

    def advance(self, opened: Iterable[_Open], symbol: str) -> State | None:
        """Return the state after one more symbol, or nothing where all patterns end."""
        found: list[_Open] = []
        for place in opened:
            _advance(place, symbol, found)
        if not found:
            return None
        key = tuple(dict.fromkeys(found))
        if key not in self._states:
            self._states[key] = State(self, key)
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
