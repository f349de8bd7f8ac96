"""What is new, as a reader wants it told: page, terminal, mail and feed say the same.

What changed in the lineage comes first, then new papers that cite several of the list (where
there are none, those that cite one), then what became of the list's own papers; each part
newest first. Everything else is counted.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import networkx as nx

from ptm_graph.library import Library
from ptm_graph.library.history import DECIDED, Change, Described, Refresh, described
from ptm_graph.lineage import infer
from ptm_graph.lineage.graph import terms_of
from ptm_graph.lineage.saying import joined, relation_sentence, signal_text
from ptm_graph.lineage.score import SIGNAL_NAMES
from ptm_graph.words.model import Paper, PartialDate, Relation, ScoreTerm
from ptm_graph.words.notices import source_title, what
from ptm_graph.words.titles import normal
from ptm_graph.words.wording import Said, Value, phrase, sentence, sure
from ptm_graph.workflow.changes.collecting import (
    Item,
    Names,
    count_items,
    items_of,
    refreshes_since,
)
from ptm_graph.workflow.graphs import is_read
from ptm_graph.workflow.opening import citations_around, lineage_of

Part = Literal["lineage", "new papers", "the list"]
PARTS: Mapping[Part, Said] = {
    "lineage": Said("digest.lineage"),
    "new papers": Said("digest.new papers"),
    "the list": Said("digest.the list"),
}
"""Part of a digest → its heading, in their order."""

SEVERAL = 2
"""Papers of the list that a new paper cites before it is told beside others."""
MOST_NEW = 50
"""New papers whose best parent is looked for; those beyond are counted."""
_MOST_NAMES = 3
_LONGEST = 120

Graphs = Callable[[], "tuple[nx.DiGraph[str], nx.DiGraph[str]]"]
"""Gives lineage (parent → child) and citations (citing → cited) when they are needed."""

_RELATIONS = ("relation gained", "relation changed", "relation lost")
_TOLD = ("withdrawn", "notice", "published", "corrected", "merged")
_CORRECTED: Mapping[str | None, Said] = {
    "title": Said("digest.field title"),
    "venue": Said("digest.field venue"),
    "year": Said("digest.field year"),
    "published": Said("digest.field published"),
}
"""Fields whose corrections are told of papers of the list, not only counted."""
_DOUBLES = "one entry of the reading list"
"""Why papers were merged that were never two."""
_COUNTED: Mapping[str, str] = {
    "new paper": "digest.more papers",
    "new citation": "digest.citations",
    "new reference": "digest.citations",
    "citation gone": "digest.citations gone",
    "filled": "digest.filled",
    "metadata": "digest.metadata",
    "citation count": "digest.counts",
    "double": "digest.doubles",
}


@dataclass(frozen=True, slots=True)
class Story:
    """One thing worth telling."""

    part: Part
    item: Item
    at: str
    """When it was found: the time of the refresh, ISO."""
    published: PartialDate | None = None
    """When a new paper appeared."""
    cites: tuple[str, ...] = ()
    """Names of the papers of the list that a new paper cites."""
    parent: str | None = None
    """Key of the best parent of a new paper."""
    parent_name: str | None = None
    relation: Relation | Mapping[str, Any] | None = None
    """The relation as it stands now, where it stands."""

    def day(self) -> str:
        """The date to show: when a paper appeared, else when a change was found."""
        return str(self.published) if self.part == "new papers" and self.published else self.at[:10]

    def said(self, language: str = "en") -> str:
        """What happened, in a sentence."""
        return sentence(_headline(self, language), language)

    def reason(self, language: str = "en") -> str | None:
        """Why, where something is known about it."""
        return _reason(self, language)


@dataclass(frozen=True, slots=True)
class Digest:
    """What some refreshes brought."""

    refreshes: tuple[Refresh, ...]
    """Those told about, oldest first."""
    stories: tuple[Story, ...] = ()
    """In the order in which they are told."""
    counted: Mapping[str, int] = field(default_factory=dict)
    """Code of a sentence → how much of it is not told one by one."""

    def parts(self) -> dict[Part, list[Story]]:
        """The stories under their parts, empty ones left out."""
        found = {part: [one for one in self.stories if one.part == part] for part in PARTS}
        return {part: stories for part, stories in found.items() if stories}

    def quiet(self) -> Said | None:
        """What to say where there is no story: whether anything came at all."""
        if self.stories:
            return None
        if self.counted:
            return Said("digest.small")
        return next(iter(self._fills()), Said("digest.nothing"))

    def besides(self) -> tuple[Said, ...]:
        """What is only counted, and that a library was filled."""
        filled = self._fills()[not (self.stories or self.counted) :]
        return (*filled, *(Said(code, {"count": n}) for code, n in self.counted.items() if n))

    def _fills(self) -> list[Said]:
        return [
            Said("digest.filling", {"papers": one.papers or 0, "citations": one.citations or 0})
            for one in self.refreshes
            if one.first_fill
        ]


def digest(library: Library, since: str | None = None, graphs: Graphs | None = None) -> Digest:
    """Tell what is new in a library.

    Parameters
    ----------
    library : Library
        Open for reading.
    since : str, optional
        Number of a refresh or a date: that refresh and all later ones. Default: the last one.
    graphs : callable, optional
        Lineage and citations, where they are at hand.

    Raises
    ------
    InputError
        If ``since`` is neither.
    """
    return _digest(library, refreshes_since(library, since), graphs or _graphs_of(library))


def digests(
    library: Library, since: str | None = None, graphs: Graphs | None = None
) -> list[Digest]:
    """The same for each refresh by itself, oldest first."""
    told = refreshes_since(library, since)
    graphs = graphs or _graphs_of(library)
    return [_digest(library, [one], graphs) for one in told]


def _graphs_of(library: Library) -> Graphs:
    held: list[tuple[nx.DiGraph[str], nx.DiGraph[str]]] = []

    def graphs() -> tuple[nx.DiGraph[str], nx.DiGraph[str]]:
        if not held:
            found = lineage_of(library)
            held.append((found.graph, found.citations))
        return held[0]

    return graphs


def _digest(library: Library, refreshes: Sequence[Refresh], graphs: Graphs) -> Digest:
    telling = {one.number: one for one in refreshes if not one.first_fill}
    if not telling:
        return Digest(tuple(refreshes))
    changes = library.history.changes(min(telling), max(telling))
    changes = tuple(one for one in changes if one.refresh in telling)
    names = Names(library, len(changes))
    items = [*items_of(changes, names), *count_items(library, names, telling)]
    new = _NewPapers(items, changes, names)
    kinds = {id(one): _kind(one, names) for one in items}
    stories = [
        Story("lineage" if kind in _RELATIONS else "the list", one, telling[one.refresh].started)
        for one in items
        if (kind := kinds[id(one)]) in (*_RELATIONS, *_TOLD)
    ]
    listed, told = new.listed(telling, stories), new.told(telling)
    stories += listed
    if told or any(one.part == "lineage" for one in stories):
        family, citations = graphs()
        stories = [_with_relation(one, family) for one in stories]
        told = _with_parents(library, told, citations)
    counted: Counter[str] = Counter()
    for one in items:
        if kinds[id(one)] in _COUNTED:
            counted[_COUNTED[kinds[id(one)]]] += 1
    counted["digest.more papers"] -= len(told) + len(listed)
    order = dict.fromkeys(_COUNTED.values())
    return Digest(
        tuple(refreshes),
        tuple(sorted([*stories, *told], key=_order)),
        {code: counted[code] for code in order if counted[code] > 0},
    )


def _kind(one: Item, names: Names) -> str:
    """The kind of an item, finer where not all of a kind are told alike."""
    if one.kind == "merged" and one.new == _DOUBLES:
        return "double"
    if one.field == "published" and (one.new or "").startswith(f"{one.old}-"):
        return "filled"  # the month or the day was unknown
    if one.kind == "metadata" and one.field in _CORRECTED and names.seed(one.key):
        spelled_anew = normal(one.old or "") == normal(one.new or "")
        return "metadata" if spelled_anew or not (one.old and one.new) else "corrected"
    return one.kind


def _order(one: Story) -> tuple[Any, ...]:
    part = list(PARTS).index(one.part)
    kinds = (*_RELATIONS, "withdrawn", "notice", "published", "metadata", "merged", "new paper")
    newest = one.published.last_day if one.published else None
    day = datetime.datetime.fromisoformat(one.at).timestamp()
    when = (-(newest.toordinal() if newest else 0), -day) if one.cites else (-day, 0)
    return (part, *when, kinds.index(one.item.kind), one.item.name, one.item.other_name or "")


# --- new papers --------------------------------------------------------------------------------


class _NewPapers:
    """New papers and which of the list they cite, from the history alone."""

    def __init__(self, items: Sequence[Item], changes: Sequence[Change], names: Names):
        self._names = names
        self._new = {one.key: one for one in items if one.kind == "new paper"}
        self._cites: dict[str, set[str]] = {}
        self._cited: set[str] = set()
        for one in changes:
            if one.kind != "citation":
                continue
            citing, cited = names.current(one.paper), names.current(one.other or "")
            if citing in self._new and names.seed(cited):
                self._cites.setdefault(citing, set()).add(cited)
            if names.seed(citing):
                self._cited.add(cited)

    def listed(self, telling: Mapping[int, Refresh], stories: Sequence[Story]) -> list[Story]:
        """Papers that came to the list itself, and of which no story tells already."""
        told = {one.item.key for one in stories}
        return [
            Story("the list", item, telling[item.refresh].started)
            for key, item in self._new.items()
            if key not in told
            and (paper := self._names.paper(key)) is not None
            and (paper.seed and paper.identifiers)
        ]

    def told(self, telling: Mapping[int, Refresh]) -> list[Story]:
        """Those that cite papers of the list, none of which cites them: newest first."""
        found = []
        for key, cited in self._cites.items():
            paper = self._names.paper(key)
            # what the list cites was known to its authors, and is new to the library only
            if paper is None or paper.seed or key in self._cited:
                continue
            cites = sorted(map(self._names.name, cited), key=str.casefold)
            item = self._new[key]
            at = telling[item.refresh].started
            found.append(Story("new papers", item, at, _appeared(paper), tuple(cites)))
        several = [one for one in found if len(one.cites) >= SEVERAL]
        return sorted(several or found, key=_order)[:MOST_NEW]


def _appeared(paper: Paper) -> PartialDate | None:
    return paper.published or (PartialDate(paper.year) if paper.year else None)


def _with_parents(
    library: Library, told: Sequence[Story], citations: nx.DiGraph[str]
) -> list[Story]:
    """Each with the paper of the list it descends from most likely."""
    keys = [one.item.key for one in told]
    if any(key not in citations or not is_read(citations.nodes[key]) for key in keys):
        citations = citations_around(library, keys)
    found = infer(citations, children=keys, candidates="list") if keys else None
    best: dict[str, Relation] = {}
    for abstention in found.abstentions if found else ():
        for candidate in abstention.candidates[:1]:
            best[abstention.child] = candidate.relation
    for relation in found.relations if found else ():
        if relation.rank == 1:
            best[relation.child] = relation
    return [
        replace(
            one,
            relation=(relation := best[one.item.key]),
            parent=relation.parent,
            parent_name=str(citations.nodes[relation.parent].get("name") or relation.parent),
        )
        if one.item.key in best
        else one
        for one in told
    ]


def _with_relation(one: Story, family: nx.DiGraph[str]) -> Story:
    pair = (one.item.other or "", one.item.key)
    if one.part != "lineage" or one.item.kind == "relation lost" or not family.has_edge(*pair):
        return one
    return replace(one, relation=family.edges[pair])


# --- in words ----------------------------------------------------------------------------------


def _headline(one: Story, language: str) -> Said:
    item = replace(one.item, name=_short(one.item.name), other_name=_short(one.item.other_name))
    if one.part == "lineage":
        return _relation_headline(item, one.relation, language)
    values: dict[str, Value] = {"name": item.name, "new": _short(item.new), "old": _short(item.old)}
    if item.kind == "new paper" and one.part == "the list":
        return Said("digest.listed", {"name": item.name})
    if item.kind == "new paper":
        return Said("digest.cites", {"name": item.name, "names": _listed(one.cites, language)})
    if item.kind == "merged":
        keys: dict[str, Value] = {"key": item.key, "others_key": item.other or ""}
        return Said("digest.merged", {"name": item.name, "other": item.other_name or "", **keys})
    if item.kind == "withdrawn":
        return Said("digest.withdrawn", {name: values[name] for name in ("name", "new")})
    if item.kind == "notice":
        told: dict[str, Value] = {"name": item.name, "what": what(item.field or "")}
        code = "digest.notice" if item.new else "digest.notice gone"
        return Said(code, told | {"source": source_title(item.new or item.old or "")})
    if item.kind == "metadata":
        return Said("digest.corrected", {**values, "field": _CORRECTED[item.field]})
    return Said("digest.published", values)


def _relation_headline(
    item: Item, relation: Relation | Mapping[str, Any] | None, language: str
) -> Said:
    names: dict[str, Value] = {"child": item.name, "parent": item.other_name or ""}
    if item.kind == "relation lost":
        return Said("digest.lost", names)
    if item.kind == "relation changed":
        return Said("digest.changed", {**names, "how": _how(item, language)})
    if relation is None:
        return Said("digest.gained", names)
    told = relation_sentence(relation, item.name, item.other_name or "", language)
    return Said("digest.new relation", {"said": told})


def _reason(one: Story, language: str) -> str | None:
    relation = one.relation
    if one.item.kind == "relation lost":
        before = described(one.item.old or "")
        return (
            sentence(Said("digest.before", {"what": _stood(before, language)}), language)
            if (before)
            else None
        )
    if relation is None:
        return None
    if isinstance(relation, Relation):
        terms, held = relation.evidence.terms, relation.reason
        confidence, decision = relation.confidence, relation.decision
    else:
        terms, held = terms_of(relation), str(relation.get("reason") or "")
        confidence, decision = float(relation["confidence"]), relation.get("decision")
    values: dict[str, Value] = {
        "sure": sure(confidence, decision, language),
        "reason": _terms(terms, held, language),
    }
    if one.parent_name is None:
        return sentence(Said("digest.because", values), language)
    told = relation_sentence(relation, one.item.name, one.parent_name, language)
    values |= {"parent": one.parent_name, "said": told}
    return sentence(Said("digest.best parent", values), language)


def _terms(terms: Sequence[ScoreTerm], held: str, language: str) -> str:
    """The strongest reasons in the reader's language."""
    pro = [one for one in terms if one.points > 0 and one.name in SIGNAL_NAMES]
    if language == "en" and held:
        return held
    said = [signal_text(one.name, one.value, language, filled=one.filled) for one in pro[:3]]
    return joined(said, language) or held


def _how(item: Item, language: str) -> str:
    """What is different about a relation now."""
    old, new = described(item.old or ""), described(item.new or "")
    if old is None or new is None:
        return f"{_short(item.old)} → {_short(item.new)}"
    said: list[Said] = []
    if old.proposal and not new.proposal:
        said.append(Said("digest.no guess"))
    elif new.proposal and not old.proposal:
        said.append(Said("digest.a guess"))
    if old.confidence != new.confidence:
        held = [
            Said("confidence.decided") if one.confidence == DECIDED else one.confidence
            for one in (old, new)
        ]
        said.append(Said("digest.confidence", {"old": held[0], "new": held[1]}))
    if old.rank != new.rank:
        said.append(Said("digest.rank", {"old": old.rank, "new": new.rank}))
    if old.label != new.label:
        labels = {"old": _label(old, language), "new": _label(new, language)}
        said.append(Said("digest.label", labels))
    if not said:
        said.append(Said("digest.rests", {"old": old.tier, "new": new.tier}))
    return joined([sentence(one, language) for one in said], language)


def _label(one: Described, language: str) -> str:
    return f"“{one.label}”" if one.label else sentence(Said("digest.no label"), language)


def _stood(one: Described, language: str) -> str:
    sure_was = (
        sentence(Said("confidence.decided"), language)
        if (one.confidence == DECIDED)
        else one.confidence
    )
    return f"{sure_was}, “{one.label}”" if one.label else sure_was


def _listed(names: Sequence[str], language: str) -> str:
    shown = [*map(_short, names[:_MOST_NAMES])]
    comma = phrase("reason.comma", language)
    rest = len(names) - len(shown)
    if rest:
        return sentence(
            Said("digest.and more", {"names": comma.join(shown), "count": rest}), language
        )
    return comma.join(shown)


def _short(value: str | None) -> str:
    text = " ".join((value or "").split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
