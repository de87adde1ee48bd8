"""Score the readers on the awkward files of the tests; prints the table of docs/formats.md.

.venv/bin/python bench/score_formats.py
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT / "src"), str(PROJECT / "tests/sources")]

from awkward_documents import build, expected, show_blocks  # noqa: E402

from plumbline.sources.catalogue import Source  # noqa: E402
from plumbline.text.clean import clean_source  # noqa: E402
from plumbline.validity.article_extraction import compare_shingles  # noqa: E402


def score(folder: Path, name: str) -> tuple[float, int, int]:
    """Return the F1 of 4-gram shingles, the blocks found as they should be, and all blocks."""
    found = show_blocks(clean_source(Source("page", folder / name, name)))
    wanted = expected(name)
    words = ["\n".join(line.split("\t", 1)[1] for line in lines) for lines in (found, wanted)]
    precision, recall = compare_shingles(*words)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f1, (Counter(found) & Counter(wanted)).total(), len(wanted)


def main() -> None:
    """Print one row for each file."""
    print("| file | what is awkward | text, F1 | blocks |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, reason in sorted(build(folder).items()):
            f1, same, blocks = score(folder, file)
            print(f"| `{file}` | {reason} | {f1:.3f} | {same} of {blocks} |")


if __name__ == "__main__":
    main()
