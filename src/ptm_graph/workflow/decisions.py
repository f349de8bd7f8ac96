"""What people decided about relations: kept apart from the score, in a file to commit.

A decision never changes a weight. It is a line in ``decisions.yaml`` with who and when,
and is laid over the inferred lineage when that is shown or written.
"""

from __future__ import annotations

import csv
import getpass
import io
import itertools
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import networkx as nx
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ptm_graph.errors import DecisionsError, QueryError, ReadingListError
from ptm_graph.files import editing, write_text
from ptm_graph.graph.selection import is_proposal, without_proposals
from ptm_graph.lineage import edge_attributes, relations, relations_of
from ptm_graph.lineage.recalibration import Recalibration
from ptm_graph.lineage.reliability import meaning
from ptm_graph.lineage.score import Candidates
from ptm_graph.lineage.weights import Weights
from ptm_graph.reading_lists.notes import language_of_name
from ptm_graph.reading_lists.yaml_nodes import nodes
from ptm_graph.words.cells import guarded
from ptm_graph.words.characters import one_line
from ptm_graph.words.model import Evidence, Label, Relation
from ptm_graph.words.wording import Said

Verdict = Literal["accepted", "rejected", "set"]

_HEADER = """\
# What people decided about relations (see docs/decisions.md). Each entry names a child
# and a parent by their keys; verdict is accepted, rejected or set. “set” says that this
# is the parent, in place of what was inferred. Edit by hand or with “ptm-graph relation”.
"""
_FIELDS = ("child", "parent", "verdict", "label", "by", "at", "note")


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's word about one relation."""

    child: str
    """Key of the child."""
    parent: str
    """Key of the parent."""
    verdict: Verdict
    by: str
    at: str
    """When, as ISO 8601 with seconds."""
    label: str | None = None
    """What the child changed, in the person's words."""
    note: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """Parent and child."""
        return (self.parent, self.child)


@dataclass(frozen=True, slots=True)
class Declined:
    """A paper that somebody does not want on the list."""

    paper: str
    """Its key."""
    by: str
    at: str
    """When, as ISO 8601 with seconds."""
    note: str | None = None


class Families(NamedTuple):
    """What a person said about families."""

    papers: tuple[tuple[str, str], ...] = ()
    """Key of a paper and the family it was put into, by key."""
    names: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Family, and languages with its names there."""


class Decided(NamedTuple):
    """All that a file of decisions says."""

    decisions: tuple[Decision, ...]
    recalibration: Recalibration | None
    families: Families
    declined: tuple[Declined, ...] = ()
    """Papers that are not to be proposed again, in the order of the file."""


def person() -> str:
    """Name of who decides: the user's, or the user's number where there is no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # as in a container with a number only
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "somebody"


def read(path: Path) -> tuple[Decision, ...]:
    """Read a file of decisions; a missing file holds none.

    Raises
    ------
    InputError
        If the file cannot be read, or an entry is incomplete; names file and line.
    """
    return read_with_recalibration(path)[0]


def read_with_recalibration(path: Path) -> tuple[tuple[Decision, ...], Recalibration | None]:
    """Read a file of decisions, and the recalibration that somebody had learned from them.

    Raises
    ------
    InputError
        As :func:`read`, or if the recalibration is no such thing.
    """
    told = read_file(path)
    return told.decisions, told.recalibration


def read_file(path: Path) -> Decided:
    """Read all that a file of decisions says; a missing file says nothing.

    Raises
    ------
    InputError
        As :func:`read_with_recalibration`, or if the families are no mapping of keys to names.
    """
    document = _load(path)
    entries = document.get("decisions") or []
    decided = (_decision(entry, _place(path, entries, at)) for at, entry in enumerate(entries))
    return Decided(
        tuple(decided),
        _recalibration(document.get("recalibration"), path),
        Families(
            _families(document.get("families"), path),
            _family_names(document.get("family_names"), path),
        ),
        _declined(document.get("declined"), path),
    )


def decline(
    path: Path,
    papers: Sequence[tuple[Declined, str]],
    former: Mapping[str, str] | None = None,
) -> None:
    """Remember which papers are not wanted on the list; ``former`` as for :func:`record_all`.

    Parameters
    ----------
    path : Path
        The file; made where it is missing.
    papers : sequence of (Declined, str)
        Each with a readable name, written as a comment beside its key.
    former : mapping, optional
        Keys that papers had before → the keys they have now.
    """
    with editing(path, "decisions"):
        document = _load(path)
        _declined(document.get("declined"), path)
        entries = document.get("declined")
        if entries is None:
            entries = document["declined"] = []
        _rename(entries, former or {})
        present = {str(one["paper"]) for one in entries}
        for one, name in papers:
            if one.paper not in present:
                told = {field: value for field, value in asdict(one).items() if value}
                entries.append(_commented(told, [name], ("paper",)))
        _save(path, document)


def take_back_declined(
    path: Path, papers: Collection[str], former: Mapping[str, str] | None = None
) -> int:
    """Let papers be proposed again; how many of them had been declined."""
    with editing(path, "decisions"):
        document = _load(path)
        held = _declined(document.get("declined"), path)
        if not held:
            return 0
        entries = document["declined"]
        _rename(entries, former or {})
        gone = [at for at, one in enumerate(entries) if str(one["paper"]) in papers]
        for at in reversed(gone):
            del entries[at]
        if not entries:
            del document["declined"]
        if gone:
            _save(path, document)
        return len(gone)


NamesIn = Mapping[str, str]
"""Language → name of a family."""


def store_families(
    path: Path,
    families: Mapping[str, str | None],
    names: Mapping[str, NamesIn | None] | None = None,
    former: Mapping[str, str] | None = None,
) -> tuple[dict[str, str | None], dict[str, NamesIn | None]]:
    """Keep the families that a person gave papers, and their names; None takes one back.

    Parameters
    ----------
    path : Path
        The file; made where it is missing.
    families : mapping
        Key of a paper → name of its family.
    names : mapping, optional
        Family → language → its name there.
    former : mapping, optional
        Keys that papers had before → those they have now.

    Returns
    -------
    dict, dict
        What stood there before for the same papers and families: stored again, it undoes this.
    """
    with editing(path, "decisions"):
        document = _load(path)
        _follow_families(document, former or {})
        before = _exchanged(document, "families", families)
        names_before = _exchanged(document, "family_names", names or {})
        _save(path, document)
        return before, names_before


def _exchanged(document: Any, section: str, new: Mapping[str, Any]) -> dict[str, Any]:
    """Put values into a section, None takes one out; gives what was there."""
    held = document.get(section)
    if not hasattr(held, "items"):
        held = document[section] = {}
    before = {key: held.get(key) for key in new}
    for key, value in new.items():
        if value is None:
            held.pop(key, None)
        else:
            held[key] = value
    if not held:
        del document[section]
    return before


def _follow_families(document: Any, former: Mapping[str, str]) -> None:
    """Put families under the keys that papers have now; a word about such a key itself stays."""
    held = document.get("families")
    for key in [key for key in held or () if key in former]:
        held.setdefault(former[key], held.pop(key))


def store_recalibration(path: Path, recalibration: Recalibration, by: str, at: str) -> None:
    """Keep a recalibration in the file of the decisions it was learned from."""
    with editing(path, "decisions"):
        document = _load(path)
        document["recalibration"] = {**asdict(recalibration), "by": by, "at": at}
        _save(path, document)


def withdraw_recalibration(path: Path) -> bool:
    """Take the recalibration of a file back; False: there was none."""
    with editing(path, "decisions"):
        document = _load(path)
        if document.pop("recalibration", None) is None:
            return False
        _save(path, document)
        return True


def record(path: Path, decision: Decision, names: Sequence[str] = ()) -> None:
    """Add a decision, in place of an earlier one about the same pair.

    Comments and the order of other entries stay; what others decide meanwhile stays, too.

    Parameters
    ----------
    path : Path
        The file; made where it is missing.
    decision : Decision
        What was decided.
    names : sequence of str, optional
        Readable names of child and parent, written as a comment beside their keys.
    """
    record_all(path, [(decision, names)])


def record_all(
    path: Path,
    decisions: Sequence[tuple[Decision, Sequence[str]]],
    withdrawn: Collection[tuple[str, str]] = (),
    former: Mapping[str, str] | None = None,
) -> None:
    """Add decisions as :func:`record` does, and take others back, all of them or none.

    ``withdrawn`` has parent and child of what nobody decides about any more, ``former`` the
    keys that papers have now by those they had before: what was decided follows them.
    """
    if not decisions and not withdrawn:
        return
    with editing(path, "decisions"):
        document = _load(path)
        entries = document.setdefault("decisions", [])
        if entries is None:
            entries = document["decisions"] = []
        _rename(entries, former or {})
        _follow_families(document, former or {})
        gone = frozenset(withdrawn)
        for at in range(len(entries) - 1, -1, -1):
            if (entries[at].get("parent"), entries[at].get("child")) in gone:
                del entries[at]
        present = {(one.get("parent"), one.get("child")): one for one in reversed(entries)}
        for decision, names in decisions:
            written = {name: value for name in _FIELDS if (value := getattr(decision, name))}
            entry = present.get(decision.pair)
            if entry is None:
                present[decision.pair] = entry = _commented(written, names)
                entries.append(entry)
                continue
            # changed in place: comments hang on the entry that is there
            for name in set(entry) - set(written):
                del entry[name]
            entry.update(written)
        _save(path, document)


def follow(path: Path, former: Mapping[str, str]) -> None:
    """Let decisions follow papers to the keys that they have now, see :func:`record_all`."""
    told = read_file(path)
    named = {key for one in told.decisions for key in one.pair}
    named |= {one.paper for one in told.declined} | dict(told.families.papers).keys()
    if former.keys().isdisjoint(named):
        return
    with editing(path, "decisions"):
        document = _load(path)
        for name in ("decisions", "declined"):
            _rename(document.get(name) or [], former)
        _follow_families(document, former)
        _save(path, document)


def current(decisions: Iterable[Decision], former: Mapping[str, str]) -> tuple[Decision, ...]:
    """Decisions under the keys that their papers have now."""
    return tuple(
        replace(
            one,
            child=former.get(one.child, one.child),
            parent=former.get(one.parent, one.parent),
        )
        for one in decisions
    )


def families_now(families: Families | None, former: Mapping[str, str]) -> dict[str, str]:
    """Families under the keys that their papers have now; a word about such a key comes first."""
    told = dict(families.papers if families is not None else ())
    return {former[key]: name for key, name in told.items() if key in former} | {
        key: name for key, name in told.items() if key not in former
    }


def _rename(entries: Any, former: Mapping[str, str]) -> None:
    for entry in entries:
        for field in ("child", "parent", "paper"):
            if entry.get(field) in former:
                entry[field] = former[entry[field]]


def withdraw(path: Path, child: str, parent: str) -> Decision:
    """Take a decision back.

    Raises
    ------
    QueryError
        If there is none about this pair.
    """
    with editing(path, "decisions"):
        document = _load(path)
        entries = document.get("decisions") or []
        for at, entry in enumerate(entries):
            if (entry.get("parent"), entry.get("child")) == (parent, child):
                taken = _decision(entry, str(path))
                del entries[at]
                _save(path, document)
                return taken
    raise QueryError(Said("decision.none", {"place": str(path), "parent": parent, "child": child}))


def as_gold(decisions: Iterable[Decision]) -> str:
    """Decisions as a gold set for ``ptm-graph evaluate``: CSV ``child,parent,label``.

    Rejected relations are left out: a gold set says who the parents are.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("child", "parent", "label"))
    for one in sorted(decisions, key=lambda one: (one.child, one.parent)):
        if one.verdict != "rejected":
            writer.writerow(map(guarded, (one.child, one.parent, one.label or "")))
    return out.getvalue()


def apply(
    family: nx.DiGraph[str],
    citations: nx.DiGraph[str],
    decisions: Iterable[Decision],
    candidates: Candidates | None = None,
    weights: Weights | None = None,
) -> tuple[nx.DiGraph[str], tuple[Decision, ...]]:
    """Lay decisions over an inferred lineage.

    An accepted relation is there even if it was not inferred, a rejected one is not; where
    a parent was set, the child's other inferred parents are gone unless accepted. Scores
    stay as inferred; a relation no citation supports has the score of no evidence.

    Parameters
    ----------
    family : networkx.DiGraph
        Lineage, parent → child; not changed.
    citations : networkx.DiGraph
        Citation graph, for the score of relations that were not inferred.
    decisions : iterable of Decision
        In the order of the file; later ones do not undo earlier ones.
    candidates, weights
        As the lineage was inferred with.

    Returns
    -------
    networkx.DiGraph
        A copy with the decisions; the attribute ``decision`` marks them.
    tuple of Decision
        Those that could not be applied: a paper is not in the library, or the relation
        would close a cycle. A proposal that stands in the way of a decision goes.
    """
    decided = family.copy()
    unused = []
    listed = list(decisions)
    named = (one for one in listed if one.verdict != "rejected")
    new = {one.pair for one in named if not family.has_edge(*one.pair)}
    cited = [pair for pair in new if all(key in citations for key in pair)]
    inferred = relations_of(citations, cited, candidates=candidates, weights=weights)
    for one in sorted(listed, key=lambda one: one.verdict != "rejected"):
        if one.child not in citations or one.parent not in citations:
            unused.append(one)
        elif one.verdict == "rejected":
            if decided.has_edge(*one.pair):
                decided.remove_edge(*one.pair)
        elif not _add(decided, citations, one, inferred):
            unused.append(one)
    for one in listed:
        if one.verdict == "set" and decided.has_edge(*one.pair):
            _drop_other_parents(decided, one.child)
    for child in sorted({one.child for one in listed if one.child in decided}):
        _rank_parents(decided, child)
    return decided, tuple(unused)


def _add(
    decided: nx.DiGraph[str],
    citations: nx.DiGraph[str],
    one: Decision,
    inferred: Mapping[tuple[str, str], Relation],
) -> bool:
    if not decided.has_edge(*one.pair):
        for key in one.pair:
            if key not in decided:
                decided.add_node(key, **citations.nodes[key])
        if not _room_for(decided, one):
            return False
        relation = inferred.get(one.pair) or _without_evidence(one)
        rank = decided.in_degree(one.child) + 1
        decided.add_edge(*one.pair, **edge_attributes(replace(relation, rank=rank)))
    edge = decided.edges[one.pair]
    edge["decision"], edge["proposal"] = one.verdict, False
    edge["decided_by"], edge["decided_at"] = one.by, one.at
    if one.label:
        label = Label(one.label, rule="decision")
        relation = next(r for r in relations(decided.edge_subgraph([one.pair])))
        edge.update(edge_attributes(replace(relation, labels=(label,))))
    edge["confidence_means"] = str(meaning(edge, own=False))
    decided.nodes[one.child].pop("abstention", None)
    return True


def _room_for(decided: nx.DiGraph[str], one: Decision) -> bool:
    """Whether a relation closes no cycle; proposals that would close one with it give way."""
    if nx.has_path(without_proposals(decided), one.child, one.parent):
        return False
    while nx.has_path(decided, one.child, one.parent):
        way = itertools.pairwise(nx.shortest_path(decided, one.child, one.parent))
        proposed = [step for step in way if is_proposal(decided.edges[step])]
        decided.remove_edge(*min(proposed, key=lambda step: decided.edges[step]["confidence"]))
    return True


def _without_evidence(one: Decision) -> Relation:
    return Relation(
        one.parent,
        one.child,
        score=0.0,
        confidence=0.5,
        tier="C",
        reason=f"set by {one.by}",
        evidence=Evidence(notes=(Said("note.decided"), Said("note.no citation"))),
    )


def _drop_other_parents(decided: nx.DiGraph[str], child: str) -> None:
    others = [
        parent
        for parent, _, data in decided.in_edges(child, data=True)
        if data.get("decision") is None
    ]
    decided.remove_edges_from([(parent, child) for parent in others])


def _rank_parents(decided: nx.DiGraph[str], child: str) -> None:
    """Number the parents that are left: who was named in place of others is the first."""
    edges = [data for _, _, data in decided.in_edges(child, data=True)]
    edges.sort(key=lambda data: (data.get("decision") != "set", data["rank"]))
    for rank, data in enumerate(edges, start=1):
        data["rank"] = rank


# --- the file ------------------------------------------------------------------------------


def _yaml() -> YAML:
    yaml = YAML()  # round trip: comments and order stay
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _load(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else _HEADER + "decisions: []\n"
        nodes(text, str(path))  # refuses what is nested without end, before it is expanded
        document = _yaml().load(text)
    except ReadingListError as error:
        place = f"{path}:{error.line}" if error.line else str(path)
        told = {"place": place, "error": str(error).removeprefix(f"{place}: ")}
        raise DecisionsError(Said("decision.unreadable", told)) from error
    except (OSError, YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        reason = getattr(error, "problem", None) or getattr(error, "strerror", None) or str(error)
        told = {"place": f"{path}{line}", "error": reason}
        raise DecisionsError(Said("decision.unreadable", told)) from error
    if not hasattr(document, "get") or not isinstance(document.get("decisions"), list | None):
        raise DecisionsError(Said("decision.no list", {"place": str(path)}))
    return document


def _save(path: Path, document: Any) -> None:
    out = io.StringIO()
    _yaml().dump(document, out)
    write_text(path, out.getvalue(), "decisions")


def _recalibration(told: Any, path: Path) -> Recalibration | None:
    if told is None:
        return None
    try:
        slope, shift, count = float(told["slope"]), float(told["shift"]), int(told["decisions"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise DecisionsError(Said("decision.recalibration", {"place": str(path)})) from error
    if not (0 < slope <= _MOST_MOVED and abs(shift) <= _MOST_MOVED and count > 0):
        raise DecisionsError(Said("decision.recalibration", {"place": str(path)}))
    return Recalibration(slope, shift, count)


def _families(told: Any, path: Path) -> tuple[tuple[str, str], ...]:
    if told is None:
        return ()
    if not hasattr(told, "items"):
        raise DecisionsError(Said("decision.families", {"place": str(path)}))
    named = {str(key): one_line(str(name)) for key, name in told.items() if name is not None}
    return tuple(sorted((key, name) for key, name in named.items() if name))


def _declined(told: Any, path: Path) -> tuple[Declined, ...]:
    if told is None:
        return ()
    if not isinstance(told, list) or not all(
        hasattr(one, "get") and one.get("paper") for one in told
    ):
        raise DecisionsError(Said("decision.declined", {"place": str(path)}))
    return tuple(
        Declined(
            str(one["paper"]),
            str(one.get("by") or "unknown"),
            str(one.get("at") or "unknown"),
            str(one["note"]) if one.get("note") else None,
        )
        for one in told
    )


def _family_names(told: Any, path: Path) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    if told is not None and not hasattr(told, "items"):
        raise DecisionsError(Said("decision.family names", {"place": str(path)}))
    found = []
    for family, said in (told or {}).items():
        alone = isinstance(said, str)
        names = {language_of_name(said): said} if alone else said
        if not hasattr(names, "items"):
            raise DecisionsError(Said("decision.family names", {"place": str(path)}))
        shown = {str(one): one_line(str(name)) for one, name in names.items() if name is not None}
        found.append(
            (str(family), tuple(sorted((one, name) for one, name in shown.items() if name)))
        )
    return tuple(sorted(found))


_MOST_MOVED = 100.0
"""Largest slope and shift of a recalibration that a file may hold."""


def _commented(
    values: dict[str, str], names: Sequence[str], fields: Sequence[str] = ("child", "parent")
) -> Any:
    from ruamel.yaml.comments import CommentedMap

    entry = CommentedMap(values)
    for field, name in zip(fields, names, strict=False):
        # a comment must stay on its line, whatever the name contains
        entry.yaml_add_eol_comment(" ".join(name.split())[:80], field)
    return entry


def _place(path: Path, entries: Any, at: int) -> str:
    marks = getattr(entries, "lc", None)
    return f"{path}:{marks.item(at)[0] + 1}" if marks is not None else str(path)


def _decision(entry: Any, place: str) -> Decision:
    if not hasattr(entry, "get"):
        raise DecisionsError(Said("decision.no keys", {"place": place}))
    values = {name: str(entry[name]) for name in _FIELDS if entry.get(name) is not None}
    missing = [name for name in ("child", "parent", "verdict") if name not in values]
    if missing:
        raise DecisionsError(Said("decision.lacks", {"place": place, "names": ", ".join(missing)}))
    verdict = values.pop("verdict")
    if verdict not in get_args(Verdict):
        raise DecisionsError(Said("decision.verdict", {"place": place, "verdict": verdict}))
    values.setdefault("by", "unknown")
    values.setdefault("at", "unknown")
    return Decision(verdict=verdict, **values)  # type: ignore[arg-type]
