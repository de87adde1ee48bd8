"""What each study of a topic tested, in a form that a citation of it can be held against."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plumbline.errors import SettingsError
from plumbline.evidence.load import Evidence, Field
from plumbline.text.patterns import PatternError, PatternMatcher
from plumbline.text.tokens import TOKEN, plain, tokenise

FORM, PEOPLE = "forms", "people"
QUANTITIES = ("dose", "duration", "sample_size")
# field of a study -> what its value must be
LISTS = ("forms_tested", "people_tested", "bears_on", "no_effect_on", "identifiers")
_NAMED_IDENTIFIERS = ("doi", "preprint_doi", "pmid", "pmcid")
_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(?:\s?-\s?(\d{1,9}(?:\.\d{1,6})?))?(?:\s?(\w{1,3}))?")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
# letters that do not fall apart into a letter and an accent
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)
_LABEL = 60  # characters of a title that stands for missing authors
_LONG_WORD = 4  # letters from which a word of a title tells it from others


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range with its unit (normal form; empty for people)."""

    low: float
    high: float
    unit: str

    def __str__(self) -> str:
        number = f"{self.low:g}" if self.low == self.high else f"{self.low:g}-{self.high:g}"
        return f"{number} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Tested:
    """One study. Empty sets mean that the evidence does not say; nothing is checked then.

    ``claims`` are those it bears on: as listed, else those whose verdict names the study.
    ``status`` holds the verification status of each field that a check rests on.
    """

    key: str
    label: str
    surnames: tuple[str, ...]
    years: frozenset[int]
    title_words: frozenset[str]
    identifiers: Mapping[str, str]
    forms: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    no_effect_on: frozenset[str] = frozenset()
    numbers: Mapping[str, tuple[Amount, ...]] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)


def read_tested(evidence: Evidence) -> dict[str, Tested]:
    """Return what each study tested, by key, in the order of the evidence.

    Raises:
        SettingsError: a field names an unknown form, group of people or claim, or a number cannot
            be read; one sentence says which.

    """
    cited: dict[str, set[str]] = {}
    for verdict in evidence.verdicts.values():
        for key in verdict.studies:
            cited.setdefault(key, set()).add(verdict.claim_id)
    return {
        key: _read_study(key, study, evidence, cited.get(key, set()))
        for key, study in evidence.studies.items()
    }


def _read_study(
    key: str, study: Mapping[str, Field], evidence: Evidence, cited: set[str]
) -> Tested:
    lists = {name: _read_list(key, name, study) for name in LISTS}
    known = {
        "forms_tested": evidence.words.get(FORM, {}),
        "people_tested": evidence.words.get(PEOPLE, {}),
        "bears_on": evidence.verdicts,
        "no_effect_on": evidence.verdicts,
    }
    for name, allowed in known.items():
        for value in lists[name]:
            if value not in allowed:
                raise SettingsError(
                    f"evidence.yaml, study '{key}', '{name}': '{value}' is neither a claim nor "
                    "under 'words'; correct or add it."
                )
    names = [fold(n) for n in split_authors(_text(study, "authors"))]
    years = frozenset(int(y) for y in _YEAR.findall(_text(study, "year")))
    title = _text(study, "title")
    return Tested(
        key=key,
        label=label_study(key, study),
        surnames=tuple(names),
        years=years,
        title_words=long_words(title),
        identifiers=_identifiers(study, lists["identifiers"]),
        forms=frozenset(lists["forms_tested"]),
        people=frozenset(lists["people_tested"]),
        claims=frozenset(lists["bears_on"]) or frozenset(cited | set(lists["no_effect_on"])),
        no_effect_on=frozenset(lists["no_effect_on"]),
        numbers=_read_numbers(key, study),
        status={name: found.status for name, found in study.items()},
    )


def label_study(key: str, study: Mapping[str, Field]) -> str:
    """Return a short name for readers: first author and year, else the title, else the key."""
    names, years = split_authors(_text(study, "authors")), _YEAR.findall(_text(study, "year"))
    if names and years:
        return f"{names[0]} {years[0]}"
    title = _text(study, "title")
    if not title:
        return key.replace("_", " ")
    short = textwrap.shorten(title, _LABEL, placeholder=" …")
    return f"“{short}” {years[0]}" if years else f"“{short}”"


def split_authors(names: str) -> list[str]:
    """Return the family names in ``Held K, Antonijevic IA`` or ``Ada Held, Bo Lind``."""
    names = re.sub(r"\([^()]{0,500}\)", " ", names).replace(" and ", ", ")
    found = []
    for name in re.split(r"[,;]", names):
        words = name.replace("et al.", " ").replace("et al", " ").split()
        if words:
            initials = len(words) > 1 and words[-1].strip(".").isupper() and len(words[-1]) <= 4
            found.append(" ".join(words[:-1]) if initials else words[-1])
    return found


def fold(text: str) -> str:
    """Return `text` in lower case, without accents: names are spelt both ways."""
    if text.isascii():
        return plain(text)
    decomposed = unicodedata.normalize("NFKD", plain(text).translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def long_words(text: str) -> frozenset[str]:
    """Return the words of at least four letters, folded."""
    words = (m[0] for m in TOKEN.finditer(fold(text)))
    return frozenset(w for w in words if len(w) >= _LONG_WORD and w.isalpha())


class Vocabulary:
    """The words for forms and groups of people, as the topic lists them."""

    def __init__(self, words: Mapping) -> None:
        self.not_people = frozenset(words.get("not_people", ()))
        self._matchers: dict[str, PatternMatcher[str]] = {}
        for kind in (FORM, PEOPLE):
            self._matchers[kind] = PatternMatcher()
            for name, phrases in words.get(kind, {}).items():
                self._add(kind, name, phrases)
        self._denials = PatternMatcher()
        for phrase in words.get("denials", ()):
            self._denials.add(phrase, "")

    def _add(self, kind: str, name: str, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            try:
                self._matchers[kind].add(str(phrase), name)
            except PatternError as error:
                raise SettingsError(
                    f"evidence.yaml, words, {kind} '{name}': '{phrase}' cannot be read: {error}."
                ) from None

    def find(self, kind: str, text: str) -> frozenset[str]:
        """Return the names of the forms or people that `text` speaks of."""
        tokens = tokenise(text, [(0, len(text))])
        return frozenset(m.payload for m in self._matchers[kind].find(tokens, 0))

    def denies(self, text: str) -> bool:
        """Say whether `text` says of something that it was not tested."""
        tokens = tokenise(text, [(0, len(text))])
        return bool(self._denials.find(tokens, 0))


def _text(study: Mapping[str, Field], name: str) -> str:
    return str(study[name].value) if name in study and study[name].value else ""


def _read_list(key: str, name: str, study: Mapping[str, Field]) -> list[str]:
    value = study[name].value if name in study else None
    if value is None:
        return []
    if not isinstance(value, list):
        raise SettingsError(
            f"evidence.yaml, study '{key}', '{name}': the value must be a list; write [a, b]."
        )
    return [str(item) for item in value]


def _identifiers(study: Mapping[str, Field], others: list[str]) -> dict[str, str]:
    """Return normal form -> kind; the kinds are those of the table `citations`."""
    found = {_text(study, n).lower(): n.removeprefix("preprint_") for n in _NAMED_IDENTIFIERS}
    found.update({other.lower(): "" for other in others})
    found.pop("", None)
    return found


def _read_numbers(key: str, study: Mapping[str, Field]) -> dict[str, tuple[Amount, ...]]:
    value = study["numbers"].value if "numbers" in study else {}
    where = f"evidence.yaml, study '{key}', 'numbers'"
    if not isinstance(value, Mapping):
        raise SettingsError(f"{where}: the value must be a mapping; write {{dose: [500 mg]}}.")
    numbers = {}
    for quantity, amounts in value.items():
        if quantity not in QUANTITIES:
            raise SettingsError(f"{where}: '{quantity}' is unknown; use {', '.join(QUANTITIES)}.")
        amounts = amounts if isinstance(amounts, list) else [amounts]
        numbers[quantity] = tuple(_read_amount(str(a), where) for a in amounts)
    return numbers


def _read_amount(text: str, where: str) -> Amount:
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise SettingsError(f"{where}: '{text}' cannot be read; write a number and a unit: 500 mg.")
    low = float(match[1])
    return Amount(low, float(match[2]) if match[2] else low, match[3] or "")
