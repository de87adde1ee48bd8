"""What cannot be concluded from a study, in sentences that fit its number of sources."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from plumbline.compare.reuse import count_voices
from plumbline.publish.summaries import count_read
from plumbline.publish.wording import open_sentence, say_count, say_number, say_share

_LIMITS = {
    "sources": [
        "What a page shows in images, tables or scripts was not read.",
        (
            "Whether the sources are typical of anything depends on how they were chosen, which "
            "the tables do not know."
        ),
    ],
    "readability": [
        (
            "Formulas count syllables, words and sentences: a low grade does not make a text "
            "understandable, and a long technical name raises the grade of an otherwise plain "
            "text."
        ),
        (
            "The formulas disagree by several grades on the same text; the range is the result, "
            "not any one of them."
        ),
        "SMOG is normed on 30 sentences; in a shorter source it is uncertain.",
    ],
    "rhetoric": [
        (
            "A marker is a word in a place, not an intention: nothing here says why a source "
            "words things as it does."
        ),
        (
            "Words are found by lexicons; what the lexicons lack is not counted, and their "
            "accuracy stands in notebook 06."
        ),
        (
            "The word \u201ccan\u201d is shown apart from the hedges, because readers take it as a "
            "level of its own."
        ),
    ],
    "evidence_shown": [
        (
            "A checkable citation is one that can be looked up; whether it supports the claim was "
            "checked only where it names a study of the topic."
        ),
        "A source without citations may still be right, and one with many may be wrong.",
        "A count of 0 in a short text is compatible with a rate up to the upper limit shown.",
    ],
    "gap": [
        (
            "The gap compares wording with the certainty of the evidence; it does not say that a "
            "claim is false."
        ),
        (
            "The level that the evidence licenses is a judgement, documented claim by claim in "
            "the topic's files; notebook 06 shows what other judgements would change."
        ),
        (
            "Claims of the same source are not independent: intervals over several sources treat "
            "the source as the unit; those of the mean and the share of a single source cannot, "
            "and are the narrower for it."
        ),
        (
            "Sources that state the same claim share its licensed level; tests over claims do not "
            "allow for that."
        ),
        (
            "Kinds of claims that are named as furthest ahead of the evidence, or least so, were "
            "picked by their means, and their intervals do not allow for the picking."
        ),
        "Mentions were found by rules; a claim worded in a way the rules do not know is missing.",
    ],
    "robustness": [
        (
            "The branches are choices that another analyst could have made; they are not a "
            "sample, and their share is not a probability."
        ),
        "Accuracy was measured on the texts named beside it; on others it may be better or worse.",
        (
            "The bundled study was at hand while the rules were written: accuracy on it is an "
            "upper limit."
        ),
    ],
}


def say_reach(tables: Mapping[str, pd.DataFrame]) -> str:
    """Say what this number of sources can and cannot show."""
    n = count_read(tables)
    if n == 0:
        return "Nothing can be concluded, because no source could be read."
    if n == 1:
        return "One source shows what that source says; there is nothing to compare it with."
    if n < 20:
        return f"{open_sentence(say_count(n, 'source'))[:-1]} {_say_few(n)}"
    return (
        f"{n:,} sources stand for the pages they were drawn from, and only as far as they were "
        "drawn by chance; pages that copy one another count as fewer voices than their number."
    )


def _say_few(n: int) -> str:
    text = (
        f"show what these {say_number(n)} say, how, and beside which evidence; they cannot show "
        "what such pages say in general, nor that one kind of page differs from another."
    )
    if n > 6:
        return text
    if n <= 3:
        return f"{text} No rank correlation of so few sources could be told from chance."
    return (
        f"{text} The smallest p that a rank correlation of {say_number(n)} sources could reach is "
        f"{2 / math.factorial(n):.2g}, so read the estimates and their intervals, not tests."
    )


def say_copies(tables: Mapping[str, pd.DataFrame]) -> str:
    """Say that copies of a page make a study look surer than it is; nothing where none copies."""
    n, reuse = count_read(tables), tables["reuse"]
    voices = n if reuse.empty else count_voices(reuse, tables["sentences"])
    if voices == n:
        return ""
    return (
        f"Counting sources that share most of their text as one, the {say_count(n, 'source')} are "
        f"{say_count(voices, 'voice')}; intervals and tests take them as {say_number(n)}, and are "
        "surer than they should be."
    )


def say_languages(tables: Mapping[str, pd.DataFrame]) -> str:
    """Say how many sources are not in English; nothing where all are, or it cannot be told."""
    documents = tables["documents"]
    language = documents.loc[documents["n_words"] > 0, "language"]
    other = int((~language.fillna("und").isin(("en", "und"))).sum())
    if not other:
        return ""
    share = open_sentence(say_share(other, len(language), "source"))[:-1]
    verb, its = ("is", "its") if other == 1 else ("are", "their")
    return (
        f"{share} {verb} not in English, for which every measure is made: {its} values mean "
        "little, but count in every figure over all sources. The table documents says which."
    )


def say_groups(tables: Mapping[str, pd.DataFrame]) -> str:
    """Say which groups can be compared."""
    sizes = tables["documents"][tables["documents"]["n_words"] > 0]["group"].value_counts()
    if sizes.sum() < 2:
        return ""
    if len(sizes) == 1:
        return "All sources form one group, so groups cannot be compared."
    if sizes.min() < 4:
        few = int((sizes < 4).sum())
        share = open_sentence(say_share(few, len(sizes), "group"))[:-1]
        return (
            f"{share} {'has' if few == 1 else 'have'} fewer than four sources: differences between "
            "groups are description, not inference."
        )
    return ""


def list_limits(tables: Mapping[str, pd.DataFrame], topic: str) -> list[str]:
    """Return what cannot be concluded from a notebook, a sentence per item.

    Args:
        tables: of the study.
        topic: sources, readability, rhetoric, evidence_shown, gap or robustness.

    """
    read = (say_languages(tables), say_copies(tables)) if topic == "sources" else ()
    about = (*read, say_groups(tables), say_reach(tables))
    return [line for line in (*_LIMITS[topic], *about) if line]
