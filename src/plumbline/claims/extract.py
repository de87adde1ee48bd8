"""Extract claims: who is said to do what to what, at which strength."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from plumbline.claims.answers import Question, answer_question, read_question
from plumbline.claims.clauses import Clause, Predicate, read_clauses, read_frame, stands_asked
from plumbline.claims.direction import makes_claim
from plumbline.claims.grammar import Grammar
from plumbline.claims.mentions import Mention, unique_rows
from plumbline.claims.passages import NOT_ALONE, Passage, Stretch, cut_document, read_passages
from plumbline.claims.reading import Found, Page, Reading, Segment, Term, open_page
from plumbline.claims.substances import find_others, speaks_of_another
from plumbline.claims.topic import Route, Topic
from plumbline.claims.unsaid import (
    compared_terms,
    goes_on,
    is_point,
    is_study,
    is_supposed,
    names_doer,
    promises,
    reports_result,
)
from plumbline.memory import take_together
from plumbline.text.document import Document, Sentence

# a clause that opens so has its own subject: "ginger settles, while walking eases ..."
_APART = ("subordinate", "coordinate")


@dataclass(slots=True)
class _Discourse:
    """What earlier sentences leave for pronouns and list items to stand for.

    ``elsewhere`` says that they speak of a substance outside the topic, ``heading_elsewhere`` that
    the heading does, ``on_topic`` that what stands before a list names what the topic is about,
    ``named`` that the paragraph, which starts at token ``begin``, does. ``question`` is what the
    sentence right before asks.
    """

    paragraph: int = 0
    subjects: list[Term] = field(default_factory=list)
    agent: Term | None = None
    main: Term | None = None
    lead_in: Predicate | None = None
    lead_subjects: list[Term] = field(default_factory=list)
    elsewhere: bool = False
    heading_elsewhere: bool = False
    on_topic: bool = False
    question: Question | None = None
    begin: int = 0
    named: bool = False

    def go_on(self, sentence: Sentence, begin: int) -> _Discourse:
        """Return what a next paragraph begins with: list items stay under their lead-in."""
        after = _Discourse(sentence.paragraph, agent=self.agent, main=self.main, begin=begin)
        after.question = self.question
        after.elsewhere = after.heading_elsewhere = self.heading_elsewhere
        after.on_topic = self.on_topic
        if sentence.kind == "list_item":
            after.lead_in = self.lead_in
            after.lead_subjects = self.lead_subjects
        return after

    def pass_over(self, sentence: Sentence) -> None:
        """Note a sentence that names nothing of the topic and no other substance."""
        if sentence.kind == "heading":
            self.elsewhere = self.heading_elsewhere = False
        if sentence.kind != "list_item":
            self.on_topic = False


def extract_claims(document: Document, grammar: Grammar, topic: Topic | None) -> list[dict]:
    """Return the claim mentions of a document in reading order.

    Args:
        document: a cleaned document.
        grammar: from `load_grammar`.
        topic: from `load_topic`; without one, and in a document that does not name it, every claim
            is kept as ``other``.

    Returns:
        One dict per (agent, relation, outcome) and sentence with the columns of the table
        ``claims`` but ``attribution``, which is joined from the citations later.

    """
    rows: list[dict] = []
    discourse = _Discourse()
    page = open_page(document, grammar, topic)
    if topic is not None and not topic.is_named(page.words):
        page = open_page(document, grammar, None)
    for together in take_together(cut_document(document)):
        found, discourse = _find_claims(page, together, discourse)
        for mentions, passage in found:
            rows += unique_rows(mentions, document, passage.sentence, passage.reading)
    return rows


def _find_claims(
    page: Page, stretches: list[Stretch], discourse: _Discourse
) -> tuple[list[tuple[list[Mention], Passage]], _Discourse]:
    """Return the claims of each passage that makes some, and the discourse it all leaves."""
    found = []
    for stretch, passage in zip(stretches, read_passages(page, stretches), strict=True):
        sentence = stretch[0]
        if sentence.paragraph != discourse.paragraph:
            discourse = discourse.go_on(sentence, stretch[1])
        question, discourse.question = discourse.question, None
        waits = discourse.lead_in is not None or question is not None
        idle = passage is None or (passage.idle and not waits)
        mentions = []
        if not idle and _names_something(passage.read(page)):
            mentions = _PassageClaims(page, passage, discourse, question).find()
        elif not _goes_on(page, *stretch):
            discourse.pass_over(sentence)
        if question is not None and (answers := answer_question(page, stretch, question)):
            claimed = {mention.claim_id for mention in mentions}
            mentions += [a for a in answers if a.claim_id not in claimed]
            passage = passage or Passage(*stretch)
            passage.read(page)
        if mentions:
            found.append((mentions, passage))
    return found, discourse


def _names_something(reading: Reading) -> bool:
    return bool(reading.terms) or not reading.cues.keys().isdisjoint(("relation", "substance"))


def _goes_on(page: Page, sentence: Sentence, first: int, last: int) -> bool:
    """Say whether a heading stands over more about the same: "Benefits", "Why you will love it"."""
    if sentence.kind != "heading":
        return False
    return not page.grammar.closed["of_the_same"].isdisjoint(page.words[first:last])


class _PassageClaims:
    """The claims of one passage; updates the discourse for the next."""

    def __init__(
        self, page: Page, passage: Passage, discourse: _Discourse, question: Question | None
    ) -> None:
        self.page = page
        self.question = question
        self.passage = passage
        self.sentence = passage.sentence
        self.reading = reading = passage.reading
        self.grammar = page.grammar
        self.topic = page.lexis.topic
        self.discourse = discourse
        self.told: set[int] = set()
        self.compared: list[Term] | None = None
        self.agents = [t for t in reading.terms if t.is_agent]
        self.others = [] if self.agents else find_others(reading)
        # what pronouns may stand for: nothing of the topic where another substance is spoken of
        self.elsewhere = self._is_elsewhere()
        self.earlier = _Discourse() if self.elsewhere else discourse

    def _is_elsewhere(self) -> bool:
        if self.others:
            return speaks_of_another(self.reading, self.others)
        heading = self.sentence.kind == "heading"
        return self.discourse.elsewhere and not (self.agents or heading)

    def find(self) -> list[Mention]:
        """Return the mentions of the sentence, headings at level 0."""
        reading, discourse = self.reading, self.discourse
        if self.passage.is_label:
            found = self._heading()
        else:
            predicates = self.passage.predicates
            statable = self._statable()
            if statable and predicates is None:
                predicates = read_clauses(reading, self.grammar)
            if predicates is None:
                predicates = []
            else:
                self._mark_directives(predicates)
            if discourse.lead_in is not None:
                self._follow(discourse.lead_in, predicates)
            found = self._related(predicates)
            if statable:
                found += [self._statement(*each) for each in statable]
            self._remember(predicates)
        self._leave()
        asked = reading.words[reading.last - 1] == "?"
        unstudied = reading.cues.get("unstudied", ())
        for mention in found if asked or unstudied else ():
            # what is asked, or what nobody has studied, is not stated
            if asked or any(self._together(f.first, mention.outcome.first) for f in unstudied):
                mention.level, mention.negated = 0, False
        if asked:
            discourse.question = read_question(reading, found)
        return found

    def _together(self, token: int, other: int) -> bool:
        """Say whether no semicolon stands between two tokens."""
        return ";" not in self.reading.words[min(token, other) : max(token, other)]

    def _leave(self) -> None:
        """Leave to later sentences what this one speaks of."""
        discourse = self.discourse
        for agent in self.agents:
            discourse.agent = agent
            if agent.is_main:
                discourse.main, discourse.named = agent, True
        discourse.elsewhere = self.elsewhere
        if self.elsewhere:
            discourse.subjects = []
        if self.sentence.kind == "heading":
            discourse.heading_elsewhere = self.elsewhere
        if self.sentence.kind != "list_item":
            discourse.on_topic = any(agent.is_main for agent in self.agents)

    def _follow(self, lead_in: Predicate, predicates: list[Predicate]) -> None:
        """A list item takes on what the sentence with the colon says of all items."""
        for p in predicates:
            if p.clause.status in ("open", "nominal"):
                p.clause.status = "open"
                p.modal = min(p.modal, lead_in.modal)
                p.level = min(p.level, p.modal)
                p.negated ^= lead_in.negated
        if not predicates:
            lead_in.objects = self.reading.terms
            predicates.append(lead_in)

    # --- headings ---------------------------------------------------------------------------------
    def _heading(self) -> list[Mention]:
        reading = self.reading
        stopped = bool(reading.cues.get("heading_stop"))
        subjects = self.agents + self._default() + [t for t in reading.terms if not t.is_agent]
        found = [Mention.heading(route, a, t) for route, a, t in self._statable()]
        named = self.agents or reading.cues.get("relation")
        for term in reading.terms if not stopped else ():
            if not named and all(c.fallback for c in term.classes):
                continue  # "Trials of sleep"
            routes = self._routes(term)
            for subject in subjects if routes else ():
                if subject is not term and (taken := self._taken(routes, subject)):
                    stated = [route for route in taken if route.stated == "relation"]
                    found += [Mention.heading(route, subject, term) for route in stated]
                    break
        if self.passage.is_row and any(f.cue.value for f in reading.cues.get("negation", ())):
            for mention in found:
                mention.level, mention.negated = 1, True  # "awakenings | no difference"
        return found

    def _default(self) -> list[Term]:
        """Return what the text is about, for headings that do not name it."""
        if self.elsewhere:
            return []
        if self.discourse.main is not None:
            return [self.discourse.main]
        main = [c for c in self.topic.terms.values() if c.main] if self.topic else []
        return [Term(-1, -1, (c,), c.title) for c in main]

    # --- relations --------------------------------------------------------------------------------
    def _related(self, predicates: list[Predicate]) -> list[Mention]:
        found: list[Mention] = []
        left: list[Term] = []
        endorsing = None
        for predicate in predicates:
            own = []
            if predicate.wished or predicate.directive:
                left += predicate.objects
                if predicate.relation.name != "property":
                    continue
            endorses = predicate.relation.endorses
            if self.question is not None:
                self._take_up(predicate, endorses)
            wanted = []
            for term in predicate.objects:
                if routes := self._routes(term, predicate):
                    wanted.append((term, routes))
            subjects = self._subjects(predicate) if wanted or endorses else []
            for term, routes in wanted:
                own += self._claims_of(predicate, term, routes, subjects)
            if endorses and any(t.is_agent for t in subjects):
                endorsing = predicate, subjects
            found += own or ([] if predicate is self.discourse.lead_in else self._other(predicate))
        if endorsing:
            claimed = {id(m.outcome) for m in found}
            left += self._of_people()
            for term in left:
                if id(term) not in claimed:
                    routes = self._routes(term, endorsing[0])
                    found += self._claims_of(endorsing[0], term, routes, endorsing[1])
                    claimed.add(id(term))
        return found

    def _take_up(self, predicate: Predicate, endorses: bool) -> None:
        """Help for what the question before names: "Headaches? Zinc can help"."""
        helps = endorses or predicate.relation.name == "facilitate"
        if helps and not any(not t.is_agent for t in self.reading.terms):
            f = predicate.found
            asked = self.question.outcomes
            predicate.objects = [Term(f.first, f.last, t.classes, t.text) for t in asked]

    def _of_people(self) -> list[Term]:
        """Return the terms that stand with people: "those with ...", "people who ..."."""
        reading = self.reading
        found: list[Term] = []
        people = False
        for s in reading.segments:
            named = any(reading.within(kind, s.first, s.last) for kind in ("person", "wish"))
            people = named or s.opener == "relative" or (people and s.opener == "coordinate")
            if people:
                found += [t for t in s.terms if not t.is_agent]
        return found

    def _claims_of(
        self, predicate: Predicate, term: Term, routes: list[Route], subjects: list[Term]
    ) -> list[Mention]:
        """Return the claims that `routes` make of `term` with the first subject that has any."""
        clause = predicate.clause
        if clause.resolved is not None:
            subjects = [clause.resolved, *subjects]
        for subject in subjects:
            taken = self._taken(routes, subject) if subject is not term else []
            found = [r for r in taken if makes_claim(r, self.reading, predicate, subject, term)]
            if found:
                related = [route for route in found if route.stated == "relation"]
                if related:
                    clause.resolved = subject
                return [Mention.related(route, subject, predicate, term) for route in related]
        return []

    def _taken(self, routes: list[Route], subject: Term) -> list[Route]:
        """Return the routes that begin at `subject` and fit in this sentence."""
        return [r for r in routes if not r.agents.isdisjoint(subject.names) and self._fits(r)]

    def _fits(self, route: Route) -> bool:
        """Say whether a route finds what it needs in the sentence, and nothing against it."""
        if not (route.needs or route.without):
            return True
        return route.fits(self._names)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset().union(*[t.names for t in self.reading.terms])

    def _routes(self, term: Term, predicate: Predicate | None = None) -> list[Route]:
        """Return the routes to `term`, those that a relation can state if one is given."""
        if self.topic is None:
            return []
        return self.topic.routes_to(term.names, predicate.relation.name if predicate else "")

    def _subjects(self, predicate: Predicate) -> list[Term]:
        """Return who may be acting, the likeliest first."""
        if predicate is self.discourse.lead_in:
            return self.discourse.lead_subjects
        reading, clause = self.reading, predicate.clause
        status = clause.status
        first = predicate.found.first
        before = self._not_compared([t for t in self.reading.terms if t.last <= first])[::-1]
        found: list[Term] = []
        if predicate.inward:
            return self._subjects_of_change(predicate, before)
        if predicate.found.cue.form == "noun":
            owned = self.reading.words[max(first - 1, self.reading.first) : first + 1]
            if not self.reading.closed["possessives"].isdisjoint(owned):
                found += self.earlier.subjects + self._last_agent()  # "its influence over ..."
            found += _main_first(predicate.local + self._governed(predicate))
            if predicate.relation.name == "side_effect":
                found += self._last_agent() or self._default()
        if predicate.passive:
            found += self._governed(predicate)
        elif status == "known":
            found += _main_first(clause.subjects)
        elif status in ("relative", "nominal"):
            found += clause.subjects
        if status == "relative" and clause.subjects:
            if predicate.segment.opener == "relative":
                found += [t for t in before if t.is_main]
            found += predicate.local + self._governed(predicate)
        if status == "anaphor" or (status == "relative" and not clause.subjects):
            earlier = [t for t in before if t.first < clause.first]
            found += earlier or self.earlier.subjects + self._last_agent()
            found += self.agents or self._default()
        if status in ("person", "open", "expletive", "nominal") or not (found or clause.subjects):
            apart = status == "unknown" and predicate.segment.opener in _APART
            found += predicate.local + self._governed(predicate) + ([] if apart else before)
        if status == "expletive" and self._pronouns(clause, first):
            found += self.earlier.subjects + self._last_agent() + (self.agents or self._default())
        if status == "open" and self.discourse.lead_in is not None:
            found += self.discourse.lead_subjects
        elif status in ("open", "nominal") and self._is_point():
            found += self._last_agent() or self._default()
        if predicate.passive:
            found += [t for t in before if t.is_agent]
            if not found and self.reading.cues.get("anaphor"):
                found += self.earlier.subjects + self._last_agent()
        association = "association" in predicate.relation.tags
        if association:
            found += before + self.reading.terms
        pronoun = self.reading.within("anaphor", max(clause.first, first - 3), first)
        told = status == "unknown" and reading.words[clause.region[1]] in self.grammar.reporting
        if (status == "open" or told) and pronoun:
            found += self._last_agent()  # "do not expect it to help", "trials found it helped"
        if status == "person":
            if pronoun or (not self.agents and (self._is_taken() or reports_result(reading))):
                found += self._last_agent()  # "my doctor says it helps", "while taking it"
            found += self.earlier.subjects + [t for t in self.reading.terms if t not in found]
        if predicate.above is not None and self._is_participle(predicate):
            found += predicate.above.objects
        if status in ("person", "open"):
            found += self._causes()
        if status == "unknown" and not association and is_study(reading, clause):
            found += self.agents or self._last_agent()  # "trials reported less pain in those who"
        if predicate.relation.name == "mishap" and not any(t.is_agent for t in found):
            found += self.agents or self._last_agent()  # "there have been cases of"
        if self._is_seen(predicate) and goes_on(reading, predicate, self._named_from()):
            found += self._not_compared(self.agents) or ([] if self.agents else self._last_agent())
        promised = status in ("person", "open") and not self.agents
        if promised and (promises(reading, predicate) or self._is_point()):
            found += self._last_agent()
        return found

    def _not_compared(self, terms: list[Term]) -> list[Term]:
        """Leave out what something is compared with: "unlike zinc, massage eases pain"."""
        if self.compared is None:
            self.compared = compared_terms(self.reading)
        return [t for t in terms if t not in self.compared] if self.compared else terms

    def _is_seen(self, predicate: Predicate) -> bool:
        """Say whether a change is spoken of that no other noun brings about."""
        form, name = predicate.found.cue.form, predicate.relation.name
        if name == "change_seen" and form == "noun":
            return True  # "less pain"
        if name == "associated" and (predicate.passive or predicate.negated):
            return True  # "less pain has been reported", "there was no difference in pain"
        if predicate.passive and not (
            predicate.clause.subordinate or names_doer(self.reading, predicate)
        ):
            return True  # "pain was eased"
        if form != "noun" or predicate.relation.effect == "harm":
            return False
        clause = predicate.clause
        own = predicate.found.first < clause.region[1] or clause.fronted
        own |= clause.status == "expletive"  # "there was no effect on pain"
        return own and not predicate.relation.tags  # "reductions in pain were recorded"

    def _pronouns(self, clause: Clause, verb: int) -> list[Found]:
        """Return the pronouns behind a placeholder: "there is no evidence that it helps"."""
        placeholder = self.reading.within("expletive", clause.first, verb)
        behind = placeholder[0].last if placeholder else clause.first + 1  # "there's"
        return self.reading.within("anaphor", behind, verb)

    def _is_point(self) -> bool:
        """Say whether a list item is a point about the topic, without a subject: "Eases pain"."""
        listed = self.sentence.kind == "list_item" and self.discourse.on_topic
        return listed and is_point(self.reading, self.grammar)

    def _subjects_of_change(self, predicate: Predicate, before: list[Term]) -> list[Term]:
        """Return who may be behind a change: "sleep improved with ..."."""
        mishap = predicate.relation.name in ("mishap", "side_effect")
        if predicate.harm and not mishap:
            return [t for t in before if t not in predicate.objects]
        if is_supposed(self.reading, predicate):
            return [t for t in predicate.segment.terms if t.is_agent]
        found = [t for t in self._governed(predicate) + before if t.is_agent]
        found += self._not_compared(self.agents)
        if self.reading.cues.get("anaphor"):
            found += self.earlier.subjects + self._last_agent()
        elif not self.agents and (mishap or goes_on(self.reading, predicate, self._named_from())):
            found += self._last_agent()
        return found

    def _named_from(self) -> int | None:
        """Return where the paragraph begins if the topic was named in it, before this sentence."""
        return self.discourse.begin if self.discourse.named else None

    def _is_taken(self) -> bool:
        """Say whether people take what a pronoun stands for: "while taking it"."""
        words, closed = self.reading.words, self.reading.closed
        pronouns = self.reading.cues.get("anaphor", ())
        return any(words[f.first - 1] in closed["governing"] for f in pronouns)

    def _causes(self) -> list[Term]:
        """Return the agents after "thanks to", "because of"."""
        return [
            t for s in self.reading.segments if s.opener == "cause" for t in s.terms if t.is_agent
        ]

    def _is_participle(self, predicate: Predicate) -> bool:
        """Say whether the predicate opens a segment: ", affecting ..."."""
        return predicate.found.cue.form == "ing" and predicate.segment.opener == "comma"

    def _governed(self, predicate: Predicate) -> list[Term]:
        """Return the terms after "of", "by", "with" to the right, in the same segment."""
        words, governing = self.reading.words, self.reading.closed["governing"]
        first = predicate.found.first
        return [
            t
            for t in predicate.segment.terms
            if t.first > first
            and not governing.isdisjoint(words[max(first, t.first - 3) : t.first])
        ]

    def _last_agent(self) -> list[Term]:
        return [t for t in (self.earlier.main, self.earlier.agent) if t is not None]

    # --- claims that stand by their words ---------------------------------------------------------
    def _statable(self) -> list[tuple[Route, Term | None, Term]]:
        """Return route, agent and term of every claim that its words alone make."""
        if self.topic is None or not self.reading.terms:
            return []
        phrased = self.topic.phrased
        possible = [
            (route, term)
            for term in self.reading.terms
            if not phrased.isdisjoint(term.names)
            for route in self._routes(term)
            if route.stated == "phrase" and self._fits(route)
        ]
        if not possible:
            return []
        agents = self.agents + [t for t in self.reading.terms if not t.is_agent]
        agents += self.earlier.subjects + self._last_agent()
        about = self.sentence.kind == "heading" or self.reading.cues.get("anaphor")
        if about or self.earlier.main is not None:
            agents += self._default()
        found = []
        for route, term in possible:
            agent = next((a for a in agents if not route.agents.isdisjoint(a.names)), None)
            sought = agent is not None and agent.first < 0 and self._is_sought(term)
            if (agent is not None or not route.agents) and not sought:
                found.append((route, agent, term))
        return found

    def _is_sought(self, term: Term) -> bool:
        """Say whether somebody looks for what `term` says: "looking for an alternative to"."""
        own = next(s for s in self.reading.segments[::-1] if s.first <= max(term.first, s.first))
        return bool(self.reading.within("wish", own.first, term.first))

    def _statement(self, route: Route, agent: Term | None, term: Term) -> Mention:
        scope = self._scope(term)
        reading = self.reading
        modals = [m for s in scope for m in reading.within("modal", s.first, s.last)]
        modal = min(modals, key=lambda m: m.cue.value, default=None)
        level = 6 if modal is None else min(6, modal.cue.value)
        framing, negated = self._framing(scope)
        own = next(s for s in scope if s.first <= term.last <= s.last)
        negated |= any(f.cue.value for f in reading.within("negation", own.first, term.first))
        level = 1 if negated else min(level, framing)
        if route.level is not None:
            level = min(level, route.level)
        told = any(s.clause in self.told for s in scope)
        if told:
            level = 0
        cue = (modal.first, modal.last) if modal else (term.first, term.last)
        mention = Mention.stated(route, agent, term, level, cue, negated)
        mention.told = told
        return mention

    def _framing(self, scope: list[Segment]) -> tuple[int, bool]:
        """Return what stands over a clause: "studies suggest that", "no evidence that"."""
        if any(stands_asked(self.reading, s) for s in scope):
            return 0, False
        frames = [read_frame(self.reading, s) for s in scope if s.opener == "complement"]
        return min([6, *[level for level, _ in frames]]), any(negated for _, negated in frames)

    def _scope(self, term: Term) -> list[Segment]:
        """Return the segments of the clause that `term` stands in."""
        segments = self.reading.segments
        own = [s for s in segments if s.first < term.last and term.first < s.last]
        return [s for s in segments if any(s.clause == o.clause for o in own)]

    # --- directives -------------------------------------------------------------------------------
    def _mark_directives(self, predicates: list[Predicate]) -> None:
        """Note the clauses that tell the reader what to do."""
        reading, told = self.reading, self.told
        directs = "directive" in reading.cues
        for s in reading.segments:
            opens = s.opener in ("start", "comma")
            if told and s.opener == "coordinate":  # "can relax muscles and make ..." tells nobody
                opens = not told.isdisjoint((s.clause, s.clause - 1))
            first = reading.words[s.first]
            if told and s.last - s.first > 1 and first.endswith("ly"):  # "and slowly raise it"
                first = reading.words[s.first + 1]
            if (opens and first in self.grammar.imperatives) or (
                directs and reading.within("directive", s.first, s.last)
            ):
                told.add(s.clause)
        if not told:
            return
        for clause in sorted(reading.shared):  # "Start low and slowly increase it"
            if clause - 1 in told:
                told.add(clause)
        for predicate in predicates:
            predicate.directive = predicate.segment.clause in told

    # --- other relations --------------------------------------------------------------------------
    def _other(self, predicate: Predicate) -> list[Mention]:
        """Keep a relation that no claim of the topic covers, with agent and outcome as worded."""
        if predicate.relation.name in NOT_ALONE or predicate.wished or predicate.directive:
            return []
        agent = self._worded_agent(predicate)
        if agent is None or agent.first <= predicate.found.first < agent.last:
            return []  # "raised levels of": it describes who acts
        return [
            Mention.other(agent, predicate, outcome)
            for first, last in predicate.spans
            if not self._compares(first) and (outcome := self._worded(first, last)) is not None
        ]

    def _compares(self, first: int) -> bool:
        """Say whether what stands at a token is compared with: "no better than placebo"."""
        openers = self.reading.within("opener", first, first + 1)
        return any(f.cue.value == "comparison" for f in openers)

    def _worded_agent(self, predicate: Predicate) -> Term | None:
        clause = predicate.clause
        if clause.status == "expletive":
            return self._worded_behind(clause, predicate)
        if clause.region[1] > clause.region[0]:
            return self._worded(*clause.region)
        return clause.subjects[0] if clause.subjects else None

    def _worded_behind(self, clause: Clause, predicate: Predicate) -> Term | None:
        """Return the subject behind a placeholder: "there is no evidence that teas help"."""
        verb = predicate.found.first
        kinds = ("expletive", "negation")
        cues = [f for kind in kinds for f in self.reading.within(kind, clause.first, verb)]
        if predicate.found.cue.form == "noun" or not cues:
            return None
        return self._worded(max(f.last for f in cues), verb)

    def _worded(self, first: int, last: int) -> Term | None:
        """Return a stretch of words as a term, small words and marks at its ends left out."""
        words, closed = self.reading.words, self.reading.closed
        if "[" in words[first:last]:  # "less pain [3]"
            last = words.index("[", first, last)
        while first < last and (
            words[first] in closed["articles"] or not words[first][0].isalnum()
        ):
            first += 1
        while first < last and self._tells_nothing(words[last - 1]):
            if last - 2 > first and words[last - 2] == "-":
                break  # "well-being"
            last -= 1
        if first >= last:
            return None
        tokens = self.page.document.tokens
        text = self.page.document.text[tokens.starts[first] : tokens.ends[last - 1]]
        return Term(first, last, (), text)

    def _tells_nothing(self, word: str) -> bool:
        """Say whether a word is a mark, an adverb or an auxiliary."""
        small = word in self.reading.closed["adverbs"] or word in self.grammar.auxiliaries
        return small or not word[0].isalnum()

    def _names_another(self, predicate: Predicate) -> bool:
        """Say whether a noun outside the topic does what a claim says: "Massage eases pain"."""
        first, finite = predicate.clause.region
        if predicate.clause.status != "unknown" or first == finite or predicate.inward:
            return False
        words, closed = self.reading.words[first:finite], self.reading.closed
        if words[0] in closed["pointing"] or not closed["results"].isdisjoint(words):
            return False  # "the drink", "one study"
        return any(self._routes(term, predicate) for term in predicate.objects)

    def _remember(self, predicates: list[Predicate]) -> None:
        if not (self.agents or self.elsewhere):
            self.elsewhere = any(self._names_another(p) for p in predicates)
        for p in reversed(predicates):
            if p.clause.subjects and not p.clause.subordinate:
                self.discourse.subjects = p.clause.subjects
                break
        else:
            if self.agents:
                self.discourse.subjects = []
            elif self.reading.terms:
                self.discourse.subjects = self.reading.terms[-1:]
        if self.reading.words[self.reading.last - 1] == ":":
            lead_in = predicates[-1] if predicates else None
            self.discourse.lead_subjects = self._subjects(lead_in) if lead_in else []
            self.discourse.lead_in = lead_in


def _main_first(terms: list[Term]) -> list[Term]:
    """Put what the topic is about before other terms."""
    if len(terms) < 2:
        return terms
    return [t for t in terms if t.is_main] + [t for t in terms if not t.is_main]
