"""What belongs to sources, batches or a size that a study no longer has goes at its next run."""

import pytest

from plumbline.study import remove_other_forms, remove_stale


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def left(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_parts_of_sources_that_are_gone_are_removed(tmp_path):
    make(tmp_path, "claims/a.b.csv", "claims/c.csv", "measured/c/texts.parquet")
    remove_stale(tmp_path, ["a.b"])
    assert left(tmp_path) == ["claims/a.b.csv"]


@pytest.mark.parametrize(
    ("large", "kept"),
    [
        (True, ["sample/tables/markers.csv", "tables/markers/b.parquet", "tables/reuse.csv"]),
        (False, ["tables/markers.csv", "tables/reuse.csv"]),
    ],
)
def test_a_study_that_grew_or_shrank_keeps_no_table_in_two_forms(tmp_path, large, kept):
    make(tmp_path, "tables/markers.csv", "tables/markers/b.parquet", "tables/reuse.csv")
    make(tmp_path, "sample/tables/markers.csv")
    remove_other_forms(tmp_path, ["markers", "claims"], large)
    assert left(tmp_path) == kept
