"""The bibliography of a write-up: the project's own sources and the studies of the topic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.evidence.bibliography import bibliography
from plumbline.evidence.load import load_evidence

OWN = Path(__file__).parents[4] / "resources" / "references.bib"
_ENTRY = re.compile(r"^@\w+\s*\{\s*([^,\s]+)\s*,", re.MULTILINE)
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.+-]*")

# letter in the column `source` of a lexicon -> keys of the bibliography (docs/lexicons.md)
LEXICON_SOURCES = {
    "H": ("hyland:1998", "hyland:2005"),
    "D": ("demir:2018",),
    "P": ("puy:overselling",),
    "I": ("islam:2020",),
    "V": ("vinkers:2015",),
    "N": ("millar:2022",),
    "W": ("wikipedia:words",),
    "G": ("ganter:2009",),
}
# data set of the table validity -> key
DATASETS = {
    "szeged-uncertainty": "szarvas:2012",
    "pei2021-certainty": "pei:2021",
    "yu2019-causal-language": "yu:2019",
    "yu2020-press-releases": "yu:2020",
    "insciout": "wright:2021",
    "scicite": "cohan:2019",
    "onestopenglish": "vajjala:2018",
    "clear": "crossley:2023",
}


def write_references(topic: Path | None, target: Path) -> set[str]:
    """Write the bibliography and return its keys.

    The topic's studies come from its ``references.bib``, and where it has none from its evidence.
    """
    text = OWN.read_text(encoding="utf-8")
    known = list_keys(text)
    if topic is not None:
        added = _topic_references(topic)
        keys = list_keys(added)
        twice = sorted(set(keys) & set(known))
        if twice:
            raise SettingsError(
                f"references.bib: the key '{twice[0]}' belongs to a source of the project; rename "
                "it there and in evidence.yaml."
            )
        text = f"{text.rstrip()}\n\n{added.lstrip()}"
        known += keys
    target.write_text(text, encoding="utf-8")
    return {key for key in known if _SAFE.fullmatch(key)}


def _topic_references(topic: Path) -> str:
    file = topic / "references.bib"
    if file.exists():
        return file.read_text(encoding="utf-8")
    return bibliography(load_evidence(topic)) if (topic / "evidence.yaml").exists() else ""


def list_keys(text: str) -> list[str]:
    """Return the keys of the entries of a BibTeX file, in order."""
    return _ENTRY.findall(text)


def choose_keys(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return those of `names` that the bibliography knows, each once, in order."""
    known = set(known)
    return [name for name in dict.fromkeys(names) if name in known]
