"""How large the report is and how fast it opens, at any number of sources.

Pages are put together from the results of a finished study: each new source is made of whole texts
of the study, one after the other, with all their matches, until it has as many words as asked for.

    .venv/bin/python bench/measure_report.py --sources 360 --words 1500

Run the bundled study first. Needs Chromium on PATH; the wall time is that of this machine now, the
time of the page's own thread moves less with what else the machine does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "src"))

from plumbline.publish.read_tables import StudyTables  # noqa: E402
from plumbline.publish.report_claims import load_topic  # noqa: E402
from plumbline.publish.report_page import build_report  # noqa: E402
from plumbline.publish.screenshots import open_browser  # noqa: E402

MATCHES = ("sentences", "markers", "citations", "numbers", "claims")
SUMMARIES = ("rhetoric", "readability", "citation_density", "overclaim", "attribution")


def compose(tables: StudyTables, folder: Path, texts: Path, n: int, words: int) -> dict:
    """Return the tables of `n` composed sources, and write their texts to `texts`."""
    known = tables["documents"].set_index("source_id")["n_words"]
    held = {key: (folder / f"{key}.txt").read_bytes().decode("utf-8") for key in known.index}
    rows: dict[str, list[pd.DataFrame]] = {}
    for number in range(n):
        parts: list[str] = []
        while known[parts].sum() < words:
            place = number // len(known) + 3 * len(parts) + number
            parts.append(known.index[place % len(known)])
        source_id = f"source_{number:04d}"
        for name in SUMMARIES:
            rows.setdefault(name, []).append(_take(tables[name], parts[0], source_id))
        document = _take(tables["documents"], parts[0], source_id)
        rows.setdefault("documents", []).append(document.assign(n_words=known[parts].sum()))
        gaps = pd.concat([_take(tables["evidence_gap"], part, source_id) for part in parts])
        gaps = gaps.sort_values("asserted_level", ascending=False, kind="stable")
        rows.setdefault("evidence_gap", []).append(gaps.drop_duplicates("claim_id"))
        text = join_parts(tables, parts, held, source_id, rows)
        (texts / f"{source_id}.txt").write_bytes(text.encode("utf-8"))
    composed = {name: pd.concat(frames, ignore_index=True) for name, frames in rows.items()}
    return {name: tables[name] for name in ("claim_totals", "safety_topics", "validity")} | composed


def join_parts(
    tables: StudyTables, parts: list[str], held: dict, source_id: str, rows: dict
) -> str:
    """Return the text of a composed source, and add its matches to `rows` where they now stand."""
    text, sentence, paragraph = "", 0, 0
    for part in parts:
        text += "\n\n" * bool(text)
        for name in MATCHES:
            own = _take(tables[name], part, source_id)
            own[["start", "end"]] += len(text)
            own["sentence_id"] += sentence
            if name == "sentences":
                own["paragraph"] += paragraph
            rows.setdefault(name, []).append(own)
        last = rows["sentences"][-1].iloc[-1]
        sentence, paragraph = last["sentence_id"], last["paragraph"]
        text += held[part]
    return text


def _take(table: pd.DataFrame, part: str, source_id: str) -> pd.DataFrame:
    return table[table["source_id"].eq(part)].assign(source_id=source_id)


def open_page(page_file: Path) -> str:
    """Return how long the page takes to load, and how long its own thread works, in seconds."""
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        began = time.perf_counter()
        page.goto(page_file.as_uri())
        loaded = time.perf_counter() - began
        page.wait_for_selector("#plot svg")
        drawn = time.perf_counter() - began
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        worked = next(m["value"] for m in metrics if m["name"] == "TaskDuration")
    return f"loaded in {loaded:.2f} s, plot after {drawn:.2f} s, {worked:.2f} s of work"


def main() -> None:
    """Compose a study, build its page and open it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=int, default=360)
    parser.add_argument("--words", type=int, default=1500, help="of a source, at least")
    parser.add_argument("--results", type=Path, default=PROJECT / "results")
    options = parser.parse_args()
    lexicons = PROJECT / "config/lexicons"
    topic = load_topic(
        PROJECT / "config/topics/magnesium-sleep", PROJECT / "config/rewordings.yaml"
    )
    study = StudyTables(options.results / "tables", lexicons)
    with tempfile.TemporaryDirectory() as folder:
        texts, page_file = Path(folder) / "text", Path(folder) / "index.html"
        texts.mkdir()
        tables = compose(study, options.results / "text", texts, options.sources, options.words)
        began = time.perf_counter()
        build_report(tables, texts, page_file, topic=topic, lexicons=lexicons)
        took = time.perf_counter() - began
        held = sum(path.stat().st_size for path in texts.iterdir())
        print(
            f"{options.sources} sources, {tables['documents']['n_words'].sum():,} words, "
            f"{held / 1e6:.2f} MB of text: page of {page_file.stat().st_size / 1e6:.2f} MB, built "
            f"in {took:.1f} s; {open_page(page_file)}"
        )


if __name__ == "__main__":
    main()
