"""Sources held against one another."""


rule find_reuse:
    input:
        documents=batch_folders("measured") if MANY else parts("documents", "jsonl"),
    output:
        reuse="results/tables/reuse.csv",
    log:
        "results/logs/find_reuse.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        most_pairs=SETTINGS["tables"]["reuse_pairs"] if LARGE else None,
        store=STORE,
        code=script_code("find_reuse"),
    message:
        "Looking for passages that sources share"
    script:
        "../scripts/find_reuse.py"


rule compare_sources:
    input:
        **tables(
            "documents",
            "rhetoric",
            "citation_density",
            "attribution",
            "claim_frequency",
            "evidence_gap",
            "overclaim",
        ),
        # only the notes on single pairs need them, which a large study does not compare
        **({} if LARGE else tables("sentences", "markers", "citations")),
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
        mem_mb=growing(1500),
    params:
        statistics=SETTINGS["statistics"],
        code=script_code("compare_sources"),
    message:
        "Comparing the sources"
    script:
        "../scripts/compare_sources.py"


rule run_multiverse:
    input:
        **shown_tables(
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
        mem_mb=growing(1000),
    params:
        code=script_code("run_multiverse"),
    message:
        "Trying the choices that another analyst might have made"
    script:
        "../scripts/run_multiverse.py"
