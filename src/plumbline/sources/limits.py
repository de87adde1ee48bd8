"""How much of anything a single source may take: bytes, sentences, seconds, memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The settings under ``limits``; a source beyond one of them is noted and left out.

    ``max_bytes`` is the size of the file, ``max_unpacked_bytes`` what an archive (docx, odt, epub)
    may unpack to, ``max_sentences`` the length of the text, ``seconds`` of computing and
    ``memory_mb`` (10^6 bytes) what reading and cleaning may take.
    """

    max_bytes: int = 20_000_000
    max_unpacked_bytes: int = 100_000_000
    max_sentences: int = 50_000
    seconds: int = 120
    memory_mb: int = 1000

    @classmethod
    def of(cls, settings: Limits | Mapping[str, int] | None) -> Limits:
        """Return the limits that `settings` name, the defaults for all others."""
        return settings if isinstance(settings, cls) else cls(**(settings or {}))
