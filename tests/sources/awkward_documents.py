"""Awkward files of every format, made for the project: what each holds, and why it is awkward.

``build`` writes them all into a folder. Those that other programs made stand in ``awkward/files``,
with what they were made from in ``awkward/origin``; what a reader should find in each stands in
``awkward/expected``, a line for each block: its kind, a tab, its text, superscripts as ``^{1}`` and
links as ``[text](address)``.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from awkward_pdf import lines, make_pdf, picture, text

HERE = Path(__file__).parent / "awkward"
_DATE = (2020, 1, 1, 0, 0, 0)


def pack(members, stored=()):
    """Return a ZIP archive of name -> text, the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


# --- PDF ----------------------------------------------------------------------------------------


def pdf_running_header():
    """Four pages with a header, a footer and numbers; a word divided from page to page."""
    body = [
        [
            "Many adults wake at night and cannot fall asleep again for an hour or more. They",
            "try teas, pills and apps, and few of these have been tested in trials. What helps",
            "most of them is dull: a fixed hour to rise, a cool room and less time in bed, with",
            "nothing to do there but sleep. Doctors call this a programme of beha-",
        ],
        [
            "vioural treatment, and it is well-",
            "known to them. It works for most people who keep to it for some weeks.",
            "",
            "Pills are another matter. They shorten the time until sleep comes by a few minutes,",
            "but not for long, and some people find it hard to stop taking them again after-",
            "wards.",
        ],
        [
            "Minerals are sold for the night as well. One trial of older adults found a differ-",
            "ence of some minutes, which may be due to chance, since it was small and short.",
        ],
        ["The last page holds one line and no more."],
    ]
    pages = []
    for number, rows in enumerate(body, 1):
        page = text(60, 800, "Journal of Quiet Nights 2021; 4: 10-13", 8)
        page += text(420, 800, "Roe and Doe", 8) + lines(60, 740, rows, 11, 14)
        pages.append(page + text(290, 40, str(number + 9), 8))
    return make_pdf(pages, "Nights without pills")


def pdf_three_columns():
    """Three narrow columns under a title, written line by line across the page."""
    columns = [
        ["Sleep is not the same", "for everybody. Some", "need nine hours, and", "some need only six of", "them to feel rested."],
        ["Older people sleep in", "shorter stretches and", "wake more often, but", "they need about as", "much as others do."],
        ["Teenagers go to bed", "late because of their", "inner clock. School", "begins too early for", "most of them."],
    ]  # fmt: skip
    page = text(60, 770, "How long should people sleep at night?", 18, "bold")
    for row in range(5):
        for column in range(3):
            page += text(60 + column * 165, 720 - row * 14, columns[column][row], 11)
    return make_pdf([page])


def pdf_superscripts():
    """Ligatures, citation marks by size and height, a soft hyphen, a link and a subscript."""
    page = text(60, 760, "Dif\ufb01cult nights", 16, "bold")
    page += text(60, 730, "Of\ufb01ce workers sleep badly.", 11) + text(193.5, 734, "1,2", 7)
    page += text(206, 730, "A \ufb02oor that is warm does not help; CO", 11)
    page += text(393, 728, "2", 7) + text(398, 730, " may matter.", 11)
    page += text(60, 716, "The register of trials lists them all, and the word super\xad", 11)
    page += text(60, 702, "visor is divided here.", 11)
    return make_pdf([page], links=[(0, (78, 712, 120, 728), "https://example.org/register")])


def pdf_table():
    """A table of words and figures between two paragraphs, one cell of two lines."""
    page = lines(60, 760, ["The trials differ in what they gave, and for how long they gave it to people."], 11)  # fmt: skip
    cells = [
        ("Trial", "Dose", "What was found"),
        ("Roe 2012", "250 mg", "shorter time until sleep"),
        ("Doe 2015", "400 mg", "no difference in the time"),
        ("", "", "that people slept"),
        ("Poe 2018", "320 mg", "too few people"),
    ]
    for i, row in enumerate(cells):
        for x, cell in zip((60, 180, 280), row, strict=True):
            page += text(x, 735 - 14 * i, cell, 11) if cell else b""
    page += lines(60, 645, ["None of them was large, so that nothing can be ruled out by them alone."], 11)  # fmt: skip
    return make_pdf([page])


def pdf_read_scan():
    """A scan whose recognised text stands unseen behind the picture."""
    page = picture() + text(60, 700, "Warm feet help people to fall asleep.", 12, invisible=True)
    return make_pdf([page])


def pdf_references():
    """A numbered list of references with hanging lines, and a margin stamp turned by 90 degrees."""
    page = lines(60, 760, ["Two reviews agree with one another [1,2]."], 11)
    page += text(60, 730, "References", 13, "bold")
    page += lines(
        60, 710, ["1. Roe J, Doe A. Warm feet and the time until sleep: a review of trials in", (14, "older adults. J Calm 2012;3:1-9. doi:10.1000/feet."),
        "2. Poe E. Feet again. Ann Rest 2015;4:11-", (14, "19."), "3. World Office of Rest. Guideline on nights. 2019."], 11, 14)  # fmt: skip
    page += b"BT /regular 9 Tf 0 1 -1 0 30 300 Tm (Downloaded from example.org) Tj ET\n"
    return make_pdf([page])


# --- Word ---------------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
_STYLES = f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style></w:styles>'
_NUMBERING = f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'


def _run(words, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _paragraph(*runs, style="", numbered=None):
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered is not None:
        properties += f'<w:numPr><w:ilvl w:val="{numbered}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def make_docx(body, parts=None, relations=""):
    """Return a docx with these paragraphs."""
    links = f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    return pack(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": links,
            **(parts or {}),
        }
    )


def docx_notes():
    """A footnote, an endnote, tracked changes, a comment, a link, a raised figure, two lists."""
    kinds = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments"}  # fmt: skip
    relations = "".join(
        f'<Relationship Id="r{name}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
    )
    relations += '<Relationship Id="rlink" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org/feet" TargetMode="External"/>'
    raised = '<w:vertAlign w:val="superscript"/>'
    body = _paragraph(_run("Warm feet"), style="Heading1")
    body += _paragraph(
        _run("People with warm feet fall asleep sooner."),
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="2"/></w:r>',
        _run(" See "),
        f'<w:hyperlink r:id="rlink">{_run("the trial")}</w:hyperlink>',
        '<w:commentRangeStart w:id="0"/>',
        _run(" of 10"),
        _run("3", raised),
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        f'<w:del w:id="5" w:author="x"><w:r><w:delText> dogs</w:delText></w:r></w:del><w:ins w:id="6" w:author="x">{_run(" people")}</w:ins>',
        _run("."),
        '<w:r><w:endnoteReference w:id="3"/></w:r>',
    )
    body += _paragraph(_run("What to wear"), style="Heading2")
    body += _paragraph(_run("socks"), numbered=0) + _paragraph(_run("of wool"), numbered=1)
    body += _paragraph(_run("slippers"), numbered=0)
    row = "<w:tr>{}</w:tr>"
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    cells = [("Feet", "Minutes"), ("warm", "12"), ("cold", "19")]
    body += "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    for pair in cells:
        body += row.format("".join(cell.format(_paragraph(_run(c))) for c in pair))
    body += "</w:tbl>" + _paragraph(_run("Nobody was harmed in this."))
    note = '<w:{0} {1}><w:{2} w:id="{3}">{4}</w:{2}></w:{0}>'
    parts = {
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/footnotes.xml": note.format("footnotes", _W, "footnote", 2, _paragraph(_run("Those with cold feet take longer."))),
        "word/endnotes.xml": note.format("endnotes", _W, "endnote", 3, _paragraph(_run("Roe J. Feet. J Calm 2012;3:1-9."))),
        "word/comments.xml": note.format("comments", _W, "comment", 0, _paragraph(_run("Is this so?"))),
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Feet at night</dc:title></cp:coreProperties>',
    }  # fmt: skip
    return make_docx(body, parts, relations)


def docx_plain():
    """No styles at all: headings in bold, bullets typed by hand, line breaks within a paragraph."""
    bold = "<w:b/>"
    body = _paragraph(_run("Feet And Sleep", bold))
    body += _paragraph(
        _run("Cold feet keep people awake. Warm ones do not, as far as anybody knows.")
    )
    body += _paragraph(_run("\u2022 Wear socks.")) + _paragraph(_run("\u2022 Take a bath."))
    body += _paragraph(_run("The last line is broken"), "<w:r><w:br/></w:r>", _run("in the middle of it."))  # fmt: skip
    return make_docx(body)


# --- OpenDocument -------------------------------------------------------------------------------

_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{place}:1.0"'
    for name, place in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)


def odt_lists():
    """Nested lists, a note, an annotation, a table, a raised figure and repeated spaces."""
    body = """<text:h text:outline-level="1">Light at night</text:h>
<text:p>Light keeps people awake.<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Roe J. Light. J Calm 2014;5:2-8.</text:p></text:note-body></text:note> It was<text:s text:c="3"/>measured in 10<text:span text:style-name="up">2</text:span> rooms.<office:annotation><text:p>Check this.</text:p></office:annotation></text:p>
<text:list><text:list-item><text:p>lamps</text:p><text:list><text:list-item><text:p>by the bed</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>screens</text:p></text:list-item></text:list>
<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>Lamp</text:p></table:table-cell><table:table-cell><text:p>Lux</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>red</text:p></table:table-cell><table:table-cell><text:p>30</text:p></table:table-cell></table:table-row></table:table>
<text:p>Turn them off an hour before bed, <text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://example.org/light">as advised</text:a>.</text:p>"""
    styles = '<office:automatic-styles><style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style></office:automatic-styles>'
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODF}>{styles}<office:body><office:text>{body}</office:text></office:body></office:document-content>'
    meta = f'<?xml version="1.0"?><office:document-meta {_ODF} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Lamps and sleep</dc:title></office:meta></office:document-meta>'
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "meta.xml": meta,
        "styles.xml": f'<?xml version="1.0"?><office:document-styles {_ODF}/>',
        "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    }
    return pack(members, stored=("mimetype",))


# --- RTF ----------------------------------------------------------------------------------------


def rtf_unicode():
    """Characters by number with a fallback, beyond 16 bits and by code page; notes; a list."""
    return rb"""{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Times;}}{\info{\title Tea at night}}
{\header\pard Header of the page\par}{\footer\pard Page \chpgn\par}
\pard\outlinelevel0\b Tea at night\b0\par
\pard Caf\'e9 owners say \u8220?calm\u8221? tea brings sleep \u-10179?\u-8704?.{\super\chftn}{\*\footnote\pard\plain {\super\chftn} Roe J. Tea. 2015.} It costs 3 \u8364\'80.\par
\pard{\listtext\'b7\tab}\ls1\ilvl0 green\par
\pard{\listtext\'b7\tab}\ls1\ilvl0 black\par
\trowd\cellx100\cellx200\pard\intbl Tea\cell Cups\cell\row
\trowd\cellx100\cellx200\pard\intbl green\cell 2\cell\row
\pard {\field{\*\fldinst HYPERLINK "https://example.org/tea"}{\fldrslt The trial}} of 10{\super 2} people ended early.\par}"""


def rtf_cyrillic():
    """Text by the bytes of a code page other than Western."""
    words = "Чай не помогает уснуть, но люди верят в это уже много лет подряд."
    code = "".join(f"\\'{byte:02x}" for byte in words.encode("cp1251"))
    return f"{{\\rtf1\\ansi\\ansicpg1251 \\pard {code}\\par}}".encode()


# --- EPUB ---------------------------------------------------------------------------------------


def epub_chapters():
    """Two chapters, a contents page, notes in an aside and a bibliography by its role."""
    page = '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>{}</body></html>'
    one = '<section><h1>The first night</h1><p>Nobody sleeps well in a new bed.<a epub:type="noteref" href="#n1">1</a> It takes a night or two.</p><aside epub:type="footnote" id="n1"><p>This is called the first-night effect.</p></aside></section>'
    two = '<section><h1>The second night</h1><p>By then most people sleep as they do at home, see <a href="https://example.org/bed">the study</a>. The figure was 10<sup>2</sup>.</p><section role="doc-bibliography"><h2>References</h2><ul><li>Roe J. Beds. J Calm 2016;7:3-8.</li></ul></section></section>'
    items = "".join(
        f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"{extra}/>'
        for n, extra in (("nav", ' properties="nav"'), ("one", ""), ("two", ""))
    )
    package = f'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier><dc:title>A book of nights</dc:title><dc:language>en</dc:language></metadata><manifest>{items}</manifest><spine><itemref idref="one"/><itemref idref="two"/></spine></package>'
    nav = '<nav epub:type="toc"><ol><li><a href="one.xhtml">The first night</a></li></ol></nav>'
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "book.opf": package,
        "nav.xhtml": page.format(nav),
        "one.xhtml": page.format(one),
        "two.xhtml": page.format(two),
    }
    return pack(members, stored=("mimetype",))


# --- JATS ---------------------------------------------------------------------------------------


def jats_article():
    """Citations as data and as text, raised marks, a table with its caption, a note, an abstract."""
    return b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2 20190208//EN" "JATS-journalpublishing1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article"><front><journal-meta><journal-title-group><journal-title>Journal of Calm</journal-title></journal-title-group></journal-meta><article-meta><article-id pub-id-type="doi">10.1000/nap</article-id><title-group><article-title>Naps by day: <italic>a trial</italic></article-title></title-group><abstract><sec><title>Background</title><p>Few trials of naps exist.</p></sec></abstract></article-meta></front>
<body><sec><title>Introduction</title><p>Naps are common.<xref ref-type="bibr" rid="r1"><sup>1</sup></xref> Others disagree [<xref ref-type="bibr" rid="r2">2</xref>]; see <ext-link ext-link-type="uri" xlink:href="https://example.org/naps">the register</ext-link>.<xref ref-type="fn" rid="fn1">a</xref></p>
<table-wrap id="t1"><label>Table 1</label><caption><p>Naps by age.</p></caption><table><thead><tr><th>Age</th><th>Minutes</th></tr></thead><tbody><tr><td>30</td><td>20</td></tr></tbody></table></table-wrap>
<list list-type="bullet"><list-item><p>short naps</p></list-item><list-item><p>long naps</p></list-item></list></sec></body>
<back><fn-group><fn id="fn1"><p>It is searched by hand.</p></fn></fn-group><ref-list><title>References</title>
<ref id="r1"><label>1</label><element-citation publication-type="journal"><person-group><name><surname>Roe</surname><given-names>J</given-names></name><name><surname>Doe</surname><given-names>A</given-names></name></person-group><article-title>Naps</article-title><source>J Calm</source><year>2012</year><volume>3</volume><fpage>1</fpage><lpage>9</lpage><pub-id pub-id-type="doi">10.1000/n1</pub-id></element-citation></ref>
<ref id="r2"><label>2</label><mixed-citation>Poe E. No naps. <source>Ann Rest</source> 2015;4:11. <ext-link xlink:href="https://doi.org/10.1000/n2">doi</ext-link></mixed-citation></ref></ref-list></back></article>"""


# --- web pages ----------------------------------------------------------------------------------

_PROSE = (
    "People who sleep badly often look for help on the web, where they find more advice than they "
    "can read in a night, and most of it is not wrong but not tested either."
)
_MORE = (
    "A cool and dark room is the advice that costs nothing, and a fixed hour to rise is the one "
    "that works best, although it is also the one that people like least of all."
)


def html_banner():
    """A cookie banner, menus, a newsletter box, related stories and comments around the article."""
    return f"""<!doctype html><html><head><title>Sleep advice | Site</title></head><body>
<div class="cookie-consent" role="dialog"><p>We use cookies to improve your visit and to show you adverts that you like. <button>Accept all</button></p></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li><li><a href="/blog">Blog</a></li></ul></nav></header>
<main><article><h1>Advice for bad nights</h1><p>{_PROSE}<sup>1</sup></p><p>{_MORE} See <a href="https://example.org/room">the trial</a>.</p>
<div class="newsletter"><p>Sign up to receive our free weekly newsletter!</p></div></article>
<section class="related"><h3>Related stories</h3><ul><li><a href="/a">Ten teas for the night that you must try</a></li><li><a href="/b">Why owls sleep better than larks do</a></li></ul></section></main>
<section id="comments"><h2>Comments</h2><div class="comment"><p>I tried this for years and it never worked for me, what a pity, said the cat.</p></div></section>
<footer><p>\u00a9 2024 Site Ltd. All rights reserved.</p></footer></body></html>""".encode()


def html_lists():
    """Nested lists and a table with row headings."""
    return f"""<html><head><title>Lists</title></head><body><article><h1>What to do at night</h1><p>{_PROSE}</p>
<ul><li>before bed<ul><li>read a book</li><li>drink water</li></ul></li><li>in bed</li></ul>
<p>{_MORE}</p><table><tr><th></th><th>Young</th><th>Old</th></tr><tr><th>Hours</th><td>8</td><td>7</td></tr></table>
<h2>At last</h2><p>{_MORE}</p></article></body></html>""".encode()


def html_references_by_class():
    """A reference list without a heading, known by its class and the ids of its items."""
    entries = "".join(
        f'<li id="ref-{i}"><a class="backlink" href="#c{i}">^</a> {entry}</li>'
        for i, entry in enumerate(
            (
                'Roe J. Rooms. <em>J Calm</em> 2012;3:1-9. <a href="https://doi.org/10.1000/r">doi</a>',
                "Doe A. Beds and rooms. Ann Rest 2015;4:10-12.",
            ),
            1,
        )
    )
    return f"""<html><head><title>Rooms</title></head><body><article><h1>Cool rooms at night</h1><p>{_PROSE}<sup id="c1"><a href="#ref-1">1</a></sup></p><p>{_MORE}</p></article><div class="article-references"><ol>{entries}</ol></div></body></html>""".encode()


def html_citing_prose():
    """Paragraphs that each name a year and an identifier, and are no reference list."""
    return f"""<html><head><title>Trials</title></head><body><article><h1>What trials of rest say</h1><p>{_PROSE}</p>
<p>In 2012 Roe et al. (doi: 10.1000/a1) found that a cool room shortens the time until sleep, but they looked at only a few people and had no control group.</p>
<p>A review of 2015 by Doe et al. (PMID: 12345678) showed that the difference was small, and that it was not clear whether it lasts for more than a week.</p>
<p>{_MORE}</p></article></body></html>""".encode()


def html_footnotes():
    """Notes in a section with the role doc-endnotes, as static sites make them."""
    return f"""<html><head><title>Notes</title></head><body><article><h1>Tea and the night</h1><p>{_PROSE}<sup id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup></p><p>{_MORE}</p></article>
<section class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>Roe J. Tea. J Calm 2014;5:2-8. <a href="#fnref:1" class="footnote-backref" role="doc-backlink">\u21a9</a></p></li></ol></section></body></html>""".encode()


def html_breaks():
    """No paragraphs, only line breaks, in a table that makes the layout."""
    return f"""<html><head><title>Old page</title></head><body><table width="100%"><tr><td width="20%"><a href="/">Home</a><br><a href="/l">Links</a></td><td><h1>My page on sleep</h1>{_PROSE}<br><br>{_MORE}<br><br>Write to me if you know more than I do about it all.</td></tr></table></body></html>""".encode()


def xhtml_entities():
    """XHTML with a prolog, entities, a CDATA section and a declared Western encoding."""
    page = f"""<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Caf\u00e9 &amp; sleep</title><script type="text/javascript">//<![CDATA[
if (a < b) alert("x");
//]]></script></head><body><div id="content"><h1>Caf\u00e9 &amp; sleep</h1><p>{_PROSE}</p><p>Coffee &ndash; a caf\u00e9&#8217;s trade &ndash; keeps people awake for 10<sup>2</sup> reasons &hellip; {_MORE}</p></div></body></html>"""
    return page.encode("cp1252")


# --- plain --------------------------------------------------------------------------------------


def markdown_notes():
    """Front matter, a note that cites and one that explains, a table, raw HTML."""
    return b"""---
title: Naps
---

# Naps by day

Naps are common[^1] and short[^2], says [the register](https://example.org/naps). They took 10<sup>2</sup> minutes.

| Age | Minutes |
|-----|---------|
| 30  | 20      |

[^1]: Roe J. Naps. J Calm 2012;3:1-9.
[^2]: Less than half an hour.
"""


def text_wrapped():
    """Broken at 72 characters, words divided, in UTF-16 without a mark."""
    return """Naps By Day

Naps are common among older people, who sleep in shorter stretches. The
stretches of the night are broken, and a nap makes up for the rest. Many
doctors advise against it, although the evidence for their advice is un-
certain, and it is uncertain whether it matters at all to most of them.

- short naps
- long naps that last
  for more than an hour
""".encode("utf-16-le")


BUILT = {
    "running_header.pdf": pdf_running_header,
    "three_columns.pdf": pdf_three_columns,
    "superscripts.pdf": pdf_superscripts,
    "table.pdf": pdf_table,
    "read_scan.pdf": pdf_read_scan,
    "references.pdf": pdf_references,
    "notes.docx": docx_notes,
    "plain.docx": docx_plain,
    "lists.odt": odt_lists,
    "unicode.rtf": rtf_unicode,
    "cyrillic.rtf": rtf_cyrillic,
    "chapters.epub": epub_chapters,
    "article.xml": jats_article,
    "banner.html": html_banner,
    "lists.html": html_lists,
    "references_by_class.html": html_references_by_class,
    "citing_prose.html": html_citing_prose,
    "footnotes.html": html_footnotes,
    "breaks.html": html_breaks,
    "entities.xhtml": xhtml_entities,
    "notes.md": markdown_notes,
    "wrapped.txt": text_wrapped,
}
MADE_ELSEWHERE = {
    "two_columns.pdf": "LaTeX: two columns, ligatures, notes, a table, divided words, a reference list",
    "library_columns.pdf": "written by a library: an abstract above two columns, a bold run-in heading",
    "browser_print.pdf": "printed from a browser: headers with date and address, bullets as drawings",
    "word_export.pdf": "exported from a word processor: two kinds of bullets, a footnote, a table",
    "word_export.rtf": "the same document as RTF of a word processor: nested lists before a table",
    "raised.docx": "saved by another word processor: superscripts by their height and size alone",
    "raised.epub": "the same document as EPUB: superscripts by classes of a style sheet",
}


def build(folder):
    """Write every awkward file into `folder`; return name -> why it is awkward."""
    reasons = dict(MADE_ELSEWHERE)
    for name in MADE_ELSEWHERE:
        (folder / name).write_bytes((HERE / "files" / name).read_bytes())
    for name, make in BUILT.items():
        (folder / name).write_bytes(make())
        reasons[name] = make.__doc__.rstrip(".")
    return reasons


def expected(name):
    """Return the blocks that a reader should find, one line each."""
    return (HERE / "expected" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def show_blocks(document):
    """Return the blocks of a document in the form of the expected ones; furniture is left out."""
    return [
        f"{block.kind}\t{_marked(document, block)}"
        for block in document.blocks
        if block.kind != "boilerplate"
    ]


def _marked(document, block):
    shown, at = "", block.start
    for mark in sorted(document.marks, key=lambda m: (m.start, m.kind != "superscript")):
        if block.start <= mark.start and mark.end <= block.end and mark.start >= at:
            piece = document.text[mark.start : mark.end]
            raised = mark.kind == "superscript"
            shown += document.text[at : mark.start]
            shown += f"^{{{piece}}}" if raised else f"[{piece}]({mark.target})"
            at = mark.end
    return shown + document.text[at : block.end]
