"""A score in words, in either language; the sentences are in ``words/sentences.toml``."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ptm_graph.graph.selection import is_proposal
from ptm_graph.words.model import Relation, ScoreTerm
from ptm_graph.words.wording import phrase, sentences

if TYPE_CHECKING:
    import networkx as nx

    from ptm_graph.lineage.results import Candidate

REASONS = 3
"""Reasons given for a relation, and for a runner-up that lost."""
SMALLEST_SHOWN = 0.05
"""Points from which on a term has a line of its own; smaller ones share one."""


@lru_cache(maxsize=2**13)  # shares of lists as long as each other recur
def signal_text(name: str, value: float, language: str = "en", *, filled: bool = False) -> str:
    """The value of a signal in words; ``filled``: it is not known, but taken as the median."""
    count = 2**value - 1
    if name in ("spoken_of", "compared_often"):
        least = "one" if name == "compared_often" else "none"
        name += f"_{least if round(count) < 1 else 'one' if round(count) == 1 else 'many'}"
    elif name == "recent":
        name += f"_{'more' if value > 0 else 'less' if value < 0 else 'same'}"
    elif f"{value:.0%}" == "100%" and f"term.{name}_all" in sentences():
        name += "_all"
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
    return joined(terms[:REASONS], language) or phrase("reason.nothing", language)


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
        reasons=joined(terms[:REASONS], language),
    )


# --- a relation, and a paper, in one sentence --------------------------------------------------

_LONGEST_NAME = 100
_MOST_PARENTS = 3
_KINDS = ("extends", "adapts", "replaces a part", "uses as a component")
"""Types of relations that a sentence states beside what changed."""


def relation_sentence(
    relation: Relation | Mapping[str, Any], child: str, parent: str, language: str = "en"
) -> str:
    """What a child did with its parent, made of the relation's type and labels alone.

    Parameters
    ----------
    relation : Relation or mapping
        A relation, or the attributes of an edge of a lineage graph.
    child, parent : str
        What the two are called.
    language : str, default "en"
        ``en`` or ``zh``.
    """
    name, deed = _named(child, language), _deed(relation, parent, language)
    return _tidy(phrase("told.sentence", language, said=_joint(name, deed, language)))


def paper_sentence(family: nx.DiGraph[str], key: str, language: str = "en") -> str:
    """What a paper did with its parents, and how many works descend from it.

    Parameters
    ----------
    family : networkx.DiGraph
        A lineage, parent → child.
    key : str
        The paper; one that is not in the lineage is told to be unknown to it.
    language : str, default "en"
        ``en`` or ``zh``.
    """
    if key not in family:
        return phrase("told.outside", language)
    name = _named(_name(family, key), language)
    into = sorted(family.in_edges(key, data=True), key=lambda edge: int(edge[2].get("rank") or 1))
    stated = [edge for edge in into if not is_proposal(edge[2])]
    parts = []
    if into:
        parent, _, first = (stated or into)[0]
        parts.append(_joint(name, _deed(first, _name(family, parent), language), language))
    others = [_named(_name(family, parent), language) for parent, *_ in stated[1:_MOST_PARENTS]]
    if others:
        listed = phrase("reason.comma", language).join(others)
        parts.append(phrase("told.also", language, names=listed))
    parts += _descendants(family, key, named=not parts, language=language)
    if not parts:
        return _tidy(phrase("told.unknown", language, name=name))
    if not into:
        parts.append(phrase("told.no parent", language))
    return _tidy(phrase("told.sentence", language, said=phrase("reason.and", language).join(parts)))


def _descendants(family: nx.DiGraph[str], key: str, *, named: bool, language: str) -> list[str]:
    """How many works descend from a paper, called by its name where that was not said yet."""
    counts = Counter(is_proposal(data) for *_, data in family.out_edges(key, data=True))
    proposed = not counts[False]
    count = counts[proposed]
    if not count:
        return []
    it = _named(_name(family, key), language) if named else phrase("told.it", language)
    code = f"told.{'perhaps ' if proposed else ''}{'child' if count == 1 else 'children'}"
    return [phrase(code, language, count=f"{count:,}", it=it)]


def _deed(relation: Relation | Mapping[str, Any], parent: str, language: str) -> str:
    """What was done with the parent: verbs for what has one, quoted what is in others' words."""
    labels, kind = _changes(relation)
    name = _named(parent, language)
    does = [*((kind,) if kind in _KINDS else ()), *(one for one in labels if _is_deed(one))]
    said = [
        phrase(
            f"does.{one}",
            language,
            it=phrase("told.it", language) if place else name,
            its=phrase("told.its", language) if place else _whose(name, language),
        )
        for place, one in enumerate(does or ["descends"])
    ]
    *before, last = said
    first = phrase("reason.comma", language).join(before)
    deed = first + phrase("told.and", language) + last if before else last
    told = [one for one in labels if not _is_deed(one)]
    left = [one.removeprefix(_WITHOUT) for one in told if one.startswith(_WITHOUT)]
    if left:
        deed += phrase("told.without", language, names=phrase("reason.comma", language).join(left))
    quoted = [f"“{one}”" for one in told if not one.startswith(_WITHOUT)]
    if quoted:
        deed += phrase("told.quoted", language, names=phrase("reason.comma", language).join(quoted))
    proposed = relation.proposal if isinstance(relation, Relation) else is_proposal(relation)
    return phrase("told.perhaps", language, said=deed) if proposed else deed


_WITHOUT = "without "


def _changes(relation: Relation | Mapping[str, Any]) -> tuple[list[str], str | None]:
    """Labels and type of a relation as texts."""
    if isinstance(relation, Relation):
        kind = relation.relation_type
        return [one.text for one in relation.labels], kind.text if kind else None
    held = relation.get("labels")
    if held:
        texts = [str(one["text"]) for one in json.loads(held)]
    else:
        texts = [one for one in str(relation.get("label") or "").split(" · ") if one]
    return texts, relation.get("relation_type")


def _is_deed(label: str) -> bool:
    return f"does.{label}" in sentences()


def _name(family: nx.DiGraph[str], key: str) -> str:
    data = family.nodes[key]
    return str(data.get("name") or data.get("title") or key)


def _named(name: str, language: str) -> str:
    """A name as it stands in a sentence: Chinese sets Latin letters apart by a space."""
    name = " ".join(name.split())
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1].rstrip() + "…"
    return f" {name} " if language == "zh" and name.isascii() else name


def _whose(name: str, language: str) -> str:
    if language == "zh":
        return f"{name}的"
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _joint(name: str, deed: str, language: str) -> str:
    return f"{name}{deed}" if language == "zh" else f"{name} {deed}"


def _tidy(text: str) -> str:
    """Without spaces twice, or beside Chinese marks."""
    return re.sub(r" ?([，。；：、（）]) ?", r"\1", " ".join(text.split()))
