"""The coding loop: a blinded sheet for human coders, and how far they and the instruments agree."""


rule coding_sheet:
    input:
        "results/coding/sheet.csv",
    message:
        "The coding sheet is drawn"


rule draw_coding_sheet:
    input:
        **shown_tables("sentences", "markers", "citations", "claims", "numbers"),
        coding=configured("coding"),
    output:
        sheet="results/coding/sheet.csv",
        key="results/coding/key.csv",
        codebook="results/coding/codebook.md",
    log:
        "results/logs/draw_coding_sheet.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        seed=SETTINGS["statistics"]["seed"],
        code=script_code("draw_coding_sheet"),
    message:
        "Drawing sentences for human coders"
    script:
        "../scripts/draw_coding_sheet.py"


rule agreement:
    input:
        "results/tables/agreement.csv",
    message:
        "The agreement of the coders is measured"


rule measure_agreement:
    input:
        **shown_tables("sentences", "markers", "citations", "claims", "numbers"),
        coding=configured("coding"),
        key=key_of_sheets,
        sheets=filled_sheets,
    output:
        agreement=report(
            "results/tables/agreement.csv",
            category="8 Accuracy of the instruments",
            labels={"table": "agreement"},
            caption="../report/agreement.rst",
        ),
    log:
        "results/logs/measure_agreement.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        statistics=SETTINGS["statistics"],
        code=script_code("measure_agreement"),
    message:
        "Measuring the agreement of the coders"
    script:
        "../scripts/measure_agreement.py"
