"""The `comparison` table: the contrasts of the plan, each with an interval and an exact test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from plumbline.compare.adjust import adjust_benjamini_hochberg, adjust_holm
from plumbline.compare.bootstrap import derive_seed
from plumbline.compare.exact_tests import (
    Contrast,
    compare_mean_with_zero,
    compare_rates,
    compare_shares,
    compare_within,
    correlate_within,
    leave_one_out,
)
from plumbline.compare.negative_binomial import MIN_SOURCES, compare_group_rates
from plumbline.compare.permutations import permute_groups
from plumbline.compare.plan import (
    COUNTED,
    SECTIONS,
    check_categories,
    count_by_sentence,
    measure_sources,
)
from plumbline.compare.rank_tests import compare_groups, correlate_ranks, shift_interval
from plumbline.tables import columns

MAX_LEFT_OUT = 50  # sources; above, leaving one out says nothing new
MAX_DIFFERENCES = (
    1_000_000  # between two groups; a shift over more takes more room than it is worth
)


def compare_sources(
    tables: Mapping[str, pd.DataFrame], plan: Mapping, settings: Mapping
) -> pd.DataFrame:
    """Return the `comparison` table.

    Args:
        tables: rhetoric, citation_density, attribution, overclaim, documents, evidence_gap and
            claim_frequency; those that are missing or empty give no rows. With sentences, markers
            and citations the notes on pairs of sources say more.
        plan: from `plan.read_plan`.
        settings: the section ``statistics`` of the configuration: seed and confidence.

    Returns:
        One row per contrast, sorted by measure and contrast; no pairs, groups or correlations with
        fewer than two sources.

    Raises:
        SettingsError: the plan counts a category that the tables do not hold.

    """
    check_categories(tables, plan)
    values = {name: measure_sources(tables, m) for name, m in plan["measures"].items()}
    rows = []
    for section in SECTIONS:
        found = [
            ("pairs of sources", _pair_rows(values, tables, plan, section, settings)),
            ("groups", _group_rows(values, tables, plan, section, settings)),
            ("correlations", _correlation_rows(values, plan, section, settings)),
            ("claims", _claim_rows(tables, plan, section, settings)),
        ]
        for family, contrasts in found:
            for measure, contrast, result in contrasts:
                row = {"measure": measure, "contrast": contrast, **result._asdict()}
                rows.append(row | {"planned": section == "planned", "family": family})
    if not rows:
        return pd.DataFrame(columns=columns("comparison"))
    frame = pd.DataFrame(rows).rename(
        columns={"low": "ci_low", "high": "ci_high", "p_smallest": "p_smallest_possible"}
    )
    numbers = ["estimate", "ci_low", "ci_high", "p", "p_smallest_possible"]
    frame[numbers] = frame[numbers].astype(float)
    frame = frame.drop_duplicates(["measure", "contrast"])  # planned ones come first
    frame = _adjust(frame).sort_values(["measure", "contrast"], ignore_index=True)
    return frame[columns("comparison")]


def _adjust(frame: pd.DataFrame) -> pd.DataFrame:
    """Add p_adjusted, by Holm within each planned family and Benjamini-Hochberg for the rest."""
    frame = frame.assign(p_adjusted=np.nan)
    families = frame["family"].where(frame["planned"], "exploratory")
    for family, own in frame.groupby(families):
        tested = int(own["p"].notna().sum())
        planned = family != "exploratory"
        adjust = adjust_holm if planned else adjust_benjamini_hochberg
        frame.loc[own.index, "p_adjusted"] = adjust(own["p"].to_numpy())
        if tested > 1:
            name = "Holm" if planned else "Benjamini-Hochberg"
            said = f"adjusted by {name} over {tested} tests"
            has_p = own.index[own["p"].notna()]
            frame.loc[has_p, "note"] = [_join(note, said) for note in frame.loc[has_p, "note"]]
    return frame


def _pair_rows(
    values: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    plan: Mapping,
    section: str,
    settings: Mapping,
) -> Iterator[tuple[str, str, Contrast]]:
    """Yield the contrast of every pair of sources, or of the named pairs in a large corpus."""
    contrasts, limit = plan[section], plan["max_paired_sources"]
    named = [tuple(pair) for pair in contrasts.get("named_pairs", [])]
    for measure in contrasts.get("source_pairs", []):
        sources = values[measure]
        every = list(combinations(sources.index, 2)) if len(sources) <= limit else []
        pairs = [*every, *(p for p in named if p not in every and p[::-1] not in every)]
        pairs = [(a, b) for a, b in pairs if a in sources.index and b in sources.index]
        wanted = {source for pair in pairs for source in pair}
        blocks = count_by_sentence(tables, plan["measures"][measure], wanted)
        for a, b in pairs:
            sign = "-" if "whole" in sources else "/"
            result = _compare_pair(sources, blocks, a, b, measure, settings)
            yield measure, f"{a} {sign} {b}", result
        if len(sources) > limit:
            note = (
                f"{len(sources)} sources: pairs are compared up to {limit} only; "
                "name pairs in the plan, or put the sources into groups"
            )
            yield measure, "all pairs", Contrast(None, None, None, None, None, 0, "none", note)


def _compare_pair(
    sources: pd.DataFrame,
    blocks: Mapping[str, np.ndarray],
    a: str,
    b: str,
    measure: str,
    settings: Mapping,
) -> Contrast:
    """Compare two sources; the note says what p is when whole sentences change places.

    The exact test takes matches as independent. Where they come in bunches it is too sure of
    itself, and the second p, which keeps the matches of a sentence together, is the larger.
    """
    first, second = sources.loc[a], sources.loc[b]
    if "whole" in sources:
        shares = (int(s[key]) for s in (first, second) for key in ("part", "whole"))
        return compare_shares(*shares, settings["confidence"])
    counts = int(first["count"]), int(second["count"])
    words = first["n_words"], second["n_words"]
    result = compare_rates(counts[0], words[0], counts[1], words[1], settings["confidence"])
    if result.p is None or a not in blocks or b not in blocks:
        return result
    sentences = np.concatenate([blocks[a], blocks[b]])
    rate = sentences[:, 0].sum() / sentences[:, 1].sum()
    seed = derive_seed(settings["seed"], "pair", measure, a, b)
    p, _ = permute_groups(sentences[:, 0] - rate * sentences[:, 1], len(blocks[a]), seed)
    return result._replace(note=_join(result.note, f"p {p:.3g} with sentences permuted"))


def _group_rows(
    values: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    plan: Mapping,
    section: str,
    settings: Mapping,
) -> Iterator[tuple[str, str, Contrast]]:
    """Yield the contrasts between groups of at least two sources."""
    groups = _groups(tables)
    for measure in plan[section].get("groups", []):
        sources = values[measure].join(groups, how="inner")
        sizes = sources.groupby("group").size()
        for a, b in combinations(sorted(sizes.index[sizes >= 2]), 2):
            yield measure, f"group {a} against group {b}", _compare_groups(sources, a, b, settings)
            both = sources[sources["group"].isin([a, b])]
            if plan["measures"][measure]["table"] in COUNTED and len(both) >= MIN_SOURCES:
                result = compare_group_rates(
                    both["count"], both["n_words"], both["group"].eq(a), settings["confidence"]
                )
                yield measure, f"group {a} / group {b}", result


def _groups(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the group of each source that has one."""
    documents = tables.get("documents")
    if documents is None or documents.empty:
        return pd.Series(dtype=object, name="group")
    groups = documents.set_index("source_id")["group"].fillna("").astype(str)
    return groups[groups.ne("")]


def _compare_groups(sources: pd.DataFrame, a: str, b: str, settings: Mapping) -> Contrast:
    first, second = (sources.loc[sources["group"].eq(g), "value"].to_numpy() for g in (a, b))
    seed = derive_seed(settings["seed"], "groups", a, b)
    result = compare_groups(first, second, seed, settings["confidence"])
    note = f"{len(first)} against {len(second)} sources"
    if len(first) * len(second) <= MAX_DIFFERENCES:
        shift, low, high = shift_interval(first, second, settings["confidence"])
        limits = f" ({low:.3g} to {high:.3g})" if low is not None else ""
        note = f"{note}; Hodges-Lehmann shift {shift:.3g}{limits}"
    return result._replace(note=_join(result.note, note))


def _correlation_rows(
    values: Mapping[str, pd.DataFrame], plan: Mapping, section: str, settings: Mapping
) -> Iterator[tuple[str, str, Contrast]]:
    """Yield rank correlations of two measures over sources."""
    for first, second in plan[section].get("correlations", []):
        pair = {"x": values[first]["value"], "y": values[second]["value"]}
        both = pd.DataFrame(pair).dropna()
        if len(both) < 2:
            continue
        x, y = both["x"].to_numpy(), both["y"].to_numpy()
        seed = derive_seed(settings["seed"], "correlation", first, second)
        result = correlate_ranks(x, y, seed, settings["confidence"])
        note = _left_out_note(x, y, list(both.index)) if result.estimate is not None else ""
        yield first, f"with {second} over sources", result._replace(note=_join(result.note, note))


def _left_out_note(x: np.ndarray, y: np.ndarray, sources: list[str]) -> str:
    """Say how far the correlation moves when one source is left out."""
    if not 4 <= len(sources) <= MAX_LEFT_OUT:
        return ""

    def correlate(kept: np.ndarray) -> float | None:
        ranks = stats.rankdata(x[kept]), stats.rankdata(y[kept])
        same = min(np.ptp(r) for r in ranks) == 0
        return None if same else float(np.corrcoef(*ranks)[0, 1])

    parts = [
        (name, value) for name, value in leave_one_out(correlate, sources) if value is not None
    ]
    if not parts:
        return ""
    ends = min(parts, key=lambda p: p[1]), max(parts, key=lambda p: p[1])
    low, high = (f"{value:.2f} (without {name})" for name, value in ends)
    return f"leaving one source out: {low} to {high}"


def _claim_rows(
    tables: Mapping[str, pd.DataFrame], plan: Mapping, section: str, settings: Mapping
) -> Iterator[tuple[str, str, Contrast]]:
    """Yield the contrasts whose unit is the claim and whose cluster is the source."""
    gap = tables.get("evidence_gap")
    if gap is None or gap.dropna(subset=["gap"]).empty:
        return
    # Drawn permutations follow the order of the rows, so it must be fixed.
    gap = gap.dropna(subset=["gap"]).sort_values(["source_id", "claim_id"])
    confidence = settings["confidence"]
    for name in plan[section].get("claims", []):
        seed, sources = derive_seed(settings["seed"], "claims", name), gap["source_id"].tolist()
        if name == "gap_against_zero":
            result = compare_mean_with_zero(_floats(gap["gap"]), sources, seed, confidence)
            yield "gap", "mean over claims against 0", result
        elif name == "asserted_with_licensed":
            levels = _floats(gap["asserted_level"]), _floats(gap["licensed_level"])
            result = correlate_within(*levels, sources, seed, confidence)
            yield "asserted_level", "with licensed_level within sources", result
        else:
            yield from _hedging_by_evidence(tables, gap, plan["strong_from"], seed, confidence)


def _hedging_by_evidence(
    tables: Mapping[str, pd.DataFrame],
    gap: pd.DataFrame,
    strong_from: int,
    seed: int,
    confidence: float,
) -> Iterator[tuple[str, str, Contrast]]:
    """Yield whether claims with weak evidence are hedged more often than those with strong."""
    frequency = tables.get("claim_frequency")
    if frequency is None or frequency.empty:
        return
    frequency = frequency[frequency["mentions"] > 0]
    both = gap[["source_id", "claim_id", "licensed_level"]].merge(
        frequency[["source_id", "claim_id", "mentions", "hedged"]], on=["source_id", "claim_id"]
    )
    if both.empty:
        return
    weak = _floats(both["licensed_level"]) < strong_from
    share = _floats(both["hedged"]) / _floats(both["mentions"])
    result = compare_within(weak, share, both["source_id"].tolist(), seed, confidence)
    yield "share_hedged", "weak against strong evidence within sources", result


def _floats(column: pd.Series) -> np.ndarray:
    return column.astype("Float64").to_numpy(float, na_value=np.nan)


def _join(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
