"""Batches of sources: the unit that a measuring job works on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

SMALLEST, LARGEST = 64, 2048  # sources in a batch of automatic size
BATCHES = 8  # aimed at where sources are few: the jobs of a batch take four seconds to start
BYTES = 5000  # of a source in a bulk file, roughly, where its records are not counted yet


def choose_size(n_sources: int) -> int:
    """Return the sources that a batch holds on average, a power of two.

    A power of two, so that a growing study keeps its batches until its size has doubled.
    """
    size = SMALLEST
    while size < LARGEST and n_sources > size * BATCHES:
        size *= 2
    return size


def plan_batches(source_ids: Iterable[str], single_up_to: int, size: int) -> dict[str, list[str]]:
    """Assign sources to batches.

    Up to `single_up_to` sources, each is a batch of its own and gives it its name. Above, a source
    falls into a bucket by the hash of its id alone, so adding one touches one batch; the number of
    buckets is a power of two, and only its doubling moves sources.

    Args:
        source_ids: unique ids.
        single_up_to: largest number of sources that are measured one by one.
        size: sources that a batch holds on average, at most.

    Returns:
        Batch name -> its source ids, both in sorted order.

    """
    ids = sorted(source_ids)
    if len(ids) <= single_up_to:
        return {source_id: [source_id] for source_id in ids}
    buckets = 1
    while len(ids) > buckets * size:
        buckets *= 2
    width = len(str(buckets - 1))
    batches: dict[str, list[str]] = {}
    for source_id in ids:
        digest = hashlib.sha256(source_id.encode()).digest()
        bucket = int.from_bytes(digest[:8], "big") % buckets
        batches.setdefault(f"batch-{bucket:0{width}d}-of-{buckets}", []).append(source_id)
    return dict(sorted(batches.items()))
