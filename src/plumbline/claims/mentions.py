"""Claim mentions and the rows of the table ``claims``."""

from __future__ import annotations

from dataclasses import dataclass

from plumbline.claims.clauses import Predicate
from plumbline.claims.reading import Reading, Term
from plumbline.claims.strength import adams_level
from plumbline.claims.topic import OTHER, Route
from plumbline.text.document import Document, Sentence

FACILITATIVE = "facilitative"
_CLAUSE_TAGS = {
    "amplifier": "amplified",
    "qualifier": "qualified",
    "generaliser": "generalised",
}


@dataclass(slots=True)
class Mention:
    """One claim before it becomes a row."""

    claim_id: str
    agent: Term | None
    outcome: Term
    level: int
    cue: tuple[int, int]
    rule: str
    predicate: Predicate | None = None
    negated: bool = False
    told: bool = False

    @classmethod
    def related(cls, route: Route, agent: Term, predicate: Predicate, outcome: Term) -> Mention:
        """Return a mention by agent, relation and outcome."""
        level = 1 if predicate.negated else predicate.level
        if route.level is not None:
            level = min(level, route.level)
        rule = f"{route.claim_id}.{route.number}.{predicate.relation.name}"
        return cls(
            route.claim_id, agent, outcome, level, predicate.cue, rule, predicate, predicate.negated
        )

    @classmethod
    def stated(
        cls, route: Route, agent: Term | None, outcome: Term, level: int, cue: tuple, negated: bool
    ) -> Mention:
        """Return a mention by its words alone."""
        rule = f"{route.claim_id}.{route.number}.phrase"
        return cls(route.claim_id, agent, outcome, level, cue, rule, None, negated)

    @classmethod
    def heading(cls, route: Route, agent: Term | None, outcome: Term) -> Mention:
        """Return a mention in a heading."""
        cue = (outcome.first, outcome.last)
        rule = f"{route.claim_id}.{route.number}.heading"
        return cls(route.claim_id, agent, outcome, 0, cue, rule)

    @classmethod
    def other(cls, agent: Term, predicate: Predicate, outcome: Term) -> Mention:
        """Return a mention outside the topic."""
        level = 1 if predicate.negated else predicate.level
        rule = f"{OTHER}.{predicate.relation.name}"
        return cls(OTHER, agent, outcome, level, predicate.cue, rule, predicate, predicate.negated)


def unique_rows(
    mentions: list[Mention], document: Document, sentence: Sentence, reading: Reading
) -> list[dict]:
    """Return one row per claim, agent and outcome: the strongest, in reading order."""
    if len(mentions) < 2:
        return [_row(m, document, sentence, reading) for m in mentions]
    best: dict[tuple, Mention] = {}
    for m in _said_once(mentions):
        key = (m.claim_id, m.agent.text if m.agent else "", m.outcome.text)
        if key not in best or m.level > best[key].level:
            best[key] = m
    rows = [_row(m, document, sentence, reading) for m in best.values()]
    return sorted(rows, key=lambda r: (r["start"], r["end"], r["claim_id"], r["rule"], r["agent"]))


def _said_once(mentions: list[Mention]) -> list[Mention]:
    """Leave out what lies outside the topic where words of the topic state the same."""
    phrases = [
        m.outcome for m in mentions if m.claim_id != OTHER and m.predicate is None and m.level
    ]
    if not phrases:
        return mentions

    def stands_in_a_phrase(m: Mention) -> bool:
        return any(p.first < m.outcome.last and m.outcome.first < p.last for p in phrases)

    return [m for m in mentions if m.claim_id != OTHER or not stands_in_a_phrase(m)]


def _row(m: Mention, document: Document, sentence: Sentence, reading: Reading) -> dict:
    tokens = document.tokens
    first, last = m.outcome.first, m.outcome.last
    relation = ""
    if m.predicate is not None:
        f = m.predicate.found
        relation = document.text[tokens.starts[f.first] : tokens.ends[f.last - 1]]
        if f.first >= reading.first:  # else it stands in the lead-in of a list
            first = first if first < f.first else f.first
            last = last if last > f.last else f.last
    return {
        "source_id": document.source_id,
        "sentence_id": sentence.sentence_id,
        "start": tokens.starts[first],
        "end": tokens.ends[last - 1],
        "claim_id": m.claim_id,
        "agent": m.agent.text if m.agent else "",
        "relation": relation,
        "outcome": m.outcome.text,
        "level": m.level,
        "adams": adams_level(m.level),
        "polarity": "negative" if m.negated else "positive",
        "tags": " ".join(_tags(m, reading)),
        "cue": document.text[tokens.starts[m.cue[0]] : tokens.ends[m.cue[1] - 1]],
        "rule": m.rule,
    }


def _tags(m: Mention, reading: Reading) -> list[str]:
    tags = set()
    if m.predicate is not None:
        tags.update(m.predicate.relation.tags)
        if m.predicate.above is not None and FACILITATIVE in m.predicate.above.relation.tags:
            tags.add(FACILITATIVE)  # "helps to relieve"
        if m.predicate.modal <= 4:
            tags.add("hedged")
    elif m.level == 4:
        tags.add("hedged")
    if m.negated:
        tags.add("negated")
    if m.outcome.classes:
        tags.add("mechanism" if m.outcome.classes[0].mechanism else "outcome")
    if m.agent is not None and m.agent.classes:
        tags.add(m.agent.classes[0].subject)
    for kind, tag in _CLAUSE_TAGS.items():
        if kind in reading.cues:
            found = reading.cues[kind]
            if any(_same_clause(m, f.first, reading) for f in found):
                tags.add(tag)
    if m.predicate is not None and m.predicate.relation.endorses:
        tags.add("advice_implicit")
    if m.told:
        tags.add("advice_explicit")
    if "amplified" in tags and "hedged" in tags:
        tags.add("stacked")
    return sorted(tags)


def _same_clause(m: Mention, token: int, reading: Reading) -> bool:
    """Say whether a token stands in the clause of the mention, or in front: "For many, ..."."""
    front = reading.segments[0]
    if token < front.last and not (front.relations or front.terms):
        return True
    place = m.outcome.first if m.predicate is None else m.predicate.found.first
    clauses = {s.clause for s in reading.segments if s.first <= place < s.last}
    return any(s.clause in clauses for s in reading.segments if s.first <= token < s.last)
