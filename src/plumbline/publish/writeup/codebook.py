"""The codebook: levels, tiers, categories, verdicts, guards and variables, as a text to read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from plumbline.evidence.weigh import load_licensed_levels
from plumbline.publish import labels
from plumbline.publish.levels import LEVELS
from plumbline.publish.read_tables import list_tables
from plumbline.publish.writeup.markdown import escape_markdown, markdown_table
from plumbline.publish.writeup.supplement import NAMES, list_variables
from plumbline.settings import read_yaml
from plumbline.tables import table_schema

WORDS = {
    0: "headings, definitions, directives, questions",
    1: "does not, no evidence that",
    2: "is associated with, people report",
    3: "is linked to, plays a role in, known for, essential for",
    4: "may, might, could, appears to, potential to",
    5: "can, has the ability to",
    6: "a plain verb: reduces, improves, regulates, helps",
}
TIERS = {
    "A": "an identifier that leads to one document: DOI, PMID, trial registration, ISBN",
    "B": "a reference that the page itself, or a link, resolves, without an identifier",
    "C": "a source that can be found by its name",
    "vague": "an appeal to evidence, experience or authority that names nothing",
}
VERDICTS = {
    "supported": "the evidence says so too, in the form, people and outcome that the source means",
    "indirect": "the evidence is about another form, other people, another outcome or comparator",
    "no_evidence": "not tested in humans, or not rated in the topic",
    "contradicted": "the evidence says otherwise",
}


def write_codebook(
    entries: pd.DataFrame, guards: Path, licensed: Path | None, target: Path
) -> None:
    """Write the codebook as Markdown.

    Args:
        entries: of the lexicons, from `list_entries`.
        guards: file of the guards.
        licensed: file of the licensed levels, if there is one.
        target: file to write.

    """
    parts = [
        "# Codebook\n",
        "Every result is a row of a table, every row names the rule that made it, and every rule "
        "is a line of a file in the folder `study`.\n",
        "## Strength of a claim\n",
        _table({"level": LEVELS, "words": WORDS}, "level"),
        _say_licensed(licensed),
        "## Tiers of citations\n",
        _listing(TIERS, ("tier", "what it is")),
        "## Verdicts on a claim\n",
        _listing(VERDICTS, ("verdict", "what it says")),
        "## Categories of the lexicons\n",
        _list_categories(entries),
        "## Guards: when an entry does not count\n",
        _list_guards(guards),
        "## Variables\n",
        *_list_tables(),
    ]
    target.write_text("\n".join(part for part in parts if part), encoding="utf-8")


def _table(columns: Mapping[str, Mapping], index: str) -> str:
    frame = pd.DataFrame({"name": columns["level"], "words": columns["words"]})
    return markdown_table(frame.rename_axis(index).reset_index()) + "\n"


def _listing(entries: Mapping[str, str], names: tuple[str, str]) -> str:
    return markdown_table(pd.DataFrame(list(entries.items()), columns=names)) + "\n"


def _say_licensed(licensed: Path | None) -> str:
    if licensed is None:
        return ""
    table = load_licensed_levels(licensed)
    rows = [
        {"evidence": f"{kind}: {name}", "licensed level": str(level)}
        for kind, levels in table.items()
        for name, level in levels.items()
    ]
    head = "The level that the evidence licenses; *certainty* takes it from the certainty.\n\n"
    return head + markdown_table(pd.DataFrame(rows)) + "\n"


def _list_categories(entries: pd.DataFrame) -> str:
    rows = []
    for category, own in entries.groupby("category", sort=True):
        used = own[own["use"].ne("off")]
        kinds = ", ".join(sorted(set(filter(None, used["subcategory"]))))
        rows.append(
            {
                "category": category,
                "name": labels.label(category),
                "subcategories": kinds,
                "entries": f"{len(used):,}",
            }
        )
    return markdown_table(pd.DataFrame(rows)) + "\n"


def _list_guards(guards: Path) -> str:
    if not guards.exists():
        return ""
    known = read_yaml(guards).get("guards", {})
    rows = [{"guard": name, "why": guard.get("why", "")} for name, guard in sorted(known.items())]
    return markdown_table(pd.DataFrame(rows)) + "\n" if rows else ""


def _list_tables() -> list[str]:
    variables = list_variables()
    parts = []
    for table in (*list_tables(), *NAMES):
        schema = table_schema(table)
        own = variables[variables["table"].eq(table)].drop(columns=["table", "title"])
        text = escape_markdown(schema["description"])
        parts.append(f"### {schema['title']} (`{table}.csv`)\n\n{text}\n\n{markdown_table(own)}\n")
    return parts
