"""The multiverse: every measure under each combination of choices another analyst might make.

Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspect. Psychol. Sci. 11:702-712. Everything is
taken from the tables; no source is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress, product
from pathlib import Path

import numpy as np
import pandas as pd

from plumbline.compare.multiverse_measures import COUNTED, Measured, prepare_measure
from plumbline.errors import SettingsError
from plumbline.settings import check, read_yaml
from plumbline.tables import columns

Branch = tuple[str, list[Mapping]]  # its settings in words, and its changes

SCHEMA = Path(__file__).parents[3] / "workflow" / "schemas" / "multiverse.schema.yaml"


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
        tables: documents, sentences, markers, citations, claims, evidence_gap, readability and
            reuse; a measure whose tables are missing gives no rows.
        setup: from `read_multiverse`.

    Returns:
        One row per measure, branch and source. Branch 1 of each measure is the study's own choice;
        a value that is undefined in a branch is missing, and so is its rank. Branches without any
        value (a readability score that was not taken) are left out, and so is a measure without
        one in branch 1.

    """
    parts = []
    for name, measure in setup["measures"].items():
        data = prepare_measure(tables, measure)
        if data is not None:
            axes = {axis: setup["axes"][axis]["values"] for axis in measure["axes"]}
            axes = {axis: values for axis, values in axes.items() if data.can_act(values)}
            few = len(data.sources) <= setup["full_up_to"]
            branches = _all_branches(axes) if few else _single_changes(axes)
            parts.append(_measure_branches(name, data, branches))
    if not parts:
        return pd.DataFrame(columns=columns("multiverse"))
    frame = pd.concat(parts, ignore_index=True)
    groups = frame.groupby(["measure", "branch"], sort=False)["value"]
    frame["rank"] = groups.rank(ascending=False, method="average")
    frame = frame.sort_values(["measure", "branch", "source_id"], ignore_index=True)
    return frame[columns("multiverse")]


def _measure_branches(name: str, data: Measured, branches: Iterable[Branch]) -> pd.DataFrame:
    """Return a measure by branch and source; branches without any value are left out.

    Where the study's own choice, the first, has no value there is nothing to hold others against.
    """
    taken = [(settings, data.measure(changes)) for settings, changes in branches]
    known = [not np.isnan(values).all() for _, values in taken]
    taken = list(compress(taken, known)) if known[0] else []
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


def _all_branches(axes: Mapping[str, Mapping]) -> Iterator[Branch]:
    """Yield each combination of the axes' values, the study's own choices first."""
    for values in product(*axes.values()):
        yield _describe_branch(axes, dict(zip(axes, values, strict=True)))


def _single_changes(axes: Mapping[str, Mapping]) -> Iterator[Branch]:
    """Yield the study's own choices, then those that differ from them on one axis."""
    own = {axis: next(iter(values)) for axis, values in axes.items()}
    yield _describe_branch(axes, own)
    for axis, values in axes.items():
        for value in list(values)[1:]:
            yield _describe_branch(axes, own | {axis: value})


def _describe_branch(axes: Mapping[str, Mapping], chosen: Mapping[str, str]) -> Branch:
    settings = ";".join(f"{axis}={value}" for axis, value in chosen.items())
    return settings, [axes[axis][value] for axis, value in chosen.items()]
