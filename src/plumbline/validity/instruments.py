"""The instruments under test, each made ready when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from plumbline.text.document import Block, Document, Sentence

if TYPE_CHECKING:
    from plumbline.citations import CitationResources
    from plumbline.claims import Grammar, Topic
    from plumbline.readability.prepared import WordCounts
    from plumbline.rhetoric.markers import Lexicons
    from plumbline.text.rules import Rules


@dataclass(frozen=True)
class Instruments:
    """The data files that the instruments go by, as in the study under way, and the bundled study.

    ``lexicons``, ``grammar``, ``topic`` and ``segmentation`` are folders; ``texts`` is the folder
    of the bundled texts, ``sheet`` its source sheet and ``codes`` its hand-made codes.
    ``behaviour`` is the folder of the invented cases, which ask about the data files in the
    folder ``shipped``; without them the invented cases are left out.
    """

    lexicons: Path
    grammar: Path
    topic: Path
    segmentation: Path
    citations: Path
    syllables: Path
    texts: Path
    sheet: Path
    codes: Path
    attribution: Mapping = field(default_factory=dict)
    behaviour: Path | None = None
    shipped: Path | None = None

    @cached_property
    def cues(self) -> Lexicons:
        """Lexicons of hedges and of the other cues of uncertainty; quotations are read as well."""
        from plumbline.rhetoric.markers import load_lexicons
        from plumbline.validity.szeged import DETECTED

        return load_lexicons(self.lexicons, {"categories": list(DETECTED), "skip_quotes": False})

    @cached_property
    def research_cues(self) -> list[Lexicons]:
        """The same for research prose: by the weights learnt on all documents, then without each
        fold of them."""
        from plumbline.rhetoric.cue_weights import FOLDS, load_cue_weights
        from plumbline.rhetoric.markers import RESEARCH, load_lexicons
        from plumbline.validity.szeged import DETECTED

        settings = {"categories": list(DETECTED), "skip_quotes": False, "genre": RESEARCH}
        lexicons = load_lexicons(self.lexicons, settings)
        weights = [load_cue_weights(self.lexicons, fold) for fold in range(FOLDS)]
        return [lexicons, *(replace(lexicons, weights=w) for w in weights)]

    @cached_property
    def markers(self) -> Lexicons:
        """All lexicons of markers."""
        from plumbline.rhetoric.markers import load_lexicons
        from plumbline.validity.pei import SETTINGS

        return load_lexicons(self.lexicons, SETTINGS)

    @cached_property
    def certainty_weights(self) -> dict[str, float]:
        """Weights of the certainty score."""
        from plumbline.rhetoric.certainty import load_weights

        return load_weights(self.lexicons / "certainty_weights.tsv")

    @cached_property
    def citation_resources(self) -> CitationResources:
        """Resources of the search for citations."""
        from plumbline.citations import load_resources

        return load_resources(self.citations, self.lexicons, self.attribution)

    @cached_property
    def rules(self) -> Rules:
        """Word lists of cleaning and segmentation."""
        from plumbline.text.rules import load_rules

        return load_rules(self.segmentation)

    @cached_property
    def claim_grammar(self) -> Grammar:
        """Grammar of claims."""
        from plumbline.claims import load_grammar

        return load_grammar(self.grammar)

    @cached_property
    def strength_weights(self) -> dict[str, tuple[float, ...]]:
        """Weights of what makes a sentence's claim strong."""
        from plumbline.claims import load_weights

        return load_weights(self.grammar / "sentence_weights.tsv")

    @cached_property
    def claims(self) -> Topic:
        """Canonical claims of the bundled topic."""
        from plumbline.claims import load_topic

        return load_topic(self.topic)

    @cached_property
    def word_counts(self) -> WordCounts:
        """Syllables and other counts of words."""
        from plumbline.readability import load_syllables

        return load_syllables(self.syllables)


def make_sentence(name: str, text: str) -> Document:
    """Return a document of one sentence of running text."""
    span = (0, len(text))
    return Document(name, text, (Block("body", *span),), (Sentence(1, 1, "body", *span),))
