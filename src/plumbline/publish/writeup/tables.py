"""The tables of a write-up: the short ones of the notebooks, and those that only a paper needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from plumbline.lexicons import OPTIONAL, REQUIRED, read_tsv
from plumbline.publish import labels
from plumbline.publish.small_tables import MOST_ROWS, SMALL_TABLES, caption_table
from plumbline.publish.wording import confidence_of, name_interval, say_signed
from plumbline.publish.writeup.markdown import CITED
from plumbline.publish.writeup.references import LEXICON_SOURCES, choose_keys

STUDIES, LISTS = CITED
Tables = Mapping[str, pd.DataFrame]
Made = dict[str, tuple[str, pd.DataFrame]]
RATES = {"hedge": "hedges", "booster": "boosters", "hype": "hype words"}
TIERS = {"A+B+C": "checkable citations", "vague": "vague attributions"}


def make_tables(tables: Tables, lexicons: pd.DataFrame, known: set[str]) -> Made:
    """Return name -> caption and content of every table of the write-up that has rows.

    Args:
        tables: of the study.
        lexicons: from `list_entries`.
        known: keys of the bibliography.

    """
    frames = {name: build(tables) for name, (build, _) in SMALL_TABLES.items()}
    confidence = confidence_of(tables)
    made = {n: (caption_table(n, len(frame), confidence), frame) for n, frame in frames.items()}
    if "gaps" in made and not made["gaps"][1].empty:
        caption, gaps = made["gaps"]
        made["gaps"] = (caption, gaps.assign(**{STUDIES: _key_studies(gaps, tables, known)}))
    made["evidence"] = (
        "Claims that the sources state, and the evidence behind them",
        list_evidence(tables, known),
    )
    made["flow"] = ("Flow of sources, after PRISMA 2020", _show_flow(tables))
    made["lexicons"] = ("Lexicons in force, and the lists they draw on", _count_entries(lexicons))
    made["profile"] = (_say_profile(tables), list_profile(tables))
    return {name: own for name, own in made.items() if not own[1].empty}


def _show_flow(tables: Tables) -> pd.DataFrame:
    flow = tables["source_flow"]
    if flow["n"].eq(0).all():
        return pd.DataFrame()
    stayed = flow["reason"].eq("")
    return pd.DataFrame(
        {
            "stage": flow["description"].where(stayed, ""),
            "left out, and why": flow["reason"],
            "n": flow["n"].map("{:,}".format),
        }
    )


def _key_studies(gaps: pd.DataFrame, tables: Tables, known: set[str]) -> list[str]:
    """Return the keys of the studies behind each claim of the table of gaps."""
    ids = tables["claim_totals"].drop_duplicates("claim").set_index("claim")["claim_id"]
    studies = tables["evidence_gap"].drop_duplicates("claim_id").set_index("claim_id")["key_study"]
    keys = []
    for wording in gaps["claim"]:
        claim = ids.get(wording, wording)
        keys.append(" ".join(choose_keys(str(studies.get(claim, "")).split(), known)[:4]))
    return keys


def list_evidence(tables: Tables, known: set[str]) -> pd.DataFrame:
    """Return every claim held against evidence, with direction, certainty, level and studies."""
    rated = tables["evidence_gap"].dropna(subset=["gap"])
    if rated.empty:
        return pd.DataFrame()
    sources = rated.groupby("claim_id")["source_id"].nunique()
    rated = rated.drop_duplicates("claim_id").sort_values("claim_id", kind="stable")
    wording = tables["claim_totals"].drop_duplicates("claim_id").set_index("claim_id")["claim"]
    words = rated["claim_id"].map(wording)
    return pd.DataFrame(
        {
            "claim": words.where(words.fillna("").ne(""), rated["claim_id"]),
            "sources": rated["claim_id"].map(sources).map("{:,}".format),
            "evidence": rated["direction"],
            "certainty": rated["certainty"],
            "level licensed": rated["licensed_level"].map("{:.0f}".format),
            STUDIES: [" ".join(choose_keys(str(k).split(), known)) for k in rated["key_study"]],
        }
    )


def list_entries(lexicons: Path) -> pd.DataFrame:
    """Return every entry of the marker lexicons with its file and line."""
    rows = []
    for path in sorted(lexicons.glob("*.tsv")):
        with path.open(encoding="utf-8") as file:
            head = next((line for line in file if not line.startswith("#")), "")
        if set(REQUIRED) <= set(head.rstrip("\r\n").split("\t")):
            rows += [
                {"file": path.name, "line": line, "use": "on", **row}
                for line, row in read_tsv(path, REQUIRED, OPTIONAL)
            ]
    columns = ["file", "line", *REQUIRED, *OPTIONAL]
    frame = pd.DataFrame(rows, columns=columns)
    numbers = {name: pd.to_numeric(frame[name], errors="coerce") for name in ("precision", "n")}
    return frame.assign(use=frame["use"].replace("", "on").fillna("on"), **numbers)


def _count_entries(entries: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for (category, file), own in entries.groupby(["category", "file"], sort=False):
        letters = sorted({c for cell in own["source"] for c in str(cell).split()})
        keys = [key for letter in letters for key in LEXICON_SOURCES.get(letter, ())]
        rows.append(
            {
                "category": _name_category(category),
                "file": file,
                "entries in use": f"{int(own['use'].ne('off').sum()):,}",
                "switched off": f"{int(own['use'].eq('off').sum()):,}",
                "guarded": f"{int((own['guard'].ne('') & own['use'].ne('off')).sum()):,}",
                LISTS: " ".join(keys),
            }
        )
    return pd.DataFrame(rows)


def _name_category(category: str) -> str:
    known = category in labels.CATEGORIES or category in labels.TIERS
    return labels.label(category) if known else f"Named sources: {category}"


def list_profile(tables: Tables) -> pd.DataFrame:
    """Return rates, gap and share above the license of each source with their intervals."""
    documents = tables["documents"]
    chosen = _choose_sources(tables)
    columns, rate = {"source": chosen}, "{:.1f}".format
    for table, names, key in (
        ("rhetoric", RATES, "category"),
        ("citation_density", TIERS, "tier"),
    ):
        for name, title in names.items():
            own = tables[table][tables[table][key].eq(name)].set_index("source_id")
            columns[title] = _with_limits(own, chosen, "per_1000", "ci_low", "ci_high", rate)
    own = tables["overclaim"].set_index("source_id")
    if own["mean_gap"].notna().any():
        columns["mean gap"] = _with_limits(own, chosen, "mean_gap", "ci_low", "ci_high", say_signed)
        columns["share above"] = _with_limits(
            own, chosen, "share_above", "share_low", "share_high", "{:.2f}".format
        )
    return pd.DataFrame(columns) if len(documents) else pd.DataFrame()


def _choose_sources(tables: Tables) -> list[str]:
    read = tables["documents"][tables["documents"]["n_words"] > 0]
    if len(read) <= MOST_ROWS:
        return list(read["source_id"])
    longest = read.sort_values(["n_words", "source_id"], ascending=[False, True], kind="stable")
    return sorted(longest["source_id"].head(MOST_ROWS))


def _say_profile(tables: Tables) -> str:
    interval = name_interval(confidence_of(tables))
    text = (
        f"Rates per 1,000 words and gap to the licensed level by source, with {interval}s (exact "
        "Poisson of rates, Student's of the mean gap, Wilson's of the share)"
    )
    read = int((tables["documents"]["n_words"] > 0).sum())
    return text if read <= MOST_ROWS else f"{text}; the {MOST_ROWS} longest of {read:,} sources"


def _with_limits(
    own: pd.DataFrame,
    chosen: list[str],
    value: str,
    low: str,
    high: str,
    write: Callable[[float], str],
) -> list[str]:
    cells = []
    for source in chosen:
        row = own.loc[source] if source in own.index else None
        if row is None or pd.isna(row[value]):
            cells.append("")
        elif pd.isna(row[low]):
            cells.append(write(row[value]))
        else:
            cells.append(f"{write(row[value])} ({write(row[low])} to {write(row[high])})")
    return cells
