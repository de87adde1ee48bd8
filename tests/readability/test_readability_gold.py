"""Public reference data: Dale and Chall's own examples, textstat's own tests, OneStopEnglish."""

from __future__ import annotations

import json
import tarfile
from collections import defaultdict

import pytest

from plumbline.readability import count_sentences, load_syllables, score_document
from plumbline.readability.difficulty import is_familiar
from plumbline.readability.textstat_scores import TextstatWords, score_textstat
from plumbline.text.clean import clean_text

TEXTSTAT_NAMES = {
    "flesch_reading_ease": "flesch_reading_ease",
    "flesch_kincaid_grade": "flesch_kincaid",
    "smog_index": "smog",
    "gunning_fog": "gunning_fog",
    "coleman_liau_index": "coleman_liau",
    "automated_readability_index": "ari",
    "dale_chall_readability_score": "dale_chall",
    "spache_readability": "spache",
    "lix": "lix",
    "rix": "rix",
    "words_per_sentence": "words_per_sentence",
    "syllables_per_word": "syllables_per_word",
}


@pytest.fixture(scope="module")
def words(project):
    return load_syllables(project / "config" / "syllables.tsv")


@pytest.fixture(scope="module")
def dale_chall(gold):
    path = gold / "readability-reference" / "dale_chall_1948_worked_examples.json"
    return json.loads(path.read_text(encoding="utf-8"))


def prepared_values(document, words):
    rows = score_document(document, words, {"masked_words": []})
    return {row["formula"]: row["value"] for row in rows if row["preparation"] == "prepared"}


@pytest.mark.parametrize(
    ("name", "score", "tolerance"),
    [("dc1", 5.3684, 0.1), ("dc2", 6.749, 0.03), ("dc3", 6.9474, 0.01)],
)
def test_dale_chall_scores_of_the_worked_examples(name, score, tolerance, dale_chall, words):
    document = clean_text(name, dale_chall["texts"][name])
    assert prepared_values(document, words)["dale_chall"] == pytest.approx(score, abs=tolerance)


@pytest.mark.parametrize("name", ["dc1", "dc2"])
def test_unfamiliar_words_of_the_worked_examples(name, dale_chall, words):
    tokens = clean_text(name, dale_chall["texts"][name]).tokens.words
    unfamiliar = {token for token in tokens if token[0].isalnum() and not is_familiar(token)}
    assert unfamiliar == set(dale_chall["expected"][name]["unfamiliar_unique"])


def test_short_worked_examples(dale_chall, words):
    for case in dale_chall["extra"]:
        values = prepared_values(clean_text("x", case["text"]), words)
        assert values["flesch_reading_ease"] == pytest.approx(case["Flesch"], abs=0.05)
        if "FOG" in case:
            assert values["gunning_fog"] == pytest.approx(case["FOG"])


def test_textstats_own_expected_values(gold):
    path = gold / "readability-reference" / "textstat_expected_values.json"
    reference = json.loads(path.read_text(encoding="utf-8"))
    checked = 0
    for case in reference["expected"]:
        formula = TEXTSTAT_NAMES.get(case["metric"])
        text = reference["texts"].get(case.get("text"))
        if formula is None or not text or case.get("lang", "en_US") not in ("en", "en_US"):
            continue
        value = score_textstat(text, TextstatWords())[0][formula]
        assert value == pytest.approx(case["expected"], abs=6e-4), case
        checked += 1
    assert checked >= 30


def test_three_levels_of_one_article_are_ranked(gold, words):
    articles = defaultdict(dict)
    with tarfile.open(gold / "onestopenglish" / "texts_by_level.tar.xz") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".txt"):
                title, _, level = member.name.rsplit("/", 1)[-1][:-4].rpartition("-")
                text = archive.extractfile(member).read().decode("utf-8-sig", errors="replace")
                articles[title.strip()][level] = text
    assert len(articles) == 189
    ranked = 0
    for levels in articles.values():
        grades = []
        for level in ("ele", "int", "adv"):
            document = clean_text("x", levels[level])
            rows = count_sentences(document, words)
            n_words, n_syllables = (sum(row[c] for row in rows) for c in ("words", "syllables"))
            grades.append(0.39 * n_words / len(rows) + 11.8 * n_syllables / n_words)
        ranked += grades[0] < grades[1] < grades[2]
    assert ranked >= 180
