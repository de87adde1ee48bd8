"""Columns of a PDF whose words are spread out to reach from edge to edge."""

from awkward_pdf import make_pdf, text

from plumbline.sources.pdf import read_pdf

# widths of Helvetica in thousandths of its size (Adobe, Core 14 AFM files)
_WIDTHS = dict.fromkeys("abdeghnopqu", 556) | dict.fromkeys("cksvxyz", 500)
_WIDTHS |= {"f": 278, "i": 222, "j": 222, "l": 222, "m": 833, "r": 333, "t": 278, "w": 722}
_WORDS = (
    "everyone who afterwards fell asleep immediately had unquestionably been comfortable beforehand"
)
_OTHERS = "nobody could nevertheless remember anything about the wakefulness of the night preceding"


def width(word, size=10):
    return sum(_WIDTHS[letter] for letter in word) * size / 1000


def justify(x, y, words, wide=200, size=10):
    """Return the words of one line as a PDF draws them, spread over its width in points."""
    gap = (wide - sum(width(word) for word in words)) / (len(words) - 1)
    drawn = b""
    for word in words:
        drawn += text(x, y, word, size)
        x += width(word) + gap
    return drawn


def column(x, words):
    """Return eight lines of a column, of three or four words each, and what they say."""
    words = words.split() * 3
    drawn, said = b"", []
    for i in range(8):
        line = [words.pop(0) for _ in range(3 + i % 2)]
        drawn += justify(x, 700 - 14 * i, line)
        said += line
    return drawn, " ".join(said)


def read_blocks(page):
    blocks = read_pdf(make_pdf([page]), "page.pdf").blocks
    return [" ".join("".join(run.text for run in block.runs).split()) for block in blocks]


def test_justified_columns_are_read_one_after_the_other():
    (left, first), (right, second) = column(60, _WORDS), column(300, _OTHERS)
    assert " ".join(read_blocks(left + right)) == f"{first} {second}"


def test_a_table_that_reaches_from_edge_to_edge_stays_a_table():
    names = ("almonds", "spinach", "pumpkin", "cashews", "peanuts", "lentils", "oatmeal", "bananas")
    page = b""
    for i, name in enumerate(names):
        cells = [name, "one handful", "eighty", "rather common"]
        for x, cell in zip((60, 140, 300, 400), cells, strict=True):
            page += text(x, 700 - 14 * i, cell, 10)
    assert read_blocks(page) == [f"{name} | one handful | eighty | rather common" for name in names]
