"""How strongly a sentence claims anything at all, whatever its topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbline.claims.clauses import Predicate, read_clauses
from plumbline.claims.grammar import Grammar
from plumbline.claims.passages import cut_document
from plumbline.claims.reading import Page, Reading, open_page, read_sentence
from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv
from plumbline.text.document import Block, Document, Sentence
from plumbline.text.patterns import PatternMatch

CLASSES = ("none", "correlational", "conditional", "direct")
CONCLUSION = "main conclusion"  # the feature of a sentence known to be one
COLUMNS = ("feature", *CLASSES, "n")
_LEVELS = {"none": 0, "correlational": 2, "conditional": 4, "direct": 6}
_DENIED, _CAPABILITY = 1, 5
_SHOWN = 5  # reasons kept of each decision
# cues that are no features by themselves: read as predicates and clauses, or beside a topic only
_APART = frozenset(["relation", "opener", "substance"])
Weights = Mapping[str, tuple[float, ...]]

# endings that are taken off, the first that fits; what is left has four letters or more
_ENDINGS = (
    "izations", "isations", "ization", "isation", "ations", "ation", "ments", "ment", "ically",
    "ical", "edly", "ingly", "ally", "iveness", "ness", "ities", "ity", "ive", "ies", "ing", "ed",
    "es", "ly", "s", "e", "y",
)  # fmt: skip
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class SentenceStrength:
    """How strongly a sentence relates one thing to another, and why.

    ``strength`` is one of `CLASSES`; a sentence that denies a relation keeps the class of what it
    denies. ``level`` is on the scale of docs/claims.md: 0 no relation, 1 denied, 2 correlational,
    4 conditional, 5 stated with "can", 6 stated plainly. ``reasons`` are the features that told
    ``strength`` from the next likeliest class, with by how much, the weightiest first.
    """

    strength: str
    level: int
    reasons: tuple[tuple[str, float], ...]


def rate_sentence(
    text: str, grammar: Grammar, weights: Weights, *, conclusion: bool = False
) -> SentenceStrength:
    """Return how strongly a single sentence relates one thing to another.

    Args:
        text: one sentence.
        grammar: from `load_grammar`.
        weights: from `load_weights`.
        conclusion: it is known to be the main conclusion of its text, so that it is likelier to
            relate something than any other sentence.

    """
    read = _read(text, grammar)
    found = sorted(_features(read) | ({CONCLUSION} if conclusion else set()))
    totals = [0.0] * len(CLASSES)
    for feature in found:
        for k, weight in enumerate(weights.get(feature, ())):
            totals[k] += weight
    best, second = sorted(range(len(CLASSES)), key=lambda k: (-totals[k], k))[:2]
    leads = [(f, round(weights[f][best] - weights[f][second], 3)) for f in found if f in weights]
    reasons = tuple(sorted(leads, key=lambda lead: -lead[1])[:_SHOWN])
    return SentenceStrength(CLASSES[best], _level(CLASSES[best], read), reasons)


def sentence_features(text: str, grammar: Grammar) -> set[str]:
    """Return what a sentence's strength is judged by: its relations, its cues and its words."""
    return _features(_read(text, grammar))


def load_weights(path: Path) -> dict[str, tuple[float, ...]]:
    """Read the weights of features for each of `CLASSES`.

    Raises:
        SettingsError: a column is missing or a weight is not a number; one sentence says where.

    """
    weights = {}
    for line, row in read_tsv(Path(path), COLUMNS):
        try:
            weights[row["feature"]] = tuple(float(row[name]) for name in CLASSES)
        except ValueError:
            raise SettingsError(
                f"{Path(path).name}, line {line}: a weight is not a number; correct it."
            ) from None
    return weights


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with its predicates and cues, and the tokens that only say who found it."""

    page: Page
    reading: Reading
    predicates: list[Predicate]
    cues: Mapping[str, list[PatternMatch]]
    framed: frozenset[int]


def _read(text: str, grammar: Grammar) -> _Read:
    span = (0, len(text))
    sentence = Sentence(1, 1, "body", *span)
    document = Document("sentence", text, (Block("body", *span),), (sentence,))
    page = open_page(document, grammar, None)
    _, first, last = next(cut_document(document))
    reading = read_sentence(page, first, last)
    cues = {name: cue.find(document.tokens, 0) for name, cue in grammar.sentences.items()}
    framed = frozenset(i for f in cues["frame"] for i in range(f.first, f.last))
    return _Read(page, reading, read_clauses(reading, grammar), cues, framed)


def _level(strength: str, read: _Read) -> int:
    if strength in ("none", "conditional"):
        return _LEVELS[strength]
    if _is_denied(read):
        return _DENIED
    modals = {f.cue.form for f in read.reading.cues.get("modal", ())}
    able = strength == "direct" and "capability" in modals and "conditional" not in modals
    return _CAPABILITY if able else _LEVELS[strength]


def _is_denied(read: _Read) -> bool:
    """Say whether the sentence denies what it is about, not merely something beside it."""
    aside = {
        i for s in read.reading.segments if s.opener == "relative" for i in range(s.first, s.last)
    }
    places = [p.found.first for p in read.predicates if p.negated]
    places += [f.first for f in read.cues["no_effect"]]
    return any(i not in aside and i not in read.framed for i in places)


def _features(read: _Read) -> set[str]:
    words = read.page.words
    found = {"any"}
    found |= {
        f"stem {_stem(w)}" for i, w in enumerate(words) if w.isalpha() and i not in read.framed
    }
    for predicate in read.predicates:
        if predicate.found.first not in read.framed:
            found |= _relation_features(predicate)
    for kind, cues in read.reading.cues.items():
        kept = [f for f in cues if f.first not in read.framed]
        if kept and kind not in _APART:
            found.add(f"cue {kind}")
            if kind == "modal":
                found |= {f"modal {f.cue.form}" for f in kept}
    for kind, matches in read.cues.items():
        kept = [f for f in matches if kind == "frame" or f.first not in read.framed]
        if kept:
            found.add(f"cue {kind}")
            found |= {f"{kind}: {' '.join(words[f.first : f.first + 2])}" for f in kept}
    return found | _causal_features(read)


def _relation_features(p: Predicate) -> set[str]:
    name, form = p.relation.name, p.found.cue.form
    said = {
        "hedged": p.modal <= 4,
        "can": p.modal == 5,
        "negated": p.negated,
        "wished": p.wished,
        "passive": p.passive,
        "finite": form != "noun" and p.clause.region[1] > 0,
    }
    found = {f"relation {name}", f"relation {name} {form}"}
    return found | {f"{how} {name}" for how, holds in said.items() if holds}


def _causal_features(read: _Read) -> set[str]:
    """Return in what surroundings the causal cues stand: "to reduce", "may reduce", "reduces"."""
    closed, words = read.reading.closed, read.page.words
    places = [f for f in read.cues["causal"] if f.first not in read.framed]
    found = {"causal twice"} if len(places) > 1 else set()
    for f in places:
        before = words[f.first - 1] if f.first else ""
        if before in closed["be"]:
            before = "be"
        elif before in closed["before_noun"]:
            before = "a"
        elif before not in ("to", "not", "can", "may", "might", "could", "would", "will", "has",
                            "have", "had", ""):  # fmt: skip
            before = "..."
        found.add(f"causal {f.payload} after {before or 'nothing'}")
    return found


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word
