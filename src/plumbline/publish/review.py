"""What the notebooks say and show; each method puts one thing into the notebook's output."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Image, display
from markupsafe import Markup

from plumbline.compare.intervals import CONFIDENCE
from plumbline.publish import sentences
from plumbline.publish.html import render_list, render_table
from plumbline.publish.limits import list_limits
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.sentences_contrasts import say_plan, say_power
from plumbline.publish.small_tables import SMALL_TABLES, caption_table, list_accuracy

WIDTH = 680  # pixels on the page
NOT_MEASURED = (
    "<p>The instruments behind these results were not measured in this run. With the setting "
    "<code>gold</code>, a folder of human-annotated data, they are; docs/validity.md holds the "
    "figures of the project.</p>"
)


class Review:
    """A study under review.

    Args:
        tables: folder of the tables.
        figures: folder of the figures; one that is missing there is drawn from the tables.
        lexicons: folder of the lexicons.
        confidence: coverage of the intervals in the tables.

    """

    def __init__(
        self, tables: str, figures: str, lexicons: str, confidence: float = CONFIDENCE
    ) -> None:
        self.tables = StudyTables(tables, lexicons, confidence)
        self.figures = Path(figures)

    def answer(self, topic: str) -> None:
        """Show the answer to a notebook's question, generated from the data."""
        text = " ".join(filter(None, (answer(self.tables) for answer in sentences.ANSWERS[topic])))
        display(HTML(Markup('<p class="answer">{}</p>').format(text)))

    def say_left_out(self) -> None:
        """Show of which safety topics no mention was found."""
        display(HTML(Markup("<p>{}</p>").format(sentences.say_left_out(self.tables))))

    def show_figure(self, name: str) -> None:
        """Show a figure with its title and alt text."""
        title, alt, png = self._load_figure(name)
        display(HTML(Markup('<p class="figure">{}</p>').format(title)))
        display(Image(data=png, format="png", width=WIDTH, alt=alt))

    def show_table(self, name: str) -> None:
        """Show one of the short tables, or a sentence where it has no rows."""
        frame = SMALL_TABLES[name][0](self.tables)
        caption = caption_table(name, len(frame), self.tables.confidence)
        if frame.empty:
            display(HTML(Markup("<p>{}: nothing to list.</p>").format(caption)))
        else:
            display(HTML(render_table(frame, caption)))

    def say(self, topic: str) -> None:
        """Show sentences on the plan, on the power of the contrasts, or on the kinds of claims."""
        builders = {"plan": (say_plan,), "power": (say_power,), **sentences.ANSWERS}[topic]
        text = " ".join(filter(None, (build(self.tables) for build in builders)))
        if text:
            display(HTML(Markup("<p>{}</p>").format(text)))

    def show_accuracy(self, topic: str) -> None:
        """Show how accurate the instruments are that the results of a notebook rest on."""
        frame = list_accuracy(self.tables, topic)
        if frame.empty:
            display(HTML(NOT_MEASURED))
        else:
            caption = caption_table("accuracy", len(frame), self.tables.confidence)
            display(HTML(render_table(frame, caption)))

    def say_limits(self, topic: str) -> None:
        """Show what cannot be concluded."""
        display(HTML(render_list(list_limits(self.tables, topic))))

    def _load_figure(self, name: str) -> tuple[str, str, bytes]:
        picture, described = self.figures / f"{name}.png", self.figures / "descriptions.json"
        if picture.exists() and described.exists():
            about = json.loads(described.read_text(encoding="utf-8"))[name]
            return about["title"], about["alt"], picture.read_bytes()
        # Plotting is imported only where a figure has to be drawn: the import costs a second.
        from plumbline.publish import figures

        title, alt = figures.FIGURES[name].title, figures.alt_text(name, self.tables)
        return title, alt, figures.draw_png(name, self.tables)

    def table(self, name: str) -> pd.DataFrame:
        """Return a whole table of the study, for questions of your own."""
        return self.tables[name]
