"""The report in a real browser: quiet, closed to the network, usable by mouse and by keyboard."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from synthetic import Study

from plumbline.evidence.load import Evidence, Field, Verdict
from plumbline.evidence.rewording import load_templates
from plumbline.publish.html import render_table
from plumbline.publish.notebooks import render_page
from plumbline.publish.read_tables import StudyTables
from plumbline.publish.report_claims import Topic
from plumbline.publish.report_page import build_report
from plumbline.publish.screenshots import find_browser, open_browser
from plumbline.tables import columns

HOSTILE = (
    "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=2>"
    "<svg onload=window.pwned=3><a href='javascript:window.pwned=4'>x</a> javascript:alert(1) "
    "{{7*7}} ${7*7} {%raw%} <!-- ]]> \u202etxet desrever\u2066 \u200f\x1b[31mred\x1b[0m \U0001f600 "
    "' onmouseover='window.pwned=5' \" autofocus onfocus=window.pwned=6 =cmd|'/c calc'!A1"
)
LAYERS = ("hedge", "hype", "vague", "checkable", "claim")
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# contrast hangs on the colours alone and is slow to find out; all other rules on the width alone
CONTRAST = {"runOnly": ["color-contrast"]}
STRUCTURE = {**AXE, "rules": {"color-contrast": {"enabled": False}}}


def need_browser() -> None:
    if find_browser() is None:
        pytest.skip("no Chromium on PATH: THE REPORT WAS NOT OPENED IN A BROWSER")


@pytest.fixture(scope="module")
def browser():
    need_browser()
    with open_browser() as browser:
        yield browser


def make_topic(study: Study, project: Path) -> Topic:
    """Return evidence of a study with a DOI on every claim of an invented study."""
    fields = {"authors": "Velu A", "year": "2012", "title": "A trial", "doi": "10.1000/velu"}
    studies = {"velu_2012": {k: Field(v, "verified") for k, v in fields.items()}}
    verdicts = {
        c["claim_id"]: Verdict(c["claim_id"], "mixed", "low", "Two trials disagree.",
                               studies=("velu_2012",))
        for c in study.claims
    }  # fmt: skip
    wordings = {c["claim_id"]: {"text": c["claim"]} for c in study.claims}
    templates = load_templates(project / "config/rewordings.yaml")
    return Topic("invented", Evidence("t", "2026", verdicts, studies), wordings, templates)


def write_page(study: Study, folder: Path, topic: Topic | None) -> Path:
    study.write(folder / "tables")
    page = folder / "report/index.html"
    build_report(StudyTables(folder / "tables"), folder / "text", page, topic=topic)
    return page


@pytest.fixture(scope="module")
def report(study, project, tmp_path_factory):
    """Return the study and the address of its page."""
    need_browser()
    own = study(5)
    page = write_page(own, tmp_path_factory.mktemp("open"), make_topic(own, project))
    return own, page.as_uri()


class Visit:
    """A page that is open, and everything it said or asked for."""

    def __init__(self, browser, address: str, **look):
        look = {"viewport": {"width": 1400, "height": 900}, **look}
        self.context = browser.new_context(**look)
        self.page = self.context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)
        self.page.wait_for_selector("#plot svg")

    def __enter__(self):
        return self

    def __exit__(self, failed, *_):
        said, asked = self.said, self.asked
        self.context.close()
        if failed is None:
            assert said == []
            assert len(asked) == 1, asked


@pytest.fixture
def open_report(browser, report):
    """Return a function that opens the report at a fragment; whatever it says fails the test."""
    return functools.partial(visit, browser, report[1])


def visit(browser, address: str, fragment: str = "", **look) -> Visit:
    return Visit(browser, address + fragment, **look)


def focused(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.className")


def test_every_highlight_stands_where_the_tables_say(open_report, report):
    """All texts, all layers: offsets in the page are those of the tables, and so are the words."""
    study = report[0]
    with open_report(fragment="#layers=" + "+".join(LAYERS)) as view:
        page = view.page
        for source_id, text in study.texts.items():
            page.select_option("#source", source_id)
            marks = page.evaluate("""() => [...document.querySelectorAll("#text mark[data-at]")]
                .flatMap((m) => m.dataset.at.split(" ").map((at) => [at, m.textContent]))""")
            wanted = sorted(
                f"{row.start}-{row.end}"
                for name in ("markers", "citations", "claims")
                for row in study.tables[name].itertuples()
                if row.source_id == source_id
                and getattr(row, "category", "hype")
                not in ("causal", "structure_function", "uncertainty")
            )
            assert sorted(at for at, _ in marks) == wanted
            for at, said in marks:
                start, end = map(int, at.split("-"))
                assert text[start:end].startswith(said)
            shown = page.evaluate("""() => [...document.querySelectorAll("#text .s")].map((s) =>
                [...s.childNodes].slice(1).map((n) => n.textContent).join("")).join("\\n\\n")""")
            assert shown == text


def test_layers_switch_and_are_kept_in_the_address(open_report):
    with open_report() as view:
        page = view.page
        lit = "getComputedStyle(document.querySelector('#text .m-hype')).backgroundColor"
        before = page.evaluate(lit)
        assert before != "rgba(0, 0, 0, 0)"
        page.uncheck("input.layer[value=hype]")
        assert page.evaluate(lit) == "rgba(0, 0, 0, 0)"
        assert "hype" not in page.url.split("layers=")[1]
        page.reload()
        assert not page.is_checked("input.layer[value=hype]")
        assert page.evaluate(lit) == "rgba(0, 0, 0, 0)"
        page.click("#layers-all")
        assert page.evaluate(lit) == before
        view.asked.pop()  # the reload


def test_sources_sort_by_keyboard(open_report, report):
    rates = report[0].tables["rhetoric"]
    rates = rates[rates["category"].eq("hype")].set_index("source_id")["per_1000"]
    with open_report() as view:
        page = view.page
        column = page.locator("#sources th", has_text="Hype")
        for direction, sign in (("descending", -1), ("ascending", 1)):
            page.focus("button.sort[value=hype]")
            page.keyboard.press("Enter")
            assert column.get_attribute("aria-sort") == direction
            order = page.locator("#sources tbody th a").all_inner_texts()
            values = [sign * rates[source] for source in order]
            assert values == sorted(values)
        assert "sort=hype-up" in page.url


def test_long_ids_stay_in_their_cell_on_a_phone(open_report):
    with open_report(viewport={"width": 360, "height": 800}) as visit:
        cell = visit.page.locator('#sources th[scope="row"]').first
        cell.locator("a").first.evaluate("link => link.textContent = 'magnesium_'.repeat(6)")
        assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth + 1")


def test_no_words_of_the_plot_are_cut_off_on_a_phone(open_report):
    with open_report(viewport={"width": 390, "height": 800}) as visit:
        out = visit.page.evaluate("""() => {
            const drawn = document.querySelector("#plot svg").getBoundingClientRect();
            const words = [...document.querySelectorAll("#plot svg text")];
            return words.filter((word) => {
                const { left, right } = word.getBoundingClientRect();
                return left < drawn.left - 1 || right > drawn.right + 1;
            }).map((word) => word.textContent);
        }""")
        assert out == []


def test_without_a_topic_no_claim_is_said_to_lie_outside_it(browser, tmp_path):
    own = Study(2, topic=False)
    first = own.rows["sentences"][0]
    place = {k: first[k] for k in ("source_id", "sentence_id", "start", "end")}
    claim = {"claim_id": "other", "level": 6, "polarity": "positive", "rule": "other.increase"}
    own.rows["claims"].append({**dict.fromkeys(columns("claims"), ""), **place, **claim})
    page = write_page(own, tmp_path, None)
    with browser.new_context() as context:
        view = context.new_page()
        view.goto(page.as_uri() + "#layers=claims")
        note = view.locator("#text .claim").first
        note.wait_for(state="attached")
        assert note.inner_text().startswith(f"Sentence {first['sentence_id']}: “")


def test_a_cell_opens_sentences_evidence_wording_and_studies(open_report, report):
    study = report[0]
    with open_report() as view:
        page = view.page
        cell = page.locator("button.cell").first
        claim_id, source_id = cell.get_attribute("data-key").split("~")
        cell.focus()
        page.keyboard.press("Enter")
        assert focused(page) == "details-title"
        said = page.inner_text("#details")
        row = next(
            r for r in study.rows["evidence_gap"]
            if (r["claim_id"], r["source_id"]) == (claim_id, source_id)
        )  # fmt: skip
        assert f"level {row['licensed_level']} " in said
        assert "Two trials disagree." in said
        assert "indirect: the evidence is about another form" in said
        assert "low certainty" in page.inner_text("#details .wording")
        link = page.locator("#details a[target=_blank]")
        assert link.get_attribute("href") == "https://doi.org/10.1000/velu"
        mentioned = {
            r["sentence_id"] for r in study.rows["claims"]
            if (r["claim_id"], r["source_id"]) == (claim_id, source_id)
        }  # fmt: skip
        quoted = set(page.locator("#details blockquote").all_inner_texts())
        assert quoted == {
            r["text"] for r in study.rows["sentences"]
            if r["source_id"] == source_id and r["sentence_id"] in mentioned
        }  # fmt: skip
        page.keyboard.press("Escape")
        assert page.is_hidden("#details")
        assert page.evaluate("document.activeElement.dataset.key") == f"{claim_id}~{source_id}"


def test_plot_and_matrix_point_at_each_other(open_report):
    with open_report() as view:
        page = view.page
        points = page.locator("#plot .mark-symbol.role-mark path")
        assert points.count() == page.locator("button.cell").count()
        points.nth(3).hover()
        assert page.is_visible("#tip")
        pointed = page.locator("button.cell.pointed")
        assert pointed.count() == 1
        key = pointed.get_attribute("data-key")
        points.nth(3).click()
        chosen = page.locator("button.cell[aria-pressed=true]")
        assert chosen.get_attribute("data-key") == key
        assert page.is_visible("#details")
        page.click("#details-close")
        page.locator("button.cell").nth(7).click()
        page.wait_for_selector("#plot path[stroke='#e0007a']")
        key = page.locator("button.cell").nth(7).get_attribute("data-key")
        marked = page.locator("#plot path[stroke='#e0007a']")
        assert marked.evaluate("p => p.__data__.datum.key") == key


def test_matrix_filters_and_moves_by_arrow_keys(open_report):
    with open_report() as view:
        page = view.page
        page.select_option("#side", "above")
        shown = page.locator("button.cell").all_inner_texts()
        assert shown
        assert all("▲" in text for text in shown)
        assert "side=above" in page.url
        page.select_option("#side", "")
        page.locator("button.cell").first.focus()
        first = page.evaluate("document.activeElement.dataset.key")
        for key, back in (("ArrowDown", "ArrowUp"), ("End", "Home")):
            page.keyboard.press(key)
            page.keyboard.press(back)
        assert page.locator("button.cell[tabindex='0']").count() == 1
        page.keyboard.press("End")
        assert page.evaluate("document.activeElement.dataset.key") != first


def test_matches_are_reached_by_keyboard_and_name_their_rule(open_report, report):
    rules = {row["rule"] for row in report[0].rows["markers"]}
    with open_report(fragment="#layers=hype") as view:
        page = view.page
        page.focus("#next")
        seen = []
        for _ in range(3):
            page.keyboard.press("n")
            seen.append(page.evaluate("document.activeElement.dataset.at"))
            assert re.search(r"rule (\S+)", page.inner_text("#about"))[1] in rules
        assert len(set(seen)) == 3
        page.keyboard.press("p")
        assert page.evaluate("document.activeElement.dataset.at") == seen[1]
        assert page.inner_text("#match").startswith("2 of ")
        # typed elsewhere, the letters are letters
        page.focus("#query")
        page.keyboard.type("np")
        assert focused(page) == "query"


def test_search_finds_sentences_and_links_to_them(open_report, report):
    sentence = report[0].rows["sentences"][-2]
    words = sentence["text"].rstrip(".").lower().split()[:3]
    with open_report() as view:
        page = view.page
        page.fill("#query", f'"{" ".join(words)}"')
        page.wait_for_selector("#found-sentences li")
        link = page.locator("#found-sentences a", has_text=sentence["source_id"]).first
        assert "1 sentence in 1 source" in page.inner_text("#found-count")
        link.click()
        here = page.locator("#text .s.here")
        assert here.get_attribute("data-s") == str(sentence["sentence_id"])
        assert page.input_value("#source") == sentence["source_id"]
        assert "q=" in page.url


def test_a_view_comes_back_from_its_address(open_report, report):
    row = report[0].rows["evidence_gap"][4]
    source = row["source_id"]
    fragment = f"#source={source}&sentence=3&cell={row['claim_id']}~{source}&q=ba&sort=words-up"
    with open_report(fragment=fragment) as view:
        page = view.page
        assert page.input_value("#source") == source
        assert page.locator("#text .s.here").get_attribute("data-s") == "3"
        assert page.is_visible("#details")
        assert page.input_value("#query") == "ba"
        assert page.get_attribute("#sources th:has(button[value=words])", "aria-sort") == (
            "ascending"
        )


def test_axe_finds_nothing(browser, study, project, tmp_path):
    """Everything open at once, wide and on a phone, in light and dark."""
    from axe_playwright_python.sync_playwright import Axe

    page_file = write_page(study(1), tmp_path, make_topic(study(1), project))
    with visit(browser, page_file.as_uri(), reduced_motion="reduce") as view:
        page = view.page
        page.click("#layers-all")
        page.fill("#query", study(1).rows["sentences"][3]["text"])
        page.wait_for_selector("#found-sentences li")
        page.locator("button.cell").first.click()
        for width, scheme, rules in (
            (1400, "light", AXE),
            (390, "light", STRUCTURE),
            (390, "dark", CONTRAST),
        ):
            page.set_viewport_size({"width": width, "height": 844})
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=rules).response["violations"]
            assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_sources_do_not_execute(browser, study, project, tmp_path):
    hostile = Study(3)
    for source_id, text in hostile.texts.items():
        hostile.texts[source_id] = text + "\n\n" + HOSTILE
        last = max(
            (r for r in hostile.rows["sentences"] if r["source_id"] == source_id),
            key=lambda r: r["sentence_id"],
        )
        place = {"sentence_id": last["sentence_id"] + 1, "start": len(text) + 2}
        place["end"] = place["start"] + len(HOSTILE)
        hostile.rows["sentences"].append(
            {**last, **place, "paragraph": last["paragraph"] + 1, "kind": "body", "text": HOSTILE}
        )
        claim = next(r for r in hostile.rows["claims"] if r["source_id"] == source_id)
        claim |= {**place, "cue": HOSTILE, "attribution": HOSTILE}
    for row in hostile.rows["documents"]:
        row["title"], row["group"], row["note"] = HOSTILE, HOSTILE, HOSTILE
    hostile.rows["claim_totals"][0]["claim"] = HOSTILE
    page_file = write_page(hostile, tmp_path, make_topic(hostile, project))
    with visit(browser, page_file.as_uri(), fragment="#layers=claim&q=javascript:alert") as view:
        page = view.page
        for source_id in hostile.texts:
            page.select_option("#source", source_id)
            assert HOSTILE in page.text_content("#text")
        for cell in page.locator("button.cell").all()[:6]:
            cell.click()
        page.locator("#plot .mark-symbol.role-mark path").first.hover()
        assert page.locator("#found-sentences li").count() == 3
        assert page.evaluate("window.pwned === undefined")
        inside = (
            "main script, main img, main iframe, main [onload], main [onmouseover], [autofocus]"
        )
        assert page.locator(inside).count() == 0
        assert page.locator("a[href^='javascript']").count() == 0


def test_notebook_page_is_quiet_too(browser, tmp_path):
    """The page of a notebook whose output shows text of a source."""
    shown = {"text/html": render_table(pd.DataFrame({"said": [HOSTILE]}), "Said")}
    code = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", shown)])
    heading = nbformat.v4.new_markdown_cell("# 01 Sources")
    executed_page = tmp_path / "01_sources.html"
    notebook = nbformat.v4.new_notebook(cells=[heading, code])
    executed_page.write_text(render_page(notebook), encoding="utf-8")
    said, asked = [], []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(executed_page.as_uri())
    assert page.evaluate("window.pwned === undefined")
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [executed_page.as_uri()]
