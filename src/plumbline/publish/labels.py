"""Readable names for the ids that stand in the tables, and the order they are shown in."""

from __future__ import annotations

from collections.abc import Iterable

CATEGORIES = {
    "hedge": "Hedges",
    "capability": "Capability (can)",
    "scope": "Scope and frequency",
    "discourse_hedge": "Limitations stated",
    "safety": "Safety advice",
    "booster": "Boosters",
    "amplifier": "Amplifiers",
    "importance": "Importance",
    "hype": "Hype",
    "commercial": "Commercial",
    "structure_function": "Structure/function",
    "causal": "Direct causal verbs",
    "uncertainty": "Other uncertainty",
}
TIERS = {
    "A": "A: identifier (DOI, PMID, ...)",
    "A+B": "A+B: and full references",
    "A+B+C": "A+B+C: and findable by name",
    "vague": "Vague attributions",
}
FORMULAS = {
    "flesch_kincaid": "Flesch–Kincaid",
    "smog": "SMOG",
    "gunning_fog": "Gunning Fog",
    "coleman_liau": "Coleman–Liau",
    "ari": "ARI",
    "linsear_write": "Linsear Write",
    "dale_chall": "Dale–Chall",
    "spache": "Spache",
    "flesch_reading_ease": "Flesch Reading Ease",
    "lix": "LIX",
    "rix": "RIX",
    "grade_median": "Median grade",
    "grade_low": "Lowest grade",
    "grade_high": "Highest grade",
    "above_grade_6": "Grades above the 6th",
    "above_grade_8": "Grades above the 8th",
}
MEASURES = {
    "hedge_rate": "Hedges per 1,000 words",
    "booster_hype_rate": "Boosters and hype per 1,000 words",
    "vague_rate": "Vague attributions per 1,000 words",
    "checkable_rate": "Checkable citations per 1,000 words",
    "grade_level": "Grade level",
    "mean_gap": "Mean gap (levels)",
    "share_above": "Share of claims above the licensed level",
    "booster_hype": "Boosters and hype",
    "checkable": "Checkable citations",
    "share_claims_cited": "Share of claim mentions with a citation",
    "attribution_ratio": "Share of appeals that can be checked",
}
# the same as titles of small panels
MEASURES_SHORT = {
    "hedge_rate": "Hedges",
    "booster_hype_rate": "Boosters, hype",
    "vague_rate": "Vague",
    "checkable_rate": "Checkable",
    "grade_level": "Grade level",
    "mean_gap": "Mean gap",
    "share_above": "Share above",
}
# Subcategories of the safety lexicon, as they read inside a sentence.
SAFETY_TOPICS = {
    "consult": "asking a health professional",
    "effect": "side effects",
    "kidney_disease": "kidney disease",
    "pregnancy": "pregnancy or breastfeeding",
    "interaction": "interactions with medicines",
    "limit": "an upper limit",
    "warning": "whom it does not suit",
}
# Kinds of vague attribution, each as what a reader meets.
VAGUE_KINDS = {
    "authority": "Unnamed authorities",
    "bare_evidence": "Research that is not named",
    "common_knowledge": "Common knowledge",
    "growing_body": "A growing body of evidence",
    "negated": "Appeals that are denied",
    "passive": "Passive: shown, proven",
    "recommendation_passive": "Recommended, by nobody named",
    "reputation": "Known for, renowned",
    "seal": "Seals: clinically proven",
    "testimonial": "Testimonials",
    "tradition": "Tradition",
    "vague_specific": "Figures without a source",
}
# instruments of the table `validity` that the results of a notebook rest on
INSTRUMENTS = {
    "rhetoric": ("hedges", "boosters", "hype", "hype words", "selling words"),
    "evidence_shown": ("checkable citations", "vague attributions", "citations", "safety advice"),
    "gap": ("claims", "claim strength", "safety advice"),
}
# axis and value of the multiverse -> the choice in words; others are shown by their ids
CHOICES = {
    "can": {"out": "“can”: no hedge", "in": "“can”: a hedge"},
    "scope": {"out": "scope: no hedge", "in": "scope: a hedge"},
    "limitations": {"out": "limitations: no hedge", "in": "limitations: a hedge"},
    "approximators": {"in": "approximators: hedges", "out": "approximators: no hedges"},
    "importance": {"out": "importance: no booster", "in": "importance: a booster"},
    "amplifiers": {"out": "amplifiers: no boosters", "in": "amplifiers: boosters"},
    "commercial": {"out": "selling: no hype", "in": "selling: hype"},
    "tiers": {"A": "tier A", "A+B": "tiers A+B", "A+B+C": "tiers A+B+C"},
    "vague": {"broad": "vague: every kind", "strict": "vague: appeals to research"},
    "support": {"all": "vague: also beside a citation", "unsupported": "vague: not beside one"},
    "headings": {"out": "headings: left out", "in": "headings: read"},
    "shared_passages": {
        "all": "shared passages: all",
        "once": "shared passages: once",
        "out": "shared passages: left out",
    },
    "licensed": {
        "grade": "licensed level: by GRADE",
        "strict": "licensed level: a step lower",
        "lenient": "licensed level: a step higher",
    },
    "scale": {"levels": "strength: seven levels", "adams": "strength: three levels"},
    "asserted": {"strongest": "wording: the strongest", "median": "wording: the median"},
    "indirect": {"in": "indirect evidence: in", "out": "indirect evidence: left out"},
    "preparation": {"prepared": "text: prepared", "textstat": "text: as it is (textstat)"},
    "syllables": {"own": "syllables: the study's own", "dictionary": "syllables: dictionary"},
}
CERTAINTIES = ("high", "moderate", "low", "very low", "none")


def label(name: str) -> str:
    """Return the readable name of a category, formula, tier, topic or measure."""
    for names in (CATEGORIES, FORMULAS, TIERS, MEASURES, SAFETY_TOPICS):
        if name in names:
            return names[name][:1].upper() + names[name][1:]
    return name.replace("_", " ").capitalize()


def name_choice(axis: str, value: str) -> str:
    """Return a choice of the multiverse in words."""
    if axis == "formula":
        return f"formula: {FORMULAS.get(value, value)}"
    return CHOICES.get(axis, {}).get(value) or f"{axis}: {value}".replace("_", " ")


def sort_known(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return `names` in the order of `known`; those that are not known follow by name."""
    order = {name: i for i, name in enumerate(known)}
    return sorted(set(names), key=lambda name: (order.get(name, len(order)), name))
