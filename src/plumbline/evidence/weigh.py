"""Hold what sources assert against what the evidence licenses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.evidence.load import CERTAINTIES, CORRECT, DIRECTIONS, Evidence, Verdict
from plumbline.settings import read_yaml

BY_CERTAINTY = "certainty"


def load_licensed_levels(path: Path) -> dict[str, dict[str, int | str]]:
    """Read the table of licensed levels: by certainty, by direction, and for wrong facts.

    Raises:
        SettingsError: a row is missing, unknown or not a level; one sentence says which.

    """
    table = read_yaml(Path(path))
    name = Path(path).name
    parts = {"certainty": CERTAINTIES, "direction": DIRECTIONS, "correct": CORRECT}
    for part, keys in parts.items():
        rows = table.get(part)
        if not isinstance(rows, Mapping) or set(rows) != set(keys):
            raise SettingsError(
                f"{name}: '{part}' must have the rows {', '.join(keys)}, no others; correct it."
            )
        for key, level in rows.items():
            by_certainty = part != "certainty" and level == BY_CERTAINTY
            if not by_certainty and (type(level) is not int or not 0 <= level <= 6):
                raise SettingsError(
                    f"{name}: {part} '{key}' is {level!r}; write a level from 0 to 6."
                )
    for part in table:
        if part not in parts:
            raise SettingsError(f"{name}: '{part}' is unknown; use {', '.join(parts)}.")
    return table


def licensed_level(verdict: Verdict, table: Mapping) -> int:
    """Return the level of claim that the evidence licenses, 0 to 6.

    After GRADE guidelines 26 (Santesso et al. 2020, doi 10.1016/j.jclinepi.2019.10.014), which tie
    the certainty of evidence to the verb of a statement.
    """
    level = table["direction"][verdict.direction]
    if verdict.direction == "factual" and level == BY_CERTAINTY:
        level = table["correct"][verdict.correct]
    return table["certainty"][verdict.certainty] if level == BY_CERTAINTY else level


def weigh(claims: Iterable[Mapping], evidence: Evidence, table: Mapping) -> list[dict]:
    """Return the rows of the table ``evidence_gap``: one per source and claim that it states.

    Args:
        claims: rows of the table ``claims``; headings (level 0) and ``other`` are passed over.
        evidence: from `load_evidence`.
        table: from `load_licensed_levels`.

    A claim counts once per source, at its strongest. A claim without evidence of its own has an
    empty licensed level and a note.

    """
    grouped: dict[tuple[str, str], list[Mapping]] = {}
    for row in claims:
        if row["level"] > 0 and row["claim_id"] != "other":
            grouped.setdefault((row["source_id"], row["claim_id"]), []).append(row)
    said: dict[tuple[str, int, bool], dict] = {}  # the same wherever a claim is made so
    rows = []
    for source_id, claim_id in sorted(grouped):
        own = grouped[source_id, claim_id]
        made = claim_id, max(row["level"] for row in own), _speaks_of_form(own)
        if made not in said:
            said[made] = _weigh_claim(*made, evidence, table)
        mentions = len({row["sentence_id"] for row in own})
        rows.append({"source_id": source_id, **said[made], "mentions": mentions})
    return rows


def _weigh_claim(
    claim_id: str, asserted: int, of_form: bool, evidence: Evidence, table: Mapping
) -> dict:
    """Return what the evidence says of a claim made at the level `asserted`."""
    gap = {
        "claim_id": claim_id,
        "asserted_level": asserted,
        "licensed_level": None,
        "gap": None,
        "verdict": "no_evidence",
        "reason": "",
        "direction": "",
        "certainty": "",
        "key_study": "",
        "note": "the topic has no evidence on this claim",
    }
    verdict = evidence.verdicts.get(claim_id)
    if verdict is None:
        return gap
    licensed = licensed_level(verdict, table)
    judged, reason = judge(verdict, asserted, licensed, of_form=of_form)
    return gap | {
        "licensed_level": licensed,
        "gap": asserted - licensed,
        "verdict": judged,
        "reason": reason,
        "direction": verdict.direction,
        "certainty": verdict.certainty,
        "key_study": " ".join(verdict.studies),
        "note": verdict.note,
    }


def judge(verdict: Verdict, asserted: int, licensed: int, *, of_form: bool) -> tuple[str, str]:
    """Return the verdict on a claim as a source words it, and the reason where it is indirect.

    The four verdicts follow Korownyk et al. 2014 (BMJ 349:g7346). Evidence in another form counts
    as indirect only where the source speaks of a form. Mixed evidence supports wording that keeps
    within its license and contradicts wording that goes beyond it. A source that denies an effect
    (level 1) agrees with evidence of no effect and contradicts evidence that supports one.
    """
    denied = asserted == 1
    if verdict.direction == "not tested in humans":
        return "no_evidence", ""
    if verdict.direction == "no effect":
        return ("supported" if denied else "contradicted"), ""
    if verdict.direction == "factual":
        return ("supported" if (verdict.correct != "no") != denied else "contradicted"), ""
    reasons = [r for r in verdict.indirect if r != "form" or of_form]
    if reasons:
        return "indirect", " ".join(reasons)
    if verdict.direction == "supports":
        return ("contradicted" if denied else "supported"), ""
    return ("supported" if asserted <= licensed else "contradicted"), ""


def _speaks_of_form(rows: Iterable[Mapping]) -> bool:
    return any("form" in str(row["tags"]).split() for row in rows)
