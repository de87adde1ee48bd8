"""Open a write-up as its readers would: LaTeX, Word (by LibreOffice), a Frictionless validator.

    python bench/check_writeup.py [results/writeup] [--keep FOLDER]

A check whose program is not installed is left out and said to be. `--keep` leaves the PDF files in
a folder, to be looked at. Debian: texlive-latex-recommended texlive-latex-extra libreoffice-writer.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import frictionless

SECONDS = 600
_FATAL = re.compile(r"^! .*|.*(?:Citation|Reference) .* undefined.*", re.MULTILINE)


def main() -> None:
    """Run every check, say what it found, fail where one failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("writeup", nargs="?", default="results/writeup", type=Path)
    parser.add_argument("--keep", type=Path, help="folder for the PDF files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = options.keep or Path(folder) / "pdf"
        kept.mkdir(parents=True, exist_ok=True)
        copy = Path(folder) / "writeup"
        shutil.copytree(options.writeup, copy)
        found = [*check_latex(copy, kept), *check_word(copy, kept), *check_package(copy)]
    for name, problem in found:
        print(f"{name}: {problem or 'good'}")
    sys.exit(any(problem and not problem.startswith("not checked") for _, problem in found))


def check_latex(folder: Path, kept: Path) -> Iterator[tuple[str, str]]:
    """Compile ``writeup.tex``; an error or an undefined citation is a problem."""
    if not shutil.which("pdflatex"):
        yield "LaTeX", "not checked: pdflatex is not installed"
        return
    for program in ("pdflatex", "bibtex", "pdflatex", "pdflatex"):
        options = ["-interaction=nonstopmode", "-no-shell-escape"] if program == "pdflatex" else []
        done = _run([program, *options, "writeup"], folder)
    log = (folder / "writeup.log").read_text(encoding="utf-8", errors="replace")
    problems = _FATAL.findall(log)
    if (folder / "writeup.pdf").exists():
        shutil.copy(folder / "writeup.pdf", kept / "writeup.pdf")
    yield "LaTeX", problems[0] if problems else "" if done.returncode == 0 else "no PDF came out"


def check_word(folder: Path, kept: Path) -> Iterator[tuple[str, str]]:
    """Turn every Word file into PDF."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    for path in sorted(folder.rglob("*.docx")):
        name = path.relative_to(folder).as_posix()
        if not office:
            yield name, "not checked: LibreOffice is not installed"
            continue
        profile = f"-env:UserInstallation=file://{folder.parent}/office"
        convert = ["--headless", "--convert-to", "pdf", "--outdir", str(kept)]
        _run([office, profile, *convert, str(path)], folder)
        yield name, "" if (kept / f"{path.stem}.pdf").exists() else "LibreOffice cannot open it"


def check_package(folder: Path) -> Iterator[tuple[str, str]]:
    """Validate the data package."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    errors = report.flatten(["path", "message"])
    yield "datapackage.json", "" if report.valid else str(errors[0])


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess:
    environment = os.environ | {"SOURCE_DATE_EPOCH": "315532800"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False
    )


if __name__ == "__main__":
    main()
