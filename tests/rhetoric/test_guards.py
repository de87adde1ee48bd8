"""The guard engine: each test of a condition, negation, and the errors of a wrong file."""

from pathlib import Path

import pytest

from plumbline.errors import SettingsError
from plumbline.guards import Place, read_guards
from plumbline.lexicons import Entry
from plumbline.text.tokens import tokenise

HEAD = """
clause_ends: [but, because]
negators: [not, never, "no"]
not_negators: [not only]
when_negated:
  booster: {category: hedge, subcategory: negated_booster}
  hype: drop
"""


def load(tmp_path: Path, guards: str, head: str = HEAD):
    path = tmp_path / "guards.yaml"
    path.write_text(head + "guards:\n" + guards, encoding="utf-8")
    return read_guards(path, {"vegetable": ["leek", "brussels sprout"]})


def place(text: str, marker: str) -> Place:
    """Return the place of `marker` in the sentence `text`."""
    tokens = tokenise(text, [(0, len(text))])
    wanted = marker.lower().split()
    n = len(wanted)
    first = next(i for i in range(len(tokens.words)) if tokens.words[i : i + n] == wanted)
    return Place(tokens.words, first, first + n, 0, len(tokens.words), text, tokens.starts)


def entry(category: str = "hedge", guard: str = "g") -> Entry:
    return Entry("x", category, "sub", guard, "X", "", f"{category}.sub.x", sequences=())


@pytest.mark.parametrize(
    ("condition", "holds", "fails"),
    [
        ("{left: [a red]}", "a red kite", "a kite red"),
        ("{right: [flies away]}", "the kite flies away", "the kite flies"),
        ("{right: ['@vegetable']}", "kite brussels sprout", "kite brussels"),
        ("{right: ['#']}", "kite 12", "kite twelfth"),
        ("{right: ['#']}", "kite twelve", "kite"),
        ("{right: [sky], within: 2}", "kite in the sky", "kite up in the sky"),
        ("{right: [sky], within: 2}", "kite in the sky", "kite, in sky"),
        ("{left: [see], within: 1}", "see the kite", "see, kite"),
        ("{itself: [kite]}", "the Kite", None),
        ("{sentence: [wind]}", "wind, then a kite", "a kite"),
        ("{clause: [wind]}", "wind moves a kite", "wind, then a kite"),
        ("{clause: [wind]}", "a kite in wind", "a kite because wind blows"),
        ("{left_ends: [ing]}", "flying kite", "flown kite"),
        ("{right_ends: [ly, ed]}", "kite slowly", "kite slow"),
        ("{ends: [te]}", "kite", None),
        ("{left_kind: [start]}", "kite up", "a kite"),
        ("{left_kind: [number]}", "2 kite", "two kite"),
        ("{right_kind: [end, mark]}", "the kite", "the kite up"),
        ("{right_kind: [end, mark]}", "the kite, up", "the kite up"),
        ("{case: capitalised}", "a Kite", "Kite up"),
        ("{case: initial}", "Kite up", "a Kite"),
        ("{case: initial}", "Note: Kite up", "a kite"),
        ("{case: upper}", "a KITE", "a Kite"),
        ("{case: lower}", "a kite", "a Kite"),
        ("{right_case: capitalised}", "kite Fly", "kite fly"),
        ("{negated: true}", "not a kite", "not only a kite"),
        ("{negated: true}", "he never saw a kite", "he never ran, a kite"),
        ("{negated: false}", "it is not so but a kite", "no kite"),
        ("{left: [a], except: [{right: [up]}]}", "a kite", "a kite up"),
        ("{left: [a], right: [up]}", "a kite up", "a kite"),
    ],
)
def test_condition(tmp_path, condition, holds, fails):
    guards = load(tmp_path, f"  g: {{why: w, only_if: [{condition}]}}\n")
    assert guards.judge(entry(), place(holds, "kite")) == ("hedge", "sub")
    if fails is not None:
        assert guards.judge(entry(), place(fails, "kite")) is None


def test_unless_turns_a_condition_round(tmp_path):
    guards = load(tmp_path, "  g: {why: w, unless: [{left: [a]}, {right: [up]}]}\n")
    assert guards.judge(entry(), place("the kite", "kite")) is not None
    assert guards.judge(entry(), place("a kite", "kite")) is None
    assert guards.judge(entry(), place("the kite up", "kite")) is None


def test_extends_adds_to_another_guard(tmp_path):
    guards = load(
        tmp_path,
        "  base: {why: w, unless: [{left: [a]}]}\n"
        "  g: {why: w, extends: base, unless: [{right: [up]}]}\n",
    )
    assert guards.judge(entry(), place("the kite", "kite")) is not None
    assert guards.judge(entry(), place("a kite", "kite")) is None
    assert guards.judge(entry(), place("the kite up", "kite")) is None


def test_negation_by_category(tmp_path):
    guards = load(tmp_path, "  keep: {why: w, when_negated: keep}\n")
    negated = place("it is not a kite", "kite")
    assert guards.judge(entry("booster", ""), negated) == ("hedge", "negated_booster")
    assert guards.judge(entry("hype", ""), negated) is None
    assert guards.judge(entry("scope", ""), negated) == ("scope", "sub")
    assert guards.judge(entry("hype", "keep"), negated) == ("hype", "sub")


def test_becomes_another_subcategory(tmp_path):
    guards = load(
        tmp_path, "  g: {why: w, becomes: {subcategory: leeky, if: [{right: ['@vegetable']}]}}\n"
    )
    assert guards.judge(entry(), place("a kite leek", "kite")) == ("hedge", "leeky")
    assert guards.judge(entry(), place("a kite", "kite")) == ("hedge", "sub")


@pytest.mark.parametrize(
    ("guards", "part"),
    [
        ("  g: {why: w, unles: []}\n", "guards.g: the key 'unles' is unknown"),
        ("  g: {unless: []}\n", "guards.g: the key 'why' is missing"),
        ("  g: {why: w, unless: [{lefft: [a]}]}\n", "guards.g.unless[1]: the key 'lefft'"),
        ("  g: {why: w, unless: {left: [a]}}\n", "guards.g.unless: it must be a list"),
        ("  g: {why: w, unless: [{left: a}]}\n", "guards.g.unless[1].left: it must be a list"),
        ("  g: {why: w, unless: [{left: [no]}]}\n", "put it in quotation marks"),
        ("  g: {why: w, unless: [{left: ['(a']}]}\n", "an opening bracket is never closed"),
        ("  g: {why: w, unless: [{left: ['@fruit']}]}\n", "word class @fruit is not defined"),
        ("  g: {why: w, unless: [{within: 2}]}\n", "the condition tests nothing"),
        ("  g: {why: w, unless: [{left: [a], within: far}]}\n", "'far' is not a distance"),
        ("  g: {why: w, unless: [{case: title}]}\n", "'title' is unknown"),
        ("  g: {why: w, unless: [{negated: maybe}]}\n", "write true or false"),
        ("  g: {why: w, extends: h}\n", "no guard above is named 'h'"),
        ("  g: {why: w, when_negated: lose}\n", "it must be a mapping"),
        ("  g: [a]\n", "guards.g: it must be a mapping"),
    ],
)
def test_a_wrong_guard_is_named_in_one_sentence(tmp_path, guards, part):
    with pytest.raises(SettingsError) as error:
        load(tmp_path, guards)
    message = str(error.value)
    assert part in message
    assert message.startswith("guards.yaml")
    assert message.endswith(".")
    assert "\n" not in message


def test_a_missing_part_of_the_file_is_named(tmp_path):
    with pytest.raises(SettingsError, match="the key 'negators' is missing"):
        load(tmp_path, "  g: {why: w}\n", head="clause_ends: [but]\nnot_negators: [x]\n")


def test_invalid_yaml_names_its_line(tmp_path):
    with pytest.raises(SettingsError, match=r"guards\.yaml, line"):
        load(tmp_path, "  g: {why: [}\n")
