"""Loaders and scores against human judgement: on invented data, and on public data if there."""

import json
from pathlib import Path

import pytest

from plumbline.errors import SettingsError, SourceError
from plumbline.rhetoric.certainty import load_weights, rate_certainty
from plumbline.rhetoric.markers import load_lexicons
from plumbline.validity.hype import load_hype, score_hype
from plumbline.validity.instruments import Instruments
from plumbline.validity.lexicon_precision import (
    MEASURED,
    list_differences,
    measure_entries,
    write_precision,
)
from plumbline.validity.measure_rhetoric import measure_hedges
from plumbline.validity.pei import (
    SETTINGS,
    find_finding_markers,
    fit_certainty,
    load_pei,
    score_certainty,
    write_weights,
)
from plumbline.validity.szeged import (
    DETECTED,
    Agreement,
    load_szeged,
    measure_rules,
    score_hedges,
)

FOLDER = Path(__file__).parents[2] / "config/lexicons"
CUES = load_lexicons(FOLDER, {"categories": list(DETECTED), "skip_quotes": False})
HEDGES = load_lexicons(FOLDER, {"categories": ["hedge", "uncertainty"], "skip_quotes": False})
EVERYTHING = load_lexicons(FOLDER, SETTINGS)

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
    scores = score_hedges(load_szeged(write_xml(tmp_path)), HEDGES)
    assert scores["sentence"] == Agreement(hits=2, false_alarms=0, misses=0)
    assert scores["cue"] == Agreement(hits=1, false_alarms=1, misses=1)
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


def test_agreement_by_hand():
    agreement = Agreement(hits=6, false_alarms=2, misses=4)
    assert agreement.precision == 0.75
    assert agreement.recall == 0.6
    assert agreement.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert str(Agreement(0, 0, 0).f1) == "nan"


def test_hype_examples(tmp_path):
    path = tmp_path / "hype.csv"
    path.write_text(
        "category,adjective,sentence,label,note\n"
        'Novelty,unique,"We hold a unique position.",HYPE,\n'
        'Novelty,unique,"Each box has a unique number.",NOT HYPE,\n'
        'Rigor,strong,"A strong team.",HYPE,\n'
    )
    assert score_hype(load_hype(path), EVERYTHING) == (2, 3)
    path.write_text("category,adjective,sentence,label,note\nA,b,c,MAYBE,\n")
    with pytest.raises(SourceError, match=r"hype\.csv"):
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
    r, n = score_certainty(findings, EVERYTHING, weights)
    assert (r, n) == (pytest.approx(1.0), 10)


def test_wrong_weights_are_named(tmp_path):
    path = tmp_path / "w.tsv"
    path.write_text("term\tweight\tn\nintercept\thigh\t1\n")
    with pytest.raises(SettingsError, match=r"w\.tsv, line 2"):
        load_weights(path)
    path.write_text("term\tweight\tn\nhedge\t1\t1\n")
    with pytest.raises(SettingsError, match="intercept"):
        load_weights(path)


# --- on the public data ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def szeged(gold):
    folder = gold / "szeged-uncertainty"
    bio = [s for name in ("bio_bmc", "bio_fly") for s in load_szeged(folder / f"{name}.xml")]
    return {"bio": bio, "wiki": list(load_szeged(folder / "wiki.xml"))}


@pytest.mark.parametrize(
    ("part", "unit", "floor"),
    [
        ("bio", "sentence", 0.84),
        ("bio", "cue", 0.80),
        ("wiki", "sentence", 0.83),
        ("wiki", "cue", 0.78),
    ],
)
def test_hedges_agree_with_the_szeged_corpus(szeged, part, unit, floor):
    assert score_hedges(szeged[part], CUES)[unit].f1 >= floor


@pytest.mark.parametrize(
    ("part", "sentence", "cue"), [("bio", 0.845, 0.80), ("bio (held out)", 0.82, 0.78)]
)
def test_research_prose_is_judged_by_weights_learnt_without_it(gold, part, sentence, cue):
    instruments = Instruments(FOLDER, *[Path()] * 8)
    f1 = {
        (m.instrument, m.split): m.statistic(m.units.sum(axis=0, keepdims=True))["f1"]
        for m in measure_hedges(gold / "szeged-uncertainty", instruments)
        if m.resampled == "sentences"
    }
    assert f1["hedges", part] >= sentence
    assert f1["hedge cues", part] >= cue


def test_precision_in_the_lexicons_is_what_was_measured(gold):
    measured = measure_entries(gold / "szeged-uncertainty", CUES)
    for name in MEASURED:
        assert list(list_differences(FOLDER / name, measured)) == [], name


def test_hype_agrees_with_its_guidelines(gold):
    right, n = score_hype(load_hype(gold / "hype/hype_examples.csv"), EVERYTHING)
    assert right / n >= 0.9


def test_certainty_agrees_with_readers(gold):
    findings = list(load_pei(gold / "pei2021-certainty/sentence-level-certainty.jsonl"))
    weights = load_weights(FOLDER / "certainty_weights.tsv")
    held_out = [f for f in findings if f.split == "val"]
    assert score_certainty(held_out, EVERYTHING, weights)[0] >= 0.62
    training = [f for f in findings if f.split == "train"]
    fitted = {term: weight for term, weight, _ in fit_certainty(training, EVERYTHING)}
    assert weights == pytest.approx(fitted, abs=0.0015)
