"""docx, odt, rtf, epub and JATS, read by pandoc in its sandbox; its syntax tree becomes blocks.

Pandoc gets the bytes of the file on its standard input, an empty environment and a limit on its
memory; in its sandbox it opens no other file and no connection.
"""

from __future__ import annotations

import json
import re
import signal
import string
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

from plumbline.errors import SourceError
from plumbline.sources.html import safe_target
from plumbline.sources.jats import read_references
from plumbline.sources.limits import WAIT, Limits
from plumbline.sources.raw import RawBlock, RawText, Run, note_block
from plumbline.sources.rtf import normalise_rtf

_HEAP_EXHAUSTED = 251
_READERS = {"docx": "docx", "odt": "odt", "rtf": "rtf", "epub": "epub", "jats": "jats"}
_TITLE_IN_TEXT = ("docx", "odt", "epub", "jats")  # where the title is not among the blocks
_REFERENCE_ROLES = ("doc-bibliography", "doc-endnotes", "doc-biblioentry")
_REFERENCE_NAMES = frozenset(("refs", "references", "bibliography", "csl-bib-body"))
_NAMES_REFERENCES = re.compile(r"(?i)references|bibliography|literature|cited|citations")
_LETTERS = tuple(string.ascii_lowercase)
_QUOTES = {"SingleQuote": ("\u2018", "\u2019"), "DoubleQuote": ("\u201c", "\u201d")}
_WRAPPERS = frozenset(("Emph", "Strong", "Underline", "Strikeout", "SmallCaps", "Subscript"))


def read_with_pandoc(data: bytes, fmt: str, where: str, limits: Limits) -> RawText:
    """Return a document as blocks, with links, superscripts, notes and tables.

    Args:
        data: the bytes of the file.
        fmt: ``docx``, ``odt``, ``rtf``, ``epub`` or ``jats``.
        where: the source, as a message names it.
        limits: seconds and memory that pandoc may take.

    Raises:
        SourceError: the file is damaged, beyond the limits, or holds no text.

    """
    placeholders: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    if fmt == "rtf":
        data, placeholders, notes = normalise_rtf(data)
    answer = _run_pandoc(data, _READERS[fmt], where, limits)
    if placeholders:
        answer = answer.translate(str.maketrans(placeholders))
    tree = json.loads(answer)
    # numbers of notes would be taken for those of the references
    walker = _Walker(_LETTERS if fmt == "jats" else ())
    title = _title(tree["meta"])
    if title and fmt in _TITLE_IN_TEXT:
        walker.append("heading", [Run(title)], 1)
    abstract = tree["meta"].get("abstract", {})
    if abstract.get("t") == "MetaBlocks":
        walker.add(abstract["c"])
    walker.add(tree["blocks"])
    if len(walker.blocks) > 1 and _plain(walker.blocks[0]) == title == _plain(walker.blocks[1]):
        del walker.blocks[0]  # the text gives its title itself
    at = _reference_heading(walker.blocks)
    entries = read_references(data) if fmt == "jats" else []
    blocks = walker.blocks[:at] + walker.notes + walker.blocks[at : at + 1] + entries
    blocks += walker.blocks[at + 1 :]
    if [_plain(block) for block in blocks] == [title]:  # of the file's own details, and no more
        blocks = []
    return RawText("", fmt, tuple(blocks), title=title, notes=notes)


def _run_pandoc(data: bytes, reader: str, where: str, limits: Limits) -> str:
    """Return pandoc's syntax tree as JSON."""
    import pypandoc  # only where a source needs it

    memory = max(64, limits.memory_mb // 2)  # the tree needs room on this side too
    command = [pypandoc.get_pandoc_path(), "--sandbox", f"--from={reader}", "--to=json"]
    command += ["+RTS", f"-M{memory}M", "-RTS"]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=WAIT * limits.seconds,
            check=False,
            env={"LC_ALL": "C.UTF-8"},
        )
        status = done.returncode
    except subprocess.TimeoutExpired:
        status = -signal.SIGXCPU
    if status == -signal.SIGXCPU:
        raise SourceError(
            f"{where}: reading this file takes more than {limits.seconds} seconds; raise "
            "limits.seconds or take it out."
        )
    if status in (_HEAP_EXHAUSTED, -signal.SIGKILL):
        raise SourceError(
            f"{where}: reading this file takes more than {memory:,} MB of memory; raise "
            "limits.memory_mb or take it out."
        )
    if status:
        raise SourceError(
            f"{where}: this file is damaged or not of the format that its ending names; save it "
            "anew or take it out."
        )
    return done.stdout.decode("utf-8", "replace")


def _title(meta: dict[str, Any]) -> str:
    """Return the title; of several (an EPUB may give them), the first."""
    value = meta.get("title", {})
    if value.get("t") == "MetaList":
        value = value["c"][0] if value["c"] else {}
    runs = _Walker().runs(value["c"]) if value.get("t") == "MetaInlines" else []
    return " ".join("".join(run.text for run in runs if not run.superscript).split())


def _plain(block: RawBlock) -> str:
    return " ".join("".join(run.text for run in block.runs).split())


def _reference_heading(blocks: list[RawBlock]) -> int:
    """Return the index of the last heading that names references, or of the end."""
    for i in range(len(blocks) - 1, -1, -1):
        text = "".join(run.text for run in blocks[i].runs)
        if blocks[i].kind == "heading" and _NAMES_REFERENCES.search(text):
            return i
    return len(blocks)


class _Walker:
    """Turns pandoc's blocks into ours; the notes it meets are kept for the end."""

    def __init__(self, labels: Sequence[str] = ()) -> None:
        """Take the labels of the notes; where they run out, notes are numbered."""
        self.blocks: list[RawBlock] = []
        self.notes: list[RawBlock] = []
        self._labels = labels

    def append(self, kind: str, runs: list[Run], level: int = 0) -> None:
        """Add one block, unless it holds nothing but space."""
        if any(run.text.strip() for run in runs):
            self.blocks.append(RawBlock(kind, tuple(runs), level, fixed=kind != "body"))

    def add(self, blocks: list[dict], kind: str = "body") -> None:
        """Add pandoc's blocks; running text becomes blocks of `kind`."""
        for block in blocks:
            adder = _ADDERS.get(block["t"])
            if adder:
                adder(self, block["c"], kind)

    def _add_text(self, content: list[dict], kind: str) -> None:
        self.append(kind, self.runs(content))

    def _add_lines(self, content: list[list[dict]], kind: str) -> None:
        for line in content:
            self.append(kind, self.runs(line))

    def _add_header(self, content: list, kind: str) -> None:
        self.append("heading", self.runs(content[2]), content[0])

    def _add_code(self, content: list, kind: str) -> None:
        self.append("boilerplate", [Run(content[1])])

    def _add_nested(self, content: list[dict], kind: str) -> None:
        self.add(content, kind)

    def _add_items(self, content: list[list[dict]], kind: str) -> None:
        for item in content:
            self.add(item, "reference" if kind == "reference" else "list_item")

    def _add_numbered(self, content: list, kind: str) -> None:
        self._add_items(content[1], kind)

    def _add_definitions(self, content: list, kind: str) -> None:
        for term, definitions in content:
            self.append("list_item", self.runs(term))
            for definition in definitions:
                self.add(definition, "list_item")

    def _add_div(self, content: list, kind: str) -> None:
        identifier, classes, attributes = content[0]
        names = {identifier.lower(), *map(str.lower, classes)}
        role = dict(attributes).get("role", "")
        listed = role in _REFERENCE_ROLES or not _REFERENCE_NAMES.isdisjoint(names)
        self.add(content[1], "reference" if listed else kind)

    def _add_figure(self, content: list, kind: str) -> None:
        self.add(content[2], kind)
        self.add(content[1][1], kind)

    def _add_table(self, content: list, kind: str) -> None:
        """Each row is one block, its cells separated by bars."""
        self.add(content[1][1], kind)
        rows = list(content[3][1])
        for body in content[4]:
            rows += body[2] + body[3]
        for row in rows + content[5][1]:
            self._add_row([cell[4] for cell in row[1]], kind)

    def _add_row(self, cells: list[list[dict]], kind: str) -> None:
        runs: list[Run] = []
        filled = 0
        for cell in cells:
            held = self._runs_of_blocks(cell)
            if any(run.text.strip() for run in held):
                filled += 1
                runs += [Run(" | "), *held] if runs else held
        self.append("list_item" if filled > 1 else kind, runs)

    def _runs_of_blocks(self, blocks: list[dict]) -> list[Run]:
        """Return the text of a cell as one line; the notes in it are kept."""
        inner = _Walker(self._labels)
        inner.notes = self.notes
        inner.add(blocks)
        runs: list[Run] = []
        for block in inner.blocks:
            runs += [Run(" "), *block.runs] if runs else block.runs
        return [Run(" ") if run.text == "\n" else run for run in runs]

    def runs(self, inlines: list[dict], link: str = "", superscript: bool = False) -> list[Run]:
        """Return the text of inline elements; emphasis is dropped, links and superscripts stay."""
        runs: list[Run] = []
        for inline in inlines:
            tag, content = inline["t"], inline.get("c")
            if tag == "Str":
                runs.append(Run(content, link, superscript))
            elif tag in ("Space", "SoftBreak"):
                runs.append(Run(" ", link, superscript))
            elif tag == "LineBreak":
                runs.append(Run("\n"))
            elif tag in _WRAPPERS:
                runs += self.runs(content, link, superscript)
            elif tag == "Superscript":
                runs += self.runs(content, link, True)
            elif tag in ("Code", "Math"):
                runs.append(Run(content[1], link, superscript))
            elif tag in ("Span", "Cite"):
                runs += self.runs(content[1], link, superscript)
            elif tag == "Quoted":
                opening, closing = _QUOTES[content[0]["t"]]
                inner = self.runs(content[1], link, superscript)
                runs += [Run(opening, link), *inner, Run(closing, link)]
            elif tag == "Link":
                runs += self.runs(content[1], safe_target(content[2][0]), superscript)
            elif tag == "Note":
                runs.append(self._take_note(content))
        return runs

    def _take_note(self, blocks: list[dict]) -> Run:
        """Keep a footnote or endnote for the end; its number stands in the text, raised."""
        number = len(self.notes)
        label = self._labels[number] if number < len(self._labels) else str(number + 1)
        self.notes.append(note_block(label, self._runs_of_blocks(blocks)))
        return Run(label, superscript=True)


_ADDERS: dict[str, Callable[[_Walker, Any, str], None]] = {
    "Para": _Walker._add_text,
    "Plain": _Walker._add_text,
    "LineBlock": _Walker._add_lines,
    "Header": _Walker._add_header,
    "CodeBlock": _Walker._add_code,
    "BlockQuote": _Walker._add_nested,
    "BulletList": _Walker._add_items,
    "OrderedList": _Walker._add_numbered,
    "DefinitionList": _Walker._add_definitions,
    "Div": _Walker._add_div,
    "Figure": _Walker._add_figure,
    "Table": _Walker._add_table,
}
