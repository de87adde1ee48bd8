"""Does time grow in proportion to the text, whatever the text?

    python bench/linear_time.py [--rounds 200] [--seed 0] [--corpora FOLDER] [TARGET ...]

Every part that reads sources (the targets of `tests/fuzz/targets.py`) gets a piece of text repeated
to a base length and to 100 times that; the ratio of their CPU times must stay at or below 130. A
search looks for the worst piece: it starts from pieces known to trouble pattern matchers and from
the slowest of what a fuzzer has kept (`FOLDER/TARGET`, as `make fuzz` fills `.fuzz`), changes the
worst so far (drops, doubles, swaps, joins with another), and keeps what is slower. The table gives
the worst ratio per target with the piece that caused it, and the dearest text of all that were
tried, in seconds of CPU time per million characters.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "fuzz")]

from targets import TARGETS, read_text, vocabulary  # noqa: E402

LIMIT = 130
FACTOR = 100
BASE = 2_000  # characters; below, the fixed cost of a call would hide the growth
SLOWEST = 12  # of the inputs that a fuzzer has kept
AS_IT_IS = b"\xff"  # the first byte by which a target takes the rest as text
PIECES = [
    "a", " ", ".", "\n", "- ", "# ", "1.", "1,", "(", "[", "<", "<b>", "&", '"', "\u201c", "'", "*",
    "_", "`", "|", "a.b.", "A. ", "e.g. ", "1-", "1 mg ", "may ", "not ", "studies ", "et al. ",
    "(Lee, 2019) ", "[1] ", "doi:10.1/", "http://a", "x@y.", "magnesium may ", "sleep and ",
    "1. A\n", "<p>", "<sup>1</sup>", "<div>", "]](", "](x", "\u00b9", "\u0301", "\u200d", "\ufb01",
]  # fmt: skip


def repeat(piece: str, size: int) -> bytes:
    """Return `piece` repeated to about `size` characters, as input for a target."""
    return AS_IT_IS + (piece * (size // len(piece) + 1)).encode("utf-8", errors="replace")


def seconds(target: str, data: bytes, times: int) -> float:
    """Return the least CPU time of `times` calls, in seconds, without the garbage collector's."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        gc.disable()
        begin = process_time()
        TARGETS[target](data)
        best = min(best, process_time() - begin)
        gc.enable()
    return best


def growth(target: str, piece: str) -> tuple[float, float]:
    """Return how many times as long FACTOR times the text takes, and its seconds of CPU time.

    A busy machine is no proof of growth: what exceeds the limit is measured up to four times more,
    both sizes in turn, and the smallest ratio counts.
    """
    ratio = least = float("inf")
    for _ in range(5):
        small = seconds(target, repeat(piece, BASE), 5)
        large = seconds(target, repeat(piece, BASE * FACTOR), 1)
        least = min(least, large)
        ratio = min(ratio, large / max(small, 1e-6))
        if ratio <= LIMIT:
            break
    return ratio, least


def kept_pieces(target: str, corpora: Path | None) -> list[str]:
    """Return the pieces that are slowest among a fuzzer's kept inputs."""
    folder = corpora / target if corpora else Path()
    files = sorted(folder.iterdir()) if corpora and folder.is_dir() else []
    pieces = {read_text(file.read_bytes()[:200]) for file in files if file.stat().st_size}
    ordered = sorted(piece for piece in pieces if piece)
    return sorted(ordered, key=lambda piece: -seconds(target, repeat(piece, BASE * 5), 1))[:SLOWEST]


def change(piece: str, draw: random.Random, pool: list[str]) -> str:
    """Return a piece a little different from `piece`."""
    i, j = sorted(draw.randrange(len(piece) + 1) for _ in range(2))
    other = draw.choice(pool)
    return draw.choice(
        [
            piece[:i] + other + piece[i:],
            piece[:i] + piece[j:] or other,
            piece + piece[i:j],
            other + piece,
            draw.choice(vocabulary()) + piece,
        ]
    )[:200]


def search(target: str, options: argparse.Namespace) -> tuple[float, str, float]:
    """Return the worst growth found, the piece that causes it, and the longest time of all."""
    draw = random.Random(f"{options.seed} {target}")
    TARGETS[target](repeat("Der Schlaf. ", BASE))  # loads what it needs, for other languages too
    gc.freeze()  # nothing of that need be looked through again
    pool = [*PIECES, *kept_pieces(target, options.corpora)]
    tried = [(*growth(target, piece), piece) for piece in pool]
    for _ in range(options.rounds):
        worst = sorted(tried, reverse=True)[:8]
        piece = change(draw.choice(worst)[2], draw, pool)
        tried.append((*growth(target, piece), piece))
    ratio, _, piece = max(tried)
    return ratio, piece, max(spent for _, spent, _ in tried)


def main() -> None:
    """Search every target and print its worst growth; end with 1 where one is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", default=[n for n in TARGETS if n != "lexicon"])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--corpora", type=Path)
    options = parser.parse_args()
    failed = False
    for target in options.targets:
        ratio, piece, spent = search(target, options)
        failed |= ratio > LIMIT
        dearest = f"{spent * 1e6 / (BASE * FACTOR):5.1f} s per million characters"
        print(f"{target:12} {ratio:7.1f} times as long, {dearest}  {piece[:60]!r}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
