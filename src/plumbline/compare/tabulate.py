"""From the matches of the measures to the tables that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from plumbline.citations.summary import CHECKABLE
from plumbline.tables import columns
from plumbline.text.document import PROSE, Document, Sentence
from plumbline.text.tokens import is_word


def documents_table(documents: Iterable[Document]) -> pd.DataFrame:
    """Return the `documents` table: one row per source, read or not."""
    return pd.DataFrame([_document_row(d) for d in documents], columns=columns("documents"))


def _document_row(document: Document) -> dict:
    meta = document.metadata
    words = {True: 0, False: 0}
    for sentence, n_words in _count_words(document):
        words[sentence.kind in PROSE] += n_words
    total = words[True] + words[False]
    return {
        "source_id": document.source_id,
        **{key: meta.get(key, "") for key in ("title", "group", "path", "format", "encoding")},
        **{key: meta.get(key, "") for key in ("language", "sha256")},
        "n_characters": len(document.text),
        "n_paragraphs": len(document.blocks),
        "n_sentences": len(document.sentences),
        "n_words": words[True],
        "share_words_excluded": words[False] / total if total else None,
        "note": "; ".join(filter(None, [meta.get("note", ""), *_lost_lists(document)])),
    }


def _count_words(document: Document) -> Iterator[tuple[Sentence, int]]:
    """Yield each sentence with its number of words, punctuation left out."""
    tokens = document.tokens
    for sentence, (first, last) in zip(document.sentences, tokens.ranges, strict=True):
        yield sentence, sum(map(is_word, tokens.words[first:last]))


def _lost_lists(document: Document) -> Iterable[str]:
    by_start = {sentence.start: sentence.sentence_id for sentence in document.sentences}
    for note in document.metadata.get("notes", ()):
        if note["kind"] == "lost_list":
            yield f"sentence {by_start[note['start']]} announces a list that is missing"


def left_out_table(left_out: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Return the `left_out` table: files of the corpus folder that are no source, and why."""
    return pd.DataFrame(list(left_out), columns=columns("left_out"))


def sentences_table(documents: Iterable[Document]) -> pd.DataFrame:
    """Return the `sentences` table: one row per sentence of any kind."""
    rows = []
    for document in documents:
        for sentence, n_words in _count_words(document):
            rows.append(
                {
                    "source_id": document.source_id,
                    "sentence_id": sentence.sentence_id,
                    "paragraph": sentence.paragraph,
                    "kind": sentence.kind,
                    "start": sentence.start,
                    "end": sentence.end,
                    "n_words": n_words,
                    "text": document.text[sentence.start : sentence.end],
                }
            )
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


def claim_totals(claims: pd.DataFrame, topic_claims: Mapping[str, Mapping]) -> pd.DataFrame:
    """Return the `claim_totals` table: every claim of the topic over the whole corpus.

    Claims of the topic that no source states are there with 0, because what all leave out is a
    finding too.

    Args:
        claims: the `claims` table.
        topic_claims: claim_id -> mapping with ``text`` and ``cls``.

    """
    mentions = strongest_mentions(claims) if len(claims) else claims
    rows = []
    ids = sorted(set(topic_claims) | set(claims["claim_id"]))
    for claim_id in ids:
        own = mentions[mentions["claim_id"].eq(claim_id)]
        stated = own[own["level"] > 0]
        about = topic_claims.get(claim_id, {"text": "claims outside the topic", "cls": "other"})
        rows.append(
            {
                "claim_id": claim_id,
                "claim": about["text"],
                "cls": about["cls"],
                "sources": stated["source_id"].nunique(),
                "mentions": len(stated),
                "max_level": own["level"].max() if len(own) else None,
                "median_level": stated["level"].median() if len(stated) else None,
            }
        )
    return pd.DataFrame(rows, columns=columns("claim_totals"))
