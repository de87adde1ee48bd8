"""Read bibliographies: BibTeX, RIS and CSL-JSON.

None of the locked packages reads BibTeX or RIS, so short, strict readers stand here. They take
time linear in the text, and what they cannot read they report.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Problems = list[tuple[int, str]]
_ENTRY = re.compile(r"@\s{0,9}([A-Za-z]{1,30})\s{0,9}[{(]")
_KEY = re.compile(r"\s*([^\s,{}()=]{1,200})\s*,")
_FIELD = re.compile(r"\s*([A-Za-z][\w:-]{0,60})\s*=\s*")
_BARE = re.compile(r"[\w.:-]{1,200}")
_NEXT = re.compile(r"\s*(#|,|[})])\s*")
_RIS_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)")
_ACCENT = re.compile(r"\\(?:([\"'`^~=.])\s?|([uvHckr])(?:\s|(?=\{)))\{?\\?([A-Za-z])\}?")
_MARKS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304"}
_MARKS |= {".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327"}
_MARKS |= {"k": "\u0328", "r": "\u030a"}
_LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L)(?![A-Za-z])\s?")
_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å"}
_LETTERS |= {"o": "ø", "O": "Ø", "l": "ł", "L": "Ł"}
_LONGEST = 50_000  # characters of one value: what is longer lacks its closing bracket
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/\S{1,250}")
_DOI_PREFIX = re.compile(r"(?:https?://)?(?:dx\.)?(?:www\.)?doi(?:\.org/|:)\s?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a bibliography; ``fields`` are those of a study in ``evidence.yaml``."""

    line: int
    key: str
    fields: Mapping[str, str]


def read_references(text: str, kind: str) -> tuple[list[Reference], Problems]:
    """Return the entries of a bibliography, and what was not understood as (line, sentence).

    Args:
        text: content of the file.
        kind: bib, ris or json (CSL-JSON).

    """
    problems: Problems = []
    references = []
    for line, key, raw in _READERS[kind](text, problems):
        fields = _clean(raw, line, problems)
        if "title" in fields:
            references.append(Reference(line, key, fields))
        else:
            problems.append((line, "this entry has no title; it was left out."))
    return references, problems


def _clean(raw: Mapping[str, str], line: int, problems: Problems) -> dict[str, str]:
    """Put year, DOI and numbers into normal form; leave out what is empty or wrong."""
    fields = {name: " ".join(_CONTROL.sub(" ", value).split()) for name, value in raw.items()}
    fields["year"] = " ".join(_YEAR.findall(fields.get("year", ""))[:1])
    fields["doi"] = _DOI_PREFIX.sub("", fields.get("doi", ""))
    if fields["doi"] and not _DOI.fullmatch(fields["doi"]):
        problems.append((line, f"the DOI '{fields['doi'][:80]}' is malformed; it was left out."))
        fields["doi"] = ""
    if not fields.get("pmid", "").isascii() or not fields.get("pmid", "").isdigit():
        fields["pmid"] = ""
    return {name: value for name, value in fields.items() if value}


def _read_bibtex(text: str, problems: Problems) -> Iterator[tuple[int, str, dict]]:
    macros: dict[str, str] = {}
    lines, at = _Lines(text), 0
    while match := _ENTRY.search(text, at):
        kind, at, line = match[1].lower(), match.end(), lines.of(match.start())
        if kind in ("comment", "preamble"):
            continue
        key = _KEY.match(text, at) if kind != "string" else None
        if kind != "string" and key is None:
            problems.append((line, "this entry has no key after its bracket; it was left out."))
            continue
        fields, at, complete = _bibtex_fields(text, key.end() if key else at, macros)
        if not complete:
            where = lines.of(min(at, len(text) - 1))
            problems.append((where, "this entry cannot be read from here on; close its brackets."))
        elif kind == "string":
            macros |= fields
        elif key:
            yield line, key[1], _from_bibtex(fields)


def _bibtex_fields(text: str, at: int, macros: Mapping) -> tuple[dict[str, str], int, bool]:
    """Return the fields of an entry, where it ends, and whether its end was found."""
    fields: dict[str, str] = {}
    while match := _FIELD.match(text, at):
        pieces, at = [], match.end()
        while True:
            piece, at = _bibtex_value(text, at, macros)
            after = _NEXT.match(text, at) if piece is not None else None
            if after is None:
                return fields, at, False
            pieces.append(piece)
            at = after.end()
            if after[1] != "#":
                break
        fields[match[1].lower()] = "".join(pieces)
        if after[1] in "})":
            return fields, at, True
    close = re.compile(r"\s*[})]").match(text, at)
    return fields, close.end() if close else at, close is not None


def _bibtex_value(text: str, at: int, macros: Mapping) -> tuple[str | None, int]:
    """Return one value and where it ends; none where its brackets do not balance.

    The search stops at a line that opens the next entry, so that one slip does not hide the rest.
    """
    quote = text[at : at + 1]
    if quote not in ('"', "{"):
        bare = _BARE.match(text, at)
        return (macros.get(bare[0].lower(), bare[0]), bare.end()) if bare else (None, at)
    depth, i = 0, at + 1
    while i < min(len(text), at + _LONGEST):
        char = text[i]
        if char == "\n" and text.startswith("@", i + 1):
            break
        if char == "\\":
            i += 1
        elif depth == 0 and char == ("}" if quote == "{" else '"'):
            return text[at + 1 : i], i + 1
        elif char in "{}":
            depth += 1 if char == "{" else -1
        i += 1
    return None, i


def _from_bibtex(fields: Mapping[str, str]) -> dict[str, str]:
    names = re.split(r"\sand\s", " ".join(fields.get("author", "").split()))
    number = {name: plain_latex(fields.get(name, "")) for name in ("volume", "number", "pages")}
    return {
        "title": plain_latex(fields.get("title", "")),
        "authors": ", ".join(a for a in map(_bibtex_author, names) if a),
        "year": fields.get("year", "") or fields.get("date", ""),
        "journal": _journal(plain_latex(fields.get("journal", "")), **number),
        "doi": plain_latex(fields.get("doi", "")),
        "pmid": fields.get("pmid", ""),
        "pmcid": fields.get("pmcid", ""),
    }


def _bibtex_author(name: str) -> str:
    name = name.strip()
    if name.lower() == "others":
        return "et al."
    if name.startswith("{") and name.endswith("}"):
        return plain_latex(name).replace(",", "")
    family, comma, given = plain_latex(name).partition(",")
    if not comma:
        given, _, family = plain_latex(name).strip().rpartition(" ")
    return _author(family, given)


def plain_latex(text: str) -> str:
    """Return the text of a BibTeX value: accents as letters, no braces, no commands."""
    text = _LETTER.sub(lambda m: _LETTERS[m[1]], text)
    text = _ACCENT.sub(lambda m: m[3] + _MARKS[m[1] or m[2]], text)
    text = re.sub(r"\\([&%_#$])", r"\1", text).replace("~", " ").replace("--", "-")
    text = re.sub(r"\\[A-Za-z]{1,30}\s?", "", text)
    return unicodedata.normalize("NFC", text.translate({ord("{"): None, ord("}"): None}))


def _read_ris(text: str, problems: Problems) -> Iterator[tuple[int, str, dict]]:
    tags: dict[str, list[str]] = {}
    first, last = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        match = _RIS_TAG.fullmatch(line.rstrip())
        if match is None:
            if line.strip() and last and len(tags[last][-1]) < _LONGEST:
                tags[last][-1] += " " + line.strip()
            elif line.strip() and not last:
                problems.append((number, "this line stands outside an entry; it was left out."))
            continue
        if match[1] == "TY":
            if tags:
                problems.append((first, "this entry has no ER line; it was left out."))
            tags, first = {}, number
        if first:
            last = match[1]
            tags.setdefault(last, []).append(match[2].strip())
        if match[1] == "ER" and first:
            yield first, tags.get("ID", [""])[0], _from_ris(tags)
            tags, first, last = {}, 0, ""
    if tags:
        problems.append((first, "this entry has no ER line; it was left out."))


def _from_ris(tags: Mapping[str, list[str]]) -> dict[str, str]:
    def first(*names: str) -> str:
        return next((tags[name][0] for name in names if name in tags), "")

    authors = [_author(*name.partition(",")[::2]) for name in tags.get("AU", tags.get("A1", []))]
    pages = "-".join(part for part in (first("SP"), first("EP")) if part)
    return {
        "title": first("TI", "T1"),
        "authors": ", ".join(authors),
        "year": first("PY", "Y1", "DA"),
        "journal": _journal(first("JF", "JO", "T2", "JA"), first("VL"), first("IS"), pages),
        "doi": first("DO"),
        "pmid": first("AN"),
        "pmcid": first("C2") if first("C2").startswith("PMC") else "",
    }


def _read_csl(text: str, problems: Problems) -> Iterator[tuple[int, str, dict]]:
    """Read item by item, so that each has its line and a broken one does not hide the others."""
    lines, decoder = _Lines(text), json.JSONDecoder()
    at = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    if text[at : at + 1] != "[":
        problems.append((1, "this is no CSL-JSON; the file must hold a list of items in [ ]."))
        return
    at += 1
    while (start := re.compile(r"[\s,]*").match(text, at).end()) < len(text):
        if text[start] == "]":
            return
        line = lines.of(start)
        try:
            item, at = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            problems.append((line, "this is not valid JSON; the rest of the file was left out."))
            return
        if isinstance(item, dict):
            yield line, str(item.get("id", "")), _from_csl(item)
        else:
            problems.append((line, "this item is no {...}; it was left out."))


def _from_csl(item: Mapping) -> dict[str, str]:
    names = item.get("author")
    people = [name for name in names if isinstance(name, dict)] if isinstance(names, list) else []
    said = {key: str(value) for key, value in item.items() if isinstance(value, str | int)}
    issued = item.get("issued")
    number = (said.get(name, "") for name in ("volume", "issue", "page"))
    return {
        "title": said.get("title", ""),
        "authors": ", ".join(
            _author(str(p.get("family") or p.get("literal") or ""), str(p.get("given") or ""))
            for p in people
        ),
        "year": json.dumps(issued) if isinstance(issued, dict) else said.get("issued", ""),
        "journal": _journal(said.get("container-title", ""), *number),
        "doi": said.get("DOI", ""),
        "pmid": said.get("PMID", ""),
        "pmcid": said.get("PMCID", ""),
    }


def _author(family: str, given: str) -> str:
    """Return ``Held K`` from family name and given names or initials."""
    initials = "".join(part[0] for part in re.split(r"[\s.-]+", given) if part[:1].isalpha())
    return f"{family.strip()} {initials.upper()}".strip()


def _journal(name: str, volume: str, number: str, pages: str) -> str:
    issue = volume + (f"({number})" if number else "")
    place = ":".join(part for part in (issue, pages) if part)
    return f"{name} {place}".strip() if name else ""


class _Lines:
    """Turn positions, asked in rising order, into line numbers."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def of(self, at: int) -> int:
        """Return the line, from 1, of the character at `at`."""
        self._line += self._text.count("\n", self._at, max(at, self._at))
        self._at = max(at, self._at)
        return self._line


_Reader = Callable[[str, Problems], Iterator[tuple[int, str, dict]]]
_READERS: dict[str, _Reader] = {"bib": _read_bibtex, "ris": _read_ris, "json": _read_csl}
