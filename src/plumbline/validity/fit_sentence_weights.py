"""Fit the weights of `plumbline.claims.sentence` to sentences coded for claim strength.

Multinomial logistic regression with ridge (Hastie, Tibshirani & Friedman 2009, The Elements of
Statistical Learning, 4.4), on conclusions of abstracts (Yu et al. 2019) and the training part of
InSciOut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from plumbline.claims.grammar import Grammar
from plumbline.claims.sentence import (
    CLASSES,
    COLUMNS,
    CONCLUSION,
    Weights,
    rate_sentence,
    sentence_features,
)
from plumbline.validity.gold import find_file
from plumbline.validity.insciout import Pair, load_insciout
from plumbline.validity.yu2019 import load_yu2019

ABSTRACTS, SENTENCES = "yu2019-causal-language", "pubmed_causal_language_use.csv"
FITTED_ON = ("insciout_train", "train")  # the part of InSciOut, under either name of its release
FEWEST = 8  # a feature needs so many training sentences to get weights
PENALTY = 0.004  # ridge; chosen by cross-validation within the training sentences of Yu et al.
HELD_OUT = 5  # every fifth sentence, by its place in the file, is kept for testing
FOLDS = 5  # of the pairs of InSciOut

Coded = tuple[str, str]  # text and class
# weights that call every sentence direct, so that its level says whether it denies or says "can"
_STATED: Weights = {"any": (0.0, 0.0, 0.0, 1.0)}


def leave_out(sentences: Sequence) -> tuple[list, list]:
    """Return the sentences to fit on and those held out, by their place in the file."""
    train = [s for i, s in enumerate(sentences) if i % HELD_OUT]
    return train, [s for i, s in enumerate(sentences) if i % HELD_OUT == 0]


def coded_alike(pairs: Sequence[Pair], grammar: Grammar) -> list[Coded]:
    """Return the conclusions of InSciOut whose codes mean what they mean to Yu et al.

    InSciOut codes what is denied as no relation, and "can" as conditional; Yu et al. code the
    relation denied, and "can" as direct. Such conclusions are left out.
    """
    found = []
    for pair in pairs:
        for conclusion in (pair.press_release, pair.abstract):
            level = rate_sentence(conclusion.text, grammar, _STATED).level
            if not (level == 5 or (level == 1 and conclusion.strength == "none")):
                found.append((conclusion.text, conclusion.strength))
    return found


def fit_weights(
    abstracts: Sequence[Coded], press: Sequence[Coded], grammar: Grammar
) -> tuple[dict[str, tuple[float, ...]], Counter[str]]:
    """Return feature -> its weight for each of `CLASSES`, and in how many sentences it stands.

    Classes of Yu et al. weigh by the inverse square root of their size, so that rare ones count.

    Args:
        abstracts: sentences of Yu et al. to fit on.
        press: conclusions of InSciOut to fit on (`coded_alike`), known to be conclusions.
        grammar: from `plumbline.claims.load_grammar`.

    """
    coded = [*abstracts, *press]
    features = [sentence_features(text, grammar) for text, _ in coded]
    for found in features[len(abstracts) :]:
        found.add(CONCLUSION)
    counts = Counter(f for found in features for f in found)
    names = sorted(f for f, n in counts.items() if n >= FEWEST)
    y = np.array([CLASSES.index(label) for _, label in coded])
    size = np.bincount(y[: len(abstracts)], minlength=len(CLASSES))
    importance = np.sqrt(len(abstracts) / len(CLASSES) / np.maximum(size, 1))[y]
    importance[len(abstracts) :] = 1
    weights = _minimise(_matrix(features, names), y, importance / importance.sum())
    rounded = np.round(weights, 3).tolist()
    return {name: tuple(rounded[k]) for k, name in enumerate(names)}, counts


def fit_out_of_fold(
    abstracts: Sequence[Coded], pairs: Sequence[Pair], grammar: Grammar
) -> list[dict[str, tuple[float, ...]]]:
    """Return for each pair weights fitted without it; pair i is in fold i mod `FOLDS`."""
    folds = []
    for fold in range(FOLDS):
        others = [pair for i, pair in enumerate(pairs) if i % FOLDS != fold]
        folds.append(fit_weights(abstracts, coded_alike(others, grammar), grammar)[0])
    return [folds[i % FOLDS] for i in range(len(pairs))]


def fit_shipped(gold: Path, grammar: Grammar) -> tuple[dict, Counter[str]]:
    """Fit the weights as shipped, from the folder of public data.

    Raises:
        SettingsError: Yu et al. (2019) or the training part of InSciOut is missing or not as
            released; one sentence says which.

    """
    fitted, _ = leave_out(load_yu2019(find_file(gold / ABSTRACTS, SENTENCES)))
    pairs = load_insciout(find_file(gold / "insciout", *(f"{name}.jsonl" for name in FITTED_ON)))
    return fit_weights(fitted, coded_alike(pairs, grammar), grammar)


def write_sentence_weights(weights: Weights, counts: Counter[str], path: Path) -> None:
    """Write the table that `plumbline.claims.load_weights` reads, sorted by feature."""
    lines = [
        "# Weights of what a sentence holds for each class of strength; n sentences have it.",
        "# Fitted by plumbline.validity.fit_sentence_weights on public data (docs/claims.md).",
        "\t".join(COLUMNS),
    ]
    for feature in sorted(weights):
        values = [f"{value:.3f}" for value in weights[feature]]
        lines.append("\t".join([feature, *values, str(counts[feature])]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _matrix(features: Sequence[set[str]], names: Sequence[str]) -> csr_array:
    """Return 1 where a sentence has a feature, shape (sentences, names)."""
    column = {name: k for k, name in enumerate(names)}
    places = [(i, column[f]) for i, found in enumerate(features) for f in found if f in column]
    rows, columns = np.array(sorted(places)).T
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(features), len(names)))


def _minimise(x: csr_array, y: np.ndarray, importance: np.ndarray) -> np.ndarray:
    """Return the weights of least loss, shape (features, classes)."""
    shape = (x.shape[1], len(CLASSES))
    target = np.eye(len(CLASSES))[y]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        scores = x @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        total = chances.sum(axis=1, keepdims=True)
        error = (chances / total - target) * importance[:, None]
        value = -(importance * (scores[target == 1] - np.log(total[:, 0]))).sum()
        value += PENALTY / 2 * (weights**2).sum()
        return value, (x.T @ error + PENALTY * weights).ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B",
                     options={"maxiter": 1000})  # fmt: skip
    return found.x.reshape(shape)
