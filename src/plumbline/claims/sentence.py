"""How strongly a sentence claims anything at all, whatever its topic."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from plumbline.claims.clauses import Predicate, read_clauses
from plumbline.claims.grammar import Grammar
from plumbline.claims.reading import Page, Reading, cut_sentence, open_page, read_sentence
from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv
from plumbline.text.document import Block, Document, Sentence

CLASSES = ("none", "correlational", "conditional", "direct")
_LEVELS = {"none": 0, "correlational": 2, "conditional": 4, "direct": 6}
Weights = Mapping[str, tuple[float, ...]]


def sentence_strength(text: str, grammar: Grammar, weights: Weights) -> int:
    """Return the level (0-6) at which a single sentence relates one thing to another.

    Args:
        text: one sentence.
        grammar: from `load_grammar`.
        weights: from `load_weights`.

    Returns:
        0 where it asks, reports on a study or relates nothing; 2 where it compares or correlates;
        4 where it hedges a relation; 5 where it states one with "can", 6 without.

    """
    page, reading, predicates = _read(text, grammar)
    totals = [0.0] * len(CLASSES)
    for feature in sorted(_features(page, reading, predicates)):
        for k, weight in enumerate(weights.get(feature, ())):
            totals[k] += weight
    likeliest = CLASSES[max(range(len(CLASSES)), key=totals.__getitem__)]
    if likeliest == "direct" and any(p.modal == 5 for p in predicates):
        return 5
    return _LEVELS[likeliest]


def sentence_features(text: str, grammar: Grammar) -> set[str]:
    """Return what a sentence's strength is judged by: its relations, its cues and its words."""
    return _features(*_read(text, grammar))


def load_weights(path: Path) -> dict[str, tuple[float, ...]]:
    """Read the weights of features for each of `CLASSES`.

    Raises:
        SettingsError: a column is missing or a weight is not a number; one sentence says where.

    """
    weights = {}
    for line, row in read_tsv(Path(path), ("feature", *CLASSES)):
        try:
            weights[row["feature"]] = tuple(float(row[name]) for name in CLASSES)
        except ValueError:
            raise SettingsError(
                f"{Path(path).name}, line {line}: a weight is not a number; correct it."
            ) from None
    return weights


def _read(text: str, grammar: Grammar) -> tuple[Page, Reading, list[Predicate]]:
    span = (0, len(text))
    sentence = Sentence(1, 1, "body", *span)
    document = Document("sentence", text, (Block("body", *span),), (sentence,))
    page = open_page(document, grammar, None)
    first, last = next(iter(cut_sentence(page, 0)), (0, 0))
    reading = read_sentence(page, first, last)
    return page, reading, read_clauses(reading, grammar)


def _features(page: Page, reading: Reading, predicates: list[Predicate]) -> set[str]:
    found = {"any"} | {f"word {w}" for w in page.words if w.isalpha()}
    for p in predicates:
        name, form = p.relation.name, p.found.cue.form
        found |= {f"relation {name}", f"relation {name} {form}"}
        said = {
            "hedged": p.modal <= 4,
            "can": p.modal == 5,
            "negated": p.negated,
            "wished": p.wished,
            "passive": p.passive,
            "finite": form != "noun" and p.clause.region[1] > 0,
        }
        found |= {f"{how} {name}" for how, holds in said.items() if holds}
    for kind, cues in reading.cues.items():
        if kind in ("relation", "opener"):
            continue
        found.add(f"cue {kind}")
        if kind == "modal":
            found |= {f"modal {f.cue.form}" for f in cues}
        if kind.startswith("sentence."):
            found |= {f"{kind} {' '.join(page.words[f.first : f.first + 2])}" for f in cues}
    return found
