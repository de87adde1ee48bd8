"""Invented studies of any size: tables that fit the schemas, and the texts behind them.

Words are made of random syllables and mean nothing; the numbers are random but consistent, so that
spans point into the texts and rates equal counts over words.
"""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd

from plumbline.compare.source_flow import list_flow
from plumbline.compare.stability import conclusions, rank_stability
from plumbline.publish.read_tables import list_tables, simplify
from plumbline.tables import columns, empty_table, write_table

SYLLABLES = (
    "ba",
    "de",
    "fi",
    "go",
    "lu",
    "ma",
    "ne",
    "pi",
    "ro",
    "su",
    "ta",
    "ve",
    "kri",
    "plo",
    "sna",
)
CATEGORIES = (
    "hedge",
    "capability",
    "scope",
    "discourse_hedge",
    "safety",
    "booster",
    "amplifier",
    "importance",
    "hype",
    "commercial",
    "structure_function",
)
FORMULAS = {
    "flesch_kincaid": 11.0,
    "smog": 12.5,
    "gunning_fog": 14.0,
    "coleman_liau": 12.0,
    "ari": 11.5,
    "linsear_write": 13.0,
    "flesch_reading_ease": 45.0,
    "dale_chall": 9.0,
    "spache": 6.0,
    "lix": 50.0,
    "rix": 6.0,
}
CLASSES = ("mechanism", "sleep outcome", "form", "background")
LICENSED = {"high": 6, "moderate": 5, "low": 4, "very low": 3, "none": 2}
TIERS = {"A": "A", "A+B": "AB", "A+B+C": "ABC"}
HOSTILE = "<script>alert('x')</script> $\\frac{1}{0}$ =1+1"


class Study:
    """An invented study of `n` sources; `tables` and `texts` are what the pipeline would give."""

    def __init__(self, n: int, *, topic: bool = True, citations: bool = True, groups: int = 3):
        self.random = random.Random(f"{n}-{topic}-{citations}-{groups}")
        self.topic, self.citations = topic, citations
        self.rows: dict[str, list[dict]] = {name: [] for name in list_tables()}
        self.texts: dict[str, str] = {}
        self.claims = self._invent_claims() if topic else []
        for i in range(n):
            self._add_source(i, f"group {chr(97 + i % groups)}")
        if topic:
            self._add_totals()
        known = [_frame(name, self.rows[name]) for name in ("documents", "left_out", "overclaim")]
        self.rows["source_flow"] = list_flow(*known).to_dict("records")
        self._add_multiverse(n)
        self._add_comparison(n)
        self._add_validity()
        self.tables = {name: _frame(name, rows) for name, rows in self.rows.items()}
        self.tables["safety_topics"] = pd.DataFrame({"topic": ["limit", "effect", "interaction"]})

    def write(self, folder: Path) -> None:
        """Write the tables to `folder` and the texts to the folder ``text`` beside it."""
        for name, rows in self.rows.items():
            write_table(_frame(name, rows, typed=True), folder / f"{name}.csv", name)
        (folder.parent / "text").mkdir(parents=True, exist_ok=True)
        for source_id, text in self.texts.items():
            (folder.parent / "text" / f"{source_id}.txt").write_text(text, encoding="utf-8")

    def _word(self) -> str:
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(1, 4)))

    def _invent_claims(self) -> list[dict]:
        claims = []
        for i in range(24):
            certainty = self.random.choice(list(LICENSED))
            claims.append(
                {
                    "claim_id": f"C{i:02d}_{self._word()}",
                    "claim": " ".join(self._word() for _ in range(self.random.randint(4, 12))),
                    "cls": CLASSES[i % len(CLASSES)],
                    "certainty": certainty,
                    "licensed_level": LICENSED[certainty],
                }
            )
        return claims

    def _add_source(self, i: int, group: str) -> None:
        source_id = f"{i:03d}_{self._word()}{self._word()}"
        sentences, text = [], ""
        for number in range(1, self.random.randint(25, 45)):
            kind = self.random.choices(
                ["heading", "body", "list_item", "reference", "boilerplate"], [1, 8, 2, 0.5, 0.5]
            )[0]
            words = [self._word() for _ in range(self.random.randint(4, 24))]
            sentence = " ".join(words).capitalize() + ("" if kind == "heading" else ".")
            if number == 7:
                sentence = HOSTILE
            text += "\n\n" * bool(text)
            sentences.append(
                {
                    "source_id": source_id,
                    "sentence_id": number,
                    "paragraph": number,
                    "kind": kind,
                    "start": len(text),
                    "end": len(text) + len(sentence),
                    "n_words": len(words),
                    "text": sentence,
                }
            )
            text += sentence
        self.texts[source_id] = text
        self.rows["sentences"] += sentences
        prose = [
            s for s in sentences if s["kind"] in ("body", "list_item") and s["text"] != HOSTILE
        ]
        n_words = sum(s["n_words"] for s in prose)
        total = sum(s["n_words"] for s in sentences)
        self.rows["documents"].append(
            {
                "source_id": source_id,
                "title": f"{self._word().capitalize()} & <b>{self._word()}</b>",
                "group": group,
                "path": f"{source_id}.txt",
                "format": "text",
                "encoding": "utf-8",
                "language": "en",
                "sha256": f"{i:064x}",
                "n_characters": len(text),
                "n_paragraphs": len(sentences),
                "n_sentences": len(sentences),
                "n_words": n_words,
                "share_words_excluded": round(1 - n_words / total, 4),
                "note": "",
            }
        )
        self._add_readability(source_id)
        self._add_markers(source_id, prose, n_words, i)
        self._add_citations(source_id, prose, n_words)
        self._add_claims(source_id, prose)

    def _add_readability(self, source_id: str) -> None:
        shift = self.random.gauss(0, 1.5)
        for preparation in ("textstat", "prepared"):
            values = {
                formula: centre + shift + self.random.gauss(0, 0.6) + (preparation == "textstat")
                for formula, centre in FORMULAS.items()
            }
            grades = sorted(values[formula] for formula in list(FORMULAS)[:6])
            values |= {"grade_low": grades[0], "grade_high": grades[-1]}
            values["grade_median"] = (grades[2] + grades[3]) / 2
            for formula, value in values.items():
                self.rows["readability"].append(
                    {
                        "source_id": source_id,
                        "formula": formula,
                        "preparation": preparation,
                        "value": round(value, 3),
                        "ci_low": round(value - 1.1, 3),
                        "ci_high": round(value + 1.2, 3),
                        "note": "fewer than 30 sentences" if formula == "smog" else "",
                    }
                )

    def _spans(self, prose: list[dict], k: int) -> list[dict]:
        """Return `k` spans of one word each, no two the same, in the order of the text."""
        chosen: dict[int, dict] = {}
        for _ in range(k):
            sentence = self.random.choice(prose)
            words = sentence["text"].rstrip(".").split(" ")
            at = self.random.randrange(len(words))
            start = sentence["start"] + len(" ".join(words[:at])) + (at > 0)
            chosen[start] = {
                "source_id": sentence["source_id"],
                "sentence_id": sentence["sentence_id"],
                "start": start,
                "end": start + len(words[at]),
                "text": words[at],
            }
        return [chosen[start] for start in sorted(chosen)]

    def _add_markers(self, source_id: str, prose: list[dict], n_words: int, i: int) -> None:
        counts = dict.fromkeys(CATEGORIES, 0)
        for span in self._spans(prose, n_words // 12):
            category = self.random.choice(CATEGORIES[: 10 if i % 2 else None])
            counts[category] += 1
            subcategory = {"hedge": "modal", "safety": "effect"}.get(category, "")
            rule = f"{category}.{span['text']}"
            self.rows["markers"].append(
                {
                    **span,
                    "sentence_kind": "body",
                    "category": category,
                    "subcategory": subcategory,
                    "rule": rule,
                }
            )
        for category, count in counts.items():
            rate = _rate(count, n_words)
            boot = {"boot_low": rate["ci_low"], "boot_high": rate["ci_high"], "note": ""}
            boot |= {"boot_n": 30, "boot_method": "BCa"}
            self.rows["rhetoric"].append(
                {"source_id": source_id, "category": category, **rate, **boot}
            )

    def _add_citations(self, source_id: str, prose: list[dict], n_words: int) -> None:
        tiers = {"A": 0, "B": 0, "C": 0, "vague": 0}
        for span in self._spans(prose, self.random.randint(1, 6)):
            tier = self.random.choice(list(tiers)) if self.citations else "vague"
            tiers[tier] += 1
            extra = {
                "heading_tier": "",
                "kind": "bare_evidence",
                "identifier": "",
                "supported": False,
                "rule": f"r.{tier}",
            }
            self.rows["citations"].append({**span, "tier": tier, **extra})
        for tier, members in TIERS.items():
            count = sum(tiers[m] for m in members)
            self.rows["citation_density"].append(
                {"source_id": source_id, "tier": tier, **_rate(count, n_words)}
            )
        for tier in ("vague", "vague_unsupported"):
            self.rows["citation_density"].append(
                {"source_id": source_id, "tier": tier, **_rate(tiers["vague"], n_words)}
            )
        checkable, every = sum(tiers.values()) - tiers["vague"], sum(tiers.values())
        self.rows["attribution"].append(
            {
                "source_id": source_id,
                "checkable": checkable,
                "vague": tiers["vague"],
                "attribution_ratio": checkable / every if every else None,
                "ci_low": 0.0,
                "ci_high": 0.9,
                "claims": 10,
                "claims_cited": 0,
                "share_claims_cited": 0.0,
                "claims_ci_low": 0.0,
                "claims_ci_high": 0.28,
                "quest_level": 1,
                "note": "",
            }
        )

    def _add_claims(self, source_id: str, prose: list[dict]) -> None:
        chosen = self.random.sample(self.claims, 9) if self.topic else [None]
        gaps = []
        for claim in chosen:
            levels = []
            for span in self._spans(prose, self.random.randint(1, 3)):
                level = self.random.choices([2, 3, 4, 5, 6], [1, 1, 2, 3, 5])[0]
                levels.append(level)
                self.rows["claims"].append(
                    {
                        **{k: span[k] for k in ("source_id", "sentence_id", "start", "end")},
                        "claim_id": claim["claim_id"] if claim else "other",
                        "agent": "bafi",
                        "relation": span["text"],
                        "outcome": "zoma",
                        "level": level,
                        "adams": {5: "can", 6: "direct"}.get(level, "moderate"),
                        "polarity": "positive",
                        "tags": "outcome",
                        "attribution": "none",
                        "cue": span["text"],
                        "rule": f"level.{level}",
                    }
                )
            if claim and levels:
                gaps.append(max(levels) - claim["licensed_level"])
                self._add_claim_rows(source_id, claim, levels)
        if gaps:
            self._add_overclaim(source_id, gaps)

    def _add_claim_rows(self, source_id: str, claim: dict, levels: list[int]) -> None:
        self.rows["claim_frequency"].append(
            {
                "source_id": source_id,
                "claim_id": claim["claim_id"],
                "mentions": len(levels),
                "headings": 0,
                "max_level": max(levels),
                "median_level": sorted(levels)[len(levels) // 2],
                "hedged": sum(2 <= level <= 4 for level in levels),
                "cited": 0,
                "vague": 0,
            }
        )
        self.rows["evidence_gap"].append(
            {
                "source_id": source_id,
                "claim_id": claim["claim_id"],
                "asserted_level": max(levels),
                "licensed_level": claim["licensed_level"],
                "gap": max(levels) - claim["licensed_level"],
                "verdict": "indirect",
                "reason": "form",
                "direction": "mixed",
                "certainty": claim["certainty"],
                "key_study": "velu_2012",
                "mentions": len(levels),
                "note": "",
            }
        )

    def _add_overclaim(self, source_id: str, gaps: list[int]) -> None:
        mean, above = sum(gaps) / len(gaps), sum(g > 0 for g in gaps)
        self.rows["overclaim"].append(
            {
                "source_id": source_id,
                "claims_compared": len(gaps),
                "mean_gap": mean,
                "ci_low": mean - 0.8,
                "ci_high": mean + 0.8,
                "above": above,
                "below": sum(g < 0 for g in gaps),
                "share_above": above / len(gaps),
                "share_low": max(0, above / len(gaps) - 0.25),
                "share_high": min(1, above / len(gaps) + 0.25),
                "note": "",
            }
        )

    def _add_totals(self) -> None:
        for claim in self.claims:
            rows = [r for r in self.rows["claim_frequency"] if r["claim_id"] == claim["claim_id"]]
            if rows:
                self.rows["claim_totals"].append(
                    {
                        **{k: claim[k] for k in ("claim_id", "claim", "cls")},
                        "sources": len(rows),
                        "mentions": sum(r["mentions"] for r in rows),
                        "max_level": max(r["max_level"] for r in rows),
                        "median_level": 4.0,
                    }
                )

    def _add_multiverse(self, n: int) -> None:
        axes = [
            (a, b, c) for a in ("in", "out") for b in ("in", "out") for c in ("A", "A+B", "A+B+C")
        ]
        for branch, (can, scope, tiers) in enumerate(axes, 1):
            values = []
            for row in self.rows["documents"]:
                value = 10 + 6 * (can == "in") + 3 * (scope == "in") + self.random.gauss(0, 2)
                values.append((value, row["source_id"]))
            for rank, (value, source_id) in enumerate(sorted(values, reverse=True), 1):
                self.rows["multiverse"].append(
                    {
                        "branch": branch,
                        "settings": f"can={can};scope={scope};tiers={tiers}",
                        "source_id": source_id,
                        "measure": "hedges_per_1000",
                        "value": value,
                        "rank": rank,
                    }
                )

    def _add_comparison(self, n: int) -> None:
        """Judge the branches as the pipeline does; a few contrasts, and a copied sentence."""
        branches = _frame("multiverse", self.rows["multiverse"])
        stated = [{"says": "Some", "measure": "hedges_per_1000", "above": 5, "sources": "most"}]
        stability = rank_stability(branches)
        for name, frame in (
            ("rank_stability", stability),
            ("conclusions", conclusions(branches, stability, stated)),
        ):
            self.rows[name] = frame.astype(object).where(frame.notna(), None).to_dict("records")
        contrast = {"estimate": 1.4, "ci_low": 0.8, "ci_high": 2.4, "method": "a test", "n": 31,
                    "unit": "matches", "p": 0.2, "p_blocks": 0.3, "p_smallest_possible": 0.01,
                    "p_adjusted": 0.4, "adjusted_by": "Holm over 2 tests", "detectable": 3.6,
                    "family": "pairs of sources", "plan_sha256": "ab" * 32, "note": ""}  # fmt: skip
        empty = dict.fromkeys(("left_out_low", "left_out_high"))
        for i in range(max(n - 1, 0)):
            names = {"measure": "hedge", "contrast": f"page {i} / page {i + 1}"}
            self.rows["comparison"].append({**names, **contrast, **empty, "planned": i % 2 == 0})
        prose = [s for s in self.rows["sentences"] if s["kind"] == "body"]
        if n > 1 and prose[0]["source_id"] != prose[-1]["source_id"]:
            a, b = prose[0], prose[-1]
            span = {"start_a": a["start"], "end_a": a["end"], "start_b": b["start"]}
            sources = {"source_a": a["source_id"], "source_b": b["source_id"]}
            self.rows["reuse"].append(
                {**sources, **span, "end_b": b["end"], "text": a["text"], "similarity": 1.0}
            )

    def _add_validity(self) -> None:
        for instrument, dataset in (("hedges", "bafi set"), ("claim strength", "zoma set")):
            for metric, value in (("precision", 0.81), ("recall", 0.72), ("f1", 0.76)):
                self.rows["validity"].append(
                    {
                        "instrument": instrument,
                        "dataset": dataset,
                        "split": "test",
                        "n": 1204,
                        "metric": metric,
                        "value": value,
                        "ci_low": value - 0.04,
                        "ci_high": value + 0.04,
                        "note": "",
                    }
                )


def _rate(count: int, n_words: int) -> dict:
    """Return a rate with rough limits: figures need them in place, not exact."""
    half = 2 * max(count, 1) ** 0.5
    return {
        "count": count,
        "n_words": n_words,
        "per_1000": count / n_words * 1000,
        "ci_low": max(0.0, count - half) / n_words * 1000,
        "ci_high": (count + half + 1.7) / n_words * 1000,
    }


def _frame(name: str, rows: list[dict], typed: bool = False) -> pd.DataFrame:
    types = empty_table(name).dtypes
    frame = pd.DataFrame(rows, columns=columns(name)).astype(types.to_dict())
    return frame if typed else simplify(frame)
