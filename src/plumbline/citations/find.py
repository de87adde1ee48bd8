"""Find the citations of a document: checkable ones by tier, and vague attributions."""

from __future__ import annotations

import bisect
from functools import cache
from itertools import zip_longest

from ahocorasick_rs import AhoCorasick

from plumbline.citations.author_year import find_author_year
from plumbline.citations.entries import (
    Entry,
    find_journal_references,
    point_to_entries,
    read_entries,
)
from plumbline.citations.hits import (
    HEADING,
    NOT_COUNTED,
    Hit,
    Paragraph,
    leave_out_overlapping,
    read_headings,
    read_paragraphs,
    resolve_overlaps,
)
from plumbline.citations.identifiers import find_identifiers, possible_rules
from plumbline.citations.links import find_addresses, find_links, read_own_host
from plumbline.citations.named import find_named_sources
from plumbline.citations.numbered import (
    after_et_al,
    find_brackets,
    find_footnote_marks,
    find_glued,
    find_parentheses,
    find_superscript_marks,
    find_superscripts,
    keep_style,
)
from plumbline.citations.resources import CitationResources
from plumbline.citations.summary import CHECKABLE, mark_supported
from plumbline.citations.vague import (
    EVIDENCE_FORMS,
    find_vague,
    frequent_word,
    is_anaphoric,
    is_own_work,
    make_search_string,
)
from plumbline.text.document import PROSE, Document

# Every citation of tier A or B holds one of these.
_REFERENCE_SIGNS = AhoCorasick(
    [
        *"0123456789\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u2020\u2021",
        "://",
        "www.",
        "in press",
        "n.d.",
        "forthcoming",
    ]
)
_APART = 3  # characters between a name and what leads to the same source
_NUMBERED_STYLES = (find_parentheses, find_glued)


def find_citations(
    document: Document, resources: CitationResources, *, list_elsewhere: bool = False
) -> list[dict]:
    """Find the citations and vague attributions of a document.

    Args:
        document: a cleaned source.
        resources: from `load_resources`.
        list_elsewhere: True where the text is an excerpt whose reference list is known to exist
            but is not part of it; marks like (1) and sleep.12 then count as they stand.

    Returns:
        Rows with the columns of the `citations` table, sorted by start, without overlaps.
        ``supported`` is None except for vague attributions. What only the words of a heading show
        has the tier ``none``, and in ``heading_tier`` the tier it has where headings are read as
        text; a link counts wherever it stands.

    """
    own_host = read_own_host(document)
    signs = [start for _, start, _ in _REFERENCE_SIGNS.find_matches_as_indexes(document.text)]
    checkable = _find_checkable(document, signs, own_host, resources, list_elsewhere)
    worded, worded_headings = _find_in_sentences(document, resources)
    hits = _drop_named_twice(document.text, resolve_overlaps([*checkable, *worded]))
    hits = _drop_anaphors(document, hits)
    headed = _find_in_headings(document, signs, own_host, resources, bool(checkable))
    headed += worded_headings
    if not headed:
        return _to_rows(document, hits, frozenset(), resources)
    headed = leave_out_overlapping(resolve_overlaps(headed), hits)
    starts = frozenset(hit.start for hit in headed)
    headed = [h for h in _drop_anaphors(document, sorted([*hits, *headed])) if h.start in starts]
    return _to_rows(document, sorted([*hits, *headed]), starts, resources)


def _find_checkable(
    document: Document,
    signs: list[int],
    own_host: str,
    resources: CitationResources,
    list_elsewhere: bool,
) -> list[Hit]:
    """Tiers A and B: what digits, brackets, marks and addresses show; `signs` say where."""
    text = document.text
    hits = (
        []
        if not document.marks
        else [
            *find_links(document, own_host, resources),
            *find_superscript_marks(document, resources),
        ]
    )
    paragraphs = _with_signs(read_paragraphs(document), signs)
    if not paragraphs:
        return hits
    rules = possible_rules(text, paragraphs, resources)
    listed, entries = read_entries(text, paragraphs, own_host, resources, rules)
    taken = {h.start for h in listed if h.kind == "reference_entry"}
    prose = [p for p in paragraphs if p.kind != "reference" and p.start not in taken]
    for p in prose:
        hits += find_identifiers(text, p.start, p.end, resources, rules)
        hits += find_addresses(text, p.start, p.end, own_host, resources)
        hits += find_brackets(text, p.start, p.end, resources)
        hits += find_superscripts(text, p.start, p.end, resources)
        hits += find_journal_references(text, p.start, p.end)
    hits += find_footnote_marks(text, paragraphs)
    hits += _find_ambiguous(text, prose, entries, resources, list_elsewhere, bool(hits))
    return [*listed, *point_to_entries(text, hits, entries)]


def _with_signs(paragraphs: list[Paragraph], signs: list[int]) -> list[Paragraph]:
    """Return the paragraphs that could hold a citation of tier A or B: those with a sign."""
    kept = []
    for paragraph in paragraphs:
        first = bisect.bisect_left(signs, paragraph.start)
        signed = first < len(signs) and signs[first] < paragraph.end
        if paragraph.kind == "reference" or signed:
            kept.append(paragraph)
    return kept


def _find_ambiguous(
    text: str,
    prose: list[Paragraph],
    entries: list[Entry],
    resources: CitationResources,
    list_elsewhere: bool,
    others: bool,
) -> list[Hit]:
    """Marks that only their company makes citations: (1), sleep.12, Smith (2019)."""
    limits = resources.limits
    highest = max([len(entries), *(e.number for e in entries)]) if entries else 0
    listed = None if list_elsewhere else highest
    hits: list[Hit] = []
    for find in _NUMBERED_STYLES:
        marks = [h for p in prose for h in find(text, p.start, p.end, resources)]
        if not list_elsewhere and not entries:
            marks = [h for h in marks if h.rule != "numbered.glued_to_letter"]
        hits += keep_style(marks, listed, limits)
        hits += [h for h in marks if after_et_al(text, h)]
    dated = [c for p in prose for c in find_author_year(text, p.start, p.end, resources)]
    scholarly = list_elsewhere or others or bool(entries) or any(c.strong for c in dated)
    hits += [c.hit for c in dated if c.strong or scholarly]
    return hits


def _find_in_headings(
    document: Document,
    signs: list[int],
    own_host: str,
    resources: CitationResources,
    scholarly: bool,
) -> list[Hit]:
    """Tiers A and B in headings, but for marks that only their company makes citations."""
    text = document.text
    headings = _with_signs(read_headings(document), signs)
    rules = possible_rules(text, headings, resources)
    hits: list[Hit] = []
    for h in headings:
        hits += find_identifiers(text, h.start, h.end, resources, rules)
        hits += find_addresses(text, h.start, h.end, own_host, resources)
        hits += find_brackets(text, h.start, h.end, resources)
        hits += find_superscripts(text, h.start, h.end, resources)
        dated = find_author_year(text, h.start, h.end, resources)
        hits += [c.hit for c in dated if c.strong or scholarly]
    return hits


def _find_in_sentences(
    document: Document, resources: CitationResources
) -> tuple[list[Hit], list[Hit]]:
    """Tier C and the vague forms, in running text and in headings: what words show."""
    found: dict[bool, list[Hit]] = {False: [], True: []}
    words = document.tokens.words
    for index, places in document.tokens.places_of(resources.signs["any"]):
        kind = document.sentences[index].kind
        if kind not in PROSE and kind != HEADING:
            continue
        hits = found[kind == HEADING]
        present = {words[i] for i in places}
        if not present.isdisjoint(resources.signs["source"]):
            hits += find_named_sources(document, index, present, resources)
        if not present.isdisjoint(resources.signs["vague"]):
            hits += find_vague(document, index, resources)
    return found[False], found[True]


def _drop_named_twice(text: str, hits: list[Hit]) -> list[Hit]:
    """Leave out a name whose identifier or mark follows: ``a Cochrane review (doi:10.1000/x)``."""
    kept = []
    for hit, after in zip_longest(hits, hits[1:]):
        leads = after is not None and after.tier in ("A", "B") and hit.tier == "C"
        near = leads and after.start - hit.end <= _APART
        if not near or text[hit.end : after.start].strip(" ([,:"):
            kept.append(hit)
    return kept


def _drop_anaphors(document: Document, hits: list[Hit]) -> list[Hit]:
    """Leave out phrases for a study mentioned before (``the study found``), and for one's own."""
    text, kept, mentioned = document.text, [], False
    for hit in hits:
        if hit.kind == "bare_evidence" and (
            is_own_work(text, hit) or (mentioned and is_anaphoric(text, hit))
        ):
            continue
        mentioned = mentioned or hit.tier in CHECKABLE or hit.kind in EVIDENCE_FORMS
        kept.append(hit)
    return kept


def _to_rows(
    document: Document, hits: list[Hit], headed: frozenset[int], resources: CitationResources
) -> list[dict]:
    """Return the rows of the table; `headed` are the starts of what stands in headings."""
    if not hits:
        return []
    sentences = document.sentences
    starts = [s.start for s in sentences]
    rows = []
    for hit in hits:
        index = max(0, bisect.bisect_right(starts, hit.start) - 1)
        rows.append(
            {
                "source_id": document.source_id,
                "sentence_id": sentences[index].sentence_id,
                "start": hit.start,
                "end": hit.end,
                "text": document.text[hit.start : hit.end],
                "tier": hit.tier,
                "heading_tier": "",
                "kind": hit.kind,
                "identifier": hit.identifier,
                "supported": None,
                "rule": hit.rule,
            }
        )
    paragraphs = {s.sentence_id: s.paragraph for s in sentences}
    rows = mark_supported(rows, paragraphs, resources.support_scope)
    stand_in = cache(lambda: frequent_word(document))
    for row in rows:
        if row["tier"] == "vague" and not row["supported"]:
            index = max(0, bisect.bisect_right(starts, row["start"]) - 1)
            search = make_search_string(document, index, row["kind"], resources.units, stand_in)
            if search:
                row["kind"], row["identifier"] = "vague_specific", search
        if row["start"] in headed:
            row["heading_tier"], row["tier"] = row["tier"], NOT_COUNTED
    return rows
