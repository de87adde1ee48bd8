"""Pure functions over citation rows: support, counts by tier, and the QUEST attribution level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

CHECKABLE = ("A", "B", "C")
LIST_KINDS = ("reference_entry",)


def mark_supported(
    citations: Sequence[Mapping], paragraphs: Mapping[int, int], scope: str = "next_sentence"
) -> list[dict]:
    """Fill in ``supported`` for the vague attributions of one source.

    Args:
        citations: rows with sentence_id, tier and kind.
        paragraphs: paragraph of each sentence_id.
        scope: where a checkable citation supports a vague attribution: its ``sentence``, that or
            the ``next_sentence`` of the same paragraph, or the whole ``paragraph``.

    Returns:
        Copies of the rows; supported is True or False for vague ones, None for all others.

    """
    cited = {
        row["sentence_id"]
        for row in citations
        if row["tier"] in CHECKABLE and row["kind"] not in LIST_KINDS
    }
    cited_paragraphs = {paragraphs[i] for i in cited} if scope == "paragraph" else set()

    def supported(sentence: int) -> bool:
        if sentence in cited or paragraphs[sentence] in cited_paragraphs:
            return True
        following = sentence + 1
        return (
            scope == "next_sentence"
            and following in cited
            and paragraphs.get(following) == paragraphs[sentence]
        )

    return [
        {**row, "supported": supported(row["sentence_id"]) if row["tier"] == "vague" else None}
        for row in citations
    ]


def select_counted(citations: Iterable[Mapping]) -> list[Mapping]:
    """Return the rows that count, so that a source is not counted twice.

    Citations in the running text count; the entries of the reference list count only where no
    mark in the text points to a list at all (a page that names its sources only at its foot).
    Malformed identifiers, placeholders and negated attributions (tier ``none``) never count.
    """
    rows = [row for row in citations if row["tier"] in (*CHECKABLE, "vague")]
    marked = any(row["kind"] in ("numbered", "author_year") for row in rows)
    return [row for row in rows if row["kind"] not in LIST_KINDS or not marked]


def count_tiers(citations: Iterable[Mapping]) -> dict[str, int]:
    """Count the rows of `select_counted` as A, A+B, A+B+C, vague and vague_unsupported."""
    rows = select_counted(citations)
    a, b, c = (sum(row["tier"] == tier for row in rows) for tier in CHECKABLE)
    vague = [row for row in rows if row["tier"] == "vague"]
    return {
        "A": a,
        "A+B": a + b,
        "A+B+C": a + b + c,
        "vague": len(vague),
        "vague_unsupported": sum(not row["supported"] for row in vague),
    }


def quest_level(*, checkable: int, vague: int, claims: int, claims_cited: int) -> int:
    """Return the attribution level of QUEST (Robillard et al. 2018), 0 to 3.

    0 no source; 1 sources mentioned, none identifiable; 2 at least one identifiable;
    3 identifiable for more than half of the claims. Without claims the level is at most 2.

    Args:
        checkable: citations of tiers A, B and C.
        vague: vague attributions.
        claims: claim mentions.
        claims_cited: claim mentions with a checkable citation beside them.

    Raises:
        ValueError: a negative count, or more claims cited than there are.

    """
    if min(checkable, vague, claims, claims_cited) < 0 or claims_cited > claims:
        raise ValueError("counts must not be negative, nor more claims cited than made")
    if not checkable:
        return 1 if vague else 0
    return 3 if claims and 2 * claims_cited > claims else 2
