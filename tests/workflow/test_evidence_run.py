"""Evidence in the workflow: citations checked, sentences reworded, tables imported."""

import pytest

from plumbline.evidence import load_evidence
from plumbline.tables import read_table


def table(study, name):
    return read_table(study / "results/tables" / f"{name}.csv")


def test_the_trial_that_the_leaflet_cites_is_matched(study):
    checks = table(study, "citation_check")
    own = checks[checks["source_id"].eq("leaflet") & checks["study"].eq("abbasi_2012")]
    assert len(own)
    assert set(own["check"]) == {"matched"}
    assert set(own["identifier"]) == {"23853635"}


def test_overclaimed_sentences_are_reworded_and_marked_as_generated(study):
    rewordings = table(study, "rewordings")
    assert "capsules" in set(rewordings["source_id"])
    assert rewordings["gap"].gt(0).all()
    assert rewordings["generated"].all()
    text = (study / "results/text/capsules.txt").read_text("utf-8")
    for row in rewordings[rewordings["source_id"].eq("capsules")].itertuples():
        assert text[row.start : row.end] == row.sentence
        assert row.rewording not in text


@pytest.fixture
def importing(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/page.txt").write_text("Florium may ease headache.\n")
    (tmp_path / "florium").mkdir()
    (tmp_path / "florium/findings.csv").write_text(
        "Outcomes,Certainty of the evidence,Relative effect (95% CI)\n"
        "Headache,low,RR 0.8 (0.7 to 0.9)\n"
        "Mood,doubtful,RR 0.8 (0.7 to 0.9)\n"
    )
    return tmp_path


def test_evidence_is_imported_with_a_report(importing, snakemake):
    result = snakemake(importing, "import_evidence", "--config", "import_from=florium")
    assert result.returncode == 0, result.stderr
    evidence = load_evidence(importing / "results/imported")
    assert (evidence.topic, list(evidence.verdicts)) == ("florium", ["headache"])
    report = (importing / "results/imported/not_understood.txt").read_text("utf-8")
    assert report.startswith("findings.csv, line 3: the certainty 'doubtful' is not understood;")
    assert len(report.splitlines()) == 1


def test_nothing_to_import_ends_in_one_sentence(importing, snakemake):
    result = snakemake(importing, "import_evidence")
    assert result.returncode != 0
    assert "'import_from' names no folder with files to import" in result.stderr
