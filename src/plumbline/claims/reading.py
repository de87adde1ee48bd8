"""Reading a sentence: its terms and cues, and the segments between its boundaries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import compress
from operator import or_

from plumbline.claims.grammar import Cue, Grammar
from plumbline.claims.topic import TermClass, Topic
from plumbline.errors import SettingsError
from plumbline.memory import Memory
from plumbline.text.automaton import Automaton, State
from plumbline.text.document import Document
from plumbline.text.names import is_name
from plumbline.text.patterns import parse_pattern

_REACH = 8  # words between an adjective and the noun it describes, at most
_CONTRACTIONS = frozenset(
    ["it's", "that's", "there's", "here's", "what's", "let's", "he's", "she's", "who's", "how's"]
)
_PUNCTUATION = frozenset(",;:()")
_DASH = "-"
_EM_DASH = "\u2014"
_CUTS = _PUNCTUATION | {_DASH}
_UNCUT = ("relation", "expletive", "directive", "wish", "negation")  # cues that no cut divides
TERMS = frozenset(["term", "modifier"])  # without one of these a sentence holds no term
STATING = TERMS | {"relation", "substance"}  # without one of these a sentence is passed over

CUT, VERB, REFERENCE, BAR, HOW = PARTS = (
    1,
    2,
    4,
    8,
    16,
)  # what a token may be, whatever stands around it

_Span = tuple[int, int]  # first token, and the one past the last
_Modifier = tuple[int, int, tuple[TermClass, str]]  # a span, the class, and the noun described


@dataclass(slots=True)
class Found:
    """A cue at tokens ``first`` to ``last`` (past the end)."""

    first: int
    last: int
    cue: Cue


Cues = dict[str, list[Found]]  # by kind; those of `TERMS` as (first, last, value) only


class Term:
    """A mention of the topic: tokens ``first`` to ``last``, and every class it belongs to.

    A term carried over from an earlier sentence has ``first`` = -1.
    """

    __slots__ = (
        "classes", "first", "is_agent", "is_bad", "is_good", "is_main", "is_property", "last",
        "names", "text",
    )  # fmt: skip

    def __init__(self, first: int, last: int, classes: tuple[TermClass, ...], text: str) -> None:
        self.first, self.last, self.classes, self.text = first, last, classes, text
        profile = _profile(classes)
        self.is_agent, self.is_main, self.is_bad, self.is_good, *rest = profile
        self.is_property, self.names = rest


@lru_cache(maxsize=4096)
def _profile(
    classes: tuple[TermClass, ...],
) -> tuple[bool, bool, bool, bool, bool, frozenset[str]]:
    return (
        any(c.role == "agent" for c in classes),
        any(c.main for c in classes),
        any(c.valence == "bad" for c in classes),
        all(c.valence == "good" for c in classes),
        all(c.property for c in classes),
        frozenset([c.name for c in classes]),
    )


@dataclass(slots=True)
class Segment:
    """The words between two boundaries; ``opener`` is the kind of boundary it begins with.

    ``terms`` and ``relations`` begin in it; ``clause`` is the number of the clause it belongs to.
    """

    first: int
    last: int
    opener: str
    comma: bool
    clause: int = 0
    terms: list[Term] = field(init=False)
    relations: list[Found] = field(init=False)


@dataclass(slots=True)
class Reading:
    """A sentence with everything the grammar and the topic find in it."""

    page: Page
    words: Sequence[str]
    first: int
    last: int
    terms: list[Term]
    closed: Mapping[str, frozenset[str]]
    cues: Cues
    verbs: dict[int, Found | None] = field(init=False)  # what may be finite, with its relation
    questions: list[Term] = field(init=False)  # terms such as "how long it takes"
    shared: set[int] = field(default_factory=set)  # clauses with the subject of the one before
    _segments: list[Segment] = field(default_factory=list)

    @property
    def segments(self) -> list[Segment]:
        """The words between its boundaries; cut when first asked for."""
        if not self._segments:
            self.cut()
        return self._segments

    def cut(self) -> None:
        """Cut the sentence into segments and give them what begins in them."""
        self._segments = _split(self)
        _deal(self._segments, "terms", self.terms)
        _deal(self._segments, "relations", self.cues.get("relation", []))

    def within(self, kind: str, first: int, last: int) -> list[Found]:
        """Return the cues of one kind that begin at tokens `first` to `last` (past the end)."""
        found = self.cues.get(kind)
        return [f for f in found if first <= f.first < last] if found else []

    def terms_within(self, first: int, last: int) -> list[Term]:
        """Return the terms that begin at tokens `first` to `last` (past the end)."""
        return [t for t in self.terms if first <= t.first < last] if self.terms else []

    def relates(self, i: int) -> bool:
        """Say whether a relation begins at token `i`."""
        return self.verbs.get(i) is not None

    def indirect_questions(self, first: int, last: int) -> set[int]:
        """Return the tokens of terms such as "how long it takes", whose verbs open no clause."""
        asked = [t for t in self.questions if first <= t.first < last]
        return {k for t in asked for k in range(t.first, t.last)}


class _Words(Memory[tuple[str, str, State | None, int]]):
    """Word -> it without a possessive, as a symbol, the state it leads to, the parts it may play.

    The parts are bits: it may cut a sentence, be a finite verb whatever it relates, belong to a
    bibliography, divide the cells of a table, open an indirect question.
    """

    def __init__(self, automaton: Automaton, grammar: Grammar) -> None:
        super().__init__()
        self._automaton = automaton
        self._parts = (
            (CUT, _CUTS),
            (VERB, grammar.auxiliaries | grammar.plain_verbs),
            (REFERENCE, grammar.closed["reference_marks"]),
            (BAR, frozenset("|")),
            (HOW, frozenset(["how"])),
        )

    def _work_out(self, word: str) -> tuple[str, str, State | None, int]:
        bare = without_possessive(word)
        symbol = self._automaton.symbol(bare)
        parts = sum(part for part, words in self._parts if bare in words)
        return bare, symbol, self._automaton.start[symbol], parts


@dataclass(frozen=True, slots=True)
class Lexis:
    """What all patterns of a grammar and a topic make of words, and the nouns of adjectives."""

    words: _Words
    heads: Mapping[str, frozenset[str]]
    topic: Topic | None  # kept, so that its id stays its own


def compile_lexis(grammar: Grammar, topic: Topic | None) -> Lexis:
    """Compile the patterns of a grammar and a topic; done once for each pair.

    Raises:
        SettingsError: a claim names a relation that the grammar does not have.

    """
    key = id(topic)
    if key not in grammar.lexes:
        automaton = Automaton()
        classes = topic.classes if topic else {}
        for pattern, cue in (*grammar.cues, *(topic.cues if topic else ())):
            payload = cue.key or cue.kind, cue.kind, cue
            plain = " ".join(map(without_possessive, pattern.split(" ")))
            for sequence in parse_pattern(plain, classes):
                automaton.add(sequence, payload)
        for route in topic.routes if topic else ():
            for name in sorted(route.relations - set(grammar.relations)):
                raise SettingsError(
                    f"claims.yaml, claim '{route.claim_id}': the relation '{name}' is not in the "
                    f"grammar; use one of {', '.join(grammar.relations)}."
                )
        heads = {name: frozenset(words) for name, words in topic.classes.items()} if topic else {}
        grammar.lexes[key] = Lexis(_Words(automaton, grammar), heads, topic)
    return grammar.lexes[key]


@dataclass(frozen=True, slots=True)
class Page:
    """A document's words as the patterns see them: without possessives, and as symbols.

    ``begun`` holds the state of the automaton after each word on its own; ``places`` the tokens
    that may play each part.
    """

    document: Document
    words: Sequence[str]
    symbols: Sequence[str]
    begun: Sequence[State | None]
    places: Mapping[int, list[int]]
    lexis: Lexis
    grammar: Grammar

    def between(self, part: int, first: int, last: int) -> list[int]:
        """Return the tokens from `first` to `last` (not included) that may play a part."""
        places = self.places[part]
        if not places:
            return places
        begin = bisect_left(places, first)
        return places[begin : bisect_left(places, last, begin)]


def open_page(document: Document, grammar: Grammar, topic: Topic | None) -> Page:
    """Prepare a document for reading."""
    lexis = compile_lexis(grammar, topic)
    known = list(map(lexis.words.__getitem__, document.tokens.words))
    words, symbols, begun, parts = zip(*known, strict=True) if known else ((), (), (), ())
    marked = list(compress(range(len(parts)), parts))
    held = reduce(or_, {parts[i] for i in marked}, 0)
    places = {p: [i for i in marked if parts[i] & p] if held & p else [] for p in PARTS}
    return Page(document, words, symbols, begun, places, lexis, grammar)


def without_possessive(word: str) -> str:
    """Return a noun without its ``'s``: "magnesium's" is read as "magnesium"."""
    return word[:-2] if word[-2:] == "'s" and word not in _CONTRACTIONS else word


def read_sentence(page: Page, first: int, last: int, cues: Cues | None = None) -> Reading:
    """Find the terms and cues of the tokens `first` to `last` and cut them into segments.

    `cues` are those that `find_cues` has found there already.
    """
    if cues is None:
        cues = find_cues(page, first, last)
    terms = _terms(page, cues, last)
    if "substance" in cues:
        terms = _settle_substances(cues, terms)
    reading = Reading(page, page.words, first, last, terms, page.grammar.closed, cues)
    asks = page.places[HOW] and terms
    reading.questions = [t for t in terms if page.words[t.first] == "how"] if asks else []
    known = page.between(VERB, first, last)
    reading.verbs = verbs = dict.fromkeys(known)
    if cues.get("relation"):
        _settle_nouns(reading, page.grammar)
        for f in cues["relation"]:
            verbs[f.first] = f
        if known:
            reading.verbs = {i: verbs[i] for i in sorted(verbs)}
    return reading


def _settle_substances(cues: Cues, terms: list[Term]) -> list[Term]:
    """Keep the substances that are no terms; return the terms that belong to none of them."""
    others = [
        f
        for f in cues["substance"]
        if not any(f.first < t.last and t.first < f.last for t in terms)
    ]
    if not others:
        del cues["substance"]
        return terms
    cues["substance"] = others
    return [t for t in terms if not _is_of_another(t, others)]


def _is_of_another(term: Term, others: list[Found]) -> bool:
    """Say whether an agent belongs to a substance outside the topic: "zinc supplements"."""
    return term.is_agent and any(f.last == term.first for f in others)


def _settle_nouns(reading: Reading, grammar: Grammar) -> None:
    """After "a", "its" or "of", forms such as "support" and "benefits" are nouns.

    At the end of a compound ("a sleep aid") they state nothing.
    """
    words, closed, terms = reading.words, grammar.closed, reading.terms
    asked = reading.indirect_questions(reading.first, reading.last) if reading.questions else ()
    parts = "rebuttal" in reading.cues or "anaphor" in reading.cues
    kept = []
    for f in reading.cues["relation"]:
        form, first = f.cue.form, f.first
        if f.cue.value is None or first in asked:  # "controlled trial" states nothing
            continue
        if _stands_in_a_name(reading, f):
            continue
        inside = behind = opens = False
        for t in terms:
            if t.last == first:
                behind = True
            elif t.first < first < t.last:
                inside = True
            elif t.first == first and f.last < t.last:
                opens = True
        if words[first : f.last] == ("more",) and not _opens_point(reading, f):
            continue
        named = behind and words[first] in closed["comparatives"]  # "they slept better"
        if form == "base" and behind and _at_end(reading, f.last) and not named:
            continue
        if parts and _is_part(reading, f):
            continue
        if inside and f.cue.value.effect == "harm" and form == "noun":
            continue  # "liver problems" are what is acted on
        compares = inside and words[first] in closed["comparatives"]
        if inside and form in ("base", "s", "ed") and not compares:
            continue
        named |= form in ("base", "s") and (
            first > reading.first and precedes_noun(closed, words[first - 1], form)
        )
        if named and opens and kept and words[first] not in closed["comparatives"]:
            continue  # "causes an upset stomach"
        kept.append(f)
        opening = first == reading.first and (
            form == "ed" or words[first] in closed["comparatives"]
        )
        if opening:  # "Reduced pain", alone or in front
            named = any(t.first in (first, f.last) for t in terms)
        if named or compares:  # "sleep better" says what changes
            f.cue = Cue("relation", f.cue.value, "noun")
    reading.cues["relation"] = kept


def _stands_in_a_name(reading: Reading, f: Found) -> bool:
    """Say whether a relation is part of a name, which states nothing: "Night Calm"."""
    document = reading.page.document
    if not document.text[document.tokens.starts[f.first]].isupper():
        return False
    return is_name(document, reading.first, reading.last, f.first, f.last)


def precedes_noun(closed: Mapping[str, frozenset[str]], before: str, form: str) -> bool:
    """Say whether a word makes a noun of the next: "its benefits", but neither "this helps"."""
    agrees = closed["singulars"] if form == "s" else closed["plurals"]
    return before in closed["before_noun"] and before not in agrees


def _is_part(reading: Reading, f: Found) -> bool:
    """Say whether a relation belongs to a pronoun ("the treatment") or to a denial."""
    cues, first = reading.cues, f.first
    if "rebuttal" in cues and any(r.first < first < r.last for r in cues["rebuttal"]):
        return True
    if f.cue.form != "noun" or f.cue.value.name == "property":
        return False
    pronoun = any(a.first < first and a.last == f.last for a in cues.get("anaphor", ()))
    after = reading.words[f.last] if f.last < reading.last else ""
    return pronoun and after not in reading.closed["towards"]


def _opens_point(reading: Reading, f: Found) -> bool:
    """Say whether "more" opens a sentence, right before a term: "More energy"."""
    return f.first == reading.first and bool(reading.terms_within(f.last, f.last + 1))


def _at_end(reading: Reading, i: int) -> bool:
    return i >= reading.last or not reading.words[i][0].isalnum()


def find_cues(page: Page, first: int, last: int) -> Cues:
    """Return the cues by kind: the longest of each key at a place, without overlaps in a key."""
    symbols = page.symbols
    found: Cues = {}
    busy: dict[str, int] = {}
    for i, state in enumerate(page.begun[first:last], first):
        if state is None:
            continue
        reached, end = None, i + 1
        while state is not None:
            if state.payloads:
                reached = end, state.payloads, reached
            if end == last:
                break
            state = state[symbols[end]]
            end += 1
        while reached is not None:  # the longest first
            end, accepted, reached = reached
            for key, kind, cue in accepted:
                if busy.get(key, 0) <= i:
                    busy[key] = end
                    each = (i, end, cue.value) if kind in TERMS else Found(i, end, cue)
                    if kind in found:
                        found[kind].append(each)
                    else:
                        found[kind] = [each]
    return found


def _terms(page: Page, cues: Cues, last: int) -> list[Term]:
    """Join what stands at the same place, let the longer hide the shorter it contains."""
    if TERMS.isdisjoint(cues):
        return []
    spans: dict[_Span, list[TermClass]] = {}
    apart, behind = True, 0
    for a, b, term in cues.get("term", ()):
        if (a, b) in spans:
            spans[a, b].append(term)
        else:
            spans[a, b] = [term]
            apart, behind = apart and behind <= a, b
    described = _describe(page, cues["modifier"], last) if "modifier" in cues else []
    if described or not apart:
        spans = _settle_overlaps(page, spans, described)
    else:
        spans = {s: _specific(c) if len(c) > 1 else c for s, c in spans.items()}
    starts, ends = page.document.tokens.starts, page.document.tokens.ends
    text = page.document.text
    return [
        Term(a, b, tuple(classes), text[starts[a] : ends[b - 1]])
        for (a, b), classes in spans.items()
    ]


def _settle_overlaps(
    page: Page,
    spans: Mapping[_Span, list[TermClass]],
    described: list[tuple[int, int, TermClass]],
) -> dict[_Span, list[TermClass]]:
    """Return the terms that stay, by their place: the longer hides the shorter it contains."""
    covered = {*spans, *((a, b) for a, b, _ in described)}
    kept: dict[_Span, list[TermClass]] = {}
    for span, classes in spans.items():
        hidden = _hidden_at(span, spans, covered)
        shown = classes if hidden is None else _shown(span, classes, hidden, described)
        if shown:
            kept[span] = _specific(shown) if len(shown) > 1 else shown
    for a, b, term in described:
        if not (term.general and _yields(page, a, b, covered)):
            kept.setdefault((a, b), []).append(term)
    return {span: kept[span] for span in sorted(kept)}


def _specific(classes: list[TermClass]) -> list[TermClass]:
    """Return the classes that are no fallback, or all where there is no other."""
    return [c for c in classes if not c.fallback] or classes


def _hidden_at(
    span: _Span, spans: Mapping[_Span, list[TermClass]], covered: set[_Span]
) -> set[bool] | None:
    """Return the sorts of terms (property or not) around a span, nothing if none overlaps it."""
    first, last = span
    overlapped = False
    hidden = set()
    for s in covered:
        if s[0] < last and first < s[1] and s != span:
            overlapped = True
            if s[0] <= first and last <= s[1] and s in spans:
                hidden.update([c.property for c in spans[s]])
    return hidden if overlapped else None


def _shown(
    span: _Span,
    classes: list[TermClass],
    hidden: set[bool],
    described: list[tuple[int, int, TermClass]],
) -> list[TermClass]:
    """Return the classes of a term that no overlapping one hides.

    A fallback is hidden by any other, a general class by a specific adjective, the rest by a
    longer term of the same sort (property or not) around it.
    """
    shown = [c for c in classes if not (c.fallback or c.property in hidden)]
    if described:
        shown = [c for c in shown if not (c.general and _is_specified(c, span, described))]
    return shown


def _is_specified(
    term: TermClass, span: _Span, described: list[tuple[int, int, TermClass]]
) -> bool:
    """Say whether an adjective within the span is of another class."""
    first, last = span
    return any(t is not term and x < last and first < y for x, y, t in described)


def _yields(page: Page, first: int, last: int, covered: set[_Span]) -> bool:
    """Say whether a general adjective gives way to a specific one: "better deep sleep"."""
    if not page.grammar.closed["separators"].isdisjoint(page.words[first:last]):
        return False
    return any(first < x and y == last and y - x > 1 for x, y in covered)


def _describe(
    page: Page, modifiers: list[_Modifier], last: int
) -> list[tuple[int, int, TermClass]]:
    """Follow each adjective to the noun it describes, across other adjectives and commas."""
    words, between = page.words, page.grammar.closed["between"]
    adjectives = {k for a, b, _ in modifiers for k in range(a, b)}
    found = []
    for a, b, (term, head) in modifiers:
        for k in range(b, min(last, b + _REACH)):
            if words[k] in page.lexis.heads[head]:
                found.append((a, k + 1, term))
                break
            if words[k] not in between and k not in adjectives:
                break
    return found


def _split(reading: Reading) -> list[Segment]:
    """Cut at punctuation and at words that open a clause."""
    page = reading.page
    places = page.between(CUT, reading.first, reading.last)
    openers: dict[int, Found] = {}
    if "opener" in reading.cues:
        openers = {f.first: f for f in reading.cues["opener"]}
        places = sorted([*places, *openers])
    inside = _inside(reading) if places else ()
    segments: list[Segment] = []
    opener, comma, start = "start", False, reading.first
    behind = reading.first  # the token behind the last place that was looked at
    for i in places:
        if i < behind or i in inside:
            continue
        kind, behind = "", i + 1
        word = reading.words[i]
        if word in _PUNCTUATION or (word == _DASH and _is_dash(reading, page.document, i)):
            kind = "comma"
        elif i in openers:
            opens = i == start and (comma or opener == "start")
            kind, behind = _opener_kind(reading, page.grammar, openers[i], opens), openers[i].last
        if not kind:
            continue
        if i == start and kind == "comma" and opener == "relative":
            start, comma = behind, True
            continue  # "which, in turn, ...": still a relative clause
        if i > start:
            segments.append(Segment(start, i, opener, comma))
            comma = False
        opener, comma = kind, comma or kind == "comma"
        start = behind
    if start < reading.last:
        segments.append(Segment(start, reading.last, opener, comma))
    return segments


def _deal(segments: list[Segment], name: str, found: list[Term] | list[Found]) -> None:
    """Give each segment, as its attribute `name`, what begins in it; all in order."""
    end = 0
    for segment in segments:
        begin = end
        while begin < len(found) and found[begin].first < segment.first:
            begin += 1
        end = begin
        while end < len(found) and found[end].first < segment.last:
            end += 1
        setattr(segment, name, found[begin:end])


def _inside(reading: Reading) -> set[int]:
    """Return the tokens within terms and cues, where no segment begins."""
    inside: set[int] = set()
    for kind in _UNCUT:
        for f in reading.cues.get(kind, ()):
            if f.last - f.first > 1:
                inside.update(range(f.first + 1, f.last))
    for t in reading.terms:
        if t.last - t.first > 1:
            within = range(t.first + 1, t.last)
            if t.classes[0].property:
                # "an amino acid that calms" may be a term, and yet holds a clause of its own
                within = [k for k in within if reading.words[k] != "that"]
            inside.update(within)
    return inside


def _is_dash(reading: Reading, document: Document, i: int) -> bool:
    """Tell a dash from the hyphen inside a compound."""
    starts, ends = document.tokens.starts, document.tokens.ends
    if i == reading.first or i + 1 >= reading.last or document.text[starts[i]] == _EM_DASH:
        return document.text[starts[i]] == _EM_DASH
    return ends[i - 1] != starts[i] or ends[i] != starts[i + 1]


def _opener_kind(reading: Reading, grammar: Grammar, f: Found, at_start: bool) -> str:
    """Return the kind of boundary that an opening word makes here, or nothing."""
    kind, words = f.cue.value, reading.words
    before = words[f.first - 1] if f.first > reading.first else ""
    if words[f.first] == "that":
        if before in grammar.reporting:
            return "complement"
        if any(
            v.last == f.first and v.cue.form != "noun" for v in reading.cues.get("relation", ())
        ):
            return ""  # ensures that ...: the clause is what is acted on
        return "relative"
    if kind == "means":
        return (
            kind
            if _participle_follows(reading, f.last) or words[f.first] in grammar.closed["thereby"]
            else ""
        )
    if words[f.first] == "and" and "between" in words[max(reading.first, f.first - 6) : f.first]:
        return ""  # "a link between zinc and colds"
    if kind == "comparison" and f.last < reading.last:
        after = words[f.last]
        if words[f.first] == "than" and (after[0].isdigit() or after in grammar.closed["counts"]):
            return ""  # "more than two million people"
    if kind == "after_comma":
        return "subordinate" if at_start else ""
    return kind


def _participle_follows(reading: Reading, i: int) -> bool:
    return any(f.cue.form == "ing" for f in reading.within("relation", i, i + 3))
