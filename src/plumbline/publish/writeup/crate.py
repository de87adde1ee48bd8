"""The write-up as an RO-Crate by the Workflow Run Crate profile (Leo et al. 2024, PLOS ONE 19(9)).

The crate says what was run, on which inputs, with which parameters, and what came out, each file
with its SHA-256. Nothing in it depends on the day or the machine: the date of the crate is that of
the release of the code, and the run carries no time of its own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from plumbline.hashes import hash_file
from plumbline.publish.provenance import list_versions
from plumbline.study import project_files, project_version
from plumbline.tables import write_json

METADATA = "ro-crate-metadata.json"
CODE = "provenance/code.sha256"
VERSIONS = "provenance/versions.json"
SOURCES = "provenance/sources.csv"  # the table documents with every source of the study
WORKFLOW = "provenance/Snakefile"
LOCK = "provenance/requirements.lock"
RELEASED = "2026-11-21"  # date-released of CITATION.cff, which a test holds it to
MOST_SOURCES = 1000  # listed one by one; above, the table of them stands for all
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
    "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": "Workflow RO-Crate",
}
_TYPES = {
    ".bib": "application/x-bibtex",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tex": "application/x-tex",
    ".tsv": "text/tab-separated-values",
    ".yaml": "application/yaml",
}


def write_provenance(project: Path, folder: Path) -> None:
    """Write the code's hashes, the versions, the lock and the workflow to ``provenance/``."""
    (folder / "provenance").mkdir(parents=True, exist_ok=True)
    lines = (f"{digest}  {path}\n" for path, digest in project_files(project).items())
    (folder / CODE).write_text("".join(lines), encoding="utf-8")
    write_json(list_versions(), folder / VERSIONS)
    shutil.copyfile(project / "Snakefile", folder / WORKFLOW)
    shutil.copyfile(project / "requirements.lock", folder / LOCK)


def write_crate(
    documents: pd.DataFrame, settings: Mapping, project: Path, folder: Path, *, title: str
) -> None:
    """Describe the folder of a write-up, which must be complete, in ``ro-crate-metadata.json``."""
    from rocrate.rocrate import ROCrate  # here: no other job needs it

    crate = ROCrate(version="1.1")
    root = crate.root_dataset
    root["name"], root["datePublished"] = title, RELEASED
    root["description"] = (
        "Methods, results, tables, figures, settings and provenance of a Plumbline study. The "
        "date is that of the release of the code; the run records no time, so that the same "
        "inputs give the same bytes."
    )
    root["license"] = _add(
        crate,
        "#rights",
        "CreativeWork",
        name="Rights",
        description="Plumbline is under the MIT licence. The authors of the study decide on the "
        "licence of text, tables and figures; sources belong to their publishers.",
    )
    root["conformsTo"] = [
        _add(crate, url, "CreativeWork", name=name, version=url.rsplit("/", 1)[1])
        for url, name in PROFILES.items()
    ]
    files = _add_files(crate, folder)
    workflow = _describe_workflow(crate, files[WORKFLOW], project)
    crate.root_dataset["mainEntity"] = workflow
    inputs = [*_add_sources(crate, documents), *_add_parameters(crate, settings, workflow)]
    inputs += [entity for name, entity in files.items() if name.startswith("study/")]
    made = [e for n, e in files.items() if not n.startswith(("study/", "provenance/"))]
    action = _add(crate, "#run", "CreateAction", name="Run of the Plumbline workflow")
    action["instrument"], action["object"], action["result"] = workflow, inputs, made
    action["actionStatus"] = "http://schema.org/CompletedActionStatus"
    root["mentions"] = [action]
    _write(crate, folder / METADATA)


def _write(crate, path: Path) -> None:
    """Write the metadata with entities by id and lists of references in order."""
    data = crate.metadata.generate()
    graph = sorted(data["@graph"], key=lambda entity: (entity["@id"] != METADATA, entity["@id"]))
    for entity in graph:
        for value in entity.values():
            if isinstance(value, list) and all(isinstance(v, dict) and "@id" in v for v in value):
                value.sort(key=lambda v: v["@id"])
    write_json({**data, "@graph": graph}, path)


def _add(crate, entity_id: str, kind: str | list[str], **properties):
    from rocrate.model.contextentity import ContextEntity

    return crate.add(ContextEntity(crate, entity_id, properties={"@type": kind, **properties}))


def _add_files(crate, folder: Path) -> dict:
    """Add every file of the folder; return name -> entity."""
    entities = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if name == METADATA:
            continue
        properties = {
            "name": path.name,
            "contentSize": str(path.stat().st_size),
            "sha256": hash_file(path),
            "encodingFormat": _TYPES.get(path.suffix, "text/plain"),
        }
        if name == WORKFLOW:
            properties["@type"] = ["File", "SoftwareSourceCode", "ComputationalWorkflow"]
        entities[name] = crate.add_file(path, dest_path=name, properties=properties)
    return entities


def _describe_workflow(crate, workflow, project: Path):
    language = _add(
        crate,
        "https://w3id.org/workflowhub/workflow-ro-crate#snakemake",
        "ComputerLanguage",
        name="Snakemake",
        url="https://snakemake.readthedocs.io",
        version=list_versions()["snakemake"],
    )
    packages = [
        _add(
            crate, f"https://pypi.org/project/{name}/{version}/", "SoftwareApplication",
            name=name, softwareVersion=version, url=f"https://pypi.org/project/{name}/",
        )
        for name, version in list_versions().items()
        if name not in ("plumbline", "python")
    ]  # fmt: skip
    workflow["name"], workflow["programmingLanguage"] = "Plumbline", language
    workflow["version"] = list_versions()["plumbline"]
    workflow["description"] = (
        f"The code that ran has the SHA-256 {project_version(project)} over the lines of {CODE}."
    )
    workflow["softwareRequirements"] = packages
    workflow["runtimePlatform"] = f"Python {list_versions()['python']}"
    return workflow


def _add_sources(crate, documents: pd.DataFrame) -> list:
    """Add the sources as things known by name and hash; their texts are not in the crate."""
    if len(documents) > MOST_SOURCES:
        name = f"{len(documents):,} sources, with their hashes in {SOURCES}"
        return [_add(crate, "#sources", "Collection", name=name)]
    return [
        _add(
            crate,
            f"#source-{quote(row.source_id, safe='')}",
            "CreativeWork",
            name=row.path,
            identifier=row.source_id,
            sha256=row.sha256,
        )
        for row in documents.sort_values("source_id").itertuples()
    ]


def _add_parameters(crate, settings: Mapping, workflow) -> list:
    """Add every setting as a formal parameter of the workflow and its value."""
    values, formal = [], []
    for key, value in sorted(settings.items()):
        parameter = _add(
            crate, f"#parameter-{key}", "FormalParameter", name=key, additionalType="Text"
        )
        text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
        entity = _add(crate, f"#setting-{key}", "PropertyValue", name=key, value=text)
        entity["exampleOfWork"] = parameter
        values.append(entity)
        formal.append(parameter)
    workflow["input"] = formal
    return values
