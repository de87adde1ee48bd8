"""HTML that is safe by construction: text escaped, no script or style but by its hash."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

TEMPLATES = Path(__file__).parent / "templates"
_NUMERIC = re.compile(r"(< )?[-+−]?[\d.,]+( ?%)?")


def environment() -> Environment:
    """Return the environment of the page templates: everything escaped, nothing left undefined."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def read_asset(name: str) -> Markup:
    """Return a style or script of the project as it stands, to be embedded in a page."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


def hash_source(text: str) -> str:
    """Return the Content-Security-Policy source that allows exactly this style or script."""
    digest = hashlib.sha256(str(text).encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def content_policy(styles: Iterable[str], scripts: Iterable[str] = ()) -> str:
    """Return a policy that allows these styles and scripts, embedded images and nothing else."""
    style, script = (" ".join(map(hash_source, texts)) or "'none'" for texts in (styles, scripts))
    return (
        f"default-src 'none'; img-src data:; style-src {style}; script-src {script}; "
        "base-uri 'none'; form-action 'none'"
    )


def render_table(frame: pd.DataFrame, caption: str = "") -> Markup:
    """Return `frame` as an HTML table with its text escaped; numbers stand to the right."""
    cells = frame.fillna("").astype(str)
    numeric = [all(not v or _NUMERIC.fullmatch(v) for v in cells[c]) for c in cells]
    classes = [Markup(' class="number"') if n else Markup("") for n in numeric]
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(c, name)
        for c, name in zip(classes, cells, strict=True)
    )
    body = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<td{}>{}</td>").format(c, value)
                for c, value in zip(classes, row, strict=True)
            )
        )
        for row in cells.itertuples(index=False)
    )
    title = Markup("<caption>{}</caption>\n").format(caption) if caption else Markup("")
    # a region that scrolls sideways must be reached by keyboard, and so must have a name
    region = Markup(' tabindex="0" role="region" aria-label="{}"').format(caption or "Table")
    # notebooks must not typeset the dollar signs of a source: hence the two classes of MathJax
    return Markup(
        '<div class="table mathjax_ignore tex2jax_ignore"{}><table>\n{}<thead><tr>{}</tr></thead>\n'
        "<tbody>\n{}\n</tbody></table></div>"
    ).format(region, title, head, body)


def render_list(items: Iterable[str]) -> Markup:
    """Return `items` as an HTML list with their text escaped."""
    return Markup("<ul>\n{}\n</ul>").format(
        Markup("\n").join(Markup("<li>{}</li>").format(escape(item)) for item in items)
    )
