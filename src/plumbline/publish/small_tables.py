"""Short tables for reading: the rows that matter most, with every number written out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from plumbline.compare.gap import cut_limits
from plumbline.compare.intervals import (
    CONFIDENCE,
    MIN_RATIO,
    PER,
    mean_interval,
    ratio_interval,
)
from plumbline.publish import labels
from plumbline.publish.sentences_contrasts import mark_planned
from plumbline.publish.summaries import (
    choose_accuracy,
    count_read,
    count_safety_topics,
    pool_rates,
    select_prose,
    summarise_grades,
)
from plumbline.publish.wording import (
    confidence_of,
    name_interval,
    say_count,
    say_limits,
    say_signed,
    say_value,
)

Tables = Mapping[str, pd.DataFrame]
MOST_SENTENCES = 10
MOST_OF_CLAIM = 2  # of them, so that one claim of many sources does not fill the table
MOST_ROWS = 12
FEW_CLAIMS = 3  # of a study, in words
EXTENTS = {
    "every": "every branch",
    "most": "most branches",
    "some": "some branches",
    "few": "few branches",
    "none": "no branch",
}


def list_sources(tables: Tables) -> pd.DataFrame:
    """Return the sources with their length and share left out; by group where there are many."""
    documents = tables["documents"]
    if len(documents) > MOST_ROWS:
        return _list_groups(documents)
    shown = {
        "source": documents["source_id"],
        "title": documents["title"],
        "group": documents["group"],
        "words": documents["n_words"].map("{:,.0f}".format),
        "sentences": documents["n_sentences"].map("{:,.0f}".format),
        "left out": documents["share_words_excluded"].map(_percent),
        "note": documents["note"],
    }
    return _drop_empty(pd.DataFrame(shown))


def _list_groups(documents: pd.DataFrame) -> pd.DataFrame:
    groups = documents.assign(group=documents["group"].replace("", "no group")).groupby("group")
    words = groups["n_words"]
    return pd.DataFrame(
        {
            "group": words.size().index,
            "sources": words.size().map("{:,}".format).to_numpy(),
            "words in all": words.sum().map("{:,.0f}".format).to_numpy(),
            "median words": words.median().map("{:,.0f}".format).to_numpy(),
            "median left out": groups["share_words_excluded"].median().map(_percent).to_numpy(),
            "with a note": groups["note"].agg(lambda notes: f"{(notes != '').sum():,}").to_numpy(),
        }
    )


def list_grades(tables: Tables) -> pd.DataFrame:
    """Return the hardest sources first: median and range of the grades, length of sentences."""
    grades = summarise_grades(tables["readability"])
    if grades.empty:
        return pd.DataFrame()
    hardest = grades.sort_values("median", ascending=False, kind="stable").head(MOST_ROWS)
    prepared = tables["readability"][tables["readability"]["preparation"].eq("prepared")]
    middle = prepared[prepared["formula"].eq("grade_median")].set_index("source_id")
    middle = middle.reindex(hardest.index)
    wide = prepared.pivot(index="source_id", columns="formula", values="value")
    wide = wide.reindex(hardest.index)
    shown = {
        "source": hardest.index,
        "median grade": hardest["median"].map("{:.1f}".format).to_numpy(),
        name_interval(confidence_of(tables)): [
            _interval(low, high, digits=1)
            for low, high in zip(middle["ci_low"], middle["ci_high"], strict=True)
        ],
        "range over the formulas": [
            _interval(row.low, row.high, digits=1) for row in hardest.itertuples()
        ],
    }
    extra = {
        "flesch_reading_ease": ("Flesch Reading Ease", 0),
        "words_per_sentence": ("words per sentence", 1),
        "syllables_per_word": ("syllables per word", 2),
    }
    for formula, (name, digits) in extra.items():
        if formula in wide:
            shown[name] = [_number(value, digits) for value in wide[formula]]
    return pd.DataFrame(shown)


def list_markers(tables: Tables) -> pd.DataFrame:
    """Return the categories with their matches and most frequent words."""
    rhetoric, markers = tables["rhetoric"], select_prose(tables["markers"])
    words = int(tables["documents"]["n_words"].sum())
    confidence, rows = confidence_of(tables), []
    rates = pool_rates(rhetoric, confidence)
    for name in labels.sort_known(rhetoric["category"], labels.CATEGORIES):
        own = rhetoric[rhetoric["category"].eq(name)]
        texts = markers.loc[markers["category"].eq(name), "text"].str.lower().value_counts()
        top = sorted(texts.items(), key=lambda item: (-item[1], item[0]))[:4]
        total = int(own["count"].sum())
        rows.append(
            {
                "category": labels.label(name),
                "matches": f"{total:,}",
                "per 1,000 words": f"{1000 * total / words:.1f}" if words else "",
                name_interval(confidence): say_limits(rates[name]) if words else "",
                "sources with any": f"{int((own['count'] > 0).sum()):,} of {len(own):,}",
                "most frequent": ", ".join(f"{text} ({n:,})" for text, n in top),
            }
        )
    return pd.DataFrame(rows)


def list_vague(tables: Tables) -> pd.DataFrame:
    """Return the kinds of vague attribution with their number and most frequent words."""
    vague = tables["citations"][tables["citations"]["tier"].eq("vague")]
    read = tables["documents"][tables["documents"]["n_words"] > 0]
    words = read.set_index("source_id")["n_words"] / PER
    confidence, rows = confidence_of(tables), []
    for kind, own in sorted(vague.groupby("kind"), key=lambda item: (-len(item[1]), item[0])):
        texts = own["text"].str.lower().value_counts()
        top = sorted(texts.items(), key=lambda item: (-item[1], item[0]))[:3]
        counts = own.groupby("source_id").size().reindex(words.index, fill_value=0)
        rate = ratio_interval(counts, words, confidence)
        rows.append(
            {
                "kind of vague attribution": labels.VAGUE_KINDS.get(kind, labels.label(kind)),
                "matches": f"{len(own):,}",
                "of these beside a citation": f"{int(own['supported'].fillna(False).sum()):,}",
                "sources": f"{own['source_id'].nunique():,} of {len(words):,}",
                "per 1,000 words": _number(rate.estimate),
                name_interval(confidence): say_limits(rate, digits=2),
                "most frequent": ", ".join(f"{text} ({n:,})" for text, n in top),
            }
        )
    return pd.DataFrame(rows)


def list_gaps(tables: Tables) -> pd.DataFrame:
    """Return the claims whose wording is furthest above what the evidence licenses."""
    known = tables["evidence_gap"].dropna(subset=["gap"])
    if known.empty:
        return pd.DataFrame()
    claims = known.groupby("claim_id").agg(
        sources=("source_id", "nunique"),
        asserted=("asserted_level", "max"),
        licensed=("licensed_level", "first"),
        mean=("gap", "mean"),
        certainty=("certainty", "first"),
        direction=("direction", "first"),
    )
    gaps, confidence = known.groupby("claim_id")["gap"], confidence_of(tables)
    claims["limits"] = gaps.agg(lambda own: _mean_limits(list(own), confidence))
    claims["wording"] = tables["claim_totals"].set_index("claim_id")["claim"]
    claims = claims.reset_index().sort_values(
        ["mean", "sources", "claim_id"], ascending=[False, False, True], kind="stable"
    )
    top = claims[claims["mean"] > 0].head(MOST_ROWS)
    return pd.DataFrame(
        {
            "claim": top["wording"].fillna(top["claim_id"]),
            "sources": top["sources"].map("{:,}".format),
            "highest level asserted": top["asserted"].map("{:.0f}".format),
            "level licensed": top["licensed"].map("{:.0f}".format),
            "mean gap": top["mean"].map(say_signed),
            f"{name_interval(confidence)} (Student)": top["limits"],
            "evidence": top["direction"],
            "certainty": top["certainty"],
        }
    )


def _mean_limits(gaps: list[float], confidence: float) -> str:
    """Write the limits of a claim's mean gap with sources as units, or why there are none."""
    if len(gaps) < MIN_RATIO:
        return f"none: {say_count(len(gaps), 'source')}"
    mean = cut_limits(mean_interval(gaps, confidence))
    return "none: all alike" if mean.low is None else say_limits(mean)


def list_contrasts(tables: Tables) -> pd.DataFrame:
    """Return the planned contrasts: those of the whole study first, then pairs that differ."""
    comparison = tables["comparison"]
    planned = comparison[mark_planned(comparison)]
    planned = planned.assign(pair=planned["family"].eq("pairs of sources"))
    planned = planned.sort_values(["pair", "p_adjusted", "p"], kind="stable")
    return _show_contrasts(planned, confidence_of(tables))


def list_exploratory(tables: Tables) -> pd.DataFrame:
    """Return the contrasts that no plan named, those with the smallest p first."""
    comparison = tables["comparison"]
    others = comparison[~mark_planned(comparison) & comparison["p"].notna()]
    others = others.sort_values(["p_adjusted", "p"], kind="stable")
    return _show_contrasts(others, confidence_of(tables))


def _show_contrasts(contrasts: pd.DataFrame, confidence: float) -> pd.DataFrame:
    top = contrasts.head(MOST_ROWS)
    n = [f"{n:,.0f} {unit}" for n, unit in zip(top["n"], top["unit"], strict=True)]
    return pd.DataFrame(
        {
            "contrast": [_name_contrast(row) for row in top.itertuples()],
            f"estimate ({name_interval(confidence)})": [_estimate(row) for row in top.itertuples()],
            "n": n,
            "p": top["p"].map(_p),
            "p by sentence": top["p_blocks"].map(_p),
            "p, adjusted": top["p_adjusted"].map(_p),
            "smallest p possible": list(map(_floor, top["p_smallest_possible"], top["p"])),
            "smallest effect to be found": list(map(_reach, top["detectable"], top["p"])),
            "one source left out": list(map(_interval, top["left_out_low"], top["left_out_high"])),
        }
    ).pipe(_drop_empty)


def _name_contrast(row) -> str:
    """Name measure, contrast and method; ids of measures are written out, those of sources not."""
    contrast = row.contrast
    if row.family in ("claims", "correlations"):
        words = contrast.split()
        known = [labels.label(word).lower() if "_" in word else word for word in words]
        contrast = " ".join(known)
    return f"{labels.label(row.measure)}, {contrast} ({row.method})"


def _estimate(row) -> str:
    value, limits = _number(row.estimate), _interval(row.ci_low, row.ci_high)
    if not value and not limits:
        return f"none: {row.note}" if row.note else ""
    return f"{value} ({limits})" if value and limits else value or limits


def _drop_empty(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` without the columns that say nothing in any row."""
    return frame[[name for name in frame if frame[name].fillna("").ne("").any()]]


def list_conclusions(tables: Tables) -> pd.DataFrame:
    """Return the conclusions with the number of branches they hold in, the firmest first."""
    held = tables["conclusions"].sort_values("share", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "conclusion": held["conclusion"],
            "holds in": held["extent"].map(EXTENTS).fillna(""),
            "of the branches": [
                f"{h:,} of {n:,}" for h, n in zip(held["holds"], held["branches"], strict=True)
            ],
        }
    )


def list_safety(tables: Tables) -> pd.DataFrame:
    """Return what a careful page would say, with the share of sources that mention it."""
    confidence, topics = confidence_of(tables), list(tables["safety_topics"]["topic"])
    topics = count_safety_topics(tables["markers"], tables["documents"], topics, confidence)
    if not count_read(tables):
        return pd.DataFrame()
    return pd.DataFrame(
        {
            "topic": topics["topic"].map(labels.label),
            "sources that mention it": [
                f"{k:,} of {n:,}" for k, n in zip(topics["sources"], topics["n"], strict=True)
            ],
            f"{name_interval(confidence)} (Wilson)": [
                f"{100 * low:.0f} to {100 * high:.0f} %"
                for low, high in zip(topics["low"], topics["high"], strict=True)
            ],
        }
    )


def list_accuracy(tables: Tables, topic: str = "") -> pd.DataFrame:
    """Return precision, recall, F1 and accuracy of each instrument with their intervals.

    With a `topic` only those that the results of its notebook rest on (`labels.INSTRUMENTS`), and
    none that was measured on the texts it was built on.
    """
    own = choose_accuracy(tables["validity"])
    if topic:
        own = own[own["instrument"].isin(labels.INSTRUMENTS[topic]) & own["split"].ne("build")]
    rows: dict[tuple, dict] = {}
    for row in own.itertuples():
        key = (row.instrument, row.dataset, row.split)
        shown = rows.setdefault(
            key,
            {
                "instrument": labels.label(row.instrument),
                "data set": _name_data(row.dataset, row.split),
                "n": f"{row.n:,.0f}",
                "precision": "",
                "recall": "",
                "f1": "",
                "accuracy": "",
            },
        )
        shown[row.metric] = f"{row.value:.2f}{_accuracy_limits(row)}"
    if not rows:
        return pd.DataFrame()
    frame = pd.DataFrame([rows[key] for key in sorted(rows)]).rename(columns={"f1": "F1"})
    return _drop_empty(frame)


def _accuracy_limits(row) -> str:
    """Write the limits; resampling a sample without errors gives none, which is said instead."""
    if pd.isna(row.ci_low):
        return ""
    if row.ci_low == row.ci_high:
        return " (no error seen)" if row.value == 1 else ""
    return f" ({row.ci_low:.2f} to {row.ci_high:.2f})"


def list_classes(tables: Tables) -> pd.DataFrame:
    """Return precision, recall and F1 of each class that an instrument tells apart, with limits."""
    validity = tables["validity"]
    parts = validity["metric"].str.extract(r"^(precision|recall|f1)_(.+)$")
    known = validity.assign(measure=parts[0], label=parts[1])
    known = known[known["label"].notna() & known["value"].notna()]
    known = known.assign(
        shown=[f"{row.value:.2f}{_accuracy_limits(row)}" for row in known.itertuples()]
    )
    keys = ["instrument", "dataset", "split", "label"]
    wide = known.set_index([*keys, "measure"])["shown"].unstack("measure").reset_index()
    shown = {"precision": "precision", "recall": "recall", "f1": "F1"}
    return pd.DataFrame(
        {
            "instrument": wide["instrument"].map(labels.label),
            "data set": _name_part(wide),
            "class": wide["label"].map(_plain),
            **{name: wide[key].fillna("") for key, name in shown.items() if key in wide},
        }
    )


def list_confusion(tables: Tables) -> pd.DataFrame:
    """Return how often each coded class was measured as which."""
    counts = tables["confusion"]
    if counts.empty:
        return pd.DataFrame()
    rows = []
    for (instrument, dataset, split, coded), own in counts.groupby(
        ["instrument", "dataset", "split", "coded"], sort=True
    ):
        seen = own[own["n"] > 0].sort_values(["n", "measured"], ascending=[False, True])
        said = (f"{_plain(m)} {n:,}" for m, n in zip(seen["measured"], seen["n"], strict=True))
        rows.append(
            {
                "instrument": labels.label(instrument),
                "data set": _name_data(dataset, split),
                "coded": _plain(coded),
                "n": f"{own['n'].sum():,.0f}",
                "measured as": ", ".join(said),
            }
        )
    return pd.DataFrame(rows)


def _name_part(rows: pd.DataFrame) -> list[str]:
    return [_name_data(*pair) for pair in zip(rows["dataset"], rows["split"], strict=True)]


def _name_data(dataset: str, split: str) -> str:
    return ", ".join(map(_plain, filter(None, (dataset, split))))


def _plain(name: str) -> str:
    return str(name).replace("_", " ")


def _percent(share: float) -> str:
    return "" if pd.isna(share) else f"{100 * share:.0f} %"


def _number(value: float, digits: int = 2) -> str:
    return "" if pd.isna(value) else say_value(value, digits)


def _reach(detectable: float, p: float) -> str:
    """Write the smallest effect that a test would have found; it may be none that is possible."""
    return "none" if pd.isna(detectable) and pd.notna(p) else _number(detectable)


def _floor(smallest: float, p: float) -> str:
    """Write the smallest p that a test can give; large samples may have none."""
    return "none" if pd.isna(smallest) and pd.notna(p) else _p(smallest)


def _interval(low: float, high: float, digits: int = 2) -> str:
    """Write two limits; an interval without an upper limit says so."""
    if pd.isna(low):
        return ""
    first = _number(low, digits)
    return f"{first} to {_number(high, digits)}" if pd.notna(high) else f"{first} or more"


def _p(value: float) -> str:
    if pd.isna(value):
        return ""
    return "< .001" if value < 0.001 else f"{value:.3f}".replace("0.", ".", 1)


def list_left_out(tables: Tables) -> pd.DataFrame:
    """Return the files of the corpus folder that are no source, with the reason."""
    return tables["left_out"].rename(columns={"path": "file"}).head(MOST_ROWS)


def list_mismatches(tables: Tables) -> pd.DataFrame:
    """Return the citations that do not bear out what they are cited for."""
    checks = tables["citation_check"]
    found = checks[~checks["check"].isin(["matched", "unknown"])]
    claims = tables["claim_totals"].set_index("claim_id")["claim"].to_dict()
    return pd.DataFrame(
        {
            "source": found["source_id"],
            "identifier": found["identifier"],
            "check": found["check"].str.replace("_", " "),
            "the study": [_name_claims(ids, claims) for ids in found["expected"]],
            "the source": [_name_claims(ids, claims) for ids in found["found"]],
        }
    ).head(MOST_ROWS)


def _name_claims(listed: str, claims: dict[str, str]) -> str:
    """Put the first claims of a list of ids in words; what is no such list stays as it is."""
    ids = str(listed).split()
    if not ids or not all(i in claims for i in ids):
        return listed
    rest = len(ids) - FEW_CLAIMS
    more = [f"{rest} more"] if rest > 0 else []
    return "; ".join([*(claims[i] for i in ids[:FEW_CLAIMS]), *more])


def list_numbers(tables: Tables) -> pd.DataFrame:
    """Return the numbers that the reference values do not bear out."""
    numbers = tables["numbers"]
    found = numbers[numbers["verdict"].isin(["misapplied", "above", "below", "stitched"])]
    rows = []
    for (source, text), own in found.groupby(["source_id", "text"], sort=False):
        said: dict[str, list[str]] = {}
        for row in own.itertuples():
            said.setdefault(row.verdict, []).append(_say_reference(row))
        why = [f"{verdict}: {', '.join(dict.fromkeys(of))}" for verdict, of in said.items()]
        rows.append({"source": source, "number": text, "verdict": "; ".join(why)})
    return pd.DataFrame(rows[:MOST_ROWS])


def _say_reference(row) -> str:
    """Name the reference values of a verdict without their sources, or repeat its note.

    In a note each reference value stands as "title: source", between remarks.
    """
    titles = [part.partition(": ")[0] for part in row.note.split("; ") if ": " in part]
    low, high = row.reference_low, row.reference_high
    ends = [f"{value:g}" for value in dict.fromkeys((low, high)) if pd.notna(value)]
    known = f" ({' to '.join(ends)} {row.unit})" if ends and titles else ""
    return f"{' and '.join(titles)}{known}" if titles else row.note


def list_rewordings(tables: Tables) -> pd.DataFrame:
    """Return the most overclaimed sentences with the wording that the evidence licenses."""
    widest = tables["rewordings"].sort_values(
        ["gap", "source_id", "sentence_id"], ascending=[False, True, True], kind="stable"
    )
    widest = widest.drop_duplicates(["source_id", "sentence_id"])
    widest = widest.groupby("claim_id").head(MOST_OF_CLAIM).head(MOST_SENTENCES)
    return pd.DataFrame(
        {
            "source": widest["source_id"],
            "sentence": widest["sentence"],
            "gap": [say_signed(gap, 0) for gap in widest["gap"]],
            "licensed wording (generated)": widest["rewording"],
        }
    )


# short tables that show the first rows of what is found -> the table that holds them all
FIRST_OF = {
    "left_out": "left_out",
    "grades": "readability",
    "gaps": "evidence_gap",
    "mismatches": "citation_check",
    "numbers": "numbers",
}


def caption_table(name: str, rows: int, confidence: float = CONFIDENCE) -> str:
    """Return the caption of a short table, which says so where only its first rows are shown."""
    caption = SMALL_TABLES[name][1].format(interval=name_interval(confidence))
    if name in FIRST_OF and rows == MOST_ROWS:
        caption += f" (the first {MOST_ROWS}; all stand in the table {FIRST_OF[name]})"
    return caption


OVER_SOURCES = (
    "{interval}s with sources as units, of fewer than three sources or where none differs exact "
    "Poisson ones"
)
# name -> who builds it, and its caption
SMALL_TABLES = {
    "sources": (list_sources, "Sources"),
    "grades": (list_grades, "The hardest sources first"),
    "markers": (list_markers, f"Markers by category; {OVER_SOURCES}"),
    "vague": (list_vague, f"Vague attributions by kind; {OVER_SOURCES}"),
    "gaps": (list_gaps, "Claims furthest above the level that the evidence licenses"),
    "contrasts": (
        list_contrasts,
        "Contrasts decided beforehand (at most a dozen: those of the whole study, then pairs of "
        "sources, each by p; all stand in the table comparison)",
    ),
    "exploratory": (
        list_exploratory,
        "Exploratory: no plan named these contrasts (the dozen with the smallest p)",
    ),
    "conclusions": (list_conclusions, "What the study might conclude, held against every branch"),
    "safety": (list_safety, "What a careful page would say"),
    "left_out": (list_left_out, "Files of the folder that are no source"),
    "mismatches": (list_mismatches, "Citations that do not fit what they are cited for"),
    "numbers": (list_numbers, "Numbers that the reference values do not bear out"),
    "rewordings": (
        list_rewordings,
        "Sentences furthest above what is licensed, at most two of a claim, and a licensed wording",
    ),
    "accuracy": (list_accuracy, "Accuracy of the instruments, {interval}s"),
    "classes": (list_classes, "Accuracy by class, {interval}s"),
    "confusion": (list_confusion, "How often each coded class was measured as which"),
}
