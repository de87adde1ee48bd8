"""Read ``evidence.yaml`` of a topic: verdicts, studies, and how each detail was verified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.settings import check_keys, read_yaml

DIRECTIONS = ("supports", "mixed", "no effect", "not tested in humans", "factual")
CERTAINTIES = ("high", "moderate", "low", "very low", "none")
INDIRECT = ("form", "population", "outcome", "comparator")
CORRECT = ("yes", "partly", "no")
STATUSES = ("verified", "secondary", "unverified")
_FILE = "evidence.yaml"


@dataclass(frozen=True, slots=True)
class Field:
    """A detail of a study with its ``status`` (verified, secondary, unverified) and where seen."""

    value: object
    status: str
    seen: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about one claim.

    ``indirect`` names the respects in which the studies are not about what pages claim;
    ``correct`` says of a fact whether pages have it right.
    """

    claim_id: str
    direction: str
    certainty: str
    rationale: str
    form: str = ""
    population: str = ""
    indirect: tuple[str, ...] = ()
    correct: str = "yes"
    studies: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of a topic: ``verdicts`` by claim_id, ``studies`` by key, field by field.

    ``words`` are phrases for forms and groups of people, for the check of citations.
    """

    topic: str
    compiled: str
    verdicts: Mapping[str, Verdict]
    studies: Mapping[str, Mapping[str, Field]]
    often_misreported: tuple[str, ...] = ()
    citation_hazards: tuple[Mapping[str, str], ...] = ()
    not_checked: tuple[str, ...] = ()
    words: Mapping[str, object] = field(default_factory=dict)


def load_evidence(folder: Path) -> Evidence:
    """Read ``evidence.yaml`` in the folder of a topic; without the file nothing is known yet.

    Raises:
        SettingsError: a key or value is wrong; one sentence says which and what to do.

    """
    path = Path(folder) / _FILE
    if not path.exists():
        return Evidence(path.parent.name, "", {}, {})
    data = read_yaml(path)
    known = ("topic", "compiled", "claims", "studies")
    extra = ("often_misreported", "citation_hazards", "not_checked")
    check_keys(data, (*known, *extra, "words"), known, _FILE)
    studies = {key: _study(key, fields) for key, fields in data["studies"].items()}
    verdicts = {key: _verdict(key, entry, studies) for key, entry in data["claims"].items()}
    rest = {name: tuple(data.get(name, ())) for name in extra}
    words = data.get("words", {})
    check_keys(words, ("forms", "people", "not_people", "denials"), (), f"{_FILE}, 'words'")
    return Evidence(
        str(data["topic"]), str(data["compiled"]), verdicts, studies, **rest, words=words
    )


def _verdict(claim_id: str, entry: object, studies: Mapping) -> Verdict:
    where = f"{_FILE}, claim '{claim_id}'"
    known = ("direction", "certainty", "rationale", "form", "population", "indirect", "correct")
    check_keys(entry, (*known, "studies", "note"), known[:3], where)
    _check_value(entry["direction"], DIRECTIONS, "direction", where)
    _check_value(entry["certainty"], CERTAINTIES, "certainty", where)
    _check_value(entry.get("correct", "yes"), CORRECT, "correct", where)
    for reason in entry.get("indirect", ()):
        _check_value(reason, INDIRECT, "indirect", where)
    for key in entry.get("studies", ()):
        if key not in studies:
            raise SettingsError(
                f"{where}: the study '{key}' is not under 'studies'; add it or correct the key."
            )
    lists = {name: tuple(entry.get(name, ())) for name in ("indirect", "studies")}
    return Verdict(claim_id=claim_id, **{**entry, **lists})


def _study(key: str, fields: object) -> dict[str, Field]:
    where = f"{_FILE}, study '{key}'"
    if not isinstance(fields, Mapping):
        raise SettingsError(f"{where} must hold 'key: value' lines; rewrite it so.")
    study = {}
    for name, detail in fields.items():
        at = f"{where}, '{name}'"
        check_keys(detail, ("value", "status", "seen", "note"), ("value", "status"), at)
        _check_value(detail["status"], STATUSES, "status", at)
        study[name] = Field(**detail)
    return study


def _check_value(value: object, allowed: Iterable[str], key: str, where: str) -> None:
    if value not in allowed:
        raise SettingsError(f"{where}: {key} is '{value}'; use one of {', '.join(allowed)}.")
