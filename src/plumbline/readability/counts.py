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
    fields, _ = _fields(len(counts))
    return int.from_bytes(fields.pack(*counts), "little")


def unpack_counts(packed: int, names: tuple[str, ...]) -> dict[str, int]:
    """Return name -> count from a (sum of) `pack_counts`, of its first fields in their order."""
    fields, all_of_them = _fields(len(names))
    counts = fields.unpack((packed & all_of_them).to_bytes(fields.size, "little"))
    return dict(zip(names, counts, strict=True))


def skip_counts(packed: int, number: int) -> int:
    """Return what is packed without its first fields."""
    return packed >> _BITS * number


@lru_cache
def _fields(number: int) -> tuple[struct.Struct, int]:
    """Return the layout of so many fields, and an integer that has all of their bits."""
    return struct.Struct(f"<{number}I"), (1 << _BITS * number) - 1


def first_count(packed: int) -> int:
    """Return the first field alone."""
    return packed & _FIELD
