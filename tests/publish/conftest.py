"""Invented studies, made once for all tests of what is published."""

from __future__ import annotations

from functools import cache

import pytest
from synthetic import Study


@cache
def make_study(n: int, topic: bool = True, citations: bool = True, groups: int = 3) -> Study:
    return Study(n, topic=topic, citations=citations, groups=groups)


@pytest.fixture(scope="session")
def study():
    """Return a function that makes a study of n sources, each kind once."""
    return make_study


@pytest.fixture(scope="session")
def study_folder(tmp_path_factory):
    """Return the folder of a study of five sources, as the pipeline would leave it."""
    folder = tmp_path_factory.mktemp("study")
    make_study(5).write(folder / "tables")
    return folder
