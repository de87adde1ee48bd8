"""The tables, and what describes them."""

TABLES = (
    "documents sentences left_out readability markers rhetoric citations citation_density attribution "
    "claims claim_frequency claim_totals numbers evidence_gap overclaim citation_check rewordings reuse "
    "source_flow comparison multiverse conclusions rank_stability"
).split()


rule tables:
    input:
        list(tables(*TABLES).values()),
        "results/tables/datapackage.json",
    message:
        "The tables are made"


rule describe_tables:
    input:
        list(tables(*TABLES).values()),
    output:
        datapackage="results/tables/datapackage.json",
    log:
        "results/logs/describe_tables.log",
    conda:
        "../../environment.yml"
    params:
        code=script_code("describe_tables"),
    message:
        "Describing the tables as a data package"
    script:
        "../scripts/describe_tables.py"


rule tabulate_flow:
    input:
        **tables("documents", "left_out", "overclaim"),
    output:
        source_flow="results/tables/source_flow.csv",
    log:
        "results/logs/tabulate_flow.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        code=script_code("tabulate_flow"),
    message:
        "Counting what was found, read and compared"
    script:
        "../scripts/tabulate_flow.py"
