"""Write the figures of the last run into docs/validity.md, between its marks.

snakemake --cores 2 validity --config gold=GOLD
python bench/write_accuracy.py [--results results] [--page docs/validity.md]
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from plumbline.validity.last_run import (
    compare_floors,
    fill_blocks,
    list_confusion,
    list_figures,
    read_floors,
)

PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Read the tables of a run and rewrite the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--results", type=Path, default=Path("results"))
    parser.add_argument("--page", type=Path, default=PROJECT / "docs/validity.md")
    arguments = parser.parse_args()
    tables = {}
    for name in ("validity", "confusion"):
        path = arguments.results / f"tables/{name}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            tables[name] = list(csv.DictReader(lines))
    blocks = {
        "figures": list_figures(tables["validity"]),
        "floors": compare_floors(
            tables["validity"], read_floors(PROJECT / "resources/accuracy/floors.tsv")
        ),
        "confusion": list_confusion(tables["confusion"]),
    }
    page = fill_blocks(arguments.page.read_text(encoding="utf-8"), blocks)
    arguments.page.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
