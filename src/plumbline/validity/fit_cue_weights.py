"""Learn the weights of hedge cues in research prose from the Szeged Uncertainty Corpus.

Logistic regression with a ridge penalty on the terms of every candidate match
(`plumbline.rhetoric.cue_weights`): is it marked as a cue with exactly these limits? Encyclopaedia
pages count for less, and their rules may differ by terms of their own that are dropped afterwards
(Daume 2007, *Frustratingly easy domain adaptation*, ACL, 256-263). Terms that are rare or weigh
little are left out and the rest is fitted again, so that the table stays readable.

The threshold is the logit of half the F1 that can be reached, which maximises F1 (Lipton, Elkan
and Naryanaswamy 2014, *Optimal thresholding of classifiers to maximize F1 measure*).
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plumbline.lexicons import read_tsv
from plumbline.neighbourhood import Place
from plumbline.rhetoric.cue_weights import (
    FOLDS,
    INTERCEPT,
    THRESHOLD,
    CueWeights,
    Weigher,
    load_word_kinds,
)
from plumbline.rhetoric.markers import Lexicons
from plumbline.text.patterns import PatternMatch
from plumbline.validity.instruments import make_sentence
from plumbline.validity.szeged import DETECTED, NOT_DETECTED, CueSentence

PENALTY = 8.0  # chosen, like the next three, by cross-validation over documents
OTHER_GENRE = 0.3  # weight of a match on a page that is no research paper
FEWEST = 8  # matches that a term beside rules and groups needs
SMALLEST = 0.15  # weights of such terms nearer to 0 are left out
REACHABLE_F1 = 0.85


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match that may be a cue: its terms, whether it is one, and where it comes from."""

    document: str
    research: bool
    rule: str
    terms: tuple[str, ...]
    right: bool


def deal_folds(documents: Iterable[str]) -> dict[str, int]:
    """Deal documents into `FOLDS` folds of like size, in the order of a hash of their ids."""
    order = sorted(set(documents), key=lambda name: hashlib.sha256(name.encode()).digest())
    return {name: i % FOLDS for i, name in enumerate(order)}


def load_folds(folder: Path) -> dict[str, int]:
    """Read ``cue_weights_folds.tsv``: the documents that the weights were learnt on, with folds."""
    rows = read_tsv(folder / "cue_weights_folds.tsv", ("document", "fold"))
    return {row["document"]: int(row["fold"]) for _, row in rows}


def list_candidates(
    sentences: Iterable[CueSentence], lexicons: Lexicons, folder: Path, *, research: bool
) -> Iterator[Candidate]:
    """Yield every match of an entry that the corpus may mark, whatever guards say.

    Args:
        sentences: of the corpus.
        lexicons: of the genre of research prose.
        folder: the folder of the lexicons, for the kinds of words.
        research: whether the sentences are research prose.

    """
    none = CueWeights({}, load_word_kinds(folder / "word_kinds.tsv"), frozenset())
    for sentence in sentences:
        document = make_sentence(sentence.document_id, sentence.text)
        tokens = document.tokens
        weigher = Weigher(document, lexicons.matcher, lexicons.guards, none)
        there = {(start, end) for start, end, _ in sentence.cues}
        begin, end = tokens.ranges[0]
        for i in lexicons.matcher.index.starts(tokens.words, begin, end):
            for last, entry in lexicons.matcher.candidates(tokens.words, i, end):
                if entry.category not in DETECTED or entry.rule.startswith(NOT_DETECTED):
                    continue
                place = Place(tokens.words, i, last, begin, end, document.text, tokens.starts)
                accepted = lexicons.guards.judge(entry, place) is not None
                match = PatternMatch(0, i, last, entry)
                yield Candidate(
                    sentence.document_id,
                    research,
                    entry.rule,
                    tuple(weigher.list_terms(match, place, accepted=accepted)),
                    (tokens.starts[i], tokens.ends[last - 1]) in there,
                )


def fit_cue_weights(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return the weights by term, with `INTERCEPT` and `THRESHOLD`."""
    n = Counter(term for candidate in candidates for term in candidate.terms)
    always = {c.rule for c in candidates} | {c.rule.rsplit(".", 1)[0] for c in candidates}
    kept = {term for term in n if term in always or n[term] >= FEWEST}
    first = _regress(candidates, kept)
    kept = {term for term in kept if term in always or abs(first[term]) >= SMALLEST}
    weights = _regress(candidates, kept)
    half = REACHABLE_F1 / 2
    return {THRESHOLD: math.log(half / (1 - half)), **weights}


def _regress(candidates: Sequence[Candidate], kept: set[str]) -> dict[str, float]:
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    rows = [[t for t in c.terms if t in kept] for c in candidates]
    for candidate, terms in zip(candidates, rows, strict=True):
        if not candidate.research:
            terms.append(f"elsewhere: {candidate.rule}")
    columns = {term: k for k, term in enumerate(sorted({t for terms in rows for t in terms}))}
    cells = [columns[term] for terms in rows for term in terms]
    ends = np.cumsum([0, *(len(terms) for terms in rows)])
    x = csr_matrix((np.ones(len(cells)), cells, ends), shape=(len(rows), len(columns)))
    y = np.array([c.right for c in candidates], dtype=float)
    share = np.array([1.0 if c.research else OTHER_GENRE for c in candidates])

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ parameters[1:] + parameters[0]
        wrong = share * (1 / (1 + np.exp(-z)) - y)
        value = (share * (np.logaddexp(0, z) - y * z)).sum()
        ridge = PENALTY * parameters[1:]
        gradient = np.concatenate([[wrong.sum()], x.T @ wrong + ridge])
        return value + ridge @ parameters[1:] / 2, gradient

    start = np.zeros(len(columns) + 1)
    options = {"maxiter": 1000, "ftol": 1e-12, "gtol": 1e-6}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    weights = {term: float(found[k + 1]) for term, k in columns.items() if term in kept}
    return {INTERCEPT: float(found[0]), **weights}


def tabulate_weights(
    candidates: Sequence[Candidate], folds: Mapping[str, int]
) -> list[dict[str, str]]:
    """Return the rows of ``cue_weights.tsv``: learnt on all documents, and without each fold."""
    fitted: dict[str, Mapping[str, float]] = {"weight": fit_cue_weights(candidates)}
    for fold in range(FOLDS):
        others = [c for c in candidates if folds.get(c.document) != fold]
        fitted[f"without_{fold}"] = fit_cue_weights(others)
    n = Counter(term for candidate in candidates for term in candidate.terms)
    n.update(dict.fromkeys((INTERCEPT, THRESHOLD), len(candidates)))
    terms = {term for weights in fitted.values() for term in weights} - {INTERCEPT, THRESHOLD}
    rows = []
    for term in (THRESHOLD, INTERCEPT, *sorted(terms)):
        row = {"term": term, "n": str(n[term])}
        for column, weights in fitted.items():
            row[column] = f"{weights[term]:.2f}" if term in weights else ""
        rows.append(row)
    return rows


def write_cue_weights(
    rows: Sequence[Mapping[str, str]], folds: Mapping[str, int], folder: Path
) -> None:
    """Write the rows in the form that `plumbline.rhetoric.cue_weights` reads, and the folds."""
    lines = [
        "# Weights of hedge cues in research prose, fitted by plumbline.validity.fit_cue_weights",
        "# on the Szeged Uncertainty Corpus; do not edit by hand. docs/lexicons.md shows how to",
        "# read them and how to fit them again.",
        "\t".join(rows[0]),
        *("\t".join(row.values()) for row in rows),
    ]
    (folder / "cue_weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [
        "# Research papers that cue_weights.tsv was fitted on: the column without_N there holds",
        "# the weights learnt without the documents of fold N, which validity judges them by.",
        "document\tfold",
        *(f"{document}\t{fold}" for document, fold in sorted(folds.items())),
    ]
    (folder / "cue_weights_folds.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
