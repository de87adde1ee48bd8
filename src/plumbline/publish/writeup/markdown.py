"""Markdown that shows text of sources as it stands: pipe tables, captions, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

# pandoc's Markdown without all that could turn text into markup that nobody wrote
READER = (
    "markdown-raw_html-raw_tex-tex_math_dollars-tex_math_single_backslash-native_divs"
    "-native_spans-example_lists-smart-yaml_metadata_block-pandoc_title_block"
    "-markdown_in_html_blocks-latex_macros-inline_notes-footnotes-subscript-superscript-strikeout"
)
CITED = ("key studies", "lists drawn on")  # columns that hold citation keys, not text
_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|$~^@!"})
_WIDEST = 40  # characters of a column beyond which it gets no wider
_UNBROKEN = 12  # characters of a cell that should stand on one line
_NUMBER = re.compile(r"[-+−<]?\s?[\d.,]+( ?%)?")


def escape_markdown(text: object) -> str:
    """Return `text` on one line so that Markdown shows it as it stands."""
    return " ".join(str(text).split()).translate(_SPECIAL)


def cite(*keys: str) -> str:
    """Return a citation of BibTeX keys, as pandoc reads it; no keys give nothing."""
    return f"[{'; '.join(f'@{key}' for key in keys)}]" if keys else ""


def markdown_table(frame: pd.DataFrame) -> str:
    """Return `frame` as a pipe table, text escaped, numbers to the right, widths by content."""
    columns = [[_cell(name, value) for value in frame[name].fillna("")] for name in frame]
    head = [escape_markdown(name) for name in frame.columns]
    rules = [_rule(name, cells) for name, cells in zip(frame.columns, columns, strict=True)]
    rows = [head, rules, *zip(*columns, strict=True)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(name: str, value: object) -> str:
    return cite(*str(value).split()) if name in CITED else escape_markdown(value)


def _rule(name: str, cells: Iterable[str]) -> str:
    dashes = "-" * (column_weight(name, cells) + 2)
    return f"{dashes}:" if is_numeric(cells) else f":{dashes}"


def is_numeric(cells: Iterable[str]) -> bool:
    """Say whether every filled cell is a number, so that the column stands to the right."""
    filled = [cell.replace("\\", "") for cell in cells if cell]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)


def column_weight(name: str, cells: Iterable[str]) -> int:
    """Return the width that a column deserves, in characters.

    Half of its longest cell, as long cells wrap, but no less than its longest word or short cell.
    """
    cells = list(cells)
    word = max(len(word) for text in [name, *cells] for word in (text.split() or [""]))
    lengths = [len(cell) for cell in cells]
    short = max((n for n in lengths if n <= _UNBROKEN), default=0)
    return min(max(word, short, max(lengths, default=0) // 2, 4), _WIDEST)
