"""Loaders and scores against human judgement: on invented data, and on public data if there."""

import json
from pathlib import Path

import pytest

from plumbline.errors import SettingsError, SourceError
from plumbline.rhetoric.certainty import load_weights, rate_certainty
from plumbline.rhetoric.markers import load_lexicons
from plumbline.validity.hype import load_hype
from plumbline.validity.instruments import Instruments
from plumbline.validity.lexicon_precision import (
    MEASURED,
    list_differences,
    measure_entries,
    write_precision,
)
from plumbline.validity.measure_rhetoric import measure_hedges, measure_hype
from plumbline.validity.pei import (
    SETTINGS,
    find_finding_markers,
    fit_certainty,
    load_pei,
    write_weights,
)
from plumbline.validity.szeged import DETECTED, load_szeged, measure_rules

FOLDER = Path(__file__).parents[2] / "config/lexicons"
CUES = load_lexicons(FOLDER, {"categories": list(DETECTED), "skip_quotes": False})
HEDGES = load_lexicons(FOLDER, {"categories": ["hedge", "uncertainty"], "skip_quotes": False})
EVERYTHING = load_lexicons(FOLDER, SETTINGS)
INSTRUMENTS = Instruments(FOLDER, *[Path()] * 8)

XML = """<?xml version="1.0" encoding="UTF-8"?>{doctype}
<Annotation><DocumentSet><Document type="x"><DocID type="PMCID">D1</DocID>
<DocumentPart type="Text">
<Sentence id="S1.1">Zinc <ccue type="speculation_modal_probable_">may</ccue>
 help &amp; soothe.</Sentence>
<Sentence id="S1.2">Zinc is a metal.{entity}</Sentence>
<Sentence id="S1.3">
Iron might rust <ccue type="speculation_hypo_condition _">or so</ccue>.</Sentence>
</DocumentPart></Document></DocumentSet></Annotation>"""


def write_xml(tmp_path: Path, doctype: str = "", entity: str = "") -> Path:
    path = tmp_path / "x.xml"
    path.write_text(XML.format(doctype=doctype, entity=entity), encoding="utf-8")
    return path


def test_szeged_cues_keep_their_offsets(tmp_path):
    sentences = list(load_szeged(write_xml(tmp_path)))
    assert [s.document_id for s in sentences] == ["D1"] * 3
    first = sentences[0]
    ((start, end, kind),) = first.cues
    assert (first.text[start:end], kind) == ("may", "modal_probable")
    assert "help & soothe" in first.text
    assert sentences[2].cues[0][2] == "hypo_condition"


def test_szeged_entities_are_not_expanded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY f "inner">]>'
    sentences = list(load_szeged(write_xml(tmp_path, doctype, "&e;&f;")))
    assert "secret" not in sentences[1].text
    assert "inner" not in sentences[1].text


def test_szeged_broken_file_is_named(tmp_path):
    path = tmp_path / "broken.xml"
    path.write_text("<Annotation>")
    with pytest.raises(SourceError, match=r"broken\.xml"):
        list(load_szeged(path))


def test_hedges_are_scored_by_sentence_and_by_cue(tmp_path):
    # found: may (right), might (no cue there, yet its sentence has one); missed: "or so"
    write_xml(tmp_path)
    sums = {
        m.instrument: m.units.sum(axis=0).tolist()
        for m in measure_hedges(tmp_path, INSTRUMENTS)
        if m.resampled == "sentences" and m.split == "x"
    }
    # hits, false alarms, misses
    assert sums == {"hedges": [2, 0, 0], "hedge cues": [1, 1, 1]}
    assert measure_rules(load_szeged(write_xml(tmp_path)), HEDGES) == {
        "hedge.modal.may": (1.0, 1),
        "hedge.modal.might": (0.0, 1),
    }


def test_precision_is_written_into_a_lexicon_and_nothing_else(tmp_path):
    path = tmp_path / "hedges.tsv"
    before = (
        "# a comment\n"
        "entry\tcategory\tsubcategory\tguard\tsource\tuse\tprecision\tn\tnote\n"
        "may\thedge\tmodal\t\tH\ton\t{}\t{}\tno month\n"
        "might\thedge\tmodal\t\tH\ton\t{}\t{}\t\n"
    )
    path.write_text(before.format("0.1", "3", "0.2", "4"))
    measured = {"hedge.modal.may": (0.755, 20)}
    assert list(list_differences(path, measured)) == ["hedge.modal.may", "hedge.modal.might"]
    write_precision(path, measured)
    assert path.read_text() == before.format("0.76", "20", "", "")
    assert list(list_differences(path, measured)) == []


def test_hype_examples(tmp_path):
    path = tmp_path / "hype_examples.csv"
    path.write_text(
        "category,adjective,sentence,label,note\n"
        'Novelty,unique,"We hold a unique position.",HYPE,\n'
        'Novelty,unique,"Each box has a unique number.",NOT HYPE,\n'
        'Rigor,strong,"A strong team.",HYPE,\n'
    )
    (measured,) = measure_hype(tmp_path, INSTRUMENTS)
    assert measured.units.sum(axis=0).tolist() == [2, 3]
    assert measured.errors == [("missed: strong", "A strong team.")]
    path.write_text("category,adjective,sentence,label,note\nA,b,c,MAYBE,\n")
    with pytest.raises(SourceError, match=r"hype_examples\.csv"):
        list(load_hype(path))


def test_certainty_is_the_sum_of_its_weights():
    weights = {"intercept": 5.0, "hedge": -0.5, "hedge.modal.may": -0.25, "booster": 0.5}
    markers = find_finding_markers("Zinc may work.", EVERYTHING)
    assert rate_certainty(markers, weights) == 5.0 - 0.5 - 0.25
    assert rate_certainty([], weights) == 5.0
    thrice = find_finding_markers("It may, may and may work.", EVERYTHING)
    assert rate_certainty(thrice, weights) == 5.0 - 2 * 0.5 - 2 * 0.25
    assert rate_certainty(thrice, {"intercept": 9.0}) == 6.0


def test_certainty_weights_are_learnt_and_read_back(tmp_path):
    path = tmp_path / "findings.jsonl"
    rows = [("Zinc may work.", 2.0), ("Zinc works.", 6.0)] * 5
    path.write_text(
        "\n".join(
            json.dumps({"finding": f, "sentence-level-certainty": y, "split": "train"})
            for f, y in rows
        )
    )
    findings = list(load_pei(path))
    fitted = fit_certainty(findings, EVERYTHING)
    write_weights(fitted, tmp_path / "w.tsv")
    weights = load_weights(tmp_path / "w.tsv")
    assert weights["hedge"] < 0
    hedged = find_finding_markers("Zinc may work.", EVERYTHING)
    assert rate_certainty(hedged, weights) < rate_certainty([], weights)


def test_wrong_weights_are_named(tmp_path):
    path = tmp_path / "w.tsv"
    path.write_text("term\tweight\tn\nintercept\thigh\t1\n")
    with pytest.raises(SettingsError, match=r"w\.tsv, line 2"):
        load_weights(path)
    path.write_text("term\tweight\tn\nhedge\t1\t1\n")
    with pytest.raises(SettingsError, match="intercept"):
        load_weights(path)


# --- on the public data ---------------------------------------------------------------------------


def test_precision_in_the_lexicons_is_what_was_measured(gold):
    measured = measure_entries(gold / "szeged-uncertainty", CUES)
    for name in MEASURED:
        assert list(list_differences(FOLDER / name, measured)) == [], name


def test_certainty_weights_are_those_of_the_training_part(gold):
    findings = list(load_pei(gold / "pei2021-certainty/sentence-level-certainty.jsonl"))
    weights = load_weights(FOLDER / "certainty_weights.tsv")
    training = [f for f in findings if f.split == "train"]
    fitted = {term: weight for term, weight, _ in fit_certainty(training, EVERYTHING)}
    assert weights == pytest.approx(fitted, abs=0.0015)
