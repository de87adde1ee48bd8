"""Tier B, numbered: [1], [1-3], (1), superscripts, and digits glued to a word (sleep.12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plumbline.citations.hits import Hit, Paragraph
from plumbline.citations.resources import CitationResources, Limits
from plumbline.text.document import Document

_DASH = r"\-\u2010\u2011\u2012\u2013\u2014"
_LIST = rf"\d{{1,4}}(?:\s?[,;{_DASH}]\s{{0,2}}\d{{1,4}}){{0,80}}"
_PAGES = r"(?:,\s?pp?\.\s?\d{1,5}(?:[-\u2013]\d{1,5})?)?"
_BRACKET = rf"\[\s?{_LIST}{_PAGES}\s?\]"
BRACKETS = re.compile(rf"{_BRACKET}(?:\s?[,;{_DASH}]?\s?{_BRACKET}){{0,20}}")
PARENTHESES = re.compile(rf"\(\s?{_LIST}\s?\)(?:\s?[,;{_DASH}]?\s?\(\s?{_LIST}\s?\)){{0,20}}")
_SUPERSCRIPT = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
SUPERSCRIPTS = re.compile(
    rf"\u207d?[{_SUPERSCRIPT}]{{1,3}}(?:\s?[,\u2e34\u02d2\u00b7\u207b\u2013-]\s?[{_SUPERSCRIPT}]{{1,3}}){{0,40}}\u207e?"
)
# what stands before the first digit is asked behind it: a search for digits is many times faster
GLUED = re.compile(
    r"\d(?<=[^\W\d_].|[.,;:!?)\]\"'\u201d\u2019].)(?<!\d[.,:].)"
    rf"\d{{0,2}}(?:[,{_DASH}]\d{{1,3}}){{0,20}}"
    r"(?![\w%\u00b0]|[.,:/]\d)"
)
_NUMBERS = re.compile(rf"(\d{{1,4}})(?:\s?[{_DASH}\u207b]\s?(\d{{1,4}}))?")
_PLAIN_DIGITS = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]{1,40})[.,;:!?)\]\"'\u201d\u2019]{0,3}$")
_STATISTIC = re.compile(
    r"(?:\bCI|\bIQR|\b[Rr]ange|\b[Ii]nterval|\bSD|\bscore|=|\u00b1|<|>)[\s:,=]{0,3}$"
)
_STOPS = frozenset(".,;:!?)]\"'\u201d\u2019%")  # what a raised mark stands behind, beside a word
_DAGGERS = "\u2020\u2021"
_DAGGER_MARK = re.compile(rf"(?<=[^\s\d])[{_DAGGERS}]{{1,3}}")
_REFERENCE = re.compile(r"(?:1[89]|20)\d\d(?!\d)|https?://|10\.\d{4,9}/|\bPMID\b")
_ET_AL = re.compile(r"\bal\.?,?\s?$")


def find_brackets(text: str, start: int, end: int, resources: CitationResources) -> Iterator[Hit]:
    """Yield [1], [1,2], [1-3] and clusters of them; one place in the text is one citation."""
    if text.find("[", start, end) < 0:
        return
    for match in BRACKETS.finditer(text, start, end):
        numbers = read_numbers(match[0], resources.limits)
        if numbers and not _is_statistic(text, start, match, numbers):
            yield Hit(*match.span(), "B", "numbered", "numbered.bracket", numbers=numbers)


def find_parentheses(
    text: str, start: int, end: int, resources: CitationResources
) -> Iterator[Hit]:
    """Yield (1), (1, 2) where they could be citations; `keep_style` decides whether they are."""
    if text.find("(", start, end) < 0:
        return
    for match in PARENTHESES.finditer(text, start, end):
        numbers = read_numbers(match[0], resources.limits)
        if not numbers or _is_statistic(text, start, match, numbers):
            continue
        if not _is_enumeration(text, start, end, match):
            yield Hit(*match.span(), "B", "numbered", "numbered.parenthesis", numbers=numbers)


def _is_statistic(text: str, start: int, match: re.Match, numbers: tuple[int, ...]) -> bool:
    """Say whether a bracket holds the limits of an interval (``95% CI [1, 3]``)."""
    before = _STATISTIC.search(text, max(start, match.start() - 12), match.start())
    return before is not None and (len(numbers) > 1 or before[0][0] in "=\u00b1<>")


def _is_enumeration(text: str, start: int, end: int, match: re.Match) -> bool:
    """Say whether (1) opens an item (``(1) stress, (2) noise``), or is part of a name or volume.

    Of a name as in ``f(2)`` or ``25(2)OH``, of a volume as in ``13(2):275``.
    """
    before = text[max(start, match.start() - 5) : match.start()]
    after = text[match.end() : min(end, match.end() + 2)]
    if before[-1:].isalnum() and (after[:1].isalnum() or after[:1] == ":"):
        return True
    opens = not before.strip() or before.rstrip()[-1] in ",;:" or before.endswith(("and ", " or "))
    return opens and bool(before[-1:].isspace() or not before) and after[:1].isspace()


def find_superscripts(
    text: str, start: int, end: int, resources: CitationResources
) -> Iterator[Hit]:
    """Yield superscript digits of Unicode that follow a word, not a unit, formula or number."""
    if text[start:end].isascii():
        return
    for match in SUPERSCRIPTS.finditer(text, start, end):
        numbers = read_numbers(match[0].translate(_PLAIN_DIGITS), resources.limits)
        after = text[match.end() : match.end() + 1]
        if not numbers or after.isalnum() or after in ("\u207a", "\u207b"):
            continue
        if _follows_word(text, start, match.start(), resources, letters=3):
            yield Hit(*match.span(), "B", "numbered", "numbered.superscript", numbers=numbers)


def find_glued(text: str, start: int, end: int, resources: CitationResources) -> Iterator[Hit]:
    """Yield digits glued to a word (``sleep.12``, ``sleep12``); `keep_style` decides."""
    for match in GLUED.finditer(text, start, end):
        numbers = read_numbers(match[0], resources.limits)
        if numbers and _follows_word(text, start, match.start(), resources, letters=3):
            punctuated = not text[match.start() - 1].isalpha()
            rule = "numbered.glued" if punctuated else "numbered.glued_to_letter"
            yield Hit(*match.span(), "B", "numbered", rule, numbers=numbers)


def _follows_word(
    text: str, start: int, position: int, resources: CitationResources, letters: int
) -> bool:
    before = _WORD_BEFORE.search(text, max(start, position - 44), position)
    if before is None:
        return text[position - 1 : position] in (")", "]", "\u201d", '"')
    word = before[1]
    if word.isupper() and len(word) > 1:  # COVID19, CYP3: names, unless punctuation parts them
        return before.end(1) < position
    if word == "al":  # Smith et al.12
        return True
    return len(word) >= letters and word.lower() not in resources.classes["not_before_a_mark"]


def find_superscript_marks(document: Document, resources: CitationResources) -> Iterator[Hit]:
    """Yield the ``<sup>`` digits of the original page, and links to notes of the same page."""
    text = document.text
    for mark in document.marks:
        content = text[mark.start : mark.end].strip().strip("[]()")
        raised = mark.kind == "superscript"
        if not raised and not (mark.kind == "link" and mark.target.startswith("#")):
            continue
        if not content or not re.fullmatch(_LIST, content.translate(_PLAIN_DIGITS)):
            continue
        numbers = read_numbers(content.translate(_PLAIN_DIGITS), resources.limits)
        before = text[max(0, mark.start - 1) : mark.start]
        # behind a stop nothing raised is an exponent (``by 12%.3``), but cents are (``$24.99``)
        cents = len(content) == 2 and text[max(0, mark.start - 2) : mark.start - 1].isdigit()
        stopped = raised and before in _STOPS and not cents
        if (
            numbers
            and not before.isdigit()
            and (
                before.isspace()
                or stopped
                or _follows_word(text, 0, mark.start, resources, letters=3)
            )
        ):
            rule = "numbered.sup" if raised else "numbered.anchor"
            yield Hit(mark.start, mark.end, "B", "numbered", rule, numbers=numbers)


def find_footnote_marks(text: str, paragraphs: Iterable[Paragraph]) -> Iterator[Hit]:
    """Yield daggers (``sleep\u2020``) whose note is a reference, not a disclaimer."""
    paragraphs = list(paragraphs)
    noted = {
        text[p.start]
        for p in paragraphs
        if text[p.start] in _DAGGERS and _REFERENCE.search(text, p.start, p.end)
    }
    for paragraph in paragraphs if noted else ():
        if text[paragraph.start] in _DAGGERS:
            continue
        for match in _DAGGER_MARK.finditer(text, paragraph.start, paragraph.end):
            if match[0][0] in noted:
                yield Hit(*match.span(), "B", "footnote_mark", "footnote.dagger")


def read_numbers(written: str, limits: Limits) -> tuple[int, ...]:
    """Return the numbers that a mark stands for, ranges written out; () where it is no mark."""
    numbers: list[int] = []
    for match in _NUMBERS.finditer(written.split("p", 1)[0]):
        first = int(match[1])
        last = int(match[2] or first)
        if not 0 < first <= last <= limits.max_number or last - first > limits.max_range:
            return ()
        numbers.extend(range(first, last + 1))
    return tuple(numbers)


def keep_style(hits: Iterable[Hit], listed: int | None, limits: Limits) -> list[Hit]:
    """Decide whether ambiguous marks of one style are citations.

    Args:
        hits: all marks of the style, in the order of the text.
        listed: the highest number of the reference list; 0 where there is none; None where a
            list exists that is not part of the text (an excerpt).
        limits: ``min_sequence`` distinct numbers in rising order show a numbered style.

    """
    hits = list(hits)
    if listed is None:
        return hits
    if listed:
        return [hit for hit in hits if max(hit.numbers) <= listed]
    highest, kept = 0, []
    for hit in hits:
        known = highest
        if all(n <= (known := max(known, n) if n <= known + 1 else -1) for n in hit.numbers):
            highest = known
            kept.append(hit)
    return kept if highest >= limits.min_sequence else []


def after_et_al(text: str, hit: Hit) -> bool:
    """Say whether a mark stands behind ``et al.``, which makes it a citation anywhere."""
    return bool(_ET_AL.search(text, max(0, hit.start - 6), hit.start))
