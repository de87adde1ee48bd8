from dataclasses import replace
from pathlib import Path

import pytest

from plumbline.claims import load_grammar, load_topic

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def grammar():
    return load_grammar(PROJECT / "config/claims")


@pytest.fixture(scope="module")
def topic():
    """The bundled topic; single sentences need not name it."""
    return replace(load_topic(PROJECT / "config/topics/magnesium-sleep"), named_by=None)
