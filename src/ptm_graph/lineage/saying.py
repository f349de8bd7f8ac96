"""A score in words, in either language; the sentences are in ``words/sentences.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ptm_graph.words.model import Relation, ScoreTerm
from ptm_graph.words.wording import phrase

if TYPE_CHECKING:
    from ptm_graph.lineage.results import Candidate

_REASONS = 3
"""Reasons given for a relation, and for a runner-up that lost."""


@lru_cache(maxsize=2**13)  # shares of lists as long as each other recur
def signal_text(name: str, value: float, language: str = "en", *, filled: bool = False) -> str:
    """The value of a signal in words; ``filled``: it is not known, but taken as the median."""
    count = 2**value - 1
    if name in ("spoken_of", "compared_often"):
        least = "one" if name == "compared_often" else "none"
        name += f"_{least if round(count) < 1 else 'one' if round(count) == 1 else 'many'}"
    elif name == "recent":
        name += f"_{'more' if value > 0 else 'less' if value < 0 else 'same'}"
    text = phrase(
        f"term.{name}",
        language,
        share=f"{value:.0%}",
        count=f"{round(count)}",
        worth=f"{count:.1f}",
        amount=f"{value:.1f}",
    )
    return phrase("term.filled", language, said=text) if filled else text


def start_text(in_list: bool, language: str = "en") -> str:
    """The constant term in words."""
    return phrase("term.any_in_list" if in_list else "term.any", language)


def reason_text(terms: Sequence[str], language: str = "en") -> str:
    """The strongest reasons in favour, given as terms in words, the strongest first."""
    return joined(terms[:_REASONS], language) or phrase("reason.nothing", language)


def joined(texts: Sequence[str], language: str) -> str:
    """Several reasons as one text."""
    return phrase("reason.and", language).join(texts)


def compared(ranked: Sequence[Candidate], parent: str | None) -> tuple[Candidate, Candidate] | None:
    """The best candidate and the one asked about; where that is the best, the second one."""
    places = [place for place, one in enumerate(ranked) if one.relation.parent == parent]
    rival = places[0] if places and places[0] > 0 else 1
    return (ranked[0], ranked[rival]) if len(ranked) > rival else None


def lead(first: Relation, second: Relation) -> list[tuple[ScoreTerm, float]]:
    """Terms in which two relations differ, with the points of the first's lead, widest first."""
    ahead: dict[str, float] = {}
    said: dict[str, ScoreTerm] = {}
    for sign, relation in ((1, first), (-1, second)):
        for term in relation.evidence.terms:
            ahead[term.name] = ahead.get(term.name, 0.0) + sign * term.points
            if sign * term.points > 0 or term.name not in said:
                said[term.name] = term
    wide = [(name, round(points, 4)) for name, points in ahead.items() if abs(points) > 1e-9]
    wide.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
    return [(said[name], points) for name, points in wide]


def lost_text(
    first: Candidate, second: Candidate, names: tuple[str, str], terms: Sequence[str], language: str
) -> str:
    """Why the second candidate is not the best one.

    ``names`` are what the two are called, ``terms`` in what the first is ahead, in words.
    """
    better, worse = names
    if second.order == "after":
        return phrase("lost.after", language, worse=worse)
    if second.order == "concurrent" and not second.chosen and second.relation.tier != "A":
        return phrase("lost.concurrent", language, worse=worse)
    return phrase(
        "lost.below",
        language,
        worse=worse,
        better=better,
        gap=f"{first.relation.score - second.relation.score:.1f}",
        reasons=joined(terms[:_REASONS], language),
    )
