"""Learned weights of hedge cues: the second judge, in the genre of research prose.

Research prose uses the words of hedging for other things as well (*can*, *or*, *indicate*,
*putative*), and no single neighbour decides. There each match adds up the weights of what is known
about it; it counts where the sum exceeds the threshold. All terms are words that can be read
(``config/lexicons/cue_weights.tsv``), so every decision can be worked out by hand:

    score = intercept + sum of the weights of the match's terms

A term is about a rule (``hedge.modal.may``), its group (``hedge.modal``) or any match, with what
its guard says (``declined``), the kind of word beside it (``left:be``, ``right:that``) and whether
another hedge stands before or after it in the sentence. Weights of a group carry rules that are
too rare to have their own. `plumbline.validity.fit_cue_weights` learns them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.guards import Guards
from plumbline.lexicons import Entry, read_tsv
from plumbline.neighbourhood import Place
from plumbline.text.document import Document
from plumbline.text.patterns import PatternMatch, PatternMatcher

INTERCEPT, THRESHOLD = "intercept", "threshold"
FOLDS = 5  # columns of weights learnt without a part of the documents, to be judged on it


class WordKinds:
    """A small lexicon of parts of speech: closed classes by word, open ones by ending."""

    def __init__(self, words: Mapping[str, str], endings: Mapping[str, str]) -> None:
        self.words = words
        self.endings = endings

    def kind(self, word: str) -> str:
        """Return the kind of one token: of the lexicon, or ``mark``, ``number``, ``other``."""
        known = self.words.get(word)
        if known is not None:
            return known
        if not word[0].isalnum():
            return "mark"
        if word[0].isdigit():
            return "number"
        for ending, kind in self.endings.items():
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return kind
        return "other"


def load_word_kinds(path: Path) -> WordKinds:
    """Read ``word_kinds.tsv``: kind and form, a word or an ending such as ``-ly``."""
    words: dict[str, str] = {}
    endings: dict[str, str] = {}
    for line, row in read_tsv(path, ("kind", "form"), ("note",)):
        form = row["form"]
        if not row["kind"] or not form:
            raise SettingsError(f"{path.name}, line {line}: kind and form must both be filled in.")
        if form in words:
            raise SettingsError(
                f"{path.name}, line {line}: '{form}' has the kind '{words[form]}' already; "
                "delete one of the two."
            )
        if form.startswith("-"):
            endings[form[1:]] = row["kind"]
        else:
            words[form] = row["kind"]
    return WordKinds(words, endings)


def list_terms(
    rule: str, place: Place, kinds: WordKinds, *, accepted: bool, before: bool, after: bool
) -> list[str]:
    """Return the terms of one match, each once.

    Args:
        rule: the id of its entry.
        place: where it stands.
        kinds: the kinds of the words beside it.
        accepted: whether its guard lets it count.
        before: whether another hedge that counts stands before it in the sentence.
        after: whether one stands after it.

    """
    words, group = place.words, rule.rsplit(".", 1)[0]
    left = kinds.kind(words[place.first - 1]) if place.first > place.begin else "start"
    right = kinds.kind(words[place.last]) if place.last < place.end else "end"
    terms = [group, rule]
    for about in (f"left:{left}", f"right:{right}"):
        terms += [about, f"{group} {about}", f"{rule} {about}"]
    if not accepted:
        terms += ["declined", f"{group} declined", f"{rule} declined"]
    if before:
        terms += ["hedge before", f"{group} hedge before"]
    if after:
        terms += ["hedge after", f"{group} hedge after"]
    return terms


@dataclass(frozen=True)
class CueWeights:
    """Weights by term, and the lexicon of word kinds that the terms speak of."""

    weights: Mapping[str, float]
    kinds: WordKinds
    rules: frozenset[str]

    def __contains__(self, rule: str) -> bool:
        """Say whether weights decide about this rule; about all others its guard does."""
        return rule in self.rules

    def score(self, terms: list[str]) -> float:
        """Return the sum of the weights of these terms, less the threshold."""
        weights = self.weights
        total = weights[INTERCEPT] - weights[THRESHOLD]
        return total + sum(weights.get(term, 0.0) for term in terms)


def load_cue_weights(folder: Path, without_fold: int | None = None) -> CueWeights:
    """Read ``cue_weights.tsv`` and ``word_kinds.tsv``.

    Args:
        folder: the folder of the lexicons.
        without_fold: take the weights learnt without this fold of the documents (0 to `FOLDS` - 1);
            none takes those learnt on all.

    Raises:
        SettingsError: a weight is no number, or intercept or threshold is missing.

    """
    path = folder / "cue_weights.tsv"
    column = "weight" if without_fold is None else f"without_{without_fold}"
    columns = ["term", "n", "weight", *(f"without_{fold}" for fold in range(FOLDS))]
    weights: dict[str, float] = {}
    for line, row in read_tsv(path, columns):
        try:
            weights[row["term"]] = float(row[column] or 0)
        except ValueError:
            raise SettingsError(
                f"{path.name}, line {line}: the {column} '{row[column]}' is no number; correct it."
            ) from None
    for name in (INTERCEPT, THRESHOLD):
        if name not in weights:
            raise SettingsError(f"{path.name}: the row '{name}' is missing; restore it.")
    rules = frozenset(term for term in weights if term.count(".") >= 2 and " " not in term)
    return CueWeights(weights, load_word_kinds(folder / "word_kinds.tsv"), rules)


class Weigher:
    """Weighs the matches of one document.

    Args:
        document: the text with its tokens.
        matcher: finds the entries of all lexicons.
        guards: what they say is one of the terms.
        weights: of the terms.

    """

    def __init__(
        self,
        document: Document,
        matcher: PatternMatcher[Entry],
        guards: Guards,
        weights: CueWeights,
    ) -> None:
        self.document = document
        self.matcher = matcher
        self.guards = guards
        self.weights = weights
        self._hedged: dict[int, tuple[int, int]] = {}  # by sentence, first and last token of hedges

    def judge(
        self, match: PatternMatch[Entry], place: Place, guarded: tuple[str, str] | None
    ) -> tuple[str, str] | None:
        """Return category and subcategory of a match, or None where it does not count.

        `guarded` is what the guards say, which holds for rules that have no weight.
        """
        entry = match.payload
        if entry.rule not in self.weights:
            return guarded
        terms = self.list_terms(match, place, accepted=guarded is not None)
        if self.weights.score(terms) <= 0:
            return None
        return guarded or (entry.category, entry.subcategory)

    def list_terms(self, match: PatternMatch[Entry], place: Place, *, accepted: bool) -> list[str]:
        """Return the terms of a match; `accepted` is what its guard says."""
        if match.sentence not in self._hedged:
            self._hedged[match.sentence] = self._find_hedges(match.sentence)
        first, last = self._hedged[match.sentence]
        return list_terms(
            match.payload.rule,
            place,
            self.weights.kinds,
            accepted=accepted,
            before=first < match.first,
            after=last > match.first,
        )

    def _find_hedges(self, sentence: int) -> tuple[int, int]:
        """Return the first tokens of the first and the last hedge that a guard lets count."""
        tokens, text = self.document.tokens, self.document.text
        words, (begin, end) = tokens.words, tokens.ranges[sentence]
        found = []
        for i in self.matcher.index.starts(words, begin, end):
            for last, entry in self.matcher.candidates(words, i, end):
                place = Place(words, i, last, begin, end, text, tokens.starts)
                if entry.category == "hedge" and self.guards.judge(entry, place) is not None:
                    found.append(i)
                    break
        return (found[0], found[-1]) if found else (end, begin - 1)
