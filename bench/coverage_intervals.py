"""How often the intervals hold the truth: simulated data sets with a known value.

    python bench/coverage_intervals.py --datasets 2000

Prints one row per interval and case: n, the nominal coverage, the share of data sets whose interval
holds the true value (with its own Wilson limits), the mean width of the finite ones, and how often
the interval was undefined. The aim is 95 % plus or minus 1.5, or above for exact intervals, which
cannot fall below.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import simulate_intervals as simulate

from plumbline.compare.bootstrap import name_method
from plumbline.compare.intervals import CONFIDENCE, wilson_interval
from plumbline.compare.readability_intervals import MIN_RESAMPLED

SEED = 20260101
BUNCHED = {0: "independent", 1: "bunched"}
# interval, n, case, true value, and what draws one data set and returns its limits
Case = tuple[str, str, str, float, Callable[[np.random.Generator], simulate.Limits]]


def cases() -> Iterator[Case]:
    """Yield every interval that a table or a notebook shows."""
    yield from single_sources()
    yield from paragraphs()
    yield from readability()
    yield from over_sources()
    yield from contrasts()
    yield from accuracy()


def single_sources() -> Iterator[Case]:
    """Yield rates, shares and means of one source."""
    for mean in (1, 3, 8, 20):
        draw = partial(simulate.draw_rate, mean=mean)
        yield "Garwood", "1 page", f"{mean} matches expected", 1000 * mean / 700, draw
    for n, p in ((5, 0.3), (10, 0.3), (10, 0.8), (30, 0.5), (100, 0.1)):
        draw = partial(simulate.draw_share, n=n, share=p)
        yield "Wilson", f"{n} claims", f"p = {p}", p, draw
    for n in (5, 10, 30):
        draw = partial(simulate.draw_share, n=n, share=None)
        yield "Wilson", f"{n} claims", "any p", 0.0, draw
    for n in (5, 10, 20):
        draw = partial(simulate.draw_levels, n=n)
        yield "Student", f"{n} claims", "gaps in whole levels", simulate.TRUE_LEVEL, draw
    for n, rate, spread in ((20, 25, 0), (30, 10, 0), (30, 25, 0), (60, 10, 0), (60, 25, 1)):
        # Spread 1: matches fall as unevenly as hype does on supplement pages.
        for interval, name in (("bootstrap", name_method(n)), ("Garwood", "Garwood")):
            draw = partial(
                simulate.draw_sentences, interval=interval, n=n, per_1000=rate, spread=spread
            )
            yield name, f"{n} sentences", f"{rate} per 1,000, {BUNCHED[spread]}", float(rate), draw
    for n in (5, 9, 12, 24):
        draw = partial(simulate.draw_sentences, interval="bootstrap", n=n, per_1000=40, spread=0)
        yield name_method(n), f"{n} sentences", "40 per 1,000, independent", 40.0, draw


def paragraphs() -> Iterator[Case]:
    """Yield rates of one source whose paragraphs hang together."""
    for n in (6, 9, 12, 20, 25, 40):
        draw = partial(simulate.draw_paragraphs, interval="paragraphs", n=n, spread=0.3)
        case = "25 per 1,000, each its own rate"
        yield f"{name_method(n)} by paragraphs", f"{n} paragraphs", case, 25.0, draw
    draw = partial(simulate.draw_paragraphs, interval="sentences", n=20, spread=0.3)
    yield "BCa by sentences all the same", "20 paragraphs", case, 25.0, draw


def readability() -> Iterator[Case]:
    """Yield readability scores."""
    for interval, sizes in (("any study", (8, 15, 29, 30, 60)), ("large study", (30,))):
        for n in sizes:
            for formula in ("flesch_kincaid", "smog", "coleman_liau", "grade_median"):
                draw = partial(simulate.draw_readability, interval=interval, n=n, formula=formula)
                true, jackknifed = (
                    simulate.true_score(formula),
                    n < MIN_RESAMPLED or interval != "any study",
                )
                name = f"Readability, {'jackknife' if jackknifed else 'BCa'}"
                yield name, f"{n} sentences", formula, true, draw


def over_sources() -> Iterator[Case]:
    """Yield means, rates and shares with the source as the unit."""
    for n, between in ((2, 0.5), (3, 0.5), (5, 0), (5, 0.5), (5, 1), (10, 0.5), (20, 0.5)):
        draw = partial(simulate.draw_gaps, sources=n, between=between)
        yield "CR2", f"{n} sources", f"SD between sources {between}", 1.0, draw
    for n in (3, 5, 20, 100):
        for spread in (0, 0.4):
            draw = partial(simulate.draw_pooled_rate, sources=n, spread=spread)
            yield "Ratio over sources", f"{n} sources", f"dispersion {spread}", 8.0, draw
    for n in (3, 5, 20, 100):
        for share, rho in ((0.3, 0), (0.3, 0.2), (0.8, 0.2)):
            draw = partial(simulate.draw_pooled_share, sources=n, share=share, rho=rho)
            case = f"p = {share}, correlation within {rho}"
            yield "Share over sources", f"{n} sources", case, share, draw


def contrasts() -> Iterator[Case]:
    """Yield the contrasts of `comparison`."""
    for mean in (3, 10):
        draw = partial(simulate.draw_ratio, mean=mean)
        yield "Rate ratio", "2 pages", f"{mean} and {2 * mean} expected", 2.0, draw
    for n in (8, 25):
        draw = partial(simulate.draw_difference, n=n)
        yield "Newcombe 10", f"{n} claims each", ".6 against .4", 0.2, draw
    for n, ratio in ((20, 1.0), (20, 2.0), (50, 2.0)):
        draw = partial(simulate.draw_negative_binomial, n=n, ratio=ratio)
        yield "Negative binomial", f"{n} sources", f"ratio {ratio}", ratio, draw
    for m, n in ((2, 3), (5, 5), (10, 15)):
        draw = partial(simulate.draw_delta, m=m, n=n)
        yield "Cliff's delta", f"{m} against {n}", "one SD apart", math.erf(0.5), draw
    for m, n in ((4, 4), (5, 5), (10, 15), (40, 80)):
        draw = partial(simulate.draw_shift, m=m, n=n)
        yield "Hodges-Lehmann", f"{m} against {n}", "2 per 1,000, skewed", 2.0, draw
    for n in (5, 8, 10, 20, 50):
        draw = partial(simulate.draw_correlation, n=n)
        yield "Spearman", f"{n} sources", "rho .483", 6 / math.pi * math.asin(0.25), draw
    for contrast, true in (("correlation", simulate.true_within()), ("difference", 0.2)):
        for n in (5, 10, 30):
            draw = partial(simulate.draw_within, contrast=contrast, sources=n)
            yield "Within sources, jackknife", f"{n} sources", contrast, true, draw


def accuracy() -> Iterator[Case]:
    """Yield how well instruments and coders do."""
    for n in (50, 200):
        draw = partial(simulate.draw_f1, n=n)
        yield "F1, percentile", f"{n} sentences", "precision .8, recall .75", 2 * 0.6 / 1.55, draw
    for n in (50, 200):
        draw = partial(simulate.draw_alpha, n=n)
        yield "Alpha, percentile", f"{n} sentences", "2 coders", simulate.true_alpha(), draw


def describe(limits: list[simulate.Limits], true: float) -> str:
    """Return coverage with its limits, mean width and the share undefined, as cells."""
    defined = [(low, high) for low, high in limits if low is not None]
    own = wilson_interval(sum(low <= true <= high for low, high in defined), len(defined))
    undefined = 1 - len(defined) / len(limits)
    if own.estimate is None:
        return f"| | | {undefined:.1%}"
    widths = [high - low for low, high in defined if math.isfinite(high)]
    covered = f"{own.estimate:.1%} | {own.low:.1%} to {own.high:.1%}"
    return f"{covered} | {np.mean(widths):.3g} | {undefined:.1%}"


def main() -> None:
    """Print the coverage of every case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--datasets", type=int, default=2000, help="data sets per case")
    parser.add_argument("--only", default="", help="intervals whose name contains this")
    options = parser.parse_args()
    print("| interval | n | case | nominal | covered | its limits | mean width | undefined |")
    print("|---|---|---|---|---|---|---|---|")
    for name, n, case, true, draw in cases():
        if options.only in name:
            rng = np.random.Generator(np.random.PCG64(SEED))
            limits = [draw(rng) for _ in range(options.datasets)]
            cells = describe(limits, true)
            print(f"| {name} | {n} | {case} | {CONFIDENCE:.0%} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
