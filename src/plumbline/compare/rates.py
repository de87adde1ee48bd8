"""Rates per 1,000 words and shares, per source, with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from plumbline.citations import count_tiers, quest_level
from plumbline.compare.bootstrap import bootstrap_rates, derive_seed, name_method
from plumbline.compare.intervals import PER, poisson_limits, wilson_limits
from plumbline.tables import columns, table_rows
from plumbline.text.document import PROSE

NOT_RESAMPLED = "no bootstrap in a study of this size: see the exact interval"
TIERS = ("A", "A+B", "A+B+C", "vague", "vague_unsupported")


def rhetoric_rates(
    markers: pd.DataFrame,
    sentences: pd.DataFrame,
    categories: Sequence[str],
    statistics: Mapping,
) -> pd.DataFrame:
    """Return the `rhetoric` table: every source with every category, also where nothing matched.

    Args:
        markers: the `markers` table.
        sentences: the `sentences` table.
        categories: all marker categories.
        statistics: settings with block, confidence, resamples and seed; where ``resampled`` is
            False there is no bootstrap, and the note says so.

    """
    prose = sentences[sentences["kind"].isin(PROSE)]
    if not statistics["resampled"]:
        return _plain_rates(markers, prose, categories, statistics["confidence"])
    tally = markers.groupby(["source_id", "sentence_id", "category"]).size().unstack(fill_value=0)
    tally = tally.reindex(columns=list(categories), fill_value=0)
    rows = []
    for source_id, own in prose.groupby("source_id", sort=True):
        keys = pd.MultiIndex.from_frame(own[["source_id", "sentence_id"]])
        counts = tally.reindex(keys, fill_value=0).to_numpy(int)
        words = own["n_words"].to_numpy(int)
        if statistics["block"] == "paragraph":
            counts, words = _join_paragraphs(counts, words, own["paragraph"].to_numpy(int))
        blocks = int((words > 0).sum())
        about = (words.sum(), blocks, name_method(blocks))
        boots = bootstrap_rates(
            counts,
            words,
            derive_seed(statistics["seed"], source_id),
            statistics["resamples"],
            statistics["confidence"],
        )
        for category, count, boot in zip(categories, counts.sum(axis=0), boots, strict=True):
            rows.append((source_id, category, count, *about, boot.low, boot.high, boot.note))
    names = ["source_id", "category", "count", "n_words", "boot_n", "boot_method"]
    names += ["boot_low", "boot_high", "note"]
    frame = with_rates(pd.DataFrame(rows, columns=names), statistics["confidence"])
    return frame[columns("rhetoric")]


def _join_paragraphs(
    counts: np.ndarray, words: np.ndarray, paragraphs: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Add up the sentences of each paragraph; shapes (sentences, categories) and (sentences,)."""
    firsts = np.flatnonzero(np.diff(paragraphs, prepend=-1))
    return np.add.reduceat(counts, firsts, axis=0), np.add.reduceat(words, firsts)


def _plain_rates(
    markers: pd.DataFrame, prose: pd.DataFrame, categories: Sequence[str], confidence: float
) -> pd.DataFrame:
    """Return the `rhetoric` table of a large study, with the exact intervals alone."""
    words = prose.groupby("source_id", sort=True)["n_words"].sum()
    read = markers.merge(prose[["source_id", "sentence_id"]], on=["source_id", "sentence_id"])
    tally = read.groupby(["source_id", "category"]).size().unstack(fill_value=0)
    tally = tally.reindex(index=words.index, columns=list(categories), fill_value=0)
    frame = pd.DataFrame(
        {
            "source_id": np.repeat(words.index.to_numpy(object), len(categories)),
            "category": list(categories) * len(words),
            "count": tally.to_numpy(int).ravel(),
            "n_words": np.repeat(words.to_numpy(int), len(categories)),
            "boot_n": pd.array([pd.NA] * words.size * len(categories), "Int64"),
            "boot_method": "none",
            "boot_low": np.nan,
            "boot_high": np.nan,
            "note": NOT_RESAMPLED,
        }
    )
    return with_rates(frame, confidence)[columns("rhetoric")]


def with_rates(frame: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Add per_1000, ci_low and ci_high (Garwood 1936) to a frame with count and n_words."""
    words = frame["n_words"].to_numpy(float)
    count = frame["count"].to_numpy(float)
    low, high = poisson_limits(count, words / PER, confidence)
    rate = PER * count / np.where(words > 0, words, np.nan)
    return frame.assign(per_1000=rate, ci_low=low, ci_high=high)


def citation_rates(
    citations: pd.DataFrame, sentences: pd.DataFrame, confidence: float
) -> pd.DataFrame:
    """Return the `citation_density` table: checkable citations by tier, and vague attributions.

    What counts once, and what not at all, is decided by `plumbline.citations.select_counted`.
    """
    prose = sentences[sentences["kind"].isin(PROSE)]
    words = prose.groupby("source_id")["n_words"].sum()
    hits: dict[str, list[dict]] = {}
    for row in table_rows(citations[["source_id", "tier", "kind", "supported"]]):
        hits.setdefault(row["source_id"], []).append(row)
    rows = []
    for source_id, n_words in words.items():
        counts = count_tiers(hits.get(source_id, []))
        rows += [(source_id, tier, counts[tier], n_words) for tier in TIERS]
    frame = pd.DataFrame(rows, columns=["source_id", "tier", "count", "n_words"])
    return with_rates(frame, confidence)[columns("citation_density")]


def attribution_shares(
    density: pd.DataFrame, claims: pd.DataFrame, documents: pd.DataFrame, confidence: float
) -> pd.DataFrame:
    """Return the `attribution` table: how much of what a source says can be checked.

    Args:
        density: the `citation_density` table.
        claims: claim mentions with their attribution; those of level 0 state nothing.
        documents: the `documents` table, for the sources without a word.
        confidence: of the intervals, such as 0.95.

    """
    counts = density.pivot(index="source_id", columns="tier", values="count")
    counts = counts.reindex(index=sorted(documents["source_id"]), columns=list(TIERS), fill_value=0)
    counts = counts.fillna(0).astype(int)
    mention = ["source_id", "sentence_id", "claim_id"]
    stated = claims.loc[claims["level"] > 0, [*mention, "attribution"]].drop_duplicates(mention)
    n_claims = stated.groupby("source_id").size().reindex(counts.index, fill_value=0)
    cited = stated[stated["attribution"].eq("checkable")]
    n_cited = cited.groupby("source_id").size().reindex(counts.index, fill_value=0)
    checkable, vague = counts["A+B+C"], counts["vague"]
    frame = pd.DataFrame(
        {"checkable": checkable, "vague": vague, "claims": n_claims, "claims_cited": n_cited}
    )
    frame = frame.rename_axis("source_id").reset_index()
    ratio = _shares(frame["checkable"], frame["checkable"] + frame["vague"], confidence)
    frame["attribution_ratio"], frame["ci_low"], frame["ci_high"] = ratio
    share = _shares(frame["claims_cited"], frame["claims"], confidence)
    frame["share_claims_cited"], frame["claims_ci_low"], frame["claims_ci_high"] = share
    frame["quest_level"] = [
        quest_level(
            checkable=row.checkable,
            vague=row.vague,
            claims=row.claims,
            claims_cited=row.claims_cited,
        )
        for row in frame.itertuples()
    ]
    nothing = (frame["checkable"] + frame["vague"]).eq(0)
    frame["note"] = np.where(nothing, "no appeal to evidence of any kind", "")
    return frame[columns("attribution")]


def _shares(part: pd.Series, whole: pd.Series, confidence: float) -> tuple:
    """Return part / whole with Wilson (1927) limits; NaN where the whole is 0."""
    low, high = wilson_limits(part.to_numpy(), whole.to_numpy(), confidence)
    return part / whole.where(whole > 0), low, high
