"""What each question of an agent makes of a library, statement by statement."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal, TypeVar

import networkx as nx

from ptm_graph.agents.pages import Data, Item, Told
from ptm_graph.agents.shelf import State
from ptm_graph.agents.telling import (
    OURS,
    candidate_told,
    facts_of,
    relation_told,
    share,
    short,
)
from ptm_graph.analysis import papers_of_family, routes
from ptm_graph.analysis import reading_order as ordered
from ptm_graph.analysis import similar as likeness
from ptm_graph.analysis.neighbours import Neighbour
from ptm_graph.analysis.reading_order import ReadingStep
from ptm_graph.analysis.routes import Route
from ptm_graph.errors import InputError, QueryError
from ptm_graph.graph.selection import is_proposal
from ptm_graph.library.searching import Wanted
from ptm_graph.lineage.saying import paper_sentence
from ptm_graph.words.characters import encodable
from ptm_graph.words.model import Paper, Relation
from ptm_graph.words.titles import clean
from ptm_graph.workflow import changes
from ptm_graph.workflow.changes import Story
from ptm_graph.workflow.decisions import Decision
from ptm_graph.workflow.graphs import listed_papers
from ptm_graph.workflow.growing import Proposal

Direction = Literal["ancestors", "descendants", "both"]
RouteKind = Literal["shortest", "strongest", "time"]

_One = TypeVar("_One")
_LONGEST_QUERY, _LONGEST_WORD, _MOST_WORDS = 300, 60, 8
_MOST_NEAR = 5
_MOST_ROUTES = 10
_MOST_LIKE = 30
_MOST_NAMED = 8
_OUTSIDE = "The lineage does not have this paper: it is not on the list and nobody's parent."


class UnknownError(Exception):
    """The library does not know what is asked about; with the papers that may be meant."""

    def __init__(self, says: str, near: Iterable[Paper] = ()):
        super().__init__(says)
        self.says, self.near = says, tuple(near)


def find(state: State, text: str, *, listed_only: bool) -> Told:
    """Papers with these words; the one that is called exactly so comes first."""
    words = tuple(one[:_LONGEST_WORD] for one in clean(encodable(text[:_LONGEST_QUERY])).split())
    wanted = Wanted(words=words[:_MOST_WORDS], listed=listed_only)
    keys = list(state.library.columns.find(wanted)) if words else []
    exact = _exactly(state, text)
    if exact is not None and (exact.seed or not listed_only):
        keys = list(dict.fromkeys([exact.key, *keys]))
    if not keys:
        raise UnknownError("No paper of this library fits.", _near(state, text))
    first = None if exact is None else exact.key

    def told(key: str) -> Data:
        return {"key": key, "meant": key == first, "in_lineage": key in state.family}

    return Told(_items(keys, told, lambda key: (key,)), {"fit": len(keys)})


def paper(state: State, query: str) -> Told:
    """What is known of a paper."""
    found, family = _paper(state, query), state.family
    parents, children = (
        [other for other, _ in _beside(family, found.key, way)]
        for way in ("ancestors", "descendants")
    )
    head: Data = {
        "key": found.key,
        "says": short(paper_sentence(family, found.key), 600),
        "giver": OURS,
        "parents": parents[:_MOST_NAMED],
        "children": children[:_MOST_NAMED],
        "children_in_all": len(children),
        "snapshot": state.library.meta("snapshot"),
    }
    named = [found.key, *parents[:_MOST_NAMED], *children[:_MOST_NAMED]]
    facts = facts_of(state, found)
    return Told(_items(facts, lambda one: one, lambda _: ()), head, list(dict.fromkeys(named)))


def lineage(
    state: State, query: str, direction: Direction, generations: int, *, proposals: bool
) -> Told:
    """The relations around a paper, the nearest first."""
    found = _paper(state, query)
    head: Data = {"key": found.key}
    lonely = state.parentless.get(found.key)
    if lonely is not None:
        head["without_parent"] = {"because": str(lonely.reason), "giver": OURS}
    elif found.key not in state.family:
        head["without_parent"] = {"because": _OUTSIDE, "giver": OURS}
    ways = ("ancestors", "descendants") if direction == "both" else (direction,)
    steps = [
        step
        for way in ways
        for step in _generations(state.family, found.key, way, generations, proposals)
    ]

    def told(step: tuple[int, tuple[str, str]]) -> Data:
        return {"generation": step[0], **relation_told(state, state.relations[step[1]])}

    return Told(_items(steps, told, lambda step: step[1]), head, [found.key])


def why(state: State, child: str, parent: str | None) -> Told:
    """The references of a child, ranked."""
    below = _paper(state, child)
    above = None if parent is None else _paper(state, parent)
    decided = [
        one
        for one in state.decisions_of.values()
        if one.child == below.key and (above is None or one.parent == above.key)
        if one.parent in state.citations
    ][:_MOST_NAMED]
    head: Data = {"key": below.key, "decided": [_decision(one) for one in decided]}
    named = list(dict.fromkeys([below.key, *(one.parent for one in decided)]))
    try:
        found = state.why(below.key, above.key if above else None)
    except QueryError:
        if decided:
            return Told((), head, named)
        says = "No citation of this parent by this child is known."
        raise UnknownError(says, [one for one in (below, above) if one is not None]) from None
    ranked = [one for one in found.candidates if above is None or one.relation.parent == above.key]
    if not ranked and not decided:
        raise UnknownError("None of its references is known.", [below])
    lost = found.why_runner_up_lost
    head["runner_up"] = None if lost is None else short(lost, 500)
    items = _items(ranked, partial(candidate_told, state), lambda one: (one.relation.parent,))
    return Told(items, head, named)


def route(state: State, start: str, end: str, kind: RouteKind, *, proposals: bool) -> Told:
    """The routes between two papers, step by step."""
    ends = [_paper(state, start), _paper(state, end)]
    if outside := [one for one in ends if one.key not in state.family]:
        raise UnknownError(_OUTSIDE, outside)
    one, other = (paper.key for paper in ends)
    found = routes(state.family, one, other, kind=kind, limit=_MOST_ROUTES, proposals=proposals)
    if not found.routes:
        left = found.proposals
        more = f" {left} relations below even odds were not followed." if left else ""
        raise UnknownError(f"The lineage has no route between them.{more}", ends)
    head: Data = {
        "routes": found.total,
        "told": len(found.routes),
        "follow": found.follow,
        "proposals_left_out": found.proposals,
    }
    numbered = list(enumerate(found.routes, start=1))
    items = _items(numbered, partial(_route, state), lambda one: one[1].papers)
    return Told(items, head, list(dict.fromkeys([one, other])))


def reading_order(state: State, query: str | None, family: str | None, *, proposals: bool) -> Told:
    """What to read first."""
    goals: Iterable[str] | None = None
    if query is not None:
        goals = [_paper(state, query).key]
    elif family is not None:
        try:
            goals = papers_of_family(state.citations, family)
        except QueryError:
            raise UnknownError(_families(state)) from None
    wanted = None if goals is None else list(goals)
    order = ordered(state.family, wanted, citations=state.citations, proposals=proposals)
    steps = list(enumerate(order.steps, start=1))
    return Told(
        _items(steps, _reading_step, lambda one: (one[1].paper,)),
        {"proposals_left_out": order.proposals},
    )


def similar(state: State, query: str, *, listed_only: bool) -> Told:
    """The papers most like one."""
    found = _paper(state, query)
    among = listed_papers(state.citations) if listed_only else list(state.citations)
    near = likeness(state.citing_arrays, found.key, among=among, limit=_MOST_LIKE)
    if not near:
        raise UnknownError("No paper shares two references or two citing papers with it.", [found])
    return Told(_items(near, _neighbour, lambda one: (one.paper,)), {"key": found.key}, [found.key])


def what_is_new(state: State, since: str | None) -> Told:
    """What refreshes brought."""
    if not state.library.history.refreshes():
        raise UnknownError("This library has never been refreshed.")
    try:
        digest = changes.digest(
            state.library, since and since[:40], lambda: (state.family, state.citations)
        )
    except (InputError, OverflowError):  # a year that no calendar has
        says = "“since” is neither a date such as 2026-01-31 nor the number of a refresh."
        raise UnknownError(says) from None
    quiet = digest.quiet()
    head: Data = {
        "refreshes": len(digest.refreshes),
        "last": digest.refreshes[-1].started if digest.refreshes else None,
        "says": None if quiet is None else str(quiet),
        "besides": [str(one) for one in digest.besides()],
    }
    return Told([_story(state, one) for one in digest.stories], head)


def propose(state: State) -> Told:
    """Works that the list may lack."""
    try:
        found = state.proposals
    except InputError as error:
        raise UnknownError(str(error)) from None
    head: Data = {"works_looked_at": found.works, "declined": len(found.declined)}
    return Told(_items(found.made, _proposal, _near_proposal), head)


# --- which paper is meant ---------------------------------------------------------------------


def named(state: State, queries: Iterable[str]) -> list[Paper]:
    """The papers that queries mean.

    Raises
    ------
    UnknownError
        If one of them means none, or several.
    """
    return [_paper(state, one) for one in queries]


def _exactly(state: State, query: str) -> Paper | None:
    if len(query) > _LONGEST_QUERY:
        return None
    query = encodable(query)
    try:
        return state.library.find(query)
    except QueryError:
        return None


def _paper(state: State, query: str) -> Paper:
    found = _exactly(state, query)
    if found is None:
        near = _near(state, query)
        says = "No paper of this library is meant by that, or several are."
        raise UnknownError(f"{says} “nearest” has those that may be." if near else says, near)
    return found


def _near(state: State, query: str) -> tuple[Paper, ...]:
    return state.library.near(encodable(query[:_LONGEST_QUERY]), _MOST_NEAR)


def _families(state: State) -> str:
    there = sorted(
        {str(data["family"]) for _, data in state.citations.nodes(data=True) if data.get("family")}
    )
    return short(f"No family is called so. There are: {', '.join(there) or 'none'}.", 1000)


# --- one statement ----------------------------------------------------------------------------


def _items(
    values: Sequence[_One],
    make: Callable[[_One], Data],
    papers: Callable[[_One], Sequence[str]],
) -> list[Item]:
    return [Item(partial(make, one), papers(one)) for one in values]


def _decision(one: Decision) -> Data:
    return {
        "parent": one.parent,
        "verdict": one.verdict,
        "note": None if one.note is None else short(one.note),
        "giver": short(one.by, 60),
        "at": one.at,
    }


def _beside(family: nx.DiGraph[str], key: str, way: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Parents by rank, or children by date, with the attributes of the relation."""
    if key not in family:
        return
    if way == "ancestors":
        into = family.in_edges(key, data=True)
        yield from sorted(
            ((one, data) for one, _, data in into), key=lambda edge: (edge[1]["rank"], edge[0])
        )
        return
    out = ((one, data) for _, one, data in family.out_edges(key, data=True))
    yield from sorted(out, key=lambda edge: (family.nodes[edge[0]].get("date", "9"), edge[0]))


def _generations(
    family: nx.DiGraph[str], key: str, way: str, most: int, proposals: bool
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Generation (of ancestors below 0) and relation, breadth first, each relation once."""
    up = way == "ancestors"
    seen, open_ones = {key}, deque([(key, 1)])
    while open_ones:
        now, step = open_ones.popleft()
        if step > most:
            return
        for other, data in _beside(family, now, way):
            yield (-step, (other, now)) if up else (step, (now, other))
            if other not in seen and (proposals or not is_proposal(data)):
                seen.add(other)
                open_ones.append((other, step + 1))


def _route(state: State, numbered: tuple[int, Route]) -> Data:
    number, found = numbered
    steps = []
    for step in found.steps:
        relation: Relation = state.relations[step.earlier, step.later]
        told = relation_told(state, relation, 0)
        left_out = ("quotes", "means", "rests_on", "weak")  # “why” tells them
        steps.append({name: value for name, value in told.items() if name not in left_out})
    return {
        "route": number,
        "strength": share(found.strength),
        "keys": list(found.papers),
        "steps": steps,
    }


def _reading_step(numbered: tuple[int, ReadingStep]) -> Data:
    place, step = numbered
    because = [short(one.text, 300) for one in step.reasons]
    return {"place": place, "key": step.paper, "because": because, "giver": OURS}


def _neighbour(one: Neighbour) -> Data:
    return {
        "key": one.paper,
        "coupling": None if one.coupling is None else round(one.coupling, 3),
        "shared_references": one.shared_references,
        "cocitation": None if one.cocitation is None else round(one.cocitation, 3),
        "shared_citers": one.shared_citers,
        "giver": OURS,
    }


def _story(state: State, one: Story) -> Item:
    held = (state.paper(key) for key in (one.item.key, one.item.other, one.parent) if key)
    keys = [found.key for found in held if found is not None]

    def told() -> Data:
        reason = one.reason()
        return {
            "kind": one.item.kind,
            "keys": keys,
            "day": one.day(),
            "says": short(one.said(), 400),
            "because": None if reason is None else short(reason, 400),
            "giver": f"{OURS}: refresh {one.item.refresh}",
        }

    return Item(told, keys)


def _proposal(one: Proposal) -> Data:
    return {
        "key": one.paper,
        "kind": one.kind,
        "chance": share(one.chance),
        "means": str(one.means),
        "because": short(str(one.reason), 400),
        "parents": [_odds(each.parent, each) for each in one.parents[:_MOST_NAMED]],
        "children": [_odds(each.child, each) for each in one.children[:_MOST_NAMED]],
        "cites_of_list": len(one.standing.cites),
        "cited_by_of_list": len(one.standing.cited_by),
        "family": one.family and short(one.family, 100),
        "giver": OURS,
    }


def _odds(key: str, relation: Relation) -> Data:
    return {"key": key, "confidence": share(relation.confidence)}


def _near_proposal(one: Proposal) -> Sequence[str]:
    parents = [each.parent for each in one.parents[:_MOST_NAMED]]
    children = [each.child for each in one.children[:_MOST_NAMED]]
    return list(dict.fromkeys([one.paper, *parents, *children]))
