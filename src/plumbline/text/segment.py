"""Sentences: where each one starts and ends, by rules, in one pass over the text.

Every stop (a run of ``.``, ``!``, ``?`` or an ellipsis with the quotes, brackets and footnote
numbers glued to it) is looked at once. What stands before it (an abbreviation, an initial, the
number of a list) and what follows (a capital, a word that often begins a sentence) decide.
"""

from __future__ import annotations

import re
from itertools import pairwise

from plumbline.text.rules import Rules, load_rules

# Possessive quantifiers: a flood of stops or brackets is read once and never again.
STOP = re.compile(
    r"([.!?\u2026](?:(?<=\.)(?:\ \.)++|[.!?\u2026]*+))"  # . . . or a run of stops
    r"([)\]}\"'\u2019\u201d\u00bb*_]*+)"  # closing marks
    r"((?:\ ?\[\d[\d,;\ \u2013-]{0,20}\]|\(\d{1,3}(?:[,\u2013-]\ ?\d{1,3}){0,9}\))++"  # [3], (3)
    r"|[\u00b9\u00b2\u00b3\u2070-\u2079]++"  # superscript digits
    r"|\d{1,3}(?:[,\u2013-]\d{1,3}){0,9}(?=\ [^\W\d_a-z]|$))?"  # a footnote number glued on
    r"(\ ?(?:[:;=8]['-]?[)(\]DPp|](?!\w)|[\u2600-\u27bf\U0001f300-\U0001faff]++))?"  # a face
)
_ITEM = r"(?:[\u2022\u2043]\ ?)?(?:(\d{1,3})|([a-z]))(\.\)|[.)])(?=\ \S)"
_FIRST_ITEM = re.compile(_ITEM)
_NEXT_ITEM = re.compile(r"(?<=\s)" + _ITEM)
# a bullet within a line, or a face in place of a stop
_BREAK = re.compile(
    r"[\u2022\u2043\u2023\u25e6\u25aa\u25cf:;=8](?<=\s.)"
    r"(?:(?<![:;=8])(?=\s*\w)|(?<=[:;=8])['-]?[)DPp](\ )(?=[^\W\d_a-z]))"
)
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,2}")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)*")
_NUMBER = re.compile(r"[A-Z]?\d")  # 5, S2
_SPACE = re.compile(r"\s*")
_OPENERS = "\"'\u2018\u201c\u00ab([{*_\u00bf\u00a1"
_QUOTES = frozenset("\"'\u2019\u201d\u00bb")
_CONTINUES = frozenset(",;:)]}-\u2013\u2014/&%=+<>")
_DOMAINS = frozenset(("com", "org", "net", "gov", "edu"))
_WINDOW = 40  # characters before a stop that can matter
_LEAST_WHOLE_WORD = 5  # letters: unlisted abbreviations are shorter
_DIGITS_OF_YEAR = 4
_CLOCK_OPENING = 4  # words: 'At 5 a.m.' opens a sentence, it does not end one


def split_sentences(
    text: str, start: int = 0, end: int | None = None, rules: Rules | None = None
) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the sentences of ``text[start:end]``, in order.

    The span should be one paragraph. The sentences leave out nothing but the white space
    between them.
    """
    rules = rules or load_rules()
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    for piece_start, piece_end in _pieces(text, start, end):
        begin = _SPACE.match(text, piece_start, piece_end).end()
        marker = _FIRST_ITEM.match(text, begin, piece_end)
        for stop in STOP.finditer(text, marker.end() if marker else begin, piece_end):
            cut = _cut(text, stop, begin, piece_end, rules)
            if cut:
                spans.append((begin, cut))
                begin = _SPACE.match(text, cut, piece_end).end()
        last = piece_end
        while last > begin and text[last - 1].isspace():
            last -= 1
        if last > begin:
            spans.append((begin, last))
    return spans


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a paragraph before each item of a list run into one line, and after a face."""
    cuts = [
        match.end() if match[1] else match.start() for match in _BREAK.finditer(text, start, end)
    ]
    first = _FIRST_ITEM.match(text, start, end)
    if first:
        expected = _item_value(first) + 1
        for match in _NEXT_ITEM.finditer(text, first.end(), end):
            same_style = match[3] == first[3] and bool(match[1]) == bool(first[1])
            if same_style and _item_value(match) == expected:
                expected += 1
                cuts.append(match.start())
    if not cuts:
        return [(start, end)]
    edges = [start, *sorted(set(cuts)), end]
    return list(pairwise(edges))


def _item_value(match: re.Match[str]) -> int:
    return int(match[1]) if match[1] else ord(match[2]) - ord("a") + 1


def _cut(text: str, stop: re.Match[str], begin: int, end: int, rules: Rules) -> int:
    """Return where the sentence that began at `begin` ends, or 0 if it goes on."""
    marks, closing, note = stop[1], stop[2], stop[3]
    at, after = stop.start(), stop.end()
    if after >= end:
        return 0
    before = text[max(begin, at - _WINDOW) : at]
    if note and note[0].isdigit() and before[-1:].isdigit():
        return 0  # p < 0.05 The: a decimal, no footnote
    if not text[after].isspace():
        return after if _space_is_missing(text, stop, before, end) else 0
    if closing and before[-1:] in ("(", "["):
        return 0  # [...], (!)
    following = _SPACE.match(text, after, end).end()
    if following >= end:
        return 0
    while following < end - 1 and text[following] in _OPENERS:
        following += 1
    first = text[following]
    if " " in marks and len(marks) < 7:
        return 0  # . . . within a sentence
    if first.isupper():
        if marks == "." and _belongs_to_word(text, before, closing, following, begin, rules):
            return 0
        if " " in marks and not before[-1:].isspace():
            return at + 1  # compounds. . . . The: the stop, then what was left out
        return after
    if first.islower():
        return after if _starts_in_lower_case(text, stop, before, following, rules) else 0
    if first.isdigit():
        ellipsis = marks == "\u2026" or marks.startswith("..")
        number = marks == "." and _belongs_to_word(text, before, closing, following, begin, rules)
        return 0 if ellipsis or number else after
    if marks == "." and _belongs_to_word(text, before, closing, following, begin, rules):
        return 0  # approx. $5
    return 0 if first in _CONTINUES else after


def _last_word(before: str) -> str:
    """Return the word that the stop is glued to, without opening marks."""
    pieces = before.rsplit(None, 1)
    if not pieces or before[-1:].isspace():
        return ""
    return pieces[-1].lstrip(_OPENERS)


def _next_word(text: str, at: int) -> str:
    match = _WORD.match(text, at, at + _WINDOW)
    return match[0].lower().replace("\u2019", "'") if match else ""


def _listed(word: str, names: frozenset[str]) -> bool:
    """Say whether an abbreviation is listed; a listed capital asks for a capital."""
    return word in names or word.lower() in names or (word.isupper() and word.title() in names)


def _belongs_to_word(
    text: str, before: str, closing: str, following: int, begin: int, rules: Rules
) -> bool:
    """Say whether the full stop is part of the word before it rather than an end."""
    word = _last_word(before)
    if len(word) != 1 and "." not in word and not _listed(word, rules.abbreviations):
        return False
    following_word = _next_word(text, following)
    begins = following_word in rules["starter"]
    initial_follows = len(following_word) == 1 and text[following + 1 : following + 2] == "."
    if _listed(word, rules["before_number"]) and _NUMBER.match(text, following):
        return True
    if len(word) == 1 and word.isalpha():
        if not _QUOTES.isdisjoint(closing):
            return False
        earlier = before[:-1].split()
        if word.islower() or (earlier and earlier[-1].lower() in rules["before_letter"]):
            return False
        return not begins or initial_follows
    if _listed(word, rules["never_ends"]):
        return True
    if word.lower() in rules["clock"]:
        zone = len(following_word) < 5 and text[following : following + 2].isupper()
        opens = zone or len(text[begin:following].split()) <= _CLOCK_OPENING
        return bool(closing) or not text[following].isupper() or (opens and not begins)
    if _listed(word, rules["may_end"]) or _ACRONYM.fullmatch(word):
        return closing[:1] in (")", "]") or not begins or initial_follows
    return False


def _starts_in_lower_case(
    text: str, stop: re.Match[str], before: str, following: int, rules: Rules
) -> bool:
    """Say whether a word in lower case begins a sentence: a casual page, or a name like iPhone."""
    marks, closing = stop[1], stop[2]
    if not _QUOTES.isdisjoint(closing) or marks == "\u2026" or marks.startswith(".."):
        return False
    word = _last_word(before)
    if marks == ".":
        known = any(_listed(word, rules[n]) for n in ("never_ends", "may_end", "clock"))
        if known or len(word) < 2 or _ACRONYM.fullmatch(word) or word.lower() == "etc":
            return False
        whole_word = not closing and _is_whole_word(word, rules)
    else:
        whole_word = not closing and not (marks == "!" and word.istitle())  # Yahoo! is a name
    match = _WORD.match(text, following)
    name = match[0] if match else ""
    return (
        whole_word
        or name.lower() in rules["lower_starter"]
        or (name[1:].lower() != name[1:] and len(name) > 2)
    )


def _is_whole_word(word: str, rules: Rules) -> bool:
    """Say whether a word is none cut short: long, listed as a short one, or a year."""
    if word.isalpha():
        return len(word) >= _LEAST_WHOLE_WORD or word.lower() in rules["short_word"]
    return word.isdigit() and len(word) == _DIGITS_OF_YEAR


def _space_is_missing(text: str, stop: re.Match[str], before: str, end: int) -> bool:
    """Say whether a sentence ends although the next one is glued to it (``sleep.The``)."""
    after = stop.end()
    following = after
    while following < end - 1 and text[following] in _OPENERS:
        following += 1
    if not text[following].isupper() or text[following + 1 : following + 2].isupper():
        return False
    word = _last_word(before)
    if any(mark in word for mark in "/@\\") or word.startswith("www."):
        return False
    if stop[1][-1] in "!?" or following > after:
        return bool(word)
    if stop[2] or stop[3]:
        return True
    tail = word.rsplit("-", 1)[-1]
    plain_word = len(tail) > 1 and tail.isalpha() and tail.islower()
    return plain_word and _next_word(text, following) not in _DOMAINS
