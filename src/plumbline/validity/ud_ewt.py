"""UD English-EWT: web text (weblogs, newsgroups, e-mails, reviews, answers), cut into sentences.

Silveira et al. 2014, "A gold standard dependency corpus for English" (LREC), CC BY-SA 4.0, from
https://github.com/UniversalDependencies/UD_English-EWT (``en_ewt-ud-dev.conllu`` and its like).
Format CoNLL-U: ``# text = ...`` above each sentence; ``# newdoc`` and ``# newpar`` where a document
or a paragraph begins. Sentences of a paragraph are joined with spaces; where each ended is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.text.rules import Rules
from plumbline.text.segment import split_sentences


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and where its sentences end, in code points; the last end is its length."""

    text: str
    ends: tuple[int, ...]


def load_ud_ewt(path: Path) -> list[Paragraph]:
    """Read the paragraphs of one file.

    Raises:
        SettingsError: the file holds no sentence in CoNLL-U.

    """
    paragraphs: list[list[str]] = []
    begins = True
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(("# newdoc", "# newpar")):
                    begins = True
                elif line.startswith("# text = "):
                    if begins:
                        paragraphs.append([])
                        begins = False
                    paragraphs[-1].append(" ".join(line[len("# text = ") :].split()))
    except (OSError, UnicodeDecodeError):
        paragraphs = []
    if not paragraphs:
        raise SettingsError(
            f"{path.name}: this file holds no sentence in CoNLL-U ('# text = ...'); use the file "
            "as released."
        )
    return [_join([s for s in sentences if s]) for sentences in paragraphs if any(sentences)]


def _join(sentences: list[str]) -> Paragraph:
    ends, length = [], -1
    for sentence in sentences:
        length += 1 + len(sentence)
        ends.append(length)
    return Paragraph(" ".join(sentences), tuple(ends))


def find_ends(text: str, rules: Rules) -> set[int]:
    """Return where the sentences of a text end, white space left out."""
    spans = split_sentences(text, 0, len(text), rules)
    return {start + len(text[start:end].rstrip()) for start, end in spans}
