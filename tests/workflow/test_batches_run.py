"""Many sources: measured in batches, the same numbers as one by one, and little done again."""

import json
import shutil

import pytest

from plumbline.tables import columns, format_number, read_table, table_rows


def write_bulk(study, folder):
    """Put the pages of a study into one JSON Lines file, but for one that stays a file."""
    (folder / "sources/shop").mkdir(parents=True)
    shutil.copy(study / "sources/shop/capsules.html", folder / "sources/shop")
    rows = [
        {"id": path.stem, "text": path.read_text("utf-8"), "format": "text"}
        for path in sorted((study / "sources").glob("*.txt"))
        if path.stat().st_size
    ]
    rows.append({"id": "tea", "text": "Many of us drink tea at night. It may help us rest."})
    lines = [json.dumps(row) for row in rows] + ['{"id": "torn", "te', '{"id": "no text"}']
    (folder / "sources/pages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def large(tmp_path_factory, study, snakemake):
    """A study kept as a large one is: a bulk file and a single file, tables as Parquet."""
    folder = tmp_path_factory.mktemp("large")
    write_bulk(study, folder)
    (folder / "config.yaml").write_text(
        "batches: {single_up_to: 0, size: 2}\n"
        "tables: {csv_up_to: 0, sample: 2}\nstatistics: {resample_up_to: 1000}\n"
    )
    result = snakemake(folder, "tables", "results/summary.txt")
    assert result.returncode == 0, result.stderr
    return folder


def table(study, name):
    path = study / "results/tables" / name
    return read_table(path if path.is_dir() else path.with_suffix(".csv"), name)


@pytest.mark.parametrize("name", ["sentences", "markers", "claims", "numbers", "rhetoric"])
def test_batches_give_the_numbers_of_single_sources(study, large, name):
    frames = []
    for folder in (study, large):
        frame = table(folder, name)
        frame = frame[frame["source_id"].isin(["calm_nights", "capsules"])]
        rows = table_rows(frame.sort_values(columns(name)[:5], kind="stable"))
        frames.append([{k: plain(value) for k, value in row.items()} for row in rows])
    assert frames[0]
    assert frames[0] == frames[1]


def plain(value):
    """A number as a table shows it, so that rounding in CSV makes no difference."""
    return format_number(float(value)) if isinstance(value, float) else value


def test_bad_records_are_named_by_file_and_line(large):
    left_out = table(large, "left_out").set_index("path")["reason"]
    assert (
        left_out["pages.jsonl, line 3"]
        == "It is not valid JSON; each line must hold one whole object."
    )
    assert left_out["pages.jsonl, line 4"] == "'text' is missing."


def test_the_flow_is_that_of_all_sources_not_of_the_sample(large):
    flow = table(large, "source_flow")
    reached = flow[flow["reason"].isna()].set_index("stage")["n"]
    assert reached[["found", "listed", "read"]].tolist() == [5, 3, 3]


def test_what_people_look_at_is_a_sample(large):
    about = json.loads((large / "results/sample/sample.json").read_text())
    assert (about["drawn"], about["sources"]) == (2, 3)
    texts = {path.stem for path in (large / "results/sample/text").glob("*.txt")}
    assert len(texts) == 2
    assert texts < {"calm_nights", "capsules", "tea"}
    summary = (large / "results/summary.txt").read_text()
    assert summary.startswith("Of three sources, two were drawn at random")
    package = json.loads((large / "results/tables/datapackage.json").read_text())
    listed = {resource["name"]: resource for resource in package["resources"]}
    assert listed["markers"]["format"] == "parquet"
    assert all((large / "results/tables" / p).is_file() for p in listed["markers"]["path"])


def test_a_renamed_bulk_file_is_not_measured_again(large, tmp_path, snakemake):
    folder = tmp_path / "study"
    shutil.copytree(large, folder)
    (folder / "sources/pages.jsonl").rename(folder / "sources/renamed.jsonl")
    result = snakemake(folder, "tables")
    assert result.returncode == 0, result.stderr
    logs = [p.read_text() for p in (folder / "results/logs/measure_batch").glob("renamed-*.log")]
    assert logs
    for log in logs:
        assert "measured before: readability rhetoric citations claims numbers" in log
    before, after = (table_rows(table(f, "claims")) for f in (large, folder))
    assert after == before
