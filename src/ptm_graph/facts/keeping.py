"""Facts are never replaced by facts that rest on less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.facts.full_text_facts import PREFIX
from ptm_graph.words.model import Citation
from ptm_graph.words.records import FULL_TEXT

CARRIED = "snapshot"
"""The source that brings facts without the texts they were read from."""


def never_poorer(
    new: Sequence[CitationFacts | None], known: Sequence[Citation]
) -> list[CitationFacts]:
    """Facts of one reference list, each part from where it rests on more.

    Facts read from texts that are here replace those read from them earlier, and those that
    a snapshot carries; only where a snapshot's rest on more sentences do these stay, and those
    from abstracts where it compared a cited one that is not here: similarities and classes of
    change hang on the whole list. In which order they come does not matter, so a build over a
    refreshed library changes nothing.

    Parameters
    ----------
    new : sequence of CitationFacts or None
        Computed from the texts that the library has, or carried; None: nothing new.
    known : sequence of Citation
        All citations of the list with their stored facts, in the same order.
    """
    pairs = [(one or CitationFacts(), _stored(old)) for one, old in zip(new, known, strict=True)]
    fewer = any(_misses_abstract(*pair) for pair in pairs)
    return _renumbered([_better(*pair, fewer=fewer) for pair in pairs])


def carried(facts: Mapping[str, float] | None, numbers: Sequence[int] | None) -> CitationFacts:
    """Facts as a snapshot carries them."""
    facts = facts or {}
    rests_on = {} if numbers is None else {"sentences": CARRIED}
    if any(name.startswith("abstract_") for name in facts):
        rests_on["abstract"] = CARRIED
    if any(name.startswith(PREFIX) for name in facts):
        rests_on[FULL_TEXT] = CARRIED
    numbers = None if numbers is None else tuple(numbers)
    return CitationFacts(MappingProxyType(dict(facts)), numbers, rests_on=rests_on)


def _stored(known: Citation) -> CitationFacts:
    return CitationFacts(known.facts or {}, known.sentence_numbers, rests_on=known.rests_on)


def _misses_abstract(new: CitationFacts, known: CitationFacts) -> bool:
    """Whether a snapshot compared the abstract of the cited paper, which is not here."""
    told = _carried_one(new, known)
    own = known if told is new else new
    name = "abstract_similarity"
    return told is not None and name in told.facts and name not in own.facts


def _carried_one(new: CitationFacts, known: CitationFacts) -> CitationFacts | None:
    """The one that carries facts of an abstract, where the other read it here."""
    for told, own in ((known, new), (new, known)):
        if told.rests_on.get("abstract") == CARRIED and _is_here(own, "abstract"):
            return told
    return None


def _better(new: CitationFacts, known: CitationFacts, *, fewer: bool) -> CitationFacts:
    spoken, written = _by_sentences(new, known), _by_text(new, known, "abstract")
    told = _carried_one(new, known) if fewer else None
    written = told or written
    read = _by_text(new, known, FULL_TEXT)
    facts: dict[str, float] = {}
    for side in (known, new):  # a similarity is missing where the cited abstract is
        facts.update(_of(side, "similarity"))
    facts.update(_of(written, "abstract", "similarity"))
    # unknown abstracts do not tell what the parent says as well
    lacks = told is not None and _misses_abstract(new, known)
    best = written if lacks or spoken.sentence_numbers is None else spoken
    other = known if best is new else new
    if not lacks and not all(_is_here(best, one) for one in other.rests_on if one != FULL_TEXT):
        facts.update(_of(other, "label"))  # read from texts that the best one does not have
    facts.update(_of(best, "label"))
    facts.update(_of(spoken, "sentences"))
    computed = any(_part(name) != FULL_TEXT for name in new.facts)
    facts.update(_of(new if computed else known, "title"))
    facts.update(_of(read, FULL_TEXT))
    grounds = {
        kind: side.rests_on[kind]
        for kind, side in (("abstract", written), (FULL_TEXT, read), ("sentences", spoken))
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
        # the words of the paper may have been thrown away since
        return known if _ground(known) < _ground(new) == _SERVICE else new
    return other if len(_numbers(other)) > len(_numbers(own)) else own


def _by_text(new: CitationFacts, known: CitationFacts, kind: str) -> CitationFacts:
    if kind not in new.rests_on:
        return known
    return known if _is_here(known, kind) and not _is_here(new, kind) else new


def _is_here(side: CitationFacts, kind: str) -> bool:
    return side.rests_on.get(kind, CARRIED) != CARRIED


def _of(side: CitationFacts, *parts: str) -> dict[str, float]:
    return {name: value for name, value in side.facts.items() if _part(name) in parts}


_KINDS = ("abstract", "label", "type")


@lru_cache(maxsize=1024)
def _part(name: str) -> str:
    """From what a fact is read."""
    if name == "abstract_similarity":
        return "similarity"  # of two abstracts
    if name == "title_name":
        return "title"
    if name.startswith(PREFIX):
        return FULL_TEXT
    kind = name.partition("_")[0]
    return {"type": "label"}.get(kind, kind) if kind in _KINDS else "sentences"


def _numbers(side: CitationFacts) -> tuple[int, ...]:
    return side.sentence_numbers or ()


_TEXT, _SERVICE, _CARRIED = range(3)


def _ground(side: CitationFacts) -> int:
    source = side.rests_on.get("sentences", CARRIED)
    return {FULL_TEXT: _TEXT, CARRIED: _CARRIED}.get(source, _SERVICE)


def _renumbered(listed: Sequence[CitationFacts]) -> list[CitationFacts]:
    """Give sentences of one ground numbers behind those of a better one: they count otherwise."""
    place: dict[tuple[int, int], int] = {}
    first = 0
    for ground in sorted({_ground(one) for one in listed}):
        told = sorted({n for one in listed if _ground(one) == ground for n in _numbers(one)})
        for rank, number in enumerate(told):
            place[ground, number] = first + rank if first else number
        first = max(place.values(), default=-1) + 1
    return [
        one
        if one.sentence_numbers is None
        else replace(
            one, sentence_numbers=tuple(place[_ground(one), n] for n in one.sentence_numbers)
        )
        for one in listed
    ]
