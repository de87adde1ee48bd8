"""Claims: who is said to do what to what, and how strongly."""

from plumbline.claims.extract import extract_claims
from plumbline.claims.grammar import Grammar, load_grammar
from plumbline.claims.sentence import SentenceStrength, load_weights, rate_sentence
from plumbline.claims.topic import Topic, load_topic

__all__ = [
    "Grammar",
    "SentenceStrength",
    "Topic",
    "extract_claims",
    "load_grammar",
    "load_topic",
    "load_weights",
    "rate_sentence",
]
