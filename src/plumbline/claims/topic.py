"""A topic: whose claims are looked for, in which words; read from ``claims.yaml`` of its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.claims.grammar import Cue, check_pattern
from plumbline.errors import SettingsError
from plumbline.neighbourhood import Phrases
from plumbline.settings import check_keys, read_yaml

SUBJECTS = (
    "nutrient", "form", "supplement", "deficiency", "diet", "dose", "practice", "background",
)  # fmt: skip
VALENCES = ("good", "bad", "neutral")
OTHER = "other"


@dataclass(frozen=True, slots=True, eq=False)
class TermClass:
    """A thing that acts or is acted on, with every way to say it; the same only as itself.

    ``fallback``: counts only where no more specific term covers the words. ``main``: what pronouns
    and headings stand for. ``general``: yields to a more specific adjective of the same noun.
    """

    name: str
    role: str
    title: str
    subject: str = ""
    valence: str = "neutral"
    mechanism: bool = False
    fallback: bool = False
    main: bool = False
    property: bool = False
    general: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One way to state a claim: agent classes, relation groups, outcome classes, context.

    ``stated`` is ``relation`` (agent, verb, outcome) or ``phrase`` (the outcome's words suffice).
    ``level`` fixes the level where it is not None. ``harm``: the claim says that the agent harms.
    """

    claim_id: str
    number: int
    agents: frozenset[str]
    outcomes: frozenset[str]
    relations: frozenset[str]
    needs: tuple[str, ...]
    without: frozenset[str]
    stated: str
    level: int | None
    harm: bool

    def fits(self, names: frozenset[str]) -> bool:
        """Say whether the context has what this route needs, and nothing that rules it out."""
        if self.needs and names.isdisjoint(self.needs):
            return False
        return not self.without or self.without.isdisjoint(names)


@dataclass(frozen=True)
class Topic:
    """The canonical claims of a topic; ``claims`` maps claim_id to its ``text`` and ``cls``.

    ``phrased`` are the outcomes that complete a claim by their words alone; ``named_by`` finds
    what a text that is about the topic calls it by, None where any text counts as about it.
    """

    name: str
    claims: Mapping[str, Mapping[str, str]]
    terms: Mapping[str, TermClass]
    cues: tuple[tuple[str, Cue], ...]
    routes: tuple[Route, ...]
    classes: Mapping[str, list[str]] = field(default_factory=dict)
    by_outcome: Mapping[str, list[Route]] = field(default_factory=dict)
    phrased: frozenset[str] = frozenset()
    named_by: Phrases | None = None
    _routes_to: dict[tuple, list[Route]] = field(default_factory=dict, repr=False)

    def __hash__(self) -> int:
        return id(self)

    def is_named(self, words: Sequence[str]) -> bool:
        """Say whether a text of these words names the topic."""
        return self.named_by is None or self.named_by.within(words, 0, len(words))

    def routes_to(self, names: frozenset[str], relation: str = "") -> list[Route]:
        """Return the routes to the outcomes called `names`, by the names' alphabet.

        With the name of a relation, only those that it can state.
        """
        key = names, relation
        found = self._routes_to.get(key)
        if found is None:
            routes = [route for name in sorted(names) for route in self.by_outcome.get(name, ())]
            found = [r for r in routes if not (relation and r.relations) or relation in r.relations]
            self._routes_to[key] = found
        return found


def load_topic(folder: Path | None) -> Topic | None:
    """Read ``claims.yaml`` of a topic's folder; no folder means no topic.

    Raises:
        SettingsError: a key, name or pattern is wrong; one sentence says which and what to do.

    """
    if folder is None:
        return None
    data = read_yaml(Path(folder) / "claims.yaml")
    known = ("topic", "title", "named_by", "words", "agents", "outcomes", "claims")
    check_keys(data, known, ("topic", "agents", "outcomes", "claims"), "claims.yaml")
    terms, cues = {}, []
    classes = data.get("words", {})
    for role in ("agents", "outcomes"):
        for name, entry in data[role].items():
            where = f"claims.yaml, {role} '{name}'"
            if name in terms:
                raise SettingsError(f"{where}: the name stands twice; rename one of them.")
            terms[name] = _term(name, role[:-1], entry, where)
            cues += _term_cues(terms[name], entry, where)
    _check(cues, classes)
    claims, routes = {}, []
    for claim_id, entry in data["claims"].items():
        claims[claim_id] = {"text": entry.get("text", ""), "cls": entry.get("class", "")}
        routes += _routes(claim_id, entry, terms)
    beside = _beside(terms, routes)
    plain = tuple((p, Cue("substance") if cue.value in beside else cue) for p, cue, _ in cues)
    by_outcome: dict[str, list[Route]] = {}
    for route in routes:
        for name in sorted(route.outcomes):
            by_outcome.setdefault(name, []).append(route)
    phrased = frozenset().union(*[route.outcomes for route in routes if route.stated == "phrase"])
    return Topic(
        name=str(data["topic"]),
        claims=claims,
        terms=terms,
        cues=plain,
        routes=tuple(routes),
        classes=classes,
        by_outcome=by_outcome,
        phrased=phrased,
        named_by=_names(data["named_by"], classes) if "named_by" in data else None,
    )


def _names(patterns: list[str], classes: Mapping[str, list[str]]) -> Phrases:
    for pattern in patterns:
        check_pattern(pattern, "claims.yaml, named_by", classes)
    return Phrases(patterns, classes)


def _beside(terms: Mapping[str, TermClass], routes: list[Route]) -> list[TermClass]:
    """Return the agents that no claim names: what pages recommend beside the topic's own."""
    named = set()
    for route in routes:
        named.update(route.agents, route.outcomes, route.needs, route.without)
    agents = [term for term in terms.values() if term.role == "agent"]
    return [agent for agent in agents if not (agent.main or agent.name in named)]


Located = tuple[str, Cue, str]
_AGENT_KEYS = ("title", "subject", "main", "phrases")
_OUTCOME_KEYS = (
    "title",
    "valence",
    "mechanism",
    "fallback",
    "general",
    "property",
    "phrases",
    "describing",
)


def _term(name: str, role: str, entry: object, where: str) -> TermClass:
    check_keys(entry, _AGENT_KEYS if role == "agent" else _OUTCOME_KEYS, (), where)
    for key, allowed in (("subject", SUBJECTS), ("valence", VALENCES)):
        if key in entry and entry[key] not in allowed:
            raise SettingsError(
                f"{where}: {key} is '{entry[key]}'; use one of {', '.join(allowed)}."
            )
    return TermClass(
        name=name,
        role=role,
        title=entry.get("title", name.replace("_", " ")),
        subject=entry.get("subject", "supplement" if role == "agent" else "background"),
        valence=entry.get("valence", "neutral"),
        mechanism=bool(entry.get("mechanism")),
        fallback=bool(entry.get("fallback")),
        main=bool(entry.get("main")),
        property=bool(entry.get("property")),
        general=bool(entry.get("general")),
    )


def _term_cues(term: TermClass, entry: Mapping, where: str) -> list[Located]:
    cue = Cue("term", term, key=term.name)
    cues = [(p, cue, where) for p in entry.get("phrases", ())]
    for head, modifiers in entry.get("describing", {}).items():
        adjective = Cue("modifier", (term, head), key=f"{term.name} {head}")
        cues += [(p, adjective, where) for p in modifiers]
    if not cues:
        raise SettingsError(f"{where} has no phrases; add 'phrases:' with at least one.")
    return cues


def _check(cues: list[Located], classes: Mapping) -> None:
    for pattern, cue, where in cues:
        check_pattern(pattern, where, classes)
        if cue.kind == "modifier" and cue.value[1] not in classes:
            raise SettingsError(
                f"{where}: 'describing' names '{cue.value[1]}', which is not under 'words'; add it."
            )


_ROUTE_KEYS = ("agent", "outcome", "relation", "needs", "without", "stated", "level", "harm")


def _routes(claim_id: str, entry: object, terms: Mapping[str, TermClass]) -> list[Route]:
    where = f"claims.yaml, claim '{claim_id}'"
    check_keys(
        entry, ("text", "class", "wording", "routes", *_ROUTE_KEYS), ("text", "class"), where
    )
    shared = {key: entry[key] for key in _ROUTE_KEYS if key in entry}
    stated = entry.get("routes", [{}])
    return [_route(claim_id, n, {**shared, **r}, terms, where) for n, r in enumerate(stated, 1)]


def _route(
    claim_id: str, number: int, entry: Mapping, terms: Mapping[str, TermClass], where: str
) -> Route:
    check_keys(entry, _ROUTE_KEYS, ("outcome",), where)
    names = {key: _listed(entry.get(key, [])) for key in ("agent", "outcome", "needs", "without")}
    for key, values in names.items():
        for name in values:
            if name not in terms:
                raise SettingsError(
                    f"{where}: {key} names '{name}', which is neither an agent nor an outcome; "
                    "correct it or define it."
                )
    stated = entry.get("stated", "relation")
    main = [name for name, term in terms.items() if term.main]
    if stated not in ("relation", "phrase"):
        raise SettingsError(f"{where}: stated is '{stated}'; use relation or phrase.")
    agents = names["agent"] or (main if stated == "relation" else [])
    if stated == "relation" and not agents:
        raise SettingsError(
            f"{where}: nobody acts; add 'main: true' to an agent, or name one with 'agent'."
        )
    return Route(
        claim_id=claim_id,
        number=number,
        agents=frozenset(agents),
        outcomes=frozenset(names["outcome"]),
        relations=frozenset(_listed(entry.get("relation", []))),
        needs=tuple(names["needs"]),
        without=frozenset(names["without"]),
        stated=stated,
        level=entry.get("level"),
        harm=bool(entry.get("harm")),
    )


def _listed(value: object) -> list[str]:
    return list(value) if isinstance(value, list) else [str(value)]
