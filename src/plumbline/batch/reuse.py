"""Shared passages among many sources: first which pairs may share one, then which they share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from plumbline.batch.collect import READ, read_documents
from plumbline.compare.fingerprints import rank_pairs
from plumbline.compare.reuse import find_passages_of_pairs, find_reuse, make_reuse_table
from plumbline.store import make_key, read_kept
from plumbline.text.document import Document
from plumbline.whole import file_status, write_text


def find_reuse_in_batches(folders: list[Path]) -> pd.DataFrame:
    """Return the `reuse` table of measured batches, every source against every other."""
    return find_reuse(document for folder in folders for document in read_documents(folder))


def find_reuse_of_likely_pairs(
    folders: list[Path], most_pairs: int, kept: Path | None = None, code: str = ""
) -> tuple[pd.DataFrame, str]:
    """Return the `reuse` table of the pairs that share most, and a sentence on how many those are.

    Args:
        folders: measured batches.
        most_pairs: pairs looked at in full, at most.
        kept: file with what was found of each pair the last time, which is taken where the texts
            of both batches and the code are still the same; None to keep nothing.
        code: version of the code that finds passages.

    """
    hashes, sources, ids, homes = _read_fingerprints(folders)
    numbers, total = rank_pairs(hashes, sources, most_pairs)
    pairs = [(ids[i], ids[j]) for i, j in numbers.tolist()]
    texts = [[file_status(folder / part) for part in READ] for folder in folders]
    keys = [make_key(code, pair, [texts[homes[source]] for source in pair]) for pair in pairs]
    known = read_kept(kept) if kept else {}
    fresh = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
    wanted = {source for pair in fresh.values() for source in pair}
    documents = _read_wanted(folders, {source: homes[source] for source in wanted})
    found = find_passages_of_pairs((documents[a], documents[b]) for a, b in fresh.values())
    known |= zip(fresh, found, strict=True)
    rows = {key: known[key] for key in keys}
    if kept:
        write_text(kept, json.dumps(rows))
    told = f"{total:,} pairs of sources share a fingerprint; {len(pairs):,} of them were compared."
    return make_reuse_table(chain.from_iterable(rows.values())), told


def pairs_file(store: Path) -> Path:
    """Return where the passages of the pairs that were compared are kept."""
    return store.parent / "reuse.json"


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
