"""Passages that sources share: word for word, and nearly so.

Exact: every maximal run of at least `min_words` words that stands in two sources. Near: sentences
whose word five-grams overlap (Jaccard 1901; Broder 1997, shingles). Both look words up by the hash
of a run of words, so the work grows with the corpus and not with its pairs. Runs that stand in
more than `max_places` places (a disclaimer on every page) are passed over, which bounds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from plumbline.tables import columns
from plumbline.text.document import PROSE, Document
from plumbline.text.tokens import is_word

SHINGLE = 5
_BREAK, _PUNCTUATION = -1, -2
_PRIME = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio: spreads word numbers widely


@dataclass(frozen=True)
class ReuseSettings:
    """When a passage counts as shared."""

    min_words: int = 8  # shorter runs recur by chance in texts on one topic
    min_similarity: float = 0.6  # Jaccard similarity of a near passage
    max_places: int = 50  # places a run of words may stand in before it is passed over


@dataclass(frozen=True)
class _Corpus:
    """The words of running text of all sources, end to end, sorted by source.

    ``words`` are numbers; `_BREAK` stands between stretches of text that do not follow on each
    other.
    """

    ids: list[str]
    texts: list[str]
    words: np.ndarray
    source: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    sentence: np.ndarray


def find_reuse(
    documents: Iterable[Document], settings: ReuseSettings | None = None
) -> pd.DataFrame:
    """Return the `reuse` table: passages that two sources share, the first source first by name.

    A near passage is listed only where no word-for-word passage of the same two sources holds it.
    """
    documents, numbers = sorted(documents, key=lambda d: d.source_id), _WordNumbers()
    corpus = _join_words(documents, [_read_words(d, numbers) for d in documents])
    return make_reuse_table(_find_passages(corpus, settings or ReuseSettings()))


def find_passages_of_pairs(
    pairs: Iterable[tuple[Document, Document]], settings: ReuseSettings | None = None
) -> Iterator[list[tuple]]:
    """Yield for each pair of sources, as if alone, the cells of its rows for `make_reuse_table`."""
    settings, numbers = settings or ReuseSettings(), _WordNumbers()
    words: dict[str, np.ndarray] = {}
    for pair in pairs:
        documents = sorted(pair, key=lambda d: d.source_id)
        for document in documents:
            if document.source_id not in words:
                words[document.source_id] = _read_words(document, numbers)
        corpus = _join_words(documents, [words[d.source_id] for d in documents])
        yield list(_find_passages(corpus, settings))


def _find_passages(corpus: _Corpus, settings: ReuseSettings) -> Iterator[tuple]:
    """Yield the cells of each row of the `reuse` table."""
    exact = _exact_runs(corpus, settings)
    by_pair = _group_by_pair(exact)
    near = [row for row in _near_sentences(corpus, settings) if not _is_held(row, by_pair)]
    for a, b, start_a, end_a, start_b, end_b, similarity in [*exact, *near]:
        text = corpus.texts[a][start_a:end_a]
        ids = corpus.ids[a], corpus.ids[b]
        yield (*ids, start_a, end_a, start_b, end_b, text, similarity)


def make_reuse_table(rows: Iterable[Iterable]) -> pd.DataFrame:
    """Return the `reuse` table: rows sorted, of two with the same beginnings the more similar."""
    frame = pd.DataFrame(list(rows), columns=columns("reuse"))
    keys = ["source_a", "source_b", "start_a", "start_b"]
    frame = frame.sort_values([*keys, "similarity"], ascending=[True] * 4 + [False])
    return frame.drop_duplicates(keys, ignore_index=True)


def shared_sentences(
    reuse: pd.DataFrame | None, sentences: pd.DataFrame, sides: str = "ab"
) -> pd.Series:
    """Say of each sentence whether more than half of it stands in a shared passage.

    Args:
        reuse: the `reuse` table, or ``None``.
        sentences: the `sentences` table.
        sides: "ab" for both sources of a pair; "b" for the second one only, so that each passage
            stays once, in the first source by name.

    Returns:
        True or False, indexed like `sentences`.

    """
    if reuse is None or reuse.empty:
        return pd.Series(False, index=sentences.index)
    spans = pd.concat(
        reuse[[f"source_{s}", f"start_{s}", f"end_{s}"]].set_axis(
            ["source", "start", "end"], axis=1
        )
        for s in sides
    )
    ordered = sentences.sort_values(["source_id", "start"])
    _, held = _find_held(spans.assign(case=spans["source"]), ordered)
    return pd.Series(sentences.index.isin(ordered.index[held]), index=sentences.index)


def count_shared(reuse: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each source's running text stands in shared passages.

    Args:
        reuse: the `reuse` table.
        sentences: the `sentences` table.

    Returns:
        Index source_id, sorted; words, words_shared, share (NaN without words).

    """
    prose = sentences[sentences["kind"].isin(PROSE)]
    shared = shared_sentences(reuse, prose)
    words = prose.groupby("source_id")["n_words"].sum()
    found = prose["n_words"].where(shared, 0).groupby(prose["source_id"]).sum()
    frame = pd.DataFrame({"words": words, "words_shared": found}).sort_index()
    return frame.assign(share=frame["words_shared"] / frame["words"].where(frame["words"] > 0))


def count_voices(reuse: pd.DataFrame, sentences: pd.DataFrame) -> int:
    """Return the number of sources that speak for themselves: those that copy count with theirs.

    Two sources are one voice where passages they share hold more than half of the words of the
    shorter one; so are all that hang together by such pairs.
    """
    prose = sentences[sentences["kind"].isin(PROSE)].sort_values(["source_id", "start"])
    words = prose.groupby("source_id")["n_words"].sum()
    words = words[words > 0]
    voice = {source: source for source in words.index}

    def find(source: str) -> str:
        while voice[source] != source:
            voice[source] = voice[voice[source]]
            source = voice[source]
        return source

    reuse = reuse[reuse["source_a"].isin(words.index) & reuse["source_b"].isin(words.index)]
    for a, b in _find_copies(reuse, prose, words):
        voice[find(b)] = find(a)
    return sum(source == find(source) for source in voice)


def _find_copies(
    reuse: pd.DataFrame, prose: pd.DataFrame, words: pd.Series
) -> list[tuple[str, str]]:
    """Return the pairs that share more than half of the words of the shorter one, sorted.

    A sentence of it is shared where more than half of its characters are. All pairs at once, as
    their number grows with the square of the sources.
    """
    if reuse.empty:
        return []
    pairs = reuse.groupby(["source_a", "source_b"], sort=True)
    names = list(pairs.groups)
    pair, held = _find_held(_shorter_spans(reuse, words).assign(case=pairs.ngroup()), prose)
    n_words = prose["n_words"].to_numpy(float)[held]
    shared = np.bincount(pair, n_words, len(names))
    shorter = np.array([min(words[a], words[b]) for a, b in names], float)
    return [names[i] for i in np.flatnonzero(shared > shorter / 2)]


def _shorter_spans(reuse: pd.DataFrame, words: pd.Series) -> pd.DataFrame:
    """Return source, start and end of each passage in the shorter of its two sources."""
    a_is = (reuse["source_a"].map(words) <= reuse["source_b"].map(words)).to_numpy()
    return pd.DataFrame(
        {
            name: reuse[f"{name}_a"].where(a_is, reuse[f"{name}_b"])
            for name in ("source", "start", "end")
        }
    )


def _find_held(spans: pd.DataFrame, sentences: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Find the sentences of which passages hold more than half, case by case, all at once.

    Args:
        spans: case, source, start and end of the passages.
        sentences: source_id, start and end, sorted by source and start, without overlaps.

    Returns:
        Of each case and sentence: the case, and the position of the sentence.

    """
    spans = _merge_spans(spans[spans["source"].isin(sentences["source_id"].unique())])
    cases, case = np.unique(spans["case"], return_inverse=True)
    # the texts of all sources end to end, so that one search finds all sentences of a span
    code = {source: i for i, source in enumerate(sentences["source_id"].unique())}
    size = int(max(sentences["end"].max(), spans["end"].max())) + 1 if len(spans) else 1
    base = sentences["source_id"].map(code).to_numpy(int) * size
    starts, ends = (base + sentences[x].to_numpy(int) for x in ("start", "end"))
    base = spans["source"].map(code).to_numpy(int) * size
    low, high = (base + spans[x].to_numpy(int) for x in ("start", "end"))
    first = np.searchsorted(ends, low, "right")
    n = np.maximum(np.searchsorted(starts, high, "left") - first, 0)
    span = np.repeat(np.arange(len(n)), n)
    sentence = first[span] + np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    inside = np.minimum(ends[sentence], high[span]) - np.maximum(starts[sentence], low[span])
    keys, place = np.unique(case[span] * len(starts) + sentence, return_inverse=True)
    half = np.bincount(place, inside, len(keys)) > (ends - starts)[keys % len(starts)] / 2
    return cases[keys[half] // len(starts)], keys[half] % len(starts)


def _merge_spans(spans: pd.DataFrame) -> pd.DataFrame:
    """Join the overlapping spans of each case."""
    spans = spans.sort_values(["case", "start", "end"])
    reached = spans.groupby("case")["end"].cummax().groupby(spans["case"]).shift()
    fresh = (reached.isna() | (spans["start"] > reached)).cumsum()
    whole = {"case": "first", "source": "first", "start": "first", "end": "max"}
    return spans.groupby(fresh.to_numpy()).agg(whole)


class _WordNumbers(dict):
    """Numbers words 0, 1, ... as they are looked up; punctuation is `_PUNCTUATION`."""

    def __missing__(self, word: str) -> int:
        number = len(self) if is_word(word) else _PUNCTUATION
        self[word] = number
        return number


def _read_words(document: Document, numbers: _WordNumbers) -> np.ndarray:
    """Return number, start, end and sentence of the words of running text, shape (4, words + 1).

    A heading breaks a run, and so does the end.
    """
    tokens = document.tokens
    lengths = np.array([last - first for first, last in tokens.ranges], int)
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    prose = np.zeros(len(lengths), bool)
    prose[[i for i, _ in document.prose()]] = True
    read = prose[sentence]
    words = np.array([numbers[word] for word in tokens.words], np.int32)
    words = np.where(read, words, _BREAK)
    own = np.stack([words, tokens.starts, tokens.ends, np.where(read, sentence, -1)])
    end = np.array([[_BREAK], [0], [0], [-1]])
    return np.concatenate([own[:, words != _PUNCTUATION], end], axis=1).astype(np.int32)


def _join_words(documents: list[Document], words: list[np.ndarray]) -> _Corpus:
    """Put the words of some documents, sorted by source, end to end."""
    parts, n_sentences = [np.zeros((5, 0), np.int32)], 0
    for source, (numbers, starts, ends, sentence) in enumerate(words):
        numbered = np.where(sentence >= 0, sentence + n_sentences, -1)
        own = [numbers, np.full_like(numbers, source), starts, ends, numbered]
        parts.append(np.stack(own).astype(np.int32))
        n_sentences += int(sentence.max()) + 1
    ids, texts = [d.source_id for d in documents], [d.text for d in documents]
    return _Corpus(ids, texts, *np.concatenate(parts, axis=1))


def _hash_runs(words: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions at which `length` words follow on each other, and a hash of each run."""
    n = len(words) - length + 1
    if n <= 0:
        return np.zeros(0, np.int64), np.zeros(0, np.uint64)
    broken = np.concatenate([[0], np.cumsum(words < 0)])
    positions = np.flatnonzero(broken[length:] == broken[:-length])
    spread = (words.astype(np.uint64) + np.uint64(1)) * _PRIME
    spread ^= spread >> np.uint64(29)
    hashes = np.zeros(len(positions), np.uint64)
    for k in range(length):
        hashes = hashes * np.uint64(0x100000001B3) + spread[positions + k]
    return positions, hashes


def _pairs_of_equals(keys: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the index pairs (i, j), i before j, of equal keys that occur up to `limit` times."""
    order = np.argsort(keys, kind="stable")
    _, first, sizes = np.unique(keys[order], return_index=True, return_counts=True)
    left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= limit)]).tolist():
        starts = first[sizes == size]
        i, j = np.triu_indices(size, 1)
        left.append(order[(starts[:, None] + i).ravel()])
        right.append(order[(starts[:, None] + j).ravel()])
    return np.concatenate(left), np.concatenate(right)


def _exact_runs(corpus: _Corpus, settings: ReuseSettings) -> list[tuple]:
    """Return (a, b, start_a, end_a, start_b, end_b, 1.0) of every maximal shared run."""
    length = settings.min_words
    positions, hashes = _hash_runs(corpus.words, length)
    left, right = _pairs_of_equals(hashes, settings.max_places)
    i, j = positions[left], positions[right]
    apart = corpus.source[i] != corpus.source[j]
    i, j = i[apart], j[apart]
    same = np.ones(len(i), bool)
    for k in range(length):  # equal hashes are checked word by word
        same &= corpus.words[i + k] == corpus.words[j + k]
    i, j = i[same], j[same]
    if len(i) == 0:
        return []
    order = np.lexsort((i, j - i))
    i, j = i[order], j[order]
    # Matches that follow on each other on one diagonal are one longer run.
    fresh = np.ones(len(i), bool)
    fresh[1:] = (np.diff(i) != 1) | (np.diff(j) != 1)
    firsts = np.flatnonzero(fresh)
    lasts = np.append(firsts[1:], len(i)) - 1
    rows = []
    for f, e in zip(firsts.tolist(), lasts.tolist(), strict=True):
        a, b, last = int(i[f]), int(j[f]), length - 1
        spans = [(int(corpus.starts[x[f]]), int(corpus.ends[x[e] + last])) for x in (i, j)]
        rows.append((int(corpus.source[a]), int(corpus.source[b]), *spans[0], *spans[1], 1.0))
    return rows


def _near_sentences(corpus: _Corpus, settings: ReuseSettings) -> list[tuple]:
    """Return the same of every pair of sentences whose five-grams overlap enough."""
    positions, hashes = _hash_runs(corpus.words, SHINGLE)
    inside = corpus.sentence[positions] == corpus.sentence[positions + SHINGLE - 1]
    sentence, grams = _each_once(corpus.sentence[positions[inside]], hashes[inside])
    _, place, times = np.unique(grams, return_inverse=True, return_counts=True)
    rare = times[place] <= settings.max_places
    sentence, grams = sentence[rare], grams[rare]
    sizes = np.bincount(sentence, minlength=int(corpus.sentence.max(initial=0)) + 1)
    long = sizes[sentence] >= settings.min_words - SHINGLE + 1
    sentence, grams = sentence[long], grams[long]
    left, right = _pairs_of_equals(grams, settings.max_places)
    # One number per pair of sentences; how often it occurs is how many five-grams they share.
    keys = sentence[left] * len(sizes) + sentence[right]
    pairs, shared = np.unique(keys, return_counts=True)
    x, y = pairs // len(sizes), pairs % len(sizes)
    similarity = shared / (sizes[x] + sizes[y] - shared)
    kept = similarity >= settings.min_similarity
    spans = _sentence_spans(corpus, len(sizes))
    rows = []
    for one, other, value in zip(x[kept], y[kept], similarity[kept].tolist(), strict=True):
        (a, *span_a), (b, *span_b) = spans[one].tolist(), spans[other].tolist()
        if a != b:
            rows.append((a, b, *span_a, *span_b, value))
    return rows


def _each_once(sentence: np.ndarray, grams: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each pair of sentence and five-gram once, sorted."""
    order = np.lexsort((grams, sentence))
    sentence, grams = sentence[order].astype(np.int64), grams[order]
    fresh = np.ones(len(grams), bool)
    fresh[1:] = (sentence[1:] != sentence[:-1]) | (grams[1:] != grams[:-1])
    return sentence[fresh], grams[fresh]


def _sentence_spans(corpus: _Corpus, n_sentences: int) -> np.ndarray:
    """Return source, first and last offset of the words of each sentence, shape (n, 3)."""
    spans = np.zeros((n_sentences, 3), np.int64)
    at = np.flatnonzero(corpus.sentence >= 0)
    sentence = corpus.sentence[at]
    spans[sentence, 0] = corpus.source[at]
    spans[sentence[::-1], 1] = corpus.starts[at[::-1]]  # the first word is written last
    spans[sentence, 2] = corpus.ends[at]
    return spans


def _group_by_pair(rows: list[tuple]) -> dict[tuple[int, int], list[tuple]]:
    groups: dict[tuple[int, int], list[tuple]] = {}
    for row in rows:
        groups.setdefault(row[:2], []).append(row)
    return groups


def _is_held(row: tuple, exact: dict[tuple[int, int], list[tuple]]) -> bool:
    """Say whether a word-for-word passage of the same two sources holds this one."""
    start_a, end_a, start_b, end_b = row[2:6]
    return any(
        other[2] <= start_a and end_a <= other[3] and other[4] <= start_b and end_b <= other[5]
        for other in exact.get(row[:2], [])
    )
