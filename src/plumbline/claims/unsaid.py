"""Changes whose cause is left unsaid: whether what the text is about brings them about."""

from __future__ import annotations

from plumbline.claims.clauses import Clause, Predicate, says_how_much
from plumbline.claims.grammar import Grammar
from plumbline.claims.reading import Reading, Segment, Term

_BEFORE_NOUN = 4  # tokens in which the noun of a point begins: "Fast, natural relief"
_DATE = 2  # words after "since" that make no clause
_LABEL = 5  # tokens of a label and its colon, at most


def goes_on(reading: Reading, predicate: Predicate, named_from: int | None) -> bool:
    """Say whether a change without a cause goes on about what the text is about.

    It does in the results of a study, told in the same sentence or before it in the paragraph
    ("HbA1c fell"), beside what was said before ("sleep improves, too"), in a tale of one's own.
    `named_from` is the first token of a paragraph that names the topic, else None.
    """
    if (
        _is_of_another_cause(reading)
        or _is_of_controls(reading)
        or (predicate.passive and names_doer(reading, predicate))
    ):
        return False
    if reports_result(reading):
        return True
    words, closed = reading.words[reading.first : reading.last], reading.closed
    if not closed["own"].isdisjoint(words):
        return not _tells_when(reading)
    if named_from is None:
        return False
    if not closed["additive"].isdisjoint(words):
        return True
    past = not closed["past"].isdisjoint(words)
    past |= predicate.found.cue.form == "ed" and not predicate.passive
    return past and not closed["results"].isdisjoint(reading.words[named_from : reading.first])


def reports_result(reading: Reading) -> bool:
    """Say whether the sentence reports what a study saw: "In the trial, cortisol fell"."""
    return not reading.closed["results"].isdisjoint(reading.words[reading.first : reading.last])


def is_study(reading: Reading, clause: Clause) -> bool:
    """Say whether the subject is a study: "two trials of 90 women", not "trials of yoga"."""
    first, last = clause.region
    words, results = reading.words[first:last], reading.closed["results"]
    if results.isdisjoint(words) or _names_controls(reading, first, last):
        return False
    last_named = max(i for i, word in enumerate(words) if word in results)
    if words[last_named + 1 : last_named + 2] != ("of",):
        return True
    counted = any(word[0].isdigit() for word in words)
    return counted or bool(reading.within("person", first, last))


def is_point(reading: Reading, grammar: Grammar) -> bool:
    """Say whether a list item has no subject: "Eases pain", "Can ease pain", "Natural relief".

    A label before a colon and a word or two before a noun are read past.
    """
    words, closed = reading.words, reading.closed
    start = _skip_label(reading)
    if words[start].endswith("ly"):
        start += 1  # "Visibly smoother skin"
    if words[start] in closed["appositive"]:
        start += 1  # "A calmer mind"
    start = min(start, reading.last - 1)
    opening = words[start]
    if opening in grammar.auxiliaries or opening in grammar.reporting or opening == "you":
        return True  # "May ease pain", "Proven to ease pain", "You sleep better"
    for i in range(start, min(start + _BEFORE_NOUN, reading.last)):
        if i in reading.verbs:
            f = reading.verbs[i]
            return f is not None and (f.cue.form == "noun" or (f.cue.form == "s" and i == start))
        if words[i] in closed["governing"] or words[i] in closed["towards"]:
            return False
        if not words[i][0].isalnum() and words[i] not in closed["separators"]:
            return False
    return False


def _skip_label(reading: Reading) -> int:
    """Return the token after a label: "Pain: can ease it"."""
    opening = reading.words[reading.first : min(reading.first + _LABEL, reading.last - 1)]
    return reading.first + opening.index(":") + 1 if ":" in opening else reading.first


def promises(reading: Reading, predicate: Predicate) -> bool:
    """Say whether readers are told what awaits them: "you will feel calmer"."""
    first = predicate.segment.first
    opening = reading.words[first : first + 2]
    promised = opening[0] in reading.closed["promising"] or opening == ("you", "will")
    return promised and first == reading.first and not _tells_when(reading)


def is_supposed(reading: Reading, predicate: Predicate) -> bool:
    """Say whether a change is only supposed: "if your blood sugar drops, ..."."""
    first = predicate.segment.first
    if predicate.segment.opener != "subordinate" or first == reading.first:
        return False
    return reading.words[first - 1] in reading.closed["conditions"]


def names_doer(reading: Reading, predicate: Predicate) -> bool:
    """Say whether the noun of a passive follows: "eased by rest", not "eased by a third"."""
    i = predicate.found.last
    by = i + 1 < reading.last and reading.words[i] == "by"
    return by and not says_how_much(reading, i)


def compared_terms(reading: Reading) -> list[Term]:
    """Return the terms that something is compared with: "unlike zinc, massage eases pain"."""
    if "opener" not in reading.cues:
        return []
    return [t for s in reading.segments if s.opener == "comparison" for t in s.terms]


def _is_of_another_cause(reading: Reading) -> bool:
    """Say whether something else was done for a time: "after eight weeks of yoga"."""
    words, closed = reading.words, reading.closed
    for i in range(reading.first + 1, reading.last - 1):
        if words[i] == "of" and words[i - 1] in closed["durations"]:
            named = any(t.is_agent for t in reading.terms_within(i + 1, i + 4))
            return words[i + 1].isalpha() and not (named or words[i + 1] in closed["taking"])
    return False


def _is_of_controls(reading: Reading) -> bool:
    """Say whether something changed where nothing was done: "anxiety fell in the placebo group"."""
    words, controls = reading.words, reading.closed["controls"]
    return not controls.isdisjoint(words[reading.first : reading.last]) and any(
        _names_controls(reading, s.first, s.last)
        for s in reading.segments
        if s.opener != "comparison"
    )


def _names_controls(reading: Reading, first: int, last: int) -> bool:
    """Say whether tokens `first` to `last` name the group that got nothing, if there was one."""
    words, closed = reading.words, reading.closed
    return any(
        words[i] in closed["controls"]
        and words[i + 1] in closed["arms"]
        and words[i - 1] not in closed["denying"]
        for i in range(max(first, 1), last - 1)
    )


def _tells_when(reading: Reading) -> bool:
    """Say whether a clause tells when or why: "since I moved, I sleep better"."""
    return any(
        s.opener == "cause" or (s.opener == "subordinate" and not _is_date(reading, s))
        for s in reading.segments
    )


def _is_date(reading: Reading, segment: Segment) -> bool:
    """Say whether a word or two follow that are no clause: "since May"."""
    words = [w for w in reading.words[segment.first : segment.last] if w[0].isalnum()]
    return len(words) <= _DATE and not reading.within("person", segment.first, segment.last)
