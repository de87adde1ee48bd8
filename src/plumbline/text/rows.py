"""The rows that a document gives to the tables `documents` and `sentences`."""

from __future__ import annotations

from collections.abc import Iterable

from plumbline.text.document import PROSE, Document


def document_row(document: Document) -> dict:
    """Return the row of a source in the table `documents`."""
    meta = document.metadata
    words = {True: 0, False: 0}
    for sentence, n_words in zip(document.sentences, document.n_words, strict=True):
        words[sentence.kind in PROSE] += n_words
    total = words[True] + words[False]
    return {
        "source_id": document.source_id,
        **{key: meta.get(key, "") for key in ("title", "group", "path", "format", "encoding")},
        **{key: meta.get(key, "") for key in ("language", "sha256")},
        "n_characters": len(document.text),
        "n_paragraphs": len(document.blocks),
        "n_sentences": len(document.sentences),
        "n_words": words[True],
        "share_words_excluded": words[False] / total if total else None,
        "note": "; ".join(filter(None, [meta.get("note", ""), *_lost_lists(document)])),
    }


def sentence_rows(document: Document) -> list[dict]:
    """Return the rows of a source in the table `sentences`: one per sentence of any kind."""
    return [
        {
            "source_id": document.source_id,
            "sentence_id": sentence.sentence_id,
            "paragraph": sentence.paragraph,
            "kind": sentence.kind,
            "start": sentence.start,
            "end": sentence.end,
            "n_words": n_words,
            "text": document.text[sentence.start : sentence.end],
        }
        for sentence, n_words in zip(document.sentences, document.n_words, strict=True)
    ]


def _lost_lists(document: Document) -> Iterable[str]:
    by_start = {sentence.start: sentence.sentence_id for sentence in document.sentences}
    for note in document.metadata.get("notes", ()):
        if note["kind"] == "lost_list":
            yield f"sentence {by_start[note['start']]} announces a list that is missing"
