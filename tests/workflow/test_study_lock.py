"""A folder belongs to one run at a time, and to the jobs that a killed run left at work."""

import os

import pytest

from plumbline.errors import PlumblineError
from plumbline.study import hold_folder, jobs_left, join_run


@pytest.fixture
def lock(tmp_path, monkeypatch):
    monkeypatch.delenv("PLUMBLINE_RUN", raising=False)
    yield tmp_path / "state/plumbline.lock"
    os.environ.pop("PLUMBLINE_RUN", None)


def test_the_next_run_sees_the_jobs_of_a_killed_one(lock):
    killed = hold_folder(lock)
    assert not jobs_left(lock)
    with join_run(lock), join_run(lock):
        os.close(killed)  # as the kernel does
        os.close(hold_folder(lock))
        assert jobs_left(lock)
    assert not jobs_left(lock)
    assert not jobs_left(lock, wait=True)


def test_a_job_that_comes_after_its_run_was_replaced_does_nothing(lock, monkeypatch):
    os.close(hold_folder(lock))
    late = os.environ["PLUMBLINE_RUN"]
    handle = hold_folder(lock)
    monkeypatch.setenv("PLUMBLINE_RUN", late)
    with pytest.raises(PlumblineError, match="has ended"), join_run(lock):
        pytest.fail("the job must not begin")
    os.close(handle)


def test_a_folder_is_held_by_one_run(lock):
    handle = hold_folder(lock)
    with pytest.raises(PlumblineError, match="another run is at work"):
        hold_folder(lock)
    os.close(handle)


def test_jobs_on_other_machines_are_left_alone(lock, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_RUN", "elsewhere 1 1")
    with join_run(lock):  # there is no lock that could be read
        pass
