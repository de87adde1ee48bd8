"""The write-up takes the texts in, whatever their files are called."""

import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))

from synthetic import Study

TEXT = "Zinc may help you sleep.\n"


def test_texts_go_in_under_their_own_names(tmp_path, snakemake):
    names = ["plain.txt", "a {b}/x<y>.txt", "line\nbreak.txt"]
    for name in names:
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT)
    (tmp_path / "config.yaml").write_text("writeup: {include_texts: true}\ntopic: ''\n")
    Study(2).write(tmp_path / "results/tables")  # what the other jobs would make
    only = ("--allowed-rules", "build_writeup", "--rerun-triggers", "mtime")
    result = snakemake(tmp_path, "results/writeup.zip", *only)
    assert result.returncode == 0, result.stderr
    with zipfile.ZipFile(tmp_path / "results/writeup.zip") as bundle:
        packed = {n.partition("study/sources/")[2]: n for n in bundle.namelist()}
        assert {bundle.read(packed[name]).decode() for name in names} == {TEXT}
