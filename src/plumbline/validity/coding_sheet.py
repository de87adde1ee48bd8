"""A blinded sheet for human coders: sentences drawn by what the instruments found in them.

A plain random sample of sentences holds few of the rare ones, so sentences are drawn by stratum:
the rarest code that the instruments found in a sentence, or none. What is said of the instruments
is then weighted by how many sentences each drawn one stands for (Cochran 1977, Sampling
Techniques, chapter 5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from plumbline.compare.bootstrap import derive_seed
from plumbline.errors import PlumblineError
from plumbline.settings import check, read_yaml
from plumbline.tables import write_rows

SCHEMA = Path(__file__).parents[3] / "workflow" / "schemas" / "coding.schema.yaml"
NOTHING = "nothing found"
KEY_COLUMNS = ("unit", "source_id", "sentence_id", "stratum", "weight", "sentence_hash")
PLACE = ["source_id", "sentence_id"]


def load_codes(path: Path) -> dict:
    """Read ``coding.yaml``; the values of each code come back sorted, as whole numbers.

    Raises:
        SettingsError: one sentence that names file and key.

    """
    plan = read_yaml(path)
    named = plan.get("codes")
    for code in (
        (c for c in named.values() if isinstance(c, dict)) if isinstance(named, dict) else ()
    ):
        if isinstance(code.get("values"), dict):
            code["values"] = {str(key): str(text) for key, text in code["values"].items()}
    check(plan, read_yaml(SCHEMA), path.name)
    for code in plan["codes"].values():
        code["values"] = {int(k): t for k, t in sorted(code["values"].items(), key=_by_number)}
    return plan


def _by_number(item: tuple[str, str]) -> int:
    return int(item[0])


def measure_sentences(
    tables: Mapping[str, pd.DataFrame], codes: Mapping[str, Mapping]
) -> pd.DataFrame:
    """Return what the instruments say of each sentence: a row per sentence, a column per code."""
    frame = tables["sentences"][[*PLACE, "kind", "text"]].copy()
    places = pd.MultiIndex.from_frame(frame[PLACE])
    for name, code in codes.items():
        table = tables[code["measured"]["table"]]
        if "highest" in code["measured"]:
            found = table.groupby(PLACE)[code["measured"]["highest"]].max()
        else:
            match = table[table[code["measured"]["column"]].isin(code["measured"]["values"])]
            found = match.groupby(PLACE).size().clip(upper=1)
        frame[name] = found.reindex(places).fillna(0).astype(int).to_numpy()
    return frame


def draw_sample(measured: pd.DataFrame, plan: Mapping, seed: int) -> pd.DataFrame:
    """Return the sentences drawn, in an order that tells nothing, with stratum and weight.

    Args:
        measured: from `measure_sentences`.
        plan: from `load_codes`.
        seed: of the study.

    Raises:
        PlumblineError: there is no sentence to draw.

    """
    frame = measured[measured["kind"].isin(plan["kinds"])].reset_index(drop=True)
    if frame.empty:
        raise PlumblineError(
            "coding_sheet: no sentence of the kinds that coding.yaml names was read; add sources."
        )
    frame["stratum"] = _strata(frame, list(plan["codes"]))
    rng = np.random.Generator(np.random.PCG64(derive_seed(seed, "coding sheet")))
    drawn = []
    for _, own in frame.groupby("stratum", sort=True):
        n = min(plan["per_stratum"], len(own))
        chosen = own.iloc[np.sort(rng.choice(len(own), n, replace=False))]
        drawn.append(chosen.assign(weight=len(own) / n))
    sample = pd.concat(drawn, ignore_index=True)
    sample = sample.iloc[rng.permutation(len(sample))].reset_index(drop=True)
    sample["sentence_hash"] = [hash_sentence(text) for text in sample["text"]]
    mark = hashlib.sha256("".join(sample["sentence_hash"]).encode()).hexdigest()[:4]
    # the mark tells the units of one sheet from those of another
    sample["unit"] = [f"{mark}-{i:04d}" for i in range(1, len(sample) + 1)]
    return sample


def _strata(frame: pd.DataFrame, names: list[str]) -> list[str]:
    """Return for each sentence the rarest code found in it."""
    rarest = sorted(names, key=lambda name: (int((frame[name] > 0).sum()), name))
    strata = pd.Series(NOTHING, index=frame.index)
    for name in reversed(rarest):
        strata[frame[name] > 0] = name
    return list(strata)


def hash_sentence(text: str) -> str:
    """Return a short hash that tells whether a sentence is still the one that was coded."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def write_coding_sheet(
    sample: pd.DataFrame, sentences: pd.DataFrame, plan: Mapping, folder: Path
) -> None:
    """Write ``sheet.csv`` and ``codebook.md`` for the coders, ``key.csv`` for nobody but the study.

    The sheet names neither source nor group nor what the instruments found.
    """
    texts = sentences.set_index(PLACE)["text"]
    rows = []
    for row in sample.itertuples():
        before, after = (texts.get((row.source_id, row.sentence_id + step), "") for step in (-1, 1))
        rows.append({"unit": row.unit, "before": before, "sentence": row.text, "after": after})
    codes = list(plan["codes"])
    blank = dict.fromkeys([*codes, "comment"], "")
    columns = ["unit", "before", "sentence", "after", *codes, "comment"]
    write_rows([row | blank for row in rows], folder / "sheet.csv", columns)
    key = sample.assign(weight=sample["weight"].map("{:.6g}".format))
    write_rows(key[list(KEY_COLUMNS)].to_dict("records"), folder / "key.csv", KEY_COLUMNS)
    (folder / "codebook.md").write_text(_codebook(plan), encoding="utf-8")


def _codebook(plan: Mapping) -> str:
    lines = [
        "# Codebook for coders",
        "",
        "Code the column `sentence`; `before` and `after` are there for context only. Enter one of "
        "the codes below into every column, and leave a cell empty only where you cannot decide. "
        "Code alone, without looking up where a sentence comes from. Save the sheet as CSV under "
        "your name, and change no other column.",
        "",
    ]
    for name, code in plan["codes"].items():
        lines += [f"## {name}", "", code["question"], "", "| code | meaning |", "|---|---|"]
        lines += [f"| {value} | {text} |" for value, text in code["values"].items()]
        lines.append("")
    return "\n".join(lines)
