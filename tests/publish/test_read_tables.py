"""Reading tables back: typed, complete, and no text mistaken for a missing value."""

from __future__ import annotations

import pandas as pd
import pytest

from plumbline.errors import SettingsError
from plumbline.publish.read_tables import StudyTables, list_tables
from plumbline.tables import columns, empty_table, write_table


def test_missing_tables_are_empty_with_their_columns(tmp_path):
    tables = StudyTables(tmp_path)
    for name in list_tables():
        assert tables[name].empty
        assert list(tables[name]) == columns(name)


def test_what_was_written_is_read_back(study, study_folder):
    tables = StudyTables(study_folder / "tables")
    for name, frame in study(5).tables.items():
        if name in list_tables():
            assert len(tables[name]) == len(frame), name
    assert tables["documents"]["n_words"].dtype == "int64"
    assert tables["overclaim"]["mean_gap"].dtype == "float64"


@pytest.mark.parametrize("text", ["=1+1", "+a", "-b", "@c", "NA", "null", "'quoted'", 'a "b", c'])
def test_text_comes_back_as_it_was(text, tmp_path):
    row = dict.fromkeys(columns("sentences"), 1) | {"source_id": "s", "kind": "body", "text": text}
    frame = pd.concat([empty_table("sentences"), pd.DataFrame([row])])
    write_table(frame, tmp_path / "sentences.csv", "sentences")
    assert StudyTables(tmp_path)["sentences"].loc[0, "text"] == text


def test_table_that_does_not_fit_its_schema_is_one_sentence(tmp_path):
    (tmp_path / "documents.csv").write_text("source_id,n_words\na,many\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"documents\.csv: this table does not fit its schema"):
        StudyTables(tmp_path)["documents"]


def test_safety_topics_come_from_the_lexicon(tmp_path):
    head = "entry\tcategory\tsubcategory\tguard\tsource\tnote\tuse\n"
    rows = (
        "a\tsafety\tlimit\t\tX\t\ton\nb\tsafety\teffect\t\tX\t\toff\nc\tsafety\tlimit\t\tX\t\ton\n"
    )
    (tmp_path / "safety.tsv").write_text(head + rows, encoding="utf-8")
    assert list(StudyTables(tmp_path, tmp_path)["safety_topics"]["topic"]) == ["limit"]
