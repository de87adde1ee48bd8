"""The studies of a topic as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping

from plumbline.evidence.load import Evidence, Field

_SPECIAL = str.maketrans({"&": r"\&", "%": r"\%", "_": r"\_", "#": r"\#", "$": r"\$"})
_PLACES = ("volume", "number", "pages")
_ORDER = ("author", "title", "journal", "year", *_PLACES, "doi", "pmid", "pmcid", "note")
# "J Clin Sleep Med 13(2):307-349": name, volume, number, pages
_PLACE = re.compile(
    r"(?P<journal>.*?\D) (?P<volume>\d+)?(?:\((?P<number>[^()]+)\))?(?::(?P<pages>[^\s,]+))?"
)


def bibliography(evidence: Evidence) -> str:
    """Return the studies as BibTeX, sorted by key.

    Each entry ends in a note that names the fields not seen at the source itself. Studies without
    a title are left out: there is nothing to print.
    """
    entries = [_entry(key, study) for key, study in sorted(evidence.studies.items())]
    return "\n".join(entry for entry in entries if entry)


def _entry(key: str, study: Mapping[str, Field]) -> str:
    if "title" not in study or not study["title"].value:
        return ""
    fields = {"title": f"{{{_plain(study['title'].value)}}}", "note": _note(study)}
    for name in ("journal", "year", "doi", "pmid", "pmcid"):
        if name in study and study[name].value:
            fields[name] = study[name].value
    if "journal" in fields:
        fields |= _place(str(fields["journal"]))
    if "year" in fields:
        fields["year"] = re.search(r"\d{4}", str(fields["year"]))[0]
    if "authors" in study and study["authors"].value:
        fields["author"] = _authors(str(study["authors"].value))
    kind = "article" if "journal" in fields else "misc"
    lines = [f"  {name} = {{{fields[name]}}}," for name in _ORDER if fields.get(name)]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _place(journal: str) -> dict[str, str]:
    """Return journal, volume, number and pages of ``Nutrients 11(7):1663``, where they stand."""
    match = _PLACE.fullmatch(journal)
    found = {k: v for k, v in match.groupdict().items() if v} if match else {"journal": journal}
    if "pages" in found:
        found["pages"] = found["pages"].replace("-", "--")
    return {name: _plain(value) for name, value in found.items()}


def _note(study: Mapping[str, Field]) -> str:
    """Say which fields of the entry were seen at second hand or not at all."""
    notes = []
    for status, words in (("secondary", "seen at second hand"), ("unverified", "not verified")):
        names = [
            n
            for n in ("title", "authors", "year", "journal", "doi", "pmid", "pmcid")
            if n in study and study[n].value and study[n].status == status
        ]
        if names:
            notes.append(f"{words}: {', '.join(names)}")
    return "; ".join(notes)


def _authors(names: str) -> str:
    """Turn ``Held K, Antonijevic IA`` into ``Held, K. and Antonijevic, I. A.``."""
    names = re.sub(r"\([^)]*\)", "", names)
    parts = [p.strip().rstrip(".") for p in names.split(",") if p.strip()]
    authors = []
    for part in parts:
        others = part.endswith("et al")
        part = part.removesuffix("et al").strip()
        if part:
            authors.append(_author(part))
        if others:
            authors.append("others")
    return " and ".join(authors)


def _author(name: str) -> str:
    family, _, initials = name.rpartition(" ")
    if family and initials.isupper() and len(initials) <= 3:
        return f"{family}, {' '.join(f'{letter}.' for letter in initials)}"
    return f"{initials}, {family}" if family else name


def _plain(text: object) -> str:
    return str(text).translate(_SPECIAL)
