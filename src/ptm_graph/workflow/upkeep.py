"""Upkeep of a list by itself: a library out of a folder under version control, and back into it.

The folder holds facts, not texts: a snapshot, what the library remembers, and what is new.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from ptm_graph.errors import InputError, ReadingListError
from ptm_graph.files import write_bytes, write_text
from ptm_graph.library import Library
from ptm_graph.lineage.graph import name_of
from ptm_graph.lineage.saying import relation_sentence
from ptm_graph.reading_lists import read_bytes
from ptm_graph.reading_lists.patching import Newcomer, Patch
from ptm_graph.settings import Settings
from ptm_graph.sources import snapshot as snapshots
from ptm_graph.words.characters import one_line
from ptm_graph.words.identifiers import surest_first, url_of
from ptm_graph.words.markup import escaped
from ptm_graph.words.model import Relation
from ptm_graph.words.wording import Said, Value, sentence
from ptm_graph.workflow.building import fill, save_snapshot
from ptm_graph.workflow.changes import Digest, digests
from ptm_graph.workflow.changes.atom import MOST_ENTRIES, as_atom
from ptm_graph.workflow.changes.digest import Graphs
from ptm_graph.workflow.changes.telling import as_markdown, totals
from ptm_graph.workflow.growing import MOST, Proposal, Proposals, at_least, patch_of, proposals
from ptm_graph.workflow.opening import lineage_of
from ptm_graph.workflow.reading import ListName, lists_named
from ptm_graph.workflow.refreshing import FRESH_FOR, Refreshed, refresh_library

SNAPSHOT, MEMORY, DIGEST, FEED = "snapshot.jsonl", "memory.jsonl", "CHANGES.md", "changes.atom"
"""Files of the folder that is kept."""
MESSAGE, PATCH, REQUEST, BRANCH = "message.txt", "proposal.diff", "proposal.md", "branch.txt"
"""Files for whoever commits and proposes; the last three are there if something is proposed."""
BUDGET = 1000
"""Requests of one run, if nobody says how many: about an hour at the pace of the services."""
LEAST = 0.8
"""Chance from which on a paper is proposed to a list, if nobody says another."""
MOST_PROPOSED = 10
"""Papers in one proposal: more are not read with care."""

_URL = ":/?#[]@!$&'()*+,;=%~"
_ALIVE = re.compile(r"@(?=\w)|#(?=\d)|(?<=\bGH)-(?=\d)|(?<=github)\.(?=com)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Added:
    """Papers that a patch adds to one list."""

    target: Path
    patch: Patch
    of: tuple[Proposal, ...]
    """In the order of the papers that the patch adds."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done for a list."""

    refreshed: Refreshed
    proposed: tuple[Added, ...] = ()
    left: tuple[tuple[str, Said], ...] = ()
    """Names of papers that are likely enough but could not be added, each with the reason."""


def restore(path: Path, names: Sequence[ListName], folder: Path) -> bool:
    """Make a library of what a folder keeps; False if the library is there, or nothing is kept.

    Raises
    ------
    InputError
        If what is kept cannot be read.
    """
    kept, memory = folder / SNAPSHOT, folder / MEMORY
    if path.exists() or not kept.exists():
        return False
    facts = snapshots.read_file(kept)
    lists = lists_named(names)
    try:
        told = memory.read_text(encoding="utf-8") if memory.exists() else None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{memory}: cannot be read ({error})") from error
    try:
        with Library.open(path, writable=True) as library:
            fill(library, lists, facts, whole=True)
            if told is not None:
                library.recall(told, str(memory))
    except BaseException:
        path.unlink(missing_ok=True)  # half a library would pass for a whole one
        raise
    return True


def keep(library: Library, folder: Path, name: str, graphs: Graphs | None = None) -> None:
    """Write what :func:`restore` needs, the digest of the last refresh and the feed of all."""
    folder.mkdir(parents=True, exist_ok=True)
    save_snapshot(library, folder / SNAPSHOT)
    write_text(folder / MEMORY, library.memory(), "snapshot")
    refreshes = library.history.refreshes()[-MOST_ENTRIES:]
    told = digests(library, str(refreshes[0].number), graphs) if refreshes else []
    if told:
        write_text(folder / DIGEST, unlinked(as_markdown(told[-1])), "file")
    born = library.history.refreshes()[0].started if told else None
    write_bytes(folder / FEED, as_atom(told, name, born), "feed")


def upkeep(
    path: Path,
    names: Sequence[ListName],
    folder: Path,
    out: Path,
    *,
    name: str = "library",
    propose: float | None = None,
    settings: Settings | None = None,
    max_age: datetime.timedelta = FRESH_FOR,
    citations: int = 0,
    budget: int | None = None,
    decisions_file: Path | None = None,
) -> Upkeep:
    """Refresh a library that a folder keeps, write the folder anew, and propose papers.

    Parameters
    ----------
    path : Path
        The library; made of the folder where it is missing.
    names : sequence of str or Path
        Its reading lists; the files among them are what is proposed to.
    folder : Path
        What is kept under version control.
    out : Path
        Folder for the message of the commit and, where there is a proposal, its patch, text and
        branch.
    name : str
        What the feed is about.
    propose : float, optional
        Least chance of a paper that is proposed; one that was not measured never is. None:
        nothing is proposed.
    settings, max_age, citations, budget, decisions_file
        As for :func:`ptm_graph.workflow.refreshing.refresh_library`.
    """
    restore(path, names, folder)
    done = refresh_library(
        path,
        names,
        settings=settings,
        max_age=max_age,
        citations=citations,
        budget=budget,
        decisions_file=decisions_file,
    )
    out.mkdir(parents=True, exist_ok=True)
    for left_over in (PATCH, REQUEST, BRANCH):
        (out / left_over).unlink(missing_ok=True)
    with Library.open(path) as library:
        decided = cache(lambda: lineage_of(library, decisions_file))
        keep(library, folder, name, lambda: (decided().graph, decided().citations))
        write_text(out / MESSAGE, f"ptm-graph: {totals(done.digest)}\n", "file")
        if propose is None:
            return Upkeep(done)
        found = proposals(library, decisions_file, most=MOST, decided=decided())
    likely = at_least(found.made, propose)[:MOST_PROPOSED]
    added, left = shared_out(found, likely, [Path(one) for one in names if Path(one).is_file()])
    if added:
        _write(out, found, added, done.digest)
    return Upkeep(done, tuple(added), tuple(left))


def shared_out(
    found: Proposals, likely: Sequence[Proposal], targets: Sequence[Path]
) -> tuple[list[Added], list[tuple[str, Said]]]:
    """Give each paper to the first list that takes it; those that none takes with the reason."""
    added: list[Added] = []
    wanted = {found.entries([one])[0].title: one for one in likely}
    reasons: dict[str | None, Said] = {}
    for target in targets:
        if not wanted:
            break
        try:
            made = patch_of(found, wanted.values(), target)
        except ReadingListError as error:
            reasons |= dict.fromkeys(wanted, Said("upkeep.refused", {"error": str(error)}))
            continue
        if made.added:
            of = tuple(wanted.pop(one.entry.title) for one in made.added)
            added.append(Added(target, made, of))
        reasons |= {one.entry.title: said for one, said in made.left}
    left = [
        (name_of(found.citations, wanted[one].paper), reasons.get(one, Said("upkeep.no list")))
        for one in wanted
    ]
    return added, left


def _write(out: Path, found: Proposals, added: Sequence[Added], news: Digest) -> None:
    papers = sorted(one.paper for listed in added for one in listed.of)
    same = hashlib.sha256("\n".join(papers).encode()).hexdigest()[:10]
    write_bytes(out / PATCH, b"".join(one.patch.difference for one in added), "file")
    write_text(out / REQUEST, request(found, added, news), "file")
    write_text(out / BRANCH, f"ptm-graph/propose-{same}\n", "file")


# --- in words ---------------------------------------------------------------------------------


def unlinked(text: str) -> str:
    """A text in which nobody is called and no issue is named or closed by a foreign title.

    >>> "@" in unlinked("by @ada").replace("@\u200b", "")
    False
    """
    return _ALIVE.sub(lambda found: f"{found[0]}\u200b", text)


def request(found: Proposals, added: Sequence[Added], news: Digest, language: str = "en") -> str:
    """What a proposal says: each paper with reason, parents and place, then what is new."""

    def said(code: str, **values: Value) -> str:
        return sentence(Said(code, values), language)

    lines = [said("upkeep.title", count=sum(len(one.of) for one in added)), ""]
    for listed in added:
        for new, one in zip(listed.patch.added, listed.of, strict=True):
            lines += [f"### {_linked(new)}", ""]
            told = [said("upkeep.chance", chance=one.chance or 0.0, means=one.means)]
            told.append(said("upkeep.reason", reason=one.reason))
            told += [said("upkeep.parent", **_related(found, it, language)) for it in one.parents]
            told += [said("upkeep.child", **_related(found, it, language)) for it in one.children]
            told.append(said("upkeep.place", **_place(listed, new)))
            if one.family:
                told.append(said("upkeep.family", family=one.family))
            lines += [f"- {_plain(text)}" for text in told]
            lines.append("")
    lines += [said("grow.how"), "", unlinked(as_markdown(news, language)).rstrip()]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return unlinked(escaped(one_line(text)))


def _linked(new: Newcomer) -> str:
    title = _plain(new.entry.title or "")
    held = new.entry.identifiers
    addresses = (url_of(kind, held[kind]) for kind in sorted(held, key=surest_first))
    address = next((one for one in addresses if one), None)
    return title if address is None else f"[{title}](<{quote(address, safe=_URL)}>)"


def _related(found: Proposals, relation: Relation, language: str) -> dict[str, Value]:
    child, parent = (name_of(found.citations, key) for key in (relation.child, relation.parent))
    told = relation_sentence(relation, child, parent, language)
    return {"child": child, "parent": parent, "odds": relation.confidence, "said": told}


def _place(listed: Added, new: Newcomer) -> dict[str, Value]:
    """Where the paper stands in the list as it would be."""
    own = set(new.entry.identifiers.items())
    name = listed.target.name
    after = listed.patch.after
    read = read_bytes(after, name).entries
    line = next((it.line for it in read if it.line and own & set(it.identifiers.items())), None)
    lines = after.decode("utf-8", "replace").split("\n")
    above = lines[line - 2].strip() if line and line > 1 else ""
    shown = name if listed.target.is_absolute() else listed.target.as_posix()
    return {"list": shown if line is None else f"{shown}:{line}", "above": above or "–"}
