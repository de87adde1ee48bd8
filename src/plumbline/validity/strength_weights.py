"""Fit the weights of `plumbline.claims.sentence` to sentences coded for claim strength."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from plumbline.claims.grammar import Grammar
from plumbline.claims.sentence import CLASSES, sentence_features

FEWEST = 8  # a feature needs so many training sentences to get weights
PENALTY = 0.002  # ridge; chosen on a held-out part of the training sentences
STEPS = 400
HELD_OUT = 5  # every fifth sentence, by its place in the file, is kept for testing


def split_sentences(sentences: Sequence) -> tuple[list, list]:
    """Return the sentences to fit on and those held out, by their place in the file."""
    train = [s for i, s in enumerate(sentences) if i % HELD_OUT]
    return train, [s for i, s in enumerate(sentences) if i % HELD_OUT == 0]


def fit_weights(
    sentences: Sequence[tuple[str, str]], grammar: Grammar
) -> dict[str, tuple[float, ...]]:
    """Return feature -> weight for each of `CLASSES`: multinomial logistic regression with ridge.

    Classes weigh by the inverse square root of their size, so that rare ones count.

    Args:
        sentences: (text, class) to fit on.
        grammar: from `plumbline.claims.load_grammar`.

    """
    features = [sentence_features(text, grammar) for text, _ in sentences]
    counts = Counter(f for found in features for f in found)
    names = sorted(f for f, n in counts.items() if n >= FEWEST)
    column = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(sentences), len(names)))
    for i, found in enumerate(features):
        x[i, [column[f] for f in sorted(found) if f in column]] = 1
    y = np.array([CLASSES.index(label) for _, label in sentences])
    weights = _fit(x, y)
    return {name: tuple(round(float(w), 3) for w in weights[k]) for name, k in column.items()}


def _fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Minimise the weighted log loss by gradient descent with momentum."""
    target = np.eye(len(CLASSES))[y]
    size = np.bincount(y, minlength=len(CLASSES))
    importance = np.sqrt(len(y) / len(CLASSES) / size)[y][:, None]
    weights = np.zeros((x.shape[1], len(CLASSES)))
    velocity = np.zeros_like(weights)
    for _ in range(STEPS):
        scores = x @ weights
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        gradient = x.T @ ((chances - target) * importance) / len(y) + PENALTY * weights
        velocity = 0.9 * velocity - 0.5 * gradient
        weights += velocity
    return weights
