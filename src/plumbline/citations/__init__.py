"""Citations: what a source shows for its claims, by how well a reader could check it."""

from plumbline.citations.find import find_citations
from plumbline.citations.resources import CitationResources, load_resources
from plumbline.citations.summary import count_tiers, mark_supported, quest_level, select_counted

__all__ = [
    "CitationResources",
    "count_tiers",
    "find_citations",
    "load_resources",
    "mark_supported",
    "quest_level",
    "select_counted",
]
