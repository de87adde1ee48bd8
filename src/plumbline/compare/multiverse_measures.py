"""Measures of the multiverse: each is prepared from the tables once and taken in every branch.

All have ``sources`` (ids, sorted), ``can_act(values)`` (can the choices of an axis change
anything here?) and ``measure(changes)`` (one value per source, NaN where undefined).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from plumbline.citations import select_counted
from plumbline.compare.reuse import shared_sentences
from plumbline.compare.tabulate import claim_frequency
from plumbline.tables import table_rows, to_floats
from plumbline.text.document import PROSE

COUNTED = {"markers": ("category", "subcategory"), "citations": ("tier", "kind")}
HEADING, ANYWHERE = "heading", "anywhere"  # where a match must stand to count
ADAMS_FROM = (2, 5, 6)  # first level of moderate, can and direct
SHARED_SIDES = {"once": "b", "out": "ab"}  # which source of a pair a shared passage is left out of


class Measured(Protocol):
    """What `plumbline.compare.multiverse` asks of a measure."""

    sources: list[str]

    def can_act(self, values: Mapping[str, Mapping]) -> bool:
        """Say whether an axis can change anything here."""

    def measure(self, changes: Sequence[Mapping]) -> np.ndarray:
        """Return one value per source, NaN where it is undefined."""


def prepare_measure(tables: Mapping[str, pd.DataFrame], measure: Mapping) -> Measured | None:
    """Return a measure of ``config/multiverse.yaml`` ready to be taken; None without its tables."""
    kind = measure["kind"]
    needed = {"gap": "evidence_gap", "share_above": "evidence_gap"}.get(kind, kind)
    table, documents = tables.get(needed), tables.get("documents")
    if table is None or documents is None or documents.empty:
        return None
    sources = sorted(documents["source_id"])
    if kind in COUNTED:
        return Counts(tables, measure, sources)
    if table.empty:
        return None
    if kind == "readability":
        return Scores(table, sources)
    return Gaps(tables, kind, sources)


def _gather(changes: Sequence[Mapping], key: str) -> list:
    """Return what the changes list under `key`, all together."""
    return [item for change in changes for item in change.get(key, [])]


def _chosen(changes: Sequence[Mapping], key: str, default: str = "") -> str:
    """Return what the last of the changes sets `key` to."""
    return next((change[key] for change in reversed(changes) if key in change), default)


def _shared(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """Return choice of ``shared`` -> whether each row of `sentences` is left out by it."""
    reuse, sentences = tables.get("reuse"), tables["sentences"]
    return {
        choice: shared_sentences(reuse, sentences, sides) for choice, sides in SHARED_SIDES.items()
    }


class _Labels:
    """A column of few distinct names, to be asked many times which rows bear some of them."""

    def __init__(self, column: pd.Series) -> None:
        self.codes, self.names = pd.factorize(column.astype(str))

    def among(self, names: Sequence[str]) -> np.ndarray:
        """Say of each row whether it bears one of these names."""
        return np.isin(self.names.astype(str), names)[self.codes]


class Counts:
    """Matches per 1,000 words: each match with its source, its labels and where it stands.

    What counts as a citation is decided by `plumbline.citations.select_counted`, as in the table
    `citation_density`, wherever it stands (a reference list is no running text and may count); what
    the words of a heading show is added where headings are read.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], measure: Mapping, sources: list[str]
    ) -> None:
        self.sources, self.select = sources, measure["select"]
        number = {source: i for i, source in enumerate(sources)}
        shared = _shared(tables)
        sentences = tables["sentences"][["source_id", "sentence_id", "kind", "n_words"]]
        sentences = sentences.rename(columns={"kind": "in_kind"}).assign(**shared)
        outer, inner = COUNTED[measure["kind"]]
        found = tables[measure["kind"]]
        found = _select_citations(found) if measure["kind"] == "citations" else found
        matches = found.merge(sentences, on=["source_id", "sentence_id"])
        self.sentence_source = sentences["source_id"].map(number).to_numpy(int)
        self.sentence_kind = _Labels(sentences["in_kind"])
        self.sentence_shared = {name: sentences[name].to_numpy(bool) for name in shared}
        self.words = sentences["n_words"].to_numpy(float)
        self.source = matches["source_id"].map(number).to_numpy(int)
        self.place = _Labels(matches.get("place", matches["in_kind"]))
        self.shared = {name: matches[name].to_numpy(bool) for name in shared}
        self.outer = _Labels(matches[outer])
        self.inner = _Labels(matches[outer].astype(str) + "." + matches[inner].astype(str))
        supported = matches.get("supported", pd.Series(False, index=matches.index))
        self.supported = supported.astype("boolean").fillna(False).to_numpy(bool)

    def can_act(self, values: Mapping[str, Mapping]) -> bool:
        """Say whether an axis can change anything here: there must be headings, shared text."""
        changes = list(values.values())
        kinds = _gather(changes, "kinds")
        if kinds and not self.sentence_kind.among(kinds).any():
            return False
        choices = [c["shared"] for c in changes if "shared" in c]
        return not choices or any(self.sentence_shared[name].any() for name in choices)

    def measure(self, changes: Sequence[Mapping]) -> np.ndarray:
        """Return matches per 1,000 words, NaN for a source without words."""
        kinds = [*PROSE, *_gather(changes, "kinds")]
        counted = self._labelled([*self.select, *_gather(changes, "add")])
        counted &= ~self._labelled(_gather(changes, "drop"))
        counted &= self.place.among([*kinds, ANYWHERE])
        read = self.sentence_kind.among(kinds)
        shared = _chosen(changes, "shared")
        if shared:
            counted, read = counted & ~self.shared[shared], read & ~self.sentence_shared[shared]
        if any(change.get("unsupported") for change in changes):
            counted &= ~self.supported
        size = len(self.sources)
        count = np.bincount(self.source[counted], minlength=size)
        words = np.bincount(self.sentence_source[read], self.words[read], minlength=size)
        return 1000 * count / np.where(words > 0, words, np.nan)

    def _labelled(self, labels: Sequence[str]) -> np.ndarray:
        return self.outer.among(labels) | self.inner.among(labels)


def _select_citations(citations: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that count anywhere, source by source, and those that count in headings.

    The column ``place`` says which; a row of a heading has the tier that it has there.
    """
    headed = citations["heading_tier"].fillna("").ne("")
    in_headings = citations[headed].assign(tier=citations["heading_tier"], place=HEADING)
    rows = citations[~headed].assign(place=ANYWHERE).reset_index(drop=True)
    rows = rows.assign(row=rows.index)
    own: dict[str, list[dict]] = {}
    for row in table_rows(rows[["source_id", "row", "tier", "kind"]]):
        own.setdefault(row["source_id"], []).append(row)
    kept = [row["row"] for hits in own.values() for row in select_counted(hits)]
    return pd.concat([rows.loc[sorted(kept)].drop(columns="row"), in_headings])


class Gaps:
    """Claims with their asserted and licensed level: mean gap, or share above."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], kind: str, sources: list[str]) -> None:
        self.sources, self.kind = sources, kind
        gap = tables["evidence_gap"].dropna(subset=["gap"])
        number = {source: i for i, source in enumerate(sources)}
        self.source = gap["source_id"].map(number).to_numpy(int)
        self.levels = _asserted_levels(tables, gap)
        self.licensed = to_floats(gap["licensed_level"])
        self.labels = {
            name: gap[name].fillna("").astype(str).str.replace("_", " ").to_numpy(str)
            for name in ("certainty", "direction", "verdict")
        }

    def can_act(self, values: Mapping[str, Mapping]) -> bool:
        """Say whether an axis can change anything here: without shared text, nothing is shared."""
        choices = [c["shared"] for c in values.values() if "shared" in c]
        return not choices or any(
            not np.array_equal(self.levels[name, wording], self.levels["", wording], equal_nan=True)
            for name in choices
            for wording in ("strongest", "median")
        )

    def measure(self, changes: Sequence[Mapping]) -> np.ndarray:
        """Return the mean gap or the share above per source, NaN without a claim."""
        shared = _chosen(changes, "shared")
        levels = self.levels[shared, _chosen(changes, "asserted", "strongest")]
        asserted, licensed = levels, self._relicense(_gather(changes, "licensed"))
        if _chosen(changes, "scale") == "adams":
            asserted, licensed = (np.digitize(v, ADAMS_FROM) for v in (asserted, licensed))
        without = [verdict.replace("_", " ") for verdict in _gather(changes, "without_verdicts")]
        kept = ~np.isin(self.labels["verdict"], without) & ~np.isnan(levels)
        gap = (asserted - licensed)[kept]
        values = gap if self.kind == "gap" else (gap > 0).astype(float)
        size, source = len(self.sources), self.source[kept]
        claims = np.bincount(source, minlength=size)
        sums = np.bincount(source, values, minlength=size)
        return sums / np.where(claims > 0, claims, np.nan)

    def _relicense(self, rules: Sequence[Mapping]) -> np.ndarray:
        licensed = self.licensed.copy()
        for rule in rules:
            hit = self.labels["certainty"] == rule["certainty"].replace("_", " ")
            if "directions" in rule:
                directions = [d.replace("_", " ") for d in rule["directions"]]
                hit &= np.isin(self.labels["direction"], directions)
            licensed[hit] = rule["level"]
        return licensed


def _asserted_levels(
    tables: Mapping[str, pd.DataFrame], gap: pd.DataFrame
) -> dict[tuple[str, str], np.ndarray]:
    """Return (choice of shared, wording) -> asserted level of each row of `gap`.

    NaN where the source states the claim in passages only that the choice leaves out.
    """
    keys = ["source_id", "claim_id"]
    claims, sentences = tables["claims"], tables["sentences"]
    place = sentences[["source_id", "sentence_id"]].assign(**_shared(tables))
    claims = claims.merge(place, how="left", on=["source_id", "sentence_id"])
    levels = {}
    for choice in ("", *SHARED_SIDES):
        kept = claims if not choice else claims[~claims[choice].fillna(False).astype(bool)]
        frequency = claim_frequency(kept)
        frequency = frequency[frequency["mentions"] > 0].astype({"median_level": float})
        own = gap[keys].merge(frequency, how="left", on=keys)
        for wording, column in (("strongest", "max_level"), ("median", "median_level")):
            levels[choice, wording] = to_floats(own[column])
    return levels


class Scores:
    """Readability scores, looked up."""

    def __init__(self, readability: pd.DataFrame, sources: list[str]) -> None:
        self.sources = sources
        keys = ["preparation", "formula", "source_id"]
        self.values = readability.set_index(keys)["value"].astype("Float64").sort_index()
        self.known = set(self.values.index.droplevel("source_id"))

    def can_act(self, values: Mapping[str, Mapping]) -> bool:
        """Say whether an axis can change anything here."""
        return True

    def measure(self, changes: Sequence[Mapping]) -> np.ndarray:
        """Return the score of each source, NaN where it is undefined."""
        preparation = _chosen(changes, "preparation", "prepared")
        preparation += "_headings" * (HEADING in _gather(changes, "kinds"))
        preparation += "_dictionary" * (_chosen(changes, "syllables") == "dictionary")
        key = (preparation, _chosen(changes, "formula"))
        if key not in self.known:
            return np.full(len(self.sources), np.nan)
        return to_floats(self.values.loc[key].reindex(self.sources))
