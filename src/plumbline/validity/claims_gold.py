"""Sentences coded by hand for the claims they make (``coded_sentences.tsv``).

Columns: doc, sent_no, char_start, char_end, sentence, claim_id, strength, cue,
appeal_to_evidence, citation_present, notes; one row per sentence and claim, NONE where a sentence
makes none. Strength is one of `CLASSES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbline.lexicons import read_tsv
from plumbline.text.document import Block, Document, Sentence

CLASSES = ("unhedged_causal", "conditional_may", "correlational", "mention_only")
COLUMNS = (
    "doc", "sent_no", "char_start", "char_end", "sentence", "claim_id", "strength", "cue",
    "appeal_to_evidence", "citation_present", "notes",
)  # fmt: skip
_NO_CLAIM = "NONE"
_ENDS = tuple(".!?:\u201d\"'")

Coded = dict[tuple[str, int], dict[str, str]]


@dataclass(frozen=True, slots=True)
class ClaimScore:
    """Agreement with the coder: micro-averaged over (sentence, claim), strength on the matches."""

    true_positives: int
    false_positives: int
    false_negatives: int
    same_strength: int

    @property
    def precision(self) -> float:
        """Share of the extracted pairs that the coder has too."""
        return self.true_positives / max(1, self.true_positives + self.false_positives)

    @property
    def recall(self) -> float:
        """Share of the coder's pairs that were extracted."""
        return self.true_positives / max(1, self.true_positives + self.false_negatives)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        wrong = self.false_positives + self.false_negatives
        return 2 * self.true_positives / max(1, 2 * self.true_positives + wrong)

    @property
    def strength_accuracy(self) -> float:
        """Share of the matched pairs with the coder's strength class."""
        return self.same_strength / max(1, self.true_positives)


def strength_class(level: int, tags: Iterable[str]) -> str:
    """Return the coder's class for an asserted level (0-6) and its tags.

    0 is mention_only. 2, and 3 by a word of association ("linked to"), are correlational. A modal
    ("hedged") or a limit on whom or how often ("qualified") makes conditional_may; the rest is
    unhedged_causal, among it "can", "helps", "plays a role" and plain denial.
    """
    tags = set(tags)
    if level == 0:
        return "mention_only"
    if level == 2 or (level == 3 and "association" in tags):
        return "correlational"
    return "conditional_may" if tags & {"hedged", "qualified"} else "unhedged_causal"


def load_coded_sentences(path: Path) -> tuple[list[Document], Coded]:
    """Read the coded sentences into documents and codes.

    Returns:
        The documents, cut into the coder's sentences (a gap of more than one character between
        two sentences starts a paragraph; one without an end mark is a heading), and the codes as
        (doc, sentence number) -> claim_id -> strength class.

    """
    sentences: dict[str, dict[int, tuple[int, str]]] = {}
    coded: Coded = {}
    for _, row in read_tsv(Path(path), COLUMNS):
        number = int(row["sent_no"])
        sentences.setdefault(row["doc"], {})[number] = int(row["char_start"]), row["sentence"]
        claims = coded.setdefault((row["doc"], number), {})
        if row["claim_id"] != _NO_CLAIM:
            claims[row["claim_id"]] = row["strength"]
    return [_document(doc, sentences[doc]) for doc in sorted(sentences)], coded


def _document(doc: str, sentences: Mapping[int, tuple[int, str]]) -> Document:
    text, made, blocks = "", [], []
    for number in sorted(sentences):
        start, sentence = sentences[number]
        if start - len(text) != 1:
            text += "\n" * max(0, start - len(text))
            blocks.append(Block("body", len(text), len(text)))
        else:
            text += " "
        kind = "body" if sentence.endswith(_ENDS) else "heading"
        start = len(text)
        text += sentence
        made.append(Sentence(number, len(blocks), kind, start, len(text)))
    return Document(doc, text, tuple(blocks), tuple(made))


def score_claims(rows: Iterable[Mapping], coded: Coded) -> ClaimScore:
    """Compare extracted claims with the coder's.

    Args:
        rows: from `plumbline.claims.extract_claims` on the documents of `load_coded_sentences`;
            where a claim stands twice in a sentence, the strongest mention counts.
        coded: from `load_coded_sentences`.

    """
    found: dict[tuple[str, int], dict[str, Mapping]] = {key: {} for key in coded}
    for row in rows:
        key = row["source_id"], row["sentence_id"]
        if row["claim_id"] == "other" or key not in found:
            continue
        best = found[key].get(row["claim_id"])
        if best is None or row["level"] > best["level"]:
            found[key][row["claim_id"]] = row
    matched = same = extra = missed = 0
    for key, codes in coded.items():
        extra += len(set(found[key]) - set(codes))
        missed += len(set(codes) - set(found[key]))
        for claim_id in set(codes) & set(found[key]):
            row = found[key][claim_id]
            matched += 1
            same += strength_class(row["level"], row["tags"].split()) == codes[claim_id]
    return ClaimScore(matched, extra, missed, same)
