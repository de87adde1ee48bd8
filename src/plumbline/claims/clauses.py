"""Clauses: which verb or noun relates whom to what, how strongly, denied or not.

A sentence is read segment by segment (`plumbline.claims.reading`). A segment with a finite verb
and words before it opens a clause with a subject of its own; one without a subject shares that of
the clause before; one without a finite verb (participles, lists) belongs to the clause around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from plumbline.claims.grammar import Grammar, Relation
from plumbline.claims.reading import Found, Reading, Segment, Term, precedes_noun


@dataclass(slots=True)
class Clause:
    """A clause and its subject.

    ``status`` says what stands in subject place: known (a term), anaphor, person, expletive,
    relative (the antecedent), open (nothing) or unknown (a noun that is not of the topic).
    """

    status: str
    subjects: list[Term] = field(default_factory=list)
    subordinate: bool = False
    fronted: bool = False
    first: int = 0
    resolved: Term | None = None
    region: tuple[int, int] = field(default=(0, 0), init=False)
    front: Sequence[Term] = field(default=(), init=False)
    frame_level: int = field(default=6, init=False)
    frame_negated: bool = field(default=False, init=False)


@dataclass(slots=True)
class Predicate:
    """One relation with its outcomes.

    ``level`` is what the relation and every modal above it allow; ``modal`` the modals alone, which
    participles inherit. ``local`` are terms before it in its own segment; ``inward`` says that
    the subject itself changes ("sleep improved with ...").
    """

    relation: Relation
    found: Found
    clause: Clause
    segment: Segment
    level: int
    modal: int
    cue: tuple[int, int]
    negated: bool
    above: Predicate | None
    objects: list[Term] = field(init=False)
    local: list[Term] = field(init=False)
    spans: list[tuple[int, int]] = field(init=False)
    wished: bool = field(default=False, init=False)
    passive: bool = field(default=False, init=False)
    directive: bool = field(default=False, init=False)
    harm: bool = field(default=False, init=False)
    inward: bool = field(default=False, init=False)


@dataclass(slots=True)
class _State:
    """What is remembered from segment to segment."""

    clauses: list[Clause] = field(default_factory=list)
    clause: Clause | None = None
    last: Predicate | None = None
    pending: list[Term] = field(default_factory=list)
    trailing: list[Term] = field(default_factory=list)
    hanging: list[Term] = field(default_factory=list)  # of "which, in turn, ..."
    wished: bool = False


def read_clauses(reading: Reading, grammar: Grammar) -> list[Predicate]:
    """Return the predicates of a sentence in order, with their clauses, levels and outcomes."""
    state = _State()
    predicates: list[Predicate] = []
    segments = reading.segments
    for segment in segments:
        relations = segment.relations
        if segment.opener == "cause" and state.clause is not None:
            _start_within(state)
        finite = _finite(reading, grammar, segment)
        if finite is None and _resumes(reading, state, segment):
            finite = segment.first
        if segment.opener == "relative" and finite is None and not relations:
            state.hanging = _antecedents(reading, segment)
        if state.clause is None and finite is None and _is_imperative(reading, grammar, segment):
            _start(state, Clause("open"))
        if finite is not None:
            _open_clause(reading, state, segment, finite)
        elif relations and _is_apposition(reading, segment, relations):
            _start(state, Clause("relative", _antecedents(reading, segment)[:1], subordinate=True))
        elif relations and not _is_noun_phrase(state, segment, relations):
            if state.clause is None:
                _start(state, Clause("open", fronted=True))
        elif relations and state.clause is None:
            _start(state, Clause("nominal", fronted=True))
            state.pending += segment.terms
        if not relations:
            _attach(reading, state, segment, finite)
            segment.clause = len(state.clauses)
            continue
        made = _predicates(reading, state, segment, finite)
        segment.clause = len(state.clauses)
        predicates += made
        if made:
            state.last = made[-1]
            state.trailing = []
    for segment in segments:
        if not segment.clause:
            segment.clause = 1  # a subject that stands apart: "Women, too, may"
    return predicates


def _resumes(reading: Reading, state: _State, segment: Segment) -> bool:
    """Say whether the verb follows an insertion: "Zinc, a trace element, shortened colds"."""
    if segment.opener != "comma":
        return False
    f = reading.verbs.get(segment.first)
    if f is None or f.cue.form != "ed" or any(segment is s for s in reading.segments[:2]):
        return False  # no subject and insertion before it
    if state.clause is None:
        opened = any(t.is_agent for t in state.pending) or _opens_with_pronoun(reading)
        opened |= bool(state.pending) and not reading.terms_within(f.last, f.last + 1)
    else:  # "The powder, which is bitter, shortened colds"
        opened = len(state.clauses) == 1 and state.clause.subordinate and _is_inserted(reading)
    if not opened:
        return False
    after = reading.words[f.last] if f.last < segment.last else ""
    passive = after in reading.closed["after_participle"]
    return not passive or (after == "by" and says_how_much(reading, f.last))


def says_how_much(reading: Reading, by: int) -> bool:
    """Say whether an amount follows the "by" at token `by`: "fell by a third"."""
    after = reading.words[by + 1 : by + 3]
    counted = any(word[0].isdigit() for word in after[:1])
    return counted or not reading.closed["amounts"].isdisjoint(after)


def _opens_with_pronoun(reading: Reading) -> bool:
    return bool(reading.within("anaphor", reading.first, reading.first + 1))


def _is_inserted(reading: Reading) -> bool:
    """Say whether a relative clause behind a comma follows the opening words of a sentence."""
    second = reading.segments[1]
    return second.opener == "relative" and second.comma


def _is_imperative(reading: Reading, grammar: Grammar, segment: Segment) -> bool:
    return segment.opener == "start" and reading.words[segment.first] in grammar.imperatives


def _start(state: _State, clause: Clause) -> None:
    state.clauses.append(clause)
    state.clause = clause
    state.last = None


def _start_within(state: _State) -> None:
    """Start a clause of cause: same subject, but what frames the main clause stays outside."""
    last = state.last
    _start(state, Clause(state.clause.status, state.clause.subjects, first=state.clause.first))
    state.last = last


def _antecedents(reading: Reading, segment: Segment) -> list[Term]:
    """Return the two nearest terms before a segment."""
    return [t for t in reading.terms if t.last <= segment.first][-1:-3:-1]


def _is_apposition(reading: Reading, segment: Segment, relations: list[Found]) -> bool:
    """Say whether a segment describes the noun before it: ", responsible for ..."."""
    f = relations[0]
    describes = f.cue.value.name in ("importance", "reputation", "role")
    named = f.cue.form == "noun" and reading.words[segment.first] in reading.closed["appositive"]
    near = f.first - segment.first <= 4
    return segment.opener == "comma" and (describes or named) and near


def _is_noun_phrase(state: _State, segment: Segment, relations: list[Found]) -> bool:
    """Say whether a segment without finite verb, before any clause, is a subject to come."""
    return state.clause is None and relations[0].cue.form == "noun" and segment.opener == "start"


# --- where the finite verb is ---------------------------------------------------------------------
def _finite(reading: Reading, grammar: Grammar, segment: Segment) -> int | None:
    """Return the token of the first finite verb of a segment, if any."""
    words, first, last = reading.words, segment.first, segment.last
    opening = reading.verbs.get(first)
    added = segment.opener in ("comma", "means") and first != reading.first
    if added and opening is not None and opening.cue.form == "ing":
        return None  # ", ensuring that the rhythm stays ...": a participle to its end
    asked = reading.indirect_questions(first, last) if reading.questions else ()
    for i, f in reading.verbs.items():
        if i < first or i in asked:
            continue
        if i >= last:
            break
        if words[i] in grammar.auxiliaries:
            if words[i] not in reading.closed["not_finite"]:
                return i
        elif f is not None:
            if _verb_is_finite(reading, segment, f, words[i - 1] if i > first else ""):
                return i
        elif i > first and words[i - 1] != "to":
            form = "s" if words[i].endswith("s") else ""
            if words[i] in reading.closed["also_nouns"] and words[i + 1 : i + 2] == ("of",):
                continue
            if not precedes_noun(reading.closed, words[i - 1], form):
                return i
    return _unknown_verb(reading, segment) if segment.terms else None


def _unknown_verb(reading: Reading, segment: Segment) -> int | None:
    """Return the word in -s right after an agent: a verb that the grammar does not list."""
    for term in segment.terms:
        i = term.last
        if not term.is_agent or i >= segment.last or reading.relates(i):
            continue
        word = reading.words[i]
        if word.isalpha() and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return i if not reading.terms_within(i, i + 1) else None
    return None


def _verb_is_finite(reading: Reading, segment: Segment, f: Found, before: str) -> bool:
    form = f.cue.form
    if form == "noun":
        word, known = reading.words[f.first], reading.closed["finite_nouns"]
        if (
            not before
            and segment.opener == "coordinate"
            and not known.isdisjoint((word + "s", word + "es"))
        ):
            return False  # "can lift mood and keep blood sugar steady"
        return word in known and before != "to"
    if form == "s":
        return not precedes_noun(reading.closed, before, form)
    if segment.opener == "relative" and not _has_words(reading, segment.first, f.first):
        return form != "ing"
    if form == "base":
        if not before:
            return False
        closed = reading.closed
        plural = before.endswith(("s", "ly")) or before in closed["plurals"]
        past = reading.words[f.first] in closed["past_as_base"]  # "it cut the risk"
        if past and before not in closed["before_noun"] and before not in closed["no_subject"]:
            return True
        return plural or (
            segment.opener == "coordinate" and any(t.last == f.first for t in reading.terms)
        )
    if form == "ed":
        after = reading.words[f.last] if f.last < reading.last else ""
        if (
            before
            and before not in reading.closed["before_noun"]
            and before.isalpha()
            and after not in reading.closed["after_participle"]
        ):
            return before not in reading.closed["no_subject"] and not reading.relates(f.first - 1)
        ends = {t.last for t in reading.terms} | {a.last for a in reading.cues.get("anaphor", ())}
        start = f.first - 1 if before.endswith("ly") else f.first
        return start in ends
    return False


# --- whose clause it is ---------------------------------------------------------------------------
def _open_clause(reading: Reading, state: _State, segment: Segment, finite: int) -> None:
    """Start the clause that the finite verb at token `finite` belongs to."""
    previous, first = _shared_clause(state, segment), segment.first
    region = [t for t in segment.terms if t.first < finite] if segment.terms else []
    if segment.opener == "relative" and (
        _has_unknown_antecedent(reading, state, segment)
        or _describes_opening(reading, segment, finite)
    ):
        clause = Clause("unknown", subordinate=True)
        clause.region = first - 2, first - 1
    elif segment.opener == "relative" and (trouble := _trouble_described(state, segment)):
        clause = Clause("known", [trouble], subordinate=True)
    elif segment.opener == "relative" and _describes_people(reading, segment, previous):
        clause = Clause("person", subordinate=True)
    elif segment.opener == "relative" and not (state.hanging or _is_whose(reading, segment)):
        known = _antecedents(reading, segment) + (previous.subjects if previous else [])
        # "it does this, which ...": the clause speaks of all that
        behind = segment.comma and previous is not None and previous.status == "anaphor"
        clause = Clause("anaphor" if behind else "relative", region + known, subordinate=True)
    elif _has_words(reading, first, finite):
        if segment.opener == "coordinate" and all(c.fronted for c in state.clauses):
            # "taking it through food or tablets may ...": the subject began before the "or"
            region = reading.terms_within(reading.first, finite)
        clause = Clause(*_subject(reading, first, finite, region))
        if clause.status == "anaphor" and segment.opener == "relative":
            # "a hormone whose task it is to ...": the task is that of the noun before
            clause = Clause("known", _antecedents(reading, segment)[:1])
        clause.region = first, finite
        clause.subordinate = segment.opener in ("subordinate", "cause")
    elif state.hanging:
        clause = Clause("relative", state.hanging, subordinate=True)
    elif contracted := _contracted(reading, finite):
        clause = Clause(contracted)
    elif segment.opener == "comma" and any(t.is_agent for t in state.trailing):
        clause = Clause("known", [t for t in state.trailing if t.is_agent])
    elif state.pending and reading.words[first - 1] == ":":
        clause = Clause("open")  # "Mood: can ease anxiety": a label acts on nothing
    elif state.pending:
        clause = Clause("known", state.pending)
    elif previous is not None and not previous.fronted:
        clause = Clause(previous.status, previous.subjects, resolved=previous.resolved)
        first, clause.region = previous.first, previous.region
        reading.shared.add(len(state.clauses) + 1)
    else:
        inserted = segment.opener == "comma" and _opens_with_pronoun(reading)
        clause = Clause("anaphor" if inserted else "open")  # "The tea, a bitter one, eased pain"
    if segment.opener == "complement":
        clause.frame_level, clause.frame_negated = read_frame(reading, segment)
    elif segment.opener == "relative" and previous is not None and not segment.comma:
        clause.frame_level = previous.frame_level  # "hints that it calms the cells that ..."
    if _is_asked(reading, state, segment):
        clause.frame_level = 0
    clause.first = first
    clause.front = state.pending
    if segment.opener != "relative" and state.clauses:
        _give_subject(state, clause)
    if segment.opener != "coordinate" or region:
        state.wished = "wish" in reading.cues and _follows_wish(reading, segment)
    state.pending, state.trailing, state.hanging = [], [], []
    _start(state, clause)


def _shared_clause(state: _State, segment: Segment) -> Clause | None:
    """Return the clause whose subject a next one may share.

    A comma before "and" closes a relative clause: "lowers cortisol, which ..., and improves sleep".
    """
    previous = state.clause
    closes = segment.comma and segment.opener == "coordinate"
    if previous is None or not (previous.subordinate and closes):
        return previous
    return next((c for c in reversed(state.clauses) if not c.subordinate), previous)


def _has_unknown_antecedent(reading: Reading, state: _State, segment: Segment) -> bool:
    """Say whether a clause describes a noun that is acted on and is none of the topic's.

    "Switches off the enzymes that break cartilage down": the enzymes break it down. "Is a spice
    that eases pain" acts on nothing; there the clause speaks of the subject.
    """
    i = segment.first - 2  # the word before "that"
    if reading.words[i + 1] != "that" or i < reading.first:
        return False
    if state.last is None or i < state.last.found.last or _renames(reading, i):
        return False
    return reading.words[i][0].isalnum() and not any(t.first <= i < t.last for t in reading.terms)


def _describes_opening(reading: Reading, segment: Segment, finite: int) -> bool:
    """Say whether a clause describes a noun, none of the topic's, that the sentence opens with.

    "The foods that ease stress are ...": the foods ease it, whatever the page is about.
    """
    first, that = reading.first, segment.first - 1
    if reading.words[that] != "that" or not any(segment is s for s in reading.segments[1:2]):
        return False
    known = any(reading.within(kind, first, that) for kind in ("anaphor", "person", "expletive"))
    named = known or reading.terms_within(first, that)
    return not named and not _has_words(reading, segment.first, finite)


def _renames(reading: Reading, i: int) -> bool:
    """Say whether the noun at token `i` renames the subject: "is a herb: a plant that ..."."""
    named = next((s for s in reading.segments if s.first <= i < s.last), None)
    if named is None or named.opener != "comma" or named.relations:
        return False
    return reading.words[named.first] in reading.closed["appositive"]


def _trouble_described(state: _State, segment: Segment) -> Term | None:
    """Return the trouble that is acted on and described: "calms the nausea that spoils ..."."""
    last = state.last
    if segment.comma or last is None or last.relation.effect != "down":
        return None
    return next((t for t in last.objects if t.is_bad and t.last == segment.first - 1), None)


def _describes_people(reading: Reading, segment: Segment, previous: Clause | None) -> bool:
    """Say whether "who" follows the word for people right behind it: "than those who took it"."""
    i = segment.first - 2
    if previous is None or reading.words[i + 1] != "who":
        return False
    return bool(reading.within("person", i, i + 1))


def _is_whose(reading: Reading, segment: Segment) -> bool:
    """Say whether a relative clause has a subject of its own: "women, whose joints ache"."""
    return segment.first > reading.first and reading.words[segment.first - 1] == "whose"


def stands_asked(reading: Reading, segment: Segment) -> bool:
    """Say whether a segment stands after "whether", or "unclear if"."""
    asked = reading.cues.get("asked")
    return bool(asked) and any(f.last == segment.first for f in asked)


def _is_asked(reading: Reading, state: _State, segment: Segment) -> bool:
    """Say whether a clause, or the one it shares its subject with, stands after "whether"."""
    if stands_asked(reading, segment):
        return True
    shared = len(state.clauses) + 1 in reading.shared
    return shared and state.clause.frame_level == 0


def _follows_wish(reading: Reading, segment: Segment) -> bool:
    """Say whether a wish ends the segment before: "unclear whether it helps" states nothing."""
    before = [s.last for s in reading.segments if s.last <= segment.first]
    return bool(before and reading.within("wish", before[-1] - 1, segment.first))


def _contracted(reading: Reading, finite: int) -> str:
    """Return what stands for the subject inside a finite verb: "you're", "it's", "there's"."""
    pronoun = reading.words[finite].partition("'")[0]
    kinds = {"people": "person", "things": "anaphor", "placeholders": "expletive"}
    return next((kinds[name] for name in kinds if pronoun in reading.closed[name]), "")


def read_frame(reading: Reading, segment: Segment) -> tuple[int, bool]:
    """Return what a main clause such as "research suggests" lays over its that-clause."""
    first = reading.segments[0].first
    levels = [f.cue.value for f in reading.within("modal", first, segment.first)]
    negated = any(f.cue.value for f in reading.within("negation", first, segment.first))
    return min([6, *levels]), negated or _is_rebutted(reading, segment)


def _is_rebutted(reading: Reading, segment: Segment) -> bool:
    """Say whether what follows denies a that-clause: "the idea that it helps is a myth"."""
    if "rebuttal" not in reading.cues:
        return False
    notion = reading.words[max(reading.first, segment.first - 2)]
    behind = reading.within("rebuttal", segment.first, reading.last)
    return notion in reading.closed["notions"] and bool(behind)


def _has_words(reading: Reading, first: int, finite: int) -> bool:
    """Say whether more than adverbs stands before the finite verb."""
    adverbs = reading.closed["adverbs"]
    for word in reading.words[first:finite]:
        if word[0].isalnum() and not word.endswith("ly") and word not in adverbs:
            return True
    return False


def _subject(
    reading: Reading, first: int, finite: int, region: list[Term]
) -> tuple[str, list[Term]]:
    placeholders = reading.within("expletive", first, finite + 1)
    if placeholders and (placeholders[0].first < finite or first == finite):
        return "expletive", region  # not "this makes it easy"
    people = reading.within("person", first, finite)
    pronouns = [p for p in reading.within("anaphor", first, finite) if _stands_alone(reading, p)]
    own = pronouns and region and _ends_in(reading, pronouns[-1], finite)
    if own and not any(t.is_agent or t.last > pronouns[-1].first for t in region):
        return "anaphor", []  # "in people with migraine it cuts ..."
    led = people and region and people[0].first < region[0].first  # "adults with insomnia slept"
    if region and not (led and not any(t.is_agent for t in region)):
        return "known", region
    alone = (
        finite == first + 1 and reading.words[first] in reading.closed["quantifiers"]
    )  # "many struggle"
    if pronouns and not (people and people[-1].first > pronouns[-1].first):
        return "anaphor", []  # "for me it helped"
    if alone or people:
        return "person", []
    return "unknown", []


def _ends_in(reading: Reading, pronoun: Found, finite: int) -> bool:
    """Say whether a pronoun stands right before the finite verb, adverbs aside."""
    return not _has_words(reading, pronoun.last, finite)


def _stands_alone(reading: Reading, pronoun: Found) -> bool:
    """Say whether no noun follows with "of": "a dose of 5 g", not "a dose of caffeine"."""
    after = reading.words[pronoun.last : pronoun.last + 2]
    return after[:1] != ("of",) or (len(after) > 1 and after[1][0].isdigit())


def _give_subject(state: _State, clause: Clause) -> None:
    """A clause in front ("By reducing ..., ") gets the subject of the main clause after it."""
    for earlier in state.clauses:
        if earlier.fronted and earlier.status in ("open", "nominal"):
            earlier.subjects = earlier.subjects + clause.subjects
            if earlier.status == "open":
                earlier.status = clause.status


def _attach(reading: Reading, state: _State, segment: Segment, finite: int | None) -> None:
    """Give the terms of a segment without relation to the list it continues."""
    if finite is not None or segment.opener == "comparison" or _turns(reading, segment):
        return
    terms = segment.terms
    listed = state.last is not None and len(state.last.spans) > 1
    opening = reading.words[segment.first]
    if segment.opener == "comma" and opening in reading.closed["appositive"] and not listed:
        return  # "melatonin, a hormone ..." says what the noun before it is
    if state.last is not None:
        listing = segment.opener in ("comma", "coordinate", "example", "means", "fronted")
        people = state.last.objects and "person" in reading.cues
        if people:  # "in women with insomnia or anxiety"
            terms = [t for t in terms if not _is_of_people(reading, state.last.found, t)]
        if listing and not _is_bare_noun(reading, state.last):
            state.last.objects += terms
            state.last.spans.append((segment.first, segment.last))
        state.trailing += terms
    else:
        state.pending += terms


def _is_bare_noun(reading: Reading, predicate: Predicate) -> bool:
    """Say whether nothing is acted on, so that no list follows: "the cause and", "occurred and"."""
    if predicate.inward and predicate.harm:
        return True
    before = reading.words[max(reading.first, predicate.found.first - 1)]
    first, last = predicate.spans[0]
    named = predicate.found.cue.form == "noun" and before in reading.closed["articles"]
    return named and first >= last and not predicate.objects


def _turns(reading: Reading, segment: Segment) -> bool:
    """Say whether a segment is a clause of its own: ", but the trials disagree", ", and we add"."""
    if segment.opener not in ("coordinate", "comma"):
        return False
    closed, opening = reading.closed, reading.words[segment.first]
    if segment.comma and (opening in closed["people"] or opening in closed["things"]):
        return True
    if segment.opener == "comma" or reading.words[segment.first - 1] not in closed["contrary"]:
        return False
    denied = reading.within("negation", reading.first, segment.first)
    return all(f.cue.value for f in denied)  # unlike "not only stress, but anxiety"


# --- what is said ---------------------------------------------------------------------------------
def _predicates(
    reading: Reading, state: _State, segment: Segment, finite: int | None
) -> list[Predicate]:
    """Build the predicates of one segment, each inheriting from the one before."""
    clause = state.clause
    made: list[Predicate] = []
    start = segment.first
    if segment.opener == "comparison":
        return made
    relations = [
        f
        for f in segment.relations
        if f.first == finite
        or not _is_adjective(reading, segment, f)
        or _goes_on(reading, state, segment, f)
    ]
    cues = reading.cues
    for k, f in enumerate(relations):
        until = relations[k + 1].first if k + 1 < len(relations) else segment.last
        in_subject = finite is not None and f.last <= finite
        above = made[-1] if made else None
        if above is None and finite is None:
            above = state.last
        if above is None and finite is None and segment.opener in ("coordinate", "comma"):
            start = max(reading.first, clause.first)  # "can walk further and climb more easily"
        modals = _modals(reading, start, f.last) if "modal" in cues else []
        predicate = _predicate(clause, f, segment, above, modals)
        if "negation" in cues and (denial := _denial(reading, start, f)):
            goes_on = reading.words[denial.first] == "nor"  # "neither eases pain nor ..."
            predicate.negated = goes_on or not predicate.negated
            predicate.cue = denial.first, denial.last
        if "wish" in cues and reading.within("wish", start, f.first + 1):
            state.wished = True
        predicate.wished = state.wished and not in_subject and not f.cue.value.endorses
        same = above is not None and above.segment is segment
        chained = same and f.cue.form in ("base", "ing") and not modals
        predicate.harm = f.cue.value.effect == "harm" or (chained and above.harm)
        predicate.spans = [(f.last, until)]
        predicate.passive = _is_participle(reading, f) and _is_passive(reading, f, segment)
        local = [t for t in segment.terms if t.first < f.first] if segment.terms else []
        predicate.local = local[::-1]
        predicate.objects = _objects(reading, f, until, predicate) if reading.terms else []
        if "rebuttal" in cues and f.cue.form == "noun" and in_subject:
            # "its use in migraine is not supported"
            predicate.negated |= bool(reading.within("rebuttal", f.last, segment.last))
        if predicate.objects and _is_change(reading, f):
            _turn_inward(reading, segment, predicate)
        made.append(predicate)
        start = f.last
    return made


def _modals(reading: Reading, first: int, last: int) -> list[Found]:
    return [m for m in reading.within("modal", first, last) if m.last <= last]


def _turn_inward(reading: Reading, segment: Segment, predicate: Predicate) -> None:
    """Note where the subject itself changes, as all that is acted on stands before."""
    first = predicate.found.first
    predicate.inward = all(t.first < first for t in predicate.objects)
    if predicate.inward:  # "improved just as much on placebo"
        after = reading.within("negation", first + 1, segment.last)
        predicate.negated |= any(n.cue.value for n in after)


def _is_adjective(reading: Reading, segment: Segment, f: Found) -> bool:
    """Tell "a calming effect" from "calming the mind", "heightened activity" from "heightened"."""
    if f.cue.form not in ("ing", "ed"):
        return False
    before = reading.words[f.first - 1] if f.first > segment.first else ""
    if f.cue.form == "ing":
        return before in reading.closed["determiners"]
    if _is_passive(reading, f, segment) or _is_perfect(reading, f, segment):
        return False
    after = reading.words[f.last] if f.last < reading.last else ""
    return after != "by" and not _verb_is_finite(reading, segment, f, before)


def _goes_on(reading: Reading, state: _State, segment: Segment, f: Found) -> bool:
    """Say whether one more verb in -ed follows: "lowered cortisol, improved sleep and ..."."""
    last = state.last
    if f.first > segment.first or segment.opener not in ("comma", "coordinate") or last is None:
        return False
    after = reading.words[f.last] if f.last < segment.last else ""
    active = last.found.cue.form == f.cue.form == "ed" and not last.passive
    return active and after not in reading.closed["after_participle"]


def _is_perfect(reading: Reading, f: Found, segment: Segment) -> bool:
    """Say whether "has", "have" or "had" stands before a participle, adverbs aside."""
    closed, i = reading.closed, f.first - 1
    while i > segment.first and (
        reading.words[i].endswith("ly") or reading.words[i] in closed["adverbs"]
    ):
        i -= 1
    return i >= segment.first and reading.words[i] in closed["have"]


def _predicate(
    clause: Clause, f: Found, segment: Segment, above: Predicate | None, modals: list[Found]
) -> Predicate:
    relation = f.cue.value
    same_segment = above is not None and above.segment is segment
    cue, modal = (f.first, f.last), clause.frame_level
    said = relation.level  # what the words themselves allow
    if modals:
        weakest = min(modals, key=_level_of)
        modal = min(modal, weakest.cue.value)
        if weakest.cue.value < said:
            cue, said = (weakest.first, weakest.last), weakest.cue.value
    negated = clause.frame_negated
    if above is not None:
        modal, negated = min(modal, above.modal), negated or above.negated
    level = relation.level if relation.level < modal else modal
    governed = above is not None and f.cue.form in ("base", above.found.cue.form)
    if same_segment or (governed and f.cue.form != "s"):
        level = min(level, above.level)
    if above is not None and level < min(said, 6):
        cue = above.cue
    return Predicate(relation, f, clause, segment, level, modal, cue, negated, above)


def _level_of(modal: Found) -> int:
    return modal.cue.value


def _denial(reading: Reading, start: int, f: Found) -> Found | None:
    """Return the negation that stands between the predicate before and this one, if any."""
    until = f.last if f.cue.form == "noun" else f.first + 1  # "remained unchanged"
    for n in reading.within("negation", start, until):
        if n.cue.value and (n.first <= f.first or n.last == f.last):
            return n
    if f.cue.form == "noun" and not reading.closed["denying"].isdisjoint(
        reading.words[f.first : f.last]
    ):
        return f  # "has no role in"
    denies = f.last < reading.last and reading.words[f.last] in reading.closed["denying"]
    if denies and any(n.last > f.last + 1 for n in reading.within("negation", f.last, f.last + 1)):
        return None  # "found no evidence that": it denies what follows
    if denies and not any(reading.relates(i) for i in range(f.last, f.last + 3)):
        return Found(f.last, f.last + 1, f.cue)  # "eases neither pain nor stress"
    return None


def _is_participle(reading: Reading, f: Found) -> bool:
    return f.cue.form == "ed" or reading.words[f.first] in reading.closed["past_as_base"]


def _is_passive(reading: Reading, f: Found, segment: Segment) -> bool:
    before = reading.words[max(segment.first, f.first - 2) : f.first]
    return not reading.closed["be"].isdisjoint(before)


def _objects(reading: Reading, f: Found, until: int, predicate: Predicate) -> list[Term]:
    """Return the terms acted on: after the verb; before it for passives and "X reduction"."""
    before, terms = predicate.local[::-1], predicate.segment.terms
    if predicate.passive:
        if "person" in reading.cues:  # "people with insomnia were given ..."
            before = [t for t in before if not _tells_people_apart(reading, t)]
            if predicate.local and not before:
                return []
        return before or predicate.clause.subjects
    after = [
        t
        for t in terms
        if t.first < until and t.last > f.first and (t.first >= f.first or not t.is_agent)
    ]
    if f.cue.value.name == "property" and reading.closed["towards"].isdisjoint(
        reading.words[f.last - 1 : f.last + 1]
    ):
        after = []
    if f.cue.value.name == "side_effect":  # "side effects are rare" names none
        after = [t for t in after if t.first >= f.last]
    if after and "person" in reading.cues:
        after = [t for t in after if t is after[0] or not _is_of_people(reading, f, t)]
    if f.cue.form in ("noun", "ing"):
        near = [t for t in terms if _is_glued(reading, t, f)]
        if near:
            after = near + [t for t in after if t not in near]
    if "association" in f.cue.value.tags and after and all(t.is_agent for t in after):
        after = _changing(before) or after  # "headaches have been linked to it"
    changes = _is_change(reading, f)
    if changes and f.cue.value.name == "mishap":
        after = []  # "rashes occurred in those with eczema"
    if not (changes or _may_be_fronted(reading, f)) or _changing(after):
        return after
    if changes:
        after = _changing([*predicate.clause.subjects, *before])
    else:
        # "in memory, sleep plays a part": what stands in front is acted on
        after = _changing(before) or _changing(predicate.clause.front)
    return after


def _may_be_fronted(reading: Reading, f: Found) -> bool:
    """Say whether what is acted on may stand in front: "for migraine it works wonders"."""
    if f.cue.value.endorses:
        return reading.words[reading.first] in reading.closed["fronting"]
    return f.cue.value.name in ("role", "importance")


def _is_of_people(reading: Reading, f: Found, term: Term) -> bool:
    """Say whether a term tells which people: "eases stress in women with insomnia"."""
    words, closed = reading.words, reading.closed
    return any(
        words[p.first - 1] in closed["among"] and words[p.last] in closed["having"]
        for p in reading.within("person", f.last, term.first)
    )


def _tells_people_apart(reading: Reading, term: Term) -> bool:
    """Say whether a term tells which people are meant: "half of those with insomnia"."""
    words, having = reading.words, reading.closed["having"]
    people = reading.within("person", reading.first, term.first)
    return any(p.last < term.first <= p.last + 2 and words[p.last] in having for p in people)


def _changing(terms: list[Term]) -> list[Term]:
    """Return the terms that can be acted on: neither agents nor properties, each once."""
    found = {id(t): t for t in terms if not t.is_agent and not t.is_property}
    return list(found.values())


def _is_change(reading: Reading, f: Found) -> bool:
    """Say whether what stands before changes: "sleep improved", "fell asleep 17 minutes sooner"."""
    if reading.words[f.first] in reading.closed["changes"]:
        return True
    if f.cue.value.name != "change_seen" or f.cue.form != "noun" or f.last > f.first + 1:
        return False
    i = f.first - 1
    while i > reading.first and reading.words[i].endswith("ly"):
        i -= 1  # "felt noticeably calmer"
    return i > reading.first and reading.words[i] in reading.closed["linking"]


def _is_glued(reading: Reading, term: Term, f: Found) -> bool:
    """Say whether a term stands right before a noun or a hyphen: "X reduction", "X-promoting"."""
    if f.cue.form == "noun" and term.last == f.first:
        return True
    return term.last + 1 == f.first and not reading.words[term.last][0].isalnum()
