"""Facts are never replaced by facts that rest on less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.words.model import Citation

CARRIED = "snapshot"
"""The source that brings facts without the texts they were read from."""


def never_poorer(
    new: Sequence[CitationFacts | None], known: Sequence[Citation]
) -> list[CitationFacts]:
    """Facts of one reference list, each part from where it rests on more.

    Facts read from texts that are here replace those read from them earlier, and those that
    a snapshot carries; only where a snapshot's rest on more sentences do these stay. In which
    order they come does not matter, so a build over a refreshed library changes nothing.

    Parameters
    ----------
    new : sequence of CitationFacts or None
        Computed from the texts that the library has, or carried; None: nothing new.
    known : sequence of Citation
        All citations of the list with their stored facts, in the same order.
    """
    pairs = [(one or CitationFacts(), _stored(old)) for one, old in zip(new, known, strict=True)]
    return _renumbered([_better(*pair) for pair in pairs])


def carried(facts: Mapping[str, float] | None, numbers: Sequence[int] | None) -> CitationFacts:
    """Facts as a snapshot carries them."""
    facts = facts or {}
    rests_on = {} if numbers is None else {"sentences": CARRIED}
    if any(name.startswith("abstract_") for name in facts):
        rests_on["abstract"] = CARRIED
    numbers = None if numbers is None else tuple(numbers)
    return CitationFacts(MappingProxyType(dict(facts)), numbers, rests_on=rests_on)


def _stored(known: Citation) -> CitationFacts:
    return CitationFacts(known.facts or {}, known.sentence_numbers, rests_on=known.rests_on)


def _better(new: CitationFacts, known: CitationFacts) -> CitationFacts:
    spoken, written = _by_sentences(new, known), _by_abstract(new, known)
    facts: dict[str, float] = {}
    for side in (known, new):  # a similarity is missing where the cited abstract is
        facts.update(_of(side, "similarity"))
    facts.update(_of(written, "abstract", "similarity"))
    best = written if spoken.sentence_numbers is None else spoken
    other = known if best is new else new
    if not all(_is_here(best, kind) for kind in other.rests_on):
        facts.update(_of(other, "label"))  # read from texts that the best one does not have
    facts.update(_of(best, "label"))
    facts.update(_of(spoken, "sentences"))
    facts.update(_of(new if new.facts else known, "title"))
    grounds = {
        kind: side.rests_on[kind]
        for kind, side in (("abstract", written), ("sentences", spoken))
        if kind in side.rests_on
    }
    return CitationFacts(
        facts=MappingProxyType(facts),
        sentence_numbers=spoken.sentence_numbers,
        mentions=None if spoken.sentence_numbers is None else len(spoken.sentence_numbers),
        rests_on=grounds,
    )


def _by_sentences(new: CitationFacts, known: CitationFacts) -> CitationFacts:
    """The one of which the facts rest on more sentences; texts that are here come first."""
    if new.sentence_numbers is None or known.sentence_numbers is None:
        return known if new.sentence_numbers is None else new
    own, other = (new, known) if _is_here(new, "sentences") else (known, new)
    if _is_here(own, "sentences") == _is_here(other, "sentences"):
        return new
    return other if len(_numbers(other)) > len(_numbers(own)) else own


def _by_abstract(new: CitationFacts, known: CitationFacts) -> CitationFacts:
    if "abstract" not in new.rests_on:
        return known
    return known if _is_here(known, "abstract") and not _is_here(new, "abstract") else new


def _is_here(side: CitationFacts, kind: str) -> bool:
    return side.rests_on.get(kind, CARRIED) != CARRIED


def _of(side: CitationFacts, *parts: str) -> dict[str, float]:
    return {name: value for name, value in side.facts.items() if _part(name) in parts}


def _part(name: str) -> str:
    """From what a fact is read."""
    if name == "abstract_similarity":
        return "similarity"  # of two abstracts
    if name == "title_name":
        return "title"
    kind = name.partition("_")[0]
    return kind if kind in ("abstract", "label") else "sentences"


def _numbers(side: CitationFacts) -> tuple[int, ...]:
    return side.sentence_numbers or ()


def _renumbered(listed: Sequence[CitationFacts]) -> list[CitationFacts]:
    """Give carried sentences numbers behind those that are here: they count otherwise."""
    here = [one for one in listed if _is_here(one, "sentences")]
    if not here:
        return list(listed)
    first = 1 + max((number for one in here for number in _numbers(one)), default=-1)
    there = sorted({n for one in listed if not _is_here(one, "sentences") for n in _numbers(one)})
    place = {number: first + rank for rank, number in enumerate(there)}
    return [
        one
        if _is_here(one, "sentences") or one.sentence_numbers is None
        else replace(one, sentence_numbers=tuple(place[n] for n in one.sentence_numbers))
        for one in listed
    ]
