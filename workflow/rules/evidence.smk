"""Evidence of a topic made from tables and bibliographies that others have put together."""

IMPORT_FROM = files_to_import() if SETTINGS["import_from"] else []


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
        code=script_code("import_evidence"),
    message:
        "Importing evidence"
    script:
        "../scripts/import_evidence.py"
