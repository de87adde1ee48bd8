"""From the matches of the measures to the tables that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from plumbline.citations.summary import CHECKABLE
from plumbline.tables import columns
from plumbline.text.document import Document
from plumbline.text.rows import document_row, sentence_rows


def documents_table(documents: Iterable[Document]) -> pd.DataFrame:
    """Return the `documents` table: one row per source, read or not."""
    return pd.DataFrame([document_row(d) for d in documents], columns=columns("documents"))


def left_out_table(left_out: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Return the `left_out` table: files of the corpus folder that are no source, and why."""
    return pd.DataFrame(list(left_out), columns=columns("left_out"))


def sentences_table(documents: Iterable[Document]) -> pd.DataFrame:
    """Return the `sentences` table: one row per sentence of any kind."""
    rows = [row for document in documents for row in sentence_rows(document)]
    return pd.DataFrame(rows, columns=columns("sentences"))


def attribute_claims(
    claims: pd.DataFrame, citations: pd.DataFrame, sentences: pd.DataFrame, scope: str
) -> pd.Series:
    """Say for each claim mention what evidence stands by it: checkable, vague or none.

    Args:
        claims: claim mentions with source_id and sentence_id.
        citations: the `citations` table.
        sentences: the `sentences` table, for the paragraphs.
        scope: sentence, next_sentence (of the same paragraph) or paragraph: where a checkable
            citation counts for a claim. A vague one counts in the claim's own sentence only.

    """
    checkable = citations[citations["tier"].isin(CHECKABLE)]
    near = _supported_sentences(checkable, sentences, scope)
    vague = citations[citations["tier"].eq("vague")]
    vague_keys = set(zip(vague["source_id"], vague["sentence_id"], strict=True))
    values = [
        "checkable" if key in near else "vague" if key in vague_keys else "none"
        for key in zip(claims["source_id"], claims["sentence_id"], strict=True)
    ]
    return pd.Series(values, index=claims.index, dtype="string")


def _supported_sentences(
    checkable: pd.DataFrame, sentences: pd.DataFrame, scope: str
) -> set[tuple[str, int]]:
    keys = set(zip(checkable["source_id"], checkable["sentence_id"], strict=True))
    if scope == "sentence":
        return keys
    where = sentences.set_index(["source_id", "sentence_id"])["paragraph"].to_dict()
    if scope == "paragraph":
        cited = {(source, where[source, sentence]) for source, sentence in keys}
        return {key for key, paragraph in where.items() if (key[0], paragraph) in cited}
    before = {(source, sentence - 1) for source, sentence in keys}
    return keys | {key for key in before if where.get(key) == where[key[0], key[1] + 1]}


def claim_frequency(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the `claim_frequency` table: how often and how strongly each source states each claim.

    A claim stated twice in one sentence counts once, at the higher level. Level 0 (heading,
    definition, directive) states nothing and is counted apart.
    """
    if claims.empty:
        return pd.DataFrame(columns=columns("claim_frequency"))
    mentions = strongest_mentions(claims)
    stated = mentions[mentions["level"] > 0]
    keys = ["source_id", "claim_id"]
    frame = mentions.groupby(keys)["level"].agg(max_level="max").reset_index()
    parts = {
        "mentions": stated.groupby(keys).size(),
        "headings": mentions[mentions["level"].eq(0)].groupby(keys).size(),
        "median_level": stated.groupby(keys)["level"].median(),
        "hedged": stated[stated["level"].between(2, 4)].groupby(keys).size(),
        "cited": stated[stated["attribution"].eq("checkable")].groupby(keys).size(),
        "vague": stated[stated["attribution"].eq("vague")].groupby(keys).size(),
    }
    for name, values in parts.items():
        frame = frame.merge(values.rename(name).reset_index(), how="left", on=keys)
    counts = [name for name in parts if name != "median_level"]
    frame[counts] = frame[counts].fillna(0).astype(int)
    return frame[columns("claim_frequency")]


def strongest_mentions(claims: pd.DataFrame) -> pd.DataFrame:
    """Return one row per sentence and claim: the mention with the highest level."""
    order = claims.sort_values(
        ["source_id", "sentence_id", "claim_id", "level", "start"],
        ascending=[True, True, True, False, True],
        kind="stable",
    )
    return order.drop_duplicates(["source_id", "sentence_id", "claim_id"])


def claim_levels(claims: pd.DataFrame) -> pd.DataFrame:
    """Return how often each claim is stated at each level, what `claim_totals` adds up.

    Batches are counted apart and their rows added: a source stands in one batch only.

    Args:
        claims: the `claims` table, or that of a batch.

    Returns:
        Rows of claim_id, level, mentions, and sources: those whose highest level this is.

    """
    if claims.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in LEVEL_TYPES.items()})
    strongest = strongest_mentions(claims)
    keys = ["claim_id", "level"]
    mentions = strongest.groupby(keys).size().rename("mentions")
    highest = strongest.groupby(["source_id", "claim_id"])["level"].max().reset_index()
    sources = highest.groupby(keys).size().rename("sources")
    frame = pd.concat([mentions, sources], axis=1).fillna(0).sort_index().reset_index()
    return frame.astype(LEVEL_TYPES)


LEVEL_TYPES = {"claim_id": "string", "level": "int64", "mentions": "int64", "sources": "int64"}


def claim_totals(levels: pd.DataFrame, topic_claims: Mapping[str, Mapping]) -> pd.DataFrame:
    """Return the `claim_totals` table: every claim of the topic over the whole corpus.

    Claims of the topic that no source states are there with 0, because what all leave out is a
    finding too.

    Args:
        levels: rows of `claim_levels`, of one batch or of many.
        topic_claims: claim_id -> mapping with ``text`` and ``cls``.

    """
    sums = levels.groupby(["claim_id", "level"])[["mentions", "sources"]].sum().reset_index()
    rows = []
    for claim_id in sorted(set(topic_claims) | set(sums["claim_id"])):
        own = sums[sums["claim_id"].eq(claim_id)]
        stated = own[own["level"] > 0]
        about = topic_claims.get(claim_id, {"text": "claims outside the topic", "cls": "other"})
        rows.append(
            {
                "claim_id": claim_id,
                "claim": about["text"],
                "cls": about["cls"],
                "sources": stated["sources"].sum(),
                "mentions": stated["mentions"].sum(),
                "max_level": own["level"].max() if len(own) else None,
                "median_level": _median(stated["level"], stated["mentions"]),
            }
        )
    return pd.DataFrame(rows, columns=columns("claim_totals"))


def _median(values: pd.Series, times: pd.Series) -> float | None:
    """Return the median of values that occur so many times; `values` are sorted."""
    total = int(times.sum())
    if not total:
        return None
    up_to = times.cumsum().to_numpy()
    middle = [(total - 1) // 2, total // 2]
    return float(values.to_numpy()[np.searchsorted(up_to, middle, side="right")].mean())
