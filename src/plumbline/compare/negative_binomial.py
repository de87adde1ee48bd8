"""Negative binomial rates: for groups of sources that vary more than Poisson counts would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import optimize, special, stats

from plumbline.compare.exact_tests import Contrast
from plumbline.compare.intervals import CONFIDENCE
from plumbline.compare.power import detectable_from_limits

MIN_SOURCES = 20
MOST_PROFILED = 5000  # sources; above, Wald's limits are the same and cost a fiftieth
NO_FLOOR = "p from a large-sample distribution, which has no smallest value"
_DISPERSION = (-10.0, 5.0)  # bounds of log alpha; at e^-10 the model is Poisson for any page


class Fit(NamedTuple):
    """Coefficients on the log scale, dispersion alpha, and the log-likelihood reached."""

    coefficients: np.ndarray
    dispersion: float
    log_likelihood: float


def fit_negative_binomial(
    counts: Sequence[float],
    exposures: Sequence[float],
    design: np.ndarray,
    times: Sequence[float] | float = 1.0,
) -> Fit:
    """Fit log(mean) = log(exposure) + design @ coefficients by maximum likelihood.

    NB2 of Cameron & Trivedi (1986), J. Appl. Econometrics 1:29-53: the variance is
    mean + alpha mean^2, so sources may differ in their true rates.

    Args:
        counts: one count per source, shape (n,).
        exposures: its words (any unit), more than 0, shape (n,).
        design: one column per coefficient, the first of ones, shape (n, k).
        times: how many sources each row stands for, shape (n,).

    """
    y, offset = np.asarray(counts, float), np.log(np.asarray(exposures, float))
    start = np.zeros(design.shape[1] + 1)
    start[0] = np.log(((times * y).sum() + 0.5) / (times * np.exp(offset)).sum())
    start[-1] = -1.0
    likelihood = _Likelihood(y, offset, design, times)
    found = optimize.minimize(likelihood.negative_log, start, method="BFGS", jac=True)
    alpha = float(np.exp(np.clip(found.x[-1], *_DISPERSION)))
    return Fit(found.x[:-1], alpha, -float(found.fun))


class _Likelihood:
    """The likelihood of some counts; what costs most is worked out once per distinct count."""

    def __init__(
        self,
        y: np.ndarray,
        offset: np.ndarray,
        design: np.ndarray,
        times: np.ndarray | float = 1.0,
    ) -> None:
        self.y, self.offset, self.design, self.times = y, offset, design, times
        self.distinct, self.place = np.unique(y, return_inverse=True)
        self.log_factorials = special.gammaln(y + 1)

    def negative_log(self, parameters: np.ndarray) -> tuple[float, np.ndarray]:
        """Return minus the log-likelihood and its gradient, flat beyond the bounds of log alpha."""
        y, log_alpha = self.y, np.clip(parameters[-1], *_DISPERSION)
        alpha = np.exp(log_alpha)
        size, mean = 1 / alpha, np.exp(self.offset + self.design @ parameters[:-1])
        log_spread = np.log1p(alpha * mean)
        value = (
            special.gammaln(self.distinct + size)[self.place]
            - special.gammaln(size)
            - self.log_factorials
            - size * log_spread
            + special.xlogy(y, alpha * mean / (1 + alpha * mean))
        )
        by_log_mean = (y - mean) / (1 + alpha * mean)
        by_size = (
            special.digamma(self.distinct + size)[self.place]
            - special.digamma(size)
            - log_spread
            + (mean - y) / (mean + size)
        )
        inside = log_alpha == parameters[-1]
        by_log_alpha = -size * (self.times * by_size).sum() if inside else 0.0
        gradient = np.append(self.design.T @ (self.times * by_log_mean), by_log_alpha)
        return -float((self.times * value).sum()), -gradient


def compare_group_rates(
    counts: Sequence[float],
    exposures: Sequence[float],
    first: Sequence[bool],
    confidence: float = CONFIDENCE,
) -> Contrast:
    """Compare two groups of sources by the ratio of their rates, first over second.

    Negative binomial with a common dispersion; p and limits from the profile likelihood, with the
    quantile of F(1, n - 2) in place of chi-squared's, which is too narrow at 20 sources. Above
    `MOST_PROFILED` sources they are Wald's, on the log scale.

    Args:
        counts: one count per source, shape (n,).
        exposures: its words, shape (n,).
        first: whether the source is of the first group, shape (n,).
        confidence: between 0 and 1.

    """
    y, exposure = np.asarray(counts, float), np.asarray(exposures, float)
    first = np.asarray(first, bool)
    method, n = "rate ratio, negative binomial, profile likelihood", len(y)
    if n < MIN_SOURCES or min(first.sum(), (~first).sum()) < 2:
        note = f"{n} sources: the model needs {MIN_SOURCES}, and two in each group"
        return Contrast(None, None, None, None, None, n, method, note)
    if min(y[first].sum(), y[~first].sum()) == 0:
        note = "a group without a single match: no finite ratio"
        return Contrast(None, None, None, None, None, n, method, note)
    design = np.column_stack([np.ones(n), first])
    if n > MOST_PROFILED:
        return _compare_by_wald(y, exposure, design, confidence)
    best = fit_negative_binomial(y, exposure, design)

    def drop(log_ratio: float) -> float:
        shifted = exposure * np.exp(np.where(first, log_ratio, 0.0))
        fixed = fit_negative_binomial(y, shifted, design[:, :1])
        return 2 * (best.log_likelihood - fixed.log_likelihood)

    estimate = float(best.coefficients[1])
    limit = float(stats.f.ppf(confidence, 1, n - 2))
    low, high = (_profile_limit(drop, estimate, limit, side) for side in (-1, 1))
    p = float(stats.f.sf(max(0.0, drop(0.0)), 1, n - 2))
    limits = [None if x is None else float(np.exp(x)) for x in (low, high)]
    flat = "" if None not in limits else "; the likelihood is too flat to bound the ratio"
    found = None if flat else _detect(high - low, n)
    note = f"{NO_FLOOR}{flat}"
    return Contrast(float(np.exp(estimate)), *limits, p, None, n, method, note, detectable=found)


def _compare_by_wald(
    y: np.ndarray, exposure: np.ndarray, design: np.ndarray, confidence: float
) -> Contrast:
    """Return the contrast with limits from the expected information (Lawless 1987).

    Many sources have the same count, words and group; they are looked at once.
    """
    n = len(y)
    rows, times = _count_rows(np.column_stack([y, exposure, design]))
    y, exposure, design = rows[:, 0], rows[:, 1], rows[:, 2:]
    best = fit_negative_binomial(y, exposure, design, times)
    mean = exposure * np.exp(design @ best.coefficients)
    information = design.T @ (design * (times * mean / (1 + best.dispersion * mean))[:, None])
    error = float(np.sqrt(np.linalg.inv(information)[1, 1]))
    estimate, freedom = float(best.coefficients[1]), n - 2
    width = error * float(stats.t.ppf((1 + confidence) / 2, freedom))
    low, high = (float(np.exp(estimate + side * width)) for side in (-1, 1))
    p = 2 * float(stats.t.sf(abs(estimate) / error, freedom))
    method = "rate ratio, negative binomial, Wald"
    found = _detect(2 * width, n)
    numbers = (float(np.exp(estimate)), low, high, p, None, n)
    return Contrast(*numbers, method, NO_FLOOR, detectable=found)


def _count_rows(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct rows, and how often each stands there, sooner than `np.unique`."""
    rows = rows[np.lexsort(rows.T)]
    firsts = np.flatnonzero(np.append(True, (rows[1:] != rows[:-1]).any(axis=1)))
    return rows[firsts], np.diff(np.append(firsts, len(rows)))


def _detect(width: float, n: int) -> float:
    """Return the smallest ratio above 1 to be found, from the width of its interval of logs."""
    return float(np.exp(detectable_from_limits(width / 2, n - 2)))


def _profile_limit(drop, estimate: float, limit: float, side: int) -> float | None:
    """Return where the profile has dropped by `limit`, on one side of the estimate."""
    step = 0.25
    while drop(estimate + side * step) < limit:
        step *= 2
        if step > 16:
            return None
    inner, outer = sorted((estimate, estimate + side * step))
    return float(optimize.brentq(lambda x: drop(x) - limit, inner, outer, xtol=1e-5))
