"""Same input, same bytes: other cores, hash seed, locale, time zone, folder and file order."""

import os
import sys
import time

from small_study import PAGES, results

ELSEWHERE = {
    "PYTHONHASHSEED": "4242",
    "LC_ALL": "tr_TR.UTF-8",  # where it is not installed, a locale without UTF-8 is as hard a test
    "LANG": "de_DE.UTF-8",
    "TZ": "Pacific/Auckland",
}


def test_two_clean_runs_give_identical_trees(study, tmp_path, snakemake, monkeypatch):
    folder = tmp_path / "else where" / study.name
    for name, text in reversed(PAGES.items()):
        path = folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (0, time.time() - 10_000_000))
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "my python").symlink_to(sys.prefix)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "my python/bin/python"))
    run = snakemake(folder, "tables", cores="4")
    assert run.returncode == 0, run.stderr
    assert results(folder) == results(study)
