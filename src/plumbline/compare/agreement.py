"""Agreement of coders beyond chance: Krippendorff's alpha and Gwet's AC1."""

from __future__ import annotations

import numpy as np

SCALES = ("nominal", "ordinal")


def krippendorff_alpha(codes: np.ndarray, scale: str, n_values: int) -> float:
    """Return Krippendorff's alpha; NaN where it is undefined.

    Krippendorff (2019), Content Analysis, chapter 12, by the package krippendorff. Undefined are
    codes of which no unit has two, and codes that are all alike.

    Args:
        codes: 0 to `n_values` - 1, NaN where a coder left a unit out, shape (coders, units).
        scale: nominal or ordinal.
        n_values: number of values that a code can take.

    """
    import krippendorff  # here: the comparisons of every study need it not

    paired = np.asarray(codes, float)[:, (~np.isnan(codes)).sum(axis=0) >= 2]
    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        return float("nan")
    return float(
        krippendorff.alpha(
            reliability_data=paired,
            level_of_measurement=scale,
            value_domain=[float(value) for value in range(n_values)],
        )
    )


def coincidences(codes: np.ndarray, n_values: int) -> np.ndarray:
    """Return what each unit adds to the table of coincidences, shape (units, n_values ** 2).

    A unit with m codes adds every ordered pair of its codes, weighted by 1 / (m - 1).
    """
    codes = np.asarray(codes, float)
    counts = np.stack([(codes == value).sum(axis=0) for value in range(n_values)], axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(n_values)
    coded = counts.sum(axis=1)
    weight = np.divide(1.0, coded - 1, out=np.zeros(len(coded)), where=coded > 1)
    return (pairs * weight[:, None, None]).reshape(len(counts), -1)


def alpha_of_sums(sums: np.ndarray, scale: str, n_values: int) -> np.ndarray:
    """Return alpha from sums of `coincidences`, shape (..., n_values ** 2); NaN where undefined.

    For resamples: one division instead of one call of the package for each.
    """
    table = np.asarray(sums, float).reshape(*np.shape(sums)[:-1], n_values, n_values)
    margins = table.sum(axis=-1)
    total = margins.sum(axis=-1)
    distance = _distances(margins, scale, n_values)
    expected = margins[..., :, None] * margins[..., None, :]
    observed = (table * distance).sum(axis=(-2, -1)) * (total - 1)
    chance = (expected * distance).sum(axis=(-2, -1))
    share = np.divide(observed, chance, out=np.full_like(chance, np.nan), where=chance > 0)
    return 1 - share


def _distances(margins: np.ndarray, scale: str, n_values: int) -> np.ndarray:
    """Return the squared difference of every pair of values, shape (..., n_values, n_values)."""
    if scale == "nominal":
        return np.broadcast_to(1.0 - np.eye(n_values), (*margins.shape[:-1], n_values, n_values))
    # ordinal: how many codes lie from one value to the other, the two ends counted half
    place = np.cumsum(margins, axis=-1) - margins / 2
    return (place[..., :, None] - place[..., None, :]) ** 2


def gwet_ac1(codes: np.ndarray, n_values: int) -> float:
    """Return Gwet's AC1; NaN where no unit has two codes.

    Gwet (2008), Br. J. Math. Stat. Psychol. 61:29-48: (p - e) / (1 - e), p the share of pairs of
    codes of a unit that agree, averaged over units with at least two; e the sum of q (1 - q) over
    the values, divided by their number less 1, q the mean share of a value. All differences count
    alike, so an ordinal code is treated as nominal.

    Args:
        codes: as for `krippendorff_alpha`.
        n_values: number of values that a code can take.

    """
    codes = np.asarray(codes, float)
    counts = np.stack([(codes == value).sum(axis=0) for value in range(n_values)], axis=1)
    coded = counts.sum(axis=1)
    counts, coded = counts[coded > 0], coded[coded > 0]
    twice = coded > 1
    if not twice.any():
        return float("nan")
    pairs = (counts[twice] * (counts[twice] - 1)).sum(axis=1)
    observed = float(np.mean(pairs / (coded[twice] * (coded[twice] - 1))))
    share = (counts / coded[:, None]).mean(axis=0)
    chance = float((share * (1 - share)).sum()) / (n_values - 1)
    return (observed - chance) / (1 - chance)
