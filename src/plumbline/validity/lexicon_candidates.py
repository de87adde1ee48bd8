"""What coded sentences suggest for the lexicons: phrases to add, entries to switch off.

A phrase is suggested where it stands in more of the coded sentences in which nothing was found
than chance would put there, against the sentences that are not coded. The statistic is Dunning's
log-likelihood ratio (1993, *Accurate methods for the statistics of surprise and coincidence*,
Computational Linguistics 19(1), 61-74) on the 2 x 2 table of sentences.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plumbline.citations import CitationResources
from plumbline.compare.intervals import wilson_interval
from plumbline.rhetoric.markers import Lexicons
from plumbline.text.tokens import is_word, tokenise
from plumbline.validity.attribution_sentences import (
    DATASET,
    classify_attribution,
    load_attribution_sentences,
)
from plumbline.validity.gold import find_files, reading
from plumbline.validity.instruments import Instruments
from plumbline.validity.szeged import NOT_DETECTED, find_cues, load_szeged, measure_rules

COLUMNS = (
    "dataset", "suggestion", "phrase", "n_coded", "n_other", "log_likelihood", "log_odds",
    "precision", "example",
)  # fmt: skip
LONGEST_PHRASE = 3  # words
FEWEST = 3  # coded sentences that hold a phrase
SMALLEST = 6.63  # log-likelihood: chance gives as much in 1 of 100 phrases
SMALLEST_ODDS = 1.0  # log odds: below, common words of long sentences
MOST = 40  # phrases listed of one data set
MATCHES = 10  # matches that an entry needs to be judged
CHARACTERS = 200  # of an example


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """A sentence, whether a person coded it, and whether the instrument found something there."""

    text: str
    coded: bool
    found: bool


def log_likelihood(n_coded: int, n_other: int, coded: int, other: int) -> float:
    """Return Dunning's G2 of a phrase in `n_coded` of `coded`, `n_other` of `other` sentences."""
    total, holding = coded + other, n_coded + n_other
    cells = (
        (n_coded, coded * holding),
        (n_other, other * holding),
        (coded - n_coded, coded * (total - holding)),
        (other - n_other, other * (total - holding)),
    )
    return 2 * sum(n * math.log(n * total / product) for n, product in cells if n)


def suggest_phrases(dataset: str, sentences: Iterable[JudgedSentence]) -> list[dict]:
    """Return the phrases that mark the coded sentences in which nothing was found, best first."""
    missed, others = Counter(), Counter()
    n_missed = n_others = 0
    examples: dict[str, str] = {}
    for sentence in sentences:
        if sentence.coded and not sentence.found:
            n_missed += 1
            phrases = _phrases(sentence.text)
            missed.update(phrases)
            for phrase in phrases:
                examples.setdefault(phrase, sentence.text)
        elif not sentence.coded:
            n_others += 1
            others.update(_phrases(sentence.text))
    rows = []
    for phrase, n in missed.items():
        row = _judge(phrase, n, others[phrase], n_missed, n_others)
        if n >= FEWEST and row["log_likelihood"] >= SMALLEST and row["log_odds"] >= SMALLEST_ODDS:
            example = " ".join(examples[phrase].split())[:CHARACTERS]
            rows.append({"dataset": dataset, "suggestion": "add", **row, "example": example})
    rows = [row for row in rows if not _within_longer(row, rows)]
    return sorted(rows, key=lambda row: (-row["log_likelihood"], row["phrase"]))[:MOST]


def _judge(phrase: str, n: int, n_other: int, coded: int, other: int) -> dict:
    odds = (n + 0.5) * (other - n_other + 0.5) / ((coded - n + 0.5) * (n_other + 0.5))
    return {
        "phrase": phrase,
        "n_coded": n,
        "n_other": n_other,
        "log_likelihood": round(log_likelihood(n, n_other, coded, other), 3),
        "log_odds": round(math.log(odds), 3),
        "precision": None,
    }


def _phrases(text: str) -> set[str]:
    """Return all phrases of up to `LONGEST_PHRASE` words, none across punctuation."""
    words = tokenise(text, [(0, len(text))]).words
    found = set()
    for i in range(len(words)):
        for word in range(i, min(i + LONGEST_PHRASE, len(words))):
            if not is_word(words[word]) or words[word][0].isdigit():
                break
            found.add(" ".join(words[i : word + 1]))
    return found


def _within_longer(row: dict, rows: Sequence[dict]) -> bool:
    """Say whether a longer phrase says the same of the same sentences."""
    inside, n = f" {row['phrase']} ", (row["n_coded"], row["n_other"])
    return any(
        len(other["phrase"]) > len(row["phrase"])
        and inside in f" {other['phrase']} "
        and (other["n_coded"], other["n_other"]) == n
        for other in rows
    )


def suggest_entries(dataset: str, measured: dict[str, tuple[float, int]]) -> list[dict]:
    """Return the entries most of whose matches are no cues: their upper limit lies below one half.

    Args:
        dataset: its name.
        measured: rule -> (precision, matches).

    """
    rows = []
    for rule, (precision, n) in sorted(measured.items()):
        right = round(precision * n)
        below = wilson_interval(right, n).high < 0.5
        if n >= MATCHES and below and not rule.startswith(NOT_DETECTED):
            row = dict.fromkeys(COLUMNS) | {"dataset": dataset, "suggestion": "switch_off"}
            row |= {"phrase": rule, "n_coded": right, "n_other": n - right}
            rows.append(row | {"precision": round(precision, 3)})
    return rows


def list_candidates(gold: Path | None, instruments: Instruments) -> list[dict]:
    """Return the suggestions of the bundled sentences, and of the Szeged corpus where it is there.

    Returns:
        Rows with the columns of `COLUMNS`.

    """
    rows: list[dict] = []
    if instruments.behaviour is not None:
        path = instruments.behaviour / "attribution_sentences.tsv"
        rows += suggest_attributions(path, instruments.citation_resources)
    corpus = gold / "szeged-uncertainty" if gold else None
    if corpus is not None and corpus.is_dir():
        rows += suggest_cues(corpus, instruments.cues)
    return rows


def suggest_attributions(path: Path, resources: CitationResources) -> list[dict]:
    """Return phrases of vague attributions that are missed in the build half of the sentences."""
    sentences = [
        JudgedSentence(s.text, s.resolved.startswith("vague"), found)
        for s in load_attribution_sentences(path)
        if s.half == "build"
        for found in [bool(classify_attribution(s.text, resources))]
    ]
    return suggest_phrases(DATASET, sentences)


def suggest_cues(folder: Path, lexicons: Lexicons) -> Iterator[dict]:
    """Yield the suggestions of the Szeged corpus, from the documents that words are chosen on."""
    parts: dict[str, list] = {}
    for path in find_files(folder, "*.xml"):
        with reading(path):
            sentences = [s for s in load_szeged(path) if not s.held_out]
        parts.setdefault("papers" if path.stem.startswith("bio") else path.stem, []).extend(
            sentences
        )
    for part, sentences in parts.items():
        rows = find_cues(sentences, lexicons, NOT_DETECTED)
        judged = [
            JudgedSentence(s.text, bool(s.cues), bool(found))
            for s, found in zip(sentences, rows, strict=True)
        ]
        name = f"{folder.name}, {part}"
        yield from suggest_phrases(name, judged)
        yield from suggest_entries(name, measure_rules(sentences, lexicons))
