"""Sentences generated from the tables: what was found, notebook by notebook and in all.

Every number in them comes from a table, and every sentence holds for 0, 1 or thousands of sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from plumbline.compare.intervals import (
    MIN_RATIO,
    Interval,
    rate_interval,
    ratio_share_interval,
    wilson_interval,
)
from plumbline.compare.reuse import count_shared, count_voices
from plumbline.publish import labels
from plumbline.publish.limits import say_copies, say_languages
from plumbline.publish.summaries import (
    TOO_WIDE,
    choose_accuracy,
    choose_measure,
    count_read,
    count_safety_topics,
    mean_gap,
    name_middle,
    pool_rates,
    share_hedged,
    summarise_grades,
)
from plumbline.publish.wording import (
    confidence_of,
    name_interval,
    open_sentence,
    say_count,
    say_limits,
    say_list,
    say_number,
    say_percent,
    say_share,
)

Tables = Mapping[str, pd.DataFrame]

NO_SOURCE = "No source could be read."

EXTENTS = {
    "every": "every branch",
    "most": "most",
    "some": "some",
    "few": "few",
    "none": "none",
}
HIDDEN = "The name begins with a dot"  # as the table left_out puts it
FEWEST_CLAIMS = 5  # of a kind: fewer say nothing about the kind


def found_lines(tables: Tables, kinds: bool = False, topic: str = "") -> list[str]:
    """Return what was found, a sentence a line; what could not be read is said after it.

    Args:
        tables: the study's.
        kinds: whether to say which kinds of claims run furthest ahead of the evidence.
        topic: name of the topic whose evidence it is.

    """
    if not count_read(tables):
        return [NO_SOURCE, *_unread(tables), *_no_sources(tables)]
    lines = [
        say_sample(tables),
        open_sentence(f"{_size(tables)}: {_citations(tables)}"),
        answer_readability(tables),
        answer_rhetoric(tables),
        answer_gap(tables, topic),
        answer_kinds(tables) if kinds else "",
        say_languages(tables),
        say_copies(tables),
        say_left_out(tables),
        *_unread(tables),
        *_no_sources(tables),
    ]
    return [line for line in lines if line]


def say_sample(tables: Tables) -> str:
    """Say that what follows speaks of a sample; nothing where all sources are shown."""
    sample = getattr(tables, "sample", None)
    if not sample:
        return ""
    return (
        f"Of {say_count(sample['sources'], 'source')}, {say_count(sample['drawn'], 'was', 'were')} "
        f"drawn at random (seed {sample['seed']}), and what follows speaks of what was drawn; the "
        "flow of sources, the comparison and the totals of claims rest on all, and the tables of "
        "all stand in results/tables."
    )


def _size(tables: Tables) -> str:
    words = int(tables["documents"]["n_words"].sum())
    return f"{say_count(count_read(tables), 'source')}, {say_count(words, 'word')}"


def _citations(tables: Tables) -> str:
    counted = tables["attribution"]
    checkable, vague = int(counted["checkable"].sum()), int(counted["vague"].sum())
    words, limit = int(tables["documents"]["n_words"].sum()), ""
    if not checkable and words:
        confidence = confidence_of(tables)
        limits = say_limits(rate_interval(0, words, confidence))
        limit = f" ({name_interval(confidence)} {limits} per 1,000 words)"
    one = say_count(vague, "vague one")
    tiers = tables["citation_density"].groupby("tier")["count"].sum()
    beside = vague - int(tiers.get("vague_unsupported", vague))
    also = f", {say_number(beside)} of these beside a checkable one" if beside else ""
    return f"{say_count(checkable, 'checkable citation')}{limit} and {one}{also}"


def _unread(tables: Tables) -> list[str]:
    bad = tables["documents"][tables["documents"]["n_words"] == 0]
    if bad.empty:
        return []
    one = len(bad) == 1
    return [
        f"{open_sentence(say_count(len(bad), 'source'))[:-1]} could not be read or "
        f"{'holds' if one else 'hold'} no running text; the table documents says why."
    ]


def _no_sources(tables: Tables) -> list[str]:
    """Say how many files of the corpus were passed over, but for those that are meant to hide."""
    n = int((~tables["left_out"]["reason"].str.startswith(HIDDEN)).sum())
    if not n:
        return []
    counted = open_sentence(say_count(n, "file or record is", "files and records are"))[:-1]
    return [f"{counted} no source; the table left_out says why."]


def answer_sources(tables: Tables) -> str:
    """Answer notebook 01: what was read, and what was left out?"""
    if not count_read(tables):
        return NO_SOURCE
    sums = tables["sentences"].groupby("kind")["n_words"].sum()
    total = sums.sum()
    out = total - sums.reindex(["body", "list_item"]).sum()
    share = say_percent(out / total) if total else "none"
    said = open_sentence(
        f"{_size(tables)} of running text were read; {share} of all words stand in headings, "
        "references or boilerplate and are left out of every rate"
    )
    return f"{said} {say_voices(tables)}".strip()


def say_voices(tables: Tables) -> str:
    """Say how much of the text sources share, and how many voices they are."""
    reuse, n = tables["reuse"], count_read(tables)
    if n < 2:
        return ""
    if reuse.empty:
        return "No two sources share a passage of eight words or more."
    shared = count_shared(reuse, tables["sentences"])
    some = int((shared["words_shared"] > 0).sum())
    part = shared["words_shared"].sum() / shared["words"].sum()
    text = (
        f"{open_sentence(say_share(some, n, 'source'))[:-1]} {'holds' if some == 1 else 'hold'} "
        "sentences that mostly stand in another source as well "
        f"({say_percent(part)} of all running text)"
    )
    voices = count_voices(reuse, tables["sentences"])
    if voices < n:
        text += (
            "; counting sources that share most of their text as one, they are "
            f"{say_count(voices, 'voice')}"
        )
    return text + "."


def answer_readability(tables: Tables) -> str:
    """Answer notebook 02: how hard are the sources to read?"""
    grades = summarise_grades(tables["readability"])
    if grades.empty:
        return "No source has enough text for a grade level."
    n, above = len(grades), int((grades["median"] > 8).sum())
    middle, confidence = grades["median"], confidence_of(tables)
    if n == 1:
        verb = "lies" if above else "does not lie"
        return (
            f"The source reads at grade {middle.iloc[0]:.1f}, which {verb} above the 8th grade "
            "that the NIH names as a limit."
        )
    limits = say_limits(wilson_interval(above, n, confidence), 100, 0)
    low, high = f"{middle.min():.1f}", f"{middle.max():.1f}"
    read = f"the median source reads at grade {middle.median():.1f} (sources from {low} to {high})"
    if n == 2:
        read = f"the two sources read at grades {low} and {high}"
    return open_sentence(
        f"{read}; {say_share(above, n)} {'lies' if above == 1 else 'lie'} above "
        f"the 8th grade that the NIH names as a limit ({name_interval(confidence)} of the share "
        f"{limits} %)."
    )


def answer_rhetoric(tables: Tables) -> str:
    """Answer notebook 03: how do the sources talk?"""
    rhetoric = tables["rhetoric"]
    words = int(tables["documents"]["n_words"].sum())
    if rhetoric.empty or not words:
        return "No marker was counted."
    confidence = confidence_of(tables)
    rates = pool_rates(rhetoric, confidence)
    names = {
        "hedge": "hedges",
        "capability": "expressions of capability such as can",
        "booster": "boosters",
        "hype": "hype words",
    }
    shown = {name: rates[c] for c, name in names.items() if c in rates}
    said = [f"{rate.estimate:.1f} {name} ({say_limits(rate)})" for name, rate in shown.items()]
    return open_sentence(
        f"per 1,000 words {hold_sources(tables)} {say_list(said)}; in brackets "
        f"{name_interval(confidence)}s with {say_units(shown.values())}"
    )


def hold_sources(tables: Tables) -> str:
    """Return the subject of a sentence on all sources, with its verb."""
    return "the source holds" if count_read(tables) == 1 else "the sources hold"


def say_units(rates: Iterable[Interval]) -> str:
    """Say what the units are behind the limits of rates over all sources (`pool_rates`)."""
    exact = [bool(rate.note) for rate in rates]
    if all(exact):
        return "matches as units"
    others = ", or matches where no source differs (exact Poisson)" if any(exact) else ""
    return f"sources as units{others}"


def answer_evidence_shown(tables: Tables) -> str:
    """Answer notebook 04: what evidence do the sources show?"""
    if not count_read(tables):
        return NO_SOURCE
    attribution = tables["attribution"]
    claims, cited = int(attribution["claims"].sum()), int(attribution["claims_cited"].sum())
    text = f"{_size(tables)}: {_citations(tables)}"
    if claims:
        have, them = ("has", "it") if cited == 1 else ("have", "them")
        share = say_share(cited, claims, "claim mention")
        confidence = confidence_of(tables)
        counts = attribution["claims_cited"], attribution["claims"]
        interval = ratio_share_interval(*counts, confidence)
        unit = ", with mentions as units" if interval.note else ""
        text += (
            f"; {share} {have} a checkable citation beside {them} "
            f"({name_interval(confidence)} {say_limits(interval, 100, 0)} %{unit})"
        )
    return open_sentence(text)


def answer_gap(tables: Tables, topic: str = "") -> str:
    """Answer notebook 05: does the wording run ahead of the evidence (of the topic named)?"""
    known = tables["evidence_gap"].dropna(subset=["gap"])
    if known.empty:
        return say_no_evidence(tables)
    above, n = int((known["gap"] > 0).sum()), len(known)
    sources = known["source_id"].nunique()
    groups, confidence = known.groupby("source_id")["gap"], confidence_of(tables)
    claims_above = groups.agg(lambda gap: (gap > 0).sum())
    share = ratio_share_interval(claims_above, groups.size(), confidence)
    mean = mean_gap(known, confidence)
    side, interval = "below" if mean.estimate < 0 else "above", name_interval(confidence)
    limits = "" if mean.low is None else f" ({interval} {say_limits(mean)})"
    unit = ", with claims as units" if share.note else ""
    held = f"held against the evidence of the topic {topic}, " if topic else ""
    return open_sentence(
        f"{held}{say_share(above, n, 'claim')} in {say_count(sources, 'source')}, a claim counted "
        f"once per source, {'is' if above == 1 else 'are'} worded above the level that the "
        f"published evidence licenses ({interval} {say_limits(share, 100, 0)} %{unit}); over all "
        f"claims compared, wording is {abs(mean.estimate):.1f} levels {side} it "
        f"on average{limits}"
    )


def say_no_evidence(tables: Tables) -> str:
    """Say why no claim could be held against evidence; a topic lists its claims, found or not."""
    why = "the study has no topic"
    if tables["claim_totals"]["claim_id"].ne("other").any():
        why = "the topic has no evidence, or no source names it and states its claims"
    return f"No claim could be held against published evidence: {why} (docs/own-topic.md)."


def answer_certainty(tables: Tables) -> str:
    """Say whether hedging follows the certainty of the evidence."""
    confidence = confidence_of(tables)
    shares = share_hedged(tables["claim_frequency"], tables["evidence_gap"], confidence)
    if len(shares) < 2:
        return ""
    first, last = (
        f"where {_say_certainty(row.certainty)}, {say_share(row.hedged, row.mentions, 'mention')} "
        f"{'is' if 1 in (row.hedged, row.mentions) else 'are'} hedged "
        f"({name_interval(confidence)} {100 * row.low:.0f} to {100 * row.high:.0f} %"
        f"{', with mentions as units' if row.note else ''})"
        for row in (shares.iloc[0], shares.iloc[-1])
    )
    return open_sentence(f"{first}; {last}; hedged are levels 2 to 4")


def _say_certainty(certainty: str) -> str:
    if certainty == "none":
        return "no human study has tested the claim"
    return f"the certainty of the evidence is {certainty}"


def answer_kinds(tables: Tables) -> str:
    """Say which kinds of claims run furthest ahead of the evidence, and how flatly they are put."""
    kinds = tables["claim_totals"].set_index("claim_id")["cls"]
    gaps = tables["evidence_gap"].dropna(subset=["gap"])
    gaps = gaps.assign(kind=gaps["claim_id"].map(kinds), flat=gaps["asserted_level"].eq(6))
    shown = gaps.groupby("kind").agg(n=("gap", "size"), gap=("gap", "mean"), flat=("flat", "sum"))
    shown = shown[shown["n"] >= FEWEST_CLAIMS].sort_values("gap", ascending=False, kind="stable")
    if len(shown) < 2:
        return ""
    first, last = (
        f"{kind} claims, {_say_gap(gaps[gaps['kind'].eq(kind)], confidence_of(tables))}; "
        f"{say_share(row.flat, row.n)} {'is' if row.flat == 1 else 'are'} put in plain verbs"
        for kind, row in shown.iloc[[0, -1]].iterrows()
    )
    return (
        f"Of {say_count(len(shown), 'kind')} of claims with at least {say_number(FEWEST_CLAIMS)} "
        f"each, furthest ahead of the evidence are {first}. Least so are {last}."
    )


def _say_gap(gaps: pd.DataFrame, confidence: float) -> str:
    mean = mean_gap(gaps, confidence)
    size = f"{abs(mean.estimate):.1f}"
    where = "below" if mean.estimate < 0 else "above"
    limits = f", {name_interval(confidence)} {say_limits(mean)}"
    if mean.low is None:
        alike = mean.note != TOO_WIDE and gaps["source_id"].nunique() >= MIN_RATIO
        limits = " in every source" if alike else f", from {TOO_WIDE}"
    return (
        f"on average {f'{size} levels {where}' if float(size) else 'at'} what is licensed{limits}"
    )


# what is not found may be there in other words; notebooks 04 and 05 show how often
NOT_EVERY_WORDING = (
    "Not every wording of such advice is known to the lexicon: look before you print this."
)


def say_left_out(tables: Tables) -> str:
    """Say of which safety topics no mention was found."""
    topics = tables["safety_topics"]
    if topics.empty or not count_read(tables):
        return ""
    found = count_safety_topics(tables["markers"], tables["documents"], list(topics["topic"]))
    missing = [
        labels.SAFETY_TOPICS.get(t, labels.label(t).lower())
        for t in found.loc[found["sources"].eq(0), "topic"]
    ]
    one, several = count_read(tables) == 1, len(missing) > 1
    if not missing and one:
        return "The source mentions every safety topic of the lexicon."
    if not missing:
        return "Every safety topic of the lexicon is mentioned by at least one source."
    drawn = "any of the sources drawn" if getattr(tables, "sample", None) else "any source"
    where = "the source" if one else drawn
    topics = "these safety topics" if several else missing[0]
    listed = f": {say_list(missing)}" if several else ""
    return f"No mention of {topics} was found in {where}{listed}. {NOT_EVERY_WORDING}"


def answer_robustness(tables: Tables) -> str:
    """Answer notebook 06: how far do the results depend on choices, and how accurate are we?"""
    said = (_say_conclusions(tables), _say_branches(tables), _say_accuracy(tables))
    return " ".join(text for text in said if text)


def _say_conclusions(tables: Tables) -> str:
    judged = tables["conclusions"]
    judged = judged[judged["extent"].ne("")]
    if judged.empty:
        return ""
    sizes = judged["extent"].value_counts()
    said = [f"{say_number(sizes[e])} in {words}" for e, words in EXTENTS.items() if e in sizes]
    verb = "holds" if said[0].startswith("one ") else "hold"
    said[0] = said[0].replace(" in ", f" {verb} in ", 1)
    return open_sentence(
        f"{say_count(len(judged), 'possible conclusion')} "
        f"{'was' if len(judged) == 1 else 'were'} checked in every branch of the analysis: "
        f"{say_list(said)}"
    )


def _say_branches(tables: Tables) -> str:
    multiverse = tables["multiverse"].dropna(subset=["value"])
    if multiverse.empty:
        return "No other branch of the analysis was computed."
    measure = choose_measure(multiverse)
    own = multiverse[multiverse["measure"].eq(measure)]
    middle = own.groupby("branch")["value"].median()
    leads = own["rank"].eq(own.groupby("branch")["rank"].transform("min"))
    leaders = own.loc[leads, "source_id"].nunique()
    name, sources = labels.label(measure), own["source_id"].nunique()
    text = (
        f"{name}, over {say_count(len(middle), 'branch', 'branches')}: between {middle.min():.1f} "
        f"and {middle.max():.1f} for {name_middle(sources)} (a range over choices and no interval: "
        "chance is not in it)"
    )
    if sources > 1:
        text += (
            "; the same source is highest in all of them"
            if leaders == 1
            else f"; {say_count(leaders, 'source')} are highest in at least one of them"
        )
    return text + "."


def _say_accuracy(tables: Tables) -> str:
    known = choose_accuracy(tables["validity"])
    f1 = known[known["metric"].eq("f1") & known["split"].ne("build")]
    if f1.empty:
        return "The accuracy of the instruments was not measured in this run."
    low, high = f"{f1['value'].min():.2f}", f"{f1['value'].max():.2f}"
    where = f"is {low}" if low == high else f"lies between {low} and {high}"
    return (
        f"Against human annotation, F1 of the instruments {where} (splits for building left out)."
    )


# topic of a notebook -> the answers to its question
ANSWERS = {
    "sources": (answer_sources,),
    "readability": (answer_readability,),
    "rhetoric": (answer_rhetoric,),
    "evidence_shown": (answer_evidence_shown,),
    "gap": (answer_gap,),
    "kinds": (answer_kinds, answer_certainty),
    "robustness": (answer_robustness,),
}
