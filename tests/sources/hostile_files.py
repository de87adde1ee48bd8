"""Hostile and broken files: what each is, and what must be said of it.

``write_hostile`` fills a folder with all of them; the huge ones only where they are asked for.
"""

from __future__ import annotations

import html
import os
from dataclasses import dataclass
from pathlib import Path

from awkward_documents import make_docx, pack
from awkward_pdf import make_pdf, picture, text

GOOD = (
    "Rest at night\n\nMagnesium may help people sleep. Many experts recommend it, and one trial of "
    "46 older adults found that sleep came a little sooner [1].\n\nReferences\n\n1. Roe J. Rest. "
    "J Calm 2012;3:1-9.\n"
)
FORMULA = '=HYPERLINK("http://example.org/?"&A1,"click")'
SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)><style>body{display:none}</style>'
ANSI = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J"
PAYLOAD = (
    "</script><script>window.pwned=1</script><img src=http://127.0.0.1:9/x onerror=window.pwned=2>"
    "<svg onload=window.pwned=3><a href='javascript:window.pwned=4'>magnesium may help</a> "
    '" autofocus onfocus=window.pwned=5 x="'
)
TEMPLATE = "{{ cycler.__init__.__globals__.os.system('touch pwned') }} {% for x in y %} ${7*7} `id`"
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a "lol lol lol lol lol lol lol lol ">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(8))
    + '<!ENTITY x SYSTEM "file:///etc/hostname">]>'
)

MHTML = b"Subject: Rest\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
WIDE = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>Rest is good.</w:t></w:r></w:p></w:body></w:document>"
)


@dataclass(frozen=True)
class Hostile:
    """A file: its name, its bytes, and a word of the note, "" where it must be read."""

    name: str
    data: bytes
    says: str = ""


def _words(n: int) -> str:
    return " ".join(["Sleep is good for people who rest."] * n)


def _page(body: str) -> bytes:
    return f"<html><body><article>{body}<p>{_words(6)}</p></article></body></html>".encode()


def _bomb(document: str) -> bytes:
    """An archive of some kilobytes that unpacks to 200 million bytes."""
    filler = "A" * 1_000_000
    return pack({document: "x", **{f"part{i}": filler for i in range(200)}})


def _epub(spine: str = "<itemref idref='a'/>", **parts: str) -> bytes:
    """A book with one chapter, of which its spine may name more or less."""
    kind = "media-type='application/xhtml+xml'"
    return pack(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:"
            "container'><rootfiles><rootfile full-path='a/b.opf'/></rootfiles></container>",
            "a/b.opf": "<package xmlns='http://www.idpf.org/2007/opf'><metadata xmlns:dc='http://"
            "purl.org/dc/elements/1.1/'><dc:title>Rest</dc:title></metadata><manifest>"
            f"<item id='a' href='a.xhtml' {kind}/><item id='b' href='../../b.xhtml' {kind}/>"
            f"</manifest><spine>{spine}</spine></package>",
            "a/a.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Rest is good.</p>"
            "</body></html>",
            **parts,
        },
        ("mimetype",),
    )


FILES = (
    Hostile("empty.txt", b"", "empty"),
    Hostile("whitespace.txt", b" \n\t\n \r\n", "white space"),
    Hostile("one_word.txt", b"Sleep"),
    Hostile("binary.txt", bytes(range(256)) * 20, "binary"),
    Hostile("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "image"),
    Hostile("truncated.txt", (GOOD + "caf\u00e9 \u201cquoted\u201d ").encode()[:-2]),
    Hostile("utf16.txt", GOOD.encode("utf-16-le")),
    Hostile("mixed_encodings.txt", GOOD.encode() + "caf\u00e9 na\u00efve \u20ac5".encode("cp1252") + " na\u00efve \u201cquotes\u201d caf\u00e9".encode()),
    Hostile("nul.txt", GOOD.replace("help", "he\0lp").encode()),
    Hostile("many_headings.txt", b"# Heading\n\n" * 60_000, "sentences"),
    Hostile("deep.html", b"<div>" * 100_000 + b"x", "no running text"),
    Hostile("deep_lists.html", _page("<ul><li>a" * 3_000)),
    Hostile("entities.xml", (BILLION + "<article><body><p>&i; &x;</p></body></article>").encode(), "damaged"),
    Hostile("entities.xhtml", (BILLION + f"<html><body><p>&i; &x; {_words(9)}</p></body></html>").encode()),
    Hostile("other.xml", b"<?xml version='1.0'?><urlset><url/></urlset>", "no JATS article"),
    Hostile("broken.xml", b"<article><body><p>Rest", "damaged"),
    Hostile("bomb.docx", _bomb("word/document.xml"), "unpacks to"),
    Hostile("bomb.epub", _bomb("book.opf"), "unpacks to"),
    Hostile("no_archive.docx", b"PK\x03\x04 broken", "damaged"),
    Hostile("old_office.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "password or of an old Office"),
    Hostile("not_a_book.epub", pack({"a.txt": "x"}), "damaged"),
    Hostile("encrypted.pdf", make_pdf([text(60, 700, _words(3))], password="secret"), "password"),
    Hostile("scan.pdf", make_pdf([picture()]), "scan"),
    Hostile("script.pdf", make_pdf([text(60, 700, _words(2))], script="app.alert(1)")),
    Hostile("broken.pdf", make_pdf([text(60, 700, _words(2))])[:300], "damaged"),
    Hostile("no_pages.pdf", b"%PDF-1.4\ntrailer\n<<>>\n%%EOF", "damaged"),
    Hostile("broken.rtf", b"{\\rtf1 " + b"{" * 50_000, "cut off"),
    Hostile("fake.rtf", b"no rich text at all"),
    Hostile("script.html", _page(f"<h1>{SCRIPT}Rest</h1><p onclick='x()'>{SCRIPT} {_words(3)}</p>")),
    Hostile("injection.txt", f"{FORMULA}\n\n{GOOD}\n{SCRIPT}\n{TEMPLATE}\n".encode()),
    Hostile("payload.txt", f"{PAYLOAD}\n\nMagnesium may help people sleep, and {PAYLOAD} studies have shown it (Roe 2012).\n\n{GOOD}".encode()),
    Hostile("payload.html", f"<html><head><title>{html.escape(PAYLOAD)}</title><base href='javascript:window.pwned=6//'><link rel=canonical href='javascript:window.pwned=7'></head><body><article><h1>{html.escape(PAYLOAD)}</h1><p>Magnesium may help people sleep. {html.escape(PAYLOAD)} {_words(6)} <a href='javascript:window.pwned=8'>a study</a></p></article></body></html>".encode()),
    Hostile("formula.md", f"# {FORMULA}\n\n+1+cmd|' /C calc'!A0 may help people sleep well.\n\n@SUM(1) may help.\n\n-2+3 may help.\n".encode()),
    Hostile("ansi.txt", f"{ANSI}\n\n{ANSI} {GOOD}".encode()),
    Hostile("right_to_left.txt", f"\u202egnp.exe\u202c may help \u2067people\u2069 sleep. {_words(3)}".encode()),
    Hostile("german.txt", ("Viele Menschen schlafen schlecht und suchen nach Hilfe im Netz. " * 8).encode()),
    Hostile("mixed_languages.txt", (_words(8) + " Beaucoup de gens dorment mal la nuit. " * 6).encode()),
    Hostile("long_word.txt", b"a" * 300_000),
    Hostile("backtracking.txt", ("may " * 20_000 + "(" * 5_000 + "," * 5_000 + " 1,2," * 5_000).encode()),
    Hostile("brackets.md", b"[" * 5_000 + b"x" + b"*a **b " * 1_000),
    Hostile("duplicate_a.txt", (GOOD + "The same again.").encode()),
    Hostile("duplicate_b.txt", (GOOD + "The same again.").encode()),
    Hostile("line\nbreak.txt", GOOD.encode()),
    Hostile("quotes'\".txt", GOOD.encode()),
    Hostile("-dash.txt", GOOD.encode()),
    Hostile("--config.txt", GOOD.encode()),
    Hostile("\u263a\U0001f634.txt", GOOD.encode()),
    Hostile("\u202etxt.exe.txt", GOOD.encode()),
    Hostile("\x1b[31mred.txt", GOOD.encode()),
    Hostile("=1+1.txt", GOOD.encode()),
    Hostile("<b>bold.txt", GOOD.encode()),
    Hostile("{{ 7*7 }}.txt", GOOD.encode()),
    Hostile("a b.txt", GOOD.encode()),
    Hostile("a-b.txt", GOOD.encode()),
    Hostile("A+B.txt", GOOD.encode()),
    Hostile("$(touch pwned).txt", GOOD.encode()),
    Hostile("{batch}.txt", GOOD.encode()),
    Hostile(f"{'long' * 55}.txt", GOOD.encode()),
    Hostile("page.pdf", _page("<p>Rest</p>"), "is a web page, whatever its ending says; give it the ending .html"),
    Hostile("page.md", b"\xef\xbb\xbf<!DOCTYPE html>\n" + _page("<p>Rest</p>"), "is a web page"),
    Hostile("article.html", make_pdf([text(60, 700, _words(2))]), "is a PDF, whatever"),
    Hostile("letter.txt", b"{\\rtf1 Rest}", "is an RTF document, whatever"),
    Hostile("letter.odt", make_docx("<w:p/>"), "is a Word document, whatever"),
    Hostile("packed.html", b"\x1f\x8b\x08" + bytes(60), "gzip archive"),
    Hostile("no_document.docx", pack({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<x/>"}), "damaged"),
    Hostile("many_parts.docx", pack({f"part{i}": "" for i in range(20_001)}), "20,001 parts"),
    Hostile("paths.docx", pack({"../../x": "x", "/etc/x": "x", "word/document.xml": "<x/>"}), "damaged"),
    Hostile("only_hidden.docx", make_docx("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Rest</w:t></w:r></w:p>"), "holds no text"),
    Hostile("deep.docx", make_docx("<w:sdt><w:sdtContent>" * 2_000 + "<w:p><w:r><w:t>Rest</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>" * 2_000)),
    Hostile("pages.pdf", make_pdf([text(60, 700, f"Rest is good on page {i}.") for i in range(300)])),
    Hostile("no_pages_at_all.pdf", make_pdf([]), "damaged"),
    Hostile("launch.pdf", make_pdf([text(60, 700, _words(2))]).replace(b"/Catalog", b"/Catalog /OpenAction << /S /Launch /F (touch) /P (pwned) >>")),
    Hostile("huge_page.pdf", make_pdf([text(60, 700, _words(2))]).replace(b"[0 0 595 842]", b"[0 0 9e12 9e12]")),
    Hostile("page_loop.pdf", make_pdf([text(60, 700, _words(2))]).replace(b"/Kids [", b"/Kids [2 0 R ")),
    Hostile("bomb.rtf", b"{\\rtf1 Rest " + b"{\\b " * 20_000 + b"x" + b"}" * 20_001),
    Hostile("pictures.rtf", b"{\\rtf1 Rest is good.{\\pict\\bin6 {{\\}{\\} More.\\bin99999999 }"),
    Hostile("fields.rtf", b"{\\rtf1 Rest {\\field{\\*\\fldinst INCLUDETEXT \"/etc/hostname\"}{\\fldrslt is good}}.\\par}"),
    Hostile("utf32.txt", GOOD.encode("utf-32-be")),
    Hostile("utf7.txt", GOOD.replace("help", "help \u2013 perhaps \u2013").encode("utf-7")),
    Hostile("cesu8.txt", GOOD.encode() + b" \xed\xa0\xbd\xed\xb8\x80 \xed\xa0\xbd"),
    Hostile("overlong.txt", GOOD.encode() + b" \xc0\xaf\xc0\xae\xe0\x80\xaf"),
    Hostile("controls.txt", GOOD.replace("help", "he\x85lp\x9b31m\x90").encode()),
    Hostile("marks.txt", (GOOD + "a" + "\u0301\u0323" * 100_000).encode()),
    Hostile("bom_everywhere.txt", ("\ufeff\ufeff" + GOOD.replace(" ", " \ufeff")).encode()),
    Hostile("only_unseen.txt", "\u200b\u2060\u202e".encode() * 200, "nothing that can be shown"),
    Hostile("codec_zlib.html", _page("<meta charset=zlib><p>caf\u00e9</p>").decode().encode("cp1252")),
    Hostile("codec_escape.html", _page("<meta charset=unicode_escape><p>caf\u00e9</p>").decode().encode("cp1252")),
    Hostile("data_uri.html", _page("<img src='data:image/png;base64," + "A" * 12_000_000 + "'>")),
    Hostile("attributes.html", _page(f"<p {' '.join(f'a{i}=b' for i in range(5_000))}>Rest</p>")),
    Hostile("comment.html", _page(f"<p>{_words(9)}</p><!-- ") + b"<p>gone"),
    Hostile("template.html", _page("<template><p>This is shown to nobody who reads the page.</p></template>")),
    Hostile("frames.html", "<html><frameset><frame src='file:///etc/hostname'><frame src='\u202emenu.html'></frameset><noframes>No frames here.</noframes></html>".encode(), "frames that show other pages (file:///etc/hostname, \\u202emenu.html)"),
    Hostile("many_attributes.html", _page(f"<p {' '.join(f'a{i}=b' for i in range(30_000))}>Rest at noon</p>")),
    Hostile("unseen.html", _page(f"<p hidden>Gone one. {_words(2)}</p><p style='display: none'>Gone two.</p><p hidden=until-found>Kept.</p>")),
    Hostile("title.html", f"<html><head><title>\x1b[31mRest\x07 \u202eevil</title></head><body><article><p>{_words(9)}</p></article></body></html>".encode()),
    Hostile("void.html", _page("<h2>Rest</h2><embed src=x><p>Sleep<wbr>ing is good for people who rest.</p>")),
    Hostile("mark_of_utf16.txt", b"\xff\xfe" + GOOD.encode()),
    Hostile("mark_of_utf8.txt", b"\xef\xbb\xbf" + f"caf\u00e9 {GOOD}".encode("cp1252")),
    Hostile("wiped.txt", b"\xff" * 5_000, "binary"),
    Hostile("padded.txt", GOOD.encode() + bytes(5_000)),
    Hostile("code.txt", b"def f(x):\n    return x + 1\n" * 50),
    Hostile("saved_1251.mhtml", MHTML + b"Content-Type: text/html; charset=windows-1251\r\n\r\n" + _page("<p>\u0421\u043e\u043d</p>").decode().encode("cp1251") + b"\r\n--b--"),
    Hostile("saved_nothing.mhtml", MHTML + b"Content-Type: image/png\r\n\r\nx\r\n--b--", "no page stands in this file"),
    Hostile("white.pdf", make_pdf([b"1 1 1 rg " + text(60, 700, "White on white.") + b" 0 g " + text(60, 600, _words(2)) + text(60, 500, "Dust.", 0.1) + text(60, 400, "Never printed.", invisible=True)])),
    Hostile("only_white.pdf", make_pdf([b"1 g " + text(60, 700, _words(2))]), "cannot be seen on the page were left out; this file holds no text"),
    Hostile("white_on_dark.pdf", make_pdf([b"0 0 0.4 rg 0 0 595 842 re f 1 g " + text(60, 700, _words(2))])),
    Hostile("cut.rtf", b"{\\rtf1 {\\b Rest} is good. {\\i More"),
    Hostile("fragments.md", b"<div>" * 300 + b"Rest" + b"</div>" * 300 + b"\n\nWalk by day.\n"),
    Hostile("utf16.docx", make_docx("", {"word/document.xml": WIDE.encode("utf-16")})),
    Hostile("locked.epub", _epub(**{"META-INF/encryption.xml": "<CipherReference URI='a.xhtml'/>"}), "against copying"),
    Hostile("lost_chapter.epub", _epub("<itemref idref='a'/><itemref idref='b'/>")),
    Hostile("no_chapters.epub", _epub(""), "holds no text"),
    Hostile("script_only.html", b"<html><body><noscript>Please enable JavaScript to go on.</noscript></body></html>", "in place of its article"),
    Hostile("quotes.md", b">" * 5_000 + b" Rest\n\nWalk by day.\n"),
    Hostile("front.md", b"---\ntitle: !!python/object/apply:os.system ['touch pwned']\n---\n" + GOOD.encode()),
    Hostile("plain.docx", make_docx(f"<w:p><w:r><w:t>{_words(3)}</w:t></w:r></w:p>")),
)  # fmt: skip

HUGE = (
    Hostile("long_line.txt", b"Sleep is good for all. " * 9_000_000, "too large"),
    Hostile("million_headings.html", b"<h1>Heading</h1>" * 1_000_000, "limits."),
    Hostile("million_headings.md", b"# Heading\n\n" * 1_000_000, "limits."),
)


def write_hostile(folder: Path, huge: bool = False) -> list[Hostile]:
    """Write the files, and what is no file, into a folder; return what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [*FILES, *(HUGE if huge else ())]
    for hostile in files:
        (folder / hostile.name).write_bytes(hostile.data)
    outside = folder.parent / "outside.txt"
    outside.write_text("A secret that must not be read.")
    (folder / "outside.txt").symlink_to(outside)
    (folder / "up").symlink_to("..", target_is_directory=True)
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    (folder / "unreadable.txt").write_text(GOOD)
    (folder / "unreadable.txt").chmod(0)
    with open(os.fsencode(folder) + b"/not_utf8_\xff\xfe.txt", "wb") as file:
        file.write(GOOD.encode())
    return files
