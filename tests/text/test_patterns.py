"""The pattern language: each of its forms, longest match first, and its errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.text.patterns import PatternError, PatternMatcher, parse_pattern
from plumbline.text.tokens import tokenise

CLASSES = {"vegetable": ["leek", "brussels sprout"], "fruit": ["fig"]}


def find(patterns: list[str], text: str) -> list[str]:
    matcher: PatternMatcher[str] = PatternMatcher(CLASSES)
    for pattern in patterns:
        matcher.add(pattern, pattern)
    tokens = tokenise(text, [(0, len(text))])
    matches = matcher.find(tokens, 0)
    return [text[tokens.starts[m.first] : tokens.ends[m.last - 1]] for m in matches]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("up to", "up to two, UP TO three, up-to", ["up to", "UP TO"]),
        ("a|an|the", "An ox, the cart, there", ["An", "the"]),
        (
            "suggest[s|ed]",
            "suggest suggests suggested suggesting",
            ["suggest", "suggests", "suggested"],
        ),
        ("(is|are known) here", "is here; are known here; am here", ["is here", "are known here"]),
        ("(very)? fit", "very fit, fit", ["very fit", "fit"]),
        ("very? fit", "very fit, fit", ["very fit", "fit"]),
        (
            "@vegetable soup",
            "leek soup, brussels sprout soup",
            ["leek soup", "brussels sprout soup"],
        ),
        ("# mg", "320 mg, 1,000 mg, 3.5 mg", ["320 mg", "1,000 mg", "3.5 mg"]),
        ("# mg", "two mg, some mg", ["two mg"]),
        ("not ~2 fit", "not fit, not so fit, not all that very fit", ["not fit", "not so fit"]),
        ("not ~3 fit", "not, fit", []),
        ("well-known", "well-known, well known, wellknown", ["well-known", "well known"]),
        ("well-known", "well\u2010known", ["well\u2010known"]),
        ("body's", "body\u2019s", ["body\u2019s"]),
        ("pro", "prove, pro", ["pro"]),
    ],
)
def test_forms_of_the_language(pattern, text, expected):
    assert find([pattern], text) == expected


def test_the_longest_match_wins_wherever_it_was_added():
    assert find(["up", "up to", "to"], "up to") == ["up to"]
    assert find(["up to", "up", "to"], "up to") == ["up to"]


def test_among_equal_lengths_the_first_added_wins():
    tokens = tokenise("two ships", [(0, 9)])
    for patterns in (["# ships", "two ships"], ["two ships", "# ships"], ["@n ships", "two ships"]):
        matcher: PatternMatcher[str] = PatternMatcher({"n": ["two"]})
        for pattern in patterns:
            matcher.add(pattern, pattern)
        assert [m.payload for m in matcher.find(tokens, 0)] == [patterns[0]]


def test_a_refused_match_hides_neither_a_shorter_one_nor_the_next():
    matcher: PatternMatcher[str] = PatternMatcher()
    for pattern in ("up to date", "up", "to"):
        matcher.add(pattern, pattern)
    tokens = tokenise("up to date", [(0, 10)])
    matches = matcher.find(tokens, 0, lambda match: match.payload != "up to date")
    assert [m.payload for m in matches] == ["up", "to"]


def test_matches_stay_within_their_sentence():
    text = "up to"
    tokens = tokenise(text, [(0, 2), (3, 5)])
    matcher: PatternMatcher[str] = PatternMatcher()
    matcher.add("up to", "x")
    assert matcher.find(tokens, 0) == []


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("(a", "never closed"),
        ("a)", "no opening one"),
        ("@meat", "@meat is not defined"),
        ("(a)?", "nothing at all"),
        ("~2 a", "a gap must stand between words"),
        ("a ~2", "a gap must stand between words"),
        ("a |", "a bar needs a word"),
        ("[s]", "does not belong here"),
    ],
)
def test_errors_say_what_is_wrong(pattern, part):
    with pytest.raises(PatternError, match=part):
        parse_pattern(pattern, CLASSES)


PLACES = st.sampled_from(["a", "b", "c", "a|b", "(a b|c)", "b?", "(c a)?", "#", "~2", "@fruit"])
TOKENS = st.lists(st.sampled_from(["a", "b", "c", "fig", "7", ","]), max_size=9)


def _reference(sequence, words, i):
    """All ends of `sequence` at `i`, the slow way."""
    ends = {i}
    for element in sequence:
        after = set()
        for j in ends:
            if element.gap:
                after.add(j)
                for k in range(1, element.gap + 1):
                    if j + k > len(words) or not words[j + k - 1][0].isalnum():
                        break
                    after.add(j + k)
                continue
            if element.optional:
                after.add(j)
            if j < len(words) and element.accepts(words[j]):
                after.add(j + 1)
        ends = after
    return ends


@given(st.lists(st.lists(PLACES, min_size=1, max_size=4), min_size=1, max_size=5), TOKENS)
def test_the_index_finds_what_trying_everything_finds(patterns, words):
    matcher: PatternMatcher[int] = PatternMatcher(CLASSES)
    sequences = []
    for number, places in enumerate(patterns):
        try:
            parsed = parse_pattern(" ".join(places), CLASSES)
        except PatternError:
            continue
        matcher.add(" ".join(places), number)
        sequences += [(sequence, number) for sequence in parsed]
    for i in range(len(words)):
        expected = {
            (max(ends), number)
            for sequence, number in sequences
            if (ends := {e for e in _reference(sequence, words, i) if e > i})
        }
        found = matcher.candidates(words, i, len(words))
        assert set(found) == expected
        assert found == sorted(found, key=lambda match: (-match[0], match[1]))
        assert matcher.index.fits(words, i, len(words)) == bool(expected)
        started = matcher.index.starts(words, i, len(words))
        assert not expected or i in started


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(" * 50 + "a" + ")" * 50, "deep"),
        ("(a b|c d) " * 20, "more than 5,000 phrases"),
        ("word " * 2_000, "longer than 5,000 characters"),
    ],
)
def test_a_pattern_that_no_lexicon_would_hold_is_refused(pattern, why):
    with pytest.raises(PatternError, match=why):
        parse_pattern(pattern)
