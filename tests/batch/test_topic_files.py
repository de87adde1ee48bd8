"""A topic is checked before a run: the mistakes that people make in its files are one sentence."""

from pathlib import Path

import pytest

from plumbline.batch.topic_files import check_topic
from plumbline.errors import SettingsError

PROJECT = Path(__file__).parents[2]
SCHEMAS = PROJECT / "workflow/schemas"
TOPICS = sorted(p for p in (PROJECT / "config/topics").iterdir() if p.is_dir())

CLAIMS = """\
topic: sauna
agents:
  sauna:
    main: true
    phrases: ["sauna[s]"]
outcomes:
  backache:
    valence: bad
    phrases: [backache]
claims:
  eases_backache:
    text: Sauna eases backache
    class: outcome
    outcome: backache
"""
EVIDENCE = """\
topic: sauna
compiled: '2026-02-01'
claims:
  eases_backache:
    direction: supports
    certainty: low
    rationale: One small trial.
    studies: []
studies: {}
"""


@pytest.fixture
def sauna(tmp_path):
    def write(claims=CLAIMS, evidence=EVIDENCE):
        (tmp_path / "claims.yaml").write_text(claims, "utf-8")
        (tmp_path / "evidence.yaml").write_text(evidence, "utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize("folder", TOPICS, ids=lambda p: p.name)
def test_bundled_topics_pass(folder):
    check_topic(folder, SCHEMAS)


def test_evidence_may_come_later(sauna):
    folder = sauna()
    check_topic(folder, SCHEMAS)
    (folder / "evidence.yaml").unlink()
    check_topic(folder, SCHEMAS)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("valence: bad", "valance: bad", "'outcomes.backache.valance' is unknown; did you mean"),
        ("[backache]", "[]", "'outcomes.backache.phrases' is empty; add at least one entry."),
        ("[backache]", "", "'outcomes.backache.phrases' is empty; it must be a list."),
        ("[backache]", "backache", "is 'backache'; it must be a list."),
        ("    phrases: [backache]\n", "", "lacks 'phrases' or 'describing'; add it."),
        ("    main: true\n", "", "claim 'eases_backache': nobody acts; add 'main: true'"),
        ("outcome: backache", "outcome: back", "outcome names 'back', which is neither"),
        ("    outcome: backache\n", "", "claim 'eases_backache': the key 'outcome' is missing"),
        ("outcome: backache", "outcome:", "'claims.eases_backache.outcome' is empty; it must be"),
        ("class: outcome", "class: outcome\n    level: 9", "level' is 9; it must be at most 6."),
        ("class: outcome", "class: outcome\n    level: low", "it must be a whole number."),
        ("class: outcome", "class: outcome\n    harm: no one", "it must be true or false."),
        ("    main", "\tmain", "line 4: this is not valid YAML (a tab stands where spaces belong)"),
        ("    class", "    text: x\n    class", "line 13: this is not valid YAML (the key 'text'"),
    ],
)
def test_a_mistake_in_the_claims_is_one_sentence(sauna, right, wrong, message):
    assert right in CLAIMS
    with pytest.raises(SettingsError) as error:
        check_topic(sauna(claims=CLAIMS.replace(right, wrong, 1)), SCHEMAS)
    assert message in str(error.value)
    assert str(error.value).startswith("claims.yaml")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("eases_backache", "ease_backache", "no such claim; did you mean 'eases_backache'?"),
        ("eases_backache", "sleep", "no such claim; correct the name or add the claim."),
        ("certainty: low", "certainty: lowish", "is 'lowish'; use one of 'high', 'moderate'"),
        ("certainty", "certanty", "'claims.eases_backache.certanty' is unknown; did you mean"),
        ("studies: []", "studies: [who_1999]", "the study 'who_1999' is not under 'studies'"),
    ],
)
def test_a_mistake_in_the_evidence_is_one_sentence(sauna, right, wrong, message):
    with pytest.raises(SettingsError) as error:
        check_topic(sauna(evidence=EVIDENCE.replace(right, wrong, 1)), SCHEMAS)
    assert message in str(error.value)
    assert str(error.value).startswith("evidence.yaml")
