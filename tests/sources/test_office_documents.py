"""What pandoc's readers pass over or mistake in docx, odt, epub, rtf and JATS, and is mended."""

import io
import zipfile

import pytest
from awkward_documents import (
    _ODF,
    _W,
    _paragraph,
    _run,
    epub_chapters,
    jats_article,
    make_docx,
    odt_lists,
    pack,
)

from plumbline.errors import SourceError
from plumbline.sources.reader import parse_bytes

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
DRAW = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
BOX = _paragraph(_run("A box says that naps help."))
RELATION = '<Relationship Id="rs" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'


def read(data, fmt):
    """Return the blocks as text, superscripts as ^{1}, and the notes."""
    raw = parse_bytes(data, fmt, "page")
    shown = [
        "".join(f"^{{{r.text}}}" if r.superscript else r.text for r in block.runs).strip()
        for block in raw.blocks
    ]
    return shown, raw.notes


def styled(body, styles):
    parts = {"word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>"}
    return read(make_docx(body, parts, RELATION), "docx")


def style(name, properties="", base=""):
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{name}"/>{based}<w:rPr>{properties}</w:rPr></w:style>'


def shape(content):
    return f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"


def test_a_text_box_of_word_stands_behind_its_paragraph_once():
    inner = _paragraph(_run("Outer."), f"<w:r>{shape(BOX)}</w:r>")
    twice = f"<mc:AlternateContent><mc:Choice Requires='x'>{shape(inner)}</mc:Choice><mc:Fallback>{shape(inner)}</mc:Fallback></mc:AlternateContent>"
    body = _paragraph(_run("Before"), f"<w:r {MC}>{twice}</w:r>", _run(" and after."))
    shown, _ = read(make_docx(body + _paragraph(_run("Next."))), "docx")
    assert shown == ["Before and after.", "Outer.", "A box says that naps help.", "Next."]


def test_what_stands_in_wrappers_of_word_is_read():
    runs = [
        f"<w:customXml>{_run('One')}</w:customXml>",
        f"<w:fldSimple w:instr='REF x'>{_run(' two')}</w:fldSimple>",
        f"<w:dir w:val='rtl'>{_run(' three')}</w:dir>",
        f"<mc:AlternateContent {MC}><mc:Choice Requires='x'>{_run(' four.')}</mc:Choice></mc:AlternateContent>",
    ]
    body = _paragraph(*runs) + f"<w:customXml>{_paragraph(_run('A block.'))}</w:customXml>"
    body += f"<w:ins w:id='1'>{_paragraph(_run('Inserted.'))}</w:ins>"
    body += f"<w:del w:id='2'>{_paragraph(_run('Deleted.'))}</w:del>" + _paragraph(_run("End."))
    assert read(make_docx(body), "docx")[0] == [
        "One two three four.",
        "A block.",
        "Inserted.",
        "End.",
    ]


def test_hidden_text_of_word_is_left_out_and_counted():
    body = _paragraph(
        _run("Seen."),
        _run(" Unseen.", "<w:vanish/>"),
        _run(" Shown.", '<w:rStyle w:val="Own"/><w:vanish w:val="0"/>'),
        _run(" By style.", '<w:rStyle w:val="Own"/>'),
    )
    styles = style("Base", "<w:vanish/>") + style("Own", base="Base")
    assert styled(body, styles) == (
        ["Seen. Shown."],
        ("18 characters of hidden text were left out",),
    )


def test_superscripts_of_word_are_known_by_style_and_by_height():
    raised = '<w:vertAlign w:val="superscript"/>'
    body = _paragraph(
        _run("a"),
        _run("1", '<w:rStyle w:val="Own"/>'),
        _run("b"),
        _run("2", '<w:position w:val="6"/>'),
        _run("c"),
        _run("3", '<w:position w:val="-6"/>'),
    )
    assert styled(body, style("Base", raised) + style("Own", base="Base"))[0] == ["a^{1}b^{2}c3"]


def test_styles_based_on_one_another_in_a_circle_end():
    body = _paragraph(_run("a", '<w:rStyle w:val="One"/>'))
    assert styled(body, style("One", base="Two") + style("Two", base="One"))[0] == ["a"]


def make_odt(body, styles=""):
    """Return the file of `odt_lists` with another text."""
    with zipfile.ZipFile(io.BytesIO(odt_lists())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["content.xml"] = (
        f"<office:document-content {_ODF} {DRAW}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return pack(members, stored=("mimetype",))


def test_text_boxes_of_odt_are_read():
    box = "<draw:frame><draw:text-box><text:p>A box.</text:p><text:p>More.</text:p></draw:text-box></draw:frame>"
    body = f"<text:p>Before{box} and after.</text:p>{box}<text:p>Next.</text:p>"
    shown = read(make_odt(body), "odt")[0]
    assert shown == ["Before and after.", *["A box.", "More."] * 2, "Next."]


def test_hidden_text_of_odt_is_left_out_and_counted():
    styles = '<style:style style:name="h" style:family="text"><style:text-properties text:display="none"/></style:style>'
    body = """<text:p>Seen <text:span text:style-name="h">unseen</text:span>here.</text:p>
<text:section text:display="none"><text:p>Section</text:p></text:section>
<text:p><text:hidden-paragraph text:is-hidden="true"/>Paragraph</text:p>"""
    shown, notes = read(make_odt(body, styles), "odt")
    assert shown == ["Seen here."]
    assert notes == ("22 characters of hidden text were left out",)


def test_styles_of_an_epub_raise_and_hide():
    page = b'<p>One.<span class="up">1</span> Two.<a href="https://example.org" style="vertical-align: super">2</a><span class="no">gone</span></p>'
    sheet = "@media print { .x { color: red } } p, span.up { font-size: .8em; position: relative; top: -0.3em } .no { display: none }"
    with zipfile.ZipFile(io.BytesIO(epub_chapters())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["one.xhtml"] = members["one.xhtml"].replace(b"<section>", b"<section>" + page, 1)
    shown, notes = read(pack({**members, "a.css": sheet}), "epub")
    assert "One.^{1} Two.^{2}" in shown
    assert notes == ("4 characters of hidden text were left out",)


def test_a_style_in_the_page_raises_its_text():
    words = (
        "People who sleep badly often look for help on the web and find more than they can read."
    )
    page = f"<html><head><style>.c3{{vertical-align:super;font-size:8pt}}</style></head><body><article><p>{words}<span class=c3>1</span></p><p>{words} Or so.<span style='vertical-align:super'>2</span></p></article></body></html>"
    assert read(page.encode(), "html")[0] == [f"{words}^{{1}}", f"{words} Or so.^{{2}}"]


def test_what_a_tracked_change_of_rtf_deletes_is_no_text():
    data = rb"{\rtf1\ansi Kept. {\deleted Gone \u8220?too\'e9. }{\revised Added.} \deleted Out.\deleted0  Back.\par}"
    assert read(data, "rtf")[0] == ["Kept. Added. Back."]


@pytest.mark.parametrize(
    "codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_an_article_in_another_encoding_is_read_the_same(codec):
    text = (
        jats_article()
        .decode()
        .replace("Naps are common", "Naps \u2013 caf\u00e9 \u2013 are common")
    )
    declared = text.replace("UTF-8", {"cp1252": "windows-1252"}.get(codec, codec.upper()))
    assert read(declared.encode(codec), "jats") == read(text.encode(), "jats")


def test_the_number_of_an_article_is_named_where_the_article_prints_it_bare():
    number = b"<pub-id pub-id-type='pmid'>27654310</pub-id>"
    bare, named = (
        jats_article().replace(b"2015;4:11.", b"2015;4:11. " + label + number)
        for label in (b"", b"PMID: ")
    )
    assert "2015;4:11. PMID: 27654310 doi" in read(bare, "jats")[0][-1]
    assert read(named, "jats") == read(bare, "jats")


def test_an_article_that_a_collection_wraps_is_read_and_several_are_refused():
    article = jats_article().split(b"]>")[-1].split(b'.dtd">\n')[-1]
    wrapped = b"<records><record>" + article + b"</record></records>"
    assert read(wrapped, "jats") == read(jats_article(), "jats")
    with pytest.raises(SourceError, match="holds 2 JATS articles; put each into a file of its own"):
        read(wrapped.replace(article, article * 2), "jats")
