"""The flow of sources adds up, and says why some went no further."""

import pandas as pd
import pytest

from plumbline.compare.source_flow import list_flow


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


def test_the_rows_stand_in_the_order_of_the_flow(flow):
    assert flow["step"].tolist() == list(range(1, len(flow) + 1))
    assert flow["stage"].drop_duplicates().tolist() == ["found", "listed", "read", "compared"]
