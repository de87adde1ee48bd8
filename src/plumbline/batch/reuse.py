"""Shared passages among many sources: first which pairs may share one, then which they share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from plumbline.batch.collect import read_documents
from plumbline.compare.fingerprints import rank_pairs
from plumbline.compare.reuse import find_reuse, find_reuse_of_pairs
from plumbline.text.document import Document


def find_reuse_in_batches(folders: list[Path]) -> pd.DataFrame:
    """Return the `reuse` table of measured batches, every source against every other."""
    return find_reuse(document for folder in folders for document in read_documents(folder))


def find_reuse_of_likely_pairs(folders: list[Path], most_pairs: int) -> tuple[pd.DataFrame, str]:
    """Return the `reuse` table of the pairs that share most, and a sentence on how many those are.

    Args:
        folders: measured batches.
        most_pairs: pairs looked at in full, at most.

    """
    hashes, sources, ids, homes = _read_fingerprints(folders)
    pairs, total = rank_pairs(hashes, sources, most_pairs)
    wanted = {ids[i] for i in np.unique(pairs).tolist()}
    documents = _read_wanted(folders, {source: homes[source] for source in wanted})
    frame = find_reuse_of_pairs((documents[ids[i]], documents[ids[j]]) for i, j in pairs.tolist())
    told = f"{total:,} pairs of sources share a fingerprint; {len(pairs):,} of them were compared."
    return frame, told


def _read_fingerprints(
    folders: list[Path],
) -> tuple[np.ndarray, np.ndarray, list[str], dict[str, int]]:
    """Return fingerprints, the number of the source of each, the ids, and the batch of each id."""
    from pyarrow import parquet

    hashes, codes, ids, homes = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)], [], {}
    for number, folder in enumerate(folders):
        file = folder / "fingerprints.parquet"
        with parquet.ParquetFile(file, read_dictionary=["source_id"]) as part:
            table = part.read(use_threads=False)
        names = table["source_id"].unify_dictionaries().combine_chunks()
        codes.append(names.indices.to_numpy().astype(np.int32) + len(ids))
        hashes.append(table["fingerprint"].to_numpy().view(np.uint64))
        own = names.dictionary.to_pylist()
        homes |= dict.fromkeys(own, number)
        ids += own
    order = np.argsort(np.array(ids, dtype=object), kind="stable")
    rank = np.empty(len(ids), np.int32)  # in sorted order, so that results do not depend on batches
    rank[order] = np.arange(len(ids), dtype=np.int32)
    sources = rank[np.concatenate(codes)] if ids else np.zeros(0, np.int32)
    return np.concatenate(hashes), sources, sorted(ids), homes


def _read_wanted(folders: list[Path], homes: Mapping[str, int]) -> dict[str, Document]:
    documents = {}
    for number in sorted(set(homes.values())):
        own = [source for source, home in homes.items() if home == number]
        documents |= {d.source_id: d for d in read_documents(folders[number], own)}
    return documents
