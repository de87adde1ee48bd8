"""Evidence: what is known about each claim of a topic, and what wording that licenses."""

from plumbline.evidence.bibliography import bibliography
from plumbline.evidence.load import Evidence, Field, Verdict, load_evidence
from plumbline.evidence.weigh import licensed_level, load_licensed_levels, weigh

__all__ = [
    "Evidence",
    "Field",
    "Verdict",
    "bibliography",
    "licensed_level",
    "load_evidence",
    "load_licensed_levels",
    "weigh",
]
