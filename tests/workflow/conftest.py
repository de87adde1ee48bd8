import os
import subprocess
import sys

import pytest

PAGES = {
    "calm_nights.txt": """Magnesium for calm nights

Magnesium may improve sleep quality in older adults. Studies have shown that it reduces stress.
Magnesium glycinate can relax the muscles, and many experts recommend it.

Take it an hour before bed. Talk to your doctor if you have kidney disease.
""",
    "leaflet.md": """# Sleep and magnesium

One trial of 46 older adults found shorter sleep onset [1]. It is **not** clear that magnesium
lengthens sleep. Do not take more than 350 mg a day as a supplement.

## References

1. Abbasi B, et al. J Res Med Sci 2012. PMID: 23853635
""",
    "shop/capsules.html": """<!doctype html><html><head><title>Capsules</title></head><body>
<nav><a href="/">Home</a> <a href="/cart">Cart</a></nav>
<main><h1>Deep sleep capsules</h1>
<p>Our magnesium bisglycinate capsules ensure deeper, more restorative sleep every night. They
quickly relieve muscle tension and clinically proven minerals balance your hormones.</p>
<p>Magnesium regulates melatonin, promoting a healthy sleep cycle. Wake up feeling refreshed!</p>
</main><footer>All rights reserved</footer></body></html>
""",
    "empty.txt": "",
}


@pytest.fixture(scope="session")
def snakemake(project):
    """Run the workflow in a study folder and return the finished process."""

    def run(study, *arguments, cores="2"):
        command = [sys.executable, "-m", "snakemake", "--snakefile", str(project / "Snakefile")]
        command += ["--directory", str(study), "--cores", cores, *arguments]
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        return subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )

    return run


def write_study(folder):
    for name, text in PAGES.items():
        path = folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def study(tmp_path_factory, snakemake):
    """A study of three pages and an empty file, with all its tables made."""
    folder = write_study(tmp_path_factory.mktemp("study"))
    result = snakemake(folder, "tables")
    assert result.returncode == 0, result.stderr
    return folder
