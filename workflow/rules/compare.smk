"""Sources held against one another."""


rule find_reuse:
    input:
        documents=parts("documents", "jsonl"),
    output:
        reuse="results/tables/reuse.csv",
    log:
        "results/logs/find_reuse.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1000,
    params:
        code=code_version("text", "compare/reuse"),
    message:
        "Looking for passages that sources share"
    script:
        "../scripts/find_reuse.py"


rule compare_sources:
    input:
        **tables(
            "documents",
            "sentences",
            "markers",
            "citations",
            "rhetoric",
            "citation_density",
            "attribution",
            "claim_frequency",
            "evidence_gap",
            "overclaim",
        ),
        plan=configured("plan"),
    output:
        comparison=report(
            "results/tables/comparison.csv",
            category="7 Comparison",
            labels={"table": "comparison"},
            caption="../report/comparison.rst",
        ),
    log:
        "results/logs/compare_sources.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1000,
    params:
        statistics=SETTINGS["statistics"],
        code=code_version("compare"),
    message:
        "Comparing the sources"
    script:
        "../scripts/compare_sources.py"


rule run_multiverse:
    input:
        **tables(
            "documents",
            "sentences",
            "readability",
            "markers",
            "citations",
            "claims",
            "evidence_gap",
            "reuse",
        ),
        multiverse=configured("multiverse"),
    output:
        multiverse="results/tables/multiverse.csv",
        conclusions=report(
            "results/tables/conclusions.csv",
            category="7 Comparison",
            labels={"table": "conclusions"},
            caption="../report/conclusions.rst",
        ),
        rank_stability="results/tables/rank_stability.csv",
    log:
        "results/logs/run_multiverse.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1000,
    params:
        code=code_version("compare"),
    message:
        "Trying the choices that another analyst might have made"
    script:
        "../scripts/run_multiverse.py"
