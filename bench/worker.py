"""One tool in one process: measures what it is sent, and says what that cost.

python worker.py TOOL              batches as JSON on standard input, one a line
python worker.py TOOL texts.json   one batch from a file: for the cost of a whole process
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import process_time

import tools


def measure_batch(measure: tools.Measure, batch: dict) -> dict:
    """Measure a batch (``texts``, ``format``); return seconds of CPU, peak memory, the values."""
    start = process_time()
    values = [measure(text, batch["format"]) for text in batch["texts"]]
    seconds = process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": seconds, "peak_mb": peak, "values": values if batch["values"] else None}


def main() -> None:
    """Prepare the tool, then measure until there is nothing more to measure."""
    measure = getattr(tools, sys.argv[1])()
    if len(sys.argv) > 2:
        measure_batch(measure, json.loads(Path(sys.argv[2]).read_text("utf-8")))
        return
    for line in sys.stdin:
        print(json.dumps(measure_batch(measure, json.loads(line)), default=str), flush=True)


if __name__ == "__main__":
    main()
