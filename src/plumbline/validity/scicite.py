"""SciCite: contexts of citations in papers, with the span of one citation each.

Cohan, Ammar, van Zuylen & Cady 2019, "Structural scaffolds for citation intent classification in
scientific publications" (NAACL). Format: JSON Lines; ``string`` is the context, ``citeStart`` and
``citeEnd`` the span, ``source`` how it was found. Only ``source == "explicit"`` spans are certain,
and other citations in a context carry no label: the data measure recall and nothing else.
Where to get it: https://github.com/allenai/scicite (``scicite.tar.gz``; here a file such as
``dev.jsonl``).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

from plumbline.citations import CitationResources, find_citations
from plumbline.citations.summary import CHECKABLE
from plumbline.errors import SettingsError
from plumbline.text.document import Block, Document, Sentence


@dataclass(frozen=True, slots=True)
class CitationContext:
    """A passage and the span of one citation in it, in code points."""

    context_id: str
    text: str
    start: int
    end: int


def load_scicite(path: Path, source: str = "explicit") -> list[CitationContext]:
    """Read a SciCite file; contexts without a span, or found in another way, are left out.

    Raises:
        SettingsError: the file is missing, or a line is not what SciCite holds.

    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        raise SettingsError(
            f"{path.name}: this file is missing or not UTF-8; "
            "docs/citations.md says where to get it."
        ) from None
    contexts = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            span = row["citeStart"], row["citeEnd"]
            if row["source"] != source or any(not _is_number(value) for value in span):
                continue
            contexts.append(
                CitationContext(row["unique_id"], row["string"], int(span[0]), int(span[1]))
            )
        except (ValueError, KeyError, TypeError):
            raise SettingsError(
                f"{path.name}, line {number}: this is no SciCite record; use the file as released."
            ) from None
    return contexts


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def score_citations(
    contexts: list[CitationContext],
    resources: CitationResources,
    *,
    list_elsewhere: bool = True,
) -> dict:
    """Return how many of the labelled spans are touched by a checkable citation.

    Each context is one sentence, as in the data. The contexts come from papers, so that a
    reference list exists although the excerpt does not hold it: ``list_elsewhere``. With False
    the figure is that of a page without a list, where (12) and "Smith (2019)" prove nothing.

    Returns:
        n, found, recall and missed (the contexts whose span no citation touches).

    """
    missed = [c for c in contexts if not _is_found(c, resources, list_elsewhere)]
    found = len(contexts) - len(missed)
    return {
        "n": len(contexts),
        "found": found,
        "recall": found / len(contexts) if contexts else None,
        "missed": missed,
    }


def _is_found(context: CitationContext, resources: CitationResources, list_elsewhere: bool) -> bool:
    length = len(context.text)
    document = Document(
        context.context_id,
        context.text,
        (Block("body", 0, length),),
        (Sentence(1, 1, "body", 0, length),),
    )
    rows = find_citations(document, resources, list_elsewhere=list_elsewhere)
    return any(
        row["tier"] in CHECKABLE and row["start"] < context.end and row["end"] > context.start
        for row in rows
    )
