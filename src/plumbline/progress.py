"""How far a long run is: a plain line now and then, with an estimate of the time that is left."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

EVERY = 60.0  # seconds between two lines
FIRST = 30.0  # seconds before the first: a short run needs none
LONG = 5.0  # seconds of silence before a run begins


@contextmanager
def told_if_long(what: str) -> Iterator[None]:
    """Say on the standard error what is being done, if it takes more than `LONG` seconds."""
    timer = Timer(LONG, print, [f"Plumbline: {what}"], {"file": sys.stderr, "flush": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class Progress(logging.Handler):
    """Listens to the workflow's own count of finished jobs (``done`` of ``total``).

    The estimate takes the jobs that are left to be like those of the last stretch; it is told in
    round figures. Lines go to the standard error only.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.clock = clock
        self.seen: list[tuple[float, int]] = [(clock(), 0)]
        self.told = self.seen[0][0] + FIRST - EVERY

    def emit(self, record: logging.LogRecord) -> None:
        """Print a line where enough time has passed."""
        done, total = getattr(record, "done", None), getattr(record, "total", None)
        if not isinstance(done, int) or not isinstance(total, int):
            return
        now = self.clock()
        self.seen = [*self.seen[-200:], (now, done)]
        if now - self.told >= EVERY and done < total:
            self.told = now
            print(
                f"Plumbline: {done} of {total} jobs done{self.left(done, total)}", file=sys.stderr
            )

    def left(self, done: int, total: int) -> str:
        """Return the estimate in words; nothing where there is no ground for one."""
        then, before = self.seen[0]
        now, _ = self.seen[-1]
        if done <= before:
            return "."
        seconds = (now - then) / (done - before) * (total - done)
        return f", about {in_words(seconds)} left."


def in_words(seconds: float) -> str:
    """Return a time in round figures.

    >>> [in_words(s) for s in (20, 100, 3000, 10000)]
    ['a minute', '2 minutes', '50 minutes', '2.8 hours']
    """
    minutes = round(seconds / 60)
    if minutes <= 1:
        return "a minute"
    return f"{minutes} minutes" if minutes < 90 else f"{seconds / 3600:.1f} hours"


def show_progress() -> None:
    """Print lines from here on to the end of the run."""
    logger = logging.getLogger("snakemake.logging")
    if not any(isinstance(handler, Progress) for handler in logger.handlers):
        logger.addHandler(Progress())
