"""A write-up made again from its own settings and data, and held to what it says."""

from plumbline.study import project_version


rule verify:
    input:
        report="results/verify/report.txt",
    log:
        "results/logs/verify.log",
    conda:
        "../../environment.yml"
    message:
        "The write-up is checked"
    script:
        "../scripts/say_verified.py"


rule compare_crate:
    input:
        crate=crate_to_verify,
        sources=source_files(),
    output:
        report="results/verify/report.txt",
    log:
        "results/logs/compare_crate.log",
    conda:
        "../../environment.yml"
    # for the run inside this job; fewer where fewer are given
    threads: 4
    resources:
        mem_mb=growing(2000),
    params:
        corpus=lambda wildcards: configured("corpus"),
        gold=configured_folder("gold"),
        project=lambda wildcards: project_version(PROJECT),
    message:
        "Making the write-up anew"
    script:
        "../scripts/compare_crate.py"
