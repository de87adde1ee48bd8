"""What people read: figures, notebooks, the page, the write-up, the closing summary."""


rule notebooks:
    input:
        expand("results/notebooks/{notebook}.ipynb", notebook=NOTEBOOKS),


rule draw_figures:
    input:
        unpack(notebook_tables),
        safety=f"{configured('lexicons')}/safety.tsv",
    output:
        figures=report(
            directory("results/figures/{notebook}"),
            patterns=["{figure}.svg"],
            category="Figures",
            labels={"notebook": "{notebook}", "figure": "{figure}"},
            caption="../report/figures.rst",
        ),
    log:
        "results/logs/draw_figures/{notebook}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1000,
    params:
        names=lambda wildcards: NOTEBOOKS[wildcards.notebook].figures,
        code=code_version("publish"),
    message:
        "Drawing the figures of {wildcards.notebook}"
    script:
        "../scripts/draw_figures.py"


rule execute_notebook:
    input:
        unpack(notebook_tables),
        notebook=lambda wildcards: str(
            PROJECT / f"notebooks/{wildcards.notebook}.ipynb"
        ),
        figures="results/figures/{notebook}",
        safety=f"{configured('lexicons')}/safety.tsv",
    output:
        notebook="results/notebooks/{notebook}.ipynb",
        page=report(
            "results/notebooks/{notebook}.html",
            category="Notebooks",
            labels={"notebook": "{notebook}"},
            caption="../report/notebook.rst",
        ),
    log:
        "results/logs/execute_notebook/{notebook}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1500,
    params:
        code=code_version("publish"),
    message:
        "Executing the notebook {wildcards.notebook}"
    script:
        "../scripts/execute_notebook.py"


rule summarise:
    input:
        **tables(*SUMMARY_TABLES),
        safety=f"{configured('lexicons')}/safety.tsv",
    output:
        summary="results/summary.txt",
    log:
        "results/logs/summarise.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1000,
    params:
        code=code_version("publish"),
    message:
        "Putting what was found into words"
    script:
        "../scripts/summarise.py"
