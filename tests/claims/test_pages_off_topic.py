"""A page that never names the topic makes none of its claims, whatever it leaves unsaid."""

import pytest
from made_documents import make_document

from plumbline.claims import extract_claims

TOPIC = """
topic: fennel
named_by: [fennel, "foeniculum vulgare"]
agents:
  fennel:
    subject: supplement
    main: true
    phrases: [fennel, "foeniculum vulgare", "(this|the) (herb|capsules)", a capsule]
outcomes:
  nausea: {valence: bad, phrases: [nausea]}
  digestion: {phrases: [digestion]}
  safe: {property: true, phrases: [safe]}
claims:
  eases_nausea: {text: Fennel eases nausea, class: outcome, outcome: nausea}
  helps_digestion: {text: Fennel helps digestion, class: outcome, outcome: digestion}
  is_safe: {text: Fennel is safe, class: safety, outcome: safe, stated: phrase}
"""
PAGE = [
    ("heading", "Better digestion"),
    ("body", "The capsules ease nausea. They are safe."),
    ("heading", "Benefits"),
    ("list_item", "Improves digestion"),
]


@pytest.fixture(scope="module")
def fennel(written_topic):
    return written_topic(TOPIC)


def claims(grammar, topic, *more):
    rows = extract_claims(make_document(*PAGE, *more), grammar, topic)
    assert rows
    return {row["claim_id"] for row in rows}


def test_a_page_about_something_else_makes_no_claim_of_the_topic(grammar, fennel):
    assert claims(grammar, fennel, ("body", "Fenugreek is sold as well.")) == {"other"}


@pytest.mark.parametrize("name", ["Fennel's seeds are small.", "Botanists say Foeniculum vulgare."])
def test_once_named_what_is_left_unsaid_is_about_the_topic(grammar, fennel, name):
    assert claims(grammar, fennel, ("body", name)) >= {"eases_nausea", "helps_digestion", "is_safe"}


def test_a_topic_that_says_nothing_of_names_takes_every_page(grammar, written_topic):
    unnamed = written_topic(TOPIC.replace("named_by", "#"))
    assert "eases_nausea" in claims(grammar, unnamed)
