"""OneStopEnglish: news articles, each rewritten by teachers at three reading levels.

Vajjala & Lucic 2018, "OneStopEnglish corpus" (BEA), CC BY-SA 4.0, from
https://github.com/nishkalavallabhi/OneStopEnglishCorpus, folder ``Texts-SeparatedByReadingLevel``:
``Ele-Txt``, ``Int-Txt`` and ``Adv-Txt`` with files such as ``Amazon-ele.txt``.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from plumbline.errors import SettingsError
from plumbline.validity.releases import list_levels

LEVELS = ("ele", "int", "adv")  # from easy to hard
LARGEST = 1_000_000  # bytes of one text; the longest of the corpus has some ten thousand


def load_onestopenglish(folder: Path) -> dict[str, dict[str, str]]:
    """Return title -> level -> text for every article that has all three levels, by title.

    Raises:
        SettingsError: there is no such article.

    """
    articles: dict[str, dict[str, str]] = defaultdict(dict)
    for path in (path for level in list_levels(folder) for path in level):
        title, _, level = path.stem.rpartition("-")
        if path.suffix == ".txt" and level.strip().lower() in LEVELS:
            text = path.read_bytes()[:LARGEST].decode("utf-8-sig", errors="replace")
            articles[title.strip()].setdefault(level.strip().lower(), text)
    complete = {t: texts for t, texts in sorted(articles.items()) if len(texts) == len(LEVELS)}
    if not complete:
        raise SettingsError(
            f"{folder.name}: there is no article here at the three levels; use the folders "
            "Ele-Txt, Int-Txt and Adv-Txt as released."
        )
    return complete
