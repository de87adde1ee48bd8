"""The texts of a write-up from their templates: once with numbers, once for LaTeX to number."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plumbline.publish.html import TEMPLATES
from plumbline.publish.wording import say_count, say_list
from plumbline.publish.writeup.latex import escape_latex
from plumbline.publish.writeup.markdown import cite, escape_markdown, markdown_table

KINDS = {"tab": "Table", "fig": "Figure"}


class Numbering:
    """Names of tables and figures -> their numbers, in the order in which the text shows them.

    With ``latex`` set, LaTeX does the numbering: references become ``\\ref`` and captions bare.
    """

    def __init__(self, facts: Mapping, latex: bool = False):
        self.facts, self.latex = facts, latex
        shown = [name for name in ("lexicons", "accuracy") if name in facts["made"]]
        figures: list[str] = []
        for _, own, drawn in facts["sections"]:
            shown += own
            figures += drawn
        self.numbers = {
            ("tab", name): i for i, name in enumerate(dict.fromkeys(shown), 1)
        } | {("fig", name): i for i, name in enumerate(dict.fromkeys(figures), 1)}  # fmt: skip

    def ref(self, kind: str, name: str, before: str = "", after: str = "") -> str:
        """Return a reference such as Table 3; nothing where the text does not show it."""
        if (kind, name) not in self.numbers:
            return ""
        return f"{before}{KINDS[kind]} {self._mark(kind, name)}{after}"

    def refs(self, tables: list[str], figures: list[str]) -> str:
        """Return references to several tables and figures: Tables 3 to 5 and Figure 2."""
        named = {"tab": tables, "fig": figures}
        return say_list(self._range(kind, names) for kind, names in named.items() if names)

    def _range(self, kind: str, names: list[str]) -> str:
        if len(names) == 1:
            return self.ref(kind, names[0])
        ends = (self._mark(kind, names[0]), self._mark(kind, names[-1]))
        return f"{KINDS[kind]}s {(' to ' if len(names) > 2 else ' and ').join(ends)}"

    def _mark(self, kind: str, name: str) -> str:
        number = str(self.numbers[kind, name])
        return f"`\\ref{{{kind}:{name}}}`{{=latex}}" if self.latex else number

    def table(self, name: str) -> str:
        """Return a table with its caption."""
        if name not in self.facts["made"]:
            return ""
        caption, frame = self.facts["made"][name]
        caption = self._label("tab", name) + escape_markdown(caption)
        return f"{markdown_table(frame)}\n\nTable: {caption}. {{#tab:{name}}}\n"

    def figure(self, name: str) -> str:
        """Return a figure with its caption and a text for those who cannot see it."""
        caption = self._label("fig", name) + escape_markdown(self.facts["captions"][name])
        suffix = "pdf" if self.latex else "png"
        alt = escape_markdown(self.facts["alt"][name]).replace('"', "'")
        return f'![{caption}](figures/{name}.{suffix}){{#fig:{name} alt="{alt}"}}\n'

    def _label(self, kind: str, name: str) -> str:
        return "" if self.latex else f"{KINDS[kind]} {self.numbers[kind, name]}. "


def render_section(name: str, facts: Mapping, *, latex: bool = False) -> str:
    """Return a section (methods or results) as Markdown."""
    numbering = Numbering(facts, latex)
    tools = {"ref": numbering.ref, "refs": numbering.refs, "table": numbering.table,
             "figure": numbering.figure, "cite": cite, "count": say_count}  # fmt: skip
    text = _environment().get_template(f"{name}.md.j2").render(facts | tools)
    return "\n".join(line.rstrip() for line in text.splitlines()).strip() + "\n"


def render_text(template: str, facts: Mapping) -> str:
    """Return any other text of the write-up."""
    environment = _environment(latex=template.endswith(".tex.j2"))
    return environment.get_template(template).render(facts)


@cache
def _environment(latex: bool = False) -> Environment:
    marks = {"variable_start_string": "(((", "variable_end_string": ")))",
             "block_start_string": "((%", "block_end_string": "%))",
             "comment_start_string": "((#", "comment_end_string": "#))"}  # fmt: skip
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # no HTML; what comes from sources goes through `md` or `tex`
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **(marks if latex else {}),
    )
    environment.filters |= {"md": escape_markdown, "tex": escape_latex, "n": "{:,}".format}
    return environment
