"""LaTeX: booktabs tables, and text that every LaTeX engine can set."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from plumbline.publish.writeup.markdown import CITED, column_weight, is_numeric

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "#": r"\#",
        "$": r"\$",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_\allowbreak{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        "[": r"{[}",  # an optional argument where it follows the end of a row
        "]": r"{]}",
    }
)
# what a text holds that no 8-bit LaTeX font has, and the command that sets it
_COMMANDS = {
    "≥": r"\ensuremath{\geq}",
    "≤": r"\ensuremath{\leq}",
    "≈": r"\ensuremath{\approx}",
    "≠": r"\ensuremath{\neq}",
    "−": r"\ensuremath{-}",
    "→": r"\ensuremath{\rightarrow}",
    "α": r"\ensuremath{\alpha}",
    "β": r"\ensuremath{\beta}",
    "γ": r"\ensuremath{\gamma}",
    "δ": r"\ensuremath{\delta}",
    "κ": r"\ensuremath{\kappa}",
    "μ": r"\ensuremath{\mu}",
    "ρ": r"\ensuremath{\rho}",
    "Δ": r"\ensuremath{\Delta}",
    "\u2011": "-",
    "\u202f": r"\,",
    "\u2009": r"\,",
    "\u00ad": r"\-",
    "\ufeff": "",
    "\u200b": "",
}
_SETTABLE = set(
    "–—‘’‚“”„†‡•…‰‹›€™ŒœŠšŸŽžĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŐőŔŕŘřŚśŞşŢţŤťŪūŮůŰűŲųŹźŻż"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def escape_latex(text: object) -> str:
    """Return `text` on one line so that LaTeX sets it as it stands."""
    return make_settable(" ".join(str(text).split()).translate(_ESCAPES))


def make_settable(text: str) -> str:
    """Return LaTeX whose characters every engine can set with its standard fonts.

    Latin letters, usual punctuation and common signs stay or become commands. Any other character
    (another script, a pictogram) becomes its code point, U+4E2D: something is lost, and it shows.
    """
    text = _CONTROL.sub(" ", unicodedata.normalize("NFC", text))
    return "".join(map(_set, text))


def allow_breaks(latex: str) -> str:
    """Let lines break after the underscores of ids, which are long and stand in narrow columns."""
    return latex.replace(r"\_", r"\_\allowbreak{}")


def _set(character: str) -> str:
    if character.isascii() or character in _SETTABLE or "\u00a0" <= character <= "\u00ff":
        return _COMMANDS.get(character, character)
    return _COMMANDS.get(character, f"{{[}}U+{ord(character):04X}{{]}}")


def latex_table(frame: pd.DataFrame, caption: str, name: str) -> str:
    r"""Return `frame` as a LaTeX longtable (package booktabs), its text escaped.

    Citation keys become ``\citep``; the label is ``tab:<name>``.
    """
    columns = [[_cell(column, value) for value in frame[column].fillna("")] for column in frame]
    head = " & ".join(rf"\textbf{{{escape_latex(c)}}}" for c in frame)
    body = [" & ".join(row) + r" \\" for row in zip(*columns, strict=True)]
    return "\n".join(
        [
            r"% needs \usepackage{array,booktabs,longtable} and, for citations, natbib",
            r"\begingroup\footnotesize\setlength{\tabcolsep}{4pt}",
            rf"\begin{{longtable}}{{{_format(frame)}}}",
            rf"\caption{{{escape_latex(caption)}.}}\label{{tab:{name}}}\\",
            r"\toprule",
            rf"{head} \\",
            r"\midrule",
            r"\endfirsthead",
            r"\toprule",
            rf"{head} \\",
            r"\midrule",
            r"\endhead",
            r"\bottomrule",
            r"\endlastfoot",
            *body,
            r"\end{longtable}",
            r"\endgroup",
            "",
        ]
    )


def _cell(column: str, value: object) -> str:
    if column not in CITED:
        return escape_latex(value)
    return rf"\citep{{{','.join(str(value).split())}}}" if value else ""


def _format(frame: pd.DataFrame) -> str:
    texts = {column: [str(value) for value in frame[column].fillna("")] for column in frame}
    weights = {column: column_weight(column, cells) for column, cells in texts.items()}
    room = 0.96 - 0.02 * len(texts)  # of the line; the rest goes between the columns
    parts = []
    for column, cells in texts.items():
        side = "raggedleft" if is_numeric(cells) else "raggedright"
        width = room * weights[column] / sum(weights.values())
        parts.append(rf">{{\{side}\arraybackslash}}p{{{width:.3f}\linewidth}}")
    return "@{}" + "".join(parts) + "@{}"
