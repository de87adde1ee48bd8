"""Web pages as browsers save them: what is a paragraph, what unfolds, what is furniture."""

import pytest

from plumbline.text.clean import clean_text

OPENING = "People who keep the same hours all week fall asleep sooner than those who do not."
MIDDLE = "A cool room helped most of the forty people who were asked, though not all of them."
ENDING = "Nobody has looked at this in children, so nothing can be said about their nights."
ITEMS = ("a dark room", "a quiet street", "no coffee after noon")
MENU = "<div><a href='/'>Home</a></div><div><a href='/shop'>Shop</a></div>"


def read(body, title="Steady hours | Site"):
    markup = f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return clean_text("page", markup, "html")


def blocks(document, *kinds):
    return [document.text[b.start : b.end] for b in document.blocks if b.kind in kinds]


def test_divisions_are_paragraphs_where_a_page_has_no_others():
    page = read(
        f"{MENU}<div><h1>Steady hours</h1></div><div id='text'><div>{OPENING}</div>"
        f"<h2>Rooms</h2><div>A <b>cool</b> room helped.<br>{MIDDLE}</div>"
        f"<ul>{''.join(f'<li>{item}</li>' for item in ITEMS)}</ul><div>{ENDING}</div></div>"
    )
    assert blocks(page, "body") == [OPENING, "A cool room helped.", MIDDLE, ENDING]
    assert blocks(page, "list_item") == list(ITEMS)
    assert "Rooms" in blocks(page, "heading")
    assert "Shop" not in page.text


@pytest.mark.parametrize("holder", ["div", "font", "center"])
def test_two_line_breaks_end_a_paragraph(holder):
    entries = "<br>".join(
        f"{n}. Roe J. Nights. J Calm. 201{n};{n}:1-9. doi:10.1000/r{n}" for n in (1, 2, 3)
    )
    page = read(
        f"<{holder}>{OPENING}<br><br>\n{MIDDLE}<br/> <br/><b>What is left</b><br><br>{ENDING}"
        f"<br><br><br><b>References</b><br><br>{entries}</{holder}>"
    )
    assert blocks(page, "body") == [OPENING, MIDDLE, ENDING]
    assert blocks(page, "heading") == ["What is left", "References"]
    assert len(blocks(page, "reference")) == 3


def test_a_page_that_has_paragraphs_keeps_its_divisions():
    page = read(
        f"<article><p>{OPENING}</p><p>{MIDDLE}</p><p>{ENDING}</p></article>"
        "<div class='box'>This week only: a pillow that knows your name, and a lamp for free.</div>"
    )
    assert blocks(page, "body") == [OPENING, MIDDLE, ENDING]


def test_containers_that_hold_only_a_list_stay_in_their_place():
    parts = (
        f"<p>{OPENING}</p><p>{MIDDLE}</p>",
        f"<h2>Rooms</h2><ul>{''.join(f'<li>{item}</li>' for item in ITEMS)}</ul>",
        f"<h2>Children</h2><p>{ENDING}</p><p>{ENDING.replace('children', 'old people')}</p>",
        "<dl><dt>Is it safe?</dt><dd>Nothing speaks against it.</dd></dl>",
    )
    sections = "".join(
        f"<section><div><div class='widget-text'>{part}</div></div></section>" for part in parts
    )
    page = read(f"<div>{MENU}</div><div class='page'>{sections}</div><div>{MENU}</div>")
    order = [OPENING, "Rooms", ITEMS[0], "Children", ENDING, "Is it safe?", "Nothing speaks"]
    places = [page.text.find(piece) for piece in order]
    assert -1 not in places
    assert places == sorted(places)


PANEL = f"<p>{MIDDLE}</p>"
FOLDED = {
    "accordion": '<h3><button aria-expanded="false" aria-controls="a">Does it last?</button></h3>'
    f'<div id="a" role="region" hidden>{PANEL}</div>',
    "tabs": '<h3 role="tab" aria-controls="b" aria-selected="false">Does it last?</h3>'
    f'<div id="b" role="tabpanel" aria-hidden="true" style="display: none">{PANEL}</div>',
    "disclosure": '<button aria-expanded="false">Does it last?</button>'
    f'<div class="panel" aria-hidden="true">{PANEL}</div>',
    "expander": f'<div class="expander-group"><details class="expander"><summary>Does it last?'
    f"</summary><div>{PANEL}</div></details></div>",
}


@pytest.mark.parametrize("way", sorted(FOLDED))
def test_what_unfolds_at_a_click_is_text(way):
    page = read(f"<main><h1>Steady hours</h1><p>{OPENING}</p>{FOLDED[way]}<p>{ENDING}</p></main>")
    places = [page.text.find(text) for text in (OPENING, "Does it last?", MIDDLE, ENDING)]
    assert -1 not in places
    assert places == sorted(places)


def test_menus_that_unfold_and_what_no_button_shows_stay_hidden():
    links = "".join(f'<li><a href="/{n}">Story number {n}</a></li>' for n in range(5))
    page = read(
        '<button aria-expanded="false" aria-controls="menu">Menu</button>'
        f'<ul id="menu" hidden>{links}</ul><main><p>{OPENING}</p><div hidden>{PANEL}</div>'
        f"<p>{ENDING}</p><p>{ENDING}</p></main>"
    )
    assert not any(words in page.text for words in ("Story", "Menu", MIDDLE))


def test_hidden_paragraphs_of_a_page_of_divisions_stay_hidden():
    page = read(
        f"<div id='text'><div>{OPENING}</div><div>{MIDDLE}</div></div>"
        f"<div style='display: none'><p>{ENDING}</p></div>"
    )
    assert blocks(page, "body") == [OPENING, MIDDLE]


def test_much_that_a_page_hides_is_noted():
    seen = f"<p>{OPENING}</p><p>{MIDDLE}</p><p>{ENDING}</p>" * 3
    hidden = f"<h3>Does it last?</h3><div style='display:none'>{PANEL * 3}</div>"
    page = read(f"<article>{seen}{hidden}</article>")
    assert page.metadata["note"] == f"{3 * len(MIDDLE)} characters of hidden text were left out"
    assert read(f"<article>{seen}<div hidden>{PANEL}</div></article>").metadata["note"] == ""


def test_words_for_screen_readers_and_links_to_edit_are_no_text():
    page = read(
        "<article><div class='mw-heading'><h2><span class='u-visually-hidden'>Advice: </span>Rooms"
        "</h2><span class='mw-editsection'>[<a href='/edit'>edit</a>]</span></div>"
        f"<p>{OPENING} See <a href='/x'>rooms<span class='sr-only'> (opens in a new tab)</span></a>"
        f" as well.</p><p>{MIDDLE}</p></article>"
    )
    assert blocks(page, "heading") == ["Rooms"]
    assert blocks(page, "body") == [f"{OPENING} See rooms as well.", MIDDLE]


def test_the_title_of_a_page_is_its_headline_without_the_name_of_the_site():
    article = f"<article class='entry-content'><h2>Abstract</h2><p>{OPENING}</p></article>"
    headline = "<header><h1>Steady hours</h1></header>"
    assert read(headline + article).metadata["title"] == "Steady hours"
    assert read(article).metadata["title"] == "Steady hours | Site"
    assert read("<h1>My diary</h1>" + article).metadata["title"] == "Steady hours | Site"
    assert read(f"<article><h2>Steady hours</h2><p>{OPENING}</p></article>").metadata["title"] == (
        "Steady hours"
    )


def test_a_list_of_written_addresses_is_one_of_references():
    addresses = [f"https://pubmed.ncbi.nlm.nih.gov/1234567{n}/" for n in range(3)]
    items = "".join(f'<li><a href="{address}">{address}</a></li>' for address in addresses)
    menu = "<ul><li><a href='https://example.org'>Home</a></li><li>www.example.org</li></ul>"
    page = read(
        f"{menu}<article><p>{OPENING}</p><p>{MIDDLE}</p><h3>Resources</h3><ul>{items}</ul></article>"
    )
    assert blocks(page, "reference") == addresses
    assert "www.example.org" not in page.text


NOTES = (
    "Roe J. Lamps at noon. J Calm. 2012;3:1-9.",
    "Ministry of Rest. Lamps for all. Leeds; 2015.",
)


@pytest.mark.parametrize("opening", ["<h3>References</h3>", "<button>Show 2 sources</button>"])
def test_divisions_under_a_heading_of_references_are_its_entries(opening):
    entries = "".join(
        f"<div><span>{n}</span><div>{note}</div></div>" for n, note in enumerate(NOTES)
    )
    page = read(
        f"<article><p>{OPENING}</p><p>{MIDDLE}</p><p>{ENDING}</p>{opening}"
        f"<div class='box'>{entries}</div></article>"
    )
    assert blocks(page, "reference") == [f"{n} {note}" for n, note in enumerate(NOTES)]


def test_the_panel_of_an_accordion_holds_the_references_that_its_button_names():
    entries = "".join(f"<div class='item'>{note}</div>" for note in NOTES)
    page = read(
        f"<div><p>{OPENING}</p><p>{MIDDLE}</p><p>{ENDING}</p><div class='accordion'>"
        "<button aria-expanded='false' aria-controls='refs'>References</button>"
        f"<div id='refs'>{entries}</div></div></div>"
    )
    assert blocks(page, "reference") == list(NOTES)


def test_divisions_that_go_on_with_the_article_are_no_references():
    page = read(
        f"<article><div>{OPENING}</div><h3>Sources</h3><div><div>{MIDDLE}</div>"
        f"<div>{ENDING} It was in 2012.</div></div><div>{OPENING}</div></article>"
    )
    assert blocks(page, "reference") == []


def test_rows_of_a_table_may_be_references():
    rows = "".join(
        f"<tr><td>{n}</td><td>Roe J, Poe K. Lamps. J Calm. 201{n};{n}(2):11-19.</td></tr>"
        for n in (1, 2, 3)
    )
    page = read(f"<article><p>{OPENING}</p><p>{MIDDLE}</p><table>{rows}</table></article>")
    assert len(blocks(page, "reference")) == 3
