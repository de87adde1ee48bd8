"""Sentences coded by hand for the claims they make (``coded_sentences.tsv``).

Columns: doc, sent_no, char_start, char_end, sentence, claim_id, strength, cue,
appeal_to_evidence, citation_present, notes; one row per sentence and claim, NONE where a sentence
makes none. Strength is one of `CLASSES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
