"""Regular English verb forms, so that a grammar file lists only plain forms."""

from __future__ import annotations

import re

FORMS = ("base", "s", "ed", "ing")
_SIBILANT = re.compile(r"(?:s|sh|ch|x|z)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_SHORT_STEM = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")  # stop -> stopped


def inflect(verb: str) -> dict[str, str]:
    """Return the forms of a regular verb by the names of `FORMS`.

    Of a phrase, the first word is inflected: ``lead to`` gives ``leads to``.
    """
    head, _, rest = verb.partition(" ")
    if "-" in head:  # fine-tune, re-balance: the last part carries the ending
        prefix, _, head = head.rpartition("-")
        prefix += "-"
    else:
        prefix = ""
    forms = {"base": head, "s": _third_person(head), "ed": _past(head), "ing": _participle(head)}
    tail = f" {rest}" if rest else ""
    return {name: f"{prefix}{form}{tail}" for name, form in forms.items()}


def _third_person(verb: str) -> str:
    if _SIBILANT.search(verb):
        return verb + "es"
    return verb[:-1] + "ies" if _CONSONANT_Y.search(verb) else verb + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if _CONSONANT_Y.search(verb):
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _participle(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def _doubled(verb: str) -> str:
    return verb + verb[-1] if _SHORT_STEM.search(verb) else verb


def form_of(word: str) -> str:
    """Guess the name of an irregular form from its ending."""
    if word.split()[0].endswith("ing"):
        return "ing"
    return "s" if word.split()[0].endswith("s") else "ed"
