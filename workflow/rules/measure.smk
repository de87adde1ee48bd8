"""The measures: each reads cleaned documents, none reads another's output."""


rule score_readability:
    input:
        documents=rules.clean_sources.output.documents,
        syllables=configured("syllables"),
    output:
        scores="results/batches/readability/{batch}.csv",
        counts="results/batches/sentence_counts/{batch}.csv",
    log:
        "results/logs/score_readability/{batch}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(500),
    params:
        readability=SETTINGS["readability"],
        code=script_code("score_readability"),
    message:
        "Scoring the readability of {wildcards.batch}"
    script:
        "../scripts/score_readability.py"


rule mark_rhetoric:
    input:
        documents=rules.clean_sources.output.documents,
        lexicons=marker_lexicons(),
    output:
        markers="results/batches/markers/{batch}.csv",
    log:
        "results/logs/mark_rhetoric/{batch}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(500),
    params:
        rhetoric=SETTINGS["rhetoric"],
        code=script_code("mark_rhetoric"),
    message:
        "Marking hedges, boosters and hype in {wildcards.batch}"
    script:
        "../scripts/mark_rhetoric.py"


rule find_citations:
    input:
        documents=rules.clean_sources.output.documents,
        citations=configured("citations"),
        lexicons=attribution_lexicons(),
    output:
        citations="results/batches/citations/{batch}.csv",
    log:
        "results/logs/find_citations/{batch}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(500),
    params:
        attribution=SETTINGS["attribution"],
        code=script_code("find_citations"),
    message:
        "Finding citations and vague attributions in {wildcards.batch}"
    script:
        "../scripts/find_citations.py"


rule extract_claims:
    input:
        documents=rules.clean_sources.output.documents,
        grammar=configured_files("grammar"),
        topic=configured_files("topic"),
    output:
        claims="results/batches/claims/{batch}.csv",
    log:
        "results/logs/extract_claims/{batch}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(500),
    params:
        code=script_code("extract_claims"),
    message:
        "Extracting claims from {wildcards.batch}"
    script:
        "../scripts/extract_claims.py"


rule check_numbers:
    input:
        documents=rules.clean_sources.output.documents,
        units=configured("units"),
        topic=configured_files("topic"),
    output:
        numbers="results/batches/numbers/{batch}.csv",
    log:
        "results/logs/check_numbers/{batch}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(500),
    params:
        code=script_code("check_numbers"),
    message:
        "Checking the numbers in {wildcards.batch}"
    script:
        "../scripts/check_numbers.py"
