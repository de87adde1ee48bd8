"""Compare what a sentence says with what the studies it cites tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plumbline.evidence.tested import FORM, PEOPLE, QUANTITIES, Amount, Tested, Vocabulary

OTHER = "other"
_EFFECT = 3  # level from which a claim asserts an effect rather than a link
# unit -> (base, factor)
_BASES = {
    "mcg": ("mg", 0.001),
    "mg": ("mg", 1.0),
    "g": ("mg", 1000.0),
    "d": ("d", 1.0),
    "wk": ("d", 7.0),
    "mo": ("d", 30.44),
    "yr": ("d", 365.25),
}
# relative slack: two months are eight weeks; a number of people is exact
_SLACK = {"dose": 0.02, "duration": 0.1, "sample_size": 0.0}
_ROUNDED = 0.1  # slack of a number that the source calls rough
_ROUNDING_WORDS = ("about", "more than", "nearly", "up to", "over", "almost", "less than")
_DOUBT = {"secondary": "seen at second hand", "unverified": "not verified"}


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says: forms, people, claims with their highest level, numbers."""

    forms: frozenset[str]
    people: frozenset[str]
    claims: Mapping[str, int]
    numbers: Mapping[str, tuple[tuple[Amount, float], ...]]
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A respect in which a sentence and the studies it cites disagree."""

    check: str
    expected: str
    found: str
    note: str = ""


def read_statement(
    text: str,
    claims: Sequence[Mapping],
    numbers: Iterable[Mapping],
    vocabulary: Vocabulary,
) -> Statement:
    """Read a sentence; where it names no form itself, its pronouns were resolved by the claims."""
    resolved = " . ".join(sorted({str(c["agent"] or "") for c in claims}))
    levels: dict[str, int] = {}
    for claim in claims:
        if claim["claim_id"] != OTHER and claim["level"] > 0:
            levels[claim["claim_id"]] = max(claim["level"], levels.get(claim["claim_id"], 0))
    return Statement(
        forms=vocabulary.find(FORM, text) or vocabulary.find(FORM, resolved),
        people=vocabulary.find(PEOPLE, text),
        claims=levels,
        numbers=_read_numbers(numbers),
        denies=vocabulary.denies(text),
    )


def _read_numbers(rows: Iterable[Mapping]) -> dict[str, tuple[tuple[Amount, float], ...]]:
    """Return the doses, durations and sample sizes with the slack that each is due."""
    found: dict[str, dict] = {}
    for row in rows:
        quantity, unit = row["quantity"], str(row["unit"] or "")
        wanted = unit in _BASES or quantity == "sample_size"
        if quantity in QUANTITIES and wanted and row["value_low"] is not None:
            amount = Amount(float(row["value_low"]), float(row["value_high"]), unit)
            rough = str(row["note"] or "").startswith(_ROUNDING_WORDS)
            slack = max(_SLACK[quantity], _ROUNDED if rough else 0.0)
            found.setdefault(quantity, {})[amount, slack] = None
    return {quantity: tuple(amounts) for quantity, amounts in found.items()}


def find_mismatches(
    statement: Statement, study: Tested, cited: Sequence[Tested], vocabulary: Vocabulary
) -> list[Mismatch]:
    """Return the respects in which `study` is not what the sentence cites it for.

    `cited` are all studies that the sentence cites, `study` among them.
    """
    found = [
        _compare_forms(statement, study, cited),
        _compare_outcomes(statement, study, cited),
        _compare_people(statement, study, cited, vocabulary),
        _compare_numbers(statement, study, cited),
    ]
    return [mismatch for mismatch in found if mismatch is not None]


def _compare_forms(statement: Statement, study: Tested, cited: Sequence[Tested]) -> Mismatch | None:
    if statement.denies or not statement.forms or not all(s.forms for s in cited):
        return None
    if any(statement.forms & s.forms for s in cited):
        return None
    return Mismatch(
        "wrong_form", _listed(study.forms), _listed(statement.forms), _doubt(study, "forms_tested")
    )


def _compare_outcomes(
    statement: Statement, study: Tested, cited: Sequence[Tested]
) -> Mismatch | None:
    """A claim that none of the studies bears on, or an effect on something they found unchanged."""
    claims = set(statement.claims)
    if not claims or not all(s.claims for s in cited):
        return None
    borne = {c for s in cited for c in s.claims}
    if not claims & borne:
        note = _doubt(study, "bears_on")
        return Mismatch("wrong_outcome", _listed(study.claims), _listed(claims), note)
    shown = {c for s in cited for c in s.claims - s.no_effect_on}
    effects = {c for c, level in statement.claims.items() if level >= _EFFECT} & borne
    against = effects & study.no_effect_on
    if against and not effects & shown and not statement.denies:
        note = _join("the study found no effect on it", _doubt(study, "no_effect_on"))
        return Mismatch("wrong_outcome", "no effect", _listed(against), note)
    return None


def _compare_people(
    statement: Statement, study: Tested, cited: Sequence[Tested], vocabulary: Vocabulary
) -> Mismatch | None:
    """Other people than those tested, or people where only animals or cells were."""
    if not all(s.people for s in cited):
        return None
    doubt, tested = _doubt(study, "people_tested"), _listed(study.people)
    only_animals = all(s.people <= vocabulary.not_people for s in cited)
    if statement.people and not any(statement.people & s.people for s in cited):
        return Mismatch("wrong_population", tested, _listed(statement.people), doubt)
    effect = any(level >= _EFFECT for level in statement.claims.values())
    if only_animals and effect and not statement.people and not statement.denies:
        note = _join("the sentence does not say that no people were studied", doubt)
        return Mismatch("wrong_population", tested, "people", note)
    return None


def _compare_numbers(
    statement: Statement, study: Tested, cited: Sequence[Tested]
) -> Mismatch | None:
    expected, found = [], []
    for quantity in QUANTITIES:
        given = statement.numbers.get(quantity, ())
        known = [s.numbers.get(quantity, ()) for s in cited]
        if not given or not all(known):
            continue
        if not any(_agree(a, b, slack) for a, slack in given for bs in known for b in bs):
            name = quantity.replace("_", " ")
            expected.append(f"{name} {', '.join(map(str, study.numbers[quantity]))}")
            found.append(f"{name} {', '.join(str(amount) for amount, _ in given)}")
    if not expected:
        return None
    note = _doubt(study, "numbers")
    return Mismatch("wrong_number", "; ".join(expected), "; ".join(found), note)


def _agree(one: Amount, other: Amount, slack: float) -> bool:
    """Say whether two amounts overlap within `slack`; amounts of different kinds always do."""
    base, factor = _BASES.get(one.unit, ("", 1.0))
    other_base, other_factor = _BASES.get(other.unit, ("", 1.0))
    if base != other_base:
        return True
    low, high = one.low * factor * (1 - slack), one.high * factor * (1 + slack)
    return low <= other.high * other_factor and other.low * other_factor <= high


def _doubt(study: Tested, name: str) -> str:
    """Name the status of the field that a comparison rests on, where it was not verified."""
    status = study.status.get(name, "")
    return f"what the study tested is {_DOUBT[status]}" if status in _DOUBT else ""


def _join(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _listed(names: Iterable[str]) -> str:
    return " ".join(sorted(names))
