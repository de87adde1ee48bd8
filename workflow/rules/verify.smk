"""A write-up made again from its own settings and data, and held to what it says."""


def crate_to_verify(wildcards):
    """The archive that the setting `crate` names; one sentence where it names none."""
    if not SETTINGS["crate"]:
        sys.exit(
            "Plumbline: verify needs the write-up to check; add --config crate=path/to/writeup.zip."
        )
    return configured("crate")


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
        corpus=configured("corpus"),
        gold=configured("gold") if SETTINGS["gold"] else "",
        project=lambda wildcards: project_version(PROJECT),
    message:
        "Making the write-up anew"
    script:
        "../scripts/compare_crate.py"
