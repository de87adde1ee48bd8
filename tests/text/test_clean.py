"""From text to a Document: blocks, sentences, marks, metadata, and what must hold for any text."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.errors import SourceError
from plumbline.sources.catalogue import Source
from plumbline.text.clean import clean_source, clean_text
from plumbline.text.document import KINDS, Document
from plumbline.text.tokens import plain

LONG = (
    "Many people sleep badly at night, and a good many of them would like to know why that is so."
)


def blocks(text, fmt="text"):
    document = clean_text("page", text, fmt)
    return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


def kinds(text, fmt="text"):
    return [kind for kind, _ in blocks(text, fmt)]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\r\n\r\n", "\n \t\n\n"])
def test_paragraphs_and_headings_by_line_or_by_blank_line(gap):
    found = blocks(gap.join(["Better Rest", LONG, "Calmer nerves:", LONG, "Will It Last?", LONG]))
    assert [kind for kind, _ in found] == ["heading", "body"] * 3
    assert found[2][1] == "Calmer nerves:"


def test_a_heading_never_melts_into_the_next_sentence():
    document = clean_text("page", f"Better Rest at Night\n{LONG}")
    assert [document.sentence_text(s) for s in document.sentences] == ["Better Rest at Night", LONG]


def test_numbered_headings_and_numbered_items_differ():
    headings = f"1. Falling Asleep\n{LONG}\n2. Staying Asleep\n{LONG}"
    assert kinds(headings) == ["heading", "body"] * 2
    assert kinds("1. Take it at night.\n2. Drink some water.\n3. Rest.") == ["list_item"] * 3


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "•", "– ", "a) ", "(1) "])
def test_list_items_keep_their_marker_and_their_sentence_leaves_it_out(bullet):
    document = clean_text("page", f"It may bring:\n{bullet}deeper rest\n{bullet}calmer nerves")
    assert [b.kind for b in document.blocks] == ["body", "list_item", "list_item"]
    assert document.sentence_text(document.sentences[1]) == "deeper rest"
    assert document.text[document.blocks[1].start :].startswith(bullet)


def test_lines_broken_at_a_fixed_width_become_one_line():
    text = (
        "Many people sleep badly at night, and a good many of\n"
        "them would like to know why. A min-\n"
        "eral may help, or so the labels say on the bottles of\n"
        "the well-\nknown brands. A mineral it is.\n\nThe end of it came soon."
    )
    text = text.replace("min-\neral", "mine-\nral")
    found = [text for _, text in blocks(text)]
    assert found[0] == (
        "Many people sleep badly at night, and a good many of them would like to know why. A "
        "mineral may help, or so the labels say on the bottles of the well-known brands. "
        "A mineral it is."
    )
    assert len(found) == 2


def test_short_lines_are_not_taken_for_a_broken_paragraph():
    text = "Magnesium oxide is cheap.\nMagnesium citrate is not.\nMagnesium glycinate is dear."
    assert len(blocks(text)) == 3


def test_a_line_that_ends_within_an_address_or_behind_a_comma_goes_on():
    book = "Poe K, Roe J (2016). The long night and how to shorten it,\n3rd ed. Leeds: Lamp Press."
    assert blocks(book) == [("body", book.replace("\n", " "))]
    for address in ("doi:10.1000/night.88", "https://example.org/rest/nights"):
        told = f"It is told in {address}, we hear."
        assert blocks(told.replace("/night", "/\nnight")) == [("body", told)]
    assert len(blocks("See https://example.org/rest.\nNobody did.")) == 2


@pytest.mark.parametrize("heading", ["14 Sources", "Show references", "6. References (3)"])
def test_a_count_or_a_button_in_the_heading_of_a_reference_list(heading):
    listed = "1. Poe K. Lamps and rest. London: Night; 2016.\n2. Lamps for all. Leeds; 2015."
    assert kinds(f"{LONG}\n{heading}\n{listed}")[-2:] == ["reference", "reference"]


def test_references_stand_apart_under_their_heading_and_by_their_look():
    listed = (
        "1. Roe J, Doe A. Rest. J Sleep. 2012;17(3):11-19.\n"
        "2. Doe A, et al. Night. Nutr Rev. 2015;7:1-9."
    )
    assert kinds(f"{LONG}\nReferences\n{listed}") == ["body", "heading", "reference", "reference"]
    entries = clean_text("page", f"References\n{listed}").sentences
    assert [s.kind for s in entries] == ["heading", "reference", "reference"]
    assert kinds(f"{LONG}\n\n{listed}") == ["body", "reference", "reference"]
    assert kinds(f"{LONG}\nSources\n- spinach\n- almonds") == [
        "body",
        "heading",
        "list_item",
        "list_item",
    ]


def test_site_furniture_is_told_from_the_article():
    furniture = [
        "We use cookies to improve your visit.",
        "Subscribe to our newsletter",
        "Buy now",
        "© 2024 Rest Ltd. All rights reserved.",
        "This post may contain affiliate links.",
        "These statements have not been evaluated by the Food and Drug Administration.",
        "By Kim Lee. Updated March 3, 2025. 6 min read",
        "Published on 12 May 2024",
    ]
    assert kinds("\n\n".join([LONG, *furniture])) == ["body"] + ["boilerplate"] * len(furniture)
    plug = (
        "If you want to rest well, have a look at a proven product such as RestWell from our shop."
    )
    assert kinds(f"{LONG}\n\n{plug}") == ["body", "body"]
    labelled = (
        "In the mornings I sit beside this lamp (affiliate link) for half an hour before "
        "breakfast, and by ten I am wide awake."
    )
    assert kinds(f"{LONG}\n\n{labelled}") == ["body", "body"]
    dated = "The advice was updated in May, and the diary is a good read."
    assert kinds(f"{LONG}\n\n{dated}") == ["body", "body"]
    assert kinds("She baked cookies for all of us and then slept until noon the next day.") == [
        "body"
    ]


def lost(text):
    return [note["followed_by"] for note in clean_text("page", text).metadata["notes"]]


def test_a_colon_whose_list_is_missing_is_noted():
    assert lost(f"This mineral helps you rest well every night by:\n{LONG}") == ["body"]
    assert lost(f"{LONG} Here are some of the ways in which it helps you rest:") == ["end"]
    assert lost("This mineral helps you rest well every night by:\n- calming nerves") == []
    assert lost(f"{LONG} It works in three ways:\n\nCalmer Nerves\n\n{LONG}") == []
    assert lost(f"As my old doctor always said:\n\n{LONG}") == []


def test_a_lost_list_is_noted_with_the_offsets_of_its_sentence():
    document = clean_text("page", f"{LONG} It helps you rest by:")
    note = document.metadata["notes"][0]
    assert document.text[note["start"] : note["end"]] == "It helps you rest by:"
    assert note["block"] == 1


def test_footnote_numbers_are_tokens_of_their_own():
    document = clean_text(
        "page", "Rest<sup>12</sup> came.<sup>3</sup> On the 1<sup>st</sup> day.", "markdown"
    )
    assert document.text == "Rest12 came.3 On the 1st day."
    assert document.tokens.words == ["rest", "12", "came", ".", "3", "on", "the", "1st", "day", "."]
    assert len(document.sentences) == 2
    raised = [document.text[m.start : m.end] for m in document.marks if m.kind == "superscript"]
    assert raised == ["12", "3", "st"]


def test_the_language_is_checked():
    german = "Viele Menschen schlafen schlecht, und nicht wenige wollen wissen, woran das liegt. "
    assert clean_text("page", f"{LONG} {LONG}").metadata["language"] == "en"
    other = clean_text("page", german * 3).metadata
    assert other["language"] == "de"
    assert other["note"].startswith("language: de")
    assert clean_text("page", "Sleep well.").metadata["language"] == "und"


def write(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return Source("page", path, name, group="blog", url="https://example.org")


def test_a_source_carries_what_the_sheet_says(tmp_path):
    document = clean_source(write(tmp_path, "a.txt", f"Better Rest\n\n{LONG}".encode()))
    metadata = document.metadata
    assert metadata["title"] == "Better Rest"
    assert metadata["group"] == "blog"
    assert metadata["path"] == "a.txt"
    assert metadata["encoding"] == "utf-8"
    assert len(metadata["sha256"]) == 64
    assert metadata["note"] == ""
    assert Document.from_dict(document.to_dict()) == document


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "white space"),
        (b"%PDF-1.7 x", "PDF"),
        (bytes(range(32)) * 9, "binary"),
    ],
)
def test_a_bad_source_is_an_empty_document_with_one_sentence(tmp_path, data, words):
    document = clean_source(write(tmp_path, "bad.txt", data))
    note = document.metadata["note"]
    assert document.text == ""
    assert note.startswith("bad.txt: ")
    assert words in note
    assert note.endswith(".")


SCRAPS = st.sampled_from(
    [
        "Better Rest",
        "References",
        LONG,
        "- item",
        "1. One",
        "2) Two",
        "it helps by:",
        "# Title",
        "---",
        "Roe J. 2012;7:1-9. doi:10.1000/x",
        "© 2024 Rest Ltd",
        "a.m.",
        "sleep.12 The",
        "x-",
        "ab\u00adc",
        "\n",
        "\n\n",
        " ",
        "\r\n",
        "\t",
        "\u00a0",
        "\u2028",
        "\x85",
        "\x0c",
        "\x1b[0m",
        "donâ€™t",
        "²",
        "•",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(SCRAPS, max_size=25).map("".join))


def check(document):
    """What must hold for every document."""
    text = document.text
    assert "\n\n".join(text[b.start : b.end] for b in document.blocks) == text
    last = 0
    for number, sentence in enumerate(document.sentences, 1):
        block = document.blocks[sentence.paragraph - 1]
        assert sentence.sentence_id == number
        assert sentence.kind == block.kind
        assert max(last, block.start) <= sentence.start < sentence.end <= block.end
        last = sentence.end
    for block in document.blocks:
        assert block.kind in KINDS
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""
        assert "\n" not in text[block.start : block.end]
    for mark in document.marks:
        assert 0 <= mark.start < mark.end <= len(text)
    tokens = document.tokens
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        assert plain(text[start:end]) == word


@given(TEXTS)
def test_offsets_hold_and_cleaning_twice_changes_nothing(text):
    document = clean_text("page", text)
    check(document)
    assert clean_text("page", document.text).text == document.text


@given(st.sampled_from(["markdown", "html"]), TEXTS)
def test_marked_up_text_obeys_the_same_rules(fmt, text):
    if fmt == "html":
        text = f"<article><h1>Rest</h1><p>{LONG}</p><p>{text}<a href='x'>{LONG}</a></p></article>"
    try:
        document = clean_text("page", text, fmt)
    except SourceError:
        return
    check(document)
    assert clean_text("page", document.text).text == document.text


@given(st.binary(max_size=200), st.sampled_from([".txt", ".md", ".html"]))
def test_no_bytes_raise(tmp_path_factory, data, suffix):
    folder = tmp_path_factory.getbasetemp()
    check(clean_source(write(folder, f"any{suffix}", data)))


@pytest.mark.parametrize("unit", ["word ", "A short line\n", "(", ".", "\n", "é", "- x\n"])
def test_time_grows_with_the_length_of_the_text(unit, check_linear):
    check_linear(partial(clean_text, "page"), unit)


def test_the_five_pages(corpus):
    documents = {
        p.stem[:3]: clean_text(p.stem, p.read_text(encoding="utf-8"))
        for p in sorted(corpus.glob("*.txt"))
    }
    words = [word for d in documents.values() for word in d.tokens.words]
    assert sum(word in ("may", "might", "could") for word in words) == 16
    assert words.count("can") == 37
    headings = {k: sum(b.kind == "heading" for b in d.blocks) for k, d in documents.items()}
    assert headings == {"000": 0, "001": 9, "002": 1, "003": 10, "004": 6}
    notes = {k: len(d.metadata["notes"]) for k, d in documents.items()}
    assert notes == {"000": 2, "001": 0, "002": 0, "003": 0, "004": 0}


NOTICES = [
    "You need to enable JavaScript to run this app.",
    "Checking your browser before you visit the site.",
    "Please verify you are human by completing the captcha.",
    "You do not have permission to access this page on this server.",
    "Subscribe to read the full story.",
    "503 Service Unavailable, try again later.",
    "The document has moved here.",
    "Sorry, you have been blocked.",
    "This text is for members only, who find it below.",
    "This domain is for sale.",
]


@pytest.mark.parametrize("sentences", [1, 12])
def test_a_disclaimer_leaves_what_stands_before_it_to_the_article(sentences):
    said = " ".join(["Valerian [1] helps adults to fall asleep sooner."] * sentences)
    by_law = (
        "These statements have not been evaluated by the FDA. Our capsules are not intended "
        "to diagnose, treat or prevent any disease."
    )
    document = clean_text("page", f"Calm\n\n{said} {by_law}\n\n{LONG}")
    texts = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    assert texts == [("heading", "Calm"), ("body", said), ("boilerplate", by_law), ("body", LONG)]


def test_links_stay_where_they_were_on_both_sides_of_a_disclaimer():
    page = (
        '<article><p>Valerian helps <a href="https://x.example/a">some adults</a> to sleep. These '
        'statements have not been evaluated by the <a href="https://x.example/b">FDA</a>.</p>'
        f"<p>{LONG}</p></article>"
    )
    document = clean_text("page", page, "html")
    linked = [(document.text[m.start : m.end], m.target) for m in document.marks]
    assert linked == [("some adults", "https://x.example/a"), ("FDA", "https://x.example/b")]
    assert [block.kind for block in document.blocks] == ["body", "boilerplate", "body"]


def test_a_disclaimer_in_mid_text_with_much_behind_it_is_not_cut_out():
    goes_on = " ".join([LONG] * 12)
    text = f"{LONG} These statements have not been evaluated by the FDA. {goes_on}"
    assert kinds(text) == ["body"]


@pytest.mark.parametrize("notice", NOTICES)
def test_a_page_that_shows_a_notice_in_place_of_its_article_is_left_out(tmp_path, notice):
    (tmp_path / "a.html").write_text(f"<html><body><p>{notice}</p></body></html>")
    document = clean_source(Source("a", tmp_path / "a.html", "a.html"))
    assert not document.text
    assert f"in place of its article; it begins '{notice[:20]}" in document.metadata["note"]


def test_a_notice_beside_an_article_costs_only_itself(tmp_path):
    words = (
        "People who sleep badly often look for help, and they find more of it than they can read."
    )
    (tmp_path / "a.md").write_text(f"{words}\n\nPlease enable JavaScript to see the comments.\n")
    document = clean_source(Source("a", tmp_path / "a.md", "a.md"))
    assert [block.kind for block in document.blocks] == ["body", "boilerplate"]
    assert document.metadata["note"] == ""
