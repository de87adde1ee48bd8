"""Make an ``evidence.yaml`` from summary-of-findings tables and bibliographies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from plumbline.errors import SettingsError
from plumbline.evidence.findings import Finding, make_key, read_findings
from plumbline.evidence.references import Reference, read_references
from plumbline.evidence.tested import split_authors
from plumbline.whole import write_text

SUFFIXES = (".csv", ".bib", ".ris", ".json")
_UNIQUE = ("doi", "pmid")
UNDERSTOOD = "Every row was understood."
_LARGEST = 20_000_000  # bytes; a bibliography of 10,000 entries has some 5 million
# YAML admits no other control characters, and nobody types these
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def import_evidence(files: Iterable[Path], topic: str) -> tuple[dict, list[str]]:
    """Return the content of ``evidence.yaml`` and what was not understood.

    Studies come from the bibliographies, claims from the tables; nothing is taken as verified. An
    entry with the DOI or PMID of an earlier one is left out and reported.

    Args:
        files: .csv (summary of findings), .bib, .ris and .json (CSL-JSON).
        topic: short name of the topic.

    Returns:
        The data, which `load_evidence` accepts, and one sentence with file and line for each row or
        entry that was not understood.

    Raises:
        SettingsError: there is no file to read.

    """
    paths = sorted((p for p in map(Path, files) if p.suffix.lower() in SUFFIXES), key=_by_name)
    if not paths:
        raise SettingsError(
            "config: 'import_from' names no folder with files to import; "
            f"give one that holds {', '.join(SUFFIXES)}."
        )
    report: list[str] = []
    studies: dict[str, dict] = {}
    claims: dict[str, dict] = {}
    texts = {path: _read(path, report) for path in paths}
    for path, text in texts.items():
        if path.suffix.lower() != ".csv":
            found, problems = read_references(text, path.suffix.lower()[1:])
            _report_nothing(text, found, problems)
            _add_studies(studies, found, path.name, problems)
            report += _sentences(path.name, problems)
    for path, text in texts.items():
        if path.suffix.lower() == ".csv" and text:
            rows, problems = read_findings(text)
            _report_nothing(text, rows, problems)
            _add_claims(claims, rows, studies, problems)
            report += _sentences(path.name, problems)
    data = {"topic": topic, "compiled": "imported, not yet checked"}
    return {**data, "claims": claims, "studies": studies}, report


def write_evidence(data: Mapping, path: Path) -> None:
    """Write the content of ``evidence.yaml`` in UTF-8."""
    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=100)
    write_text(path, text)


def _by_name(path: Path) -> tuple[str, str]:
    return path.name, path.as_posix()


def _read(path: Path, report: list[str]) -> str:
    """Return the text of a file; an empty one, with a word in the report, if it cannot be read."""
    if path.stat().st_size > _LARGEST:
        report.append(
            f"{path.name}, line 1: this file is larger than {_LARGEST:,} bytes; split it."
        )
        return ""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        report.append(f"{path.name}, line {line}: this file is not UTF-8; save it as UTF-8.")
        return ""
    if not text.strip():
        report.append(f"{path.name}, line 1: this file is empty; remove it or fill it.")
        return ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(" ", text)


def _report_nothing(text: str, found: list, problems: list[tuple[int, str]]) -> None:
    if text and not found and not problems:
        problems.append((1, "nothing to import was found in this file; check what it holds."))


def _sentences(name: str, problems: Iterable[tuple[int, str]]) -> list[str]:
    return [f"{name}, line {line}: {sentence}" for line, sentence in sorted(problems)]


def _add_studies(
    studies: dict[str, dict],
    references: Iterable[Reference],
    file: str,
    problems: list[tuple[int, str]],
) -> None:
    known = {
        (name, study[name]["value"].lower()): key
        for key, study in studies.items()
        for name in _UNIQUE
        if name in study
    }
    for reference in references:
        own = [(n, reference.fields[n].lower()) for n in _UNIQUE if n in reference.fields]
        same = next((known[i] for i in own if i in known), "")
        if same:
            problems.append(
                (reference.line, f"this entry has the identifier of '{same}'; it was left out.")
            )
            continue
        key = _new_key(_study_key(reference), studies)
        known |= dict.fromkeys(own, key)
        studies[key] = {
            name: {"value": value, "status": "unverified", "note": f"imported from {file}"}
            for name, value in reference.fields.items()
        }


def _study_key(reference: Reference) -> str:
    """Return the entry's own key, else first author and year."""
    if reference.key and make_key(reference.key) != "unnamed":
        return make_key(reference.key)
    names = split_authors(reference.fields.get("authors", ""))
    year = reference.fields.get("year", "")
    return make_key(" ".join([*names[:1], year])) if names else make_key(f"study {year}")


def _new_key(key: str, taken: Mapping) -> str:
    """Return the key, with the first number that is free where it is taken."""
    if key not in taken:
        return key
    step = 1  # doubles while taken, then halves: few tries even where thousands share a key
    while f"{key}_{1 + step}" in taken:
        step *= 2
    low, high = step // 2, step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if f"{key}_{1 + middle}" in taken else (low, middle)
    return f"{key}_{1 + high}"


def _add_claims(
    claims: dict[str, dict],
    rows: Iterable[Finding],
    studies: Mapping[str, dict],
    problems: list[tuple[int, str]],
) -> None:
    for row in rows:
        known = [key for key in row.references if key in studies]
        for key in row.references:
            if key not in studies:
                problems.append(
                    (row.line, f"the study '{key[:60]}' is in no bibliography; it was left out.")
                )
        claim_id = _new_key(row.claim_id, claims)
        if claim_id != row.claim_id:
            problems.append(
                (row.line, f"the claim '{row.claim_id}' stands twice; this one is '{claim_id}'.")
            )
        claims[claim_id] = {**row.entry, "studies": known}
