"""The claim grammar: relations, modality and clauses, read from ``config/claims/*.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.claims.inflection import form_of, inflect
from plumbline.errors import SettingsError
from plumbline.settings import check_keys, read_yaml
from plumbline.text.patterns import PatternError, PatternMatcher, parse_pattern

# what a whole sentence may do, each with cues of its own
SENTENCES = (
    "frame", "no_claim", "correlational", "causal", "no_effect", "conditional", "described",
    "changed",
)  # fmt: skip
EFFECTS = ("up", "down", "change", "harm")
LEVELS = range(7)
_RELATION_KEYS = ("effect", "level", "tags", "endorses", "verbs", "nouns")
_SECTIONS = {
    "relations": dict, "modality": dict, "negation": dict, "openers": dict, "sentences": dict,
    "closed": dict, "not_relations": list, "qualifiers": list,
    "amplifiers": list, "generalisers": list,
    "reporting": list, "auxiliaries": list, "plain_verbs": list, "anaphors": list,
    "expletives": list, "persons": list, "wishes": list, "directives": list, "imperatives": list,
    "heading_stop": list, "unstudied": list, "substances": list, "asked": list, "rebuttals": list,
    "answers": dict,
}  # fmt: skip

# lists of patterns, and the kind of cue each makes
_KINDS = {
    "qualifiers": "qualifier", "amplifiers": "amplifier", "generalisers": "generaliser",
    "anaphors": "anaphor", "expletives": "expletive", "persons": "person", "wishes": "wish",
    "directives": "directive", "heading_stop": "heading_stop", "unstudied": "unstudied",
    "substances": "substance", "asked": "asked", "rebuttals": "rebuttal",
}  # fmt: skip
CLOSED = (
    "before_noun", "determiners", "after_participle", "no_subject", "plurals", "quantifiers",
    "adverbs", "be", "not_finite", "finite_nouns", "articles", "appositive", "towards",
    "governing", "people", "things", "of_the_same", "pointing", "placeholders", "between",
    "separators", "thereby",
    "reference_marks", "changes", "notions", "comparatives", "fronting", "conditions",
    "amounts", "additive", "own", "asking", "past", "counts", "also_nouns", "singulars",
    "promising", "linking", "denying", "durations", "taking", "controls", "arms",
    "results", "possessives", "beside", "contrary", "past_as_base", "have",
    "worsening", "lessening", "diminishing", "among", "having",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """A group of verbs and nouns that relate an agent to an outcome in the same way."""

    name: str
    effect: str
    level: int
    tags: tuple[str, ...] = ()
    endorses: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """What a pattern of the grammar or a topic stands for.

    ``kind`` is relation, modal, negation, ...; ``value`` depends on it; ``form`` is the form of
    a verb (base, s, ed, ing), noun, or the group of a modal. Cues with the same ``key`` do not
    overlap.
    """

    kind: str
    value: object = None
    form: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The grammar; made once, used for every document.

    ``closed`` holds the small words by the names of `CLOSED`; ``sentences`` finds the cues of
    `SENTENCES`, each with its form, ``answers`` short answers, each with its level; ``lexes``
    keeps what was compiled for each topic.
    """

    relations: Mapping[str, Relation]
    cues: tuple[tuple[str, Cue], ...]
    auxiliaries: frozenset[str]
    plain_verbs: frozenset[str]
    reporting: frozenset[str]
    imperatives: frozenset[str]
    closed: Mapping[str, frozenset[str]]
    sentences: Mapping[str, PatternMatcher[str]]
    answers: PatternMatcher[int]
    lexes: dict = field(default_factory=dict, compare=False, repr=False)

    def __hash__(self) -> int:
        return id(self)


def load_grammar(folder: Path) -> Grammar:
    """Read every YAML file of `folder` as one grammar.

    Raises:
        SettingsError: a file, key or pattern is wrong; one sentence says which and what to do.

    """
    data, origin = {}, {}
    for path in sorted(Path(folder).glob("*.yaml")):
        for key, value in read_yaml(path).items():
            where = f"{path.name}: the section '{key}'"
            if key not in _SECTIONS:
                raise SettingsError(f"{where} is unknown; use one of {', '.join(_SECTIONS)}.")
            if key in data:
                raise SettingsError(f"{where} stands in {origin[key]} already; delete one of them.")
            if not isinstance(value, _SECTIONS[key]):
                kind = "a list" if _SECTIONS[key] is list else "keys with values"
                raise SettingsError(f"{where} must hold {kind}; rewrite it so.")
            data[key], origin[key] = value, path.name
    for key in _SECTIONS:
        if key not in data:
            raise SettingsError(f"{folder}: no file has the section '{key}'; restore it.")
    relations, cues = {}, []
    for name, entry in data["relations"].items():
        where = f"{origin['relations']}, relation '{name}'"
        relations[name] = _relation(name, entry, where)
        cues += _relation_cues(relations[name], entry, where)
    cues += _other_cues(data, origin)
    _check_patterns(cues)
    where = f"{origin['closed']}, closed"
    check_keys(data["closed"], CLOSED, CLOSED, where)
    closed = {name: frozenset(map(str, words)) for name, words in data["closed"].items()}
    words = {
        k: frozenset(data[k]) for k in ("auxiliaries", "plain_verbs", "reporting", "imperatives")
    }
    plain = tuple((pattern, cue) for pattern, cue, _ in cues)
    sentences = _sentence_cues(data["sentences"], f"{origin['sentences']}, sentences")
    answers = _answers(data["answers"], f"{origin['answers']}, answers")
    return Grammar(relations, plain, closed=closed, sentences=sentences, answers=answers, **words)


Located = tuple[str, Cue, str]


def _relation(name: str, entry: object, where: str) -> Relation:
    check_keys(entry, _RELATION_KEYS, ("effect", "level"), where)
    if entry["effect"] not in EFFECTS:
        raise SettingsError(
            f"{where}: the effect '{entry['effect']}' is unknown; use one of {', '.join(EFFECTS)}."
        )
    if entry["level"] not in LEVELS:
        raise SettingsError(f"{where}: the level is {entry['level']!r}; use a number from 0 to 6.")
    tags = tuple(str(entry.get("tags", "")).split())
    return Relation(name, entry["effect"], entry["level"], tags, bool(entry.get("endorses")))


def _relation_cues(relation: Relation, entry: Mapping, where: str) -> list[Located]:
    cues = []
    for item in entry.get("verbs", ()):
        forms = _forms(item, where)
        # "contribute significantly to": one word may stand between verb and preposition
        cues += [(w.replace(" ", " ~1 ", 1), Cue("relation", relation, f), where) for f, w in forms]
    for noun in entry.get("nouns", ()):
        cues.append((noun, Cue("relation", relation, "noun"), where))
    return cues


def _forms(item: object, where: str) -> list[tuple[str, str]]:
    """Return the (form name, word) pairs of a verb; irregular forms come from the file."""
    if isinstance(item, str):
        return list(inflect(item).items())
    if isinstance(item, dict) and len(item) == 1:
        verb, forms = next(iter(item.items()))
        if isinstance(forms, list) and all(isinstance(f, str) for f in forms):
            return [("base", verb), *((form_of(f), f) for f in forms)]
    raise SettingsError(
        f"{where}: {item!r} is not a verb; write improve, or {{make: [makes, made, making]}}."
    )


def _other_cues(data: Mapping, origin: Mapping) -> list[Located]:
    cues = []
    for name, entry in data["modality"].items():
        where = f"{origin['modality']}, modality '{name}'"
        check_keys(entry, ("level", "words"), ("level", "words"), where)
        cues += [(p, Cue("modal", entry["level"], name), where) for p in entry["words"]]
    where = f"{origin['negation']}, negation"
    check_keys(data["negation"], ("words", "except"), ("words", "except"), where)
    cues += [(p, Cue("negation", True), where) for p in data["negation"]["words"]]
    cues += [(p, Cue("negation", False), where) for p in data["negation"]["except"]]
    for kind, patterns in data["openers"].items():
        cues += [(p, Cue("opener", kind), f"{origin['openers']}, openers") for p in patterns]
    where = f"{origin['not_relations']}, not_relations"
    cues += [(p, Cue("relation"), where) for p in data["not_relations"]]
    for section, kind in _KINDS.items():
        cues += [(p, Cue(kind, section), f"{origin[section]}, {section}") for p in data[section]]
    return cues


def _sentence_cues(entries: Mapping, where: str) -> dict[str, PatternMatcher[str]]:
    """Return what finds each kind of `SENTENCES`; the payload is the form, ``noun`` for words."""
    check_keys(entries, SENTENCES, SENTENCES, where)
    found = {}
    for name, entry in entries.items():
        within = f"{where}, '{name}'"
        check_keys(entry, ("verbs", "words"), ("words",), within)
        matcher = found[name] = PatternMatcher()
        for verb in entry.get("verbs", ()):
            for form, word in _forms(verb, within):
                check_pattern(word, within)
                matcher.add(word, form)
        for pattern in entry["words"]:
            check_pattern(pattern, within)
            matcher.add(pattern, "noun")
    return found


def _answers(entries: Mapping, where: str) -> PatternMatcher[int]:
    """Return what finds the short answers of the section ``answers``; the payload is the level."""
    matcher = PatternMatcher()
    for name, entry in entries.items():
        within = f"{where}, '{name}'"
        check_keys(entry, ("level", "words"), ("level", "words"), within)
        for pattern in entry["words"]:
            check_pattern(pattern, within)
            matcher.add(pattern, entry["level"])
    return matcher


def _check_patterns(cues: Iterable[Located]) -> None:
    for pattern, _, where in cues:
        check_pattern(pattern, where)


def check_pattern(
    pattern: object, where: str, classes: Mapping[str, Iterable[str]] | None = None
) -> None:
    """Refuse a pattern that cannot be read, by the place it stands in."""
    if not isinstance(pattern, str):
        raise SettingsError(f"{where}: {pattern!r} is not text; put it in quotation marks.")
    try:
        parse_pattern(pattern, classes)
    except PatternError as error:
        raise SettingsError(
            f"{where}: the pattern '{pattern}' cannot be read because {error}; "
            "docs/lexicons.md shows the language."
        ) from None
