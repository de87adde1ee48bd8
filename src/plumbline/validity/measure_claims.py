"""The claims of a topic, their strength, and appeals to evidence against hand-made codes."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from plumbline.citations import find_citations
from plumbline.citations.summary import CHECKABLE, LIST_KINDS
from plumbline.claims import extract_claims
from plumbline.claims.topic import OTHER
from plumbline.lexicons import read_tsv
from plumbline.sources.catalogue import read_sheet
from plumbline.text.clean import clean_source
from plumbline.text.document import Document
from plumbline.validity import bundled, claims_gold
from plumbline.validity.claims_gold import strength_class
from plumbline.validity.gold import find_file, reading
from plumbline.validity.instruments import Instruments
from plumbline.validity.measurement import Measurement, measure_classes
from plumbline.validity.scores import count_agreement, name_share, precision_recall_f1

Key = tuple[str, int]  # source_id or document, number of the sentence
Found = dict[Key, dict[str, Mapping]]  # claim_id -> its strongest mention in the sentence


def measure_bundled(instruments: Instruments) -> Iterator[Measurement]:
    """Measure claims, strength and appeals to evidence on the bundled study."""
    coded = bundled.load_codes(instruments.codes)
    claims: Found = {key: {} for key in coded}
    appeals: dict[Key, set[str]] = {key: set() for key in coded}
    for source in read_sheet(instruments.texts, instruments.sheet):
        document = clean_source(source, rules=instruments.rules)
        of_source = [(no, c.text) for (name, no), c in coded.items() if name == source.source_id]
        numbers = bundled.align_words(document, of_source)
        for row in extract_claims(document, instruments.claim_grammar, instruments.claims):
            _keep_strongest(claims, _key(row, document, numbers), row)
        for row in find_citations(document, instruments.citation_resources):
            key = _key(row, document, numbers)
            if row["kind"] not in LIST_KINDS and key in appeals:
                appeals[key].add(_appeal(row))
    texts = {key: sentence.text for key, sentence in coded.items()}
    codes = {key: sentence.claims for key, sentence in coded.items()}
    yield from _compare_claims("bundled study", texts, codes, claims, bundled.CLASSES, _class_of)
    # appeals were coded only where a claim is made
    there = {key: sentence.appeals for key, sentence in coded.items() if sentence.claims}
    yield from _compare_appeals("bundled study", texts, there, appeals)


def measure_coded_claims(folder: Path, instruments: Instruments) -> Iterator[Measurement]:
    """Measure claims, strength and appeals to evidence on two coded pages."""
    path = find_file(folder, "coded_sentences.tsv")
    with reading(path):
        documents, codes = claims_gold.load_coded_sentences(path)
        there = _read_appeals(path)
    claims: Found = {key: {} for key in codes}
    appeals: dict[Key, set[str]] = {key: set() for key in codes}
    texts = {}
    for document in documents:
        for s in document.sentences:
            texts[document.source_id, s.sentence_id] = document.sentence_text(s)
        for row in extract_claims(document, instruments.claim_grammar, instruments.claims):
            _keep_strongest(claims, (document.source_id, row["sentence_id"]), row)
        for row in find_citations(document, instruments.citation_resources):
            appeals[document.source_id, row["sentence_id"]].add(_appeal(row))
    yield from _compare_claims("claims", texts, codes, claims, claims_gold.CLASSES, _coder_class)
    there = {key: kinds for key, kinds in there.items() if codes[key]}
    yield from _compare_appeals("claims", texts, there, appeals)


def _read_appeals(path: Path) -> dict[Key, set[str]]:
    appeals: dict[Key, set[str]] = {}
    for _, row in read_tsv(path, claims_gold.COLUMNS):
        kind = row["appeal_to_evidence"].partition("_")[0]
        appeals.setdefault((row["doc"], int(row["sent_no"])), set()).update({kind} - {"none"})
    return appeals


def _appeal(row: Mapping) -> str:
    """Return the kind of appeal to evidence that a citation is."""
    return "checkable" if row["tier"] in CHECKABLE else row["tier"]


def _key(row: Mapping, document: Document, numbers: Sequence[int]) -> Key:
    """Return the coded sentence that the first token of a row stands in."""
    token = max(0, bisect.bisect_right(document.tokens.starts, row["start"]) - 1)
    return document.source_id, numbers[token]


def _keep_strongest(found: Found, key: Key, row: Mapping) -> None:
    if row["claim_id"] == OTHER or key not in found:
        return
    best = found[key].get(row["claim_id"])
    if best is None or row["level"] > best["level"]:
        found[key][row["claim_id"]] = row


def _coder_class(row: Mapping) -> str:
    return strength_class(row["level"], row["tags"].split())


def _class_of(row: Mapping) -> str:
    """Return the class of the bundled codes, which tell a denied effect from a claimed one."""
    return "no_effect" if row["level"] == 1 else _coder_class(row)


def _compare_claims(
    dataset: str,
    texts: Mapping[Key, str],
    codes: Mapping[Key, Mapping[str, str]],
    found: Found,
    classes: Sequence[str],
    class_of: Callable[[Mapping], str],
) -> Iterator[Measurement]:
    """Compare the claims of each sentence, and the strength of those that both have."""
    units, errors, pairs, matched = [], [], [], []
    for key, coded in codes.items():
        ours, theirs = set(found[key]), set(coded)
        units.append(count_agreement(ours, theirs))
        for claims, kind in ((ours - theirs, "false alarm"), (theirs - ours, "missed")):
            errors += [(f"{kind}: {claim}", texts[key]) for claim in sorted(claims)]
        for claim in sorted(ours & theirs):
            pairs.append((coded[claim], class_of(found[key][claim])))
            matched.append(f"{claim}: {texts[key]}")
    yield Measurement(
        "claims",
        dataset,
        "all",
        np.array(units),
        precision_recall_f1,
        "sentences",
        "pairs of sentence and claim",
        errors,
    )
    yield measure_classes(
        ("claim strength", dataset, "all"),
        pairs,
        matched,
        classes,
        "claims",
        "claims that coder and instrument both have",
    )


def _compare_appeals(
    dataset: str,
    texts: Mapping[Key, str],
    coded: Mapping[Key, set[str]],
    found: Mapping[Key, set[str]],
) -> Iterator[Measurement]:
    """Compare which sentences appeal to evidence vaguely, and which so that it can be checked."""
    for kind in bundled.APPEALS:
        units, errors = [], []
        for key, appeals in coded.items():
            ours, theirs = {kind} & found[key], {kind} & appeals
            units.append(count_agreement(ours, theirs))
            if ours != theirs:
                errors.append((f"{'false alarm' if ours else 'missed'}: {kind}", texts[key]))
        yield Measurement(
            "citations",
            dataset,
            kind,
            np.array(units),
            precision_recall_f1,
            "sentences",
            "sentences with a claim that appeal so to evidence",
            errors,
        )
        without = [(kind not in found[key], 1) for key, a in coded.items() if kind not in a]
        yield Measurement(
            "citations",
            dataset,
            kind,
            np.array(without),
            name_share("specificity"),
            "sentences",
            "sentences with a claim and no such appeal, in which none is found",
        )
