"""How much of anything a single source may take: bytes, sentences, seconds, memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plumbline.errors import SourceError

WAIT = 10  # seconds of waiting for each second of computing: other jobs may hold the cores


@dataclass(frozen=True, slots=True)
class Limits:
    """The settings under ``limits``; a source beyond one of them is noted and left out.

    ``max_bytes`` is the size of the file, ``max_unpacked_bytes`` what an archive (docx, odt, epub)
    may unpack to, ``max_sentences`` and ``max_characters`` the length of the cleaned text, and so
    what measuring it takes; ``seconds`` of computing and ``memory_mb`` (10^6 bytes) what reading
    and cleaning may take.
    """

    max_bytes: int = 20_000_000
    max_unpacked_bytes: int = 100_000_000
    max_sentences: int = 50_000
    max_characters: int = 5_000_000
    seconds: int = 120
    memory_mb: int = 1000

    @classmethod
    def of(cls, settings: Limits | Mapping[str, int] | None) -> Limits:
        """Return the limits that `settings` name, the defaults for all others."""
        return settings if isinstance(settings, cls) else cls(**(settings or {}))

    def check_length(self, number: int, unit: str, where: str) -> None:
        """Make sure that a source is not longer than the limit on its `unit`.

        Args:
            number: how many it holds, or how many at least.
            unit: ``sentences`` or ``characters``.
            where: the source, as the message names it.

        Raises:
            SourceError: one sentence with `where`, the limit and what to do.

        """
        limit = getattr(self, f"max_{unit}")
        if number > limit:
            raise SourceError(
                f"{where}: this source holds {number:,} {unit} or more (the limit is {limit:,}); "
                f"raise limits.max_{unit}, cut it into parts or take it out."
            )
