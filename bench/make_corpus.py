"""Write a generated corpus as JSON Lines, for runs at scale.

    python bench/make_corpus.py 100000 pages.jsonl

Pages of about 740 words: half of them ordinary, a quarter full of claims, a quarter without any;
narrow and wide vocabulary in turn. The same number gives the same bytes on any machine.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT / "src"), str(PROJECT / "bench")]

from corpora import SEED, Corpus, make_document  # noqa: E402

KINDS = ("wellness", "claims", "wellness", "plain")


def write_corpus(number: int, path: Path) -> None:
    """Write `number` pages to `path`, each with id, title, group and text."""
    corpora = [Corpus("", kind, wide) for kind in KINDS for wide in (False, True)]
    draws = [random.Random(f"{SEED} {i}") for i in range(len(corpora))]
    with path.open("w", encoding="utf-8") as file:
        for n in range(number):
            corpus, draw = corpora[n % len(corpora)], draws[n % len(corpora)]
            row = {
                "id": f"page-{n:07d}",
                "title": f"Page {n}",
                "group": corpus.kind,
                "text": make_document(draw, corpus),
            }
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", type=int)
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    write_corpus(arguments.documents, arguments.file)
