"""Writes library_columns.pdf and what to expect of it; needs reportlab, which is no dependency."""

from pathlib import Path

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
)

HERE = Path(__file__).parents[1]
TITLE = "Warm feet and cold rooms"
WORDS = [
    "People with warm feet fall asleep sooner than those with cold ones, as two small trials found "
    "in adults who lived at home and slept in their own beds.",
    "It was not looked at whether this lasts, and nobody measured how long the feet stayed warm "
    "after the bath, so that the effect may be one of rest rather than of warmth.",
    "A cool and dark room is the advice that costs nothing, and a fixed hour to rise is the one "
    "that works best, although people like it least of all that they are told.",
    "Minerals are sold for the night as well. One trial of older adults found a difference of some "
    "minutes, which may be due to chance, since it was small and short.",
]
PARTS = ["What was found", "What is not known", "What to do", "What it costs", "What comes next"]
REFERENCES = [
    "Roe J, Doe A. Warm feet and the time until sleep: a review of trials in older adults. J Calm "
    "2012;3:1-9.",
    "Poe E. Feet again, with a longer title that does not fit into one line of a column. Ann Rest "
    "2015;4:11-19.",
    "World Office of Rest. Guideline on nights for people who work in shifts. 2019.",
]


def furnish(canvas, document):
    """Draw the header and the number of a page."""
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 810, "Journal of Calm 2012")
    canvas.drawRightString(540, 810, "Roe et al.")
    canvas.drawCentredString(297, 20, str(document.page + 99))


def main():
    """Write both files."""
    styles = getSampleStyleSheet()
    body = ParagraphStyle(
        "own", parent=styles["BodyText"], alignment=TA_JUSTIFY, fontSize=9.5, leading=11.5,
        firstLineIndent=10, spaceBefore=0, spaceAfter=0,
    )  # fmt: skip
    entry = ParagraphStyle("entry", parent=body, firstLineIndent=0)
    story = [NextPageTemplate("later"), Paragraph(TITLE, styles["Title"])]
    abstract = f"{WORDS[0]} {WORDS[1]}"
    story += [Paragraph(f"<b>Abstract.</b> {abstract}", body), FrameBreak()]
    expected = [f"heading\t{TITLE}", f"body\tAbstract. {abstract}"]
    for i, part in enumerate(PARTS):
        story.append(Paragraph(part, styles["Heading2"]))
        expected.append(f"heading\t{part}")
        for k in range(4):
            mark, words = k % 3 + 1, WORDS[(i + k) % 4]
            own = f"This is paragraph {4 * i + k + 1} of the text."
            story.append(Paragraph(f"{words}<super>{mark}</super> {own}", body))
            expected.append(f"body\t{words}^{{{mark}}} {own}")
    story.append(Paragraph("References", styles["Heading2"]))
    story += [Paragraph(f"{i}. {words}", entry) for i, words in enumerate(REFERENCES, 1)]
    expected.append("heading\tReferences")
    expected += [f"reference\t{i}. {words}" for i, words in enumerate(REFERENCES, 1)]
    path = HERE / "files" / "library_columns.pdf"
    first = [Frame(50, 650, 495, 140), Frame(50, 50, 240, 590), Frame(305, 50, 240, 590)]
    later = [Frame(50, 50, 240, 740), Frame(305, 50, 240, 740)]
    document = BaseDocTemplate(str(path), pagesize=A4, invariant=1)
    document.addPageTemplates(
        [
            PageTemplate("first", first, onPage=furnish),
            PageTemplate("later", later, onPage=furnish),
        ]
    )
    document.build(story)
    (HERE / "expected" / f"{path.name}.txt").write_text("\n".join(expected) + "\n")


if __name__ == "__main__":
    main()
