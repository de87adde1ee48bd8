"""Questions and what stands right behind them: a short answer, or help for whom they ask."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plumbline.claims.mentions import Mention
from plumbline.claims.passages import Stretch
from plumbline.claims.reading import Page, Reading, Term
from plumbline.claims.topic import OTHER


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks.

    ``mentions`` are the claims that "yes" would make; ``outcomes`` what it names where it names
    nobody who acts: "Struggling with headaches?"
    """

    mentions: tuple[Mention, ...]
    outcomes: tuple[Term, ...]


def read_question(reading: Reading, mentions: list[Mention]) -> Question:
    """Return what a sentence that ends in a question mark asks."""
    words, closed = reading.words[reading.first : reading.last], reading.closed
    # "how", "which" and "better than" are not answered with yes or no
    decided = closed["asking"].isdisjoint(words)
    claims = tuple(m for m in mentions if m.claim_id != OTHER) if decided else ()
    named = any(t.is_agent for t in reading.terms)
    return Question(claims, () if named else tuple(reading.terms))


def answer_question(page: Page, stretch: Stretch, question: Question) -> list[Mention]:
    """Return the claims that a short answer makes: "Yes, in some people"."""
    _, first, last = stretch
    while first < last and not page.words[first][0].isalnum():
        first += 1
    if not question.mentions or first == last:
        return []
    for until, level in page.grammar.answers.candidates(page.words, first, last)[:1]:
        if level == 0 or _stands_alone(page, until, last):
            return [_answered(mention, (first, until), level) for mention in question.mentions]
    return []


def _stands_alone(page: Page, until: int, last: int) -> bool:
    """Say whether no noun follows: "no" answers, "no study" does not."""
    after = page.words[until] if until < last else "."
    closed = page.grammar.closed
    goes_on = after in closed["fronting"] or after in closed["contrary"]
    return goes_on or not after[0].isalnum()


def _answered(mention: Mention, cue: tuple[int, int], level: int) -> Mention:
    outcome, agent = mention.outcome, mention.agent
    return replace(
        mention,
        agent=agent and Term(-1, -1, agent.classes, agent.text),
        outcome=Term(*cue, outcome.classes, outcome.text),
        level=level,
        cue=cue,
        rule=f"{mention.rule}.answer",
        predicate=None,
        negated=level == 1,
    )
