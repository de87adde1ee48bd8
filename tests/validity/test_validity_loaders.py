"""Loaders of public data sets, each on a tiny invented file of the same format."""

from __future__ import annotations

import gzip
import json
import zipfile

import pytest

from plumbline.errors import SettingsError
from plumbline.text.rules import load_rules
from plumbline.validity.article_extraction import (
    compare_shingles,
    count_shingles,
    extract_article,
    load_pages,
)
from plumbline.validity.clear import load_clear
from plumbline.validity.gold import find_datasets, find_file, find_files, gold_version, reading
from plumbline.validity.insciout import load_insciout, name_change
from plumbline.validity.onestopenglish import load_onestopenglish
from plumbline.validity.segmentation import cut_text, load_golden_rules
from plumbline.validity.ud_ewt import find_ends, load_ud_ewt
from plumbline.validity.xlsx import read_xlsx
from plumbline.validity.yu2019 import load_yu2019
from plumbline.validity.yu2020 import load_yu2020

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


# --- sentence boundaries --------------------------------------------------------------------------
def test_golden_rules_are_told_from_the_other_groups(tmp_path):
    path = tmp_path / "rules.json"
    case = {"input": "Tea. Milk.", "expected": ["Tea. ", "Milk."], "group": "TESTS_WITH_CLEAN"}
    path.write_text(json.dumps([case, {**case, "group": "GOLDEN_EN_RULES_TEST_CASES"}]))
    (rule,) = load_golden_rules(path)
    assert rule.sentences == ("Tea.", "Milk.")
    assert tuple(cut_text(rule.text, load_rules())) == rule.sentences


@pytest.mark.parametrize("content", ["[", '[{"input": "x"}]', "3"])
def test_another_file_is_no_list_of_golden_rules(tmp_path, content):
    path = tmp_path / "rules.json"
    path.write_text(content)
    with pytest.raises(SettingsError, match=r"rules\.json"):
        load_golden_rules(path)


CONLLU = """# newdoc id = reviews-1
# sent_id = 1
# text = The tea was hot.
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_

# sent_id = 2
# text = no complaints
1\tno\tno\tDET\tDT\t_\t2\tdet\t_\t_

# newpar id = p2
# sent_id = 3
# text = We came back.
1\tWe\twe\tPRON\tPRP\t_\t2\tnsubj\t_\t_

"""


def test_sentences_of_a_paragraph_are_joined_and_their_ends_known(tmp_path):
    path = tmp_path / "en.conllu"
    path.write_text(CONLLU)
    first, second = load_ud_ewt(path)
    assert first.text == "The tea was hot. no complaints"
    assert [first.text[:end] for end in first.ends] == ["The tea was hot.", first.text]
    assert (second.text, second.ends) == ("We came back.", (13,))


def test_ends_found_are_those_of_sentences_without_white_space():
    assert find_ends("We came back. We stayed. ", load_rules()) == {13, 24}


def test_a_file_without_sentences_is_refused(tmp_path):
    path = tmp_path / "en.conllu"
    path.write_text("1\tThe\n")
    with pytest.raises(SettingsError, match=r"en\.conllu"):
        load_ud_ewt(path)


# --- article extraction ---------------------------------------------------------------------------
PARAGRAPH = (
    "The kettle sang on the stove while the rain went on and nobody in the house spoke a word. "
)
HTML = f"<html><body><nav><a href='/'>Home</a></nav><article><h1>Rain</h1><p>{PARAGRAPH * 4}</p>"
HTML += f"<p>{PARAGRAPH * 3}</p></article><footer>All rights reserved</footer></body></html>"


def write_benchmark(folder, html=HTML):
    (folder / "html").mkdir(parents=True)
    (folder / "html/p1.html.gz").write_bytes(gzip.compress(html.encode()))
    truth = {"p1": {"articleBody": PARAGRAPH * 7, "url": "https://example.org"}}
    (folder / "ground-truth.json").write_text(json.dumps(truth))
    return folder


def test_an_article_is_found_on_its_page(tmp_path):
    (page,) = load_pages(write_benchmark(tmp_path / "bench"))
    precision, recall = compare_shingles(extract_article(page, load_rules()), page.article)
    assert precision > 0.9
    assert recall == 1


def test_shingles_by_hand():
    # "a b c d e" has abcd and bcde; "a b c d" has abcd: one shared of one and of two
    assert compare_shingles("a b c d", "a, b c. d e!") == (1.0, 0.5)
    assert compare_shingles("", "a b c d") == (0.0, 0.0)
    assert compare_shingles("", "") == (1.0, 1.0)
    assert dict(count_shingles("a b")) == {("a", "b"): 1}
    assert count_shingles("b b b b b")[("b",) * 4] == 2


def test_a_missing_page_and_one_that_cannot_be_unpacked_are_named(tmp_path):
    folder = write_benchmark(tmp_path / "bench")
    (page,) = load_pages(folder)
    page.path.write_bytes(b"no gzip")
    with pytest.raises(SettingsError, match=r"p1\.html\.gz"):
        extract_article(page, load_rules())
    page.path.unlink()
    with pytest.raises(SettingsError, match="none of the pages"):
        load_pages(folder)


def test_the_id_of_a_page_is_never_a_path(tmp_path):
    folder = write_benchmark(tmp_path / "bench")
    (tmp_path / "secret.html.gz").write_bytes(gzip.compress(b"secret"))
    (folder / "ground-truth.json").write_text('{"../../secret": {"articleBody": "x"}}')
    with pytest.raises(SettingsError, match="none of the pages"):
        load_pages(folder)


def test_of_a_part_of_the_benchmark_the_pages_at_hand_are_read(tmp_path):
    folder = write_benchmark(tmp_path / "bench")
    truth = json.loads((folder / "ground-truth.json").read_text())
    truth["p2"] = {"articleBody": "elsewhere"}
    (folder / "ground-truth.json").write_text(json.dumps(truth))
    assert [page.page_id for page in load_pages(folder)] == ["p1"]


# --- readability ----------------------------------------------------------------------------------
TEXTS = {"ele": "We sleep.", "int": "We sleep at night.", "adv": "We sleep soundly at night."}


def test_levels_are_read_from_folders(tmp_path):
    for level, text in TEXTS.items():
        folder = tmp_path / f"{level.title()}-Txt"
        folder.mkdir()
        (folder / f"Night life-{level}.txt").write_text(f"\ufeff{text}", encoding="utf-8")
    (tmp_path / "Ele-Txt/Lonely-ele.txt").write_text("No other level.")
    assert load_onestopenglish(tmp_path) == {"Night life": TEXTS}


def test_levels_are_told_by_name_whatever_else_the_release_holds(tmp_path):
    for level, text in TEXTS.items():
        (tmp_path / f"Night-{level}.txt").write_text(text)
        (tmp_path / f"Night-{level}.parsed.txt").write_text("(ROOT (S)))")
    (tmp_path / "ELE-INT.txt").write_text("aligned sentences")
    assert load_onestopenglish(tmp_path) == {"Night": TEXTS}
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(SettingsError, match="three levels"):
        load_onestopenglish(empty)


COLUMNS = ["ID", "Excerpt", "BT_easiness", "Flesch-Kincaid-Grade-Level"]


def write_xlsx(path, sheet, strings=()):
    items = "".join(f"<si><t>{text}</t></si>" for text in strings)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{items}</sst>')
    return path


def make_sheet(*rows):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def clear_sheet(tmp_path):
    head = "".join(f'<c r="{"ABCD"[i]}1" t="s"><v>{i}</v></c>' for i in range(4))
    one = '<c r="B2" t="s"><v>4</v></c><c r="C2"><v>-1.5</v></c><c r="D2"><v>7.25</v></c>'
    empty = '<c r="B3" t="s"><v>4</v></c>'
    sheet = make_sheet(f"<row>{head}</row>", f"<row>{one}</row>", f"<row>{empty}</row>")
    return write_xlsx(tmp_path / "CLEAR_corpus_final.xlsx", sheet, [*COLUMNS, "A cat sat."])


def test_excerpts_are_read_from_the_sheet_as_released(tmp_path):
    (excerpt,) = load_clear(clear_sheet(tmp_path))
    assert (excerpt.text, excerpt.ease, excerpt.flesch_kincaid) == ("A cat sat.", -1.5, 7.25)


def test_excerpts_are_read_from_csv(tmp_path):
    path = tmp_path / "CLEAR_corpus_final.csv"
    path.write_text(",".join(COLUMNS) + '\n1,"A cat\nsat.",0.5,2\n2,No numbers.,,\n')
    (excerpt,) = load_clear(path)
    assert (excerpt.text, excerpt.ease, excerpt.flesch_kincaid) == ("A cat\nsat.", 0.5, 2.0)
    path.write_text("ID,Text\n1,x\n")
    with pytest.raises(SettingsError, match="no row names the columns Excerpt"):
        load_clear(path)


def test_columns_are_found_under_either_name_and_on_any_sheet(tmp_path):
    path = clear_sheet(tmp_path)
    with zipfile.ZipFile(path) as archive:
        sheet, strings = (
            archive.read(f"xl/{n}.xml") for n in ("worksheets/sheet1", "sharedStrings")
        )
    with zipfile.ZipFile(path, "w") as archive:
        note = '<row><c r="A1"><v>1</v></c></row>'
        archive.writestr("xl/worksheets/sheet1.xml", make_sheet(note))
        archive.writestr("xl/worksheets/sheet2.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", strings.replace(b"BT_easiness", b"BT Easiness"))
    (excerpt,) = load_clear(path)
    assert (excerpt.text, excerpt.ease) == ("A cat sat.", -1.5)


def test_cells_of_a_sheet_keep_their_places(tmp_path):
    inline = (
        '<c r="AB1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c>'
    )
    sheet = make_sheet(f'<row><c r="B1"><v>3</v></c>{inline}</row>')
    (row,) = read_xlsx(write_xlsx(tmp_path / "x.xlsx", sheet))
    assert (len(row), row[0], row[1], row[27]) == (28, "", "3", "ab")


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet",
        make_sheet('<row><c r="ZZZ1"><v>1</v></c></row>'),
        make_sheet('<row><c t="s"><v>99</v></c></row>'),
        make_sheet('<row><c t="s"><v>-1x</v></c></row>'),
    ],
)
def test_a_broken_sheet_is_refused_in_one_sentence(tmp_path, sheet):
    with pytest.raises(SettingsError, match=r"x\.xlsx: this file cannot be read"):
        list(read_xlsx(write_xlsx(tmp_path / "x.xlsx", sheet)))


def test_entities_of_a_sheet_are_not_expanded(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    uri = (tmp_path / "secret.txt").as_uri()
    sheet = f'<!DOCTYPE w [<!ENTITY e SYSTEM "{uri}"><!ENTITY f "inner">]>'
    sheet += make_sheet('<row><c r="A1" t="inlineStr"><is><t>x&e;&f;</t></is></c></row>')
    try:
        rows = list(read_xlsx(write_xlsx(tmp_path / "x.xlsx", sheet)))
    except SettingsError:
        return
    assert rows == [["x"]]


def test_no_archive_at_all(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK no archive")
    with pytest.raises(SettingsError, match=r"x\.xlsx"):
        list(read_xlsx(tmp_path / "x.xlsx"))


# --- the folder -----------------------------------------------------------------------------------
def test_data_sets_are_found_by_their_folders(tmp_path):
    with pytest.raises(SettingsError, match="none of the data sets"):
        find_datasets(tmp_path)
    (tmp_path / "hype").mkdir()
    there, missing = find_datasets(tmp_path)
    assert there == ["hype"]
    assert "scicite" in missing


def test_a_file_that_is_missing_is_named(tmp_path):
    (tmp_path / "clear").mkdir()
    with pytest.raises(SettingsError, match=r"clear/a\.csv"):
        find_file(tmp_path / "clear", "a.csv", "b.csv")
    with pytest.raises(SettingsError, match=r"clear/\*\.xml"):
        find_files(tmp_path / "clear", "*.xml")
    (tmp_path / "clear/b.csv").write_text("x")
    assert find_file(tmp_path / "clear", "a.csv", "b.csv").name == "b.csv"


def test_whatever_a_loader_stumbles_over_becomes_one_sentence(tmp_path):
    with pytest.raises(SettingsError, match=r"hype/x\.csv"), reading(tmp_path / "hype/x.csv"):
        int("no number")


def test_a_changed_file_changes_the_version(tmp_path):
    (tmp_path / "hype").mkdir()
    before = gold_version(tmp_path)
    (tmp_path / "hype/a.csv").write_text("x")
    after = gold_version(tmp_path)
    assert before != after
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.txt").write_text("x")
    assert gold_version(tmp_path) == after


# --- claim strength -------------------------------------------------------------------------------
def test_press_releases_have_codes_of_their_own(tmp_path):
    path = tmp_path / "annotated_eureka.csv"
    path.write_text('sentId,sentence,label\n1,"Tea, they say, calms.",3\n2,Tea goes with calm.,1\n')
    assert load_yu2020(path) == [
        ("Tea, they say, calms.", "direct"),
        ("Tea goes with calm.", "correlational"),
    ]
    path.write_text("sentId,sentence,label\n1,Tea calms.,7\n")
    with pytest.raises(SettingsError, match=r"annotated_eureka\.csv, after row 0"):
        load_yu2020(path)


def test_abstracts_have_the_codes_of_2019(tmp_path):
    path = tmp_path / "pubmed_causal_language_use.csv"
    path.write_text('sentence,label\n"Tea calms.",1\nTea may calm.,2\nTea goes with calm.,3\n')
    strengths = [strength for _, strength in load_yu2019(path)]
    assert strengths == ["direct", "conditional", "correlational"]
    path.write_text("text,label\nTea calms.,1\n")
    with pytest.raises(SettingsError, match=r"pubmed_causal_language_use\.csv"):
        load_yu2019(path)


PAIR = {
    "original_file_id": "1",
    "press_release_conclusion": "Tea calms.",
    "press_release_strength": 3,
    "abstract_conclusion": "Tea may calm.",
    "abstract_strength": 2,
    "exaggeration_label": "exaggerates",
}


def test_pairs_of_press_release_and_abstract(tmp_path):
    path = tmp_path / "insciout_test.jsonl"
    path.write_text(json.dumps(PAIR))
    (pair,) = load_insciout(path)
    assert (pair.press_release.strength, pair.abstract.strength) == ("direct", "conditional")
    assert pair.change == name_change(pair.press_release.strength, pair.abstract.strength)


@pytest.mark.parametrize(
    "change", [{"abstract_strength": 4}, {"exaggeration_label": "lies"}, {"abstract_strength": "2"}]
)
def test_a_pair_with_a_wrong_code_is_refused(tmp_path, change):
    path = tmp_path / "insciout_train.jsonl"
    path.write_text(json.dumps(PAIR) + "\n" + json.dumps({**PAIR, **change}))
    with pytest.raises(SettingsError, match=r"insciout_train\.jsonl, line 2"):
        load_insciout(path)


def test_changes_of_strength():
    assert name_change("direct", "none") == "exaggerates"
    assert name_change("correlational", "correlational") == "same"
    assert name_change("conditional", "direct") == "downplays"
