"""From the matches of the measures to the tables that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from plumbline.citations.summary import CHECKABLE
from plumbline.tables import columns
from plumbline.text.document import Document
from plumbline.text.rows import document_row, sentence_rows

_PLACE = ["source_id", "sentence_id"]
_MENTION = [*_PLACE, "claim_id", "level", "start"]


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
    near = _supported_sentences(checkable[_PLACE].drop_duplicates(), sentences, scope)
    vague = citations.loc[citations["tier"].eq("vague"), _PLACE].drop_duplicates()
    by = np.where(_stand_in(claims, vague), "vague", "none")
    return pd.Series(
        np.where(_stand_in(claims, near), "checkable", by), index=claims.index, dtype="string"
    )


def _stand_in(claims: pd.DataFrame, places: pd.DataFrame) -> np.ndarray:
    """Say of each claim whether its sentence is one of `places`."""
    return claims[_PLACE].merge(places.assign(here=True), how="left")["here"].notna().to_numpy()


def _supported_sentences(cited: pd.DataFrame, sentences: pd.DataFrame, scope: str) -> pd.DataFrame:
    """Return the sentences whose claims a checkable citation in one of `cited` counts for."""
    if scope == "sentence":
        return cited
    where = sentences[[*_PLACE, "paragraph"]]
    paragraphs = cited.merge(where)
    if scope == "paragraph":
        return where.merge(paragraphs.drop(columns="sentence_id").drop_duplicates())[_PLACE]
    before = paragraphs.assign(sentence_id=paragraphs["sentence_id"] - 1).merge(where)
    return pd.concat([cited, before[_PLACE]]).drop_duplicates()


def claim_frequency(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the `claim_frequency` table: how often and how strongly each source states each claim.

    A claim stated twice in one sentence counts once, at the higher level. Level 0 (heading,
    definition, directive) states nothing and is counted apart.
    """
    if claims.empty:
        return pd.DataFrame(columns=columns("claim_frequency"))
    keys = ["source_id", "claim_id"]
    mentions = strongest_mentions(claims[[*_MENTION, "attribution"]])
    level, attribution = mentions["level"], mentions["attribution"]
    stated = level > 0
    counted = {
        "mentions": stated,
        "headings": level.eq(0),
        "hedged": level.between(2, 4),
        "cited": stated & attribution.eq("checkable"),
        "vague": stated & attribution.eq("vague"),
    }
    counts = {name: where.astype(int) for name, where in counted.items()}
    sources = mentions.assign(**counts, stated_level=level.where(stated)).groupby(keys)
    frame = sources[list(counts)].sum()
    frame["max_level"] = sources["level"].max()
    frame["median_level"] = sources["stated_level"].median()
    return frame.reset_index()[columns("claim_frequency")]


def strongest_mentions(claims: pd.DataFrame) -> pd.DataFrame:
    """Return one row per sentence and claim: the mention with the highest level."""
    order = claims.sort_values(_MENTION, ascending=[True, True, True, False, True], kind="stable")
    return order.drop_duplicates([*_PLACE, "claim_id"])


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
    strongest = strongest_mentions(claims[_MENTION])
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
