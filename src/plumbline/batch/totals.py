"""What a large study says of each claim as a whole, added up from its batches."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from plumbline.batch.tables import LEVELS
from plumbline.claims import load_topic
from plumbline.compare.tabulate import LEVEL_TYPES, claim_totals
from plumbline.parts import read_frame


def total_claims(parts: Iterable[Path], topic: Path | None) -> pd.DataFrame:
    """Return the table `claim_totals` from the claim levels of all batches."""
    known = load_topic(topic)
    levels = read_frame(parts, LEVELS).astype(LEVEL_TYPES)
    return claim_totals(levels, known.claims if known else {})
