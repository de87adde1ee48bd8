"""Method and accuracy: what the page rests on, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from plumbline.publish import small_tables
from plumbline.publish.html import render_list, render_table
from plumbline.publish.limits import list_limits
from plumbline.publish.provenance import PACKAGES, list_versions
from plumbline.publish.report_rules import list_lexicons, read_lists
from plumbline.publish.wording import confidence_of, name_interval

Tables = Mapping[str, pd.DataFrame]

LIMITS = ("rhetoric", "evidence_shown", "gap")
_SHORT = 16  # characters of a hash that are shown


def build_method(tables: Tables, lexicons: Path | None, code: str) -> dict:
    """Return what the section shows: accuracy, lexicons, lists, versions and limits as HTML.

    Args:
        tables: of the study.
        lexicons: folder of the lexicons in force.
        code: hash of the library code that the results rest on.

    """
    limits = (line for topic in LIMITS for line in list_limits(tables, topic))
    versions = list_versions()
    packages = ", ".join(f"{name} {versions[name]}" for name in PACKAGES if name in versions)
    return {
        "accuracy": _accuracy(tables),
        "lexicons": _lexicons(lexicons),
        "lists": render_list(
            f"{row['letter']}: {row['reference']}"
            for row in (read_lists(lexicons) if lexicons else ())
        ),
        "limits": render_list(dict.fromkeys(limits)),
        "version": versions["plumbline"],
        "code": code,
        "packages": packages,
    }


def _accuracy(tables: Tables) -> Markup:
    frame = small_tables.list_accuracy(tables)
    if frame.empty:
        return Markup("<p>The instruments were not measured in this run.</p>")
    interval = name_interval(confidence_of(tables))
    caption = f"Instruments against human judgement, with {interval}s"
    return render_table(frame, caption)


def _lexicons(folder: Path | None) -> Markup:
    rows = [
        (lexicon.file, lexicon.category, f"{lexicon.entries:,}", lexicon.sha256[:_SHORT])
        for lexicon in list_lexicons(folder)
    ]
    if not rows:
        return Markup("")
    names = ["lexicon", "category", "entries in use", f"SHA-256 (first {_SHORT} digits)"]
    return render_table(pd.DataFrame(rows, columns=names), "Lexicons in force")
