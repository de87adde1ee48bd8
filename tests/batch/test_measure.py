"""A batch's parts: what a document gives besides its measures."""

import json

from plumbline.batch.measure import measure_batch, measured_types, text_rows
from plumbline.parts import read_frame
from plumbline.text.clean import clean_text

WORDS = "Those who went to bed at the same hour every night slept a little longer in that study."
PAGE = (
    f"<html><body><article><p>{WORDS}</p><p>One trial found that sleep came sooner<sup>1</sup>, "
    f'and <a href="https://doi.org/10.5555/rest">another</a> found that it did not.</p><p>{WORDS} '
    f"{WORDS}</p></article></body></html>"
)


def test_links_and_superscripts_stand_in_the_texts_of_a_batch(tmp_path):
    document = clean_text("page", PAGE, "html")
    assert measure_batch([document], {"texts": text_rows}, tmp_path) == 1
    row = read_frame(tmp_path / "texts.parquet", measured_types("texts")).iloc[0]
    assert row["text"] == document.text
    marks = json.loads(row["marks"])
    assert {mark[0] for mark in marks} == {"link", "superscript"}
    assert [tuple(mark) for mark in marks] == list(document.marks)
