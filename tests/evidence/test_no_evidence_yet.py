"""A topic may have claims before it has evidence."""

from plumbline.evidence import load_evidence
from plumbline.evidence.weigh import weigh


def test_a_topic_without_evidence_is_read_as_one_that_knows_nothing(tmp_path):
    evidence = load_evidence(tmp_path)
    assert (evidence.verdicts, evidence.studies) == ({}, {})
    claim = {"source_id": "a", "claim_id": "eases", "level": 6, "tags": "", "sentence_id": 1}
    (row,) = weigh([claim], evidence, {})
    assert row["licensed_level"] is None
    assert "no evidence" in row["note"]
