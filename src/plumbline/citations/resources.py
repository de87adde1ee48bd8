"""What the search for citations goes by: patterns, limits, hosts, names and phrases, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plumbline.citations.people import PeoplePatterns, compile_people
from plumbline.citations.studies import compile_dated_study
from plumbline.errors import SettingsError
from plumbline.guards import Guards, read_guards
from plumbline.lexicons import Entry, read_lexicon, read_word_classes
from plumbline.settings import check, read_yaml
from plumbline.text.patterns import PatternMatcher, Sequence

VAGUE_FORMS = (
    "bare_evidence",
    "passive",
    "reputation",
    "authority",
    "recommendation_passive",
    "seal",
    "growing_body",
    "common_knowledge",
    "tradition",
    "testimonial",
    "negated",
)
NAMED = ("body", "study", "journal")
SCOPES = ("sentence", "next_sentence", "paragraph")
WORD_CLASSES = (
    *("evidence_plural", "evidence_singular", "evidence_modifier", "authority"),
    *("statement_noun", "statement_verb", "study_design", "study_adjective"),
    *("not_an_author", "journal_word", "not_a_trial", "not_before_a_mark"),
    *("research_place", "research_place_name", "research_role", "research_group"),
    *("academic_title", "academic_degree"),
)

# Words too common to tell a sentence with an attribution from one without.
_COMMON_WORDS = """
a an the of in on to for from by with and or is are was were be been has have had may might can
could would will do does did it it's that this these we you all many some most several more not no
never also often even as at about into among up there new one over other our my your us who , - ' (
) body health healthcare medical sleep leading top professional supplements well use used take try
consistently
"""
_COMMON = frozenset(_COMMON_WORDS.split())

# Words that a source named by its journal, and one named as a trial, cannot do without.
PUBLISHING_WORDS = frozenset(
    ["published", "appears", "appeared", "appearing", "reported", "printed", "featured"]
)
TRIAL_WORDS = frozenset(["trial", "trials", "study", "cohort"])

_STRINGS = {"type": "array", "items": {"type": "string", "minLength": 1}}
_COUNT = {"type": "integer", "minimum": 1}


def _mapping(properties: Mapping, optional: tuple[str, ...] = ()) -> dict:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


_IDENTIFIER = _mapping(
    {
        "cues": {**_STRINGS, "minItems": 1},
        "candidate": {"type": "string", "pattern": r"\(\?P<value>"},
        "valid": {"type": "string", "minLength": 1},
        "form": {"type": "string", "pattern": r"\{\}"},
        "case": {"enum": ["lower", "upper"]},
        "strip": {"type": "string"},
        "check": {"enum": ["isbn", "arxiv_month"]},
        "near": _STRINGS,
    },
    optional=("case", "strip", "check", "near"),
)
SCHEMA = _mapping(
    {
        "identifiers": {"type": "object", "additionalProperties": _IDENTIFIER},
        "placeholders": _mapping({"run": _COUNT, "repeated": _COUNT, "words": _STRINGS}),
        "references": _mapping(
            dict.fromkeys(("max_number", "max_range", "min_sequence", "max_span"), _COUNT)
        ),
        "links": _mapping(
            {
                "max_length": _COUNT,
                "not_sources": {"type": "object", "additionalProperties": _STRINGS},
                "sources_within": _STRINGS,
                "product_paths": _STRINGS,
                "product_parameters": _STRINGS,
                "tracking_parameters": _STRINGS,
            }
        ),
        "vague": _mapping({"units": {"type": "object", "additionalProperties": _STRINGS}}),
    }
)


@dataclass(frozen=True, slots=True)
class IdentifierRule:
    """One kind of identifier: how it looks, when it is well formed, and its normal form."""

    kind: str
    cues: tuple[str, ...]
    candidate: re.Pattern
    valid: re.Pattern
    form: str
    case: str = ""
    strip: str = ""
    check: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """Limits of numbered and author-year references, and what a placeholder looks like."""

    max_number: int
    max_range: int
    min_sequence: int
    max_span: int
    run: int
    repeated: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class LinkRules:
    """Hosts and addresses that lead to no source."""

    max_length: int
    not_sources: frozenset[str]
    sources_within: frozenset[str]
    product_paths: tuple[str, ...]
    product_parameters: frozenset[str]
    tracking_parameters: frozenset[str]


@dataclass(frozen=True)
class CitationResources:
    """Everything `find_citations` needs, read and checked once; make it with `load_resources`.

    ``signs`` holds words of which every match of ``vague`` or ``named`` contains at least one;
    ``source`` those of every source that is named, ``any`` those and the vague ones.
    """

    identifiers: tuple[IdentifierRule, ...]
    limits: Limits
    links: LinkRules
    units: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    vague: PatternMatcher[Entry]
    named: PatternMatcher[Entry]
    people: PeoplePatterns
    dated_study: re.Pattern
    guards: Guards
    signs: Mapping[str, frozenset[str]]
    support_scope: str


def load_resources(
    citations: Path, lexicons: Path, attribution: Mapping | None = None
) -> CitationResources:
    """Read the resources of the search for citations.

    Args:
        citations: ``citations.yaml``: identifiers, limits, hosts, units.
        lexicons: folder with ``attribution.tsv``, ``attribution_guards.yaml``,
            ``named_sources.tsv`` and ``word_classes.tsv``.
        attribution: the section ``attribution`` of the configuration (``support_scope``).

    Raises:
        SettingsError: one sentence with file, line or key, what is wrong and what to do.

    """
    data = read_yaml(citations)
    check(data, SCHEMA, citations.name)
    classes = read_word_classes(lexicons / "word_classes.tsv")
    for name in WORD_CLASSES:
        if name not in classes:
            raise SettingsError(f"word_classes.tsv: the class '{name}' is missing; restore it.")
    guards = read_guards(lexicons / "attribution_guards.yaml", classes)
    vague, vague_signs = _matcher(lexicons / "attribution.tsv", ("vague",), guards, classes)
    named, named_signs = _matcher(lexicons / "named_sources.tsv", NAMED, guards, classes)
    people = compile_people(classes)
    signs = {"vague": vague_signs, "named": named_signs}
    signs["source"] = PUBLISHING_WORDS.union(
        TRIAL_WORDS, named_signs, people.signs, classes["study_design"]
    )
    signs["any"] = signs["source"] | vague_signs
    links = {**data["links"]}
    hosts = frozenset(h.lower() for group in links.pop("not_sources").values() for h in group)
    return CitationResources(
        identifiers=tuple(
            _identifier_rule(citations.name, kind, row) for kind, row in data["identifiers"].items()
        ),
        limits=Limits(
            **data["references"],
            **{**data["placeholders"], "words": tuple(data["placeholders"]["words"])},
        ),
        links=LinkRules(
            max_length=links["max_length"],
            not_sources=hosts,
            sources_within=frozenset(links["sources_within"]),
            product_paths=tuple(links["product_paths"]),
            product_parameters=frozenset(links["product_parameters"]),
            tracking_parameters=frozenset(links["tracking_parameters"]),
        ),
        units={word: unit for unit, words in data["vague"]["units"].items() for word in words},
        classes={name: frozenset(words) for name, words in classes.items()},
        vague=vague,
        named=named,
        people=people,
        dated_study=compile_dated_study(classes),
        guards=guards,
        signs=signs,
        support_scope=_scope(attribution or {}),
    )


def _identifier_rule(file: str, kind: str, row: Mapping) -> IdentifierRule:
    try:
        candidate = re.compile(row["candidate"], re.IGNORECASE)
        valid = re.compile(row["valid"])
    except re.error as error:
        raise SettingsError(
            f"{file}: a pattern of 'identifiers.{kind}' cannot be read ({error}); correct it."
        ) from None
    return IdentifierRule(
        kind=kind,
        cues=tuple(row["cues"]),
        candidate=candidate,
        valid=valid,
        form=row["form"],
        case=row.get("case", ""),
        strip=row.get("strip", ""),
        check=row.get("check", ""),
        near=tuple(row.get("near", ())),
    )


def _matcher(
    path: Path, categories: tuple[str, ...], guards: Guards, classes: Mapping
) -> tuple[PatternMatcher[Entry], frozenset[str]]:
    """Return a matcher of one file, and words of which every match holds at least one."""
    # `year` is decided on the number itself and therefore in code
    names = {*guards.by_name, "year"}
    matcher: PatternMatcher[Entry] = PatternMatcher()
    signs: set[str] = set()
    for entry in read_lexicon(path, categories=categories, guards=names, classes=classes):
        if categories == ("vague",) and entry.subcategory not in VAGUE_FORMS:
            raise SettingsError(
                f"{path.name}: the subcategory '{entry.subcategory}' of '{entry.entry}' is "
                f"unknown; use one of {', '.join(VAGUE_FORMS)}."
            )
        matcher.add_sequences(entry.sequences, entry)
        # journals are looked at only after "published in", which is a sign itself
        if entry.category != "journal":
            signs.update(*map(_rarest, entry.sequences))
    return matcher, frozenset(signs)


def _rarest(sequence: Sequence) -> frozenset[str]:
    """Return the words of the place that is least common in texts, of those that must be filled."""
    return min(
        (e.words for e in sequence if not (e.optional or e.gap or e.number)), key=_commonness
    )


@cache
def _commonness(words: frozenset[str]) -> tuple[bool, int, int]:
    """Many words and short ones are common, and so is all that holds one of `_COMMON`."""
    return not words.isdisjoint(_COMMON), len(words), -max(map(len, words))


def _scope(attribution: Mapping) -> str:
    for key in attribution:
        if key != "support_scope":
            raise SettingsError(f"attribution: the key '{key}' is unknown; use support_scope.")
    scope = attribution.get("support_scope", "next_sentence")
    if scope not in SCOPES:
        raise SettingsError(
            f"attribution.support_scope: '{scope}' is unknown; use one of {', '.join(SCOPES)}."
        )
    return scope
