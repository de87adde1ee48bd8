"""The sources of a study: the files of a folder, or the rows of a source sheet."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from plumbline.errors import SettingsError, show
from plumbline.lexicons import read_tsv

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mht": "html",
    ".mhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
    ".xml": "jats",
}
REQUIRED = ("source_id", "path")
OPTIONAL = ("group", "title", "publisher", "url", "published", "notes")
LONGEST_ID = 120  # characters
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_NOT_ID = re.compile(r"[^A-Za-z0-9._-]+")
# folders in which browsers put the pictures and frames of a page that they save as a whole
_PIECES = re.compile(
    r"(?i)(.+)[_-](?:files?|dateien|fichiers|archivos|arquivos|ficheiros|bestanden|pliki|filer)"
)
_SUFFIXES = ", ".join(sorted(FORMATS))
NOT_READ = f"The format is not read; read are {_SUFFIXES}."


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the corpus and what the source sheet says of it.

    ``relative_path`` is relative to the corpus folder, as `plumbline.errors.show` shows it.
    """

    source_id: str
    path: Path
    relative_path: str
    group: str = ""
    title: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    notes: str = ""

    @property
    def format(self) -> str:
        """What the suffix says, a value of `FORMATS`; "" where it is not known."""
        return FORMATS.get(self.path.suffix.lower(), "")

    def record(self) -> dict[str, str]:
        """Return everything but the place of the file, JSON-ready."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "path"}

    @classmethod
    def from_record(cls, record: dict[str, str], path: str | Path) -> Source:
        """Rebuild a source from `record` and the place of its file."""
        known = {f.name for f in fields(cls)}
        return cls(path=Path(path), **{k: v for k, v in record.items() if k in known})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of the corpus folder that is no source, and why, in one sentence."""

    relative_path: str
    reason: str

    def record(self) -> dict[str, str]:
        """Return the row of the table `left_out`."""
        return {"path": self.relative_path, "reason": self.reason}


def find_sources(
    corpus: Path, sheet: Path | None = None, results: Path | None = None
) -> tuple[list[Source], list[LeftOut]]:
    """Return the sources, sorted by id, and the files left out; contents are not read.

    Args:
        corpus: the folder of sources.
        sheet: a source sheet; without one every file of a readable format is a source, its id made
            of its name and its group the sub-folder it stands in. With one, only the files that it
            lists are looked at, so none is left out.
        results: folder of the results of the study, which are no sources.

    Raises:
        SettingsError: the folder or the sheet is wrong; one sentence with file and line.

    """
    return (read_sheet(corpus, sheet), []) if sheet else survey_folder(corpus, results)


def survey_folder(corpus: Path, results: Path | None = None) -> tuple[list[Source], list[LeftOut]]:
    """Return the sources of a folder, sorted by id, and the files left out, with reasons."""
    if not corpus.is_dir():
        raise SettingsError(
            f"{corpus}: this corpus folder does not exist; create it or correct 'corpus'."
        )
    found: list[str] = []
    left_out: list[LeftOut] = []
    bounds = _Bounds(corpus.resolve(), results.resolve() if results else None)
    _walk(corpus, "", bounds, found, left_out)
    # the files of the folder itself first: their ids then do not depend on those further down
    found.sort(key=lambda path: (path.count("/"), path))
    taken: set[str] = set()
    last: dict[str, int] = {}
    sources = []
    for path in found:
        parent = str(PurePosixPath(path).parent)
        source_id = _unique_id(PurePosixPath(path), taken, last)
        group = "" if parent == "." else show(parent)
        sources.append(Source(source_id, corpus / path, show(path), group))
    sources.sort(key=lambda source: source.source_id)
    return sources, sorted(left_out, key=lambda entry: entry.relative_path)


class _Bounds(NamedTuple):
    """The corpus folder, which no link may leave, and the folder of results, if any."""

    root: Path
    results: Path | None


def _walk(
    folder: Path, prefix: str, bounds: _Bounds, found: list[str], left_out: list[LeftOut]
) -> None:
    """Collect the files below `folder`; links to folders are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        left_out.append(
            LeftOut(show(prefix) or ".", f"The folder cannot be opened ({error.strerror}).")
        )
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        relative = f"{prefix}{entry.name}"
        try:
            reason = _reason_to_leave_out(entry, bounds, names)
        except (OSError, RuntimeError):
            reason = "It is a link that leads in a circle."
        if reason:
            left_out.append(LeftOut(show(relative), reason))
        elif entry.is_dir(follow_symlinks=False):
            _walk(Path(entry.path), f"{relative}/", bounds, found, left_out)
        else:
            found.append(relative)


def _reason_to_leave_out(entry: os.DirEntry[str], bounds: _Bounds, names: set[str]) -> str:
    """Return why an entry is no source, "" if it may be one; `names` are those beside it."""
    if not _is_utf8(entry.name):
        return "The name is not UTF-8; rename the file."
    if entry.name.startswith("."):
        return "The name begins with a dot, so the file is hidden."
    if entry.name.startswith("~$"):
        return "It is the mark that Word leaves beside a document while that is open."
    if entry.is_symlink():
        if entry.is_dir():
            return "It is a link to a folder; links to folders are not followed."
        if not Path(entry.path).resolve().is_relative_to(bounds.root):
            return "It is a link to a file outside the corpus folder."
    elif entry.is_dir():
        if Path(entry.path).resolve() == bounds.results:
            return "It holds the results of this study."
        page = _saved_page(entry.name, names)
        return page and (
            f"It holds the pieces of the saved page {show(page)}; rename it if it holds sources."
        )
    if PurePosixPath(entry.name).suffix.lower() not in FORMATS:
        return NOT_READ
    if not entry.is_file():
        lost = entry.is_symlink() and not os.path.exists(entry.path)
        return "It is a link to a file that is not there." if lost else "It is not a regular file."
    return ""


def _saved_page(folder: str, names: set[str]) -> str:
    """Return the page beside a folder that a browser saved with it, "" if it is no such folder."""
    match = _PIECES.fullmatch(folder)
    pages = [f"{match[1]}{ending}" for ending in (".html", ".htm", ".xhtml")] if match else []
    return next((page for page in pages if page in names), "")


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that the file system let pass
        return False
    return True


def make_id(name: str) -> str:
    """Return `name` as an id: letters, digits, ``.``, ``_`` and ``-`` only, never a path."""
    plain = (
        unicodedata.normalize("NFKD", name[: 9 * LONGEST_ID])
        .encode("ascii", "ignore")
        .decode("ascii")
    )
    return _NOT_ID.sub("-", plain).strip(".-")[:LONGEST_ID].rstrip(".-") or "source"


def _unique_id(path: PurePosixPath, taken: set[str], last: dict[str, int]) -> str:
    """Return an id that no other source has, whatever the file system makes of capitals.

    Args:
        path: of the file.
        taken: ids in lower case; the new one is added.
        last: stem in lower case -> the last number behind it, from which on others are tried.

    """
    stem = make_id(path.stem)
    wanted = [stem]
    if path.parent.name:
        wanted.append(make_id(f"{path.parent.name}-{path.stem}"))
    while True:
        for candidate in wanted:
            if candidate.lower() not in taken:
                taken.add(candidate.lower())
                return candidate
        last[stem.lower()] = last.get(stem.lower(), 1) + 1
        ending = f"-{last[stem.lower()]}"
        wanted = [stem[: LONGEST_ID - len(ending)] + ending]


def read_sheet(corpus: Path, sheet: Path) -> list[Source]:
    """Return the sources that a sheet names, sorted by id.

    Raises:
        SettingsError: a bad or double id, a missing file, a path that leaves the corpus folder.

    """
    root = corpus.resolve()
    lines: dict[str, int] = {}
    sources = []
    for line, row in read_tsv(sheet, REQUIRED, OPTIONAL):
        where = f"{sheet.name}, line {line}"
        source_id = row["source_id"]
        if not _ID.fullmatch(source_id) or len(source_id) > LONGEST_ID:
            raise SettingsError(
                f"{where}: the source_id '{source_id[:LONGEST_ID]}' is not usable; write up to "
                f"{LONGEST_ID} letters, digits, '.', '_' and '-', with no dot or hyphen in front."
            )
        if source_id.lower() in lines:
            raise SettingsError(
                f"{where}: the source_id '{source_id}' stands on line {lines[source_id.lower()]} "
                "already; give each source its own."
            )
        lines[source_id.lower()] = line
        path = _check_path(corpus, root, row["path"], where)
        details = {name: row.get(name, "") for name in OPTIONAL}
        relative = show(path.relative_to(corpus).as_posix())
        sources.append(Source(source_id, path, relative, **details))
    return sorted(sources, key=lambda source: source.source_id)


def _check_path(corpus: Path, root: Path, written: str, where: str) -> Path:
    """Return the file that a row names, once it is known to be one of the corpus."""
    relative = PurePosixPath(written)
    if not written or relative.is_absolute() or ".." in relative.parts or "\\" in written:
        raise SettingsError(
            f"{where}: the path '{written}' is not usable; write it relative to the corpus folder, "
            "with '/' and without '..'."
        )
    path = corpus / relative
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        raise SettingsError(
            f"{where}: the file '{written}' is missing; put it into the corpus folder or "
            "delete the line."
        ) from None
    if not stat.S_ISREG(status.st_mode):
        raise SettingsError(
            f"{where}: '{written}' is not a regular file; name a file of the corpus folder."
        )
    if not path.resolve().is_relative_to(root):
        raise SettingsError(
            f"{where}: '{written}' is a link to a file outside the corpus folder; copy the file "
            "into it."
        )
    if path.suffix.lower() not in FORMATS:
        raise SettingsError(f"{where}: the format of '{written}' is not read; use {_SUFFIXES}.")
    return path
