"""Markdown: CommonMark with tables and footnotes, as blocks with links and superscripts."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, inline
from markdown_it.token import Token

from plumbline.sources.html import safe_target
from plumbline.sources.raw import RawBlock, RawText, Run, note_block

_FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n(.{0,20000}?)\n\1[ \t]*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"^title\s{0,5}[:=][ \t]*[\"']?(.{0,300}?)[\"']?[ \t]*$", re.M)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*", re.M)
_NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_MOST_NESTED = 100
_MOST_WITHIN_TEXT = 20  # brackets within brackets, each followed anew; deeper ones stay as they are
_TOO_DEEP = f"what is nested more than {_MOST_NESTED} deep was left out"
_OPENS = {"list_item_open": "list_item", "tr_open": "row"}


def read_markdown(text: str) -> RawText:
    """Return a Markdown text as blocks.

    Front matter is passed over but for its title. Code blocks become boilerplate: they are kept,
    and left out of every measure. Of raw HTML the text stays, blocks of it without their structure.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    title = ""
    front = _FRONT_MATTER.match(text)
    if front:
        text = text[front.end() :]
        named = _TITLE.search(front[2])
        title = named[1] if named else ""
    body, notes = _take_notes(text)
    tokens = _parser().parse(body)
    blocks, lost = _blocks(tokens)
    for label, note in notes:
        entry, lost_there = _blocks(_parser().parse(note))
        blocks.append(note_block(label, [run for block in entry for run in block.runs]))
        lost += lost_there
    deepest = max((token.level for token in tokens), default=0)
    if deepest >= _MOST_NESTED - 1:
        lost.append(_TOO_DEEP)
    return RawText(text, "markdown", tuple(blocks), title=title, notes=tuple(dict.fromkeys(lost)))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED})
    parser.core.ruler.at("inline", _parse_inline)
    # prose that was indented by mistake is no code
    return parser.enable(["table", "strikethrough"]).disable("code")


def _parse_inline(state: StateCore) -> None:
    """Parse what stands within paragraphs, with a bound of its own on how deep it is nested."""
    state.md.options["maxNesting"] = _MOST_WITHIN_TEXT
    try:
        inline(state)
    finally:
        state.md.options["maxNesting"] = _MOST_NESTED


def _take_notes(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Take footnote definitions (``[^1]: ...``, to the next blank line) out of the text."""
    if "[^" not in text:
        return text, []
    kept, notes = [], []
    taking = False
    for line in text.split("\n"):
        match = _NOTE.match(line)
        if match:
            notes.append((match[1], line[match.end() :]))
            taking = True
        elif taking and line.strip():
            notes[-1] = (notes[-1][0], f"{notes[-1][1]}\n{line.strip()}")
        else:
            taking = False
            kept.append(line)
    return "\n".join(kept), notes


def _blocks(tokens: list[Token]) -> tuple[list[RawBlock], list[str]]:
    """Turn the parser's flat list of tokens into blocks, with notes on what was lost."""
    blocks: list[RawBlock] = []
    lost: list[str] = []
    inside: list[str] = []
    level = 0
    cells: list[Run] | None = None
    for token in tokens:
        if token.type in _OPENS:
            inside.append(_OPENS[token.type])
            cells = [] if token.type == "tr_open" else cells
        elif token.type == "tr_close":
            inside.pop()
            blocks.append(RawBlock("list_item", tuple(cells or ()), fixed=True))
            cells = None
        elif token.type == "list_item_close":
            inside.pop()
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "inline":
            runs = _inline(token.children or [])
            if cells is not None:
                cells += [Run(" | "), *runs] if cells else runs
            elif level:
                blocks.append(RawBlock("heading", tuple(runs), level, fixed=True))
            else:
                kind = "list_item" if inside else "body"
                blocks.append(RawBlock(kind, tuple(runs), fixed=bool(inside)))
            level = 0
        elif token.type == "fence":
            blocks.append(RawBlock("boilerplate", (Run(token.content),), fixed=True))
        elif token.type == "html_block" and not token.content.startswith("<!--"):
            fragment = _read_html(token.content)
            blocks += fragment.blocks
            lost += fragment.notes
    return [block for block in blocks if any(run.text.strip() for run in block.runs)], lost


def _read_html(markup: str) -> RawText:
    from plumbline.sources.html import read_fragment  # its library takes half a second to load

    return read_fragment(markup)


def _inline(tokens: list[Token]) -> list[Run]:
    """Return the runs of a paragraph: emphasis dropped, links and superscripts kept."""
    runs: list[Run] = []
    link, superscript = "", False
    for token in tokens:
        if token.type == "link_open":
            link = safe_target(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            link = ""
        elif token.type == "softbreak":
            runs.append(Run(" ", link))
        elif token.type == "hardbreak":
            runs.append(Run("\n"))
        elif token.type == "html_inline":
            tag = _TAG.match(token.content)
            if tag and tag[2].lower() == "sup":
                superscript = not tag[1]
            elif tag and tag[2].lower() == "br":
                runs.append(Run("\n"))
        elif token.type in ("text", "code_inline"):
            runs += _with_note_marks(token.content, link, superscript)
    return runs


def _with_note_marks(text: str, link: str, superscript: bool) -> list[Run]:
    """Cut text at its footnote marks (``[^1]``), which become superscripts."""
    pieces = _NOTE_MARK.split(text)
    return [Run(piece, link, superscript or i % 2 == 1) for i, piece in enumerate(pieces) if piece]
