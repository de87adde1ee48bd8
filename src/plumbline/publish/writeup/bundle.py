"""The bundle: its folder filled, described and packed, with the same bytes on every run."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbline.publish.figures import save_figures
from plumbline.publish.provenance import list_versions
from plumbline.publish.read_tables import StudyTables, simplify
from plumbline.publish.style import PRINT_DPI
from plumbline.publish.writeup import crate, study_copy
from plumbline.publish.writeup.archive import pack_folder
from plumbline.publish.writeup.codebook import write_codebook
from plumbline.publish.writeup.facts import collect_facts
from plumbline.publish.writeup.latex import latex_table
from plumbline.publish.writeup.markdown import escape_markdown, markdown_table
from plumbline.publish.writeup.pandoc import write_latex, write_word
from plumbline.publish.writeup.prose import render_section, render_text
from plumbline.publish.writeup.references import write_references
from plumbline.publish.writeup.supplement import write_supplement
from plumbline.publish.writeup.tables import Made, list_entries, make_tables
from plumbline.tables import describe_tables, read_table, write_json, write_table
from plumbline.whole import whole_folder

SECTIONS = ("methods", "results")
FORMATS = ("pdf", "svg", "png")


@dataclass(frozen=True)
class Study:
    """Where the inputs of a write-up are, and how it is called.

    Args:
        settings: in force.
        project: folder of the code.
        folder: of the study.
        corpus: folder that the paths of the sources are relative to.
        lexicons: folder of the lexicons in force.
        topic: folder of the topic, if there is one.
        licensed: file of the licensed levels.
        sheet: source sheet in force, if there is one.
        documents: table of all sources, where `tables_folder` holds only those drawn for reading.
        agreement: table of the human coders, if there is one.

    """

    settings: Mapping
    project: Path
    folder: Path
    corpus: Path
    lexicons: Path
    topic: Path | None = None
    licensed: Path | None = None
    sheet: Path | None = None
    documents: Path | None = None
    agreement: Path | None = None

    @property
    def title(self) -> str:
        """Title of the write-up: as set, else from the name of the study."""
        named = self.settings["writeup"]["title"]
        name = "" if self.folder == self.project else f": {self.folder.name}"
        return named or f"Wording and evidence{name}"

    @property
    def named_settings(self) -> dict:
        """The settings with the title in force, so that a copy in another folder keeps it."""
        return {**self.settings, "writeup": {**self.settings["writeup"], "title": self.title}}


def build_writeup(
    study: Study,
    tables_folder: Path,
    target: Path,
    archive: Path,
    names: Iterable[str],
    sources: Iterable[Path] = (),
) -> None:
    """Write the bundle to the folder `target` and, packed, to `archive`.

    Args:
        study: where the inputs are.
        tables_folder: where the tables are.
        target: folder of the bundle; what stood there before is removed.
        archive: the zip file.
        names: of the tables that the study made; others in the folder are left alone.
        sources: files of the sources, to be packed.

    """
    with whole_folder(target) as unfinished:
        _fill_folder(study, tables_folder, unfinished, names, sources)
    pack_folder(target, archive)


def _fill_folder(
    study: Study, tables_folder: Path, target: Path, names: Iterable[str], sources: Iterable[Path]
) -> None:
    confidence = study.settings["statistics"]["confidence"]
    tables = StudyTables(tables_folder, study.lexicons, confidence)
    known = write_references(study.topic, target / "references.bib")
    entries = list_entries(study.lexicons)
    made = make_tables(tables, entries, known)
    everything = read_table(study.documents, "documents") if study.documents else None
    documents = tables["documents"] if everything is None else simplify(everything)
    agreement = read_table(study.agreement, "agreement") if study.agreement else None
    facts = collect_facts(tables, study.settings, made, study.topic, len(documents), agreement)
    save_figures(tables, target / "figures", formats=FORMATS, dpi=PRINT_DPI)
    write_captions(facts["captions"], target / "figures" / "captions.md")
    write_sections(facts, study, target)
    files = [tables_folder / f"{name}.csv" for name in names]
    write_tables(made, [*files, *filter(None, [study.agreement])], target, study.title)
    supplement = write_supplement(tables, entries, target / "supplement")
    guards = study.lexicons / "guards.yaml"
    write_codebook(entries, guards, study.licensed, target / "supplement" / "codebook.md")
    described = [*sorted((target / "tables").glob("*.csv")), *supplement]
    package = describe_tables(described, "plumbline-writeup", study.title, target)
    write_json(package, target / "datapackage.json")
    write_inputs(study, sources, target)
    write_table(documents, target / crate.SOURCES, "documents")
    settings = study_copy.portable_settings(study.named_settings)
    crate.write_crate(documents, settings, study.project, target, title=study.title)


def write_sections(facts: Mapping, study: Study, target: Path) -> None:
    """Write methods and results as Markdown, Word and LaTeX, and the document that joins them."""
    bibliography, authors = target / "references.bib", study.settings["writeup"]["authors"]
    for name in SECTIONS:
        text = render_section(name, facts)
        (target / f"{name}.md").write_text(text, encoding="utf-8")
        with_references = f"{text}\n# References\n"
        write_word(
            with_references, target / f"{name}.docx", bibliography,
            title=f"{study.title}: {name}", authors=authors, figures=target / "figures",
        )  # fmt: skip
        write_latex(render_section(name, facts, latex=True), target / f"{name}.tex")
    named = {"title": study.title, "authors": ", ".join(authors)}
    joined = render_text("writeup.tex.j2", named | {"evidence": "evidence" in facts["made"]})
    (target / "writeup.tex").write_text(joined, encoding="utf-8")


def write_captions(captions: Mapping[str, str], path: Path) -> None:
    """Write the captions of the figures by file name."""
    lines = [f"`{name}`: {escape_markdown(text)}\n" for name, text in captions.items()]
    path.write_text("# Captions\n\n" + "\n".join(lines), encoding="utf-8")


def write_tables(made: Made, files: Iterable[Path], target: Path, title: str) -> None:
    """Copy the tables as CSV; write the short ones as LaTeX and all of them to one Word file."""
    folder = target / "tables"
    folder.mkdir()
    for file in files:
        shutil.copyfile(file, folder / file.name)
    parts = []
    for i, (name, (caption, frame)) in enumerate(made.items(), 1):
        (folder / f"{name}.tex").write_text(latex_table(frame, caption, name), encoding="utf-8")
        label = f"Table: Table {i}. {escape_markdown(caption)}."
        parts.append(f"{markdown_table(frame)}\n\n{label}\n")
    text = "# Tables\n\n" + "\n".join(parts) + "\n# References\n"
    write_word(
        text, folder / "tables.docx", target / "references.bib",
        title=f"{title}: tables", landscape=True,
    )  # fmt: skip


def write_inputs(study: Study, sources: Iterable[Path], target: Path) -> None:
    """Write settings and data, the texts where that is wanted, provenance, and the README."""
    copy = target / "study"
    study_copy.copy_study(study.named_settings, study.project, study.folder, copy, study.sheet)
    corpus = study_copy.portable_place("corpus", study.settings["corpus"])
    texts = study.settings["writeup"]["include_texts"]
    one_file = study.corpus / Path(corpus).name
    place = copy / corpus if not one_file.is_file() else (copy / corpus).parent
    study_copy.copy_texts(study.corpus, sources, place)
    crate.write_provenance(study.project, target)
    facts = {
        "title": escape_markdown(study.title),
        "version": list_versions()["plumbline"],
        "texts": texts,
        "corpus": escape_markdown(corpus),
    }
    (target / "README.md").write_text(render_text("readme.md.j2", facts), encoding="utf-8")
