"""What is measured: each tool as a function that prepares it and returns `measure(text, format)`.

Plumbline's own run in its environment, the others in that of `peers.txt`; each imports only what
it needs, when it is prepared.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

PROJECT = Path(os.environ.get("BENCH_PROJECT", Path(__file__).parents[1]))
Measure = Callable[[str, str], object]

# textstat's function -> the name of the same index here
NINE = {
    "flesch_reading_ease": "flesch_reading_ease",
    "flesch_kincaid_grade": "flesch_kincaid",
    "smog_index": "smog",
    "coleman_liau_index": "coleman_liau",
    "automated_readability_index": "ari",
    "dale_chall_readability_score": "dale_chall",
    "linsear_write_formula": "linsear_write",
    "gunning_fog": "gunning_fog",
    "spache_readability": "spache",
}


# --- Plumbline ------------------------------------------------------------------------------------
def plumbline_nine() -> Measure:
    """The nine indices of textstat, from one pass."""
    _use_project()
    from plumbline.readability.textstat_scores import TextstatWords, score_textstat

    words = TextstatWords()

    def measure(text: str, _: str) -> list[float]:
        values, _ = score_textstat(text, words)
        return [values[name] for name in NINE.values()]

    return measure


def plumbline_markers() -> Measure:
    """Cleaning, tokens and every marker: what a search for words in a notebook stands against."""
    stages = _stages()
    chosen = {name: stages[name] for name in ("clean", "tokens", "rhetoric")}
    return lambda text, fmt: _run(chosen, text, fmt)


def plumbline_all() -> Measure:
    """Everything that is measured of a document."""
    stages = _stages()
    return lambda text, fmt: _run(stages, text, fmt)


def plumbline_stages() -> Measure:
    """The same; returns stage -> seconds of CPU."""
    stages = _stages()

    def measure(text: str, fmt: str) -> dict[str, float]:
        spent, document = {}, None
        for name, stage in stages.items():
            start = process_time()
            result = stage(text, fmt, document)
            spent[name] = process_time() - start
            document = result if name == "clean" else document
        return spent

    return measure


def _run(stages: dict[str, Callable], text: str, fmt: str) -> None:
    document = None
    for name, stage in stages.items():
        result = stage(text, fmt, document)
        document = result if name == "clean" else document


def _use_project() -> None:
    sys.path.insert(0, str(PROJECT / "src"))


def _stages() -> dict[str, Callable]:
    """Return stage -> function of (text, format, document), everything loaded."""
    _use_project()
    from plumbline.citations import find_citations, load_resources
    from plumbline.claims import extract_claims, load_grammar, load_topic
    from plumbline.memory import spare_collector
    from plumbline.numbers import find_numbers, load_references, load_units
    from plumbline.readability import count_sentences, load_syllables, score_document
    from plumbline.rhetoric.markers import find_markers, load_lexicons
    from plumbline.settings import load_settings
    from plumbline.text.clean import clean_text
    from plumbline.text.rules import load_rules

    config = PROJECT / "config"
    settings = load_settings(PROJECT, PROJECT, {})
    topic_folder = PROJECT / settings["topic"]
    rules = load_rules(config / "segmentation")
    syllables = load_syllables(config / "syllables.tsv")
    lexicons = load_lexicons(config / "lexicons", settings["rhetoric"])
    resources = load_resources(
        config / "citations.yaml", config / "lexicons", settings["attribution"]
    )
    grammar, topic = load_grammar(config / "claims"), load_topic(topic_folder)
    units = load_units(config / "units.yaml")
    references = load_references(topic_folder, units)

    spare_collector()  # as the pipeline's jobs do

    def score(text: str, fmt: str, document: object) -> None:
        score_document(document, syllables, settings["readability"])
        count_sentences(document, syllables)

    return {
        "clean": lambda text, fmt, _: clean_text("page", text, fmt, rules),
        "tokens": lambda text, fmt, document: document.tokens,
        "readability": score,
        "rhetoric": lambda text, fmt, document: find_markers(document, lexicons),
        "citations": lambda text, fmt, document: find_citations(document, resources),
        "claims": lambda text, fmt, document: extract_claims(document, grammar, topic),
        "numbers": lambda text, fmt, document: find_numbers(document, units, references),
    }


# --- others ---------------------------------------------------------------------------------------
def textstat() -> Measure:
    """Nine functions of textstat, called one by one as its manual shows, unrounded."""
    import textstat

    textstat.set_rounding(False)
    functions = [getattr(textstat, name) for name in NINE]
    return lambda text, _: [function(text) for function in functions]


def textdescriptives() -> Measure:
    """Its readability component on a blank English pipeline: no trained model is needed."""
    import spacy
    import textdescriptives  # noqa: F401  registers its components

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("textdescriptives/readability")
    return lambda text, _: pipeline(text)._.readability


def py_readability_metrics() -> Measure:
    """Its nine metrics; NLTK's sentence splitter as it comes, for its trained data are not here."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer
    from readability import Readability
    from readability.text import analyzer

    analyzer.sent_tokenize = PunktSentenceTokenizer().tokenize
    names = (
        *("flesch", "flesch_kincaid", "gunning_fog", "coleman_liau", "dale_chall", "ari"),
        *("linsear_write", "smog", "spache"),
    )

    def measure(text: str, _: str) -> list[float]:
        read = Readability(text)
        return [getattr(read, name)().score for name in names]

    return measure


def readability() -> Measure:
    """The `readability` package, which wants a sentence on each line and words between spaces."""
    sys.path.insert(0, os.environ["BENCH_READABILITY"])
    sys.modules["re2"] = None  # installed with proselint; this package takes it and then fails
    from readability import getmeasures

    ends, marks = re.compile(r"(?<=[.!?])\s+"), re.compile(r"([^\w\s])")

    def measure(text: str, _: str) -> object:
        return getmeasures(marks.sub(r" \1 ", ends.sub("\n", text)), lang="en")

    return measure


def proselint() -> Measure:
    """All checks of proselint's default configuration."""
    from proselint.checks import __register__ as checks
    from proselint.config import DEFAULT
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(checks)
    return lambda text, _: LintFile("page.txt", text).lint(DEFAULT)


def notebook() -> Measure:
    """A notebook as users write it: one alternation for each word list, on text in lower case."""
    import csv

    patterns = {}
    for path in sorted((PROJECT / "config/lexicons").glob("*.tsv")):
        lines = [row for row in path.read_text("utf-8").splitlines() if not row.startswith("#")]
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        words = [row["entry"] for row in rows if row.get("entry")]
        plain = sorted({w for w in words if re.fullmatch(r"[\w' -]+", w)}, key=len, reverse=True)
        if plain:
            patterns[path.stem] = re.compile(rf"\b(?:{'|'.join(map(re.escape, plain))})\b")

    def measure(text: str, _: str) -> dict[str, int]:
        lowered = text.lower()
        words = len(re.findall(r"\w+", lowered)) or 1
        return {k: 1000 * len(p.findall(lowered)) / words for k, p in patterns.items()}

    return measure
