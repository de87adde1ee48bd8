"""Memories: what was worked out for a word once is looked up when it comes again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TypeVar

MOST = 50_000  # words; then all are forgotten, so that no corpus fills the memory of a job
LONGEST = 100  # characters of a word that may come again
Value = TypeVar("Value")


class Memory(ABC, dict[str, Value]):
    """Word -> what `_work_out` makes of it; makes a look-up quicker, never different."""

    @abstractmethod
    def _work_out(self, word: str) -> Value:
        """Return the value of a word that is not remembered."""

    def __missing__(self, word: str) -> Value:
        value = self._work_out(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[word] = value
        return value
