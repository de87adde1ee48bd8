"""The memory of a job: words worked out once, how much is held, how often rubbish is looked for."""

from __future__ import annotations

import gc
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

MOST = 50_000  # words; then all are forgotten, so that no corpus fills the memory of a job
LONGEST = 100  # characters of a word that may come again
TOGETHER = 100  # sentences that are read together; all those of a huge text would fill the memory
_NEW_OBJECTS = 10_000  # before the collector looks for cycles; Python's own choice is 700
Value = TypeVar("Value")
Item = TypeVar("Item")


def spare_collector() -> None:
    """Leave what is loaded to itself, and look for cycles among what is new less often.

    Measuring makes many small objects and next to no cycles, so that looking is mostly in vain.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def take_together(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the items in lists of `TOGETHER`, and what is left in a last one."""
    rest = iter(items)
    while together := list(islice(rest, TOGETHER)):
        yield together


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
