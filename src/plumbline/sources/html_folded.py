"""Parts of a page that unfold at a click: they are text, as what stands in <details> is.

A button, heading or tab that says whether it is unfolded (`aria-expanded`, or the role of a tab)
names what it unfolds by `aria-controls`, or stands right before it (W3C, ARIA Authoring Practices
Guide, patterns accordion, disclosure and tabs).
"""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

from plumbline.sources.html_tree import HEADINGS

_CONTROLS = etree.XPath("descendant::*[@aria-expanded or @role='tab']")
_NAMED = etree.XPath("descendant::*[@id]")
_NO_ARTICLE = ("nav", "header", "footer", "aside")
_HIDE = ("hidden", "style", "aria-hidden")
_EXPAND = etree.XPath("descendant::*[contains(@class, 'expand') or contains(@id, 'expand')]")


def unfold(tree: lxml_html.HtmlElement) -> None:
    """Show what unfolds, and make text of the buttons that unfold it; menus stay as they are."""
    places = {element.get("id"): element for element in reversed(_NAMED(tree))}
    folded: dict[lxml_html.HtmlElement, bool] = {}
    for control in _CONTROLS(tree):
        panel = places.get(control.get("aria-controls", "").strip(), _next_part(control))
        if panel is None or _is_in_menu(control):
            continue
        if panel not in folded:
            folded[panel] = not _is_mostly_links(panel)
        if folded[panel] and control.tag == "button":
            _make_text(control)
    for panel in filter(folded.get, folded):
        for name in _HIDE:
            panel.attrib.pop(name, None)
    for element in _EXPAND(tree):  # a name that trafilatura takes for one of no article
        element.attrib.pop("class", None)
        element.attrib.pop("id", None)


def _next_part(control: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    """Return what follows a control, or the heading that holds nothing but the control."""
    parent = control.getparent()
    alone = parent is not None and parent.tag in HEADINGS and len(parent) == 1
    return (parent if alone else control).getnext()


def _is_in_menu(control: lxml_html.HtmlElement) -> bool:
    return any(ancestor.tag in _NO_ARTICLE for ancestor in control.iterancestors())


def _is_mostly_links(panel: lxml_html.HtmlElement) -> bool:
    linked = sum(len(link.text_content()) for link in panel.iter("a"))
    return 2 * linked >= len(panel.text_content().strip())


def _make_text(button: lxml_html.HtmlElement) -> None:
    """Keep the words of a button, which trafilatura leaves out, in the heading or on their own."""
    in_heading = any(ancestor.tag in HEADINGS for ancestor in button.iterancestors())
    if in_heading or next(button.iterdescendants(*HEADINGS), None) is not None:
        button.drop_tag()
    else:
        button.tag = "p"
        button.attrib.clear()
