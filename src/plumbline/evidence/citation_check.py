"""Hold what sources cite against what the cited studies tested."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plumbline.evidence.load import Evidence
from plumbline.evidence.names import (
    names_study,
    resembles_entry,
    study_named_in,
    years_agree,
)
from plumbline.evidence.statements import Statement, find_mismatches, read_statement
from plumbline.evidence.tested import Tested, Vocabulary, read_tested

_DEFECTS = {"placeholder_identifier": "placeholder", "malformed_identifier": "malformed"}
_ENTRY, _AUTHOR_YEAR = "reference_entry", "author_year"
_BEGINNING = 100  # characters of a reference entry that are shown
_BETWEEN = "; "  # the identifiers of a mark such as [1, 2] in the table citations
_NUMERIC = re.compile(r"\d+")


@dataclass(frozen=True)
class _Sources:
    """The rows of the four tables by sentence, and the evidence made ready."""

    citations: Mapping[tuple, list[Mapping]]
    claims: Mapping[tuple, list[Mapping]]
    numbers: Mapping[tuple, list[Mapping]]
    sentences: Mapping[tuple, Mapping]
    studies: Mapping[str, Tested]
    by_identifier: Mapping[str, str]
    wrong: Mapping[str, str]
    vocabulary: Vocabulary


@dataclass(frozen=True)
class _Finding:
    """What was found out about one citation; ``study`` is empty where none was recognised."""

    check: str
    study: str = ""
    expected: str = ""
    found: str = ""
    note: str = ""


def check_citations(
    citations: Iterable[Mapping],
    claims: Iterable[Mapping],
    numbers: Iterable[Mapping],
    sentences: Iterable[Mapping],
    evidence: Evidence,
) -> list[dict]:
    """Return the rows of the table ``citation_check``.

    A citation by identifier, by a mark that points to one, or by author and year is matched to a
    study of the topic; then the sentence is compared with what that study tested. Where a sentence
    cites several studies, it is wrong only if none of them fits. Nothing is said of a respect of
    which the evidence is silent, of a form that the sentence says was not tested, nor of what only
    the words of a heading cite.

    Args:
        citations: rows of the table of that name, and so are `claims`, `numbers`, `sentences`.
        evidence: from `load_evidence`; the fields that matter are in docs/citation-check.md.

    Raises:
        SettingsError: a structured field of the evidence is wrong.

    """
    studies = read_tested(evidence)
    sources = _Sources(
        _by_sentence(row for row in citations if not row["heading_tier"]),
        _by_sentence(claims),
        _by_sentence(numbers),
        {(s["source_id"], s["sentence_id"]): s for s in sentences},
        studies,
        {i: key for key, study in studies.items() for i in study.identifiers},
        {
            str(i).lower(): str(hazard.get("study", ""))
            for hazard in evidence.citation_hazards
            for i in hazard.get("identifiers", ())
        },
        Vocabulary(evidence.words),
    )
    rows = []
    for place in sorted(sources.citations):
        rows += _check_sentence(place, sources)
    return sorted(rows, key=lambda r: (r["source_id"], r["start"], r["study"], r["check"]))


def _by_sentence(rows: Iterable[Mapping]) -> dict[tuple, list[Mapping]]:
    grouped: dict[tuple, list[Mapping]] = {}
    for row in rows:
        grouped.setdefault((row["source_id"], row["sentence_id"]), []).append(row)
    return grouped


def _check_sentence(place: tuple, sources: _Sources) -> list[dict]:
    """Match the citations of one sentence, then compare the sentence with their studies."""
    here = sources.citations[place]
    named = [row["text"] for row in here if row["kind"] == _AUTHOR_YEAR]
    findings = [(row, f) for row in here for f in _match_each(row, named, sources)]
    cited = [
        sources.studies[f.study]
        for row, f in findings
        if f.check == "matched" and row["kind"] != _ENTRY
    ]
    statement = _statement(place, sources) if cited else None
    rows = []
    for row, finding in findings:
        wrong: list[_Finding] = []
        if statement and finding.check == "matched" and row["kind"] != _ENTRY:
            study = sources.studies[finding.study]
            compared = find_mismatches(statement, study, cited, sources.vocabulary)
            wrong = [_Finding(m.check, study.key, m.expected, m.found, m.note) for m in compared]
        rows += [_row(row, f) for f in wrong or [finding]]
    return rows


def _match_each(row: Mapping, named: list[str], sources: _Sources) -> list[_Finding]:
    """Return what a citation refers to; a mark can point to several identifiers."""
    parts = str(row["identifier"] or "").split(_BETWEEN)
    found = (f for part in parts for f in _match({**row, "identifier": part}, named, sources))
    return list(dict.fromkeys(found))


def _match(row: Mapping, named: list[str], sources: _Sources) -> list[_Finding]:
    """Return what a citation refers to; nothing where it gives no identifier and no known name."""
    identifier = str(row["identifier"] or "").lower()
    if row["kind"] in _DEFECTS:
        return [_defect(row, named, sources)]
    key = _look_up(identifier, sources.by_identifier)
    if key:
        return [_agreement(row, sources.studies[key], named, sources)]
    if row["kind"] == _AUTHOR_YEAR:
        keys = study_named_in(row["text"], sources.studies)
        return [_Finding("matched", k, note="matched by author and year") for k in keys]
    if row["tier"] != "A" or not identifier:
        return []
    return [_unknown(row, identifier, named, sources)]


def _look_up(identifier: str, known: Mapping[str, str]) -> str:
    """Return the study of an identifier; a DOI may carry a part of an address (/full, /pdf)."""
    while identifier:
        if identifier in known:
            return known[identifier]
        identifier, slash, _ = identifier.rpartition("/")
        if not (slash and identifier.startswith("10.") and "/" in identifier):
            return ""
    return ""


def _agreement(row: Mapping, study: Tested, named: list[str], sources: _Sources) -> _Finding:
    """Say whether authors and year beside an identifier are those of its study."""
    matched = _Finding("matched", study.key, note=_identifier_note(study, row))
    if row["kind"] == _ENTRY:
        if resembles_entry(row["text"], study):
            return matched
        others, text = study_named_in(row["text"], sources.studies), _beginning(row["text"])
    else:
        texts = [row["text"]] if row["kind"] == _AUTHOR_YEAR else named
        if not texts or not study.surnames:
            return matched
        if any(names_study(text, study) and years_agree(text, study) for text in texts):
            return matched
        others = [key for text in texts for key in study_named_in(text, sources.studies)]
        text = "; ".join(texts)
    note = f"the identifier belongs to {study.label}, not to the study named beside it"
    if others and others[0] != study.key:
        note += f"; that of {sources.studies[others[0]].label} is {_shown(others[0], row, sources)}"
    return _Finding("wrong_identifier", study.key, study.label, text, note)


def _beginning(entry: str) -> str:
    """Return as much of a reference entry as tells it from others."""
    return entry if len(entry) <= _BEGINNING else entry[:_BEGINNING].rsplit(" ", 1)[0] + " …"


def _unknown(row: Mapping, identifier: str, named: list[str], sources: _Sources) -> _Finding:
    """An identifier of no study of the topic: a wrong one in circulation, a slip, or just new."""
    hazard = sources.wrong.get(identifier)
    if hazard is not None:
        expected = _shown(hazard, row, sources) if hazard else ""
        note = "a wrong identifier that the evidence lists as being in circulation"
        return _Finding("wrong_identifier", hazard, expected, identifier, note)
    texts = [row["text"]] if row["kind"] == _ENTRY else named
    for text in texts:
        for key in study_named_in(text, sources.studies, by_title=row["kind"] == _ENTRY):
            own = _own_identifiers(sources.studies[key], _kind(row))
            if own:
                note = f"{sources.studies[key].label} is named beside it, which has another"
                return _Finding("wrong_identifier", key, " ".join(own), identifier, note)
    note = "no study of the topic has this identifier"
    numeric = _NUMERIC.fullmatch(identifier) is not None
    near = [k for k in sources.by_identifier if numeric and _one_digit_off(identifier, k)]
    if near:
        label = sources.studies[sources.by_identifier[near[0]]].label
        note += f"; it is one digit off that of {label}, {near[0]}"
    return _Finding("unknown", found=identifier, note=note)


def _defect(row: Mapping, named: list[str], sources: _Sources) -> _Finding:
    """A malformed or placeholder identifier, with the right one where a study is named."""
    check = _DEFECTS[row["kind"]]
    keys = [k for text in named for k in study_named_in(text, sources.studies)]
    if len(set(keys)) != 1:
        return _Finding(check, found=str(row["identifier"] or ""))
    expected = " ".join(_own_identifiers(sources.studies[keys[0]], _kind(row)))
    return _Finding(check, keys[0], expected, str(row["identifier"] or ""))


def _one_digit_off(one: str, other: str) -> bool:
    """Say whether a number differs from another identifier in one digit, as slips of the pen do."""
    if len(one) != len(other) or not _NUMERIC.fullmatch(other):
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _kind(row: Mapping) -> str:
    """Return the kind of identifier a citation holds (doi, pmid, ...), also that of an entry."""
    return str(row["rule"]).removeprefix("identifier.")


def _own_identifiers(study: Tested, kind: str) -> list[str]:
    return sorted(i for i, own in study.identifiers.items() if own == kind)


def _shown(key: str, row: Mapping, sources: _Sources) -> str:
    """Return the identifier of a study: of the kind cited, else any."""
    study = sources.studies.get(key)
    if study is None or not study.identifiers:
        return "not known"
    return " ".join(_own_identifiers(study, _kind(row)) or [min(study.identifiers)])


def _identifier_note(study: Tested, row: Mapping) -> str:
    status = study.status.get(_kind(row), "verified")
    words = {"secondary": "seen at second hand", "unverified": "not verified"}
    return f"the identifier of the study is {words[status]}" if status in words else ""


def _statement(place: tuple, sources: _Sources) -> Statement:
    """Read the sentence of a citation, with the one before where it states no claim itself."""
    source_id, sentence_id = place
    here, before = sources.sentences[place], sources.sentences.get((source_id, sentence_id - 1))
    places = [place]
    states = any(c["claim_id"] != "other" for c in sources.claims.get(place, ()))
    if not states and before and before["paragraph"] == here["paragraph"]:
        places.insert(0, (source_id, sentence_id - 1))
    return read_statement(
        " ".join(sources.sentences[p]["text"] for p in places),
        [c for p in places for c in sources.claims.get(p, ())],
        [n for p in places for n in sources.numbers.get(p, ())],
        sources.vocabulary,
    )


def _row(citation: Mapping, finding: _Finding) -> dict:
    kept = ("source_id", "sentence_id", "start", "end", "text")
    return {
        **{name: citation[name] for name in kept},
        "identifier": str(citation["identifier"] or ""),
        "study": finding.study,
        "check": finding.check,
        "expected": finding.expected,
        "found": finding.found,
        "note": finding.note,
    }
