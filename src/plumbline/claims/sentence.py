"""How strongly a sentence claims anything at all, whatever its topic."""

from __future__ import annotations

from plumbline.claims.clauses import Predicate, read_clauses
from plumbline.claims.grammar import Grammar
from plumbline.claims.reading import Reading, open_page, read_sentence
from plumbline.text.document import Block, Document, Sentence

_CAUSAL = frozenset(["increase", "produce", "facilitate", "regulate", "decrease", "disturb"])
_BESIDE = frozenset(["make_easier", "endorse", "role", "importance"])
_HEDGES = frozenset(["conditional"])


def sentence_strength(text: str, grammar: Grammar) -> int:
    """Return the level (0-6) at which a single sentence relates one thing to another.

    0 where it asks, reports on a study or relates nothing; 2 where it compares or correlates; 4
    where a hedged relation is its strongest statement; 5 with "can"; 6 where it is stated as fact.
    """
    span = (0, len(text))
    sentence = Sentence(1, 1, "body", *span)
    document = Document("sentence", text, (Block("body", *span),), (sentence,))
    reading = read_sentence(open_page(document, grammar, None), 0)
    predicates = [p for p in read_clauses(reading, grammar) if not p.wished]
    if reading.cues.get("sentence.no_claim"):
        return 0
    related = any("association" in p.relation.tags for p in predicates)
    if related or reading.cues.get("sentence.correlational"):
        return 2
    hedged = [p for p in predicates if _is_causal(p) or p.relation.name in _BESIDE]
    if any(_is_hedged(p, reading) for p in hedged):
        return 4
    stated = [p for p in predicates if _is_causal(p) or p.relation.endorses]
    return max((p.level for p in stated), default=0)


def _is_causal(predicate: Predicate) -> bool:
    return predicate.relation.name in _CAUSAL


def _is_hedged(predicate: Predicate, reading: Reading) -> bool:
    """Say whether a modal of the author's own, not "the data suggest", scopes the relation."""
    segment = reading.segments[predicate.segment]
    modals = reading.within("modal", segment.first, predicate.found.last)
    return any(m.cue.form in _HEDGES for m in modals)
