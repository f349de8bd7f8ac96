"""The questions that agents ask; each answer is JSON of at most 8,000 characters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ptm_graph.agents import questions
from ptm_graph.agents.pages import MOST_CHARACTERS as MOST_CHARACTERS  # noqa: PLC0414
from ptm_graph.agents.pages import Data, Told, mark_of, page, place_of, said, unknown
from ptm_graph.agents.questions import Direction, RouteKind, UnknownError
from ptm_graph.agents.shelf import Shelf, State
from ptm_graph.agents.telling import brief, short
from ptm_graph.errors import PtmGraphError
from ptm_graph.words.model import Paper
from ptm_graph.workflow import decisions, growing

_STALE = "This cursor is of another question, or the library has changed; ask without it."
_MOST_DECIDED = 50
_LONGEST_NOTE = 500


class Answers:
    """Answers about one library, to any number of threads.

    Each is JSON: ``answer`` (``found``, ``unknown``, ``done``), ``items`` (statements that name
    papers by key), ``papers`` (key → name, title, date, link, giver) and ``page``, whose ``next``
    is the cursor of what follows. The docstrings are what agents read.

    Parameters
    ----------
    path : Path
        The library.
    decisions_file : Path, optional
        Default: as :func:`ptm_graph.workflow.opening.decisions_path` says.
    """

    def __init__(self, path: Path, decisions_file: Path | None = None):
        self._shelf = Shelf(path, decisions_file)

    def close(self) -> None:
        """Close the library; the next question opens it again."""
        self._shelf.close()

    def find(self, text: str, listed_only: bool = False, cursor: str | None = None) -> str:
        """Find papers by words of title, authors, abstract, names, notes, or by identifier.

        Start here: the other tools take the keys it gives. “meant” marks the paper that is called
        exactly so. text: words, all of which occur, or an identifier. listed_only: only papers of
        the reading list. cursor: page.next of the answer before.
        """
        asked = "find", text, listed_only
        return self._answer(
            asked, cursor, lambda state: questions.find(state, text, listed_only=listed_only)
        )

    def paper(self, paper: str, cursor: str | None = None) -> str:
        """Tell what is known of a paper: each fact with its giver, notes, resources, abstract.

        paper: key, identifier, link, name or title. cursor: page.next of the answer before.
        """
        return self._answer(("paper", paper), cursor, lambda state: questions.paper(state, paper))

    def lineage(
        self,
        paper: str,
        direction: Direction = "both",
        generations: int = 2,
        proposals: bool = False,
        cursor: str | None = None,
    ) -> str:
        """Tell what a paper descends from, and what descends from it, relation by relation.

        Each with its confidence, what that means as measured, its reason and its best quote.
        Below even odds it is “perhaps”: told, but followed further only with proposals. direction:
        ancestors, descendants or both. generations: how many; those of ancestors are told below 0.
        paper: key, identifier, link, name or title. cursor: page.next of the answer before.
        """
        return self._answer(
            ("lineage", paper, direction, generations, proposals),
            cursor,
            lambda state: questions.lineage(
                state, paper, direction, generations, proposals=proposals
            ),
        )

    def why(self, child: str, parent: str | None = None, cursor: str | None = None) -> str:
        """Tell why a paper has its parents: its references ranked, with verdicts and quotes.

        With parent, how this reference fared. In a quote, [*] is the reference. child, parent: key,
        identifier, link, name or title. cursor: page.next of the answer before.
        """
        return self._answer(
            ("why", child, parent), cursor, lambda state: questions.why(state, child, parent)
        )

    def route(
        self,
        start: str,
        end: str,
        kind: RouteKind = "shortest",
        proposals: bool = False,
        cursor: str | None = None,
    ) -> str:
        """Tell how one paper leads to another along the lineage, each step with its reason.

        If neither builds on the other, through common ancestors or descendants. kind: the shortest,
        the strongest, or those never against time. proposals: also along relations below even
        odds. start, end: key, identifier, link, name or title. cursor: page.next of the answer
        before.
        """
        return self._answer(
            ("route", start, end, kind, proposals),
            cursor,
            lambda state: questions.route(state, start, end, kind, proposals=proposals),
        )

    def reading_order(
        self,
        paper: str | None = None,
        family: str | None = None,
        proposals: bool = False,
        cursor: str | None = None,
    ) -> str:
        """Tell what to read first, for a paper, a family, or (with neither) the whole list.

        Parents come before children: stop anywhere and nothing is missing up to there. paper: key,
        identifier, link, name or title. family: a heading of the list. proposals: relations below
        even odds count, too. cursor: page.next of the answer before.
        """
        return self._answer(
            ("reading_order", paper, family, proposals),
            cursor,
            lambda state: questions.reading_order(state, paper, family, proposals=proposals),
        )

    def similar(self, paper: str, listed_only: bool = True, cursor: str | None = None) -> str:
        """Tell which papers are most like one: shared references, and cited together.

        coupling and cocitation are cosines from 0 to 1; null where references or citing papers are
        not known. Likeness is no descent. paper: key, identifier, link, name or title. listed_only:
        only papers of the reading list. cursor: page.next of the answer before.
        """
        return self._answer(
            ("similar", paper, listed_only),
            cursor,
            lambda state: questions.similar(state, paper, listed_only=listed_only),
        )

    def what_is_new(self, since: str | None = None, cursor: str | None = None) -> str:
        """Tell what refreshes brought: changed lineage, new papers, news of the list's papers.

        since: a date (2026-01-31) or the number of a refresh; without it, the last refresh. cursor:
        page.next of the answer before.
        """
        return self._answer(
            ("what_is_new", since), cursor, lambda state: questions.what_is_new(state, since)
        )

    def propose(self, cursor: str | None = None) -> str:
        """Propose works that the reading list may lack, the likeliest first; no service is asked.

        Each with its reason, the parents and children it would have, and a chance measured on this
        very list (null: not measured). cursor: page.next of the answer before.
        """
        return self._answer(("propose",), cursor, questions.propose)

    # --- writing ----------------------------------------------------------------------------

    def accept(self, papers: list[str]) -> str:
        """Put proposed works on the reading list. Only what the person has agreed to.

        papers: their keys, as propose gave them.
        """

        def done(state: State, found: list[Paper]) -> str:
            chosen = state.proposals.of(one.key for one in found)
            if len(chosen) < len(found):
                raise UnknownError("Not all of these are proposals; nothing was done.", found)
            added = growing.accept(self._shelf.path, state.proposals.entries(chosen))
            return f"{added.added} added to {added.file.name}; a refresh reads their references"

        return self._do(papers, done)

    def decline(self, papers: list[str], note: str | None = None) -> str:
        """Never propose these papers again. Only what the person has agreed to.

        papers: their keys. note: why.
        """

        def done(state: State, found: list[Paper]) -> str:
            growing.decline(
                state.library,
                {one.key: one.name for one in found},
                state.decisions,
                by=f"{decisions.person()} by an agent",
                note=None if note is None else short(note, _LONGEST_NOTE),
            )
            return f"{len(found)} declined"

        return self._do(papers, done)

    def take_back(self, papers: list[str]) -> str:
        """Let declined papers be proposed again. papers: their keys."""

        def done(state: State, found: list[Paper]) -> str:
            keys = {one.key for one in found}
            return f"{growing.take_back(state.library, keys, state.decisions)} taken back"

        return self._do(papers, done)

    # --- how --------------------------------------------------------------------------------

    def _answer(
        self, asked: tuple[object, ...], cursor: str | None, told: Callable[[State], Told]
    ) -> str:
        def answered(state: State) -> str:
            mark = mark_of(asked, state.stamp)
            start = place_of(cursor, mark)
            if start is None:
                return unknown(_STALE)

            def tell(key: str) -> Data | None:
                found = state.paper(key)
                return None if found is None else brief(found)

            return page(told(state), start, mark, tell)

        return self._asked(answered)

    def _do(self, papers: list[str], done: Callable[[State, list[Paper]], str]) -> str:
        if not 0 < len(papers) <= _MOST_DECIDED:
            return unknown(f"Name 1 to {_MOST_DECIDED} papers; nothing was done.")

        def answered(state: State) -> str:
            return said(done(state, questions.named(state, papers)))

        return self._asked(answered, once=True)

    def _asked(self, question: Callable[[State], str], *, once: bool = False) -> str:
        try:
            return self._shelf.ask(question, once=once)
        except UnknownError as error:
            return unknown(error.says, [{"key": one.key, **brief(one)} for one in error.near])
        except PtmGraphError as error:
            return unknown(short(str(error), 1000))
