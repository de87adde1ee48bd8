"""One look for every figure: page width, fonts, colours that survive grey and colour blindness."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from plumbline.whole import write_bytes

WIDTH = 6.8  # inches: the text width of an A4 or Letter page
MAX_HEIGHT = 9.0
SCREEN_DPI, PRINT_DPI = 200, 300

# Okabe and Ito 2008, in an order whose neighbours also differ in grey.
INK, GREY, PALE = "#1a1a1a", "#6e6e6e", "#d9d9d9"
BLUE, ORANGE, GREEN, PINK = "#0072B2", "#E69F00", "#009E73", "#CC79A7"
COLOURS = (BLUE, ORANGE, INK, GREEN, PINK, "#D55E00", "#56B4E9", "#8a7a00")
SHAPES = ("o", "s", "^", "D", "v", "P", "X", "*")

# Seven steps of cividis, light to dark: one order in colour, in grey and to the colour blind.
LEVEL_COLOURS = ("#fdf3c0", "#f0dd84", "#d3c164", "#a69d75", "#7c7b78", "#4d5a6c", "#00224e")

RC = {
    "font.family": "DejaVu Sans",  # ships with matplotlib: the same on every machine
    "font.size": 8,
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.6,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.color": INK,
    "ytick.color": INK,
    "ytick.major.size": 0,
    "legend.fontsize": 7,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "text.parse_math": False,  # a dollar sign in a source is a dollar sign
    "svg.hashsalt": "plumbline",
    "svg.fonttype": "path",  # looks the same where the font is not installed
    "pdf.fonttype": 42,
    "axes.unicode_minus": True,
}


@contextmanager
def use_style() -> Iterator[None]:
    """Draw and save inside this: default settings plus the project's own, no user style."""
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(RC)
        # A script that the font lacks is drawn as boxes; that is no fault of the run.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def save_figure(figure: Figure, path: Path, dpi: int = SCREEN_DPI) -> None:
    """Save `figure` as the format of the suffix (svg, png, pdf), the same bytes always."""
    write_bytes(path, render_figure(figure, path.suffix.lstrip("."), dpi))


def render_figure(figure: Figure, kind: str = "png", dpi: int = SCREEN_DPI) -> bytes:
    """Return `figure` as bytes without dates, versions or random ids."""
    metadata = {
        "svg": {"Date": None, "Creator": None},
        "png": {"Software": None},
        "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
    }[kind]
    with use_style(), io.BytesIO() as buffer:
        figure.savefig(buffer, format=kind, dpi=dpi, metadata=metadata)
        return buffer.getvalue()


def shorten_labels(ids: Iterable[str], width: int = 28) -> dict[str, str]:
    """Return id -> label of at most `width` characters, still told apart from one another."""
    ids = list(dict.fromkeys(ids))
    labels = {i: _printable(i) for i in ids}
    short = {
        i: text if len(text) <= width else text[: width - 1] + "…" for i, text in labels.items()
    }
    if len(set(short.values())) == len(ids):
        return short
    half = (width - 1) // 2
    short = {
        i: text if len(text) <= width else f"{text[: width - 1 - half]}…{text[-half:]}"
        for i, text in labels.items()
    }
    return short if len(set(short.values())) == len(ids) else labels


def _printable(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def wrap_text(text: str, width: int, lines: int = 2) -> str:
    """Return `text` broken at words into lines of at most `width` characters, the rest cut off."""
    wrapped = textwrap.wrap(
        _printable(text), width, max_lines=lines, placeholder="…", break_on_hyphens=False
    )
    return "\n".join(wrapped)


def shorten_text(text: str, width: int) -> str:
    """Return `text` on one line, cut at a word to at most `width` characters."""
    text = _printable(text)
    if len(text) <= width:
        return text
    cut = text[: width - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[width // 2 :] else cut).rstrip(" ,;:(") + "…"
