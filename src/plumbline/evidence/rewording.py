"""The most overclaimed sentences of each source, and wording that the evidence licenses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter

from plumbline.errors import SettingsError
from plumbline.evidence.load import Evidence, Field, Verdict
from plumbline.evidence.tested import label_study
from plumbline.settings import check, read_yaml

PLACES = ("claim", "Claim", "subject", "Subject", "verb", "object", "certainty")
_ALWAYS = {"claim", "Claim", "certainty"}  # places that every claim can fill
WORDING = ("subject", "verb", "object", "clause")
_SCHEMA = Path(__file__).parents[3] / "workflow/schemas/rewordings.schema.yaml"
_KEY_STUDIES = 3  # named beside the rationale; all stand in evidence_gap
# what must have been seen for a study to be named without a word on its status
_SEEN = ("title", "authors", "year", "result")
_STATUS = {"secondary": "seen at second hand", "unverified": "not verified"}
_FIRST_WORD = re.compile(r"[^\W_]+")

Templates = Mapping[str, Mapping[str, list[str]]]


def load_templates(path: Path) -> Templates:
    """Read the templates, by state of the evidence and licensed level.

    Raises:
        SettingsError: a state is missing, a level is none, or a place to fill is unknown.

    """
    name = Path(path).name
    data = {
        state: {str(level): texts for level, texts in levels.items()}
        if isinstance(levels, Mapping)
        else levels
        for state, levels in read_yaml(Path(path)).items()
    }
    check(data, read_yaml(_SCHEMA), name)
    for state, levels in data.items():
        for level, texts in levels.items():
            for text in texts:
                _check_places(text, f"{name}: {state}, level {level}")
            if level == "any" and not any(_places(text) <= _ALWAYS for text in texts):
                raise SettingsError(
                    f"{name}: {state}, level any: every template needs a wording that a claim may "
                    "lack; add one with {claim} alone."
                )
    return data


def _places(text: str) -> set[str]:
    return {place for _, place, _, _ in Formatter().parse(text) if place is not None}


def _check_places(text: str, where: str) -> None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise SettingsError(f"{where}: '{text}' has a brace without its partner; add it.") from None
    for _, place, style, conversion in parts:
        if place is not None and (place not in PLACES or style or conversion):
            raise SettingsError(
                f"{where}: '{{{place}}}' is no place to fill; use {', '.join(PLACES)}."
            )


def load_wordings(folder: Path) -> dict[str, dict[str, str]]:
    """Return ``text`` and the parts of ``wording`` of each claim in the folder of a topic.

    Raises:
        SettingsError: a part of a wording is unknown, no text, or one of several is missing.

    """
    claims = read_yaml(Path(folder) / "claims.yaml").get("claims", {})
    wordings = {}
    for claim_id, entry in claims.items():
        where = f"claims.yaml, claim '{claim_id}', wording"
        parts = entry.get("wording", {})
        if not isinstance(parts, Mapping):
            raise SettingsError(f"{where} must hold 'key: value' lines; rewrite it so.")
        for key, value in parts.items():
            if key not in WORDING or not isinstance(value, str):
                raise SettingsError(
                    f"{where}: '{key}' is unknown or no text; use {', '.join(WORDING)}."
                )
        if 0 < len(parts.keys() & set(WORDING[:3])) < 3:
            raise SettingsError(f"{where}: give subject, verb and object together, or none.")
        wordings[claim_id] = {"text": str(entry["text"]), **parts}
    return wordings


def reword_claims(
    claims: Iterable[Mapping],
    sentences: Iterable[Mapping],
    gaps: Iterable[Mapping],
    evidence: Evidence,
    wordings: Mapping[str, Mapping[str, str]],
    templates: Templates,
    *,
    per_source: int = 5,
) -> list[dict]:
    """Return the rows of the table ``rewordings``: for each source its most overclaimed sentences.

    A sentence stands for its claim with the largest gap. Sentences come by their gap, largest
    first; among equal gaps a claim not yet listed goes first, then the order of the text.

    Args:
        claims: rows of the table of that name; so are `sentences` and `gaps` (``evidence_gap``).
        evidence: from `load_evidence`.
        wordings: from `load_wordings`.
        templates: from `load_templates`.
        per_source: most sentences of a source.

    """
    texts = {(s["source_id"], s["sentence_id"]): s for s in sentences}
    licensed = {
        (g["source_id"], g["claim_id"]): int(g["licensed_level"])
        for g in gaps
        if g["licensed_level"] is not None
    }
    worst = _worst_claims(claims, licensed)
    said: dict[tuple[str, int], dict[str, str]] = {}  # the same for all sentences of a claim
    rows = []
    for source_id in sorted(worst):
        for claim in _select(worst[source_id], per_source):
            key = claim["claim_id"], claim["licensed_level"]
            if key not in said:
                verdict = evidence.verdicts[key[0]]
                said[key] = {
                    "evidence": describe_evidence(verdict, evidence),
                    "rewording": reword(wordings[key[0]], verdict, key[1], templates),
                }
            rows.append(_row(claim, texts[source_id, claim["sentence_id"]], said[key]))
    return rows


def _worst_claims(
    claims: Iterable[Mapping], licensed: Mapping[tuple[str, str], int]
) -> dict[str, list[dict]]:
    """Return, by source, the claim of each sentence that goes furthest beyond its license."""
    worst: dict[tuple, dict] = {}
    for claim in claims:
        level = licensed.get((claim["source_id"], claim["claim_id"]))
        if level is None or claim["level"] <= level:
            continue
        row = {**claim, "licensed_level": level, "gap": claim["level"] - level}
        place = (claim["source_id"], claim["sentence_id"])
        worst[place] = min(worst.get(place, row), row, key=_rank)
    by_source: dict[str, list[dict]] = {}
    for place in sorted(worst):
        by_source.setdefault(place[0], []).append(worst[place])
    return by_source


def _rank(row: Mapping) -> tuple:
    return -row["gap"], -row["level"], row["start"], row["claim_id"]


def _select(rows: Iterable[dict], most: int) -> list[dict]:
    """Return the first `most` rows by gap, claims that are not listed yet before repeats."""
    listed: dict[tuple, int] = {}
    ranked = []
    for row in sorted(rows, key=_rank):
        key = (row["gap"], row["claim_id"])
        listed[key] = listed.get(key, 0) + 1
        ranked.append((-row["gap"], listed[key], _rank(row), row))
    ranked.sort(key=lambda r: r[:3])
    return [row for *_, row in ranked[:most]]


def _row(claim: Mapping, sentence: Mapping, said: Mapping[str, str]) -> dict:
    return {
        "source_id": claim["source_id"],
        "sentence_id": claim["sentence_id"],
        "start": sentence["start"],
        "end": sentence["end"],
        "claim_id": claim["claim_id"],
        "asserted_level": claim["level"],
        "licensed_level": claim["licensed_level"],
        "gap": claim["gap"],
        "sentence": sentence["text"],
        "evidence": said["evidence"],
        "rewording": said["rewording"],
        "generated": True,
    }


def reword(
    wording: Mapping[str, str], verdict: Verdict, licensed: int, templates: Templates
) -> str:
    """Return a sentence that states a claim as strongly as the evidence licenses, no stronger."""
    clause = wording.get("clause") or _lower_first(wording["text"])
    places = {"claim": clause, "Claim": _upper_first(clause), "certainty": verdict.certainty}
    if "verb" in wording:
        places |= {part: wording[part] for part in WORDING[:3]}
        places["Subject"] = _upper_first(wording["subject"])
    levels = templates[_state(verdict)]
    choices = [*levels.get(str(licensed), ()), *levels["any"]]
    text = next(text for text in choices if _places(text) <= places.keys())
    return text.format(**places)


def _state(verdict: Verdict) -> str:
    """Return the state of the evidence that the templates go by."""
    if verdict.direction != "factual" or verdict.correct == "yes":
        return verdict.direction
    return "wrong" if verdict.correct == "no" else "partly right"


def describe_evidence(verdict: Verdict, evidence: Evidence) -> str:
    """Return why the evidence licenses no more, and the deciding studies with their status."""
    names = [
        label_study(key, evidence.studies[key]) + _status(evidence.studies[key])
        for key in verdict.studies[:_KEY_STUDIES]
    ]
    rationale = " ".join(verdict.rationale.split())
    return f"{rationale} Key studies: {'; '.join(names)}." if names else rationale


def _status(study: Mapping[str, Field]) -> str:
    """Name the weakest status of the fields that tell what the study is and found."""
    found = {study[name].status for name in _SEEN if name in study and study[name].value}
    worst = next((s for s in ("unverified", "secondary") if s in found), "")
    return f" ({_STATUS[worst]})" if worst else ""


def _lower_first(text: str) -> str:
    """Put a sentence inside another: a word of one capital goes down, GABA and B12 stay."""
    first = _FIRST_WORD.match(text)
    plain = first is not None and (first[0][1:].islower() or first[0] == "A")
    return text[0].lower() + text[1:] if plain else text


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
