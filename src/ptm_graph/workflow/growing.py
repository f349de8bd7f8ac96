"""Papers that a list may lack: which ones, why, and where they would stand in its lineage."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import networkx as nx

from ptm_graph.analysis.standing import FEWEST, Standing, standings
from ptm_graph.errors import InputError
from ptm_graph.graph.dates import date_of
from ptm_graph.library import Library
from ptm_graph.lineage.graph import name_of
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine, Judged
from ptm_graph.lineage.weights import recalibrated
from ptm_graph.reading_lists.line_forms import Described
from ptm_graph.reading_lists.patching import Newcomer, Patch, patch
from ptm_graph.words import lists
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, without_record_numbers
from ptm_graph.words.model import Relation, SeedEntry
from ptm_graph.words.notices import gone
from ptm_graph.words.titles import normal
from ptm_graph.words.wording import Said
from ptm_graph.workflow import adding, decisions
from ptm_graph.workflow.decisions import Declined
from ptm_graph.workflow.opening import (
    LARGEST_WHOLE,
    DecidedLineage,
    citations_around,
    decisions_path,
    lineage_of,
)

MOST = 100
"""Works that are proposed if nobody says how many."""
_NAMES = 3
_LONGEST_NAME = 3
"""Words before the colon of a title that may be the work's name."""

Kind = Literal["parent", "descendant", "citing", "cited"]
"""It would be the parent of papers of the list; a child of some; cite some; or only be cited."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One work that the list may lack."""

    paper: str
    kind: Kind
    standing: Standing
    parents: tuple[Relation, ...]
    """Relations to the parents it would have in the list, best first."""
    children: tuple[Relation, ...]
    """Relations to the children it would have in the list, the likeliest first."""
    family: str | None
    """The family it would stand in."""
    reason: Said
    means: Said
    """What its chance means and how it was measured, or why there is none."""

    @property
    def chance(self) -> float | None:
        """See :attr:`ptm_graph.analysis.standing.Standing.chance`."""
        return self.standing.chance


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a list may lack."""

    made: tuple[Proposal, ...]
    """The likeliest first."""
    works: int
    """Works around the list that were looked at."""
    declined: tuple[Declined, ...]
    """Those that somebody does not want, under the keys they have now."""
    citations: nx.DiGraph[str]
    """Citing → cited, with all that is known of the works proposed."""
    decided: DecidedLineage
    """The lineage of the list as it is."""

    def of(self, papers: Iterable[str]) -> list[Proposal]:
        """The proposals of some papers, in the order of the proposals."""
        wanted = frozenset(papers)
        return [one for one in self.made if one.paper in wanted]

    def entries(self, of: Iterable[Proposal]) -> list[SeedEntry]:
        """Proposals as entries of a reading list."""
        return [entry_of(self.citations.nodes[one.paper], one.family) for one in of]


def proposals(
    library: Library,
    decisions_file: Path | None = None,
    *,
    most: int = MOST,
    decided: DecidedLineage | None = None,
) -> Proposals:
    """Propose works that the list of a library may lack; nobody is asked.

    Parameters
    ----------
    library : Library
        Open for reading.
    decisions_file : Path, optional
        Default as :func:`ptm_graph.workflow.opening.decisions_path` says.
    most : int, default 100
        How many to give; up to a fifth of them are parents that the lineage misses, whatever
        their chance.
    decided : DecidedLineage, optional
        The lineage of the library with these decisions, where it is at hand.

    Raises
    ------
    InputError
        If the library has no reading list.

    Notes
    -----
    What was declined, was retracted or withdrawn, or has the title of a paper of the list is
    left out. See :func:`ptm_graph.analysis.standing.standings` for the order.
    """
    decided = decided or lineage_of(library, decisions_file)
    citations = decided.citations
    listed = [key for key, data in citations.nodes(data=True) if data.get("seed")]
    if not listed:
        raise InputError(Said("grow.no list"))
    declined = declined_papers(library, decisions_file)
    unwanted = {one.paper for one in declined}
    titles = {normal(str(citations.nodes[key]["title"])) for key in listed}
    found = standings(citations, listed)
    open_ones = [
        one
        for one in found
        if one.paper not in unwanted
        and not gone(citations.nodes[one.paper])
        and normal(str(citations.nodes[one.paper]["title"])) not in titles
    ]
    missing = {one.paper for one in decided.inferred.lineage.missing_parents}
    chosen = open_ones[:most]
    rest = [one for one in open_ones[most:] if one.paper in missing][: most // 5]
    chosen = [*chosen[: most - len(rest)], *rest]
    if library.paper_count() > LARGEST_WHOLE:
        citations = citations_around(library, [one.paper for one in chosen])
    made = _placed(citations, chosen, decided)
    return Proposals(tuple(made), len(found), declined, citations, decided)


def declined_papers(library: Library, decisions_file: Path | None = None) -> tuple[Declined, ...]:
    """Papers that are not to be proposed again, under the keys that they have now."""
    former = library.former_keys()
    told = decisions.read_file(decisions_path(library, decisions_file)).declined
    return tuple(replace(one, paper=former.get(one.paper, one.paper)) for one in told)


def decline(
    library: Library,
    papers: Mapping[str, str],
    decisions_file: Path | None = None,
    *,
    by: str | None = None,
    note: str | None = None,
) -> Path:
    """Remember that papers (key → name) are not wanted on the list; where it is remembered."""
    path = decisions_path(library, decisions_file)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    who = by or decisions.person()
    told = [(Declined(key, who, now, note), name) for key, name in papers.items()]
    decisions.decline(path, told, library.former_keys())
    return path


def take_back(library: Library, papers: Collection[str], decisions_file: Path | None = None) -> int:
    """Let declined papers be proposed again; how many had been declined."""
    path = decisions_path(library, decisions_file)
    return decisions.take_back_declined(path, papers, library.former_keys())


def accept(path: Path, entries: Sequence[SeedEntry]) -> adding.Added:
    """Put proposed works on the list beside a library, and build the library with them.

    Raises
    ------
    PtmGraphError
        As :func:`ptm_graph.workflow.adding.add_entries`; list and library are as before then.
    """
    return adding.add_entries(path, entries)


def patch_of(found: Proposals, made: Iterable[Proposal], target: Path) -> Patch:
    """Work out how proposals are added to a list of any form; nothing is written.

    Parameters
    ----------
    found : Proposals
        All that is known around the list of the library.
    made : iterable of Proposal
        Those to add. Each stands where most of its parents in ``target`` are, else its children,
        else what it cites and what cites it.
    target : Path
        The list, see :func:`ptm_graph.reading_lists.patching.patch`.

    Raises
    ------
    ReadingListError
        If the list cannot be read, or its form is not understood.
    """
    nodes = found.citations.nodes
    known = {key: described(data) for key, data in nodes(data=True) if data.get("seed")}
    newcomers = []
    for one in made:
        near = [relation.parent for relation in one.parents]
        near += [relation.child for relation in one.children]
        near += [*one.standing.cites, *one.standing.cited_by]
        data = nodes[one.paper]
        places = tuple(known[key] for key in dict.fromkeys(near) if key in known)
        newcomers.append(Newcomer(entry_of(data, one.family), described(data), places))
    return patch(target, newcomers, list(known.values()))


def described(data: Mapping[str, Any]) -> Described:
    """A paper of a citation graph as a line of a list may tell it."""
    entry = entry_of(data)
    names = lists.split(data.get("aliases")) or entry.aliases
    head, colon, _ = (entry.title or "").partition(": ")
    if not names and colon and len(head.split()) <= _LONGEST_NAME:
        names = (head,)
    return Described(
        entry.title or "",
        tuple(names),
        entry.identifiers,
        entry.authors or (),
        entry.venue,
        date_of(data),
    )


def at_least(made: Iterable[Proposal], chance: float) -> list[Proposal]:
    """The proposals whose measured chance is not below one; an unknown chance is none."""
    return [one for one in made if one.chance is not None and one.chance >= chance]


def entry_of(data: Mapping[str, Any], family: str | None = None) -> SeedEntry:
    """A paper of a citation graph as an entry of a reading list."""
    held = {kind: str(data[kind]) for kind in IDENTIFIER_KINDS if data.get(kind)}
    title, name = str(data["title"]), str(data["name"])
    return SeedEntry(
        title=title,
        aliases=() if name == title else (name,),
        identifiers=without_record_numbers(held),
        family=family,
        authors=lists.split(data.get("authors")) or None,
        year=int(data["year"]) if data.get("year") else None,
        venue=data.get("venue"),
    )


# --- the place in the lineage -----------------------------------------------------------------


def _placed(
    citations: nx.DiGraph[str], chosen: Sequence[Standing], decided: DecidedLineage
) -> list[Proposal]:
    """The works with the parents and children they would have, as if each were on the list."""
    engine = Engine(CitationIndex(citations), recalibrated(decided.recalibration))
    number = engine.index.number
    works = {number[one.paper] for one in chosen}
    listed = {number[key] for key, data in citations.nodes(data=True) if data.get("seed")}
    parents: dict[int, tuple[Relation, ...]] = {}
    children: dict[int, list[Relation]] = {}
    wanted = {number[key] for one in chosen for key in one.cited_by} | works
    for judged in engine.judged(sorted(wanted), "list", frozenset(listed | works)):
        likely = _likely(engine, judged)
        cited = judged.scored.references.cited
        if judged.child in works:
            rows = [row for row in likely if int(cited[row]) in listed]
            parents[judged.child] = tuple(
                engine.relation(judged, row, rank)
                for rank, row in enumerate(rows[: engine.weights.most_parents], start=1)
            )
        else:
            for rank, row in enumerate(likely[: engine.weights.most_parents], start=1):
                if int(cited[row]) in works:
                    held = children.setdefault(int(cited[row]), [])
                    held.append(engine.relation(judged, row, rank))
    return [
        _proposal(
            citations, one, parents.get(number[one.paper], ()), children.get(number[one.paper], ())
        )
        for one in chosen
    ]


def _likely(engine: Engine, judged: Judged) -> list[int]:
    """Rows of a child's list that are sure enough to be shown as a parent, best first."""
    if engine.index.is_survey(judged.child):
        return []
    least = engine.threshold(judged)
    further = engine.weights.further[judged.candidates]
    open_rows = [row for row in judged.order if judged.allowed[row]]
    return [
        row
        for place, row in enumerate(open_rows)
        if judged.confidences[row] >= (least if place == 0 else max(least, further))
    ]


def _proposal(
    citations: nx.DiGraph[str],
    standing: Standing,
    parents: Sequence[Relation],
    children: Sequence[Relation],
) -> Proposal:
    children = sorted(children, key=lambda one: (-one.confidence, one.child))
    kind = _kind(standing, parents, children)
    near = [one.parent for one in parents] or [one.child for one in children]
    near = near or [*standing.cites, *standing.cited_by]
    names = [citations.nodes[key].get("family") for key in near]
    families = Counter(str(name) for name in names if name)
    family = min(families, key=lambda name: (-families[name], name)) if families else None
    return Proposal(
        standing.paper,
        kind,
        standing,
        tuple(parents),
        tuple(children),
        family,
        _reason(citations, kind, standing, parents, children),
        _meaning(standing),
    )


def _kind(standing: Standing, parents: Sequence[Relation], children: Sequence[Relation]) -> Kind:
    if children:
        return "parent"
    if parents:
        return "descendant"
    return "citing" if len(standing.cites) > len(standing.cited_by) else "cited"


def _reason(
    citations: nx.DiGraph[str],
    kind: Kind,
    standing: Standing,
    parents: Sequence[Relation],
    children: Sequence[Relation],
) -> Said:
    cites, cited = len(standing.cites), len(standing.cited_by)
    if kind == "parent":
        names = _names(citations, [one.child for one in children])
        return Said("grow.parent", {"names": names, "cited": cited, "odds": children[0].confidence})
    if kind == "descendant":
        names = _names(citations, [one.parent for one in parents])
        return Said(
            "grow.descendant", {"names": names, "cites": cites, "odds": parents[0].confidence}
        )
    near = standing.cites if kind == "citing" else standing.cited_by
    told = {"names": _names(citations, near), "cites": cites, "cited": cited}
    return Said("grow.citing" if kind == "citing" else "grow.cited", told)


def _names(citations: nx.DiGraph[str], keys: Sequence[str]) -> Said | str:
    names = ", ".join(name_of(citations, key) for key in keys[:_NAMES])
    rest = len(keys) - _NAMES
    return names if rest <= 0 else Said("reading.more", {"names": names, "rest": rest})


def _meaning(standing: Standing) -> Said:
    if standing.on_list is None or standing.works is None:
        return Said("grow.not measured", {"fewest": FEWEST})
    return Said("grow.measured", {"listed": standing.on_list, "works": standing.works})
