"""Run the study of a write-up again in a folder of its own, and compare what comes out."""

import subprocess
import sys
from pathlib import Path

import plumbline
from job import logged
from plumbline.errors import PlumblineError
from plumbline.publish.writeup.verify import (
    compare_record,
    compare_results,
    prepare_rerun,
    say_verdict,
)
from plumbline.whole import write_text

with logged(snakemake.log[0]):
    project, folder = Path(plumbline.__file__).parents[2], Path("results/verify/rerun")
    archive, gold = Path(snakemake.input.crate), snakemake.params.gold
    corpus = Path(snakemake.params.corpus)
    crate = prepare_rerun(archive, folder, corpus, Path(gold) if gold else None)
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(project / "Snakefile")]
    command += ["--directory", str(folder / "study"), "--cores", str(snakemake.threads), "writeup"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(done.stderr)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("Plumbline: ")]
        reason = said[-1].removeprefix("Plumbline: ") if said else "the log says more."
        raise PlumblineError(f"{archive.name}: the study in it does not run here: {reason}")
    made = folder / "study" / "results" / "writeup"
    differences = compare_record(crate, project) + compare_results(crate, made)
    report = say_verdict(archive.name, crate, differences)
    write_text(snakemake.output.report, report)
