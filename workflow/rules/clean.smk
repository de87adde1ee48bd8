"""From files to cleaned, segmented documents."""


rule clean_sources:
    input:
        sources=batch_sources,
        segmentation=configured_files("segmentation"),
    output:
        documents="results/batches/documents/{batch}.jsonl",
    log:
        "results/logs/clean_sources/{batch}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(500),
    params:
        records=batch_records,
        paths=batch_paths,
        digest=batch_digest,
        limits=SETTINGS["limits"],
        on_bad_source=SETTINGS["on_bad_source"],
        code=script_code("clean_sources"),
    message:
        "Reading and cleaning {wildcards.batch}"
    script:
        "../scripts/clean_sources.py"
