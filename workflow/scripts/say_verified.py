"""Say what the comparison of a write-up came to; fail where it is not identical."""

import sys
from pathlib import Path

from job import logged
from plumbline.errors import PlumblineError

with logged(snakemake.log[0]):
    report = Path(snakemake.input.report).read_text(encoding="utf-8")
    print(f"\n{report}", file=sys.__stderr__)
    if not report.startswith("Identical"):
        raise PlumblineError(f"the write-up differs; {snakemake.input.report} lists what.")
