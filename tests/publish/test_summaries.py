"""What many pages of the output count."""

import pandas as pd

from plumbline.publish.summaries import count_safety_topics


def test_a_warning_in_the_small_print_is_no_warning_left_out():
    documents = pd.DataFrame({"source_id": ["a", "b", "empty"], "n_words": [90, 80, 0]})
    rows = [
        ("a", "safety", "pregnancy", "boilerplate"),
        ("b", "safety", "pregnancy", "heading"),
        ("b", "safety", "limit", "body"),
        ("b", "hedge", "interaction", "body"),
    ]
    columns = ["source_id", "category", "subcategory", "sentence_kind"]
    topics = ["pregnancy", "limit", "interaction"]
    found = count_safety_topics(pd.DataFrame(rows, columns=columns), documents, topics)
    assert dict(zip(found["topic"], found["sources"], strict=True)) == {
        "pregnancy": 2,
        "limit": 1,
        "interaction": 0,
    }
    assert set(found["n"]) == {2}
