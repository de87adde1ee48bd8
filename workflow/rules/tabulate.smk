"""The tables of a study whose sources are measured one by one: parts joined, with intervals."""


rule tabulate_documents:
    input:
        documents=parts("documents", "jsonl"),
    output:
        documents=report(
            "results/tables/documents.csv",
            category="1 Sources",
            labels={"table": "documents"},
            caption="../report/documents.rst",
        ),
        sentences="results/tables/sentences.csv",
        left_out="results/tables/left_out.csv",
        texts=directory("results/text"),
    log:
        "results/logs/tabulate_documents.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        left_out=[entry.record() for entry in FOUND.left_out],
        code=script_code("tabulate_documents"),
    message:
        "Joining the sources into one table"
    script:
        "../scripts/tabulate_documents.py"


rule tabulate_readability:
    input:
        scores=parts("readability"),
        counts=parts("sentence_counts"),
    output:
        readability=report(
            "results/tables/readability.csv",
            category="2 Readability",
            labels={"table": "readability"},
            caption="../report/readability.rst",
        ),
    log:
        "results/logs/tabulate_readability.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        statistics=STATISTICS,
        code=script_code("tabulate_readability"),
    message:
        "Putting intervals around the readability scores"
    script:
        "../scripts/tabulate_readability.py"


rule tabulate_rhetoric:
    input:
        **tables("sentences"),
        markers=parts("markers"),
    output:
        markers="results/tables/markers.csv",
        rhetoric=report(
            "results/tables/rhetoric.csv",
            category="3 Rhetoric",
            labels={"table": "rhetoric"},
            caption="../report/rhetoric.rst",
        ),
    log:
        "results/logs/tabulate_rhetoric.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        categories=SETTINGS["rhetoric"]["categories"],
        statistics=STATISTICS,
        code=script_code("tabulate_rhetoric"),
    message:
        "Counting markers per 1,000 words"
    script:
        "../scripts/tabulate_rhetoric.py"


rule tabulate_citations:
    input:
        **tables("sentences"),
        citations=parts("citations"),
    output:
        citations="results/tables/citations.csv",
        citation_density=report(
            "results/tables/citation_density.csv",
            category="4 Evidence shown",
            labels={"table": "citation density"},
            caption="../report/citation_density.rst",
        ),
    log:
        "results/logs/tabulate_citations.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        confidence=SETTINGS["statistics"]["confidence"],
        code=script_code("tabulate_citations"),
    message:
        "Counting citations and vague attributions"
    script:
        "../scripts/tabulate_citations.py"


rule tabulate_claims:
    input:
        **tables("sentences", "citations", "citation_density", "documents"),
        claims=parts("claims"),
        topic=configured_files("topic"),
    output:
        claims="results/tables/claims.csv",
        claim_frequency=report(
            "results/tables/claim_frequency.csv",
            category="5 Claims",
            labels={"table": "claim frequency"},
            caption="../report/claim_frequency.rst",
        ),
        claim_totals="results/tables/claim_totals.csv",
        attribution="results/tables/attribution.csv",
    log:
        "results/logs/tabulate_claims.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        attribution=SETTINGS["attribution"],
        confidence=SETTINGS["statistics"]["confidence"],
        code=script_code("tabulate_claims"),
    message:
        "Building the claim-frequency tables"
    script:
        "../scripts/tabulate_claims.py"


rule tabulate_numbers:
    input:
        **tables("claims"),
        numbers=parts("numbers"),
    output:
        numbers="results/tables/numbers.csv",
    log:
        "results/logs/tabulate_numbers.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        code=script_code("tabulate_numbers"),
    message:
        "Joining checked numbers to their claims"
    script:
        "../scripts/tabulate_numbers.py"


rule weigh_evidence:
    input:
        **tables("claims", "documents"),
        topic=configured_files("topic"),
        licensed_levels=configured("licensed_levels"),
    output:
        evidence_gap=report(
            "results/tables/evidence_gap.csv",
            category="6 Rhetoric against evidence",
            labels={"table": "evidence gap"},
            caption="../report/evidence_gap.rst",
        ),
        overclaim=report(
            "results/tables/overclaim.csv",
            category="6 Rhetoric against evidence",
            labels={"table": "overclaim"},
            caption="../report/overclaim.rst",
        ),
    log:
        "results/logs/weigh_evidence.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        confidence=SETTINGS["statistics"]["confidence"],
        code=script_code("weigh_evidence"),
    message:
        "Holding the claims against the evidence"
    script:
        "../scripts/weigh_evidence.py"


rule check_citations:
    input:
        **tables("citations", "claims", "numbers", "sentences"),
        topic=configured_files("topic"),
    output:
        citation_check="results/tables/citation_check.csv",
    log:
        "results/logs/check_citations.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        code=script_code("check_citations"),
    message:
        "Holding the citations against the studies they name"
    script:
        "../scripts/check_citations.py"


rule reword_claims:
    input:
        **tables("claims", "sentences", "evidence_gap"),
        topic=configured_files("topic"),
        templates=configured("rewordings"),
    output:
        rewordings="results/tables/rewordings.csv",
    log:
        "results/logs/reword_claims.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        per_source=SETTINGS["rewordings_per_source"],
        code=script_code("reword_claims"),
    message:
        "Rewording the most overclaimed sentences"
    script:
        "../scripts/reword_claims.py"
