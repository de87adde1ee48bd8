"""Work on a hostile source in a process of its own, with a limit on its time and its memory.

The process is forked, so nothing is loaded again, and its answer comes back as JSON, so that a
reader that a source has got hold of can say nothing but text.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from plumbline.errors import SourceError
from plumbline.sources.limits import WAIT, Limits

_PAGE = resource.getpagesize()
_STACK = "it is nested too deeply"
_PIECE = 1 << 20  # bytes read from the process at a time


def run_confined(work: Callable[[], Any], where: str, limits: Limits) -> Any:
    """Return what `work` returns, a JSON value, or say that it went beyond the limits.

    Args:
        work: called without arguments in the new process; it may raise SourceError.
        where: the source, as the message names it.
        limits: ``seconds`` of computing and ``memory_mb`` on top of what this process has already.

    Raises:
        SourceError: one sentence; that of `work`, or which limit was reached and what to do.

    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _work_in_child(work, writing, limits)  # does not return
    os.close(writing)
    try:
        answer = _receive(reading, time.monotonic() + WAIT * limits.seconds)
    finally:
        os.close(reading)
        with suppress(OSError):  # the reader's own processes go with it
            os.killpg(child, signal.SIGKILL)
        with suppress(OSError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return _open_answer(answer, status, where, limits)


def _work_in_child(work: Callable[[], Any], writing: int, limits: Limits) -> None:
    """Work, write the answer and leave without the parent's clean-up."""
    try:
        os.setpgid(0, 0)
        _set_limits(limits)
        try:
            answer = {"result": work()}
        except SourceError as error:
            answer = {"error": str(error)}
        except MemoryError:
            answer = {"beyond": "memory_mb"}
        except RecursionError:
            answer = {"broken": _STACK}
        except Exception as error:  # whatever a library raises on a broken file
            answer = {"broken": f"its reader failed with {type(error).__name__}"}
        with open(writing, "wb") as pipe:
            pipe.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    except MemoryError:
        os.write(writing, b'{"beyond": "memory_mb"}')
    finally:
        os._exit(0)


def _set_limits(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    with suppress(OSError, ValueError):  # not every system can limit the address space
        memory = _own_size() + limits.memory_mb * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _own_size() -> int:
    """Return the address space in use, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * _PAGE


def _receive(reading: int, deadline: float) -> bytes | None:
    """Return all that the process writes, or None where it is still at work at the deadline."""
    pieces = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return None
        piece = os.read(reading, _PIECE)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)


def _open_answer(answer: bytes | None, status: int, where: str, limits: Limits) -> Any:
    try:
        message = json.loads(answer or b"{}")
    except ValueError:
        message = {}
    if "result" in message:
        return message["result"]
    if "error" in message:
        raise SourceError(message["error"])
    stopped = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if answer is None or stopped == signal.SIGXCPU:
        raise SourceError(
            f"{where}: reading this file takes more than {limits.seconds} seconds; raise "
            "limits.seconds or take it out."
        )
    if message.get("beyond") == "memory_mb":
        raise SourceError(
            f"{where}: reading this file takes more than {limits.memory_mb:,} MB of memory; raise "
            "limits.memory_mb or take it out."
        )
    reason = message.get("broken", "its reader crashed")
    raise SourceError(
        f"{where}: this file cannot be read ({reason}); save its text anew or take it out."
    )
