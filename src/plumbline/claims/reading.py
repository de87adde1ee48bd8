"""Reading a sentence: its terms and cues, and the segments between its boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plumbline.claims.grammar import Cue, Grammar
from plumbline.claims.topic import TermClass, Topic
from plumbline.text.document import Document
from plumbline.text.patterns import PatternMatcher

# what may stand between an adjective and the noun it describes: "deeper, more restful sleep"
_BETWEEN = frozenset(", and or - more most less overall even truly a the / &".split())
_SEPARATORS = frozenset([",", "and", "or", "/", "&"])
_REACH = 8
_CONTRACTIONS = frozenset("it's that's there's here's what's let's he's she's who's how's".split())
_PUNCTUATION = frozenset(",;:()")
_DASH = "-"
_EM_DASH = "\u2014"
# after these a word like "support" or "benefits" is a noun
NOMINAL_BEFORE = frozenset(
    "a an the its their his her your our my this these those of in for with on from any no some "
    "more many several other potential key main possible health such various".split()
)


@dataclass(slots=True)
class Found:
    """A cue at tokens ``first`` to ``last`` (past the end)."""

    first: int
    last: int
    cue: Cue


@dataclass(slots=True)
class Term:
    """A mention of the topic: tokens ``first`` to ``last``, and every class it belongs to.

    A term carried over from an earlier sentence has ``first`` = -1.
    """

    first: int
    last: int
    classes: tuple[TermClass, ...]
    text: str

    @property
    def is_agent(self) -> bool:
        """Say whether the term is one of the topic's agents."""
        return any(c.role == "agent" for c in self.classes)

    @property
    def is_main(self) -> bool:
        """Say whether the term is what the topic is about."""
        return any(c.main for c in self.classes)

    @property
    def names(self) -> set[str]:
        """Return the names of its classes."""
        return {c.name for c in self.classes}


@dataclass(slots=True)
class Segment:
    """The words between two boundaries; ``opener`` is the kind of boundary it begins with.

    ``clause`` is the number of the clause it belongs to.
    """

    first: int
    last: int
    opener: str
    comma: bool
    clause: int = 0


@dataclass(slots=True)
class Reading:
    """A sentence with everything the grammar and the topic find in it."""

    words: list[str]
    first: int
    last: int
    terms: list[Term]
    cues: dict[str, list[Found]] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    shared: set[int] = field(default_factory=set)  # clauses with the subject of the one before

    def within(self, kind: str, first: int, last: int) -> list[Found]:
        """Return the cues of one kind that begin at tokens `first` to `last` (past the end)."""
        return [f for f in self.cues.get(kind, ()) if first <= f.first < last]

    def terms_within(self, first: int, last: int) -> list[Term]:
        """Return the terms that begin at tokens `first` to `last` (past the end)."""
        return [t for t in self.terms if first <= t.first < last]


def compile_matcher(grammar: Grammar, topic: Topic | None) -> PatternMatcher:
    """Return one matcher for grammar and topic; made once for each pair."""
    key = id(topic)
    if key not in grammar.matchers:
        matcher = PatternMatcher(topic.classes if topic else {})
        for pattern, cue in (*grammar.cues, *(topic.cues if topic else ())):
            matcher.add(" ".join(without_possessives(pattern.split(" "))), cue)
        heads = {name: frozenset(words) for name, words in topic.classes.items()} if topic else {}
        grammar.matchers[key] = (matcher, heads, topic)
    return grammar.matchers[key][:2]


def without_possessives(words: list[str]) -> list[str]:
    """Return the words with ``'s`` taken off nouns: "magnesium's" is read as "magnesium"."""
    return [w[:-2] if w[-2:] == "'s" and w not in _CONTRACTIONS else w for w in words]


def read_sentence(
    document: Document, words: list[str], index: int, grammar: Grammar, topic: Topic | None
) -> Reading:
    """Find the terms and cues of sentence `index` and cut it into segments.

    `words` are those of the document's tokens through `without_possessives`.
    """
    tokens = document.tokens
    first, last = tokens.ranges[index]
    matcher, heads = compile_matcher(grammar, topic)
    cues = _find(matcher, words, first, last)
    terms = _terms(cues, heads, document, words, last)
    reading = Reading(words, first, last, terms, cues)
    _settle_nouns(reading)
    reading.segments = _split(reading, grammar, document)
    return reading


def _settle_nouns(reading: Reading) -> None:
    """After "a", "its" or "of", forms such as "support" and "benefits" are nouns.

    At the end of a compound ("a sleep aid") they state nothing.
    """
    ends = {t.last for t in reading.terms}
    inside = {k for t in reading.terms for k in range(t.first + 1, t.last)}
    reading.cues["relation"] = [
        f
        for f in reading.cues.get("relation", ())
        if not (f.cue.form == "base" and f.first in ends and _at_end(reading, f.last))
        and not (f.first in inside and f.cue.form in ("base", "s"))
    ]
    for f in reading.cues.get("relation", ()):
        before = reading.words[f.first - 1] if f.first > reading.first else ""
        if f.cue.form in ("base", "s") and before in NOMINAL_BEFORE:
            f.cue = Cue("relation", f.cue.value, "noun")


def _at_end(reading: Reading, i: int) -> bool:
    return i >= reading.last or not reading.words[i][0].isalnum()


def _find(
    matcher: PatternMatcher, words: list[str], first: int, last: int
) -> dict[str, list[Found]]:
    """Return the cues by kind: the longest of each kind at a place, without overlaps in a kind."""
    found: dict[str, list[Found]] = {}
    busy: dict[str, int] = {}
    candidates = matcher.candidates
    for i in matcher.index.starts(words, first, last):
        for end, cue in candidates(words, i, last):
            kind = cue.kind
            key = cue.value.name if kind == "term" else kind
            if kind == "modifier":
                key = cue.value[0].name + ".modifier"
            if busy.get(key, 0) <= i:
                busy[key] = end
                found.setdefault(kind, []).append(Found(i, end, cue))
    return found


def _terms(
    cues: dict[str, list[Found]],
    heads: Mapping[str, frozenset[str]],
    document: Document,
    words: list[str],
    last: int,
) -> list[Term]:
    """Join what stands at the same place, let the longer hide the shorter it contains."""
    described = _describe(cues.get("modifier", ()), heads, words, last)
    spans: dict[tuple[int, int], list[TermClass]] = {}
    for f in cues.get("term", ()):
        spans.setdefault((f.first, f.last), []).append(f.cue.value)
    covered = {(a, b) for a, b, _ in described} | set(spans)
    kept: dict[tuple[int, int], list[TermClass]] = {}
    for (a, b), classes in spans.items():
        overlaps = any(x < b and a < y and (x, y) != (a, b) for x, y in covered)
        left = [
            c
            for c in classes
            if not (overlaps if c.fallback else _is_inside(a, b, c.property, spans))
            and not (c.general and any(x < b and a < y for x, y, t in described if t is not c))
        ]
        if len({c.fallback for c in left}) > 1:
            left = [c for c in left if not c.fallback]
        if left:
            kept[a, b] = left
    for a, b, term in described:
        if not (term.general and _yields(a, b, covered, words)):
            kept.setdefault((a, b), []).append(term)
    starts, ends = document.tokens.starts, document.tokens.ends
    return [
        Term(a, b, tuple(c), document.text[starts[a] : ends[b - 1]])
        for (a, b), c in sorted(kept.items())
    ]


def _is_inside(
    first: int, last: int, of_property: bool, spans: Mapping[tuple[int, int], list[TermClass]]
) -> bool:
    """Say whether a longer term of the same sort contains tokens `first` to `last`."""
    return any(
        x <= first
        and last <= y
        and (x, y) != (first, last)
        and any(c.property == of_property for c in classes)
        for (x, y), classes in spans.items()
    )


def _yields(first: int, last: int, covered: set[tuple[int, int]], words: list[str]) -> bool:
    """Say whether a general adjective gives way to a specific one: "better deep sleep"."""
    if not _SEPARATORS.isdisjoint(words[first:last]):
        return False
    return any(first < x and y == last and y - x > 1 for x, y in covered)


def _describe(
    modifiers: list[Found], heads: Mapping[str, frozenset[str]], words: list[str], last: int
) -> list[tuple[int, int, TermClass]]:
    """Follow each adjective to the noun it describes, across other adjectives and commas."""
    adjectives = {k for f in modifiers for k in range(f.first, f.last)}
    found = []
    for f in modifiers:
        term, head = f.cue.value
        for k in range(f.last, min(last, f.last + _REACH)):
            if words[k] in heads[head]:
                found.append((f.first, k + 1, term))
                break
            if words[k] not in _BETWEEN and k not in adjectives:
                break
    return found


def _split(reading: Reading, grammar: Grammar, document: Document) -> list[Segment]:
    """Cut at punctuation and at words that open a clause."""
    inside = set()
    for kind in ("relation", "expletive", "directive", "wish", "negation"):
        for f in reading.cues.get(kind, ()):
            inside.update(range(f.first + 1, f.last))
    for t in reading.terms:
        inside.update(range(t.first + 1, t.last))
    openers = {f.first: f for f in reading.cues.get("opener", ())}
    segments: list[Segment] = []
    opener, comma, start = "start", False, reading.first
    i = reading.first
    while i < reading.last:
        kind, end = "", i + 1
        if i not in inside:
            word = reading.words[i]
            if word in _PUNCTUATION or (word == _DASH and _is_dash(reading, document, i)):
                kind = "comma"
            elif i in openers:
                kind = _opener_kind(
                    reading, grammar, openers[i], i == start and (comma or opener == "start")
                )
                end = openers[i].last
        if kind:
            if i > start:
                segments.append(Segment(start, i, opener, comma))
                comma = False
            opener, comma = kind, comma or kind == "comma"
            start = end
        i = end
    if start < reading.last:
        segments.append(Segment(start, reading.last, opener, comma))
    return segments


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
        if any(
            v.last == f.first and v.cue.form != "noun" for v in reading.cues.get("relation", ())
        ):
            return ""  # ensures that ...: the clause is what is acted on
        return "complement" if before in grammar.reporting else "relative"
    if kind == "means":
        return (
            kind
            if _participle_follows(reading, f.last)
            or words[f.first] in ("thereby", "thus", "hence")
            else ""
        )
    if kind == "after_comma":
        return "subordinate" if at_start else ""
    return kind


def _participle_follows(reading: Reading, i: int) -> bool:
    return any(f.cue.form == "ing" for f in reading.within("relation", i, i + 3))
