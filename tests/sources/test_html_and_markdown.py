"""Structure that the formats mark themselves, and what is left of a whole page."""

import gzip
import json
import re
from collections import Counter

import pytest

from plumbline.errors import SourceError
from plumbline.sources.html import read_html, safe_target
from plumbline.sources.markdown import read_markdown
from plumbline.text.clean import clean_text

PARAGRAPHS = "".join(
    f"<p>Paragraph number {n} says at some length what people eat, how they rest and where "
    f"<a href='https://example.org/{n}'>a study</a> was made.<sup><a href='#r{n}'>{n}</a></sup> "
    "It goes on a little so that it counts as running text.</p>"
    for n in range(1, 6)
)
PAGE = f"""<!doctype html><html><head><title>Rest | Example</title><script>alert(1)</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li></ul></nav>
<div id="cookie-banner"><p>We use cookies to improve your visit.</p></div>
<main><article><h1>Rest at Night</h1>{PARAGRAPHS}
<h2>How much</h2><p>It is best to ask somebody who knows about these things first.</p>
<ul><li>Item one with <a href="javascript:alert(1)">a link</a></li><li>Item two</li></ul>
<table><tr><th>Age</th><th>Dose</th></tr><tr><td>19</td><td>400 mg</td></tr></table>
<h2>References</h2><ol><li><a href="https://doi.org/10.1000/x">Roe J. Rest. J Sleep 2012.</a></li>
<li>Doe A. Night. 2015.</li></ol></article></main>
<div id="comments"><h3>Comments</h3><p>First! What a great page this is, I must say.</p></div>
<footer><p>© 2024 Example Ltd. All rights reserved.</p></footer></body></html>"""


@pytest.fixture(scope="module")
def page():
    return clean_text("page", PAGE, "html")


def texts(document, kind):
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


def test_the_article_of_a_page_keeps_its_structure(page):
    assert texts(page, "heading") == ["Rest at Night", "How much", "References"]
    assert texts(page, "list_item") == [
        "Item one with a link",
        "Item two",
        "Age | Dose",
        "19 | 400 mg",
    ]
    assert texts(page, "reference") == ["Roe J. Rest. J Sleep 2012.", "Doe A. Night. 2015."]
    assert len(texts(page, "body")) == 6


def test_menus_banners_comments_and_scripts_are_gone(page):
    for word in ("Home", "Shop", "cookies", "First!", "rights reserved", "alert"):
        assert word not in page.text


def test_links_and_superscripts_keep_their_place(page):
    links = [(page.text[m.start : m.end], m.target) for m in page.marks if m.kind == "link"]
    assert ("a study", "https://example.org/1") in links
    assert ("1", "#r1") in links
    assert ("Roe J. Rest. J Sleep 2012.", "https://doi.org/10.1000/x") in links
    assert not any("javascript" in target for _, target in links)
    raised = [page.text[m.start : m.end] for m in page.marks if m.kind == "superscript"]
    assert raised == ["1", "2", "3", "4", "5"]


def test_an_article_in_several_containers_is_read_whole():
    def box(n):
        return (
            "<div class='chunk'>" + PARAGRAPHS.replace("number", f"of part {n}, number") + "</div>"
        )

    boxes = "<aside>Read this too</aside>".join(f"<div>{box(n)}</div>" for n in range(1, 4))
    document = clean_text("page", f"<html><body><main>{boxes}</main></body></html>", "html")
    for part in range(1, 4):
        assert f"Paragraph of part {part}, number 5" in document.text


def test_lists_of_nothing_but_links_are_furniture():
    def items(*links):
        lines = "\n".join(f"- [{text}]({target})" for text, target in links)
        return [
            b.kind for b in clean_text("page", f"Rest is good.\n\n{lines}", "markdown").blocks[1:]
        ]

    assert (
        items(("Another story about rest", "/a"), ("One more story there", "/b"))
        == ["boilerplate"] * 2
    )
    assert items(("Calm", "#a"), ("Sleep", "#b")) == ["boilerplate"] * 2
    assert items(("Spinach", "/a"), ("Almonds", "/b")) == ["list_item"] * 2
    assert items(("A single pointer to something", "/a")) == ["list_item"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org", "https://example.org"),
        ("/a", "/a"),
        ("#n1", "#n1"),
        (" javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/hosts", ""),
        (None, ""),
    ],
)
def test_only_web_addresses_are_kept(address, kept):
    assert safe_target(address) == kept


@pytest.mark.parametrize(
    "sign",
    ["\x02", "&#2;", "&#00031 ", "&#X00B;", "&#65535;", "\f", "\x1b[31m", "&#x1b;[0m", "\uffff"],
)
def test_characters_that_xml_does_not_allow_cost_nothing(sign):
    text = "Most who sleep badly slept no better after eight weeks in this study"
    page = f"<article><p title='{sign}'>{text}{sign}<sup>1{sign},2</sup>{sign}.</p></article>" * 3
    runs = [run for block in read_html(page).blocks for run in block.runs]
    assert [run.text.replace(" ", "") for run in runs if run.superscript] == ["1,2"] * 3
    assert "".join(run.text for run in runs).count(text) == 3


@pytest.mark.parametrize("markup", ["", "<html>", "<!--", "<div>" * 5000, "\x00", "<?xml?>"])
def test_markup_without_text_has_no_blocks(markup):
    assert read_html(markup).blocks == ()
    with pytest.raises(SourceError):
        clean_text("page", markup, "html")


MARKDOWN = """---
title: "Rest at night"
draft: true
---
# Rest at Night

Some *people* rest [badly](https://example.org/a), as [^1] says, for 10<sup>3</sup> nights.

It brings:

1. calm
2. [sleep][ref]
   - deeper

| Age | Dose |
|-----|------|
| 19  | 400 mg |

```
print("code")
```

[ref]: https://example.org/b
[^1]: Roe J. Rest. 2012. <https://doi.org/10.1000/x>
"""


def test_markdown_keeps_its_structure():
    document = clean_text("page", MARKDOWN, "markdown")
    assert texts(document, "heading") == ["Rest at Night"]
    assert texts(document, "body")[0] == "Some people rest badly, as 1 says, for 103 nights."
    assert texts(document, "list_item") == ["calm", "sleep", "deeper", "Age | Dose", "19 | 400 mg"]
    assert texts(document, "boilerplate") == ['print("code")']
    assert texts(document, "reference") == ["1. Roe J. Rest. 2012. https://doi.org/10.1000/x"]
    assert read_markdown(MARKDOWN).title == "Rest at night"
    marks = [(document.text[m.start : m.end], m.kind, m.target) for m in document.marks]
    assert ("badly", "link", "https://example.org/a") in marks
    assert ("sleep", "link", "https://example.org/b") in marks
    assert ("1", "superscript", "") in marks
    assert ("3", "superscript", "") in marks


def test_floods_of_open_brackets_take_time_in_proportion_and_deep_lists_keep_links(check_linear):
    check_linear(read_markdown, f"[{'rest ' * 14}")
    items = "".join(f"{'  ' * n}- item [{n}](https://example.org/{n})\n" for n in range(25))
    raw = read_markdown(items)
    assert [block.runs[-1].link for block in raw.blocks][-1] == "https://example.org/24"
    assert not raw.notes


def test_floods_of_superscripts_take_time_in_proportion_to_their_number(check_linear):
    check_linear(lambda text: read_html(f"<p>{text}</p>"), "a word<sup>1</sup> ")


def test_superscripts_keep_their_place_whatever_they_hold():
    told = "Sleep was measured at home in a second trial of older adults. " * 8
    page = f'<p>{told}Ten nights<sup>1,<a href="#r">2</a> b<sup>c</sup></sup> later<sup></sup>.</p>'
    runs = [(r.text, r.superscript) for b in read_html(page).blocks for r in b.runs]
    text = "".join(t for t, _ in runs)
    assert text.endswith("Ten nights1,2 bc later.")
    assert "".join(t for t, raised in runs if raised) == "1,2 bc"


def shingles(text):
    words = re.findall(r"\w+", text)
    size = min(4, len(words))
    return (
        Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
        if words
        else Counter()
    )


def test_article_extraction(gold):
    """F1 of the averages of 4-gram precision and recall, as the benchmark defines it."""
    folder = gold / "article-extraction"
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    precision = recall = 0.0
    for name, entry in truth.items():
        page = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        try:
            document = clean_text(name, page.decode("utf-8", "replace"), "html")
        except SourceError:
            continue
        kept = [
            document.text[b.start : b.end]
            for b in document.blocks
            if b.kind not in ("boilerplate", "reference")
        ]
        found, wanted = shingles("\n".join(kept)), shingles(entry["articleBody"])
        shared = sum((found & wanted).values())
        precision += shared / max(1, sum(found.values()))
        recall += shared / max(1, sum(wanted.values()))
    precision, recall = precision / len(truth), recall / len(truth)
    assert 2 * precision * recall / (precision + recall) >= 0.972
