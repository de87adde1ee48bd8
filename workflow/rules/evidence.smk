"""Evidence of a topic made from tables and bibliographies that others have put together."""

IMPORTED = (".csv", ".bib", ".ris", ".json")


def files_to_import():
    """Files that the setting `import_from` names, itself one or in its folder."""
    path = Path(configured("import_from"))
    return [str(path)] if path.is_file() else data_files(path, IMPORTED)


try:
    IMPORT_FROM = files_to_import() if SETTINGS["import_from"] else []
except PlumblineError as error:
    raise WorkflowError(str(error)) from None


rule import_evidence:
    input:
        files=IMPORT_FROM,
    output:
        evidence="results/imported/evidence.yaml",
        not_understood="results/imported/not_understood.txt",
    log:
        "results/logs/import_evidence.log",
    conda:
        "../../environment.yml"
    params:
        topic=Path(SETTINGS["import_from"]).stem,
        code=code_version("evidence"),
    message:
        "Importing evidence"
    script:
        "../scripts/import_evidence.py"
