"""Lexicon files: what is read, and the sentence that names a wrong line."""

import pytest

from plumbline.errors import SettingsError
from plumbline.lexicons import read_lexicon, rule_id

HEADER = "entry\tcategory\tsubcategory\tguard\tsource\tuse\tnote"


def write_lexicon(folder, *rows, header=HEADER):
    path = folder / "words.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_rows_that_are_off_and_comments_are_left_out(tmp_path):
    path = write_lexicon(
        tmp_path,
        "# a comment",
        "may\thedge\tmodal\tmonth\tH\ton\t",
        "",
        "might\thedge\tmodal\t\tH\toff\t",
        "perhaps\thedge\tadverb\t\tH\t\t",
    )
    entries = read_lexicon(path, categories=["hedge"], guards=["month"])
    assert [(e.rule, e.guard) for e in entries] == [
        ("hedge.modal.may", "month"),
        ("hedge.adverb.perhaps", ""),
    ]


def test_a_word_may_stand_in_two_subcategories(tmp_path):
    path = write_lexicon(
        tmp_path, "potential\thedge\tadjective\t\tH\t\t", "potential\thedge\tnoun\t\tH\t\t"
    )
    assert [e.rule for e in read_lexicon(path)] == [
        "hedge.adjective.potential",
        "hedge.noun.potential",
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("\thedge\tmodal\t\tH\t\t", "line 3: the entry is empty"),
        ("might\thege\tmodal\t\tH\t\t", "line 3: the category 'hege' is unknown"),
        ("might\thedge\tmodal\tmonht\tH\t\t", "line 3: the guard 'monht' is not defined; did you"),
        ("might\thedge\tmodal\t\tH\tyes\t", "line 3: 'use' is 'yes'; write on or off"),
        ("(might\thedge\tmodal\t\tH\t\t", "line 3: the pattern '(might' cannot be read because"),
        ("might\thedge\tmodal\t\tH\t\t\tx", "line 3: 8 cells where the header has 7"),
        # the same, though the rule would be spelled out; one that the other holds
        ("(it|this) may\thedge\tmodal\t\tH\t\t", "stands on line 2 already; delete one"),
        ("it may\thedge\tmodal\t\tH\t\t", "stands on line 2 already; delete one"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, row, message):
    path = write_lexicon(tmp_path, "(it|this) may\thedge\tmodal\tmonth\tH\t\t", row)
    with pytest.raises(SettingsError) as caught:
        read_lexicon(path, categories=["hedge"], guards=["month"])
    assert str(caught.value).startswith("words.tsv, ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("entry\tcategory\tsubcategory\tguard\tsource", "line 1: the column 'note' is missing"),
        ("entry;category;note", "line 1: the column 'entry' is missing; part the columns with"),
        (f"{HEADER}\tcolour", "line 1: the column 'colour' is unknown"),
    ],
)
def test_a_wrong_header_is_named(tmp_path, header, message):
    with pytest.raises(SettingsError, match=r"^words\.tsv, ") as caught:
        read_lexicon(write_lexicon(tmp_path, header=header))
    assert message in str(caught.value)


def test_rules_spell_their_patterns():
    assert rule_id("hedge", "verb", "(appear|seem) (quite)? to") == "hedge.verb.appear_to"
    assert rule_id("hedge", "modal", "(may|might) ~2 help") == "hedge.modal.may_help"
    taken = {"hedge.modal.may_help"}
    assert rule_id("hedge", "modal", "(may|could) help", taken) == "hedge.modal.may_could_help"
