from dataclasses import replace
from pathlib import Path

import pytest
from made_documents import make_document

from plumbline.claims import extract_claims, load_grammar, load_topic

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def grammar():
    return load_grammar(PROJECT / "config/claims")


@pytest.fixture(scope="module")
def topic():
    """The bundled topic; single sentences need not name it."""
    return replace(load_topic(PROJECT / "config/topics/magnesium-sleep"), named_by=None)


@pytest.fixture(scope="module")
def written_topic(tmp_path_factory):
    """Return a function from the text of ``claims.yaml`` to the topic."""

    def load(text):
        folder = tmp_path_factory.mktemp("topic")
        (folder / "claims.yaml").write_text(text, "utf-8")
        return load_topic(folder)

    return load


@pytest.fixture(scope="module")
def read_last(grammar):
    """Return a function from a topic and paragraphs to what their last sentence claims."""

    def read(topic, *paragraphs):
        """Return claim_id -> level, without what lies outside the topic."""
        document = make_document(*paragraphs)
        last = document.sentences[-1].sentence_id
        rows = extract_claims(document, grammar, topic)
        found = [r for r in rows if r["sentence_id"] == last and r["claim_id"] != "other"]
        return {row["claim_id"]: row["level"] for row in found}

    return read
