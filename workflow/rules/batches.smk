"""Many sources: a job per batch reads and measures them, a second one makes its parts of tables."""

from plumbline.code import code_version

# what each step of a measuring job depends on besides data files and settings
STEP_CODE = {
    "texts": code_version("sources", "text", "batch"),
    **{
        step: code_version("sources", "text", "batch", step)
        for step in ("readability", "rhetoric", "citations", "claims", "numbers")
    },
    "fingerprints": code_version("sources", "text", "batch", "compare/fingerprints"),
}


rule measure_batch:
    input:
        sources=batch_sources,
        segmentation=configured_files("segmentation"),
        syllables=configured("syllables"),
        lexicons=marker_lexicons(),
        citations=configured("citations"),
        attribution_lexicons=attribution_lexicons(),
        grammar=configured_files("grammar"),
        topic=configured_files("topic"),
        units=configured("units"),
    output:
        measured=directory("results/batches/measured/{batch}"),
    log:
        "results/logs/measure_batch/{batch}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(500),
    params:
        records=batch_records,
        paths=batch_paths,
        digest=batch_digest,
        index=batch_index,
        corpus=str(FOUND.folder),
        store=STORE,
        settings={
            key: SETTINGS[key]
            for key in ("limits", "bulk", "readability", "rhetoric", "attribution")
        },
        on_bad_source=SETTINGS["on_bad_source"],
        code=STEP_CODE,
    message:
        "Measuring {wildcards.batch}"
    script:
        "../scripts/measure_batch.py"


rule tabulate_batch:
    input:
        measured=rules.measure_batch.output.measured,
        topic=configured_files("topic"),
        licensed_levels=configured("licensed_levels"),
        templates=configured("rewordings"),
    output:
        tables=directory("results/batches/tables/{batch}"),
    log:
        "results/logs/tabulate_batch/{batch}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1500),
    params:
        settings={
            key: SETTINGS[key]
            for key in ("rhetoric", "attribution", "rewordings_per_source")
        }
        | {"statistics": STATISTICS},
        code=script_code("tabulate_batch"),
    message:
        "Tabulating {wildcards.batch}"
    script:
        "../scripts/tabulate_batch.py"
