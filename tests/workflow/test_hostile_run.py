"""The whole way from a folder of hostile files to tables, and with the network off."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "sources"))

from hostile_files import FILES, GOOD, write_hostile

from plumbline.publish.screenshots import find_browser, open_browser
from plumbline.tables import read_table

# everything that a terminal or a reader would obey or not show
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LIVE = (
    "main script, main img, main iframe, main object, main base, [onload], [onerror], [onfocus], "
    "[autofocus], a[href^='javascript' i], a[href^='data' i]"
)
TEXTS = (".csv", ".txt", ".html", ".json", ".ipynb", ".log", ".svg", ".md")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, snakemake):
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder / "sources")
    result = snakemake(folder, "tables", "report")
    assert result.returncode == 0, result.stderr[-3000:]
    return folder, result


def test_every_file_is_in_a_table(hostile):
    folder, _ = hostile
    documents = read_table(folder / "results/tables/documents.csv")
    left_out = read_table(folder / "results/tables/left_out.csv")
    assert len(documents) == len(FILES) + 1
    assert sorted(left_out["path"]) == [
        "circle.txt",
        "device.txt",
        "not_utf8_\\udcff\\udcfe.txt",
        "outside.txt",
        "pipe.txt",
        "up",
    ]
    notes = dict(zip(documents["path"], documents["note"], strict=True))
    for file in FILES:
        if file.says:
            assert file.says in notes[file.name], file.name


def test_neither_terminal_nor_results_hold_what_cannot_be_seen(hostile):
    folder, result = hostile
    assert not UNSEEN.search(result.stderr + result.stdout)
    for path in sorted((folder / "results").rglob("*")):
        assert path.name.isprintable()
        if path.is_file() and path.suffix in TEXTS:
            assert not UNSEEN.search(path.read_text(encoding="utf-8")), path


def test_no_cell_is_a_formula_and_every_row_is_whole(hostile):
    folder, _ = hostile
    csv.field_size_limit(10**9)
    for path in sorted((folder / "results/tables").glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        assert {len(row) for row in rows} <= {len(header)}, path
        for row in rows:
            for cell in row:
                assert not re.match(r"[=+@\t]|-(?![\d.])", cell), (path.name, cell[:40])


def test_nothing_was_run(hostile):
    folder, _ = hostile
    assert not list(folder.rglob("pwned"))
    secret = "A secret that must not be read."
    for path in sorted((folder / "results").rglob("*.csv")):
        assert secret not in path.read_text(encoding="utf-8")


def test_the_report_of_hostile_sources_runs_and_fetches_nothing(hostile):
    if find_browser() is None:
        pytest.skip("no Chromium on PATH: THE REPORT OF HOSTILE SOURCES WAS NOT OPENED")
    folder, _ = hostile
    address = (folder / "results/report/index.html").as_uri()
    said, asked = [], []
    with open_browser() as browser:
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}#layers=claim&q=javascript:window.pwned=9")
        page.wait_for_selector("#plot svg")
        listed = page.eval_on_selector_all("#source option", "all => all.map((o) => o.value)")
        assert len(listed) > 50
        for source_id in listed:
            page.select_option("#source", source_id)
            if source_id.startswith("payload"):
                assert "<script>window.pwned=1</script>" in page.text_content("#text")
        assert page.evaluate("window.pwned === undefined")
        assert page.locator(LIVE).count() == 0
    assert said == []
    assert len(asked) == 1


def test_a_small_table_and_a_file_dated_in_the_future_are_read_once(tmp_path, snakemake):
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.txt").write_text(GOOD)
    os.utime(sources / "a.txt", (4e9, 4e9))
    (sources / "b.csv").write_text("id,text\npage,Rest is good for people.\n")
    table = "results/tables/documents.csv"
    result = snakemake(tmp_path, table)
    assert result.returncode == 0, result.stderr[-3000:]
    assert list(read_table(tmp_path / table)["source_id"]) == ["a", "page"]
    again = snakemake(tmp_path, table)
    assert "Nothing to be done" in again.stderr + again.stdout


def test_the_pipeline_runs_with_the_network_off(tmp_path, project):
    """In a network of its own that holds nothing but the loopback, which kernels talk through."""
    unshare = shutil.which("unshare")
    alone = [unshare or "", "--net", "--map-root-user"]
    if not unshare or subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        pytest.skip("unshare may not be used here: the network cannot be turned off for a test")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/a.txt").write_text(GOOD)
    (tmp_path / "sources/b.html").write_text(f"<html><body><p>{GOOD}</p></body></html>")
    run = [sys.executable, "-m", "snakemake", "--snakefile", str(project / "Snakefile")]
    run += ["--directory", str(tmp_path), "--cores", "2", "tables"]
    script = 'ip link set lo up 2>/dev/null || true; exec "$@"'
    command = [*alone, "sh", "-c", script, "sh", *run]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-3000:]
