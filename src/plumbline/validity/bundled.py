"""The bundled study's hand-made codes, and which coded sentence each word of a text stands in.

``resources/demo/codes.tsv``: one row per sentence and claim, written for this project (MIT
licence; resources/demo/README.md explains the columns). The coder cut the sentences, so what was
found in a cleaned text is brought to them word by word; a boundary drawn elsewhere costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.lexicons import read_tsv
from plumbline.text.document import Document
from plumbline.text.tokens import is_word, tokenise

COLUMNS = (
    "source_id", "sentence_no", "sentence", "claim_id", "strength", "cue", "appeal_to_evidence",
    "pass", "notes",
)  # fmt: skip
NO_CLAIM = "NONE"
CLASSES = ("unhedged_causal", "conditional_may", "correlational", "mention_only", "no_effect")
APPEALS = ("vague", "checkable")

Key = tuple[str, int]


@dataclass(frozen=True)
class CodedSentence:
    """A sentence, claim_id -> strength, and the kinds of its appeals to evidence (`APPEALS`)."""

    text: str
    claims: dict[str, str]
    appeals: set[str]


def load_codes(path: Path) -> dict[Key, CodedSentence]:
    """Read the codes as (source_id, sentence_no) -> coded sentence, in order.

    Raises:
        SettingsError: a number or a strength is not one of those allowed.

    """
    coded: dict[Key, CodedSentence] = {}
    for line, row in read_tsv(path, COLUMNS):
        strength, number = row["strength"], row["sentence_no"]
        if not number.isdecimal() or strength not in (*CLASSES, "none"):
            raise SettingsError(
                f"{path.name}, line {line}: the sentence_no '{number}' is no number or the "
                f"strength '{strength}' is not one of {', '.join(CLASSES)}, none; correct it."
            )
        key = row["source_id"], int(number)
        sentence = coded.setdefault(key, CodedSentence(row["sentence"], {}, set()))
        if row["claim_id"] != NO_CLAIM:
            sentence.claims[row["claim_id"]] = strength
        appeal = row["appeal_to_evidence"].partition("_")[0]
        if appeal in APPEALS:
            sentence.appeals.add(appeal)
    return coded


def align_words(document: Document, sentences: Iterable[tuple[int, str]]) -> list[int]:
    """Return for each token of `document` the number of the coded sentence it stands in.

    Args:
        document: a cleaned source.
        sentences: number and text of each coded sentence of the source, in order.

    Returns:
        Sentence numbers, shape (tokens,); a token that no coded sentence holds (a footnote mark, a
        list number) goes with its neighbours in our sentence, and is 0 where there are none.

    """
    words: list[str] = []
    numbers: list[int] = []
    for number, text in sentences:
        found = [w for w in tokenise(text, [(0, len(text))]).words if is_word(w)]
        words += found
        numbers += [number] * len(found)
    ours = [(i, w) for i, w in enumerate(document.tokens.words) if is_word(w)]
    placed = [0] * len(document.tokens.words)
    matcher = SequenceMatcher(None, [w for _, w in ours], words, autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            placed[ours[block.a + step][0]] = numbers[block.b + step]
    for first, last in document.tokens.ranges:
        _fill(placed, range(first, last))
        _fill(placed, range(last - 1, first - 1, -1))
    return placed


def _fill(placed: list[int], tokens: range) -> None:
    """Give each token without a number that of the token before it in `tokens`."""
    before = 0
    for i in tokens:
        before = placed[i] = placed[i] or before
