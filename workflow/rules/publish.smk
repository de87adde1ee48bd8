"""What people read: figures, notebooks, the page, the write-up, the closing summary."""

from plumbline.code import code_version
from plumbline.publish.contents import NOTEBOOKS, SUMMARY_TABLES
from plumbline.study import find_sheet, project_version


rule notebooks:
    input:
        expand("results/notebooks/{notebook}.ipynb", notebook=NOTEBOOKS),
    message:
        "The notebooks are made"


rule draw_figures:
    input:
        unpack(notebook_tables),
        safety=lexicon("safety.tsv"),
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
        mem_mb=growing(1000),
    params:
        tables=lambda wildcards: SHOWN,
        confidence=SETTINGS["statistics"]["confidence"],
        names=lambda wildcards: NOTEBOOKS[wildcards.notebook].figures,
        code=script_code("draw_figures"),
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
        safety=lexicon("safety.tsv"),
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
        mem_mb=growing(1500),
    params:
        tables=lambda wildcards: SHOWN,
        confidence=SETTINGS["statistics"]["confidence"],
        code=script_code("execute_notebook", "plumbline.publish.review"),
    message:
        "Executing the notebook {wildcards.notebook}"
    script:
        "../scripts/execute_notebook.py"


rule summarise:
    input:
        **shown_tables(*SUMMARY_TABLES),
        safety=lexicon("safety.tsv"),
    output:
        summary="results/summary.txt",
    log:
        "results/logs/summarise.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        tables=lambda wildcards: SHOWN,
        confidence=SETTINGS["statistics"]["confidence"],
        topic=Path(SETTINGS["topic"]).name,
        code=script_code("summarise"),
    message:
        "Putting what was found into words"
    script:
        "../scripts/summarise.py"


rule report:
    input:
        "results/report/index.html",
    message:
        "The report is made"


rule build_report:
    input:
        **shown_tables(*TABLES, "validity"),
        texts=SHOWN_TEXTS,
        topic=configured_files("topic"),
        lexicons=configured_files("lexicons"),
        templates=configured("rewordings"),
        safety=lexicon("safety.tsv"),
    output:
        page=report(
            "results/report/index.html",
            category="Report",
            labels={"page": "report"},
            caption="../report/report.rst",
        ),
    log:
        "results/logs/build_report.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(2000),
    params:
        tables=lambda wildcards: SHOWN,
        confidence=SETTINGS["statistics"]["confidence"],
        code=code_version("."),  # of the whole library: the page names it
    message:
        "Building the report"
    script:
        "../scripts/build_report.py"


# A target for maintainers, to be run on the bundled study; it needs Chromium on PATH.
rule readme_images:
    input:
        figures="results/figures/05_rhetoric_against_evidence",
        page="results/report/index.html",
    output:
        figure="docs/images/asserted_licensed.png",
        screenshot="docs/images/report.png",
    log:
        "results/logs/readme_images.log",
    conda:
        "../../environment.yml"
    params:
        view="source=bisglycinate_deep_rest&sentence=4&cell=S01_sleep_quality~bisglycinate_deep_rest",
        size=(1500, 800),
    message:
        "Making the images of the README"
    script:
        "../scripts/take_readme_images.py"


rule writeup:
    input:
        "results/writeup.zip",
    message:
        "The write-up is made"


rule build_writeup:
    input:
        **shown_tables(*TABLES, "validity"),
        # human codes go in only where there are coded sheets
        agreement="results/tables/agreement.csv" if SETTINGS["coded_sheets"] else [],
        all_documents="results/tables/documents.csv",
        data=study_data(),
        topic=configured_files("topic"),
        licensed_levels=configured("licensed_levels"),
        safety=lexicon("safety.tsv"),
        references=str(PROJECT / "resources/references.bib"),
        sheet=source_sheet(),
        sources=source_files() if SETTINGS["writeup"]["include_texts"] else [],
    output:
        folder=report(
            directory("results/writeup"),
            patterns=["{file}.docx", "figures/{file}.svg", "supplement/{file}.csv"],
            category="Write-up",
            labels={"file": "{file}"},
            caption="../report/writeup.rst",
        ),
        archive=report(
            "results/writeup.zip",
            category="Write-up",
            labels={"file": "bundle"},
            caption="../report/writeup.rst",
        ),
    log:
        "results/logs/build_writeup.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(2000),
    params:
        tables=lambda wildcards: SHOWN,
        names=[*TABLES, "validity"],
        settings=SETTINGS,
        texts=lambda wildcards, input: [
            str(path) for path in (source_paths() if input.sources else ())
        ],
        corpus=str(FOUND.folder),
        sheet=lambda wildcards: str(
            find_sheet(SETTINGS, FOUND.folder, PROJECT, STUDY) or ""
        ),
        # looked up only where the write-up is made: hashing all files takes a moment
        project=lambda wildcards: project_version(PROJECT),
        code=script_code("build_writeup"),
    message:
        "Putting the write-up together"
    script:
        "../scripts/build_writeup.py"
