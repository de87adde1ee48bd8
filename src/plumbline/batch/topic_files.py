"""The files of a topic: each held against its schema, and against the others, before a run."""

from __future__ import annotations

from pathlib import Path

from plumbline.claims import load_topic
from plumbline.errors import SettingsError
from plumbline.evidence import load_evidence
from plumbline.settings import check, read_yaml, suggest

_SCHEMAS = {
    "claims.yaml": "topic_claims",
    "evidence.yaml": "topic_evidence",
    "reference_values.yaml": "reference_values",
}
_NEEDED = "claims.yaml"  # the others may come later


def check_topic(folder: Path, schemas: Path) -> None:
    """Check the files in the folder of a topic.

    Args:
        folder: of the topic.
        schemas: the project's folder of JSON Schemas.

    Raises:
        SettingsError: one sentence that names file and key and says what to do.

    """
    for name, schema in _SCHEMAS.items():
        if name == _NEEDED or (folder / name).exists():
            check(read_yaml(folder / name), read_yaml(schemas / f"{schema}.schema.yaml"), name)
    claims = load_topic(folder).claims
    for claim_id in load_evidence(folder).verdicts:
        if claim_id not in claims:
            hint = suggest(claim_id, claims, "correct the name or add the claim.")
            raise SettingsError(
                f"evidence.yaml, claim '{claim_id}': claims.yaml has no such claim; {hint}"
            )
