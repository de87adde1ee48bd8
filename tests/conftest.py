import os
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
