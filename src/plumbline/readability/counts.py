"""Counts of a text, added up a whole word at a time.

Everything that is counted about a word (itself, its letters, its syllables, whether it is long)
is kept in one integer, in fields of 32 bits. The sum of these integers over a text is then the sum
of every count at once, at the speed of `sum`: one look-up and one addition per word.
"""

from __future__ import annotations

import struct
from functools import lru_cache

_BITS = 32
_FIELD = (1 << _BITS) - 1


def pack_counts(*counts: int) -> int:
    """Pack non-negative counts, each below 2**32 even after summing, into one integer."""
    packed = 0
    for count in reversed(counts):
        packed = packed << _BITS | count
    return packed


def unpack_counts(packed: int, names: tuple[str, ...]) -> dict[str, int]:
    """Return name -> count from a (sum of) `pack_counts` with the same order of fields."""
    fields = _fields(len(names))
    return dict(zip(names, fields.unpack(packed.to_bytes(fields.size, "little")), strict=True))


@lru_cache
def _fields(number: int) -> struct.Struct:
    return struct.Struct(f"<{number}I")


def first_count(packed: int) -> int:
    """Return the first field alone."""
    return packed & _FIELD
