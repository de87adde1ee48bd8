"""OneStopEnglish: news articles, each rewritten by teachers at three reading levels.

Vajjala & Lucic 2018, "OneStopEnglish corpus" (BEA), CC BY-SA 4.0, from
https://github.com/nishkalavallabhi/OneStopEnglishCorpus, folder ``Texts-SeparatedByReadingLevel``:
``Ele-Txt``, ``Int-Txt`` and ``Adv-Txt`` with files such as ``Amazon-ele.txt``. The folders may lie
in an archive ``*.tar.xz`` (or ``.tar.gz``, ``.tar``) or stand as they are.
"""

from __future__ import annotations

import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from plumbline.errors import SettingsError

LEVELS = ("ele", "int", "adv")  # from easy to hard
LARGEST = 1_000_000  # bytes of one text; the longest of the corpus has some ten thousand


def load_onestopenglish(folder: Path) -> dict[str, dict[str, str]]:
    """Return title -> level -> text for every article that has all three levels, by title.

    Nothing is unpacked to disk; names inside an archive are never used as a path.

    Raises:
        SettingsError: an archive cannot be read, or there is no such article.

    """
    articles: dict[str, dict[str, str]] = defaultdict(dict)
    for name, data in _read_texts(folder):
        title, _, level = PurePosixPath(name).stem.rpartition("-")
        if level.strip().lower() in LEVELS:
            text = data.decode("utf-8-sig", errors="replace")
            articles[title.strip()][level.strip().lower()] = text
    complete = {t: texts for t, texts in sorted(articles.items()) if len(texts) == len(LEVELS)}
    if not complete:
        raise SettingsError(
            f"{folder.name}: there is no article here at the three levels; use the folders "
            "Ele-Txt, Int-Txt and Adv-Txt as released."
        )
    return complete


def _read_texts(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*.txt")):
        if path.is_file():
            yield path.name, path.read_bytes()[:LARGEST]
    for path in sorted(folder.glob("*.tar*")):
        try:
            with tarfile.open(path) as archive:
                for member in archive:
                    if member.isfile() and member.name.endswith(".txt"):
                        yield member.name, archive.extractfile(member).read(LARGEST)
        except (OSError, tarfile.TarError, EOFError, ValueError):
            raise SettingsError(
                f"{path.name}: this archive cannot be read; fetch it again."
            ) from None
