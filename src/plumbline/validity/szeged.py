"""Szeged Uncertainty Corpus: hedge cues marked by hand in biomedical articles and Wikipedia.

Szarvas, Vincze, Farkas, Mora and Gurevych (2012), Computational Linguistics 38(2), 335-367.
The XML files (``bio_bmc.xml``, ``bio_fly.xml``, ``wiki.xml``) come from the authors' site under
CC BY-SA; each ``Sentence`` holds its text with ``ccue`` elements around the cues.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from plumbline.errors import SourceError
from plumbline.rhetoric.markers import Lexicons, find_markers
from plumbline.validity.instruments import make_sentence

DETECTED = ("hedge", "discourse_hedge", "uncertainty")
# Hedges of the lexicon that the guidelines of this corpus do not mark: vague numbers, tendencies,
# reservations about the author's own knowledge, and limits of the evidence other than what is
# unknown (a design, a call for more research).
NOT_DETECTED = (
    "hedge.approximator",
    "hedge.verb.tend",
    "hedge.noun.tendency",
    "hedge.phrase.to_our",
    "hedge.phrase.in_principle",
    "hedge.phrase.not_necessarily",
    "discourse_hedge.more_research",
    "discourse_hedge.evidence_quality",
    "discourse_hedge.study_design",
    "discourse_hedge.no_effect",
    "discourse_hedge.reach",
    "discourse_hedge.fda",
)


@dataclass(frozen=True, slots=True)
class CueSentence:
    """A sentence of the corpus; ``cues`` are (start, end, type) in code points of ``text``."""

    document_id: str
    text: str
    cues: tuple[tuple[int, int, str], ...]

    @property
    def held_out(self) -> bool:
        """Say whether its document is in the half that was not looked at while choosing words."""
        return hashlib.sha256(self.document_id.encode()).digest()[0] % 2 == 1


def load_szeged(path: Path) -> Iterator[CueSentence]:
    """Read one file of the corpus, sentence by sentence.

    Entities are not expanded and nothing is fetched, whatever the file declares.

    Raises:
        SourceError: the file is not well-formed.

    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        root = etree.parse(str(path), parser).getroot()
    except (OSError, etree.XMLSyntaxError):
        raise SourceError(
            f"{path.name}: this is not a readable XML file; fetch the corpus again."
        ) from None
    for document in root.iter("Document"):
        document_id = document.findtext("DocID") or ""
        for sentence in document.iter("Sentence"):
            text, cues = sentence.text or "", []
            for child in sentence:
                # an entity or comment is no element and adds nothing
                content = "".join(child.itertext()) if isinstance(child.tag, str) else ""
                if child.tag == "ccue":
                    kind = child.get("type", "").strip("_ ").removeprefix("speculation_")
                    cues.append((len(text), len(text) + len(content), kind.strip("_ ")))
                text += content + (child.tail or "")
            yield CueSentence(document_id, text, tuple(cues))


def find_cues(
    sentences: Iterable[CueSentence], lexicons: Lexicons, left_out: tuple[str, ...] = ()
) -> Iterator[list[dict]]:
    """Yield, for every sentence, the markers of uncertainty with offsets within it.

    Rules that begin with one of `left_out` are passed over.
    """
    for sentence in sentences:
        document = make_sentence(sentence.document_id, sentence.text)
        yield [
            row
            for row in find_markers(document, lexicons)
            if row["category"] in DETECTED and not row["rule"].startswith(left_out)
        ]


def measure_rules(
    sentences: Iterable[CueSentence], lexicons: Lexicons
) -> dict[str, tuple[float, int]]:
    """Return, for each rule that matched, (precision, matches).

    A match is right where it overlaps a cue, whatever the exact limits of either.
    """
    sentences = list(sentences)
    right: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for sentence, rows in zip(sentences, find_cues(sentences, lexicons), strict=True):
        for row in rows:
            n[row["rule"]] += 1
            right[row["rule"]] += any(
                row["start"] < end and start < row["end"] for start, end, _ in sentence.cues
            )
    return {rule: (right[rule] / n[rule], n[rule]) for rule in sorted(n)}
