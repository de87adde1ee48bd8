"""Which way a relation goes: whether a sentence makes a claim or says the opposite of it."""

from __future__ import annotations

from plumbline.claims.clauses import Predicate
from plumbline.claims.reading import Reading, Term
from plumbline.claims.topic import Route


def makes_claim(
    route: Route, reading: Reading, predicate: Predicate, subject: Term, term: Term
) -> bool:
    """Say whether what `subject` is said to do to `term` is what the claim of `route` says.

    A claim of harm (``harm: true`` in ``claims.yaml``) says that there is more of a trouble or
    that something is damaged; every other claim about the topic's own agent is one of a benefit.
    """
    if route.harm:
        return _does_harm(reading, predicate, term)
    if subject.is_main:
        if _worsens(reading, predicate, term) or _takes_away(reading, predicate, term):
            return False
        return predicate.negated or not (predicate.harm or _is_lived(reading, predicate, term))
    return predicate.negated or not _is_trouble_doing_good(predicate, subject, term)


def _does_harm(reading: Reading, predicate: Predicate, term: Term) -> bool:
    relation = predicate.relation
    if not term.is_bad and _is_undone(predicate):
        return True
    lessened = _is_lessened(reading, predicate, predicate.segment.first, term.last)
    taken_away = relation.effect == "down" and not term.is_bad  # "lowers potassium"
    if lessened and not (predicate.negated or taken_away):
        return False
    if predicate.harm or relation.effect == "change":
        return True
    if relation.name == "property" and term.last == predicate.found.first:
        return term.is_bad  # "a sedative effect"
    if term.is_bad:
        lived = relation.name == "change_seen" and predicate.found.cue.form != "noun"
        return lived or _worsens(reading, predicate, term)
    return relation.effect == "down"


def _worsens(reading: Reading, predicate: Predicate, term: Term) -> bool:
    """Say whether there is more of a trouble: "causes insomnia", not "leads to less anxiety"."""
    first = predicate.found.first
    said = reading.words[first : predicate.found.last]
    ends = said[:1] if predicate.relation.effect == "down" else (said[0], said[-1])  # "goes up"
    worse = not reading.closed["worsening"].isdisjoint(ends)
    if not (term.is_bad and (worse or _brings(reading, predicate, term))):
        return False
    last = max(predicate.found.last, predicate.spans[0][1])
    lower = [f.cue.value for f in reading.within("relation", first + 1, last)]
    lessened = not predicate.negated and _is_lessened(reading, predicate, first + 1, last)
    return not (
        lessened or any(relation is not None and relation.effect == "down" for relation in lower)
    )


def _is_direct(reading: Reading, predicate: Predicate, term: Term) -> bool:
    """Say whether no preposition stands between a verb and what it acts on."""
    between = reading.words[predicate.found.last : term.first]
    return not any(reading.closed[kind].intersection(between) for kind in ("towards", "governing"))


def _takes_away(reading: Reading, predicate: Predicate, term: Term) -> bool:
    """Say whether there is less of something good: "lowers the appetite"."""
    if not term.is_good:
        return False
    if predicate.inward and predicate.relation.effect == "down":
        return True  # "my appetite dropped"
    less = reading.words[predicate.found.first] in reading.closed["diminishing"]
    return _is_undone(predicate) or (less and _is_direct(reading, predicate, term))


def _is_undone(predicate: Predicate) -> bool:
    """Say whether a gain is taken away: "reduced gains in strength"."""
    return predicate.relation.effect == "up" and _is_prevented(predicate)


def _is_prevented(predicate: Predicate) -> bool:
    """Say whether the verb above takes it all away; one of the same list does not."""
    above = predicate.above
    governed = above is not None and above.segment is predicate.segment
    return governed and above.relation.effect == "down"


def _brings(reading: Reading, predicate: Predicate, term: Term) -> bool:
    """Say whether a trouble comes upon people: "gave me a rash", "makes some people sick"."""
    if predicate.relation.name != "produce" or predicate.found.cue.form == "noun":
        return False
    if not _is_direct(reading, predicate, term):
        return False  # "gives people with a rash some rest"
    words, closed = reading.words, reading.closed
    first = predicate.found.last
    if words[first - 1] == "on" or words[first : first + 1] in (("a",), ("an",)):
        return True  # "brings on a rash"
    people = reading.within("person", first, term.first)
    return any(words[f.first] not in closed["before_noun"] for f in people)


def _is_lessened(reading: Reading, predicate: Predicate, first: int, last: int) -> bool:
    """Say whether tokens `first` to `last` hold "less", or the verb above takes it all away."""
    return _is_prevented(predicate) or not reading.closed["lessening"].isdisjoint(
        reading.words[first:last]
    )


def _is_lived(reading: Reading, predicate: Predicate, term: Term) -> bool:
    """Say whether people live through a trouble: "adults who reported poor sleep"."""
    told = predicate.relation.name in ("change_seen", "associated")
    told &= predicate.found.cue.form != "noun"
    told |= reading.words[predicate.found.first].startswith("report")
    return told and term.is_bad


def _is_trouble_doing_good(predicate: Predicate, subject: Term, term: Term) -> bool:
    """Say whether a trouble does good: "anxiety, which improves sleep" means less of it."""
    up = subject.is_bad and predicate.relation.effect == "up"
    return up and not (predicate.harm or term.is_bad)
