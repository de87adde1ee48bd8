import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.text.characters import clean_characters


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("mag\u00adne\u200bsium\ufeff", "magnesium"),
        ("a\x00b\x07c\x7fd", "abcd"),
        ("\x1b[1;31mred\x1b[0m \x1b]0;title\x07text", "red text"),
        ("\u202eevil\u202c", "evil"),
        ("cafe\u0301", "caf\u00e9"),
        ("\ufb01bre and e\ufb00ect", "fibre and effect"),
        ("half \ud800 pair", "half  pair"),
        ("bodyâ€™s own clock â€“ at night", "body\u2019s own clock \u2013 at night"),
        ("cafÃ© crÃ¨me", "caf\u00e9 cr\u00e8me"),
        ("tea &amp;amp; rest &amp;lt;5&#37;&shy;", "tea & rest <5%"),
    ],
)
def test_what_cannot_be_seen_goes_and_mojibake_is_mended(dirty, clean):
    assert clean_characters(dirty) == clean


@pytest.mark.parametrize(
    "text",
    [
        "body\u2019s \u201cclock\u201d \u2014 5\u20137 mg",
        "Âge d\u2019or",
        "PharmaGABA\u2122 5 µg",
        "R&D; &what;",
    ],
)
def test_typographic_quotes_dashes_and_foreign_letters_stay(text):
    assert clean_characters(text) == text


@given(
    st.one_of(
        st.text(max_size=60),
        st.text("\u00c3\u00e2\u20ac\u2122\u00a9\u00ad\u200b\u0301e\x1b[m \n", max_size=25),
    )
)
def test_cleaning_twice_changes_nothing(text):
    once = clean_characters(text)
    assert clean_characters(once) == once
