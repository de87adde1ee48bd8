"""What each step of a pass over a batch needs, and on what its result depends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from plumbline.batch.measure import PARTS, Measure, text_rows
from plumbline.store import hash_files, make_key
from plumbline.text.document import Document

# step -> data files and settings that it depends on besides those of reading and cleaning
DATA = {
    "texts": (),
    "readability": ("syllables",),
    "rhetoric": ("lexicons",),
    "citations": ("citations", "attribution_lexicons"),
    "claims": ("grammar", "topic"),
    "numbers": ("units", "topic"),
    "fingerprints": (),
}
SETTINGS = {"readability": "readability", "rhetoric": "rhetoric", "citations": "attribution"}


def step_recipes(code: Mapping[str, str], files: Mapping, settings: Mapping) -> dict[str, str]:
    """Return step -> a hash of all that its result depends on besides the sources.

    Args:
        code: step -> version of the code behind it.
        files: data files by name, as in `DATA`, and ``segmentation``.
        settings: of the study.

    """
    data = {name: hash_files(_as_list(files[name])) for names in DATA.values() for name in names}
    common = [hash_files(_as_list(files["segmentation"])), settings["limits"]]
    return {
        step: make_key(
            step,
            code[step],
            common,
            [data[name] for name in DATA[step]],
            settings.get(SETTINGS.get(step, ""), None),
        )
        for step in PARTS
    }


def step_keys(digests: Mapping[str, str], recipes: Mapping[str, str]) -> dict[str, str]:
    """Return the name under which the store keeps the parts of each step.

    Args:
        digests: hash of the batch for the step ``texts``, which takes in everything that is known
            of its sources, and for all ``others``, which read their ids, contents and addresses.
        recipes: from `step_recipes`.

    """
    return {
        step: make_key(recipe, digests["texts" if step == "texts" else "others"])
        for step, recipe in recipes.items()
    }


def load_measure(step: str, files: Mapping, settings: Mapping) -> Measure:
    """Return the function that a step calls for each document."""
    return _LOADERS[step](files, settings)


def _load_texts(files: Mapping, settings: Mapping) -> Measure:
    return text_rows


def _load_readability(files: Mapping, settings: Mapping) -> Measure:
    from plumbline.readability import count_sentences, load_syllables, score_document

    syllables, own = load_syllables(Path(files["syllables"])), settings["readability"]
    return lambda document: {
        "readability": score_document(document, syllables, own),
        "sentence_counts": count_sentences(document, syllables),
    }


def _load_rhetoric(files: Mapping, settings: Mapping) -> Measure:
    from plumbline.rhetoric.markers import find_markers, load_lexicons

    lexicons = load_lexicons(Path(files["lexicons"][0]).parent, settings["rhetoric"])
    return lambda document: {"markers": find_markers(document, lexicons)}


def _load_citations(files: Mapping, settings: Mapping) -> Measure:
    from plumbline.citations import find_citations, load_resources

    folder = Path(files["attribution_lexicons"][0]).parent
    resources = load_resources(Path(files["citations"]), folder, settings["attribution"])
    return lambda document: {"citations": find_citations(document, resources)}


def _load_claims(files: Mapping, settings: Mapping) -> Measure:
    from plumbline.claims import extract_claims, load_grammar, load_topic

    grammar = load_grammar(Path(files["grammar"][0]).parent)
    topic = load_topic(_folder(files["topic"]))
    return lambda document: {"claims": extract_claims(document, grammar, topic)}


def _load_numbers(files: Mapping, settings: Mapping) -> Measure:
    from plumbline.numbers import find_numbers, load_references, load_units

    units = load_units(Path(files["units"]))
    references = load_references(_folder(files["topic"]), units)
    return lambda document: {"numbers": find_numbers(document, units, references)}


def _load_fingerprints(files: Mapping, settings: Mapping) -> Measure:
    from plumbline.compare.fingerprints import WordHashes, fingerprint_document

    hashes = WordHashes()

    def measure(document: Document) -> dict:
        # Parquet has no quarrel with signs, and pandas none with signed whole numbers
        values = fingerprint_document(document, hashes).view("int64").tolist()
        about = document.source_id
        return {"fingerprints": [{"source_id": about, "fingerprint": v} for v in values]}

    return measure


_LOADERS: dict[str, Callable[[Mapping, Mapping], Measure]] = {
    "texts": _load_texts,
    "readability": _load_readability,
    "rhetoric": _load_rhetoric,
    "citations": _load_citations,
    "claims": _load_claims,
    "numbers": _load_numbers,
    "fingerprints": _load_fingerprints,
}


def _folder(files: object) -> Path | None:
    """Return the folder of a topic given as its files; none where there is no topic."""
    files = _as_list(files)
    return Path(files[0]).parent if files else None


def _as_list(files: object) -> list[str]:
    return [files] if isinstance(files, str) else list(files)
