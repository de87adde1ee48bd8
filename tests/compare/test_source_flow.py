"""The flow of sources adds up, and says why some went no further."""

import json

import pandas as pd
import pytest

from plumbline.compare.source_flow import list_flow
from plumbline.errors import SourceError
from plumbline.sources.bulk import index_bulk_files, read_stretch
from plumbline.sources.limits import Limits
from plumbline.sources.reader import parse_text
from plumbline.text.clean import clean_within

FIELDS = ("id", "text", "title", "group", "language", "url", "published")
COLUMNS = {name: name for name in FIELDS} | {"format": "text"}


@pytest.fixture
def flow():
    documents = pd.DataFrame(
        {
            "source_id": list("abcd"),
            "n_words": [10, 20, 0, 0],
            "path": ["a.txt", "b.txt", "c 1.txt", "d.csv"],
            "note": [
                pd.NA,
                "",
                "c 1.txt: this file is not UTF-8 after 5 bytes; save it anew.",
                "d.csv, line 7: this file is not UTF-8 after 1,234 bytes; save it anew.",
            ],
        }
    )
    left_out = pd.DataFrame({"path": ["x.zip", "y.png"], "reason": ["no text", "no text"]})
    overclaim = pd.DataFrame({"source_id": list("abcd"), "claims_compared": [3, 0, 0, 0]})
    return list_flow(documents, left_out, overclaim)


def test_what_reached_a_stage_is_what_stayed_and_what_left(flow):
    reached = flow[flow["reason"].eq("")].set_index("stage")["n"]
    lost = flow[flow["reason"].ne("")].groupby("stage")["n"].sum()
    assert reached.to_dict() == {"found": 6, "listed": 4, "read": 2, "compared": 1}
    assert lost.to_dict() == {"found": 2, "listed": 2, "read": 1}


def test_reasons_that_differ_by_a_name_or_a_figure_are_one(flow):
    reasons = set(zip(flow["reason"], flow["n"], strict=True))
    assert ("this file is not UTF-8 after n bytes", 2) in reasons


def test_reasons_that_quote_a_source_are_one(tmp_path):
    rows = [{"id": id_, "text": "one"} for id_ in ("a", "b", "a", "b")]
    (tmp_path / "x.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    index = index_bulk_files(tmp_path, ["x.jsonl"], COLUMNS, 9, 999, tmp_path / "index")
    records = read_stretch(tmp_path, index[0].stretches[0], COLUMNS, 999)
    reasons = [f"x.jsonl, line {r.line}: {r.problem}." for _, r in records if r.problem]
    notices = ["You need to enable JavaScript to go on.", "Please verify you are human to go on."]
    for notice in notices:
        with pytest.raises(SourceError) as error:
            clean_within("n", parse_text(notice, "text"), "n.txt", Limits(), None)
        reasons.append(str(error.value))
    paths = ["x.jsonl", "x.jsonl", "n.txt", "n.txt"]
    documents = pd.DataFrame({"source_id": paths, "n_words": 0, "path": paths, "note": reasons})
    overclaim = pd.DataFrame({"source_id": paths, "claims_compared": 0})
    flow = list_flow(documents, pd.DataFrame(columns=["path", "reason"]), overclaim)
    assert sorted(flow.loc[flow["reason"].ne(""), "n"]) == [2, 2]


def test_the_rows_stand_in_the_order_of_the_flow(flow):
    assert flow["step"].tolist() == list(range(1, len(flow) + 1))
    assert flow["stage"].drop_duplicates().tolist() == ["found", "listed", "read", "compared"]
