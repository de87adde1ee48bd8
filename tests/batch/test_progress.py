"""Progress: a line now and then, and an estimate that follows the pace of late."""

import logging

from plumbline.progress import EVERY, Progress, in_words


def report(handler, done, total):
    record = logging.LogRecord("x", logging.INFO, "", 0, "", None, None)
    record.done, record.total = done, total
    handler.emit(record)


def test_a_line_now_and_then_with_the_time_left(capsys):
    now = [0.0]
    handler = Progress(lambda: now[0])
    for done in range(1, 200):
        now[0] += 6
        report(handler, done, 1000)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 + (199 * 6 - 30) // EVERY
    assert lines[-1].startswith("Plumbline: 1")
    assert "of 1000 jobs done, about 80 minutes left." in lines[-1]
    assert "\x1b" not in "".join(lines)


def test_a_short_run_and_other_messages_print_nothing(capsys):
    handler = Progress(lambda: 0.0)
    report(handler, 1, 2)
    handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "a message", None, None))
    assert capsys.readouterr().err == ""


def test_times_are_told_in_round_figures():
    assert [in_words(s) for s in (20, 100, 3000, 10000)] == [
        "a minute",
        "2 minutes",
        "50 minutes",
        "2.8 hours",
    ]
