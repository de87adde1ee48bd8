"""Join the claims of all batches, say what evidence stands by each, and count them."""

from pathlib import Path

from job import logged, read_tables, topic_folder
from plumbline.claims import load_topic
from plumbline.compare.rates import attribution_shares
from plumbline.compare.tabulate import (
    attribute_claims,
    claim_frequency,
    claim_levels,
    claim_totals,
)
from plumbline.tables import part_types, read_parts, write_table

with logged(snakemake.log[0]):
    have = read_tables(snakemake.input)
    claims = read_parts(snakemake.input.claims, part_types("claims"))
    scope = snakemake.params.attribution["support_scope"]
    claims["attribution"] = attribute_claims(claims, have["citations"], have["sentences"], scope)
    topic = load_topic(topic_folder(snakemake.input.topic))
    frames = {
        "claims": claims,
        "claim_frequency": claim_frequency(claims),
        "claim_totals": claim_totals(claim_levels(claims), topic.claims if topic else {}),
        "attribution": attribution_shares(
            have["citation_density"], claims, have["documents"], snakemake.params.confidence
        ),
    }
    for name, frame in frames.items():
        write_table(frame, Path(getattr(snakemake.output, name)), name)
