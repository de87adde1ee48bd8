"""Extract the claims of the documents of one batch."""

from pathlib import Path

from job import logged, read_documents, topic_folder
from plumbline.claims import extract_claims, load_grammar, load_topic
from plumbline.tables import part_types, write_part

with logged(snakemake.log[0]):
    grammar = load_grammar(Path(snakemake.input.grammar[0]).parent)
    topic = load_topic(topic_folder(snakemake.input.topic))
    claims = [
        claim
        for document in read_documents(snakemake.input.documents)
        for claim in extract_claims(document, grammar, topic)
    ]
    write_part(claims, snakemake.output.claims, part_types("claims"))
