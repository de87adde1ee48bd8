"""The instruments held against human judgement: the bundled study, and public data if given."""

from plumbline.sources.catalogue import read_sheet
from plumbline.study import data_files
from plumbline.validity.gold import gold_version

# the bundled texts, whatever corpus is being measured
BUNDLED = PROJECT / "resources/demo"
SHEET = PROJECT / "config/sources.tsv"
SHIPPED = PROJECT / "config"

GOLD = configured_folder("gold")


rule validity:
    input:
        "results/tables/validity.csv",
    message:
        "The instruments are measured"


rule measure_validity:
    input:
        texts=[str(source.path) for source in read_sheet(BUNDLED, SHEET)],
        codes=str(BUNDLED / "codes.tsv"),
        sheet=str(SHEET),
        lexicons=configured_files("lexicons"),
        grammar=configured_files("grammar"),
        segmentation=configured_files("segmentation"),
        topic=data_files(PROJECT / "config/topics/magnesium-sleep"),
        citations=configured("citations"),
        syllables=configured("syllables"),
        behaviour=data_files(PROJECT / "resources/behaviour"),
        shipped=[
            *(
                f
                for part in ("lexicons", "claims", "segmentation")
                for f in data_files(SHIPPED / part)
            ),
            *(
                f
                for topic in sorted((SHIPPED / "topics").glob("*/"))
                for f in data_files(topic)
            ),
            str(SHIPPED / "citations.yaml"),
        ],
        units=str(SHIPPED / "units.yaml"),
    output:
        validity=report(
            "results/tables/validity.csv",
            category="8 Accuracy of the instruments",
            labels={"table": "validity"},
            caption="../report/validity.rst",
        ),
        worst_errors="results/validity/worst_errors.csv",
        candidates="results/validity/lexicon_candidates.csv",
        confusion="results/tables/confusion.csv",
    log:
        "results/logs/measure_validity.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=growing(1000),
    params:
        gold=GOLD,
        gold_version=gold_version(Path(GOLD)) if GOLD else "",
        attribution=SETTINGS["attribution"],
        statistics=SETTINGS["statistics"],
        code=script_code("measure_validity"),
    message:
        "Holding the instruments against human judgement"
    script:
        "../scripts/measure_validity.py"
