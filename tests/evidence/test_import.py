"""Evidence from summary-of-findings tables and bibliographies, all of it invented."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.errors import SettingsError
from plumbline.evidence import bibliography, load_evidence
from plumbline.evidence.findings import read_findings
from plumbline.evidence.importers import import_evidence, write_evidence
from plumbline.evidence.references import plain_latex, read_references
from plumbline.evidence.tested import split_authors

PROJECT = Path(__file__).parents[2]

TABLE = """Florium against headache,,,,,
Outcomes,№ of participants (studies),Certainty of the evidence (GRADE),Relative effect (95% CI),Risk difference with florium,Comments
Headache days,119 (2 RCTs),⊕⊕◯◯ LOW a,RR 0.81 (0.70 to 0.94),,Florium may reduce headache.
"Mood, by scale",61 (1 RCT),⊕⊕⊕◯,-,MD 1.2 lower (3.1 lower to 0.7 higher),
Appetite,,,,,Not reported
Sleep,61 (1 RCT),certain enough,RR 1.1 (0.9 to 1.3),,
Weight,61 (1 RCT),very low,not estimable,,
"""  # noqa: E501

BIBTEX = r"""
@string{jf = "Journal of " # {Florium}}
@comment{nothing to see}
@article{ode2015, author = {{\O}deg{\aa}rd, Kari Anne and P. Brightwater and others},
  title = {{Florium} \& tension headache in nurses: a {\em randomised} trial}, journal = jf,
  year = 2015, volume = 7, number = {2}, pages = "77--81", doi = {https://doi.org/10.5555/FLOR.77},
  pmid = {20417733}}
@misc{broken, title = {No end
@article(brandt2019, title = "On \"uber-florium", author = {{Florium Study Group}}, year = {2019})
@book{untitled, year = 1999}
"""

RIS = """TY  - JOUR
AU  - Lindqvist, Anna
AU  - Lowe, J. B.
TI  - Florium and mood
  in mice
PY  - 2001/05/03
JO  - Acta Florii
VL  - 4
SP  - 1
EP  - 9
DO  - 10.5555/mood.1
ER  -
TY  - JOUR
TI  - Never closed
"""

CSL = """[
 {"id": "lowe-2020", "title": "Florium at work", "DOI": "10.5555/work", "PMID": "20417799",
  "author": [{"family": "Lowe", "given": "Jo-Ann"}, {"literal": "Florium Group"}],
  "issued": {"date-parts": [[2020, 3]]}, "container-title": "Work", "volume": 3, "page": "5-6"},
 7,
 {"title": "Bad DOI", "DOI": "doi.org/11.5/x"}
]"""


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        for name, text in files.items():
            stem, _, suffix = name.rpartition("_")
            data = text if isinstance(text, bytes) else text.encode()
            (tmp_path / f"{stem}.{suffix}").write_bytes(data)
        return sorted(tmp_path.iterdir())

    return write


def reload(data, folder):
    write_evidence(data, folder / "evidence.yaml")
    return load_evidence(folder)


def test_a_folder_becomes_evidence_that_the_pipeline_reads(folder, tmp_path):
    files = folder(sof_csv=TABLE, a_bib=BIBTEX, b_ris=RIS, c_json=CSL)
    data, report = import_evidence(files, "florium")
    evidence = reload(data, tmp_path)
    assert set(evidence.verdicts) == {"headache_days", "mood_by_scale", "appetite"}
    assert set(evidence.studies) == {
        "ode2015",
        "brandt2019",
        "lindqvist_2001",
        "lowe_2020",
        "study",
    }
    assert report == [
        "a.bib, line 8: this entry cannot be read from here on; close its brackets.",
        "a.bib, line 10: this entry has no title; it was left out.",
        "b.ris, line 13: this entry has no ER line; it was left out.",
        "c.json, line 5: this item is no {...}; it was left out.",
        "c.json, line 6: the DOI '11.5/x' is malformed; it was left out.",
        "sof.csv, line 6: the certainty 'certain enough' is not understood; "
        "write one of high, moderate, low, very low, none.",
        "sof.csv, line 7: no interval was found that tells the direction; "
        "add a column 'direction'.",
    ]


@pytest.mark.parametrize(
    ("claim", "direction", "certainty", "rationale"),
    [
        (
            "headache_days",
            "supports",
            "low",
            "Florium may reduce headache. RR 0.81 (0.70 to 0.94); 119 (2 RCTs).",
        ),
        (
            "mood_by_scale",
            "mixed",
            "moderate",
            "MD 1.2 lower (3.1 lower to 0.7 higher); 61 (1 RCT).",
        ),
        ("appetite", "not tested in humans", "none", "Not reported."),
    ],
)
def test_a_row_of_findings_becomes_a_verdict(claim, direction, certainty, rationale):
    findings, _ = read_findings(TABLE)
    entry = next(f.entry for f in findings if f.claim_id == claim)
    assert (entry["direction"], entry["certainty"]) == (direction, certainty)
    assert entry["rationale"] == rationale
    assert ("note" in entry) == (direction != "not tested in humans")


@pytest.mark.parametrize(
    ("relative", "absolute", "direction"),
    [
        ("RR 0.85 (95% CI 0.70 to 1.03)", "", "mixed"),
        ("OR 1,40 (1,10 – 1,80)", "", "supports"),
        ("HR 0.6 [0.4, 0.9]", "", "supports"),
        ("SMD -0.4 (-0.7 to -0.1)", "", "supports"),
        ("SMD -0.4 (-0.9 to 0.1)", "", "mixed"),
        ("RR 0.85 (0.70-0.93)", "", "supports"),
        ("-", "17 fewer per 1,000 (30 fewer to 2 more)", "mixed"),
        ("", "MD 17.36 lower (27.27 lower to 7.44 lower)", "supports"),
    ],
)
def test_the_direction_is_read_from_the_interval(relative, absolute, direction):
    table = "Outcome;Certainty;Relative effect;Absolute effect\n"
    findings, problems = read_findings(f"{table}x;low;{relative};{absolute}\n")
    assert problems == []
    assert findings[0].entry["direction"] == direction


def test_columns_of_our_own_are_taken_as_they_are(folder, tmp_path):
    table = (
        "claim_id\tcertainty\tdirection\tform tested\tindirect\treferences\trationale\n"
        "headache\thigh\tno effect\tacetate\tform, population\tode2015 nobody\tTwo trials.\n"
        "headache\thigh\tdownward\t\t\t\t\n"
    )
    data, report = import_evidence(folder(own_csv=table, a_bib=BIBTEX), "florium")
    verdict = reload(data, tmp_path).verdicts["headache"]
    assert (verdict.direction, verdict.form, verdict.note) == ("no effect", "acetate", "")
    assert (verdict.indirect, verdict.studies) == (("form", "population"), ("ode2015",))
    assert report[-2:] == [
        "own.csv, line 2: the study 'nobody' is in no bibliography; it was left out.",
        "own.csv, line 3: the direction 'downward' is unknown; use one of supports, mixed, "
        "no effect, not tested in humans, factual.",
    ]


def test_a_bibtex_entry_becomes_a_study():
    ode, brandt = read_references(BIBTEX, "bib")[0]
    assert ode.line == 4
    assert ode.fields == {
        "title": "Florium & tension headache in nurses: a randomised trial",
        "authors": "Ødegård KA, Brightwater P, et al.",
        "year": "2015",
        "journal": "Journal of Florium 7(2):77-81",
        "doi": "10.5555/FLOR.77",
        "pmid": "20417733",
    }
    assert split_authors(ode.fields["authors"]) == ["Ødegård", "Brightwater"]
    assert brandt.fields["title"] == "On über-florium"
    assert brandt.fields["authors"] == "Florium Study Group"


def test_a_ris_entry_becomes_a_study():
    (mood,), _ = read_references(RIS, "ris")
    assert mood.fields == {
        "title": "Florium and mood in mice",
        "authors": "Lindqvist A, Lowe JB",
        "year": "2001",
        "journal": "Acta Florii 4:1-9",
        "doi": "10.5555/mood.1",
    }


def test_a_csl_item_becomes_a_study():
    references, _ = read_references(CSL, "json")
    assert references[0].fields == {
        "title": "Florium at work",
        "authors": "Lowe JA, Florium Group",
        "year": "2020",
        "journal": "Work 3:5-6",
        "doi": "10.5555/work",
        "pmid": "20417799",
    }


def test_our_own_bibliography_reads_back():
    evidence = load_evidence(PROJECT / "config/topics/magnesium-sleep")
    references, problems = read_references(bibliography(evidence), "bib")
    assert problems == []
    titled = {key: study for key, study in evidence.studies.items() if "title" in study}
    for reference in references:
        title = str(titled[reference.key]["title"].value)
        assert reference.fields["title"] == " ".join(title.split())
        doi = titled[reference.key].get("doi")
        assert reference.fields.get("doi", None) == (doi.value if doi else None)
    assert len(references) == sum(bool(study["title"].value) for study in titled.values())


def test_the_same_study_in_two_files_is_taken_once(folder):
    files = folder(a_bib="@misc{x, title={A}, doi={10.5555/Work}}", c_json=CSL)
    data, report = import_evidence(files, "florium")
    assert "x" in data["studies"]
    assert "lowe_2020" not in data["studies"]
    assert "c.json, line 2: this entry has the identifier of 'x'; it was left out." in report


def test_a_key_that_is_taken_gets_the_next_number(folder):
    entries = "".join(f"@misc{{x, title={{No. {i}}}}}\n" for i in range(12))
    data, _ = import_evidence(folder(a_bib=entries), "florium")
    assert list(data["studies"]) == ["x", *(f"x_{i}" for i in range(2, 13))]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a_bib", b"@misc{x,\ntitle={\xff}}", "a.bib, line 2: this file is not UTF-8"),
        ("a_csv", " \n", "a.csv, line 1: this file is empty"),
        ("a_csv", "a,b\n1,2\n", "a.csv, line 1: no heading with an outcome and a certainty"),
        ("a_csv", 'Outcome,Certainty\n"x,low\n', "a.csv, line 2: a quotation mark or cell does"),
        ("a_json", "{}", "a.json, line 1: this is no CSL-JSON"),
        ("a_json", '[{"title": "x"},\n{]', "a.json, line 2: this is not valid JSON"),
        ("a_json", "[" * 100_000, "a.json, line 1: this is not valid JSON"),
        ("a_ris", "hello\n", "a.ris, line 1: this line stands outside an entry"),
        ("a_bib", "@misc{= nothing}", "a.bib, line 1: this entry has no key"),
    ],
)
def test_what_is_not_understood_is_one_sentence_with_file_and_line(folder, name, content, message):
    _, report = import_evidence(folder(**{name: content}), "florium")
    assert len([sentence for sentence in report if sentence.startswith(message)]) == 1
    assert all("\n" not in sentence for sentence in report)


def test_nothing_to_import_is_one_sentence():
    with pytest.raises(SettingsError, match="'import_from' names no folder with files to import"):
        import_evidence([], "florium")


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"G{\'o}mez and \v{S}imek", "Gómez and Šimek"),
        (r"\c c and \caption", "ç and "),
        (r"50\,\% of {NMDA}~receptors", r"50\,% of NMDA receptors"),
        (r"Stra{\ss}e", "Straße"),
    ],
)
def test_latex_becomes_plain_text(latex, plain):
    assert plain_latex(latex) == plain


JUMBLE = "@article{}()\\\"',=#[]: \n\tTYER-  AU0123456789abc⊕%;.\x00\u2028"


@given(st.text(JUMBLE, max_size=300), st.sampled_from(["csv", "bib", "ris", "json"]))
def test_any_text_ends_in_evidence_and_a_report(tmp_path_factory, text, suffix):
    folder = tmp_path_factory.mktemp("any")
    (folder / f"a.{suffix}").write_text(text, "utf-8")
    data, report = import_evidence([folder / f"a.{suffix}"], "florium")
    reload(data, folder)
    assert data["studies"] or data["claims"] or report


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("bib", "@a{k,t={" * 40_000),
        ("bib", "@a{k,title={x}}\n" * 20_000),
        ("bib", "@a{k, " + "t = x # " * 40_000),
        ("ris", "TY  - X\nTI  - x\n" + "y\n" * 100_000),
        ("json", "[" + "{}," * 50_000),
    ],
)
def test_hostile_files_take_linear_time(kind, text):
    began = time.process_time()
    read_references(text, kind)
    assert time.process_time() - began < 3
