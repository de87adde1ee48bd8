"""Grammar and topics are data: checked, outside the code, with errors a user can act on."""

import re
from pathlib import Path

import pytest
import yaml

from plumbline.claims import load_grammar, load_topic
from plumbline.claims.inflection import inflect
from plumbline.claims.reading import compile_lexis
from plumbline.errors import SettingsError
from plumbline.settings import read_yaml

PROJECT = Path(__file__).parents[2]


def write_topic(folder: Path, change) -> Path:
    data = read_yaml(PROJECT / "config/topics/vitamin-c-colds/claims.yaml")
    change(data)
    (folder / "claims.yaml").write_text(yaml.safe_dump(data), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(claim={}), "the key 'claim' is unknown"),
        (lambda d: d.pop("agents"), "the key 'agents' is missing"),
        (
            lambda d: d["claims"]["shortens_colds"].update(outcome="cold_lenght"),
            "claim 'shortens_colds': outcome names 'cold_lenght'",
        ),
        (
            lambda d: d["outcomes"]["stones"].update(phrases=["kidney (stone"]),
            "the pattern 'kidney (stone' cannot be read",
        ),
        (
            lambda d: d.update(named_by=["vitamin (c"]),
            "claims.yaml, named_by: the pattern 'vitamin (c' cannot be read",
        ),
        (lambda d: d["outcomes"]["stones"].pop("phrases"), "has no phrases"),
        (
            lambda d: d["agents"]["megadose"].update(subject="pill"),
            "subject is 'pill'; use one of nutrient",
        ),
        (
            lambda d: d["claims"]["shortens_colds"].update(stated="aloud"),
            "stated is 'aloud'; use relation or phrase",
        ),
    ],
)
def test_a_wrong_topic_is_refused_in_one_sentence(tmp_path, change, message):
    with pytest.raises(SettingsError, match=re.escape(message)) as error:
        load_topic(write_topic(tmp_path, change))
    assert "\n" not in str(error.value)
    assert "claims.yaml" in str(error.value)


def test_a_relation_that_the_grammar_lacks_is_named(tmp_path):
    topic = load_topic(
        write_topic(tmp_path, lambda d: d["claims"]["prevents_colds"].update(relation="lower"))
    )
    with pytest.raises(SettingsError, match="the relation 'lower' is not in the grammar"):
        compile_lexis(load_grammar(PROJECT / "config/claims"), topic)


def write_grammar(folder: Path, change) -> Path:
    data = {}
    for path in sorted((PROJECT / "config/claims").glob("*.yaml")):
        data |= read_yaml(path)
    change(data)
    (folder / "grammar.yaml").write_text(yaml.safe_dump(data), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(relation={}), "the section 'relation' is unknown"),
        (lambda d: d.pop("wishes"), "no file has the section 'wishes'"),
        (
            lambda d: d["relations"]["increase"].update(effect="more"),
            "the effect 'more' is unknown",
        ),
        (lambda d: d["relations"]["increase"].update(level=7), "the level is 7"),
        (lambda d: d["relations"]["increase"]["verbs"].append(3), "3 is not a verb"),
        (lambda d: d["persons"].append("(you"), "the pattern '(you' cannot be read"),
    ],
)
def test_a_wrong_grammar_is_refused_in_one_sentence(tmp_path, change, message):
    with pytest.raises(SettingsError, match=re.escape(message)) as error:
        load_grammar(write_grammar(tmp_path, change))
    assert "\n" not in str(error.value)


def test_adding_a_verb_is_one_word(tmp_path):
    folder = write_grammar(tmp_path, lambda d: d["relations"]["decrease"]["verbs"].append("zap"))
    patterns = {pattern for pattern, _ in load_grammar(folder).cues}
    assert {"zap", "zaps", "zapped", "zapping"} <= patterns


def test_no_topic_means_no_topic():
    assert load_topic(None) is None


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("reduce", "reduce reduces reduced reducing"),
        ("stop", "stop stops stopped stopping"),
        ("worry", "worry worries worried worrying"),
        ("lessen", "lessen lessens lessened lessening"),
        ("lead to", "lead to|leads to|leaded to|leading to"),
        ("free", "free frees freed freeing"),
    ],
)
def test_regular_verbs_are_inflected(verb, forms):
    assert list(inflect(verb).values()) == forms.split("|" if "|" in forms else " ")


def test_the_library_knows_no_topic():
    words = re.compile(
        r"magnesium|glycinate|glycine|vitamin|melatonin|cortisol|insomnia|circadian|gaba\b"
        r"|serotonin|restless leg|ascorbic|(?<!time\.)\bsleep",
        re.IGNORECASE,
    )
    code = re.compile(r'"""[\s\S]*?"""|#[^\n]*')  # examples in docstrings and comments may
    for path in sorted((PROJECT / "src/plumbline").rglob("*.py")):
        found = words.findall(code.sub("", path.read_text("utf-8")))
        assert not found, f"{path.relative_to(PROJECT)} knows {found}"
