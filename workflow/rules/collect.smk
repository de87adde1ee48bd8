"""Many sources: the parts of all batches joined into tables, and the sources drawn to be shown."""

TOTALS = (
    "reuse",
    "source_flow",
    "comparison",
    "multiverse",
    "conclusions",
    "rank_stability",
)
COLLECTED = tables(*(name for name in TABLES if name not in TOTALS))


rule collect_tables:
    input:
        measured=batch_folders("measured"),
        tables=batch_folders("tables"),
        topic=configured_files("topic"),
    output:
        **{
            name: path if path.endswith(".csv") else directory(path)
            for name, path in COLLECTED.items()
        },
        texts=directory("results/text"),
    log:
        "results/logs/collect_tables.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        left_out=[entry.record() for entry in FOUND.left_out],
        code=script_code("collect_tables"),
    message:
        "Joining the batches into tables"
    script:
        "../scripts/collect_tables.py"


if LARGE:

    # all other tables are about the whole corpus, and shown as they are
    DRAWN = [*LONG_TABLES, "documents", "attribution", "overclaim"]

    rule draw_sample:
        input:
            measured=batch_folders("measured"),
            tables=batch_folders("tables"),
        output:
            **shown_tables(*DRAWN),
            sample="results/sample/sample.json",
            texts=directory("results/sample/text"),
        log:
            "results/logs/draw_sample.log",
        conda:
            "../../environment.yml"
        resources:
            mem_mb=growing(1000),
        params:
            tables=[*DRAWN, "texts"],
            store=STORE,
            sources=SETTINGS["tables"]["sample"],
            seed=SETTINGS["statistics"]["seed"],
            code=script_code("draw_sample"),
        message:
            "Drawing the sources that notebooks and the report show"
        script:
            "../scripts/draw_sample.py"

    rule show_whole_table:
        input:
            "results/tables/{table}.csv",
        output:
            "results/sample/tables/{table}.csv",
        log:
            "results/logs/show_whole_table/{table}.log",
        wildcard_constraints:
            table=rf"(?!(?:{'|'.join(DRAWN)})\.csv)[a-z_]+",
        conda:
            "../../environment.yml"
        message:
            "Putting the table {wildcards.table} beside the sample"
        shell:
            "cp {input} {output} 2> {log}"
