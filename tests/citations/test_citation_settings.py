from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from plumbline.citations import load_resources
from plumbline.citations.identifiers import check_isbn, is_placeholder, trim_trailing
from plumbline.errors import SettingsError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def config(tmp_path):
    for name in (
        "citations.yaml",
        *("lexicons/attribution.tsv", "lexicons/attribution_guards.yaml"),
        *("lexicons/named_sources.tsv", "lexicons/word_classes.tsv"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "config" / name, tmp_path / name)
    return tmp_path


def load(config, **attribution):
    return load_resources(config / "citations.yaml", config / "lexicons", attribution)


def refused(config, **attribution) -> str:
    with pytest.raises(SettingsError) as caught:
        load(config, **attribution)
    message = str(caught.value)
    assert "\n" not in message
    return message


def change(config, edit):
    path = config / "citations.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    edit(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def test_unknown_keys_are_refused(config):
    change(config, lambda data: data["references"].update(max_numbr=3))
    assert "references.max_numbr" in refused(config)


def test_a_pattern_needs_a_value(config):
    change(config, lambda data: data["identifiers"]["nct"].update(candidate=r"NCT\d+"))
    assert "identifiers.nct.candidate" in refused(config)


def test_a_pattern_that_cannot_be_read_is_named(config):
    change(config, lambda data: data["identifiers"]["nct"].update(candidate="(?P<value>["))
    assert "identifiers.nct" in refused(config)


def test_unknown_scope_and_key_are_refused(config):
    assert "support_scope" in refused(config, support_scope="page")
    assert "scope" in refused(config, scope="sentence")


def test_an_unknown_form_is_refused_with_its_name(config):
    path = config / "lexicons/attribution.tsv"
    path.write_text(
        path.read_text(encoding="utf-8") + "my uncle says\tvague\tuncle\t\tX\ton\n",
        encoding="utf-8",
    )
    assert "uncle" in refused(config)


def test_a_missing_word_class_is_named(config):
    path = config / "lexicons/word_classes.tsv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(x for x in lines if not x.startswith("not_a_trial\t")), encoding="utf-8"
    )
    assert "not_a_trial" in refused(config)


def test_an_identifier_can_be_added_without_code(config):
    from plumbline.citations import find_citations
    from plumbline.text.document import Block, Document, Sentence

    rule = {
        "cues": ["drks"],
        "candidate": r"\bDRKS(?P<value>\d{3,12})\b",
        "valid": r"\d{8}",
        "form": "DRKS{}",
    }
    change(config, lambda data: data["identifiers"].update(drks=rule))
    text = "Registered as DRKS00021736 here."
    page = Document("p", text, (Block("body", 0, 32),), (Sentence(1, 1, "body", 0, 32),))
    (found,) = find_citations(page, load(config))
    assert (found["tier"], found["kind"], found["identifier"]) == ("A", "drks", "DRKS00021736")


@pytest.mark.parametrize(
    ("value", "right"), [("0306406152", True), ("080442957X", True), ("0306406153", False)]
)
def test_isbn_check_digit(value, right):
    assert check_isbn(value) is right


@pytest.mark.parametrize(
    ("value", "placeholder"),
    [
        ("10.1000/xxxxx", True),
        ("10.1000/j.a.2020.654321", True),
        ("00000000", True),
        ("01234567", True),
        ("23853635", False),
        ("10.1371/journal.pone.0123456", False),
        ("10.1097/md.0000000000027314", False),
        ("10.1000/1", False),
    ],
)
def test_placeholders(config, value, placeholder):
    assert is_placeholder(value, load(config).limits) is placeholder


@pytest.mark.parametrize(
    ("written", "kept"),
    [("10.1/a).", "10.1/a"), ("10.1/a(2)b", "10.1/a(2)b"), ("10.1/(a)", "10.1/(a)"), ("...", "")],
)
def test_trailing_marks_are_cut(written, kept):
    assert trim_trailing(written) == kept


def test_signs_are_words_that_few_sentences_hold(config):
    # a sign that every sentence holds would have every sentence searched
    signs = load(config).signs["any"]
    assert {"studies", "critics", "published"} <= signs
    assert not [sign for sign in signs if not sign[0].isalnum()]
    assert signs.isdisjoint(["a", "in", "the", "is", "have", "used", "will", "would"])
