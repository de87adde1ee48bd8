# Plumbline: from a folder of sources to executed notebooks.
#   snakemake --cores 4                            the bundled study
#   snakemake --cores 4 --config corpus=FOLDER     your own sources
#   snakemake --cores 4 --directory STUDY          a study of your own

from snakemake.utils import min_version

min_version("9.27")


include: "workflow/rules/common.smk"
include: "workflow/rules/inputs.smk"
include: "workflow/rules/run.smk"
include: "workflow/rules/tables.smk"


if MANY:  # one job measures many sources

    include: "workflow/rules/batches.smk"
    include: "workflow/rules/collect.smk"

else:

    include: "workflow/rules/clean.smk"
    include: "workflow/rules/measure.smk"
    include: "workflow/rules/tabulate.smk"


include: "workflow/rules/compare.smk"
include: "workflow/rules/publish.smk"
include: "workflow/rules/verify.smk"
include: "workflow/rules/validity.smk"
include: "workflow/rules/coding.smk"
include: "workflow/rules/evidence.smk"


rule all:
    default_target: True
    input:
        rules.tables.input,
        rules.notebooks.input,
        rules.report.input,
        summary="results/summary.txt",
    message:
        "Everything is made"


onstart:
    begin_run()


onsuccess:
    end_run()
    print_summary()
