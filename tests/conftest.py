import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no reason to fail, and two runs must draw the same examples.
settings.register_profile("plumbline", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("plumbline")

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


def _folder(variable: str, what: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} is not set: {what} not checked here")
    return Path(value)


@pytest.fixture(scope="session")
def gold() -> Path:
    """Folder of human-annotated public data."""
    return _folder("PLUMBLINE_GOLD", "accuracy on public data")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Folder of the five pages of the first study."""
    return _folder("PLUMBLINE_CORPUS", "the five pages of the first study")


@pytest.fixture(scope="session")
def check_linear() -> Callable[[Callable[[str], object], str], None]:
    """Fail where the time of a function grows faster than a text of one repeated unit."""

    def check(function: Callable[[str], object], unit: str) -> None:
        def seconds(size: int) -> float:
            text = unit * (size // len(unit))
            started = time.process_time()
            function(text)
            return time.process_time() - started

        gc.collect()
        gc.disable()  # going through what other tests left behind is not part of the time
        try:
            short, long = (min(seconds(size) for _ in range(3)) for size in (20_000, 160_000))
        finally:
            gc.enable()
        # eight times the text; a square law would take 64 times
        assert long < 40 * max(short, 0.005)

    return check


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name bytes by their length: contents may differ between processes, names must not."""
    return f"{len(val)}bytes" if isinstance(val, bytes) else None
