"""The multiverse: every measure under each combination of choices another analyst might make.

Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspect. Psychol. Sci. 11:702-712. Everything is
taken from the tables; no source is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from plumbline.compare.reuse import shared_sentences
from plumbline.errors import SettingsError
from plumbline.settings import check, read_yaml
from plumbline.tables import columns
from plumbline.text.document import PROSE

SCHEMA = Path(__file__).parents[3] / "workflow" / "schemas" / "multiverse.schema.yaml"
COUNTED = {"markers": ("category", "subcategory"), "citations": ("tier", "kind")}
GAPS = ("gap", "share_above")
ADAMS_FROM = (2, 5, 6)  # first level of moderate, can and direct


def read_multiverse(path: Path) -> dict:
    """Read and check ``config/multiverse.yaml``.

    Raises:
        SettingsError: one sentence with the key, what is wrong and what to do.

    """
    setup = read_yaml(path)
    check(setup, read_yaml(SCHEMA), path.name)
    for name, measure in setup["measures"].items():
        unknown = sorted(set(measure["axes"]) - set(setup["axes"]))
        if unknown:
            raise SettingsError(
                f"{path.name}: the measure '{name}' names the axis '{unknown[0]}', which 'axes' "
                "does not define; add it there or correct the name."
            )
        if (measure["kind"] in COUNTED) != ("select" in measure):
            raise SettingsError(
                f"{path.name}: the measure '{name}' of kind {measure['kind']} "
                f"{'needs' if measure['kind'] in COUNTED else 'takes no'} 'select'; correct it."
            )
    for conclusion in setup["conclusions"]:
        for measure in (conclusion["measure"], conclusion["above"]):
            if isinstance(measure, str) and measure not in setup["measures"]:
                raise SettingsError(
                    f"{path.name}: the conclusion '{conclusion['says']}' names the measure "
                    f"'{measure}', which 'measures' does not define; correct the name."
                )
    return setup


def run_multiverse(tables: Mapping[str, pd.DataFrame], setup: Mapping) -> pd.DataFrame:
    """Return the `multiverse` table.

    Args:
        tables: documents, sentences, markers, citations, evidence_gap, claim_frequency,
            readability and reuse; a measure whose tables are missing gives no rows.
        setup: from `read_multiverse`.

    Returns:
        One row per measure, branch and source. Branch 1 of each measure is the study's own choice;
        a value that is undefined in a branch is missing, and so is its rank. Branches without any
        value (a readability score that was not taken) are left out.

    """
    parts = []
    for name, measure in setup["measures"].items():
        data = _prepare(tables, measure)
        if data is not None:
            axes = {axis: setup["axes"][axis]["values"] for axis in measure["axes"]}
            axes = {axis: values for axis, values in axes.items() if data.can_act(values)}
            parts.append(_measure_branches(name, data, axes))
    if not parts:
        return pd.DataFrame(columns=columns("multiverse"))
    frame = pd.concat(parts, ignore_index=True)
    groups = frame.groupby(["measure", "branch"], sort=False)["value"]
    frame["rank"] = groups.rank(ascending=False, method="average")
    frame = frame.sort_values(["measure", "branch", "source_id"], ignore_index=True)
    return frame[columns("multiverse")]


def _measure_branches(
    name: str, data: _Counts | _Gaps | _Scores, axes: Mapping[str, Mapping]
) -> pd.DataFrame:
    """Return a measure by branch and source; branches without any value are left out."""
    taken = [(settings, data.measure(changes)) for settings, changes in _branches(axes)]
    taken = [(settings, values) for settings, values in taken if not np.isnan(values).all()]
    n = len(data.sources)
    return pd.DataFrame(
        {
            "measure": name,
            "branch": np.repeat(np.arange(1, len(taken) + 1), n),
            "settings": [settings for settings, _ in taken for _ in range(n)],
            "source_id": data.sources * len(taken),
            "value": np.concatenate([np.zeros(0), *(values for _, values in taken)]),
        }
    )


def _branches(axes: Mapping[str, Mapping]) -> Iterator[tuple[str, list[Mapping]]]:
    """Yield each combination of the axes' values: its settings in words, and its changes."""
    for choice in product(*(values.items() for values in axes.values())):
        pairs = zip(axes, choice, strict=True)
        yield (
            ";".join(f"{axis}={value}" for axis, (value, _) in pairs),
            [changes for _, changes in choice],
        )


def _prepare(
    tables: Mapping[str, pd.DataFrame], measure: Mapping
) -> _Counts | _Gaps | _Scores | None:
    kind = measure["kind"]
    needed = {"gap": "evidence_gap", "share_above": "evidence_gap"}.get(kind, kind)
    table, documents = tables.get(needed), tables.get("documents")
    if table is None or documents is None or documents.empty:
        return None
    sources = sorted(documents["source_id"])
    if kind in COUNTED:
        return _Counts(tables, measure, sources)
    if table.empty:
        return None
    if kind in GAPS:
        return _Gaps(table, tables.get("claim_frequency"), kind, sources)
    return _Scores(table, sources)


def _gather(changes: list[Mapping], key: str) -> list:
    """Return what the changes list under `key`, all together."""
    return [item for change in changes for item in change.get(key, [])]


def _chosen(changes: list[Mapping], key: str, default: str = "") -> str:
    """Return what the last of the changes sets `key` to."""
    return next((change[key] for change in reversed(changes) if key in change), default)


class _Labels:
    """A column of few distinct names, to be asked many times which rows bear some of them."""

    def __init__(self, column: pd.Series) -> None:
        self.codes, self.names = pd.factorize(column.astype(str))

    def among(self, names: list[str]) -> np.ndarray:
        """Say of each row whether it bears one of these names."""
        return np.isin(self.names.astype(str), names)[self.codes]


class _Counts:
    """Matches per 1,000 words: each match with its source, its labels and its sentence's kind."""

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], measure: Mapping, sources: list[str]
    ) -> None:
        self.sources, self.select = sources, measure["select"]
        number = {source: i for i, source in enumerate(sources)}
        sentences = tables["sentences"][["source_id", "sentence_id", "kind", "n_words"]]
        shared = shared_sentences(tables.get("reuse"), tables["sentences"])
        sentences = sentences.rename(columns={"kind": "sentence_kind"}).assign(shared=shared)
        outer, inner = COUNTED[measure["kind"]]
        matches = tables[measure["kind"]].merge(sentences, on=["source_id", "sentence_id"])
        self.sentence_source = sentences["source_id"].map(number).to_numpy(int)
        self.sentence_kind = _Labels(sentences["sentence_kind"])
        self.sentence_shared = shared.to_numpy(bool)
        self.words = sentences["n_words"].to_numpy(float)
        self.source = matches["source_id"].map(number).to_numpy(int)
        self.kind = _Labels(matches["sentence_kind"])
        self.shared = matches["shared"].to_numpy(bool)
        self.outer = _Labels(matches[outer])
        self.inner = _Labels(matches[outer].astype(str) + "." + matches[inner].astype(str))
        supported = matches.get("supported", pd.Series(False, index=matches.index))
        self.supported = supported.astype("boolean").fillna(False).to_numpy(bool)

    def can_act(self, values: Mapping[str, Mapping]) -> bool:
        """Say whether an axis can change anything here."""
        changes = list(values.values())
        kinds = _gather(changes, "kinds")
        if kinds and not self.kind.among(kinds).any():
            return False
        return self.sentence_shared.any() or not any(c.get("without_shared") for c in changes)

    def measure(self, changes: list[Mapping]) -> np.ndarray:
        """Return matches per 1,000 words, NaN for a source without words."""
        kinds = [*PROSE, *_gather(changes, "kinds")]
        counted = self._labelled([*self.select, *_gather(changes, "add")])
        counted &= ~self._labelled(_gather(changes, "drop")) & self.kind.among(kinds)
        read = self.sentence_kind.among(kinds)
        if any(change.get("without_shared") for change in changes):
            counted, read = counted & ~self.shared, read & ~self.sentence_shared
        if any(change.get("unsupported") for change in changes):
            counted &= ~self.supported
        size = len(self.sources)
        count = np.bincount(self.source[counted], minlength=size)
        words = np.bincount(self.sentence_source[read], self.words[read], minlength=size)
        return 1000 * count / np.where(words > 0, words, np.nan)

    def _labelled(self, labels: list[str]) -> np.ndarray:
        return self.outer.among(labels) | self.inner.among(labels)


class _Gaps:
    """Claims with their asserted and licensed level: mean gap, or share above."""

    def __init__(
        self,
        gap: pd.DataFrame,
        frequency: pd.DataFrame | None,
        kind: str,
        sources: list[str],
    ) -> None:
        self.sources, self.kind = sources, kind
        gap = gap.dropna(subset=["gap"])
        if frequency is not None:
            median = frequency[["source_id", "claim_id", "median_level"]]
            gap = gap.merge(median, how="left", on=["source_id", "claim_id"])
        number = {source: i for i, source in enumerate(sources)}
        self.source = gap["source_id"].map(number).to_numpy(int)
        self.levels = {"strongest": _floats(gap["asserted_level"])}
        if "median_level" in gap:
            self.levels["median"] = _floats(gap["median_level"])
        self.licensed = _floats(gap["licensed_level"])
        self.labels = {
            name: gap[name].fillna("").astype(str).str.replace("_", " ").to_numpy(str)
            for name in ("certainty", "direction", "verdict")
        }

    def can_act(self, values: Mapping[str, Mapping]) -> bool:
        """Say whether an axis can change anything here."""
        return all(c.get("asserted", "strongest") in self.levels for c in values.values())

    def measure(self, changes: list[Mapping]) -> np.ndarray:
        """Return the mean gap or the share above per source, NaN without a claim."""
        wording = _chosen(changes, "asserted", "strongest")
        asserted = self.levels[wording]
        licensed = self._relicense(_gather(changes, "licensed"))
        if _chosen(changes, "scale") == "adams":
            asserted, licensed = (np.digitize(v, ADAMS_FROM) for v in (asserted, licensed))
        without = [verdict.replace("_", " ") for verdict in _gather(changes, "without_verdicts")]
        kept = ~np.isin(self.labels["verdict"], without) & ~np.isnan(self.levels[wording])
        gap = (asserted - licensed)[kept]
        values = gap if self.kind == "gap" else (gap > 0).astype(float)
        size, source = len(self.sources), self.source[kept]
        claims = np.bincount(source, minlength=size)
        sums = np.bincount(source, values, minlength=size)
        return sums / np.where(claims > 0, claims, np.nan)

    def _relicense(self, rules: list[Mapping]) -> np.ndarray:
        licensed = self.licensed.copy()
        for rule in rules:
            hit = self.labels["certainty"] == rule["certainty"].replace("_", " ")
            if "directions" in rule:
                directions = [d.replace("_", " ") for d in rule["directions"]]
                hit &= np.isin(self.labels["direction"], directions)
            licensed[hit] = rule["level"]
        return licensed


class _Scores:
    """Readability scores, looked up."""

    def __init__(self, readability: pd.DataFrame, sources: list[str]) -> None:
        self.sources = sources
        keys = ["preparation", "formula", "source_id"]
        self.values = readability.set_index(keys)["value"].astype("Float64").sort_index()
        self.known = set(self.values.index.droplevel("source_id"))

    def can_act(self, values: Mapping[str, Mapping]) -> bool:
        """Say whether an axis can change anything here."""
        return True

    def measure(self, changes: list[Mapping]) -> np.ndarray:
        """Return the score of each source, NaN where it is undefined."""
        key = (_chosen(changes, "preparation"), _chosen(changes, "formula"))
        if key not in self.known:
            return np.full(len(self.sources), np.nan)
        return _floats(self.values.loc[key].reindex(self.sources))


def _floats(column: pd.Series) -> np.ndarray:
    return column.astype("Float64").to_numpy(float, na_value=np.nan)
