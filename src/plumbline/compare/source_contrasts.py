"""Contrasts whose unit is the source: pairs, groups and correlations of the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from plumbline.compare.bootstrap import derive_seed
from plumbline.compare.exact_tests import Contrast, compare_rates, compare_shares, range_left_out
from plumbline.compare.negative_binomial import MIN_SOURCES, compare_group_rates
from plumbline.compare.plan import count_by_sentence
from plumbline.compare.power import (
    detectable_correlation,
    detectable_delta,
    detectable_rate_ratio,
    detectable_share_difference,
)
from plumbline.compare.rank_tests import (
    cliffs_delta,
    compare_groups,
    correlate_ranks,
    shift_interval,
)

MAX_DIFFERENCES = (
    1_000_000  # between two groups; a shift over more takes more room than it is worth
)
Row = tuple[str, str, Contrast]  # measure, contrast, result


def contrast_pairs(
    values: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    plan: Mapping,
    section: str,
    settings: Mapping,
) -> Iterator[Row]:
    """Yield the contrast of every pair of sources, or of the named pairs in a large corpus.

    Args:
        values: measure -> `plan.measure_sources`.
        tables: the study's tables; sentences and matches give a second p.
        plan: from `plan.read_plan`.
        section: planned or exploratory.
        settings: seed and confidence.

    """
    contrasts, limit = plan[section], plan["max_paired_sources"]
    named = [tuple(pair) for pair in contrasts.get("named_pairs", [])]
    for measure in contrasts.get("source_pairs", []):
        sources, unit = values[measure], plan["measures"][measure].get("unit", "claims")
        sign = "-" if "whole" in sources else "/"
        pairs = _pairs(sources.index, named, limit)
        wanted = {source for pair in pairs for source in pair if source in sources.index}
        blocks = count_by_sentence(tables, plan["measures"][measure], wanted)
        for a, b in pairs:
            missing = [source for source in (a, b) if source not in wanted]
            if missing:
                result = _no_contrast(f"no source '{missing[0]}' with a value of this measure")
            else:
                result = _compare_pair(sources, blocks, a, b, settings["confidence"], unit)
            yield measure, f"{a} {sign} {b}", result
        if len(sources) > limit:
            note = (
                f"{len(sources)} sources: pairs are compared up to {limit} only; "
                "name pairs in the plan, or put the sources into groups"
            )
            yield measure, "all pairs", _no_contrast(note)


def _pairs(
    names: Collection[str], named: list[tuple[str, str]], limit: int
) -> list[tuple[str, str]]:
    """Return every pair of up to `limit` names, then the named pairs that are not among them."""
    every = list(combinations(names, 2)) if len(names) <= limit else []
    return [*every, *(p for p in named if p not in every and p[::-1] not in every)]


def _no_contrast(note: str) -> Contrast:
    return Contrast(None, None, None, None, None, 0, "none", note)


def _compare_pair(
    sources: pd.DataFrame,
    blocks: Mapping[str, np.ndarray],
    a: str,
    b: str,
    confidence: float,
    unit: str,
) -> Contrast:
    """Compare two sources, and say what they could have shown; `unit` is that of shares."""
    first, second = sources.loc[a], sources.loc[b]
    if "whole" in sources:
        parts, wholes = (
            [int(source[key]) for source in (first, second)] for key in ("part", "whole")
        )
        result = compare_shares(parts[0], wholes[0], parts[1], wholes[1], confidence, unit)
        found = detectable_share_difference(*wholes, sum(parts) / sum(wholes))
        return result._replace(detectable=found)
    counts = int(first["count"]), int(second["count"])
    words = first["n_words"], second["n_words"]
    result = compare_rates(counts[0], words[0], counts[1], words[1], confidence)
    typical = 1000 * sum(counts) / sum(words)
    result = result._replace(detectable=detectable_rate_ratio(*words, typical))
    if result.p is None or a not in blocks or b not in blocks:
        return result
    return result._replace(p_blocks=_compare_marked(blocks[a], blocks[b]))


def _compare_marked(first: np.ndarray, second: np.ndarray) -> float:
    """Return the p of the rate ratio with every sentence that holds a match counted once.

    The exact test takes matches as independent. Where they come in bunches it is too sure of
    itself; bunches that fall independently of one another are what this counts.
    """
    marked = [int((block[:, 0] > 0).sum()) for block in (first, second)]
    words = [block[:, 1].sum() for block in (first, second)]
    return compare_rates(marked[0], words[0], marked[1], words[1]).p


def contrast_groups(
    values: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    plan: Mapping,
    section: str,
    settings: Mapping,
) -> Iterator[Row]:
    """Yield the contrasts between groups of at least two sources, or the named ones of many.

    Arguments as above.
    """
    groups, limit = _groups(tables), plan["max_paired_groups"]
    named = [tuple(pair) for pair in plan[section].get("named_groups", [])]
    for measure in plan[section].get("groups", []):
        sources = values[measure].join(groups, how="inner")
        label, names = pd.factorize(sources.pop("group"), sort=True)
        sizes = np.bincount(label, minlength=len(names))
        large = [name for name, size in zip(names, sizes, strict=True) if size >= 2]
        for a, b in _pairs(large, named, limit):
            missing = [group for group in (a, b) if group not in large]
            if missing:
                note = f"no group '{missing[0]}' with two sources that have a value of this measure"
                yield measure, f"group {a} against group {b}", _no_contrast(note)
                continue
            one, other = (label == names.get_loc(group) for group in (a, b))
            both = one | other
            found = _contrast_two_groups(sources[both], one[both], a, b, settings)
            for contrast, result in found:
                yield measure, contrast, result
        if len(large) > limit:
            note = (
                f"{len(large)} groups: they are compared in pairs up to {limit} only; name pairs "
                "of them in the plan, or make fewer groups"
            )
            yield measure, "all groups", _no_contrast(note)


def _contrast_two_groups(
    sources: pd.DataFrame, first: np.ndarray, a: str, b: str, settings: Mapping
) -> Iterator[tuple[str, Contrast]]:
    """Yield contrast and result of two groups on one measure; `first` says who is in `a`."""
    values, confidence = sources["value"].to_numpy(float), settings["confidence"]
    yield f"group {a} against group {b}", _compare_groups(values, first, a, b, settings)
    if first.sum() * (~first).sum() <= MAX_DIFFERENCES:
        yield f"group {a} - group {b}", _shift(values, first, confidence)
    if "count" in sources and len(sources) >= MIN_SOURCES:
        result = compare_group_rates(sources["count"], sources["n_words"], first, confidence)
        yield f"group {a} / group {b}", result


def _groups(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the group of each source that has one."""
    documents = tables.get("documents")
    if documents is None or documents.empty:
        return pd.Series(dtype=object, name="group")
    groups = documents.set_index("source_id")["group"].fillna("").astype(str)
    return groups[groups.ne("")]


def _compare_groups(
    values: np.ndarray, first: np.ndarray, a: str, b: str, settings: Mapping
) -> Contrast:
    seed = derive_seed(settings["seed"], "groups", a, b)
    result = compare_groups(values[first], values[~first], seed, settings["confidence"])

    def delta(kept: np.ndarray) -> float | None:
        ours, theirs = values[kept][first[kept]], values[kept][~first[kept]]
        return cliffs_delta(ours, theirs)[0] if len(ours) and len(theirs) else None

    return result._replace(
        note=_sizes(first),
        detectable=detectable_delta(int(first.sum()), int((~first).sum())),
        **range_left_out(delta, len(values)),
    )


def _shift(values: np.ndarray, first: np.ndarray, confidence: float) -> Contrast:
    """Return the shift between two groups; its test is that of Cliff's delta, not a second one."""
    shift, low, high = shift_interval(values[first], values[~first], confidence)
    note = f"{_sizes(first)}; tested by Cliff's delta"
    if low is None:
        note = f"{note}; groups too small for limits"
    method = "Hodges-Lehmann shift, exact Mann-Whitney limits"
    return Contrast(shift, low, high, None, None, len(values), method, note)


def _sizes(first: np.ndarray) -> str:
    return f"{first.sum()} against {(~first).sum()} sources"


def contrast_correlations(
    values: Mapping[str, pd.DataFrame], plan: Mapping, section: str, settings: Mapping
) -> Iterator[Row]:
    """Yield rank correlations of two measures over sources; arguments as above."""
    for one, other in plan[section].get("correlations", []):
        x, y = values[one]["value"].rename("x"), values[other]["value"].rename("y")
        both = x.to_frame().join(y, how="inner").dropna()  # in the order of the sources
        if len(both) < 2:
            continue
        x, y = both["x"].to_numpy(), both["y"].to_numpy()
        seed = derive_seed(settings["seed"], "correlation", one, other)
        result = correlate_ranks(x, y, seed, settings["confidence"])
        if result.estimate is not None:
            result = _add_left_out(result, x, y)
        yield one, f"with {other} over sources", result


def _add_left_out(result: Contrast, x: np.ndarray, y: np.ndarray) -> Contrast:
    """Say how far the correlation moves when one source is left out."""

    def correlate(kept: np.ndarray) -> float | None:
        ranks = stats.rankdata(x[kept]), stats.rankdata(y[kept])
        same = min(np.ptp(r) for r in ranks) == 0
        return None if same or len(kept) < 3 else float(np.corrcoef(*ranks)[0, 1])

    moved = range_left_out(correlate, len(x))
    return result._replace(detectable=detectable_correlation(len(x)), **moved)
