"""The write-up: methods, results, tables, figures and settings, to attach to a paper."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plumbline.publish import labels, sentences
from plumbline.publish.figures import FIGURES, alt_text, save_figures
from plumbline.publish.html import TEMPLATES
from plumbline.publish.limits import list_limits
from plumbline.publish.provenance import describe_run, list_versions, make_portable
from plumbline.publish.small_tables import SMALL_TABLES
from plumbline.publish.style import PRINT_DPI
from plumbline.tables import table_schema, write_json

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|$~^"})
FORMATS = ("pdf", "svg", "png")
LIMITS = ("readability", "rhetoric", "evidence_shown", "gap", "robustness")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows


def build_writeup(
    tables: Mapping[str, pd.DataFrame],
    tables_folder: Path,
    target: Path,
    archive: Path,
    *,
    settings: Mapping,
    data_folders: Mapping[str, Path],
    references: Path | None = None,
) -> None:
    """Write the bundle to the folder `target` and, with the same bytes on every run, to `archive`.

    Args:
        tables: of the study.
        tables_folder: where their files are.
        target: folder of the bundle; what stood there before is removed.
        archive: the zip file.
        settings: in force for the study.
        data_folders: name -> folder of data to copy (lexicons, topic).
        references: the BibTeX file of the topic, if there is one.

    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    _write_texts(tables, target, settings)
    _write_tables(tables, tables_folder, target / "tables")
    save_figures(tables, target / "figures", formats=FORMATS, dpi=PRINT_DPI)
    copied = _copy_data(data_folders, target / "settings")
    text = yaml.safe_dump(make_portable(dict(settings)), sort_keys=False, allow_unicode=True)
    (target / "settings" / "config.yaml").write_text(text, encoding="utf-8")
    if references is not None and references.exists():
        shutil.copyfile(references, target / "references.bib")
    run = describe_run(tables["documents"], settings, copied, target)
    write_json(run, target / "provenance.json")
    pack_folder(target, archive)


def _write_texts(tables: Mapping[str, pd.DataFrame], target: Path, settings: Mapping) -> None:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # Markdown, not HTML; what comes from sources goes through `md`
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"md": escape_markdown, "table": markdown_table}
    facts = collect_facts(tables, settings)
    for name in ("methods", "results"):
        text = environment.get_template(f"{name}.md.j2").render(facts)
        (target / f"{name}.md").write_text(text, encoding="utf-8")


def collect_facts(tables: Mapping[str, pd.DataFrame], settings: Mapping) -> dict:
    """Return the numbers and sentences that the write-up is made of."""
    documents = tables["documents"]
    read = documents[documents["n_words"] > 0]
    kinds = tables["sentences"].groupby("kind")["n_words"].sum()
    categories = labels.sort_known(tables["rhetoric"]["category"], labels.CATEGORIES)
    limits = (line for topic in LIMITS for line in list_limits(tables, topic))
    return {
        "settings": settings,
        "versions": list_versions(),
        "n_found": len(documents),
        "n_read": len(read),
        "unread": documents[documents["n_words"] == 0].to_dict("records"),
        "n_words": int(read["n_words"].sum()),
        "words_out": int(kinds.drop(["body", "list_item"], errors="ignore").sum()),
        "groups": read["group"].replace("", "no group").value_counts().sort_index().to_dict(),
        "categories": [labels.label(c) for c in categories],
        "n_branches": int(tables["multiverse"].groupby("measure")["branch"].nunique().sum()),
        "n_claims": int(tables["evidence_gap"]["claim_id"].nunique()),
        "n_planned": int(tables["comparison"]["planned"].fillna(False).astype(bool).sum()),
        "summary": sentences.summary_lines(tables),
        "answers": _answers(tables),
        "tables": {n: (caption, build(tables)) for n, (build, caption) in SMALL_TABLES.items()},
        "figures": {name: (kind.title, alt_text(name, tables)) for name, kind in FIGURES.items()},
        "limits": list(dict.fromkeys(limits)),
    }


def _answers(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    return {
        "sources": sentences.answer_sources(tables),
        "readability": sentences.answer_readability(tables),
        "rhetoric": sentences.answer_rhetoric(tables),
        "evidence_shown": sentences.answer_evidence_shown(tables),
        "left_out": sentences.say_left_out(tables),
        "gap": sentences.answer_gap(tables),
        "certainty": sentences.answer_certainty(tables),
        "robustness": sentences.answer_robustness(tables),
    }


def escape_markdown(text: object) -> str:
    """Return `text` on one line so that Markdown shows it as it stands."""
    return " ".join(str(text).split()).translate(_SPECIAL)


def markdown_table(frame: pd.DataFrame) -> str:
    """Return `frame` as a pipe table, its text escaped."""
    head = [escape_markdown(name) for name in frame.columns]
    body = [[escape_markdown(v) for v in row] for row in frame.fillna("").itertuples(index=False)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *body])


def _write_tables(tables: Mapping[str, pd.DataFrame], source: Path, target: Path) -> None:
    """Copy all tables as CSV and write the short ones as LaTeX."""
    target.mkdir()
    for path in sorted(source.glob("*.csv")) + sorted(source.glob("datapackage.json")):
        shutil.copyfile(path, target / path.name)
    for name, (build, caption) in SMALL_TABLES.items():
        frame = build(tables)
        if not frame.empty:
            (target / f"{name}.tex").write_text(latex_table(frame, caption, name), encoding="utf-8")
    names = sorted(path.stem for path in target.glob("*.csv"))
    lines = [f"- `{name}.csv`: {table_schema(name)['description']}" for name in names]
    (target / "README.md").write_text("# Tables\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


def latex_table(frame: pd.DataFrame, caption: str, name: str) -> str:
    """Return `frame` as a LaTeX table (package booktabs), its text escaped."""
    clean = frame.fillna("").astype(str)
    width = 0.92 / len(clean.columns)
    text = clean.to_latex(
        index=False,
        escape=True,
        caption=caption.replace("%", r"\%"),
        label=f"tab:{name}",
        column_format=f"*{{{len(clean.columns)}}}{{p{{{width:.3f}\\linewidth}}}}",
    )
    return "% needs \\usepackage{booktabs}\n" + text


def _copy_data(folders: Mapping[str, Path], target: Path) -> list[Path]:
    """Copy the data files of each folder, flat; return the copies."""
    copies = []
    target.mkdir()
    for name, folder in sorted(folders.items()):
        (target / name).mkdir()
        for path in sorted(Path(folder).iterdir()):
            if path.is_file() and path.suffix in (".tsv", ".yaml", ".bib"):
                copies.append(target / name / path.name)
                shutil.copyfile(path, copies[-1])
    return copies


def pack_folder(folder: Path, archive: Path) -> None:
    """Zip `folder` with sorted names and a fixed date: the same files give the same bytes."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = path.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, path.read_bytes(), compresslevel=9)
