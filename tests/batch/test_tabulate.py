"""A batch is tabulated whatever its claims are: of the topic, beyond it, or none."""

from pathlib import Path

import pytest

from plumbline.batch.measure import measured_types
from plumbline.batch.tables import TABULATED
from plumbline.batch.tabulate import EvidenceFiles, tabulate_batch
from plumbline.parts import PartWriter, read_rows
from plumbline.settings import read_yaml

CONFIG = Path(__file__).parents[2] / "config"
TOPIC = CONFIG / "topics" / "magnesium-sleep"
PARTS = ("documents", "sentences", "markers", "citations", "readability", "sentence_counts")
SENTENCE = {"source_id": "a", "sentence_id": 1, "start": 0, "end": 20}


def tabulate(folder, claims):
    settings = read_yaml(CONFIG / "config.yaml")
    settings["statistics"]["resampled"] = False
    rows = {
        "documents": [{"source_id": "a", "n_words": 4}],
        "sentences": [
            {
                **SENTENCE,
                "paragraph": 1,
                "kind": "body",
                "n_words": 4,
                "text": "Tea brings on sleep.",
            }
        ],
        "claims": [{**SENTENCE, "level": 6, "tags": "", **claim} for claim in claims],
    }
    measured, tables = folder / "measured", folder / "tables"
    for place in (measured, tables):
        place.mkdir()
    for part in (*PARTS, "claims", "numbers"):
        writer = PartWriter(measured / f"{part}.parquet", measured_types(part))
        writer.add(rows.get(part, []))
        writer.close()
    known = EvidenceFiles(TOPIC, CONFIG / "licensed_levels.yaml", CONFIG / "rewordings.yaml")
    tabulate_batch(measured, tables, known, settings)
    return tables


@pytest.mark.parametrize("claim_id", [None, "other", "a_claim_without_evidence"])
def test_a_batch_without_any_claim_of_known_evidence_has_nothing_to_reword(tmp_path, claim_id):
    tables = tabulate(tmp_path, [{"claim_id": claim_id}] if claim_id else [])
    assert {path.stem for path in tables.iterdir()} == {*TABULATED, "claim_levels"}
    assert list(read_rows(tables / "rewordings.parquet", ["source_id"])) == []
    levels = list(read_rows(tables / "claim_frequency.parquet", ["claim_id", "max_level"]))
    assert levels == ([(claim_id, 6)] if claim_id else [])


def test_a_claim_beyond_its_license_is_reworded(tmp_path):
    claim_id = min(read_yaml(TOPIC / "claims.yaml")["claims"])
    tables = tabulate(tmp_path, [{"claim_id": claim_id}])
    gap = list(read_rows(tables / "evidence_gap.parquet", ["asserted_level", "licensed_level"]))
    assert len(gap) == 1
    assert gap[0][0] > gap[0][1]
    names = ["sentence", "claim_id", "asserted_level", "licensed_level"]
    rewordings = list(read_rows(tables / "rewordings.parquet", names))
    assert rewordings == [("Tea brings on sleep.", claim_id, *gap[0])]
