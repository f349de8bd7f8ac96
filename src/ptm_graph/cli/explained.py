"""An explanation on the screen, in short or with everything."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import networkx as nx

from ptm_graph.cli.screen import say
from ptm_graph.lineage import Candidate, Explanation
from ptm_graph.lineage.reliability import meaning
from ptm_graph.lineage.saying import lead, lost_text, relation_sentence
from ptm_graph.words.model import Relation, tier_in_words
from ptm_graph.words.notices import mark
from ptm_graph.words.wording import sure
from ptm_graph.workflow.decisions import Decision
from ptm_graph.workflow.quoting import Quote, notes

NAME_ONLY = "its name stands in the child's title or abstract; no reference to it is known"
_REASONS = 3


@dataclasses.dataclass(frozen=True)
class Told:
    """Why a paper has the parents it has."""

    citations: nx.DiGraph[str]
    explanation: Explanation
    decided: Mapping[tuple[str, str], Decision]
    """(parent, child) → what a person decided, of the whole library."""
    said: Mapping[str, Sequence[Quote]]
    """Candidate → what is quoted of it."""
    link: str | None
    """The page of what is quoted."""

    def short(self, asked: str | None) -> None:
        """The parents, or the one asked about, each in a few lines, and why the next lost."""
        ranked, child = self.explanation.candidates, self.explanation.child
        parents = [one for one in ranked if self._is_parent(one)]
        shown = [one for one in ranked if one.relation.parent == asked] if asked else parents
        if not asked:
            self._print_uncited()
        if not ranked:
            self._print_nothing()
            return
        if not shown and not self._uncited():
            say(f"{self._dated(child)}: no parent is named; the best candidate is", style="bold")
            shown = [ranked[0]]
        for one in shown:
            self._brief(one)
        self._runner_up(asked, shown)
        self._print_link([quote for one in shown for quote in self._quotes(one)[:1]])
        rest = len(ranked) - len(shown)
        more = f"{rest} more candidate{'s'[: rest != 1]}, and all" if rest else "All"
        say(f"{more} terms and quotes: --all", style="dim")

    def all(self, asked: str | None, most: int) -> None:
        """The best candidates, or the one asked about, with every term."""
        explanation = self.explanation
        shown = [
            (place, one)
            for place, one in enumerate(explanation.candidates, start=1)
            if (asked is None and place <= most) or one.relation.parent == asked
        ]
        if not shown:
            self._print_nothing()
            return
        say(f"{self._name(explanation.child)}: {len(explanation.candidates)} candidates")
        for place, one in shown:
            say("")
            self._whole(place, one)
        self._print_link([quote for _, one in shown for quote in self._quotes(one)], "\n")
        if explanation.why_runner_up_lost:
            say(f"\n{explanation.why_runner_up_lost}")
        gap = explanation.gap
        if gap is not None:
            known = "unknown" if gap.known is None else gap.known
            stated = "unknown" if gap.stated is None else gap.stated
            say(f"\nThe reference list is {gap.state}: {known} of {stated} references known.")

    # --- one candidate ----------------------------------------------------------------------

    def _brief(self, one: Candidate) -> None:
        from rich.text import Text

        relation, decision = one.relation, self._decision(one.relation)
        descends = f" → {self._dated(relation.child)}" if self._is_parent(one) else ""
        head = Text.assemble(
            (f"{self._dated(relation.parent)}{descends}", "bold"),
            (f"  {self._verdict(one)}", "magenta" if decision else "cyan"),
        )
        head.append(f", {sure(relation.confidence, decision)}", "cyan")
        means = None if decision is not None else meaning(relation)
        head.append(f" ({means})" if means else "", "dim")
        say(head)
        if self._is_parent(one) and relation.tier != "name only":
            held = relation
            if decision is not None:
                held = dataclasses.replace(relation, decision=decision.verdict)
            say(f"  {relation_sentence(held, *reversed(relation.called))}")
        for term in [term for term in relation.evidence.terms if term.points > 0][:_REASONS]:
            say(f"  · {term.explanation}")
        for quote in self._quotes(one)[:1]:
            say(f"  {_quoted(quote)}", style="green")
        weak = [NAME_ONLY] if relation.tier == "name only" else []
        weak += [str(note) for note in notes(relation, self._quotes(one))]
        if weak:
            say(f"  ({'; '.join(weak)})", style="dim")

    def _whole(self, place: int, one: Candidate) -> None:
        relation, decision = one.relation, self._decision(one.relation)
        say(
            f"{place}. {self._dated(relation.parent)}  {sure(relation.confidence, decision)}, "
            f"{tier_in_words(relation.tier)}  {self._verdict(one)}",
            style="bold",
        )
        means = None if decision is not None else meaning(relation)
        if means is not None:
            say(f"   {means}", style="dim")
        if relation.tier == "name only":
            say(f"   {NAME_ONLY}")
        labels = " · ".join(label.text for label in relation.labels)
        if labels:
            say(f"   changed: {labels}")
        if kind := relation.relation_type:
            said = f": “{kind.quote}”" if kind.quote else ""
            say(f"   relation: {kind.text}{said}")
        for term in relation.evidence.terms:
            say(f"   {term.points:+6.2f}  {term.explanation}")
        say(f"   {relation.score:+6.2f}  in total")
        for quote in self._quotes(one):
            say(f"   {_quoted(quote)}", style="green")
        for note in notes(relation, self._quotes(one)):
            say(f"   ({note})", style="dim")

    def _verdict(self, one: Candidate) -> str:
        decision = self._decision(one.relation)
        if decision is not None:
            return f"{decision.verdict} by {decision.by}"
        perhaps = "perhaps " if one.chosen and one.relation.proposal else ""
        return f"{perhaps}{one.verdict}"

    def _quotes(self, one: Candidate) -> Sequence[Quote]:
        return self.said[one.relation.parent]

    # --- what was decided -------------------------------------------------------------------

    def _decision(self, relation: Relation) -> Decision | None:
        return self.decided.get((relation.parent, relation.child))

    def _is_parent(self, one: Candidate) -> bool:
        decision = self._decision(one.relation)
        if decision is not None:
            return decision.verdict != "rejected"
        return one.chosen and not any(two.verdict == "set" for two in self._stated())

    def _stated(self) -> list[Decision]:
        """Decisions that give the child a parent."""
        child = self.explanation.child
        return [
            one for one in self.decided.values() if one.child == child and one.verdict != "rejected"
        ]

    def _uncited(self) -> list[Decision]:
        cited = {one.relation.parent for one in self.explanation.candidates}
        return [one for one in self._stated() if one.parent not in cited]

    def _print_uncited(self) -> None:
        for one in self._uncited():
            pair = f"{self._dated(one.parent)} → {self._dated(one.child)}"
            say(f"{pair}  {one.verdict} by {one.by}; no citation is known", style="bold")

    # --- the rest ---------------------------------------------------------------------------

    def _runner_up(self, asked: str | None, shown: Sequence[Candidate]) -> None:
        ranked = self.explanation.candidates
        if asked is not None:
            if self.explanation.why_runner_up_lost:
                say(self.explanation.why_runner_up_lost)
            return
        rival = next((one for one in ranked if one not in shown), None)
        if rival is None or not shown:
            return
        best, decided = shown[0], self._decision(rival.relation)
        name = rival.relation.called[0]
        if decided is not None or best.relation.score < rival.relation.score:
            told = f"{name}: {self._verdict(rival)}"
        else:
            ahead = lead(best.relation, rival.relation)
            terms = [term.explanation for term, points in ahead if points > 0]
            told = lost_text(best, rival, (best.relation.called[0], name), terms, "en")
        say(f"Runner-up, {sure(rival.relation.confidence, decided)}: {told}")

    def _print_link(self, quotes: Sequence[Quote], before: str = "") -> None:
        if self.link and any(not quote.noted for quote in quotes):
            say(f"{before}Quoted from {self.link}", style="dim")

    def _print_nothing(self) -> None:
        name = self._name(self.explanation.child)
        say(f"{name}: no reference is known; “ptm-graph refresh” asks for them")

    def _name(self, key: str) -> str:
        data = self.citations.nodes.get(key) or {}
        return f"{data.get('name') or key}{mark(data)}"

    def _dated(self, key: str) -> str:
        data = self.citations.nodes.get(key) or {}
        return f"{self._name(key)} ({data.get('date', 'date unknown')})"


def _quoted(quote: Quote) -> str:
    section = f"in {quote.section}: " if quote.section else ""
    return f"{'your note: ' if quote.noted else section}“{quote.text}”"
